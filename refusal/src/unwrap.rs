//! Takes off what lies around a message, and keeps the place of every byte: colours, boxes, escapes of
//! JSON strings, entities of XML. What is left is scanned as if it had been printed plainly.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

// A run of white space becomes one byte, which says what was in it.

/// No line break.
pub(crate) const SPACE: u8 = b' ';
/// A line break that does not end what is said: in a box, or in a string.
pub(crate) const SOFT: u8 = 0x0b;
/// An empty line of that kind.
pub(crate) const SOFT_BLANK: u8 = 0x0c;
/// A line break.
pub(crate) const BREAK: u8 = b'\n';
/// An empty line, or the edge of a box.
pub(crate) const BLANK: u8 = 0x1d;

pub(crate) const fn is_gap(byte: u8) -> bool {
    matches!(byte, SPACE | SOFT | SOFT_BLANK | BREAK | BLANK)
}

/// A text without its wrapping.
pub(crate) struct Clean<'t> {
    original: &'t str,
    pub(crate) text: String,
    steps: Vec<Step>,
    /// Where the last sign ends in the original.
    end: usize,
    boxes: Vec<Range<usize>>,
    gap: Gap,
}

/// From a place here on, another place in the original.
struct Step {
    here: usize,
    there: usize,
    /// Where the sign before it ends in the original: a colour may lie between.
    end_before: usize,
}

impl Step {
    /// The origin of a place after the last step before it.
    fn origin(last: Option<&Self>, at: usize) -> usize {
        last.map_or(at, |step| step.there + (at - step.here))
    }
}

#[derive(Default)]
struct Gap {
    at: Option<usize>,
    breaks: usize,
    soft: usize,
    edge: bool,
}

impl<'t> Clean<'t> {
    pub(crate) fn new(original: &'t str) -> Self {
        let mut clean = Self {
            original,
            text: String::with_capacity(original.len()),
            steps: Vec::new(),
            end: 0,
            boxes: Vec::new(),
            gap: Gap::default(),
        };
        clean.read();
        clean
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The text at a place, with its white space as spaces.
    pub(crate) fn get(&self, range: Range<usize>) -> String {
        let text = self.text.get(range).unwrap_or_default();
        let plain = |c: char| {
            if matches!(c, '\n' | '\u{b}' | '\u{c}' | '\u{1d}') {
                ' '
            } else {
                c
            }
        };
        text.chars().map(plain).collect()
    }

    /// Where a range of the text was in the original.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let step = self.steps.partition_point(|step| step.here < range.end);
        let step = self.steps.get(step).filter(|step| step.here == range.end);
        let end = step.map_or_else(|| self.origin(range.end), |step| step.end_before);
        self.origin(range.start)..end
    }

