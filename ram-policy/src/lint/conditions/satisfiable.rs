//! The test whether conditions on the same key can hold at once.

use crate::analysis::automaton::{Inclusion, is_subset};
use crate::eval::request::Context;
use crate::policy::condition::{Operator, Test, Value};
use crate::policy::document::Condition;
use crate::policy::pattern::Symbol;
use crate::policy::ternary::Ternary;
use std::cmp::Ordering;

/// The most values to compare; a policy of the largest size has hardly more.
const MOST: usize = 400;

/// Reports whether no single value of a request satisfies both; `false` where that is not certain.
pub(super) fn excludes(left: &Condition, right: &Condition) -> bool {
    if left.values.len() + right.values.len() > MOST {
        return false;
    }
    names_none_of(left, right)
        || names_none_of(right, left)
        || is_empty_range(&[left, right])
        || is_inside(left, right)
        || is_inside(right, left)
}

/// Returns the test, and whether it is negated; `None` where a value is not valid.
fn of(condition: &Condition) -> Option<(Test, bool)> {
    let Operator::Known { test, is_negated } = condition.operator.value else {
        return None;
    };
    let mut values = condition.values.iter().map(|value| &value.value);
    // A placeholder may have any value.
    let is_known = values.all(|value| value.is_valid() && !value.as_str().contains("${"));
    is_known.then_some((test, is_negated))
}

/// Reports whether `left` lists all values that satisfy it, and none of them satisfies `right`.
fn names_none_of(left: &Condition, right: &Condition) -> bool {
    let (Some((test, false)), Some((other, _))) = (of(left), of(right)) else {
        return false;
    };
    let is_named = match test {
        Test::StringEquals => true,
        // One value has several spellings, so that both must compare in the same way.
        Test::StringEqualsIgnoreCase | Test::Bool => test == other,
        _ => false,
    };
    let mut values = left.values.iter();
    is_named
        && values.all(|value| {
            let context = Context::complete().with(&right.key.value, value.value.as_str());
            right.holds(&context) == Ternary::False
        })
}

/// Reports whether conditions on numbers or times exclude every value: those on, between and outside all bounds.
pub(super) fn is_empty_range(all: &[&Condition]) -> bool {
    let Some(tests) = all
        .iter()
        .map(|condition| of(condition))
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let values = all.iter().flat_map(|condition| &condition.values);
    let mut bounds: Vec<&Value> = values.map(|value| &value.value).collect();
    let Some(first) = bounds.first().copied().filter(|_| bounds.len() <= MOST) else {
        return false;
    };
    if bounds.iter().any(|bound| bound.order(first).is_none()) {
        return false;
    }
    bounds.sort_by(|left, right| left.order(right).unwrap_or(Ordering::Equal));
    bounds.dedup_by(|left, right| left.order(right) == Some(Ordering::Equal));
    let meets = |condition: &Condition, (test, is_negated): (Test, bool), place: usize| {
        // An odd place is a bound, an even one is before it.
        let any = condition.values.iter().any(|value| {
            let at =
                bounds.partition_point(|bound| bound.order(&value.value) == Some(Ordering::Less));
            test.accepts(place.cmp(&(2 * at + 1)))
        });
        any != is_negated
    };
    let mut places = 0..=2 * bounds.len();
    !places.any(|place| {
        let mut each = all.iter().zip(&tests);
        each.all(|(condition, tests)| meets(condition, *tests, place))
    })
}

/// Reports whether a single condition excludes every value.
pub(super) fn is_never(condition: &Condition) -> bool {
    let Some((_, true)) = of(condition) else {
        return false;
    };
    let nets = condition
        .values
        .iter()
        .filter_map(|value| value.value.net());
    let wide: Vec<bool> = nets
        .filter(|net| net.prefix_len() == 0)
        .map(|net| net.addr().is_ipv4())
        .collect();
    let mut patterns = condition
        .values
        .iter()
        .filter_map(|value| value.value.pattern());
    // IPv4 addresses are in no IPv6 block, and vice versa.
    wide.contains(&true) && wide.contains(&false)
        || patterns
            .any(|pattern| !pattern.as_str().is_empty() && pattern.symbols().all(Symbol::repeats))
}

/// Reports whether `right` excludes everything that satisfies `left`.
fn is_inside(left: &Condition, right: &Condition) -> bool {
    let (Some((test, false)), Some((other, true))) = (of(left), of(right)) else {
        return false;
    };
    if test != other {
        return false;
    }
    if test == Test::IpAddress {
        let mut nets = left.values.iter().filter_map(|value| value.value.net());
        return nets.all(|net| {
            let mut others = right.values.iter().filter_map(|value| value.value.net());
            others.any(|other| other.contains(net))
        });
    }
    let patterns = |condition: &'_ Condition| -> Vec<_> {
        condition
            .values
            .iter()
            .filter_map(|value| value.value.pattern().cloned())
            .collect()
    };
    let (inner, outer) = (patterns(left), patterns(right));
    let [inner, outer] = [&inner, &outer].map(|patterns| patterns.iter().collect::<Vec<_>>());
    !inner.is_empty() && is_subset(&inner, &outer) == Inclusion::Yes
}
