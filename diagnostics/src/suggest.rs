//! Suggestions for misspelt names.

use std::mem;

/// The longest word, in bytes, for which a suggestion is looked for.
const MAX_WORD: usize = 64;

/// Finds the candidate that differs least from `word`, if one is similar enough: up to a quarter of its characters may
/// differ, and at most three; two that are swapped are one difference. Between equals the length counts, then letter
/// case, and then the first is taken.
///
/// ```
/// use ram_diagnostics::nearest;
///
/// assert_eq!(nearest("Efect", ["Effect", "Action"]), Some("Effect"));
/// assert_eq!(nearest("Owner", ["Effect", "Action"]), None);
/// ```
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_within(word, 3, candidates)
}

/// Finds the candidate that differs least from `word`, as [`nearest`] does, but only if at most `limit` characters
/// differ.
///
/// ```
/// use ram_diagnostics::nearest_within;
///
/// assert_eq!(nearest_within("StringEqals", 1, ["StringEquals"]), Some("StringEquals"));
/// assert_eq!(nearest_within("StringEqulas", 1, ["StringEquals"]), Some("StringEquals"));
/// assert_eq!(nearest_within("StringEqxlxs", 1, ["StringEquals"]), None);
/// ```
pub fn nearest_within<'c>(
    word: &str,
    limit: usize,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // No name is half as long, and hostile input is not worth the time.
    if word.len() > MAX_WORD {
        return None;
    }
    let word = word.trim();
    let similar = candidates.into_iter().filter_map(|candidate| {
        let steps = if word.is_ascii() && candidate.is_ascii() {
            let most = allowed(candidate.len()).min(limit);
            // The length first: it rules out most candidates.
            if candidate.len().abs_diff(word.len()) > most {
                return None;
            }
            // Each change adds or removes at most one letter, or does both.
            if (letters(word) ^ letters(candidate)).count_ones() as usize > 2 * most {
                return None;
            }
            let same = |a: &u8, b: &u8| a.eq_ignore_ascii_case(b);
            distance(word.as_bytes(), candidate.as_bytes(), most, same)
        } else {
            let [word, other] =
                [word, candidate].map(|text| text.to_lowercase().chars().collect::<Vec<char>>());
            let most = allowed(other.len()).min(limit);
            distance(&word, &other, most, PartialEq::eq)
        };
        steps.map(|steps| (steps, candidate))
    });
    // Between equals, the length tells `Vpcs` from `Vpc` for `Vpsc`, and letter case `Instances` from `InstanceSSL`.
    let cased = |name: &str| {
        let [word, name] = [word, name].map(|text| text.chars().collect::<Vec<char>>());
        distance(&word, &name, usize::MAX, PartialEq::eq)
    };
    similar
        .min_by_key(|(steps, name)| (*steps, name.len().abs_diff(word.len()), cased(name)))
        .map(|(_, name)| name)
}

/// Returns the set of letters and digits in a text, a bit each.
fn letters(text: &str) -> u64 {
    let bits = text.bytes().map(|byte| match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => 1 << (letter - b'a'),
        digit @ b'0'..=b'9' => 1 << (digit - b'0' + 26),
        _ => 0,
    });
    bits.fold(0, |all, bit: u64| all | bit)
}

/// Returns how many characters of a name may differ.
fn allowed(length: usize) -> usize {
    length.div_ceil(4).min(3)
}

