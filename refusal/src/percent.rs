//! Sentences in the form of a URL: `not%20authorized%20to` or `not+authorized+to`.

use crate::escapes::hex;

/// A sentence has several spaces. The name of an object may have one.
const SPACES: usize = 3;

/// The word that is read, and whether it is such a sentence.
#[derive(Default)]
pub(crate) struct Word {
    end: usize,
    is_encoded: bool,
    has_plus: bool,
}

/// A character of such a sentence.
pub(crate) enum Sign {
    Blank,
    LineEnd(char),
    Char(char),
}

impl Word {
    /// Returns whether a place is in such a sentence. A word is read once.
    pub(crate) fn is_encoded_at(&mut self, text: &[u8], at: usize) -> bool {
        if at >= self.end {
            *self = Self::of(text, at);
        }
        self.is_encoded
    }

    fn of(text: &[u8], start: usize) -> Self {
        let rest = text.get(start..).unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace();
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let word = &rest[..length];
        let (mut spaces, mut pluses, mut others) = (0, 0, 0);
        for (at, byte) in word.iter().enumerate() {
            match byte {
                b'+' => pluses += 1,
                b'%' if word[at..].starts_with(b"%20") => spaces += 1,
                b'%' if hex(word.get(at + 1..at + 3)).is_some() => others += 1,
                _ => {}
            }
        }
        let has_plus = spaces == 0 && others > 0 && pluses >= SPACES;
        Self {
            end: start + length.max(1),
            is_encoded: spaces >= SPACES || has_plus,
            has_plus,
        }
    }

    /// Returns the character at the start of a text in such a sentence, and its length.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<(Sign, usize)> {
        if text.starts_with(b"+") {
            return self.has_plus.then_some((Sign::Blank, 1));
        }
        let of = |at: usize| {
            let digits = text.get(at..)?.strip_prefix(b"%")?;
            // Letters of other scripts have several bytes, and are not part of a name.
            let c = char::from_u32(hex(digits.get(..2))?)?;
            c.is_ascii().then_some(c)
        };
        let mut at = 0;
        while of(at) == Some('\\') {
            at += 3;
        }
        // A string of a string.
        if at > 0 {
            return Some(match (of(at), text.get(at)) {
                (Some(quote @ ('"' | '\'')), _) => (Sign::Char(quote), at + 3),
                (_, Some(b'n')) => (Sign::LineEnd('\n'), at + 1),
                (_, Some(b'r')) => (Sign::LineEnd('\r'), at + 1),
                (_, Some(b't')) => (Sign::Blank, at + 1),
                _ => (Sign::Char('\\'), at),
            });
        }
        Some(match of(0)? {
            sign @ ('\n' | '\r') => (Sign::LineEnd(sign), 3),
            ' ' | '\t' => (Sign::Blank, 3),
            c => (Sign::Char(c), 3),
        })
    }
}
