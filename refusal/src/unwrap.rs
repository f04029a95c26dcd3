//! Removes what surrounds a message: colours, boxes, escapes of JSON strings, entities of XML.

use crate::columns::{is_full, starts_within_word};
use crate::escapes::{
    backslashes, colour, command, curly_quote, entity, has_curly_json, has_doubled_json, hex, octal,
};
use crate::field_name::is_within_name;
use crate::forms::goes_on_after_blank;
use crate::gap::Gap;
use crate::lines::Line;
use crate::percent::{Sign, Word};
use crate::tags::{Tag, tag};
use crate::unwrapped::{Step, Unwrapped};
use crate::yaml::strings;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;
use core::ops::Range;

/// Removes the wrapping of a text.
pub(crate) fn unwrap(original: &str) -> Unwrapped<'_> {
    let lines = Line::all(original);
    Unwrapper {
        strings: strings(original, &lines),
        has_doubled: has_doubled_json(original),
        unwrapped: Unwrapped {
            original,
            text: String::with_capacity(original.len()),
            lines,
            steps: Vec::new(),
            boxes: Vec::new(),
            seams: Vec::new(),
        },
        at: 0,
        line: 0,
        is_curly: has_curly_json(original),
        word: Word::default(),
        end: 0,
        box_start: None,
        gap: Gap::default(),
    }
    .run()
}

struct Unwrapper<'t> {
    unwrapped: Unwrapped<'t>,
    /// How far the original is read.
    at: usize,
    /// The number of the line that is read.
    line: usize,
    /// The strings of YAML over several lines that were not read yet, the first one last.
    strings: Vec<Range<usize>>,
    /// True if the quotes of JSON are curly, or doubled.
    is_curly: bool,
    has_doubled: bool,
    /// The word that is read.
    word: Word,
    /// Where the last character ends in the original.
    end: usize,
    /// Where the box that is open starts in the unwrapped text.
    box_start: Option<usize>,
    gap: Gap,
}

