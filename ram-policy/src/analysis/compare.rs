//! The comparison of two policies.

use crate::analysis::automaton::{Automaton, BudgetExceeded};
use crate::analysis::change::{Change, Conditions, Status, UNCONDITIONAL};
use crate::analysis::normal_form::NormalForm;
use crate::analysis::redundant::Coverage;
use crate::eval::attachment::Attachment;
use crate::eval::decision::Assumption;
use crate::limits;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::values;
use crate::policy::pattern::{Case, Pattern, is_wildcard};
use crate::policy::placeholders::is_unknown;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

/// A request that shows a difference.
///
/// The example at [`Comparison`] has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The kind of difference.
    pub change: Change,
    /// The action. In [`Comparison::others`] it is the shortest of those that the pattern matches.
    pub action: String,
    /// The shortest resource with the difference.
    pub resource: String,
    /// The principals with the difference, as the policy names them, in a policy of a resource; empty for all callers.
    pub principals: Vec<String>,
}

/// A policy of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

impl Side {
    const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// Returns a principal as messages name it: a pattern does not show its type.
fn shown((of, name): &(Option<String>, String)) -> String {
    match of {
        Some(of) if name.contains(is_wildcard) => format!("{of} {name}"),
        _ => name.clone(),
    }
}

/// The differences between two policies.
///
/// ```
/// use ram_policy::{Change, Policy, Side, compare};
///
/// let old: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"},
///     {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*",
///      "Condition": {"Bool": {"acs:MFAPresent": "true"}}}
/// ]}"#.parse()?;
/// let new: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:GetA*", "Resource": "acs:cs:*"}
/// ]}"#.parse()?;
///
/// let comparison = compare(&old, &new, &[]);
/// assert!(comparison.is_decided && !comparison.is_same());
/// // No action was given as known, so one represents all with the same difference.
/// let lost = &comparison.others[0];
/// assert_eq!((lost.change, lost.action.as_str()), (Change::Lost, "cs:Get"));
/// // Statements with a condition that only one of the two has.
/// assert_eq!(comparison.not_compared, [(Side::Old, 1)]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The differences in the actions that were named as known: all of them.
    pub known: Vec<Difference>,
    /// The differences in all other actions, one for each set of them that the statements tell apart.
    pub others: Vec<Difference>,
    /// The indices of statements with conditions or principals that only one of the policies has. Their effects are
    /// not compared.
    pub not_compared: Vec<(Side, usize)>,
    /// True if the comparison is complete; otherwise there may be more differences.
    pub is_decided: bool,
    /// Our choices without which policies that are the same would not be.
    pub assumes: Vec<Assumption>,
    /// Where the kinds of the policies attach them, the old one first. In two places, equal statements do different
    /// things: one policy can grant what the other only limits.
    pub attachments: [Attachment; 2],
}

impl Comparison {
    /// Reports whether both policies are proved to decide every request the same, as far as
    /// [`assumes`](Self::assumes) holds.
    pub fn is_same(&self) -> bool {
        self.attachments[0] == self.attachments[1]
            && self.is_decided
            && self.known.is_empty()
            && self.others.is_empty()
            && self.not_compared.is_empty()
    }
}

/// Compares two policies over all actions and all resources, however these are written.
///
/// `known` are actions for which the exact list is wanted. Conditions are equal if they are written the same, apart
/// from the order of operators, keys and values. Statements with other conditions are not compared, and neither are
/// those with a [placeholder](Policy::with_placeholders).
///
/// ```
/// use ram_policy::{Change, Policy, compare};
///
/// let with = |actions: &str| -> Result<Policy, _> {
///     format!(r#"{{"Version": "1", "Statement": [
///         {{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}
///     ]}}"#).parse()
/// };
/// let old = with(r#"["cs:Get*"]"#)?;
/// assert!(compare(&old, &with(r#"["cs:GetA", "CS:GET*"]"#)?, &[]).is_same());
///
/// let wider = compare(&old, &with(r#"["cs:Get*", "cs:StartAlert"]"#)?, &["cs:StartAlert"]);
/// assert_eq!(wider.known[0].change, Change::Gained);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn compare(old: &Policy, new: &Policy, known: &[&str]) -> Comparison {
    let mut comparison = compare_with(Case::Folded, old, new, known);
    if comparison.is_same() && !compare_with(Case::Exact, old, new, &[]).is_same() {
        comparison.assumes.push(Assumption::ActionCase);
    }
    comparison
}

