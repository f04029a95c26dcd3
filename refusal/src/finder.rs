//! Reads a text of any size in constant memory: looks for the words of refusals, and decodes only the
//! lines around them.

use crate::decode::Decoder;
use crate::grouper::Grouper;
use crate::refusal::Refusal;
use crate::report::Report;
use crate::scanner;
use crate::triggers::Triggers;
use crate::unwrap::unwrap;
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Parts of an error may be this far before or after its words.
const LINES_AROUND: usize = 64;
const BYTES_AROUND: usize = 16 << 10;

/// A part of a text that is decoded at once, unless a line is longer.
const LONGEST_PART: usize = 256 << 10;

/// Longer lines are cut where their end is not known yet.
const LONGEST_LINE: usize = 1 << 20;

/// Finds refused calls in a text that comes in pieces, in constant memory.
///
/// ```
/// use ram_refusal::Finder;
///
/// let is_known = |name: &str| name == "cs:DescribeClusterNodes";
/// let mut finder = Finder::new(&is_known);
/// // A piece may end anywhere, and a terminal may have broken the name.
/// finder.push(b"RAM policy Forbidden for act");
/// finder.push(b"ion cs:Describe\nClusterNodes\n12:00 GET /clusters 403\n");
/// let found = finder.finish();
/// let action = found.refusals[0].action.as_ref().expect("an action");
/// assert_eq!(action.as_str(), "cs:DescribeClusterNodes");
/// assert_eq!(found.lines_with_403, 1);
/// ```
pub struct Finder<'k> {
    /// Returns whether there is an action of this name.
    known: &'k dyn Fn(&str) -> bool,
    triggers: Triggers,
    report: Report,
    /// What was not consumed yet.
    rest: Vec<u8>,
    /// The number of bytes and lines that were consumed.
    consumed: usize,
    lines: usize,
    lines_with_403: usize,
    refused_elsewhere: usize,
    /// Places in the text that is read: up to which words and numbers were searched, up to which it was
    /// decoded, and up to which lines are counted.
    searched: usize,
    counted: usize,
    /// True if the line that is read has a number that was counted.
    is_counted: bool,
    decoded: usize,
    lines_at: usize,
    part: Option<Part>,
}

/// Lines that are decoded together.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    /// The end of the last line with a word of a refusal.
    last: usize,
}

/// What a text contains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The refused calls, in order.
    pub refusals: Vec<Refusal>,
    /// The number of lines with the number 403, which may be a status in an ordinary log.
    pub lines_with_403: usize,
    /// The number of calls that another cloud or program refused, as its words say.
    pub refused_elsewhere: usize,
    /// The number of calls without their resource and caller: after 10,000 different refusals, further ones are
    /// counted under their action only.
    pub merged: usize,
    /// The number of calls that are not in the list: after 20,000 different refusals, further ones are left out.
    pub left_out: usize,
}

impl<'k> Finder<'k> {
    /// Starts a text. `known` returns whether there is an action of a name: it decides where a line break
    /// may be within one.
    pub fn new(known: &'k dyn Fn(&str) -> bool) -> Self {
        Self {
            known,
            triggers: Triggers::new(),
            report: Report::default(),
            rest: Vec::new(),
            consumed: 0,
            lines: 0,
            lines_with_403: 0,
            refused_elsewhere: 0,
            searched: 0,
            counted: 0,
            is_counted: false,
            decoded: 0,
            lines_at: 0,
            part: None,
        }
    }

    /// Reads the next piece. Bytes that are not UTF-8 are read as question marks.
    pub fn push(&mut self, piece: &[u8]) {
        let mut text = core::mem::take(&mut self.rest);
        text.extend_from_slice(piece);
        let consumed = self.read(&text, false);
        text.drain(..consumed);
        self.rest = text;
    }

