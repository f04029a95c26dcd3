//! The intersection of two patterns.

use crate::analysis::automaton::BudgetExceeded;
use crate::limits;
use crate::policy::pattern::{Case, Pattern, Symbol};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

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
    let case = left.case();
    let [left, right] = [left, right].map(|pattern| pattern.symbols().collect::<Vec<Symbol>>());
    let end = (left.len(), right.len());
    // They intersect if both ends are reachable together, character by character.
    let mut from: HashMap<Pair, Option<(Pair, Option<char>)>> = HashMap::from([((0, 0), None)]);
    let mut reached = vec![(0, 0)];
    while !reached.is_empty() {
        let mut is_new = |next: Pair, by: Pair, c: Option<char>| match from.entry(next) {
            Entry::Occupied(_) => false,
            Entry::Vacant(vacant) => {
                vacant.insert(Some((by, c)));
                true
            }
        };
        // A star needs no character.
        let mut at = 0;
        while let Some(&(l, r)) = reached.get(at) {
            if left.get(l) == Some(&Symbol::Star) && is_new((l + 1, r), (l, r), None) {
                reached.push((l + 1, r));
            }
            if right.get(r) == Some(&Symbol::Star) && is_new((l, r + 1), (l, r), None) {
                reached.push((l, r + 1));
            }
            at += 1;
        }
        let mut next = Vec::new();
        for &(l, r) in &reached {
            let (Some(one), Some(other)) = (left.get(l), right.get(r)) else {
                continue;
            };
            if let Some(c) = common(*one, *other, case) {
                let advance = |place: &Symbol| usize::from(*place != Symbol::Star);
                let pair = (l + advance(one), r + advance(other));
                if is_new(pair, (l, r), Some(c)) {
                    next.push(pair);
                }
            }
        }
        if reached.contains(&end) {
            return Ok(Some(spell(&from, end)));
        }
        if from.len() > limits::WORK / 16 {
            return Err(BudgetExceeded);
        }
        reached = next;
    }
    Ok(None)
}

/// A place in each of two patterns.
type Pair = (usize, usize);

/// Returns a character that both places accept.
fn common(one: Symbol, other: Symbol, case: Case) -> Option<char> {
    match (one, other) {
        (Symbol::Char(one), Symbol::Char(other)) => {
            let is_same = match case {
                Case::Exact => one == other,
                Case::Folded => one.eq_ignore_ascii_case(&other),
            };
            is_same.then_some(one)
        }
        (Symbol::Char(c), _) | (_, Symbol::Char(c)) => Some(c),
        _ => Some('x'),
    }
}

/// Returns the text that led to a pair of places.
fn spell(from: &HashMap<Pair, Option<(Pair, Option<char>)>>, end: Pair) -> String {
    let mut reversed = Vec::new();
    let mut pair = end;
    while let Some(&Some((before, c))) = from.get(&pair) {
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
