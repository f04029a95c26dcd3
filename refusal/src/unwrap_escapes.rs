//! Escapes, entities, tags and the codes of URLs: how a text writes characters.

use crate::escapes::{backslashes, curly_quote, entity, hex, octal};
use crate::gap::Gap;
use crate::hidden::Hidden;
use crate::percent::Sign;
use crate::tags::{Tag, opens_cell, tag};
use crate::unwrapper::Unwrapper;
use core::mem::take;

impl Unwrapper<'_> {
    pub(crate) fn escape(&mut self) {
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
    pub(crate) fn octal(&mut self) {
        match octal(self.rest()) {
            Some(c) => self.put(c, 4),
            None => self.push('#', 1),
        }
    }

    /// Reads quotes: a table and a string in single quotes double those within.
    pub(crate) fn quotes(&mut self, quote: u8) {
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

    /// Removes a tag of a page. A browser breaks lines at some of them.
    pub(crate) fn tag(&mut self) {
        let Some((tag, length)) = tag(self.rest()) else {
            return;
        };
        if tag == Tag::Inline {
            self.at += length;
            return;
        }
        let is_cell = opens_cell(self.rest());
        let is_row = self.rest().starts_with(b"</tr");
        if is_cell {
            self.open_cell(length);
        }
        self.blank(length);
        if tag == Tag::Line {
            self.gap.line_tag();
        }
        if is_cell || is_row {
            self.start_cell();
        }
    }

    pub(crate) fn entity(&mut self) {
        match entity(self.rest()) {
            Some((length, None)) => self.at += length,
            Some((length, Some(c))) => self.put(c, length),
            None => self.push('&', 1),
        }
    }

    /// Reads the sign before the next parameter of a URL, which is no part of the sentence. A page may escape it.
    pub(crate) fn parameter(&mut self) {
        match entity(self.rest()) {
            Some((length, Some('&'))) => self.blank(length),
            None => self.blank(1),
            Some(_) => self.entity(),
        }
    }

    /// Reads a character of a sentence in the form of a URL.
    pub(crate) fn percent(&mut self) {
        match self.word.sign(self.rest()) {
            Some((Sign::Blank, length)) => self.blank(length),
            Some((Sign::LineEnd(sign), length)) => self.line_end(sign, length),
            Some((Sign::Char(c), length)) => self.put(c, length),
            Some((Sign::Command, length)) => {
                self.hide(Hidden::of_command(&self.rest()[..length]));
                self.at += length;
            }
            None => self.character(),
        }
    }

    /// Reads the rest of an escape that a terminal broke after its backslash.
    pub(crate) fn goes_on_in_escape(&mut self) -> bool {
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
    pub(crate) fn goes_on_in_entity(&mut self) -> bool {
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
}
