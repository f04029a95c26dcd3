//! The known action that was probably meant by an unknown one.

use core::fmt;

/// Two edits are a typing error. With three, the text may well be another action, which the page does
/// not list.
const MOST_EDITS: usize = 2;

/// The longest name that is compared by letters, in bytes.
const LONGEST: usize = 128;

/// Returns the known RAM actions by their number, and `None` after the last one.
pub(crate) type Known = fn(usize) -> Option<&'static str>;

/// A known action that was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suggestion {
    /// The same except for letter case.
    LetterCase(&'static str),
    /// The same except for the service.
    Service(&'static str),
    /// One or two edits away, or without its service in another letter case.
    Near(&'static str),
    /// Two known actions that are equally near.
    Either(&'static str, &'static str),
}

impl Suggestion {
    /// Returns the suggestion for a text that is not one of the known actions.
    #[inline]
    pub(crate) fn new(given: &str, known: Known) -> Option<Self> {
        let actions = || (0..).map_while(known);
        if let Some(action) = actions().find(|action| action.eq_ignore_ascii_case(given)) {
            return Some(Self::LetterCase(action));
        }
        let bare = |action: &'static str| action.split_once(':').map_or(action, |(_, name)| name);
        let name = given.strip_prefix(':').unwrap_or(given);
        if let Some(action) = actions().find(|action| bare(action).eq_ignore_ascii_case(name)) {
            let is_exact = bare(action) == name;
            return Some(if is_exact {
                Self::Service(action)
            } else {
                Self::Near(action)
            });
        }
        let has_service = given.contains(':');
        let mut best = MOST_EDITS + 1;
        let mut found = None;
        for action in actions() {
            let known = if has_service { action } else { bare(action) };
            match distance(given.as_bytes(), known.as_bytes()) {
                edits if edits < best && edits * 4 <= known.len() => {
                    best = edits;
                    found = Some(Self::Near(action));
                }
                edits if edits == best => {
                    if let Some(Self::Near(first)) = found {
                        found = Some(Self::Either(first, action));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Returns the suggested action; of two, the first.
    #[inline]
    pub(crate) const fn action(self) -> &'static str {
        match self {
            Self::LetterCase(action)
            | Self::Service(action)
            | Self::Near(action)
            | Self::Either(action, _) => action,
        }
    }
}

impl fmt::Display for Suggestion {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LetterCase(action) => {
                write!(f, "did you mean `{action}`? letter case matters here")
            }
            Self::Service(action) => {
                let service = action.split(':').next().unwrap_or_default();
                write!(f, "did you mean `{action}`, with the service `{service}:`?")
            }
            Self::Near(action) => write!(f, "did you mean `{action}`?"),
            Self::Either(first, second) => write!(f, "did you mean `{first}` or `{second}`?"),
        }
    }
}

/// Counts the letters to add, remove, replace or swap with their neighbour, up to one more than
/// [`MOST_EDITS`].
///
/// This is the optimal string alignment distance, with only the rows that are still needed.
#[inline]
fn distance(left: &[u8], right: &[u8]) -> usize {
    const TOO_FAR: usize = MOST_EDITS + 1;
    if left.len().abs_diff(right.len()) > MOST_EDITS || right.len() > LONGEST {
        return TOO_FAR;
    }
    let mut before = [0; LONGEST + 1];
    let mut last = [0; LONGEST + 1];
    let mut row = [0; LONGEST + 1];
    for (column, edits) in last.iter_mut().enumerate() {
        *edits = column;
    }
    for (i, &a) in left.iter().enumerate() {
        row[0] = i + 1;
        let mut smallest = row[0];
        for (j, &b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut edits = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && a == right[j - 1] && b == left[i - 1];
            if swapped {
                edits = edits.min(before[j - 1] + 1);
            }
            row[j + 1] = edits;
            smallest = smallest.min(edits);
        }
        if smallest > MOST_EDITS {
            return TOO_FAR;
        }
        before = last;
        last = row;
    }
    last[right.len()].min(TOO_FAR)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    /// Computes the distance by definition, without bounds.
    fn alignment(left: &[u8], right: &[u8]) -> usize {
        let ([left_rest @ .., a], [right_rest @ .., b]) = (left, right) else {
            return left.len() + right.len();
        };
        let mut edits = (alignment(left_rest, right_rest) + usize::from(a != b))
            .min(alignment(left_rest, right) + 1)
            .min(alignment(left, right_rest) + 1);
        if let ([left_rest @ .., c], [right_rest @ .., d]) = (left_rest, right_rest) {
            if (a, c) == (d, b) {
                edits = edits.min(alignment(left_rest, right_rest) + 1);
            }
        }
        edits
    }

    #[test]
    fn distance_agrees_with_its_definition() {
        let mut texts: Vec<Vec<u8>> = std::vec![Vec::new()];
        for at in 0.. {
            if texts[at].len() == 4 {
                break;
            }
            for letter in *b"abc" {
                let mut longer = texts[at].clone();
                longer.push(letter);
                texts.push(longer);
            }
        }
        for left in &texts {
            for right in &texts {
                let expected = alignment(left, right).min(MOST_EDITS + 1);
                assert_eq!(distance(left, right), expected, "{left:?} {right:?}");
            }
        }
    }

    #[test]
    fn too_long_name_is_too_far() {
        let name = [b'a'; LONGEST + 1];
        assert_eq!(distance(&name, &name[..LONGEST]), 1);
        assert_eq!(distance(&name[..LONGEST], &name), MOST_EDITS + 1);
    }
}
