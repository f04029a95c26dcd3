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

/// Returns whether a RAM pattern matches a whole text.
#[inline]
pub(super) const fn matches_by(pattern: &str, text: &str, case: Case) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    matches_bytes((pattern, pattern.len()), (text, text.len()), case)
}

/// Returns whether the bytes of a RAM pattern match those of a whole text. Each has its length.
///
/// In a constant, a call takes as long as a hundred comparisons, even one of `len`: so there is none for each byte.
#[inline]
pub(super) const fn matches_bytes(
    (pattern, p_end): (&[u8], usize),
    (text, t_end): (&[u8], usize),
    case: Case,
) -> bool {
    let is_folded = matches!(case, Case::Folded);
    let (mut p, mut t) = (0, 0);
    // Where to continue after a mismatch: after the last star, of which there is none at 0, and at the end of the text
    // that it matched.
    let (mut after_star, mut tried) = (0, 0);
    while t < t_end {
        if p < p_end {
            let (wanted, found) = (pattern[p], text[t]);
            if wanted == b'*' {
                p += 1;
                if p == p_end {
                    return true;
                }
                after_star = p;
                tried = t;
                continue;
            }
            let is_other_case =
                wanted ^ found == 0x20 && wanted | 0x20 >= b'a' && wanted | 0x20 <= b'z';
            if wanted == found || (is_folded && is_other_case) {
                p += 1;
                t += 1;
                continue;
            }
            if wanted == b'?' {
                p += 1;
                t = if found < 0x80 {
                    t + 1
                } else {
                    next_character(text, t)
                };
                continue;
            }
        }
        if after_star == 0 {
            return false;
        }
        tried = if text[tried] < 0x80 {
            tried + 1
        } else {
            next_character(text, tried)
        };
        p = after_star;
        t = tried;
    }
    while p < p_end && pattern[p] == b'*' {
        p += 1;
    }
    p == p_end
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