    fn origin(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|step| step.here <= at);
        let step = step.checked_sub(1).and_then(|step| self.steps.get(step));
        Step::origin(step, at)
    }

    /// How many backslashes stood before a quote.
    pub(crate) fn escapes(&self, at: usize) -> usize {
        let before = self.original.as_bytes().get(..self.origin(at));
        let before = before.unwrap_or_default().iter().rev().take(32);
        before.take_while(|&&byte| byte == b'\\').count()
    }

    /// Whether a place is in a box.
    pub(crate) fn is_boxed(&self, at: usize) -> bool {
        let place = self.boxes.partition_point(|range| range.end <= at);
        self.boxes
            .get(place)
            .is_some_and(|range| range.contains(&at))
    }

    fn read(&mut self) {
        let original = self.original;
        let bytes = original.as_bytes();
        let (mut at, mut in_box) = (0, None);
        self.line_head(&mut at, &mut in_box, false);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' => {
                    self.blank(at);
                    at += 1;
                    self.line_head(&mut at, &mut in_box, true);
                }
                b' ' | b'\t' | b'\r' | SOFT | SOFT_BLANK | BLANK => {
                    self.blank(at);
                    at += 1;
                }
                0x1b | b'[' | b'^' if colour(&bytes[at..]) > 0 => at += colour(&bytes[at..]),
                b'\\' => at = self.escape(at),
                b'&' => at = self.entity(at),
                0..0x80 => {
                    self.push(char::from(byte), at..at + 1);
                    at += 1;
                }
                _ => {
                    let c = original.get(at..).and_then(|rest| rest.chars().next());
                    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                    let next = at + c.len_utf8();
                    if c.is_whitespace() || ('\u{2500}'..'\u{2580}').contains(&c) {
                        self.blank(at);
                    } else {
                        self.push(c, at..next);
                    }
                    at = next;
                }
            }
        }
        self.leave_box(&mut in_box);
        self.step(self.end);
    }

    fn leave_box(&mut self, in_box: &mut Option<usize>) {
        if let Some(start) = in_box.take() {
            self.boxes.push(start..self.text.len());
        }
    }

    /// The left side of a box at the start of a line, after a time that a log put before it.
    fn line_head(&mut self, at: &mut usize, in_box: &mut Option<usize>, after_break: bool) {
        let rest = &self.original.as_bytes()[*at..];
        let mut length = 0;
        let side = loop {
            match rest.get(length) {
                Some(0x1b | b'[' | b'^') if colour(&rest[length..]) > 0 => {
                    length += colour(&rest[length..]);
                }
                Some(b'0'..=b'9' | b' ' | b'\t' | b'-' | b':' | b'.' | b'+' | b'T' | b'Z')
                    if length < 128 =>
                {
                    length += 1;
                }
                _ => {
                    let c = rest
                        .get(length..)
                        .map(|rest| [rest.first(), rest.get(1), rest.get(2)]);
                    break c.and_then(|c| match c {
                        [Some(0xe2), Some(0x94), Some(0x82 | 0x83)] => Some('│'),
                        [Some(0xe2), Some(0x95), Some(0xb7)] => Some('╷'),
                        [Some(0xe2), Some(0x95), Some(0xb5)] => Some('╵'),
                        _ => None,
                    });
                }
            }
        };
        let was_in_box = in_box.is_some();
        match side {
            Some('│') => {
                if in_box.is_none() {
                    *in_box = Some(self.text.len());
                }
                self.blank(*at);
            }
            Some(_) => {
                self.blank(*at);
                self.gap.edge = true;
                self.leave_box(in_box);
            }
            None => self.leave_box(in_box),
        }
        if after_break {
            if was_in_box && side == Some('│') {
                self.gap.soft += 1;
            } else {
                self.gap.breaks += 1;
            }
        }
        if side.is_some() {
            *at += length + '│'.len_utf8();
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        let bytes = self.original.as_bytes();
        let run = bytes[at..]
            .iter()
            .take_while(|&&byte| byte == b'\\')
            .count();
        let after = at + run;
        let rest = &bytes[after..];
        match rest {
            [byte @ (b'"' | b'\'' | b'`' | b'/' | b'_'), ..] => {
                self.push(char::from(*byte), after..after + 1);
                after + 1
            }
            [b'n', ..] => {
                self.blank(at);
                self.gap.soft += 1;
                after + 1
            }
            [b't' | b'r', ..] => {
                self.blank(at);
                after + 1
            }
            [b'u', ..] if hex(rest.get(1..5)).is_some() => {
                let code = hex(rest.get(1..5)).unwrap_or_default();
                let next = after + 5;
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                if c == '\u{1b}' {
                    return next;
                }
                if c.is_whitespace() || c.is_control() || ('\u{2500}'..'\u{2580}').contains(&c) {
                    self.blank(at);
                } else {
                    self.push(c, at..next);
                }
                next
            }
            // The rest of the command is taken off where it starts.
            [b'x', b'1', b'b' | b'B', b'[', ..] | [b'0', b'3', b'3', b'[', ..] => after + 3,
            [b'e', b'[', ..] => after + 1,
            _ => {
                self.push('\\', at..after);
                after
            }
        }
    }

    fn entity(&mut self, at: usize) -> usize {
        const ENTITIES: [(&[u8], char); 8] = [
            (b"quot;", '"'),
            (b"apos;", '\''),
            (b"#34;", '"'),
            (b"#39;", '\''),
            (b"#x27;", '\''),
            (b"lt;", '<'),
            (b"gt;", '>'),
            (b"amp;", '&'),
        ];
        let rest = &self.original.as_bytes()[at + 1..];
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let (length, c) = entity.map_or((0, '&'), |&(name, c)| (name.len(), c));
        let next = at + 1 + length;
        self.push(c, at..next);
        next
    }

    fn blank(&mut self, at: usize) {
        self.gap.at.get_or_insert(at);
    }

    fn push(&mut self, c: char, written: Range<usize>) {
        let gap = core::mem::take(&mut self.gap);
        if let Some(start) = gap.at {
            let byte = if gap.edge || (gap.breaks > 0 && gap.breaks + gap.soft > 1) {
                BLANK
            } else if gap.breaks > 0 {
                BREAK
            } else {
                match gap.soft {
                    0 => SPACE,
                    1 => SOFT,
                    _ => SOFT_BLANK,
                }
            };
            self.step(start);
            self.text.push(char::from(byte));
        }
        self.step(written.start);
        self.text.push(c);
        self.end = written.end;
    }

    fn step(&mut self, there: usize) {
        let here = self.text.len();
        if Step::origin(self.steps.last(), here) != there {
            self.steps.push(Step {
                here,
                there,
                end_before: self.end,
            });
        }
    }
}

/// The length of a command to a terminal that the text starts with, 0 if there is none. The byte for
/// Escape is lost on many ways from the terminal to the page.
fn colour(text: &[u8]) -> usize {
    match text {
        [0x1b, b'[', rest @ ..] => {
            let parameters = rest.iter().take(64);
            let parameters = parameters.take_while(|byte| (0x20..0x40).contains(*byte));
            let length = parameters.count();
            let is_ended = matches!(rest.get(length), Some(0x40..0x7f));
            2 + length + usize::from(is_ended)
        }
        [0x1b, ..] => 1,
        [b'^', b'[', rest @ ..] => match written_colour(rest) {
            0 => 0,
            length => 2 + length,
        },
        _ => written_colour(text),
    }
}

/// The length of `[31m` and the like.
fn written_colour(text: &[u8]) -> usize {
    let [b'[', rest @ ..] = text else { return 0 };
    let is_parameter = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let length = rest.iter().take(16).take_while(is_parameter).count();
    match rest.get(length) {
        Some(b'm') => length + 2,
        _ => 0,
    }
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    let digits = digits?.iter().map(|&digit| char::from(digit).to_digit(16));
    digits
        .into_iter()
        .try_fold(0, |value, digit| Some(value * 16 + digit?))
}
