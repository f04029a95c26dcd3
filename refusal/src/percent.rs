//! Sentences in the form of a URL: `not%20authorized%20to` or `not+authorized+to`, also encoded several times.

use crate::escapes::hex;

/// A sentence has several spaces. The name of an object may have one.
const SPACES: usize = 3;

/// A URL in a parameter of a URL is encoded twice.
const MOST_TIMES: usize = 3;

/// The word that is read, and whether it is such a sentence.
#[derive(Default)]
pub(crate) struct Word {
    end: usize,
    /// How often it is encoded.
    times: usize,
    has_plus: bool,
}

/// A character of such a sentence.
pub(crate) enum Sign {
    Blank,
    LineEnd(char),
    Char(char),
    /// A command of a terminal.
    Command,
}

impl Word {
    /// Returns whether a place is in such a sentence. A word is read once.
    pub(crate) fn is_encoded_at(&mut self, text: &[u8], at: usize) -> bool {
        if at >= self.end {
            *self = Self::of(text, at);
        }
        self.times > 0
    }

    fn of(text: &[u8], start: usize) -> Self {
        let rest = text.get(start..).unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace();
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let word = &rest[..length];
        let mut new = Self {
            end: start + length.max(1),
            ..Self::default()
        };
        for times in 1..=MOST_TIMES {
            let (mut spaces, mut pluses, mut others) = (0, 0, 0);
            for at in 0..word.len() {
                if !matches!(word[at], b'%' | b'+') {
                    continue;
                }
                match decoded(&word[at..], times) {
                    (b' ', length) if length > 1 => spaces += 1,
                    (_, length) if length > 2 * times => others += 1,
                    _ => {}
                }
                pluses += usize::from(decoded(&word[at..], times - 1).0 == b'+');
            }
            new.has_plus = spaces == 0 && others > 0 && pluses >= SPACES;
            if spaces >= SPACES || new.has_plus {
                new.times = times;
                break;
            }
        }
        new
    }

    /// Returns the character at the start of a text in such a sentence, and its length.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<(Sign, usize)> {
        let of = |at: usize| decoded(text.get(at..).unwrap_or_default(), self.times);
        if self.has_plus {
            let (sign, length) = decoded(text, self.times - 1);
            if sign == b'+' {
                return Some((Sign::Blank, length));
            }
        }
        let mut at = 0;
        while let (b'\\', length @ 2..) = of(at) {
            at += length;
        }
        // A string of a string.
        if at > 0 {
            let (sign, length) = of(at);
            return Some(match sign {
                b'"' | b'\'' => (Sign::Char(char::from(sign)), at + length),
                b'n' => (Sign::LineEnd('\n'), at + length),
                b'r' => (Sign::LineEnd('\r'), at + length),
                b't' => (Sign::Blank, at + length),
                _ => (Sign::Char('\\'), at),
            });
        }
        let (first, length) = of(0);
        (length > 1).then_some(())?;
        Some(match first {
            b'\n' | b'\r' => (Sign::LineEnd(char::from(first)), length),
            b' ' | b'\t' => (Sign::Blank, length),
            0x1b => (Sign::Command, self.command(text)),
            0x80.. => {
                let (c, length) = self.wide(text)?;
                (Sign::Char(c), length)
            }
            _ => (Sign::Char(char::from(first)), length),
        })
    }

    /// Returns a letter of another script, which has several bytes.
    fn wide(&self, text: &[u8]) -> Option<(char, usize)> {
        let (mut bytes, mut at) = ([0; 4], 0);
        for count in 0..4 {
            let (byte, length) = decoded(text.get(at..)?, self.times);
            bytes[count] = byte;
            at += length;
            if let Ok(letter) = core::str::from_utf8(&bytes[..=count]) {
                return Some((letter.chars().next()?, at));
            }
        }
        None
    }

    /// Returns the length of a command of a terminal.
    fn command(&self, text: &[u8]) -> usize {
        const LONGEST: usize = 64;
        let of = |at: usize| decoded(text.get(at..).unwrap_or_default(), self.times);
        let mut at = of(0).1;
        if of(at).0 != b'[' {
            return at;
        }
        at += of(at).1;
        for _ in 0..LONGEST {
            let (sign, length) = of(at);
            match sign {
                0x20..0x40 => at += length,
                0x40..0x7f => return at + length,
                _ => break,
            }
        }
        at
    }
}

/// Returns the byte at the start of a text that was encoded some times, and the length of its code.
fn decoded(text: &[u8], times: usize) -> (u8, usize) {
    if times == 0 {
        let first = text.first().copied();
        return (first.unwrap_or_default(), usize::from(first.is_some()));
    }
    let (sign, mut at) = decoded(text, times - 1);
    if sign != b'%' {
        return (sign, at);
    }
    let mut digits = [0; 2];
    let percent = at;
    for digit in &mut digits {
        let (sign, length) = decoded(text.get(at..).unwrap_or_default(), times - 1);
        *digit = sign;
        at += length;
    }
    match hex(digits.get(..)).and_then(|value| u8::try_from(value).ok()) {
        Some(byte) => (byte, at),
        None => (b'%', percent),
    }
}
