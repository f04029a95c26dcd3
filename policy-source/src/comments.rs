//! Changes of a policy that keep the comments between its parts, each beside the same parts.

use crate::policy_text::PolicyText;
use ram_policy::ByteRange;

type Change = (ByteRange, String);

/// The parts beside a comment, by their offsets.
#[derive(Debug, PartialEq, Eq)]
struct Beside {
    /// The end of the part before it on its line.
    before: Option<usize>,
    /// The start of the part after it: on its line, or on a later one if it has a line of its own.
    after: Option<usize>,
}

impl PolicyText {
    /// Reports whether all comments inside the policy stay where people know what they are about: in their order, beside
    /// the same parts.
    pub fn keeps_comments(&self, changes: &[(ByteRange, String)]) -> bool {
        self.around_comments(changes).is_some()
    }

    /// Returns the same changes with other places, so that each comment stays beside its parts. `None` if one cannot.
    pub(crate) fn around_comments(&self, changes: &[Change]) -> Option<Vec<Change>> {
        if self.comments.is_empty() {
            return Some(changes.to_vec());
        }
        let mut around = Vec::with_capacity(changes.len());
        for change in joined(changes) {
            let (range, with) = self.least(change);
            if range.start == range.end && !with.is_empty() {
                around.extend(self.inserted_after_comments(range.start, &with));
            } else if with.is_empty() {
                around.push((self.removed_after_comments(range), with));
            } else {
                around.push((range, with));
            }
        }
        around.sort_by_key(|(range, _)| *range);
        self.are_beside_the_same(&around).then_some(around)
    }

    /// Returns a change without what it writes again.
    fn least(&self, (range, with): Change) -> Change {
        let ByteRange { start, end } = range;
        let removed = &self.text()[range.as_range()];
        let at = |start, end| ByteRange::new(start, end);
        if let Some(rest) = with.strip_prefix(removed) {
            (at(end, end), rest.to_owned())
        } else if let Some(rest) = with.strip_suffix(removed) {
            (at(start, start), rest.to_owned())
        } else if removed.starts_with(&*with) {
            (at(start + with.len(), end), String::new())
        } else if removed.ends_with(&*with) {
            (at(start, end - with.len()), String::new())
        } else {
            (range, with)
        }
    }

    /// Inserts an item after the comments that follow the item before it.
    fn inserted_after_comments(&self, at: usize, with: &str) -> Vec<Change> {
        let here = |at, with: &str| (ByteRange::new(at, at), with.to_owned());
        let item = with
            .strip_prefix(',')
            .filter(|item| item.trim_start_matches(' ').starts_with('\n'));
        let (Some(item), Some(end)) = (item, self.comments_end(at)) else {
            return vec![here(at, with)];
        };
        let has_comma = |range: ByteRange| self.commas.iter().any(|comma| range.contains(*comma));
        // A comma after the last item stays one.
        if has_comma(ByteRange::new(at, end)) {
            return vec![here(end, &format!("{item},"))];
        }
        vec![here(at, ","), here(end, item)]
    }

    /// Removes the last item of a list without the comments that follow the item before it.
    fn removed_after_comments(&self, range: ByteRange) -> ByteRange {
        let removed = &self.text()[range.as_range()];
        let end = self
            .comments_end(range.start)
            .filter(|end| *end < range.end);
        let (true, Some(start)) = (removed.starts_with(','), end) else {
            return range;
        };
        let rest = &self.text()[range.end..];
        let next = rest.trim_start();
        if next.starts_with([']', '}']) {
            // Its own comma would follow the comment.
            let gap = ByteRange::new(range.end, range.end + rest.len() - next.len());
            let mut commas = self.commas.iter();
            let own = commas.find(|comma| gap.contains(**comma));
            ByteRange::new(start, own.map_or(range.end, |comma| comma + 1))
        } else if next.starts_with(',') {
            ByteRange::new(start, range.end + rest.len() - next.len() + 1)
        } else {
            range
        }
    }

