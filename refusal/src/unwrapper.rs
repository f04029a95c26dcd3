//! The state of reading a text, and how its characters are written.

use crate::escapes::{colour, command, curly_quote};
use crate::gap::Gap;
use crate::hidden::Hidden;
use crate::percent::Word;
use crate::unwrapped::{Step, Unwrapped};
use alloc::vec::Vec;
use core::mem::take;
use core::ops::Range;

/// Reads a text, and writes it without its wrapping.
pub(crate) struct Unwrapper<'t> {
    pub(crate) unwrapped: Unwrapped<'t>,
    /// How far the original is read.
    pub(crate) at: usize,
    /// The number of the line that is read.
    pub(crate) line: usize,
    /// The strings of YAML over several lines that were not read yet, the first one last.
    pub(crate) strings: Vec<Range<usize>>,
    /// True if the quotes of JSON are curly, or doubled.
    pub(crate) is_curly: bool,
    pub(crate) has_doubled: bool,
    /// Where the cell of a page that is read starts in the unwrapped text.
    pub(crate) cell: usize,
    /// The word that is read.
    pub(crate) word: Word,
    /// Where the last character ends in the original.
    pub(crate) end: usize,
    /// Where the box that is open starts in the unwrapped text.
    pub(crate) box_start: Option<usize>,
    pub(crate) gap: Gap,
}

impl<'t> Unwrapper<'t> {
    pub(crate) fn rest(&self) -> &'t [u8] {
        let bytes = self.unwrapped.original.as_bytes();
        bytes.get(self.at..).unwrap_or_default()
    }

    /// Adds characters that are what they seem.
    pub(crate) fn plain_run(&mut self, length: usize) {
        let original = self.unwrapped.original;
        let run = original.get(self.at..self.at + length);
        self.before_character();
        self.unwrapped.text.push_str(run.unwrap_or_default());
        self.at += length;
        self.end = self.at;
    }

    pub(crate) fn character(&mut self) {
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
    pub(crate) fn put(&mut self, c: char, length: usize) {
        match c {
            '\t' | ' ' => self.blank(length),
            '\n' | '\r' => {
                let is_alone =
                    c == '\r' && length == 1 && !matches!(self.rest(), [_, b'\r' | b'\n', ..]);
                if is_alone {
                    self.hide(Hidden::Return);
                }
                self.line_end(c, length);
            }
            // What a gap is written with here.
            '\u{b}' | '\u{c}' | '\u{1d}' => self.push(char::REPLACEMENT_CHARACTER, length),
            '\u{2028}' | '\u{2029}' => self.push(c, length),
            '\u{1b}' => self.command(length),
            c if c.is_whitespace() && !c.is_control() => {
                self.hide(Hidden::Blank);
                self.blank(length);
            }
            c => self.push(c, length),
        }
    }

    /// Removes a command of a terminal whose first byte is written in `length` bytes.
    pub(crate) fn command(&mut self, length: usize) {
        self.at += length;
        self.command_of(command(self.rest()));
    }

    /// Removes a command of a terminal that may have lost its first byte.
    pub(crate) fn colour(&mut self) {
        let length = colour(self.rest());
        let escape = match self.rest() {
            [0x1b, ..] => 1,
            [b'^', ..] => 2,
            _ => 0,
        };
        self.at += escape;
        self.command_of(length - escape);
    }

    fn command_of(&mut self, length: usize) {
        let command = self.rest().get(..length).unwrap_or_default();
        self.hide(Hidden::of_command(command));
        self.at += length;
    }

    /// Remembers that something is removed here that a reader does not see.
    pub(crate) fn hide(&mut self, what: Hidden) {
        let place = self.unwrapped.text.len();
        self.unwrapped.hidden.push((place, what));
    }

    /// Adds a line end within a string, a page or a parameter.
    pub(crate) fn line_end(&mut self, sign: char, length: usize) {
        self.blank(length);
        self.gap.line_end(sign);
    }

    pub(crate) fn blank(&mut self, length: usize) {
        self.gap.start.get_or_insert(self.at);
        self.at += length;
    }

    /// Adds a character that the original writes in `length` bytes.
    pub(crate) fn push(&mut self, c: char, length: usize) {
        self.before_character();
        self.unwrapped.text.push(c);
        self.at += length;
        self.end = self.at;
    }

    /// Adds the white space before a character.
    pub(crate) fn before_character(&mut self) {
        let gap = take(&mut self.gap);
        if let Some(start) = gap.start {
            self.step(start);
            self.unwrapped.text.push(char::from(gap.byte()));
        }
        self.step(self.at);
    }

    pub(crate) fn step(&mut self, there: usize) {
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
