//! The checks of names of a known service.

use crate::lint::checker::{Checker, listed};
use crate::lint::fix::Fix;
use crate::lint::known_actions::{
    Claim, KnownAction, Operation, Retired, Service, Superseded, in_effect_on, resource_element,
};
use crate::lint::registry::{
    ACTION_CASE, MISSPELT_ACTION, NOT_AN_ACTION, OUTDATED_OPERATION, RENAMED_ACTION,
    UNLISTED_ACTION,
};
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use crate::policy::print::quoted;
use ram_diagnostics::Severity;

impl Checker<'_> {
    /// Checks a name of a known service.
    pub(super) fn known_service(
        &mut self,
        statement: &Statement,
        service: &Service<'_>,
        pattern: &Located<Pattern>,
    ) {
        let text = pattern.value.as_str();
        let range = pattern.range;
        let not_actions = service.facts.not_actions.iter();
        if let Some((name, what)) =
            { not_actions }.find(|(name, _)| name.eq_ignore_ascii_case(text))
        {
            let message = format!("`{name}` is {what}, not an action");
            let help = match (*what, statement.effect) {
                ("a condition key", _) => "move it to `Condition`, under an operator",
                (_, Effect::Allow) => "remove it; it allows nothing here",
                (_, Effect::Deny) => "remove it; it denies nothing here",
            };
            self.report(NOT_AN_ACTION, range, message, help);
            return;
        }
        if let Some(known) = self.settings.known.find(text) {
            match known.retired {
                None => self.known_action(statement, &known, pattern),
                Some(retired) => self.retired(statement, &known, retired, service, pattern),
            }
            return;
        }
        let mut named_only = service.facts.named_only.iter();
        if let Some((name, _)) = named_only.find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            if *name != text {
                self.other_case(name, pattern);
            }
        } else if let Some((_, needed)) =
            { service.facts.operations.iter() }.find(|(name, _)| name.eq_ignore_ascii_case(text))
        {
            self.operation(needed, pattern);
        } else if !self.is_listed_elsewhere(text) {
            self.unlisted(pattern);
        }
    }

    /// Reports the name of an operation as an action.
    fn operation(&mut self, needed: &[&str], pattern: &Located<Pattern>) {
        let (_, operation) = pattern.value.as_str().split_once(':').unwrap_or_default();
        if !needed.is_empty() {
            let needed = listed(needed);
            let message =
                format!("`{operation}` is an operation, not an action; it needs {needed}");
            let help = format!("write {needed}");
            self.report(UNLISTED_ACTION, pattern.range, message, help);
            return;
        }
        let message = format!(
            "`{operation}` is an operation whose action no source documents; `{}` may not be its action",
            pattern.value
        );
        let help = "call the operation without the permission: the refusal names the action";
        self.report(UNLISTED_ACTION, pattern.range, message, help);
    }

    fn unlisted(&mut self, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        if let Some(meant) = self.meant(text) {
            self.misspelt(pattern, &meant);
            return;
        }
        let similar = self.similar(text);
        let similar = similar.map_or(String::new(), |name| format!("; `{name}` is similar"));
        let message = format!("no source lists `{text}`");
        let help = format!("look it up in the service's documentation{similar}");
        self.report(UNLISTED_ACTION, pattern.range, message, help);
    }

    /// Reports whether the list of other services has an action: it also has services of the catalog, if that is made of
    /// other pages.
    fn is_listed_elsewhere(&self, action: &str) -> bool {
        let list = self.settings.other_services;
        list.is_some_and(|list| list.find(action).is_some())
    }

    /// Reports an action that has left its source.
    fn retired(
        &mut self,
        statement: &Statement,
        known: &KnownAction<'_>,
        retired: Retired<'_>,
        service: &Service<'_>,
        pattern: &Located<Pattern>,
    ) {
        let name = known.name;
        if let Some(replaced_by) = retired.replaced_by {
            self.renamed(statement, name, &[replaced_by], pattern);
            return;
        }
        let message = format!("`{name}` is no longer in {}", service.source);
        let help = format!(
            "an earlier version listed it, until {}; look up which action its operation requires now",
            retired.on
        );
        self.report(UNLISTED_ACTION, pattern.range, message, help);
    }

    /// Reports an action that its operation no longer requires.
    fn renamed(
        &mut self,
        statement: &Statement,
        name: &str,
        current: &[&str],
        pattern: &Located<Pattern>,
    ) {
        let now = match current {
            [_] => "another action",
            _ => "other actions",
        };
        let message = format!("`{name}` is an earlier name; its operation requires {now} now");
        let names: Vec<String> = current.iter().map(|name| quoted(name)).collect();
        let place = self.other_place(statement, current);
        let help = format!(
            "write {}{}",
            names.join(", "),
            place.as_deref().unwrap_or_default()
        );
        self.report(RENAMED_ACTION, pattern.range, message, help)
            .fix = match current {
            [only] if place.is_none() => Some(Fix::replacing(pattern.range, quoted(only))),
            // Several need a list, and whether there is one is not known here.
            _ => None,
        };
    }

    /// Returns where to write actions instead that have no effect on the resources of a statement.
    fn other_place(&self, statement: &Statement, actions: &[&str]) -> Option<String> {
        let has_no_effect =
            |action: &&str| !statement.actions.is_negated && !self.has_effect_on(statement, action);
        let without_effect = { actions.iter().copied() }.filter(|action| has_no_effect(action));
        let wide = without_effect.filter_map(|action| self.settings.known.find(action));
        let on = resource_element(in_effect_on(&wide.collect::<Vec<_>>()));
        actions.iter().any(has_no_effect).then(|| {
            format!(" in a separate statement with {on}, because it cannot be limited to these resources")
        })
    }

    /// Reports an action on which sources disagree, unless the policy has what the newest one requires.
    fn disputed(
        &mut self,
        statement: &Statement,
        name: &str,
        newest: Claim<'_>,
        other: Claim<'_>,
        pattern: &Located<Pattern>,
    ) {
        let policy = self.policy;
        let (effect, is_negated) = (statement.effect, statement.actions.is_negated);
        // Those that `NotAction` excludes belong into the same list.
        let has = |action: &&str| {
            let mut statements = policy.statements.iter();
            if is_negated {
                !statement.actions.cover(action)
            } else {
                statements.any(|one| {
                    one.effect == effect
                        && one.actions.cover(action)
                        && self.has_effect_on(one, action)
                })
            }
        };
        let lacking: Vec<&str> = newest
            .actions
            .iter()
            .copied()
            .filter(|action| !has(action))
            .collect();
        if lacking.is_empty() {
            return;
        }
        let message = format!(
            "sources disagree on `{name}`: its operation requires {} according to {} ({}), or {} according to {} ({})",
            listed(newest.actions),
            newest.source,
            newest.as_of,
            listed(other.actions),
            other.source,
            other.as_of
        );
        let names = listed(&lacking);
        let place = self.other_place(statement, &lacking).unwrap_or_default();
        let help = match (effect, is_negated) {
            (Effect::Allow, false) => format!("if the call is refused, add {names}{place}"),
            (Effect::Deny, false) => {
                format!("also deny {names}{place}; otherwise the call may stay possible")
            }
            (Effect::Allow, true) => {
                format!("also exclude {names}; otherwise the call may stay possible")
            }
            (Effect::Deny, true) => format!("if the call is refused, also exclude {names}"),
        };
        self.report(RENAMED_ACTION, pattern.range, message, help)
            .severity = Severity::Note;
    }

    pub(super) fn other_case(&mut self, name: &str, pattern: &Located<Pattern>) {
        let message = format!("the documentation writes `{name}`");
        let help = "write it as the documentation does; some services may not ignore letter case";
        self.report(ACTION_CASE, pattern.range, message, help).fix =
            Some(Fix::replacing(pattern.range, quoted(name)));
    }

    fn known_action(
        &mut self,
        statement: &Statement,
        known: &KnownAction<'_>,
        pattern: &Located<Pattern>,
    ) {
        let text = pattern.value.as_str();
        if known.name != text {
            self.other_case(known.name, pattern);
        }
        if let Some(Superseded {
            newest,
            disputed_by,
        }) = known.superseded
        {
            match disputed_by {
                Some(other) => self.disputed(statement, known.name, newest, other, pattern),
                None => self.renamed(statement, known.name, newest.actions, pattern),
            }
            return;
        }
        if is_outdated(known) && !self.has_reported_outdated {
            self.has_reported_outdated = true;
            self.outdated(known, pattern);
        }
    }

    /// Reports once for the policy which of its actions are those of outdated operations. Which operations
    /// replaced them, no source says.
    fn outdated(&mut self, first: &KnownAction<'_>, pattern: &Located<Pattern>) {
        let policy = self.policy;
        let written = policy
            .statements
            .iter()
            .flat_map(|one| &one.actions.patterns);
        let literal = written.filter(|pattern| pattern.value.is_literal());
        let known = literal.filter_map(|pattern| self.settings.known.find(pattern.value.as_str()));
        let mut others: Vec<&str> = known
            .filter(|known| known.retired.is_none() && known.superseded.is_none())
            .filter(|known| is_outdated(known) && known.name != first.name)
            .map(|known| known.name)
            .collect();
        others.sort_unstable();
        others.dedup();
        let what = match first.operation {
            Operation::Absent => "is no longer listed",
            _ => "is deprecated",
        };
        let mut message = format!(
            "the operation of `{}` {what} ({})",
            first.name, first.operation_as_of
        );
        if !others.is_empty() {
            let others = listed(&others);
            message.push_str("; also deprecated or no longer listed: the operations of ");
            message.push_str(&others);
        }
        let help = "remove such an action only when nobody calls its operation any more";
        self.report(OUTDATED_OPERATION, pattern.range, message, help);
    }

    pub(super) fn misspelt(&mut self, pattern: &Located<Pattern>, meant: &str) {
        let message = format!(
            "`{}` seems to be misspelt: no source lists it",
            pattern.value
        );
        let help = format!("did you mean `{meant}`?");
        self.report(MISSPELT_ACTION, pattern.range, message, help)
            .fix = Some(Fix::replacing(pattern.range, quoted(meant)));
    }
}

fn is_outdated(known: &KnownAction<'_>) -> bool {
    matches!(known.operation, Operation::Deprecated | Operation::Absent)
}