    /// Returns the end of the last comment on the line of what ends here, if nothing else follows on it.
    fn comments_end(&self, at: usize) -> Option<usize> {
        let line = &self.text()[at..];
        let line = &line[..line.find('\n')?];
        let is_blank = line.chars().all(is_separator);
        let end = at + line.len();
        let mut comments = self.comments.iter().rev();
        let last = comments.find(|comment| comment.start >= at && comment.end <= end);
        last.filter(|_| is_blank).map(|last| last.end)
    }

    fn are_beside_the_same(&self, changes: &[Change]) -> bool {
        let mut text = String::with_capacity(self.text().len());
        let mut at = 0;
        for (range, with) in changes {
            let Some(kept) = self.text().get(at..range.start) else {
                return false;
            };
            text.extend([kept, with]);
            at = range.end;
        }
        text.push_str(&self.text()[at..]);
        let is_removed = |comment: &ByteRange| {
            let is_inside =
                |(range, _): &Change| range.start < comment.end && comment.start < range.end;
            changes.iter().any(is_inside)
        };
        if self.comments.iter().any(is_removed) {
            return false;
        }
        let moved = |range: &ByteRange| {
            let start = shifted(changes, range.start);
            ByteRange::new(start, start + range.end - range.start)
        };
        self.comments.iter().all(|comment| {
            let old = Beside::of(self.text(), *comment);
            let new = Beside::of(&text, moved(comment));
            let before = old.before.map(|end| moved_end(changes, end));
            let after = old.after.map(|start| moved_start(changes, start));
            let is_kept = before != Some(None) && after != Some(None);
            is_kept && before.flatten() == new.before && after.flatten() == new.after
        })
    }
}

/// Returns the changes with one removal for several that follow each other, such as those of the last items of a list.
fn joined(changes: &[Change]) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for (range, with) in changes {
        match joined.last_mut() {
            Some((last, before))
                if last.end == range.start && before.is_empty() && with.is_empty() =>
            {
                last.end = range.end;
            }
            _ => joined.push((*range, with.clone())),
        }
    }
    joined
}

fn is_separator(c: char) -> bool {
    c == ',' || c.is_ascii_whitespace()
}

impl Beside {
    /// Returns the parts beside a comment, which is a space in the text.
    fn of(text: &str, comment: ByteRange) -> Self {
        let line = text[..comment.start].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..comment.start]
            .trim_end_matches(is_separator)
            .len();
        let rest = &text[comment.end..];
        let next = rest.trim_start_matches(is_separator);
        let after = comment.end + rest.len() - next.len();
        let is_on_line = !text[comment.end..after].contains('\n');
        Self {
            before: (before > 0).then_some(line + before),
            after: (before == 0 || is_on_line).then_some(after),
        }
    }
}

/// Returns where an offset is after the changes before it.
fn shifted(changes: &[Change], offset: usize) -> usize {
    let before = changes.iter().filter(|(range, _)| range.end <= offset);
    before.fold(offset, |offset, (range, with)| {
        offset + with.len() - (range.end - range.start)
    })
}

/// Returns where the end of a part is after changes; `None` if it is removed. What is inserted there comes after it.
fn moved_end(changes: &[Change], end: usize) -> Option<usize> {
    let mut inside = changes
        .iter()
        .filter(|(range, _)| range.start < end && end <= range.end);
    let at = changes
        .iter()
        .filter(|(range, _)| range.start == range.end && range.end == end);
    let inserted: usize = at.map(|(_, with)| with.len()).sum();
    match inside.next() {
        None => Some(shifted(changes, end) - inserted),
        Some((range, with)) if range.end == end && !with.chars().all(is_separator) => {
            let trailing = with.len() - with.trim_end_matches(is_separator).len();
            Some(shifted(changes, end) - inserted - trailing)
        }
        Some(_) => None,
    }
}

/// Returns where the start of a part is after changes; `None` if it is removed. What is inserted there comes before it.
fn moved_start(changes: &[Change], start: usize) -> Option<usize> {
    let mut inside = changes
        .iter()
        .filter(|(range, _)| range.start <= start && start < range.end);
    match inside.next() {
        None => Some(shifted(changes, start)),
        Some((range, with)) if range.start == start && !with.chars().all(is_separator) => {
            let leading = with.len() - with.trim_start_matches(is_separator).len();
            Some(shifted(changes, start) + leading)
        }
        Some(_) => None,
    }
}
