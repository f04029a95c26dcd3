//! Removes what surrounds a message: colours, boxes, escapes of JSON strings, entities of XML.

use crate::escapes::{colour, has_curly_json, has_doubled_json, octal};
use crate::gap::Gap;
use crate::lines::Line;
use crate::percent::Word;
use crate::tags::tag;
use crate::unwrapped::Unwrapped;
use crate::unwrapper::Unwrapper;
use crate::yaml::strings;
use alloc::string::String;
use alloc::vec::Vec;

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
            hidden: Vec::new(),
        },
        at: 0,
        line: 0,
        is_curly: has_curly_json(original),
        cell: 0,
        word: Word::default(),
        end: 0,
        box_start: None,
        gap: Gap::default(),
    }
    .run()
}

impl<'t> Unwrapper<'t> {
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
                0x1b | b'[' | b'^' if colour(self.rest()) > 0 => self.colour(),
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
}

/// Returns whether a byte is a visible character that nothing can start with.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x21..=0x7e)
        && !matches!(
            byte,
            b'"' | b'\'' | b'#' | b'[' | b'^' | b'\\' | b'&' | b'<'
        )
}
