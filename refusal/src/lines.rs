//! The lines of a text, without what a log writes before and after the text of each.

use crate::denial::is_error;
use crate::prefix::{Prefix, before_fields, docker, repeated};
use crate::records::{is_one_error, text_of_record};
use alloc::vec::Vec;
use core::ops::Range;

/// A line of a text.
pub(crate) struct Line {
    pub(crate) start: usize,
    /// Its text, without what a log writes around it.
    pub(crate) text: Range<usize>,
    /// The place of its line break, or the end of the text.
    pub(crate) end: usize,
    /// True if the runtime cut the line, and the next one is its rest.
    pub(crate) is_partial: bool,
    /// The words before its text say that it is about an error, or that it is a comment.
    pub(crate) is_error: bool,
    pub(crate) is_comment: bool,
}

impl Line {
    /// Returns the lines of a text.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let mut start = 0;
        let mut lines: Vec<Self> = text
            .split('\n')
            .map(|line| {
                let new = Self::new(line.as_bytes(), start);
                start = new.end + 1;
                new
            })
            .collect();
        open_records(text, &mut lines);
        let of = |line: &Self| text.as_bytes().get(line.text.clone()).unwrap_or_default();
        let mut before = 0;
        for at in 0..lines.len() {
            let after = lines.get(at + 1);
            let after = after.map_or(0, |after| {
                let (one, other) = (of(&lines[at]), of(after));
                repeated(one, other).max(before_fields(one, other))
            });
            lines[at].strip(text, before.max(after));
            before = after;
        }
        lines
    }

    fn new(line: &[u8], start: usize) -> Self {
        let prefix = Prefix::of(line);
        let end = start + line.len();
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        let docker = docker(&line[prefix.length..]);
        let (opening, ending) = docker.unwrap_or_default();
        let text_end = match docker {
            Some(_) => end - ending,
            None => start + content.len(),
        };
        Self {
            start,
            text: (start + prefix.length + opening).min(text_end)..text_end,
            end,
            is_partial: prefix.is_partial,
            is_error: false,
            is_comment: false,
        }
    }

    /// Removes what this line and one beside it start with.
    fn strip(&mut self, text: &str, length: usize) {
        let start = self.text.start + length;
        let prefix = text.get(self.text.start..start).unwrap_or_default();
        // `E0102 03:04:05 …`
        let line = text.as_bytes().get(self.text.clone()).unwrap_or_default();
        let is_klog = matches!(line, [b'E' | b'F', digits @ ..]
            if digits.iter().take_while(|byte| byte.is_ascii_digit()).count() == 4);
        self.is_error = is_klog || prefix.split(|c: char| !c.is_alphanumeric()).any(is_error);
        self.is_comment = prefix.starts_with("# ");
        self.text.start = start;
    }
}

/// Takes the text of each record that has one line of an error.
fn open_records(text: &str, lines: &mut [Line]) {
    let bytes = text.as_bytes();
    let of = |line: &Line| {
        let inside = text_of_record(bytes.get(line.text.clone())?)?;
        Some(line.text.start + inside.start..line.text.start + inside.end)
    };
    let mut after = lines.first().and_then(of);
    let mut was_one = false;
    for at in 0..lines.len() {
        let own = after;
        after = lines.get(at + 1).and_then(of);
        let is_one = match (&own, &after) {
            (Some(own), Some(after)) => is_one_error(&bytes[own.clone()], &bytes[after.clone()]),
            _ => false,
        };
        if let Some(own) = own.filter(|_| is_one || was_one) {
            lines[at].text = own;
        }
        was_one = is_one;
    }
}