    /// Reads what is left, and returns what was found.
    pub fn finish(mut self) -> Found {
        let text = core::mem::take(&mut self.rest);
        self.read(&text, true);
        Found {
            refusals: self.report.refusals,
            lines_with_403: self.lines_with_403,
            refused_elsewhere: self.refused_elsewhere,
            merged: self.report.merged,
            left_out: self.report.left_out,
        }
    }

    /// Reads a whole text.
    pub(crate) fn read_all(mut self, text: &str) -> Vec<Refusal> {
        self.read(text.as_bytes(), true);
        self.report.refusals
    }

    /// Reads the lines that are complete, and returns how much of the text is not needed again.
    fn read(&mut self, text: &[u8], is_last: bool) -> usize {
        let text = &text[..complete(text, is_last)];
        while let Some(at) = self.triggers.find(text, self.searched) {
            self.trigger(text, at);
        }
        self.searched = self.searched.max(line_start(text, text.len()));
        self.count_403(text);
        let is_cut = text.last().is_some_and(|byte| *byte != b'\n');
        if let Some(part) = self.part {
            let after = lines_after(text, part.last);
            if let Some(after) = after.or((is_last || is_cut).then_some(text.len())) {
                self.decode(text, part.start, after);
            }
        }
        let needed = if is_cut {
            text.len()
        } else {
            lines_before(text, text.len(), self.decoded)
        };
        let consumed = self.part.map_or(needed, |part| part.start);
        self.consume(text, consumed);
        consumed
    }

    /// Adds the line of a word to the part that is open, or opens one.
    fn trigger(&mut self, text: &[u8], at: usize) {
        let start = line_start(text, at);
        let last = line_end(text, at);
        self.searched = last;
        if let Some(part) = self.part
            && let Some(after) = lines_after(&text[..start.max(part.last)], part.last)
        {
            self.decode(text, part.start, after);
        }
        let from = match self.part {
            Some(part) if last - part.start > LONGEST_PART => {
                let cut = cut(text, part.start, start);
                self.decode(text, part.start, cut);
                cut
            }
            Some(part) => part.start,
            None => lines_before(text, start, self.decoded),
        };
        self.part = Some(Part { start: from, last });
    }

    /// Decodes some lines.
    fn decode(&mut self, text: &[u8], start: usize, end: usize) {
        self.part = None;
        self.decoded = end;
        let lossy = utf8(&text[start..end]);
        let part = unwrap(&lossy);
        self.lines += count_lines(&text[self.lines_at..start]);
        let (report, known) = (&mut self.report, self.known);
        let refused_elsewhere = &mut self.refused_elsewhere;
        let decoder = Decoder { text: &part, known };
        let (mut at, mut lines) = (start, self.lines);
        let offset = self.consumed + start;
        let mut grouper = Grouper::new(&part, |call| {
            if !call.is_refusal() {
                *refused_elsewhere += 1;
                return;
            }
            let (key, mut refusal) = decoder.refusal(&call);
            let place = start + refusal.range.start;
            lines += count_lines(text.get(at..place).unwrap_or_default());
            at = at.max(place);
            refusal.line = lines + 1;
            refusal.range = refusal.range.start + offset..refusal.range.end + offset;
            report.add(key, refusal);
        });
        let is_blank = |part: &[u8]| part.trim_ascii().is_empty();
        let is_whole = self.consumed == 0 && is_blank(&text[..start]) && is_blank(&text[end..]);
        scanner::scan(&part, is_whole, |token| grouper.take(token));
        grouper.finish();
        self.lines_at = start;
    }

    /// Counts the lines with the number 403.
    fn count_403(&mut self, text: &[u8]) {
        let mut at = self.counted;
        if self.is_counted {
            // The rest of a line that was cut.
            at = line_end(text, at);
            self.is_counted = !text[..at].ends_with(b"\n");
        }
        while let Some(found) = next_403(text, at) {
            self.lines_with_403 += 1;
            at = line_end(text, found);
            self.is_counted = !text[..at].ends_with(b"\n");
        }
        self.counted = text.len();
    }

