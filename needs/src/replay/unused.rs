//! What no call of a trail used of policies.

use crate::alternative::Alternative;
use crate::call::Call;
use crate::products::actions_of;
use crate::trail::{
    Asked, CallResult, Mentioned, Question, RecordedCall, UnknownCall, add_unknown, merge_unknown,
};
use ram_policy::edit::Removal;
use ram_policy::{Effect, Pattern, Policy, Relation, Statement, Ternary, intersect, relation};
use std::collections::{BTreeMap, BTreeSet};

/// Finds what calls use of policies. Calls that were refused use nothing.
///
/// Where it is not known which action, which resource or which condition a call used, it used all that are possible.
/// Only what allows is judged: a Deny that nobody met may be the reason why nobody tried.
#[derive(Clone, Debug)]
pub struct Unused<'p> {
    policies: Vec<&'p Policy>,
    used: Vec<Vec<Used>>,
    unknown: BTreeMap<(String, String), UnknownCall>,
    assumes: bool,
}

/// What calls used of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Used {
    is_met: bool,
    /// The actions that were used, by the number of the pattern.
    actions: BTreeMap<usize, BTreeSet<String>>,
    /// The patterns that calls can have used whose actions are not certain.
    perhaps: BTreeSet<usize>,
    resources: BTreeSet<usize>,
}

/// What calls used of a statement, and what not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementUse<'p> {
    /// The index of the statement.
    pub number: usize,
    /// Whether any call used it.
    pub is_used: bool,
    /// The patterns of actions with the actions that were used. Empty for `NotAction`.
    pub actions: Vec<(&'p Pattern, BTreeSet<String>)>,
    /// The patterns of actions that no call used for certain, but that one can have used whose action no source names, or
    /// on whose action its sources disagree.
    pub perhaps_used: Vec<&'p Pattern>,
    /// The patterns of resources that no call used.
    pub unused_resources: Vec<&'p Pattern>,
}

impl<'p> Unused<'p> {
    /// Creates the question for policies of the caller.
    pub fn new(policies: Vec<&'p Policy>) -> Self {
        let used = policies
            .iter()
            .map(|policy| vec![Used::default(); policy.statements().len()])
            .collect();
        Self {
            policies,
            used,
            unknown: BTreeMap::new(),
            assumes: false,
        }
    }

    /// Returns the condition keys that the policies mention.
    pub fn mentioned(&self) -> Mentioned {
        let policies = self.policies.iter();
        Mentioned::by(&policies.fold(ram_policy::Policies::new(), |all, policy| {
            all.attach(policy)
        }))
    }

    /// Returns the operations whose actions no source names. They may have used anything.
    pub fn unknown(&self) -> impl Iterator<Item = &UnknownCall> {
        self.unknown.values()
    }

    /// Returns whether actions of other services were taken in their usual form, which can be wrong.
    pub const fn assumes(&self) -> bool {
        self.assumes
    }

    /// Returns the use of each statement of a policy that allows.
    pub fn statements(&self, policy: usize) -> Vec<StatementUse<'p>> {
        let statements = self.policies[policy]
            .statements()
            .iter()
            .zip(&self.used[policy])
            .enumerate();
        let allows = statements.filter(|(_, (statement, _))| statement.effect == Effect::Allow);
        let uses = allows.map(|(number, (statement, used))| {
            let actions = statement.actions.patterns.iter().enumerate();
            let actions = actions.filter(|_| !statement.actions.is_negated);
            let resources = statement.resources.iter().flatten().enumerate();
            StatementUse {
                number,
                is_used: used.is_met,
                actions: actions
                    .map(|(at, pattern)| {
                        (
                            &pattern.value,
                            used.actions.get(&at).cloned().unwrap_or_default(),
                        )
                    })
                    .collect(),
                perhaps_used: { statement.actions.patterns.iter().enumerate() }
                    .filter(|(at, _)| used.perhaps.contains(at) && !used.actions.contains_key(at))
                    .map(|(_, pattern)| &pattern.value)
                    .collect(),
                unused_resources: resources
                    .filter(|(at, _)| !used.resources.contains(at))
                    .map(|(_, pattern)| &pattern.value)
                    .collect(),
            }
        });
        uses.collect()
    }

    /// Returns the parts of a policy that can be removed, so that it still allows all that was used.
    pub fn removals(&self, policy: usize) -> Vec<Removal> {
        let mut removals = Vec::new();
        for one in self.statements(policy) {
            let statement = one.number;
            if !one.is_used {
                removals.push(Removal::Statement(statement));
                continue;
            }
            let actions = one.actions.iter().enumerate();
            let Used {
                perhaps,
                resources: used,
                ..
            } = &self.used[policy][statement];
            let unused = actions.filter(|(at, (_, used))| used.is_empty() && !perhaps.contains(at));
            removals.extend(unused.map(|(pattern, _)| Removal::Action { statement, pattern }));
            let count = self.policies[policy].statements()[statement]
                .resources
                .as_ref()
                .map_or(0, Vec::len);
            let unused = (0..count).filter(|pattern| !used.contains(pattern));
            removals.extend(unused.map(|pattern| Removal::Resource { statement, pattern }));
        }
        removals
    }

    /// Returns whether a statement that allows covers an action.
    fn allows(&self, action: &str) -> bool {
        let statements = self.policies.iter().flat_map(|policy| policy.statements());
        { statements }.any(|one| one.effect == Effect::Allow && one.actions.cover(action))
    }

    fn mark(&mut self, recorded: &RecordedCall, action: Action<'_>) {
        let (Action::Known(name) | Action::Perhaps(name)) = action else {
            return;
        };
        self.mark_as(recorded, action, &recorded.resources(name));
    }

    /// Marks all that a call can have used whose action no source names.
    fn mark_unknown(&mut self, recorded: &RecordedCall) {
        let service = recorded.service.as_str();
        // The event is not trusted: a wildcard would be a pattern.
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let possible = if service.eq_ignore_ascii_case("cs") {
            vec![("cs:*".to_owned(), Asked::Within("acs:cs:*".to_owned()))]
        } else if service.chars().all(is_name) {
            let of_code = |actions: String| {
                let resource = Asked::Perhaps(format!("acs:{actions}"));
                (actions, resource)
            };
            let actions = actions_of(service, "*").into_iter();
            actions.map(of_code).collect()
        } else {
            vec![("*".to_owned(), Asked::Within("*".to_owned()))]
        };
        for (actions, resource) in possible {
            let actions = Pattern::action(&actions);
            self.mark_as(recorded, Action::Within(&actions), &[resource]);
        }
    }

    fn mark_as(&mut self, recorded: &RecordedCall, action: Action<'_>, resources: &[Asked]) {
        for (policy, used) in self.policies.iter().zip(&mut self.used) {
            for (statement, used) in policy.statements().iter().zip(used) {
                let is_asked = statement.effect == Effect::Allow && action.can_be_of(statement);
                let is_met = || {
                    statement
                        .conditions
                        .iter()
                        .all(|one| one.holds(&recorded.context) != Ternary::False)
                };
                if is_asked && is_met() {
                    used.mark(statement, action, resources);
                }
            }
        }
    }
}

