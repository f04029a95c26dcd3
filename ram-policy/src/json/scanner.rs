//! The tokens of JSON, and the damage in and between them.

use crate::leniency::Leniency;
use crate::problem::Problem;
use crate::problem_code::Code;
use ram_diagnostics::ByteRange;
use ram_diagnostics::escaped;
use std::borrow::Cow;

pub(crate) struct Scanner<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
    pub(crate) leniencies: Vec<(Leniency, ByteRange)>,
    pub(crate) problems: Vec<Problem>,
}

/// Returns the JSON character that a full-width one replaces.
pub(crate) fn half_width(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' => ',',
        '：' => ':',
        '｛' => '{',
        '｝' => '}',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '“' | '”' | '＂' => '"',
        _ => return None,
    })
}

/// Returns where the document starts, after the space and the comments before it.
pub(crate) fn document_start(text: &str) -> usize {
    let mut scan = Scanner::new(text);
    scan.skip_space();
    scan.at
}

/// Reports whether a character is white space, in JSON or only elsewhere.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut scan = Self {
            text,
            at: 0,
            leniencies: Vec::new(),
            problems: Vec::new(),
        };
        if text.starts_with('\u{feff}') {
            scan.broken(Leniency::ByteOrderMark, '\u{feff}'.len_utf8());
        }
        scan
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Returns the place of the current character; at the end of the text it is empty.
    pub(crate) fn here(&self) -> ByteRange {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        ByteRange::new(self.at, self.at + width)
    }

    pub(crate) fn problem(
        &mut self,
        code: Code,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, range, message, help));
    }

    /// Reports that `wanted` is expected here, and gives up.
    pub(crate) fn unexpected<T>(&mut self, wanted: &str) -> Option<T> {
        let message = match self.rest().chars().next() {
            Some(c) => format!("expected {wanted}, found `{}`", c.escape_debug()),
            None => format!("expected {wanted}, but the document ends"),
        };
        let help = "correct the JSON here; the rest was not read";
        self.problem(Code::Syntax, self.here(), message, help);
        None
    }

    /// Skips `length` damaged bytes. Damage of one kind in a row counts once.
    fn broken(&mut self, kind: Leniency, length: usize) {
        let range = ByteRange::new(self.at, self.at + length);
        self.at = range.end;
        match self.leniencies.last_mut() {
            Some((last, before)) if *last == kind && before.end == range.start => {
                before.end = range.end;
            }
            _ => self.leniencies.push((kind, range)),
        }
    }

    pub(crate) fn skip_space(&mut self) {
        loop {
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'\\') => {
                    let Some(kind) = self.backslash() else { return };
                    self.broken(kind, 1);
                }
                Some(b'#') => self.comment(),
                Some(b'/') if self.byte(1) == Some(b'/') => self.comment(),
                Some(b'/') if self.byte(1) == Some(b'*') => {
                    let Some(end) = self.rest().find("*/") else {
                        return;
                    };
                    self.broken(Leniency::Comment, end + 2);
                }
                Some(b'<') => {
                    let Some(length) = line_break_tag(self.rest()) else {
                        return;
                    };
                    self.broken(Leniency::LineBreakTag, length);
                }
                Some(0x80..) => {
                    let c = self.rest().chars().next().unwrap_or_default();
                    if !is_space(c) {
                        return;
                    }
                    self.broken(Leniency::OddSpace, c.len_utf8());
                }
                _ => return,
            }
        }
    }

    /// Classifies a backslash between two tokens.
    fn backslash(&self) -> Option<Leniency> {
        let after = &self.rest()[1..];
        let next = after.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
        if next.is_empty() || next.starts_with('\n') {
            return Some(Leniency::TrailingBackslash);
        }
        after
            .starts_with(|c: char| c.is_ascii_punctuation())
            .then_some(Leniency::MarkdownEscape)
    }

    fn comment(&mut self) {
        let line = self.rest().lines().next().unwrap_or_default();
        self.broken(Leniency::Comment, line.len());
    }

    /// Returns the current character; a full-width one as the character that it replaces.
    pub(crate) fn sign(&self) -> Option<char> {
        let c = self.rest().chars().next()?;
        Some(if c.is_ascii() {
            c
        } else {
            half_width(c).unwrap_or(c)
        })
    }

    pub(crate) fn sign_range(&self) -> ByteRange {
        self.here()
    }

    pub(crate) fn take_sign(&mut self) {
        if self.byte(0) < Some(0x80) {
            self.at += 1;
        } else {
            let width = self.here().end - self.at;
            self.broken(Leniency::FullWidth, width);
        }
    }

    /// Takes a run of characters that is not a string where a value is expected.
    pub(crate) fn word(&mut self) -> &'t str {
        let rest = self.rest();
        if let Some(quoted) = rest.strip_prefix('\'') {
            if let Some(end) = quoted.find(['\'', '\n']) {
                if quoted[end..].starts_with('\'') {
                    self.at += end + 2;
                    return &rest[..end + 2];
                }
            }
        }
        let is_end =
            |c: char| c.is_whitespace() || "{}[]\",:#\\".contains(c) || half_width(c).is_some();
        let end = rest.find(is_end).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(crate) fn unquoted_key(&mut self) -> Option<&'t str> {
        let start = self.at;
        let word = self.word();
        if word.is_empty() {
            return self.unexpected("a key");
        }
        let range = ByteRange::new(start, self.at);
        let key = word.trim_matches('\'');
        let help = format!("write \"{}\"", escaped(key));
        self.problem(
            Code::UnquotedKey,
            range,
            "keys must be in double quotation marks",
            help,
        );
        Some(key)
    }

    /// Takes a string and resolves its escapes.
    pub(crate) fn string(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at;
        let is_full_width = self.byte(0) != Some(b'"');
        self.take_sign();
        let mut from = self.at;
        let mut decoded = String::new();
        loop {
            // Only these end a run of plain text.
            let run = self.text.as_bytes()[self.at..].iter();
            let stop = |byte: &u8| match byte {
                b'"' => !is_full_width,
                0xe2 | 0xef => is_full_width,
                byte => *byte == b'\\' || *byte < 0x20,
            };
            self.at += run.clone().position(stop).unwrap_or(run.len());
            match self.byte(0) {
                Some(b'"') => {
                    let text = self.finish(from, decoded);
                    self.at += 1;
                    return Some(text);
                }
                Some(b'\\') => {
                    decoded.push_str(&self.text[from..self.at]);
                    self.escape(&mut decoded);
                    from = self.at;
                }
                None | Some(b'\n' | b'\r') => {
                    let range = ByteRange::new(start, self.at);
                    let help = "close it with `\"` on the same line";
                    self.problem(Code::UnclosedString, range, "unclosed string", help);
                    return None;
                }
                Some(0..0x20) => {
                    let message = "control character in a string";
                    self.problem(Code::ControlCharacter, self.here(), message, "remove it");
                    self.at += 1;
                }
                Some(_) if self.sign() == Some('"') => {
                    let text = self.finish(from, decoded);
                    self.take_sign();
                    return Some(text);
                }
                Some(_) => self.at = self.here().end,
            }
        }
    }

    fn finish(&self, from: usize, mut decoded: String) -> Cow<'t, str> {
        let rest = &self.text[from..self.at];
        if decoded.is_empty() {
            return Cow::Borrowed(rest);
        }
        decoded.push_str(rest);
        Cow::Owned(decoded)
    }

    /// Takes an escape in a string, and adds the character that it encodes.
    pub(crate) fn escape(&mut self, decoded: &mut String) {
        let start = self.at;
        let simple = match self.byte(1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.unicode_escape(decoded);
                return;
            }
            Some(byte) if byte.is_ascii_punctuation() => {
                self.broken(Leniency::MarkdownEscape, 1);
                // The character after it is ordinary text.
                decoded.push(char::from(byte));
                self.at += 1;
                return;
            }
            _ => {
                self.at += 1;
                let range = ByteRange::new(start, self.here().end);
                let help =
                    "JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u; write \\\\ for a backslash";
                self.problem(Code::BadEscape, range, "invalid escape", help);
                return;
            }
        };
        decoded.push(simple);
        self.at += 2;
    }

    fn unicode_escape(&mut self, decoded: &mut String) {
        let start = self.at;
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex
                .then(|| u16::from_str_radix(digits, 16).ok())
                .flatten()
        };
        let Some(first) = unit(start) else {
            self.at += 2;
            let range = ByteRange::new(start, self.at);
            let help = "write four hexadecimal digits: \\u00e9";
            self.problem(Code::BadEscape, range, "invalid escape", help);
            return;
        };
        let one = char::from_u32(u32::from(first));
        let (c, length) = match (one, unit(start + 6)) {
            (Some(c), _) => (Some(c), 6),
            (None, Some(second)) => {
                let pair = char::decode_utf16([first, second]).next();
                (pair.and_then(Result::ok), 12)
            }
            (None, None) => (None, 6),
        };
        if let Some(c) = c {
            decoded.push(c);
            self.at += length;
        } else {
            self.at += 6;
            let range = ByteRange::new(start, self.at);
            let help = "write both escapes of the character, or the character itself";
            self.problem(
                Code::LoneSurrogate,
                range,
                "the escape encodes half a character",
                help,
            );
        }
    }
}

/// Returns the length of `<br>`, `<br/>` or `<br />` at the start of a text.
fn line_break_tag(text: &str) -> Option<usize> {
    let (tag, rest) = text.split_at_checked(3)?;
    let rest = tag.eq_ignore_ascii_case("<br").then_some(rest)?;
    let rest = rest.trim_start_matches(' ');
    let rest = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')?;
    Some(text.len() - rest.len())
}