    /// Forgets the start of a text.
    fn consume(&mut self, text: &[u8], length: usize) {
        if self.lines_at < length {
            self.lines += count_lines(&text[self.lines_at..length]);
            self.lines_at = length;
        }
        self.consumed += length;
        self.lines_at -= length;
        for place in [&mut self.searched, &mut self.counted, &mut self.decoded] {
            *place = place.saturating_sub(length);
        }
        if let Some(part) = &mut self.part {
            part.start -= length;
            part.last -= length;
        }
    }
}

/// Returns the end of the lines that are complete. A line that is too long ends after an object, or between
/// two words.
fn complete(text: &[u8], is_last: bool) -> usize {
    let end = line_start(text, text.len());
    if is_last {
        return text.len();
    }
    if text.len() - end <= LONGEST_LINE {
        return end;
    }
    let half = end + LONGEST_LINE / 2;
    let tail = &text[half..end + LONGEST_LINE];
    let object = tail.windows(2).rposition(|pair| pair == b"},");
    let word = || tail.iter().rposition(|byte| *byte == b' ');
    let cut = object.map(|at| at + 1).or_else(word);
    half + cut.map_or(tail.len(), |at| at + 1)
}

fn line_start(text: &[u8], at: usize) -> usize {
    let line_break = text[..at].iter().rposition(|byte| *byte == b'\n');
    line_break.map_or(0, |at| at + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    let length = text[at..].iter().position(|byte| *byte == b'\n');
    length.map_or(text.len(), |length| at + length + 1)
}

/// Returns the start of the lines around a line.
fn lines_before(text: &[u8], start: usize, limit: usize) -> usize {
    let mut at = start;
    for _ in 0..LINES_AROUND {
        if at <= limit {
            break;
        }
        let before = line_start(text, at - 1);
        if before < limit || start - before > BYTES_AROUND {
            break;
        }
        at = before;
    }
    at
}

/// Returns the end of the lines around a line, if the text goes on for so long.
fn lines_after(text: &[u8], last: usize) -> Option<usize> {
    let mut at = last;
    for _ in 0..LINES_AROUND {
        let rest = text.get(at..)?;
        let length = rest.iter().position(|byte| *byte == b'\n');
        match length {
            Some(length) if at + length - last <= BYTES_AROUND => at += length + 1,
            Some(_) => return Some(at),
            None if rest.len() > BYTES_AROUND => return Some(at),
            None => return None,
        }
    }
    Some(at)
}

/// Returns the place where a part that is too long ends: at an empty line, or before its last line.
fn cut(text: &[u8], start: usize, last: usize) -> usize {
    if last <= start {
        return line_end(text, start);
    }
    let middle = start + (last - start) / 2;
    let half = &text[middle..last];
    let blank = half.windows(2).rposition(|pair| pair == b"\n\n");
    blank.map_or(last, |at| middle + at + 2)
}

fn count_lines(text: &[u8]) -> usize {
    // Small sums, which a compiler turns into vector instructions.
    let sum = |piece: &[u8]| -> u8 { piece.iter().map(|byte| u8::from(*byte == b'\n')).sum() };
    text.chunks(192).map(|piece| usize::from(sum(piece))).sum()
}

/// Returns the next number 403.
fn next_403(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 2;
    while let Some(byte) = text.get(at) {
        match byte {
            b'3' if text[at - 2..].starts_with(b"403") => {
                let before = (at - 2).checked_sub(1).map(|at| text[at]);
                let is_number = |byte: Option<u8>| {
                    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
                };
                let after = text.get(at + 1).copied().filter(|byte| *byte != b'.');
                if !is_number(before) && !is_number(after) {
                    return Some(at - 2);
                }
                at += 3;
            }
            b'4' => at += 2,
            b'0' => at += 1,
            _ => at += 3,
        }
    }
    None
}

/// Returns a text with a question mark for each byte that is not UTF-8.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = core::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}
