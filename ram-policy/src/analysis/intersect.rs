//! The intersection of two patterns.

use crate::analysis::automaton::BudgetExceeded;
use crate::limits;
use crate::policy::pattern::{Case, Pattern, Symbol};
use std::collections::{HashMap, VecDeque};

/// Returns a text that both patterns match, or `Ok(None)` if there is none. The letter case rule of the first
/// applies to both.
///
/// ```
/// use ram_policy::{Pattern, intersect};
///
/// let (clusters, c1) = (Pattern::resource("acs:cs:*:*:cluster/*"), Pattern::resource("*/c1"));
/// let both = intersect(&clusters, &c1)?.expect("they meet");
/// assert!(clusters.matches(&both) && c1.matches(&both));
/// assert_eq!(intersect(&clusters, &Pattern::resource("acs:ecs:*"))?, None);
/// # Ok::<(), ram_policy::BudgetExceeded>(())
/// ```
///
/// # Errors
///
/// Deciding would take too long.
pub fn intersect(left: &Pattern, right: &Pattern) -> Result<Option<String>, BudgetExceeded> {
    intersect_as(left, right, left.case(), &mut (limits::WORK / 16))
}

pub(crate) fn intersect_as(
    left: &Pattern,
    right: &Pattern,
    case: Case,
    work: &mut usize,
) -> Result<Option<String>, BudgetExceeded> {
    *work = work.checked_sub(1).ok_or(BudgetExceeded)?;
    if left.is_literal() || right.is_literal() {
        let (one, other) = if left.is_literal() {
            (left, right)
        } else {
            (right, left)
        };
        let is_match = other.matches_as(one.as_str(), case);
        return Ok(is_match.then(|| one.as_str().to_owned()));
    }
    let [left, right] = [left, right].map(|pattern| pattern.symbols().collect::<Vec<Symbol>>());
    let end = (left.len(), right.len());
    // They intersect if both ends are reachable together, character by character.
    let mut from: HashMap<Pair, (Pair, Option<char>)> = HashMap::new();
    let mut queue = VecDeque::from([((0, 0), ((0, 0), None))]);
    while let Some((pair, step)) = queue.pop_front() {
        if from.contains_key(&pair) {
            continue;
        }
        *work = work.checked_sub(1).ok_or(BudgetExceeded)?;
        from.insert(pair, step);
        if pair == end {
            return Ok(Some(spell(&from, end)));
        }
        let (l, r) = pair;
        let (one, other) = (left.get(l).copied(), right.get(r).copied());
        if let (Some(one), Some(other)) = (one, other) {
            let next = (
                l + usize::from(!one.repeats()),
                r + usize::from(!other.repeats()),
            );
            let c = common(one, other, case);
            queue.extend(c.map(|c| (next, (pair, Some(c)))));
        }
        // A star needs no character, so this is not a step further.
        if other.is_some_and(Symbol::repeats) {
            queue.push_front(((l, r + 1), (pair, None)));
        }
        if one.is_some_and(Symbol::repeats) {
            queue.push_front(((l + 1, r), (pair, None)));
        }
    }
    Ok(None)
}

/// A place in each of two patterns.
type Pair = (usize, usize);

/// Returns a character that both places accept.
fn common(one: Symbol, other: Symbol, case: Case) -> Option<char> {
    match (one.char(), other.char()) {
        (Some(one), Some(other)) => (case.fold(one) == case.fold(other)).then_some(one),
        (one, other) => one.or(other).or(Some('x')),
    }
}

/// Returns the text that led to a pair of places.
fn spell(from: &HashMap<Pair, (Pair, Option<char>)>, end: Pair) -> String {
    let mut reversed = Vec::new();
    let mut pair = end;
    while pair != (0, 0) {
        let (before, c) = from[&pair];
        reversed.extend(c);
        pair = before;
    }
    reversed.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::intersect;
    use crate::analysis::automaton::{Relation, relation};
    use crate::policy::pattern::{Case, Pattern};
    use proptest::prelude::*;

    #[test]
    fn literal_pattern_intersects_what_matches_it() {
        let literal = Pattern::literal("cs:*?");
        for (other, both) in [
            ("cs:Get", None),
            ("cs:*?", Some("cs:*?")),
            ("cs:??", Some("cs:*?")),
            ("cs:???", None),
        ] {
            let both = both.map(str::to_owned);
            assert_eq!(
                intersect(&literal, &Pattern::action(other)),
                Ok(both.clone())
            );
            assert_eq!(intersect(&Pattern::action(other), &literal), Ok(both));
        }
    }

    proptest! {
        #[test]
        fn patterns_intersect_if_they_share_a_match(
            left in "[abA*?]{0,7}",
            right in "[abA*?]{0,7}",
            case in prop_oneof![Just(Case::Exact), Just(Case::Folded)],
        ) {
            let [left, right] = [left, right].map(|text| Pattern::new(&text, case));
            let both = intersect(&left, &right).expect("short patterns");
            if let Some(both) = &both {
                prop_assert!(left.matches(both) && right.matches(both), "{}", both);
            }
            let apart = matches!(relation(&left, &[&right]), Relation::None { .. });
            prop_assert_eq!(both.is_none(), apart);
        }
    }
}
