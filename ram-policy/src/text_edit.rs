//! Changes that keep the rest of a text.

use crate::json::scanner::Scanner;
use ram_diagnostics::ByteRange;

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    /// Replaces the text at this place.
    Replace(ByteRange, String),
    /// Removes a member of an object or an item of a list, with its comma.
    Remove(ByteRange),
}

/// Turns edits into replacements, in their order. Of two that overlap only one is kept; the caller repeats the
/// call on the new text for the rest.
pub(crate) fn replacements(text: &str, edits: &[Edit]) -> Vec<(ByteRange, String)> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_unstable_by_key(|edit| (edit.range(), *edit));
    edits.dedup();
    let mut done: Vec<(ByteRange, String)> = Vec::with_capacity(edits.len());
    // The removed text that directly follows.
    let mut gone: Option<ByteRange> = None;
    // From the last one on, since removals after an item can make it the last of its list.
    for edit in edits.into_iter().rev() {
        let (range, with) = match edit {
            Edit::Replace(range, with) => (*range, with.clone()),
            Edit::Remove(range) => (with_comma(text, *range, gone), String::new()),
        };
        if done.last().is_none_or(|(next, _)| range.end <= next.start) {
            let joined = gone.filter(|gone| text[range.end..gone.start].trim().is_empty());
            gone = Some(ByteRange::new(range.start, joined.unwrap_or(range).end));
            done.push((range, with));
        }
    }
    done.reverse();
    done
}

/// Applies replacements to a text.
pub(crate) fn replaced(text: &str, replacements: &[(ByteRange, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in replacements {
        out.push_str(&text[at..range.start]);
        out.push_str(with);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Returns the new places of parts of a text after replacements, without the parts that were removed. `None` if a part
/// is changed otherwise.
///
/// Both are in order, and neither overlap.
///
/// ```
/// use ram_policy::{ByteRange, edit::moved};
///
/// let part = [ByteRange::new(4, 6)];
/// let at = |start, end, with: &str| moved(&part, &[(ByteRange::new(start, end), with.to_owned())]);
/// assert_eq!(at(0, 1, "abc"), Some(vec![ByteRange::new(6, 8)]));
/// assert_eq!(at(3, 6, ""), Some(vec![]));
/// assert_eq!(at(3, 5, ""), None);
/// ```
pub fn moved(parts: &[ByteRange], replacements: &[(ByteRange, String)]) -> Option<Vec<ByteRange>> {
    let mut moved = Vec::with_capacity(parts.len());
    let (mut next, mut added, mut removed) = (0, 0, 0);
    for part in parts {
        while let Some((range, with)) = replacements.get(next) {
            if range.end > part.start {
                break;
            }
            added += with.len();
            removed += range.end - range.start;
            next += 1;
        }
        match replacements.get(next) {
            Some((range, with)) if range.start < part.end => {
                let is_whole = range.start <= part.start && part.end <= range.end;
                if !is_whole || !with.is_empty() {
                    return None;
                }
            }
            _ => {
                let place = |offset: usize| offset + added - removed;
                moved.push(ByteRange::new(place(part.start), place(part.end)));
            }
        }
    }
    Some(moved)
}

impl Edit {
    pub(crate) fn range(&self) -> ByteRange {
        match self {
            Self::Replace(range, _) | Self::Remove(range) => *range,
        }
    }
}

/// Extends an item by the comma after it and the space up to the next item; the last item by the comma
/// before it. `gone` is the removed text after it.
fn with_comma(text: &str, item: ByteRange, gone: Option<ByteRange>) -> ByteRange {
    let mut scan = Scanner::new(text);
    scan.at = item.end;
    scan.skip_space();
    if let Some(gone) = gone.filter(|gone| gone.start == scan.at) {
        scan.at = gone.end;
        scan.skip_space();
    }
    if scan.sign() == Some(',') {
        scan.take_sign();
        scan.skip_space();
        return ByteRange::new(item.start, scan.at);
    }
    let before = text[..item.start].trim_end_matches([' ', '\t', '\n', '\r']);
    match before.strip_suffix(',') {
        Some(before) => ByteRange::new(before.len(), item.end),
        None => item,
    }
}
