//! The search for requests that two policies decide differently.

use crate::analysis::automaton::{Automaton, BudgetExceeded};
use crate::analysis::between::{Member, between};
use crate::analysis::change::{Conditions, UNCONDITIONAL};
use crate::analysis::comparison::{Comparison, Side};
use crate::analysis::elsewhere::{Elsewhere, Found};
use crate::analysis::normal_form::NormalForm;
use crate::analysis::redundant::Coverage;
use crate::analysis::service::Services;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};
use crate::policy::placeholders::is_unknown;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

/// What a statement says of actions and resources, in any order.
#[derive(PartialEq)]
struct Written<'s> {
    is_negated: bool,
    actions: Vec<&'s str>,
    resources: Option<Vec<&'s str>>,
}

impl<'s> Written<'s> {
    fn new(statement: &'s Statement) -> Self {
        fn sorted(all: &[Located<Pattern>]) -> Vec<&str> {
            let mut texts: Vec<&str> = values(all).map(Pattern::as_str).collect();
            texts.sort_unstable();
            texts.dedup();
            texts
        }
        Self {
            is_negated: statement.actions.is_negated,
            actions: sorted(&statement.actions.patterns),
            resources: statement.resources.as_deref().map(sorted),
        }
    }
}

/// Actions of one service that the same members cover.
struct Actions {
    /// None for services that no member names.
    service: Option<usize>,
    /// A shortest one.
    witness: String,
}

/// Members that cover the same actions, with these.
type Covering = (Vec<usize>, Vec<Actions>);

pub(crate) struct Comparer<'p> {
    members: Vec<Member<'p>>,
    /// Those that the members or known actions name.
    services: Services,
    /// By the members that cover an action, and its service.
    resources: HashMap<(Vec<usize>, Option<usize>), Vec<Found>>,
    /// By the number of the conditions.
    forms: HashMap<Conditions, NormalForm>,
    pub(crate) not_compared: BTreeSet<(Side, usize)>,
    /// The rule for the letter case of actions.
    case: Case,
    work: usize,
}

