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
    let word = word.trim();
    let near = candidates.into_iter().filter_map(|candidate| {
        let steps = if word.is_ascii() && candidate.is_ascii() {
            let most = allowed(candidate.len());
            // A look at the length first: most candidates are far away.
            if candidate.len().abs_diff(word.len()) > most {
                return None;
            }
            // Each change brings in or takes away at most one letter, or both.
            if (letters(word) ^ letters(candidate)).count_ones() as usize > 2 * most {
                return None;
            }
            let same = |a: &u8, b: &u8| a.eq_ignore_ascii_case(b);
            distance(word.as_bytes(), candidate.as_bytes(), most, same)
        } else {
            let [word, other] =
                [word, candidate].map(|text| text.to_lowercase().chars().collect::<Vec<char>>());
            distance(&word, &other, allowed(other.len()), PartialEq::eq)
        };
        steps.map(|steps| (steps, candidate))
    });
    near.min_by_key(|(steps, _)| *steps).map(|(_, name)| name)
}

/// The letters and digits that a text holds, a bit each.
fn letters(text: &str) -> u64 {
    let bits = text.bytes().map(|byte| match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => 1 << (letter - b'a'),
        digit @ b'0'..=b'9' => 1 << (digit - b'0' + 26),
        _ => 0,
    });
    bits.fold(0, |all, bit: u64| all | bit)
}

/// How many characters of a name may differ.
fn allowed(length: usize) -> usize {
    length.div_ceil(4).min(3)
}

/// How many characters have to be changed, added or removed, if not more than `most`.
fn distance<T>(
    mut left: &[T],
    mut right: &[T],
    most: usize,
    same: impl Fn(&T, &T) -> bool,
) -> Option<usize> {
    // What is the same at both ends takes no steps.
    while let ([a, rest @ ..], [b, others @ ..]) = (left, right) {
        if !same(a, b) {
            break;
        }
        (left, right) = (rest, others);
    }
    while let ([rest @ .., a], [others @ .., b]) = (left, right) {
        if !same(a, b) {
            break;
        }
        (left, right) = (rest, others);
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.iter().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        let mut least = row[0];
        for (column, b) in right.iter().enumerate() {
            let change = diagonal + usize::from(!same(a, b));
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
            least = least.min(row[column + 1]);
        }
        if least > most {
            return None;
        }
    }
    Some(row[right.len()]).filter(|steps| *steps <= most)
}