/// Compares with this rule for the letter case of actions; the known ones always match regardless of case.
fn compare_with(case: Case, old: &Policy, new: &Policy, known: &[&str]) -> Comparison {
    let mut comparer = Comparer::new(old, new, case, limits::work());
    let mut comparison = Comparison {
        known: Vec::new(),
        others: Vec::new(),
        not_compared: Vec::new(),
        is_decided: true,
        assumes: Vec::new(),
        attachments: [old, new].map(|policy| Attachment::of(policy.kind())),
    };
    comparison.is_decided = comparer.compare(known, &mut comparison).is_ok();
    comparison.not_compared = comparer.not_compared.into_iter().collect();
    comparison
}

struct Member<'p> {
    side: Side,
    number: usize,
    statement: &'p Statement,
    /// One for each principal.
    conditions: Vec<Conditions>,
    /// True unless statements of the other policy with the same effect and conditions are proved to cover all of it.
    /// Requests that no such statement covers are decided the same.
    is_changed: bool,
}

/// A difference for these principals on a resource.
type Found = (Change, String, Vec<String>);

/// The most conditions of a request that are told apart.
const MOST_APART: usize = 200;

struct Comparer<'p> {
    members: Vec<Member<'p>>,
    /// By the members that cover an action: a difference each, with a resource.
    resources: HashMap<Vec<usize>, Vec<Found>>,
    /// By the number of the conditions.
    forms: HashMap<Conditions, NormalForm>,
    not_compared: BTreeSet<(Side, usize)>,
    /// The rule for the letter case of actions.
    case: Case,
    work: usize,
}