/// Returns the edit distance, if it is at most `most`: how many characters have to be changed, added or removed, or
/// swapped with the next one.
fn distance<T>(
    mut left: &[T],
    mut right: &[T],
    most: usize,
    same: impl Fn(&T, &T) -> bool,
) -> Option<usize> {
    // Common ends cost nothing.
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
    let mut above = row.clone();
    let mut next = row.clone();
    for (index, a) in left.iter().enumerate() {
        next[0] = index + 1;
        for (column, b) in right.iter().enumerate() {
            let change = row[column] + usize::from(!same(a, b));
            next[column + 1] = change.min(row[column + 1] + 1).min(next[column] + 1);
            let is_swap =
                index > 0 && column > 0 && same(a, &right[column - 1]) && same(&left[index - 1], b);
            if is_swap {
                next[column + 1] = next[column + 1].min(above[column - 1] + 1);
            }
        }
        if next.iter().all(|steps| *steps > most) {
            return None;
        }
        mem::swap(&mut above, &mut row);
        mem::swap(&mut row, &mut next);
    }
    Some(row[right.len()]).filter(|steps| *steps <= most)
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use proptest::prelude::*;

    const NAMES: [&str; 8] = [
        "Effect",
        "Action",
        "NotAction",
        "Deny",
        "RAM",
        "StringEqualsIgnoreCase",
        "Größe2",
        "环境标签",
    ];

    /// Computes the distance of optimal string alignment by the textbook, without shortcuts.
    fn naive_distance(left: &[char], right: &[char]) -> usize {
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i.max(j)
                } else {
                    let changed = table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
                    let steps = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    let [a, b] = [&left[..i], &right[..j]];
                    match (a, b) {
                        ([.., p, q], [.., other, last]) if p == last && q == other => {
                            steps.min(table[i - 2][j - 2] + 1)
                        }
                        _ => steps,
                    }
                };
            }
        }
        table[left.len()][right.len()]
    }

    fn naive(given: &str, candidates: &[&'static str]) -> Option<&'static str> {
        let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
        let word = letters(given.trim());
        let steps = |name: &&'static str| {
            let name = letters(name);
            let most = name.len().div_ceil(4).min(3);
            Some(naive_distance(&word, &name)).filter(|steps| *steps <= most)
        };
        let near = candidates.iter().filter(|name| steps(name).is_some());
        let cased = |name: &str| {
            let [word, name] = [given.trim(), name].map(|text| text.chars().collect::<Vec<_>>());
            naive_distance(&word, &name)
        };
        let longer = |name: &str| name.len().abs_diff(given.trim().len());
        near.min_by_key(|name| (steps(name), longer(name), cased(name)))
            .copied()
    }

    /// Generates names with up to five letters changed, inserted, removed or swapped.
    fn misspelt() -> impl Strategy<Value = String> {
        let slips = proptest::collection::vec((0..30_usize, 0..4_u8, "[a-e2öA签 ]"), 0..6);
        let name = proptest::sample::select(&NAMES[..]);
        (name, slips).prop_map(|(name, slips)| {
            let mut letters: Vec<char> = name.chars().collect();
            for (at, kind, with) in slips {
                let at = at % (letters.len() + 1);
                if kind == 3 {
                    if at + 1 < letters.len() {
                        letters.swap(at, at + 1);
                    }
                    continue;
                }
                let end = (at + usize::from(kind > 0)).min(letters.len());
                let with = with.chars().filter(|_| kind < 2);
                letters.splice(at..end, with);
            }
            letters.into_iter().collect()
        })
    }

    proptest! {
        #[test]
        fn shortcuts_agree_with_the_textbook(word in misspelt()) {
            prop_assert_eq!(nearest(&word, NAMES), naive(&word, &NAMES), "{}", word);
        }
    }

    #[test]
    fn a_quarter_of_the_letters_but_at_most_three_may_differ() {
        for (word, name, is_similar) in [
            ("deny", "Deny", true),
            ("Dony", "Deny", true),
            ("Dxny", "Deny", true),
            ("Doxy", "Deny", false),
            ("Den", "Deny", true),
            ("De", "Deny", false),
            ("Effectss", "Effect", true),
            ("Effectsss", "Effect", false),
            ("xEffecty", "Effect", true),
            ("xEfectyy", "Effect", false),
            ("fEfect", "Effect", true),
            ("Effe", "Effect", true),
            ("Eff", "Effect", false),
            ("Stxteyezt", "Statement", true),
            ("Stxteyezz", "Statement", false),
            ("Condition123", "Condition", true),
            ("Condition1234", "Condition", false),
            (" Effect\n", "Effect", true),
            // Counts characters, not bytes.
            ("Äctiön", "Action", true),
            ("Äctiöñ", "Action", false),
            ("Zurich", "Zürich", true),
            ("环签", "环标签", true),
        ] {
            assert_eq!(nearest(word, [name]).is_some(), is_similar, "{word} {name}");
        }
    }

    #[test]
    fn nearest_name_wins_then_length_case_and_the_first() {
        let names = ["DescribeDBInstanceSSL", "DescribeDBInstances"];
        assert_eq!(nearest("DescribeDBInstancess", names), Some(names[1]));
        assert_eq!(nearest("DescribeDBInstanceSSLs", names), Some(names[0]));
        assert_eq!(nearest("Acton", ["Actions", "Action"]), Some("Action"));
        assert_eq!(nearest("Actiox", ["Actiom", "Action"]), Some("Actiom"));
        assert_eq!(nearest("Actiox", ["Action", "Actiom"]), Some("Action"));
        assert_eq!(nearest("Actiox", []), None);
        assert_eq!(
            nearest("DescribeVpsc", ["DescribeVpc", "DescribeVpcs"]),
            Some("DescribeVpcs")
        );
    }

    #[test]
    fn word_of_more_than_64_bytes_has_no_suggestion() {
        let letters = |count: usize| "a".repeat(count);
        for (count, is_similar) in [(63, true), (64, true), (65, false), (66, false)] {
            assert_eq!(
                nearest(&letters(count), [&*letters(64)]).is_some(),
                is_similar,
                "{count}"
            );
        }
    }
}
