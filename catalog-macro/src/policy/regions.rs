//! The parts of the resource on which statements differ.

use crate::policy::example::Examples;
use ram_policy::{
    Actions, BudgetExceeded, Effect, Pattern, Policies, Region, Regions, Statement, intersect,
};

/// How many pairs of patterns of actions are compared. Statements beyond that count as if they shared actions.
const MOST_PAIRS: usize = 100_000;

/// The statements of a policy that cover some of the resource, and the parts of it on which they differ.
///
/// Statements without a common action never decide together, so they are in different groups: the regions of all
/// statements together would be too many.
pub(super) struct Grouped {
    /// The group of each statement, from 1; 0 if it covers all of the resource, `None` if it covers nothing of it.
    pub(super) groups: Vec<Option<usize>>,
    /// The regions, with the group of the statements. The first one has the statements that cover everything.
    pub(super) regions: Vec<(usize, Region)>,
}

impl Grouped {
    /// `statements` are those of the only policy.
    pub(super) fn new(
        policies: &Policies<'_>,
        statements: &[Statement],
        (resource, except): (&str, &[&Pattern]),
    ) -> Result<Self, BudgetExceeded> {
        let actions: Vec<&Actions> = statements.iter().map(|one| &one.actions).collect();
        let mut reasoning = Regions::new(policies, resource).except(except);
        let mut groups = Vec::with_capacity(actions.len());
        let mut partial = Vec::new();
        for number in 0..actions.len() {
            let regions = reasoning.of(&[(0, number)])?;
            let covered = regions
                .iter()
                .filter(|region| !region.statements.is_empty());
            groups.push(match covered.count() {
                0 => None,
                count if count == regions.len() => Some(0),
                _ => {
                    partial.push(number);
                    Some(0)
                }
            });
        }
        let mut examples = Examples::new(resource, except);
        let mut regions = vec![(0, whole(resource))];
        let (mut group, mut pairs) = (0, MOST_PAIRS);
        while let Some(first) = partial.pop() {
            group += 1;
            let mut members = vec![first];
            let mut at = 0;
            while let Some(&member) = members.get(at) {
                at += 1;
                partial.retain(|&other| {
                    let is_joined = share_actions(actions[member], actions[other], &mut pairs);
                    if is_joined {
                        members.push(other);
                    }
                    !is_joined
                });
            }
            members.sort_unstable();
            for &member in &members {
                groups[member] = Some(group);
            }
            let members: Vec<(usize, usize)> = members.into_iter().map(|one| (0, one)).collect();
            let found = decisive(reasoning.of(&members)?, statements);
            let members: Vec<&Statement> =
                members.iter().map(|&(_, one)| &statements[one]).collect();
            regions.extend(found.into_iter().map(|mut region| {
                region.witness = examples.of(&region.witness, &members);
                (group, region)
            }));
        }
        Ok(Self { groups, regions })
    }
}

/// Keeps the regions on which the fewest actions are allowed, and those on which the most are: on any other region, no
/// action is decided in a way that one of them does not show.
fn decisive(regions: Vec<Region>, statements: &[Statement]) -> Vec<Region> {
    let sides: Vec<[Vec<usize>; 2]> = regions
        .iter()
        .map(|region| {
            [Effect::Allow, Effect::Deny].map(|effect| {
                let numbers = region.statements.iter().map(|(_, number)| *number);
                numbers
                    .filter(|&number| statements[number].effect == effect)
                    .collect()
            })
        })
        .collect();
    // Reports whether the first region allows no more than the second one.
    let is_below = |[allows, denies]: &[Vec<usize>; 2], [more, fewer]: &[Vec<usize>; 2]| {
        is_subset(allows, more) && is_subset(fewer, denies)
    };
    let (mut least, mut most): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for (number, own) in sides.iter().enumerate() {
        if !least.iter().any(|&other| is_below(&sides[other], own)) {
            least.retain(|&other| !is_below(own, &sides[other]));
            least.push(number);
        }
        if !most.iter().any(|&other| is_below(own, &sides[other])) {
            most.retain(|&other| !is_below(&sides[other], own));
            most.push(number);
        }
    }
    let mut regions = regions.into_iter().enumerate().collect::<Vec<_>>();
    regions.retain(|(number, _)| least.contains(number) || most.contains(number));
    regions.into_iter().map(|(_, region)| region).collect()
}

/// Reports whether a list has all numbers of another. Both are in order.
fn is_subset(inner: &[usize], outer: &[usize]) -> bool {
    inner
        .iter()
        .all(|number| outer.binary_search(number).is_ok())
}

fn whole(resource: &str) -> Region {
    Region {
        witness: resource.to_owned(),
        statements: Vec::new(),
    }
}

/// Reports whether two lists may match the same action.
fn share_actions(one: &Actions, other: &Actions, left: &mut usize) -> bool {
    let count = one.patterns.len().saturating_mul(other.patterns.len());
    *left = left.saturating_sub(count);
    if one.is_negated || other.is_negated || *left == 0 {
        return true;
    }
    let mut pairs = one.patterns.iter().flat_map(|one| {
        other
            .patterns
            .iter()
            .map(move |other| (&one.value, &other.value))
    });
    pairs.any(|(one, other)| may_meet(one, other))
}

fn may_meet(one: &Pattern, other: &Pattern) -> bool {
    match (one.is_literal(), other.is_literal()) {
        (true, _) => other.matches(one.as_str()),
        (_, true) => one.matches(other.as_str()),
        _ => intersect(one, other) != Ok(None),
    }
}