impl<'t> Unwrapper<'t> {
    fn rest(&self) -> &'t [u8] {
        let bytes = self.unwrapped.original.as_bytes();
        bytes.get(self.at..).unwrap_or_default()
    }

    fn run(mut self) -> Unwrapped<'t> {
        self.line_start(false);
        while let Some(&byte) = self.rest().first() {
            // A tag may be longer than its line.
            while self.at > self.unwrapped.lines[self.line].end {
                self.line += 1;
            }
            let line = &self.unwrapped.lines[self.line];
            let (text_end, line_end) = (line.text.end, line.end);
            if (text_end..line_end).contains(&self.at) {
                self.blank(line_end - self.at);
                continue;
            }
            let original = self.unwrapped.original.as_bytes();
            let is_encoded = self.word.is_encoded_at(original, self.at);
            match byte {
                b'\n' => self.line_break(),
                0x1b | b'[' | b'^' if colour(self.rest()) > 0 => self.at += colour(self.rest()),
                b'\\' => self.escape(),
                b'#' if octal(self.rest()).is_some() => self.octal(),
                b'"' | b'\'' => self.quotes(byte),
                b'&' if is_encoded => self.parameter(),
                b'&' => self.entity(),
                b'<' if tag(self.rest()).is_some() => self.tag(),
                b'<' => self.push('<', 1),
                b'%' | b'+' if is_encoded => self.percent(),
                _ => match self
                    .rest()
                    .iter()
                    .take(text_end.saturating_sub(self.at).max(1))
                    .take_while(|byte| {
                        is_plain(**byte) && !(is_encoded && matches!(**byte, b'%' | b'+'))
                    })
                    .count()
                {
                    0 => self.character(),
                    length => self.plain_run(length),
                },
            }
        }
        self.leave_box();
        self.step(self.end);
        self.unwrapped
    }

    /// Returns the quote of the string over several lines that is read.
    fn string(&mut self) -> Option<u8> {
        while self.strings.last()?.end <= self.at {
            self.strings.pop();
        }
        let string = self.strings.last()?;
        let quote = self.unwrapped.original.as_bytes()[string.start];
        (string.start < self.at).then_some(quote)
    }

    /// Reads the line breaks in a string over several lines.
    fn string_break(&mut self) {
        let mut breaks = 0;
        let line = loop {
            breaks += 1;
            let Some(line) = self.unwrapped.lines.get(self.line + breaks) else {
                return self.blank(1);
            };
            let text = self.unwrapped.original.get(line.text.clone());
            let text = text.unwrap_or_default();
            if !text.trim_start_matches(' ').is_empty() {
                break line.text.end - text.trim_start_matches(' ').len();
            }
        };
        self.blank(line - self.at);
        for _ in 1..breaks {
            self.gap.line_end('\n');
        }
    }

    fn line_break(&mut self) {
        if self.string().is_some() {
            return self.string_break();
        }
        let original = self.unwrapped.original;
        let lines = &self.unwrapped.lines;
        let line = &lines[self.line];
        let Some(after) = lines.get(self.line + 1) else {
            self.blank(1);
            return;
        };
        let text = |line: &Line| original.get(line.text.clone()).unwrap_or_default();
        let is_full = self.box_start.is_none() && is_full(original, lines, self.line);
        let has_gap = self.gap.start.is_some_and(|start| start < line.text.end);
        let next = text(after);
        let is_between_words = is_full && {
            let after = lines.get(self.line + 2).map_or("", text);
            let before = self.unwrapped.text.as_bytes();
            goes_on_after_blank(before, next, after)
        };
        let opening = after.text.start - self.at;
        let is_partial = line.is_partial && after.text.start > after.start;
        self.line += 1;
        if is_partial {
            self.at += opening;
            return;
        }
        let next = next.as_bytes();
        if self.box_start.is_none() && is_within_name(self.unwrapped.text.as_bytes(), next) {
            self.at += opening;
            self.gap = Gap::default();
            return;
        }
        match () {
            () if is_full && !has_gap && !is_between_words && starts_within_word(next) => {
                self.at += opening;
                self.gap = Gap::default();
                if self.goes_on_in_escape() || self.goes_on_in_entity() {
                    return;
                }
                self.unwrapped.seams.push(self.unwrapped.text.len());
            }
            () if is_full
                && (next.starts_with(b" ")
                    || ((has_gap || is_between_words) && starts_within_word(next))) =>
            {
                self.blank(opening);
                self.gap.soft = self.gap.soft.max(1);
            }
            () => {
                self.blank(1);
                self.line_start(true);
                if self.box_start.is_some() && !has_gap {
                    self.at += usize::from(self.rest().starts_with(b" "));
                    self.goes_on_in_escape();
                }
            }
        }
    }

    /// Reads the left side of a box at the start of a line, after a time that a log put before it.
    fn line_start(&mut self, after_break: bool) {
        let rest = self.rest();
        let opening = self.unwrapped.lines[self.line].text.start - self.at;
        let (mut length, mut has_time) = (opening, opening > 0);
        let side = loop {
            match &rest[length..] {
                rest @ [0x1b | b'[' | b'^', ..] if colour(rest) > 0 => length += colour(rest),
                [b'\\', b'u', b'0', b'0', b'1', b'b' | b'B', ..] => length += 6,
                [
                    b'0'..=b'9' | b' ' | b'\t' | b'-' | b':' | b'.' | b'+' | b'T' | b'Z',
                    ..,
                ] if length < 128 => {
                    has_time |= rest[length] == b':';
                    length += 1;
                }
                // The name of a pod or a level after the time.
                [
                    b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'/' | b'[' | b']' | b'|',
                    ..,
                ] if has_time && length < 128 => length += 1,
                [0xe2, 0x94, 0x82 | 0x83, ..] => break Some('│'),
                [0xe2, 0x95, 0xb7 | 0xb5, ..] => break Some('╷'),
                _ => break None,
            }
        };
        let was_in_box = self.box_start.is_some();
        match side {
            Some('│') => {
                self.box_start.get_or_insert(self.unwrapped.text.len());
            }
            _ => self.leave_box(),
        }
        if let Some(side) = side {
            self.gap.edge |= side != '│';
            self.blank(length + side.len_utf8());
        } else if opening > 0 {
            self.blank(opening);
        }
        if after_break && was_in_box && side == Some('│') {
            self.gap.soft += 1;
        } else if after_break {
            // An empty line at the end of a box is one.
            self.gap.breaks += 1 + usize::from(was_in_box && self.gap.soft > 0);
        }
    }

    fn leave_box(&mut self) {
        if let Some(start) = self.box_start.take() {
            let end = self.unwrapped.text.len();
            self.unwrapped.boxes.push(start..end);
        }
    }

    /// Adds characters that are what they seem.
    fn plain_run(&mut self, length: usize) {
        let original = self.unwrapped.original;
        let run = original.get(self.at..self.at + length);
        self.before_character();
        self.unwrapped.text.push_str(run.unwrap_or_default());
        self.at += length;
        self.end = self.at;
    }

    fn character(&mut self) {
        if let Some(length) = curly_quote(self.rest()).filter(|_| self.is_curly) {
            return self.push('"', length);
        }
        let rest = self.unwrapped.original.get(self.at..);
        let c = rest.and_then(|rest| rest.chars().next());
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        match c {
            '\u{2500}'..'\u{2580}' => self.blank(c.len_utf8()),
            c => self.put(c, c.len_utf8()),
        }
    }

    /// Adds a character that the original writes in `length` bytes, or the white space that it is. A control character
    /// is not white space: a name does not end at one.
    fn put(&mut self, c: char, length: usize) {
        match c {
            '\t' => self.blank(length),
            '\n' | '\r' => self.line_end(c, length),
            // What a gap is written with here.
            '\u{b}' | '\u{c}' | '\u{1d}' => self.push(char::REPLACEMENT_CHARACTER, length),
            '\u{2028}' | '\u{2029}' => self.push(c, length),
            '\u{1b}' => self.command(length),
            c if c.is_whitespace() && !c.is_control() => self.blank(length),
            c => self.push(c, length),
        }
    }

    /// Removes a command of a terminal whose first byte is written in `length` bytes.
    fn command(&mut self, length: usize) {
        self.at += length;
        self.at += command(self.rest());
    }

    fn escape(&mut self) {
        let rest = self.rest();
        let run = backslashes(rest);
        let rest = &rest[run..];
        let is_folded =
            run % 2 == 1 && matches!(rest, [b'\n' | b' ', ..]) && self.string() == Some(b'"');
        match rest {
            // A string over several lines may break within a word, and starts a line with a blank so.
            [b' ', ..] if is_folded => self.blank(run + 1),
            [b'\n', ..] if is_folded => {
                let gap = take(&mut self.gap);
                self.at += run;
                self.string_break();
                self.gap = gap;
            }
            // A table doubles the quotes of what is in it.
            [b'"', b'"', ..] if self.has_doubled => {
                self.at += run + 1;
                self.push('"', 1);
            }
            [byte @ (b'"' | b'\'' | b'`' | b'/' | b'_'), ..] => {
                self.at += run;
                self.push(char::from(*byte), 1);
            }
            [b'n', ..] => self.line_end('\n', run + 1),
            [b'r', ..] => self.line_end('\r', run + 1),
            [b't', ..] => self.blank(run + 1),
            [b'u', digits @ ..] if hex(digits.get(..4)).is_some() => {
                let c = hex(digits.get(..4)).and_then(char::from_u32);
                match c.unwrap_or(char::REPLACEMENT_CHARACTER) {
                    '\u{1b}' => self.command(run + 5),
                    '\u{2500}'..'\u{2580}' => self.blank(run + 5),
                    c => self.put(c, run + 5),
                }
            }
            // A page may show a string of a string.
            [b'&', ..] if matches!(entity(rest), Some((_, Some('"' | '\'' | '`')))) => {
                self.at += run;
                self.entity();
            }
            _ if self.is_curly && curly_quote(rest).is_some() => {
                self.at += run;
                self.character();
            }
            [b'x', b'1', b'b' | b'B', b'[', ..] | [b'0', b'3', b'3', b'[', ..] => {
                self.command(run + 3);
            }
            [b'e', b'[', ..] => self.command(run + 1),
            _ => self.push('\\', run),
        }
    }

    /// Reads a control character as a service of logs writes it.
    fn octal(&mut self) {
        match octal(self.rest()) {
            Some(c) => self.put(c, 4),
            None => self.push('#', 1),
        }
    }

    /// Reads quotes: a table and a string in single quotes double those within.
    fn quotes(&mut self, quote: u8) {
        // A shell closes its quotes around one.
        let of_shell = [&br"'\''"[..], br#"'"'"'"#];
        let of_shell = of_shell.iter().find(|signs| self.rest().starts_with(signs));
        if let Some(signs) = of_shell {
            return self.push('\'', signs.len());
        }
        let run = self
            .rest()
            .iter()
            .take_while(|byte| **byte == quote)
            .count();
        let before = self.unwrapped.text.bytes().next_back();
        let before = before.filter(|_| self.gap.start.is_none());
        let is_opening = |byte: u8| b"\\:,;{[(=>\"'`".contains(&byte);
        let is_closing = before.is_some_and(|byte| !is_opening(byte));
        let after = self.rest().get(run).copied().unwrap_or_default();
        let is_doubled = match run {
            2 => is_closing || after.is_ascii_alphanumeric(),
            3 => is_closing,
            run => run > 3,
        };
        for _ in 0..run / 2 {
            if is_doubled {
                self.push(char::from(quote), 2);
            } else {
                self.push(char::from(quote), 1);
                self.push(char::from(quote), 1);
            }
        }
        if run % 2 == 1 {
            self.push(char::from(quote), 1);
        }
    }

    /// Reads the rest of an escape that a terminal broke after its backslash.
    fn goes_on_in_escape(&mut self) -> bool {
        let rest = self.rest();
        let is_escape = matches!(rest, [b'n' | b't' | b'r' | b'"' | b'\'' | b'/' | b'\\', ..]);
        if !is_escape || !self.unwrapped.text.ends_with('\\') {
            return false;
        }
        self.unwrapped.truncate(self.unwrapped.text.len() - 1);
        self.gap = Gap::default();
        match rest[0] {
            b'\\' => {}
            b'n' => self.line_end('\n', 1),
            b'r' => self.line_end('\r', 1),
            b't' => self.blank(1),
            quote => self.push(char::from(quote), 1),
        }
        true
    }

    /// Reads the rest of an entity that a terminal broke.
    fn goes_on_in_entity(&mut self) -> bool {
        const LONGEST: usize = 8;
        let text = self.unwrapped.text.as_bytes();
        let tail = &text[text.len().saturating_sub(LONGEST)..];
        let Some(at) = tail.iter().rposition(|byte| *byte == b'&') else {
            return false;
        };
        let start = &tail[at..];
        let next = self.rest();
        let whole = [start, &next[..next.len().min(LONGEST)]].concat();
        let Some((length, Some(c @ ('"' | '\'' | '<' | '>')))) = entity(&whole) else {
            return false;
        };
        let (length, there) = (length - start.len(), text.len() - start.len());
        let is_escaped = text[..there].ends_with(b"\\");
        self.unwrapped.truncate(there - usize::from(is_escaped));
        self.push(c, length);
        true
    }

    /// Removes a tag of a page. A browser breaks lines at some of them.
    fn tag(&mut self) {
        match tag(self.rest()) {
            Some((Tag::Inline, length)) => self.at += length,
            Some((Tag::Cell, length)) => self.blank(length),
            Some((Tag::Line, length)) => {
                self.blank(length);
                self.gap.soft += 1;
            }
            None => {}
        }
    }

    fn entity(&mut self) {
        match entity(self.rest()) {
            Some((length, None)) => self.at += length,
            Some((length, Some(c))) => self.put(c, length),
            None => self.push('&', 1),
        }
    }

    /// Reads the sign before the next parameter of a URL, which is no part of the sentence. A page may escape it.
    fn parameter(&mut self) {
        match entity(self.rest()) {
            Some((length, Some('&'))) => self.blank(length),
            None => self.blank(1),
            Some(_) => self.entity(),
        }
    }

    /// Reads a character of a sentence in the form of a URL.
    fn percent(&mut self) {
        match self.word.sign(self.rest()) {
            Some((Sign::Blank, length)) => self.blank(length),
            Some((Sign::LineEnd(sign), length)) => self.line_end(sign, length),
            Some((Sign::Char(c), length)) => self.put(c, length),
            Some((Sign::Command, length)) => self.at += length,
            None => self.character(),
        }
    }

    /// Adds a line end within a string, a page or a parameter.
    fn line_end(&mut self, sign: char, length: usize) {
        self.blank(length);
        self.gap.line_end(sign);
    }

    fn blank(&mut self, length: usize) {
        self.gap.start.get_or_insert(self.at);
        self.at += length;
    }

    /// Adds a character that the original writes in `length` bytes.
    fn push(&mut self, c: char, length: usize) {
        self.before_character();
        self.unwrapped.text.push(c);
        self.at += length;
        self.end = self.at;
    }

    /// Adds the white space before a character.
    fn before_character(&mut self) {
        let gap = take(&mut self.gap);
        if let Some(start) = gap.start {
            self.step(start);
            self.unwrapped.text.push(char::from(gap.byte()));
        }
        self.step(self.at);
    }

    fn step(&mut self, there: usize) {
        let here = self.unwrapped.text.len();
        if Step::origin(self.unwrapped.steps.last(), here) != there {
            self.unwrapped.steps.push(Step {
                here,
                there,
                end_before: self.end,
            });
        }
    }
}

/// Returns whether a byte is a visible character that nothing can start with.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x21..=0x7e)
        && !matches!(
            byte,
            b'"' | b'\'' | b'#' | b'[' | b'^' | b'\\' | b'&' | b'<'
        )
}