impl<'p> Comparer<'p> {
    fn new(old: &'p Policy, new: &'p Policy, case: Case, work: usize) -> Self {
        // A policy of a resource and one of an identity decide on different things.
        let is_mixed = old.is_resource_based() != new.is_resource_based();
        let sides = [(Side::Old, old), (Side::New, new)];
        let mut numbers = HashMap::from([(NormalForm::default(), UNCONDITIONAL)]);
        let mut members = Vec::new();
        for (side, policy) in sides {
            let is_resource_based = policy.is_resource_based();
            for (number, statement) in policy.statements.iter().enumerate() {
                let normal_form =
                    NormalForm::new(statement, is_resource_based, is_mixed && is_resource_based);
                // What fills a hole is not known to be the same, however it is written.
                let conditions = if statement.conditions.iter().any(is_unknown) {
                    vec![usize::MAX - members.len()]
                } else {
                    let mut number = |form| {
                        let next = numbers.len();
                        *numbers.entry(form).or_insert(next)
                    };
                    normal_form
                        .by_principal()
                        .into_iter()
                        .map(&mut number)
                        .collect()
                };
                members.push(Member {
                    side,
                    number,
                    statement,
                    is_changed: true,
                    conditions,
                });
            }
        }
        let mut left = work;
        let mut with = HashMap::<(Side, Effect, Conditions), Vec<usize>>::new();
        for (index, member) in members.iter().enumerate() {
            for conditions in &member.conditions {
                let key = (member.side, member.statement.effect, *conditions);
                with.entry(key).or_default().push(index);
            }
        }
        let is_changed = |one: &Member<'_>| {
            let equals = one.conditions.iter().map(|conditions| {
                let key = (one.side.other(), one.statement.effect, *conditions);
                with.get(&key).map_or(&[][..], Vec::as_slice)
            });
            let equals: BTreeSet<&[usize]> = equals.collect();
            let mut is_covered = |equals: &[usize]| {
                let equals = equals.iter().map(|index| members[*index].statement);
                Coverage::new(one.statement, equals.collect()).is_whole(case, &mut left)
            };
            is_mixed || !equals.into_iter().all(&mut is_covered)
        };
        let is_changed: Vec<bool> = members.iter().map(is_changed).collect();
        for (member, is_changed) in members.iter_mut().zip(is_changed) {
            member.is_changed = is_changed;
        }
        Self {
            members,
            forms: numbers
                .into_iter()
                .map(|(form, number)| (number, form))
                .collect(),
            resources: HashMap::new(),
            not_compared: BTreeSet::new(),
            case,
            work,
        }
    }

    fn compare(
        &mut self,
        known: &[&str],
        comparison: &mut Comparison,
    ) -> Result<(), BudgetExceeded> {
        for action in known {
            let numbers = 0..self.members.len();
            let covers = |&number: &usize| self.members[number].statement.actions.cover(action);
            let covering: Vec<usize> = numbers.filter(covers).collect();
            if !covering
                .iter()
                .any(|&number| self.members[number].is_changed)
            {
                continue;
            }
            for (change, resource, principals) in self.over_resources(covering)? {
                comparison.known.push(Difference {
                    change,
                    action: (*action).to_owned(),
                    resource,
                    principals,
                });
            }
        }
        for (covering, action) in self.sets_of_actions(known)? {
            for (change, resource, principals) in self.over_resources(covering)? {
                comparison.others.push(Difference {
                    change,
                    action: action.clone(),
                    resource,
                    principals,
                });
            }
        }
        Ok(())
    }

    /// Returns the sets of members that cover an action outside `known`, each with such an action.
    fn sets_of_actions(
        &mut self,
        known: &[&str],
    ) -> Result<Vec<(Vec<usize>, String)>, BudgetExceeded> {
        let known: Vec<Pattern> = known
            .iter()
            .map(|action| Pattern::literal(action))
            .collect();
        let mut patterns: Vec<&Pattern> = known.iter().collect();
        let mut owners = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            for pattern in &member.statement.actions.patterns {
                patterns.push(&pattern.value);
                owners.push(number);
            }
        }
        let mut sets = Vec::new();
        let mut seen = HashSet::new();
        let members = &self.members;
        let mut automaton = Automaton::new(&patterns, self.case);
        let changed = |member: &&Member<'_>| member.is_changed;
        if members
            .iter()
            .filter(changed)
            .all(|member| !member.statement.actions.is_negated)
        {
            let of_changed = owners.iter().enumerate();
            let of_changed = of_changed.filter(|(_, owner)| members[**owner].is_changed);
            let of_changed: Vec<usize> = of_changed.map(|(at, _)| known.len() + at).collect();
            if of_changed.is_empty() {
                return Ok(sets);
            }
            automaton.require_any(of_changed);
        }
        automaton.run(&mut self.work, |matches, text| {
            if matches.first().is_some_and(|&first| first < known.len()) {
                return ControlFlow::Continue(());
            }
            let mut covers: Vec<bool> = members
                .iter()
                .map(|member| member.statement.actions.is_negated)
                .collect();
            for &matched in matches {
                let owner = owners[matched - known.len()];
                covers[owner] = !members[owner].statement.actions.is_negated;
            }
            let covering: Vec<usize> = (0..members.len())
                .filter(|&number| covers[number])
                .collect();
            let is_of_interest = covering.iter().any(|&number| members[number].is_changed);
            if is_of_interest && seen.insert(covering.clone()) {
                sets.push((covering, text()));
            }
            ControlFlow::Continue(())
        })?;
        Ok(sets)
    }

    /// Returns the differences over all resources, for actions that these members cover.
    fn over_resources(&mut self, covering: Vec<usize>) -> Result<Vec<Found>, BudgetExceeded> {
        if let Some(known) = self.resources.get(&covering) {
            return Ok(known.clone());
        }
        let mut patterns = Vec::new();
        let mut owners = Vec::new();
        let mut everywhere = Vec::new();
        for &number in &covering {
            match &self.members[number].statement.resources {
                Some(resources) => {
                    patterns.extend(values(resources));
                    owners.resize(patterns.len(), number);
                }
                None => everywhere.push(number),
            }
        }
        let mut found: Vec<Found> = Vec::new();
        let (members, forms) = (&self.members, &self.forms);
        let mut work_of_principals = self.work / 4;
        let not_compared = &mut self.not_compared;
        let mut automaton = Automaton::new(&patterns, Case::Exact);
        if !everywhere.iter().any(|&number| members[number].is_changed) {
            let of_changed = owners.iter().enumerate();
            let of_changed = of_changed.filter(|(_, owner)| members[**owner].is_changed);
            automaton.require_any(of_changed.map(|(at, _)| at).collect());
        }
        automaton.run(&mut self.work, |matches, text| {
            let mut matching: Vec<usize> = matches.iter().map(|&matched| owners[matched]).collect();
            matching.extend(&everywhere);
            matching.sort_unstable();
            matching.dedup();
            let matching: Vec<&Member<'_>> =
                matching.iter().map(|&number| &members[number]).collect();
            let [old, new] = [Side::Old, Side::New].map(|side| {
                let of_side = matching.iter().filter(|member| member.side == side);
                let statements: Vec<_> = of_side
                    .flat_map(|member| {
                        let each = member.conditions.iter();
                        each.map(|conditions| (member.statement.effect, *conditions))
                    })
                    .collect();
                Status::of(&statements)
            });
            if old == new {
                return ControlFlow::Continue(());
            }
            let mut add = |change: Change, principals: Vec<String>| {
                let is_known = |(other, _, of): &Found| *other == change && *of == principals;
                if !found.iter().any(is_known) {
                    found.push((change, text(), principals));
                }
            };
            let is_principal = |one| {
                let form = forms.get(&one);
                form.is_some_and(|form| form.only_principal().is_some())
            };
            let change = old.change_to(&new, is_principal);
            if let Some(change) = change {
                add(change, Vec::new());
            }
            if change.is_none() || new.is_conditional() {
                let count = matching
                    .iter()
                    .map(|member| member.conditions.len())
                    .sum::<usize>();
                let is_principal = |one| count <= MOST_APART && is_principal(one);
                let (changes, left) = old.changes_to(&new, is_principal, |one, other| {
                    let both = (forms.get(&one), forms.get(&other));
                    let work = &mut work_of_principals;
                    matches!(both, (Some(one), Some(other)) if one.is_apart(other, work))
                });
                let open = matching.iter().filter(|member| {
                    let names_callers = member.statement.principal.is_some();
                    let mut open = member.conditions.iter().filter(|one| left.contains(one));
                    open.any(|one| *one != UNCONDITIONAL || names_callers)
                });
                let open = open.filter(|member| change.is_none() || member.side == Side::New);
                not_compared.extend(open.map(|member| (member.side, member.number)));
                let mut by_change = BTreeMap::<Change, Vec<String>>::new();
                for (one, change) in changes {
                    let name = forms.get(&one).and_then(NormalForm::only_principal);
                    by_change.entry(change).or_default().extend(name.map(shown));
                }
                for (change, mut principals) in by_change {
                    principals.sort_unstable();
                    add(change, principals);
                }
            }
            ControlFlow::Continue(())
        })?;
        found.sort_unstable();
        self.resources.insert(covering, found.clone());
        Ok(found)
    }
}
