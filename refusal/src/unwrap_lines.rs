//! Line breaks: those of a terminal, of a box, and of strings over several lines.

use crate::columns::{is_full, starts_within_word};
use crate::escapes::colour;
use crate::field_name::is_within_name;
use crate::forms::goes_on_after_blank;
use crate::gap::Gap;
use crate::lines::Line;
use crate::unwrapper::Unwrapper;

impl Unwrapper<'_> {
    /// Returns the quote of the string over several lines that is read.
    pub(crate) fn string(&mut self) -> Option<u8> {
        while self.strings.last()?.end <= self.at {
            self.strings.pop();
        }
        let string = self.strings.last()?;
        let quote = self.unwrapped.original.as_bytes()[string.start];
        (string.start < self.at).then_some(quote)
    }

    /// Reads the line breaks in a string over several lines.
    pub(crate) fn string_break(&mut self) {
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

    pub(crate) fn line_break(&mut self) {
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
        if self.is_within_row(next) {
            self.blank(opening);
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
                    if is_within_name(self.unwrapped.text.as_bytes(), self.rest()) {
                        self.gap = Gap::default();
                    }
                    self.goes_on_in_escape();
                }
            }
        }
    }

    /// Reads the left side of a box at the start of a line, after a time that a log put before it.
    pub(crate) fn line_start(&mut self, after_break: bool) {
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

    pub(crate) fn leave_box(&mut self) {
        if let Some(start) = self.box_start.take() {
            let end = self.unwrapped.text.len();
            self.unwrapped.boxes.push(start..end);
        }
    }
}
