//! RAM's wildcards: `*` matches any text, `?` one character.

use super::bitset::Bits;
use super::table::Table;
use super::text_columns::ram_action;

/// Returns the rows of the actions on the page that a RAM pattern matches.
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

/// Returns whether a RAM pattern matches a whole text. ASCII letter case does not matter.
///
/// RAM's documentation says that case does not matter "in most cases"; this project assumes all.
///
/// On a mismatch only the last `*` is tried again, one character later, so the time is at most
/// proportional to the product of the two lengths.
#[inline]
pub const fn matches(pattern: &str, text: &str) -> bool {
    matches_by(pattern, text, Case::Folded)
}

/// The treatment of letters that differ only in ASCII case.
#[derive(Clone, Copy)]
pub(super) enum Case {
    #[cfg(all(feature = "macro", feature = "policy"))]
    Exact,
    Folded,
}

#[inline]
pub(super) const fn matches_by(pattern: &str, text: &str, case: Case) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to continue after a mismatch: after the last star, and at the end of the text it matched.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            p += 1;
            retry = Some((p, t));
        } else if p < pattern.len() && pattern[p] == b'?' {
            p += 1;
            t = next_character(text, t);
        } else if p < pattern.len() && is_same(pattern[p], text[t], case) {
            p += 1;
            t += 1;
        } else if let Some((after_star, tried)) = retry {
            let longer = next_character(text, tried);
            p = after_star;
            t = longer;
            retry = Some((after_star, longer));
        } else {
            return false;
        }
    }
    while p < pattern.len() && pattern[p] == b'*' {
        p += 1;
    }
    p == pattern.len()
}

#[inline]
const fn is_same(one: u8, other: u8, case: Case) -> bool {
    match case {
        #[cfg(all(feature = "macro", feature = "policy"))]
        Case::Exact => one == other,
        Case::Folded => one.eq_ignore_ascii_case(&other),
    }
}

/// Returns the place after the UTF-8 character at `at`.
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
    fn question_mark_matches_one_character_of_any_width() {
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
