//! RAM's wildcards: `*` is any text, `?` one character.

use super::{Bits, Table, ram_action};

/// The rows of the actions on the page that a RAM pattern matches.
#[inline]
pub const fn matching<T: Table, const W: usize>(pattern: &str) -> Bits<W> {
    let mut bits = Bits::EMPTY;
    let mut at = 0;
    while at < T::ORDER.len() {
        let row = T::ORDER[at] as usize;
        if matches(pattern, ram_action::<T>(row)) {
            bits.insert(row);
        }
        at += 1;
    }
    bits
}

/// Whether a RAM pattern matches the whole of a text, without regard to ASCII letter case.
///
/// That case does not matter is documented as true "in most cases"; to take it as always true is
/// this project's choice.
///
/// On a mismatch only the last `*` is tried again, one character further on, so the time is at most
/// in line with the product of the two lengths.
#[inline]
pub const fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on after a mismatch: behind the last star, and at the text that it ends before.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            p += 1;
            retry = Some((p, t));
        } else if p < pattern.len() && pattern[p] == b'?' {
            p += 1;
            t = next_character(text, t);
        } else if p < pattern.len() && pattern[p].eq_ignore_ascii_case(&text[t]) {
            p += 1;
            t += 1;
        } else if let Some((behind_star, tried)) = retry {
            let longer = next_character(text, tried);
            p = behind_star;
            t = longer;
            retry = Some((behind_star, longer));
        } else {
            return false;
        }
    }
    while p < pattern.len() && pattern[p] == b'*' {
        p += 1;
    }
    p == pattern.len()
}

/// The byte behind the UTF-8 character at `at`.
#[inline]
const fn next_character(text: &[u8], at: usize) -> usize {
    let mut next = at + 1;
    while next < text.len() && text[next] & 0b1100_0000 == 0b1000_0000 {
        next += 1;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_is_one_character_of_any_length() {
        for (pattern, text, expected) in [
            ("svc:?", "svc:a", true),
            ("svc:?", "svc:é", true),
            ("svc:?b", "svc:中b", true),
            ("svc:?", "svc:𝒜", true),
            ("svc:??", "svc:𝒜", false),
            ("svc:?", "svc:aé", false),
            ("svc:?", "svc:", false),
            ("*?b", "svc:éb", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
