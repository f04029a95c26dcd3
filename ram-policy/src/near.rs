//! The name that was probably meant.

/// The candidate that is nearest to `word`, if one is near enough. Letter case does not count.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // No name of the language is half as long; a longer word is near none of them.
    if word.len() > 64 {
        return None;
    }
    let word: Vec<char> = word.trim().to_lowercase().chars().collect();
    let near = candidates.into_iter().filter_map(|candidate| {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let steps = distance(&word, &other);
        (steps <= other.len().div_ceil(4).min(3)).then_some((steps, candidate))
    });
    near.min_by_key(|(steps, _)| *steps).map(|(_, name)| name)
}

/// How many characters have to be changed, added or removed.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.iter().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        for (column, b) in right.iter().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