impl<'p> Comparer<'p> {
    pub(crate) fn new(old: &'p Policy, new: &'p Policy, case: Case, work: usize) -> Self {
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
        let written: Vec<Written<'_>> = members
            .iter()
            .map(|member| Written::new(member.statement))
            .collect();
        let is_changed = |(number, one): (usize, &Member<'_>)| {
            let equals = one.conditions.iter().map(|conditions| {
                let key = (one.side.other(), one.statement.effect, *conditions);
                with.get(&key).map_or(&[][..], Vec::as_slice)
            });
            let equals: BTreeSet<&[usize]> = equals.collect();
            let mut is_covered = |equals: &[usize]| {
                // Most of two versions of a policy is alike, which needs no proof.
                if equals
                    .iter()
                    .any(|&other| written[number] == written[other])
                {
                    return true;
                }
                let equals = equals.iter().map(|index| members[*index].statement);
                Coverage::new(one.statement, equals.collect()).is_whole(case, &mut left)
            };
            is_mixed || !equals.into_iter().all(&mut is_covered)
        };
        let is_changed: Vec<bool> = members.iter().enumerate().map(is_changed).collect();
        for (member, is_changed) in members.iter_mut().zip(is_changed) {
            member.is_changed = is_changed;
        }
        let mut services = Services::default();
        for member in &members {
            for action in values(&member.statement.actions.patterns) {
                services.add_of_action(action.as_str());
            }
            for resource in member.statement.resources.iter().flatten() {
                services.add_of_resource(resource.value.as_str());
            }
        }
        Self {
            members,
            services,
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

    pub(crate) fn compare(
        &mut self,
        known: &[&str],
        comparison: &mut Comparison,
    ) -> Result<(), BudgetExceeded> {
        if !self.members.iter().any(|member| member.is_changed) {
            return Ok(());
        }
        let mut elsewhere = Elsewhere::default();
        for action in known {
            self.services.add_of_action(action);
        }
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
            let service = self.services.of_action(action);
            for found in self.over_resources(&covering, service)? {
                let known = &mut comparison.known;
                elsewhere.sort(&covering, (service, action), found, known);
            }
        }
        for (covering, by_service) in self.sets_of_actions(known)? {
            // The differences that are not found on a resource of the action's service so far.
            let mut left: Vec<(Option<usize>, String, Found)> = Vec::new();
            for (number, Actions { service, witness }) in by_service.into_iter().enumerate() {
                for one in self.over_resources(&covering, service)? {
                    let at = left.iter().position(|(.., other)| other.is_same(&one));
                    // For each service, the differences are the same, if on other resources.
                    if number > 0 && at.is_none() {
                        continue;
                    }
                    if one.is_of_service {
                        at.map(|at| left.remove(at));
                        let others = &mut comparison.others;
                        elsewhere.sort(&covering, (service, &witness), one, others);
                    } else if at.is_none() {
                        left.push((service, witness.clone(), one));
                    }
                }
                if left.is_empty() {
                    break;
                }
            }
            for (service, witness, one) in left {
                let others = &mut comparison.others;
                elsewhere.sort(&covering, (service, &witness), one, others);
            }
        }
        comparison.elsewhere = elsewhere.into_differences();
        Ok(())
    }

    /// Returns the sets of members that cover an action outside `known`, each with such actions by their services.
    fn sets_of_actions(&mut self, known: &[&str]) -> Result<Vec<Covering>, BudgetExceeded> {
        let known: Vec<Pattern> = known
            .iter()
            .map(|action| Pattern::literal(action))
            .collect();
        let mut patterns: Vec<&Pattern> = known.iter().collect();
        patterns.extend(self.services.all.iter().map(|service| &service.actions));
        let of_members = patterns.len();
        let mut owners = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            for pattern in &member.statement.actions.patterns {
                patterns.push(&pattern.value);
                owners.push(number);
            }
        }
        let mut sets: Vec<Covering> = Vec::new();
        // The place among the sets, and the services so far.
        let mut seen = HashMap::<Vec<usize>, (usize, HashSet<Option<usize>>)>::new();
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
            let of_changed: Vec<usize> = of_changed.map(|(at, _)| of_members + at).collect();
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
            let (of_services, of_statements) =
                matches.split_at(matches.partition_point(|&matched| matched < of_members));
            for &matched in of_statements {
                let owner = owners[matched - of_members];
                covers[owner] = !members[owner].statement.actions.is_negated;
            }
            let covering: Vec<usize> = (0..members.len())
                .filter(|&number| covers[number])
                .collect();
            let is_of_interest = covering.iter().any(|&number| members[number].is_changed);
            if !is_of_interest {
                return ControlFlow::Continue(());
            }
            let service = of_services.first().map(|&matched| matched - known.len());
            let (at, services) = seen.entry(covering).or_insert_with_key(|covering| {
                sets.push((covering.clone(), Vec::new()));
                (sets.len() - 1, HashSet::new())
            });
            if services.insert(service) {
                let actions = Actions {
                    service,
                    witness: text(),
                };
                sets[*at].1.push(actions);
            }
            ControlFlow::Continue(())
        })?;
        // An action of any service represents most others. All known actions of their service may be listed already.
        let of_known: HashSet<usize> = { known.iter() }
            .filter_map(|action| self.services.of_action(action.as_str()))
            .collect();
        for (_, by_service) in &mut sets {
            by_service.sort_by_key(|actions| {
                let service = actions.service;
                (
                    service.is_some(),
                    service.is_some_and(|one| of_known.contains(&one)),
                )
            });
        }
        Ok(sets)
    }

    /// Returns the differences over all resources, for actions of a service that these members cover.
    fn over_resources(
        &mut self,
        covering: &[usize],
        service: Option<usize>,
    ) -> Result<Vec<Found>, BudgetExceeded> {
        let covered = (covering.to_vec(), service);
        if let Some(known) = self.resources.get(&covered) {
            return Ok(known.clone());
        }
        let services = &self.services;
        let own = service.map_or(&[][..], |service| &services.all[service].resources);
        let mut patterns: Vec<&Pattern> = own.iter().collect();
        let mut owners = Vec::new();
        let mut everywhere = Vec::new();
        for &number in covering {
            match &self.members[number].statement.resources {
                Some(resources) => {
                    patterns.extend(values(resources));
                    owners.resize(patterns.len() - own.len(), number);
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
            automaton.require_any(of_changed.map(|(at, _)| own.len() + at).collect());
        }
        automaton.run(&mut self.work, |matches, text| {
            let (of_service, of_statements) =
                matches.split_at(matches.partition_point(|&matched| matched < own.len()));
            let of_statements = of_statements.iter();
            let mut matching: Vec<usize> = of_statements
                .map(|&matched| owners[matched - own.len()])
                .collect();
            matching.extend(&everywhere);
            matching.sort_unstable();
            matching.dedup();
            let matching: Vec<&Member<'_>> =
                matching.iter().map(|&number| &members[number]).collect();
            let between = between(&matching, forms, &mut work_of_principals);
            not_compared.extend(between.not_compared);
            for (change, principals, excluded) in between.changes {
                let resource = text();
                let one = Found {
                    is_of_service: match service {
                        Some(_) => !of_service.is_empty(),
                        None => !services.have(&resource),
                    },
                    change,
                    principals,
                    excluded,
                    resource,
                };
                match found.iter_mut().find(|other| other.is_same(&one)) {
                    Some(other) if one.is_of_service && !other.is_of_service => *other = one,
                    Some(_) => {}
                    None => found.push(one),
                }
            }
            ControlFlow::Continue(())
        })?;
        found.sort_unstable();
        self.resources.insert(covered, found.clone());
        Ok(found)
    }
}