/// What a call used.
#[derive(Clone, Copy)]
enum Action<'a> {
    Known(&'a str),
    /// An action that not all sources name.
    Perhaps(&'a str),
    /// An action that this pattern matches.
    Within(&'a Pattern),
}

impl Action<'_> {
    fn can_be_of(self, statement: &Statement) -> bool {
        let actions = &statement.actions;
        let mut patterns = actions.patterns.iter();
        match self {
            Self::Known(action) | Self::Perhaps(action) => actions.cover(action),
            // Some action is left that the patterns do not except.
            Self::Within(all) if actions.is_negated => {
                let excepted: Vec<&Pattern> = patterns.map(|pattern| &pattern.value).collect();
                relation(all, &excepted) != Relation::Whole
            }
            Self::Within(_) => patterns.any(|pattern| self.can_match(&pattern.value)),
        }
    }

    fn can_match(self, pattern: &Pattern) -> bool {
        match self {
            Self::Known(action) | Self::Perhaps(action) => pattern.matches(action),
            // Too many patterns to reason about: it may.
            Self::Within(all) => intersect(pattern, all) != Ok(None),
        }
    }
}

impl Used {
    fn mark(&mut self, statement: &Statement, action: Action<'_>, asked: &[Asked]) {
        let covers = |pattern: &Pattern| {
            asked.iter().any(|asked| match asked {
                Asked::One(resource) => pattern.matches(resource),
                // Too many patterns to reason about: it may.
                Asked::Within(all) => intersect(pattern, &Pattern::resource(all)) != Ok(None),
                Asked::Perhaps(_) => true,
            })
        };
        if let Some(resources) = &statement.resources {
            let resources = resources.iter().enumerate();
            let covering: Vec<usize> = resources
                .filter(|(_, one)| covers(&one.value))
                .map(|(at, _)| at)
                .collect();
            if covering.is_empty() {
                return;
            }
            self.resources.extend(covering);
        }
        self.is_met = true;
        for (at, pattern) in statement.actions.patterns.iter().enumerate() {
            if statement.actions.is_negated || !action.can_match(&pattern.value) {
                continue;
            }
            match action {
                Action::Known(action) => {
                    let used = self.actions.entry(at).or_default();
                    used.insert(action.to_owned());
                }
                Action::Perhaps(_) | Action::Within(_) => {
                    self.perhaps.insert(at);
                }
            }
        }
    }
}

impl Question for Unused<'_> {
    fn take(&mut self, recorded: &RecordedCall) {
        if recorded.result == CallResult::Refused {
            return;
        }
        match recorded.call() {
            None => {
                add_unknown(&mut self.unknown, recorded);
                self.mark_unknown(recorded);
            }
            Some(Call::Action(action)) => self.mark(recorded, Action::Known(action.ram_action())),
            Some(Call::Elsewhere(_)) => {
                let actions = actions_of(&recorded.service, &recorded.name);
                let allowed: Vec<&String> = { actions.iter() }
                    .filter(|action| self.allows(action))
                    .collect();
                // The call needed another action, since it was allowed.
                if allowed.is_empty() {
                    add_unknown(&mut self.unknown, recorded);
                    self.mark_unknown(recorded);
                } else {
                    self.assumes = true;
                }
                for action in allowed {
                    self.mark(recorded, Action::Known(action));
                }
            }
            // Whichever source is right.
            Some(Call::Operation(operation)) => {
                let sources = Alternative::of(operation);
                let actions: BTreeSet<&str> = { sources.iter() }
                    .flat_map(|one| one.actions.iter().copied())
                    .collect();
                let current = sources.iter().filter(|one| one.is_current);
                for action in actions {
                    let is_certain = current.clone().all(|one| one.actions.contains(&action));
                    let of = if is_certain {
                        Action::Known
                    } else {
                        Action::Perhaps
                    };
                    self.mark(recorded, of(action));
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (used, from) in self
            .used
            .iter_mut()
            .flatten()
            .zip(other.used.into_iter().flatten())
        {
            used.is_met |= from.is_met;
            used.resources.extend(from.resources);
            used.perhaps.extend(from.perhaps);
            for (at, actions) in from.actions {
                used.actions.entry(at).or_default().extend(actions);
            }
        }
        self.assumes |= other.assumes;
        merge_unknown(&mut self.unknown, other.unknown);
    }
}
