//! The checks of names of a known service.

use crate::lint::checker::{Checker, listed};
use crate::lint::fix::Fix;
use crate::lint::known_actions::{Claim, KnownAction, Operation, Retired, Service, Superseded};
use crate::lint::registry::{
    ACTION_CASE, MISSPELT_ACTION, NOT_AN_ACTION, OUTDATED_OPERATION, RENAMED_ACTION,
    UNLISTED_ACTION,
};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use crate::policy::print::quoted;
use ram_diagnostics::Severity;

impl Checker<'_> {
    /// Checks a name of a known service.
    pub(super) fn known_service(&mut self, service: &Service<'_>, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        let range = pattern.range;
        let not_actions = service.facts.not_actions.iter();
        if let Some((name, what)) =
            { not_actions }.find(|(name, _)| name.eq_ignore_ascii_case(text))
        {
            let message = format!("`{name}` is {what}, not an action");
            let help = match *what {
                "a condition key" => "move it to `Condition`, under an operator",
                _ => "remove it; it allows nothing here",
            };
            self.report(NOT_AN_ACTION, range, message, help);
            return;
        }
        match self.settings.known.find(text) {
            Some(known) => match known.retired {
                None => self.known_action(&known, pattern),
                Some(retired) => self.retired(&known, retired, service, pattern),
            },
            // The list also has services of the catalog, if that is made of other pages.
            None if self.is_listed_elsewhere(text) => {}
            None => self.unlisted(pattern),
        }
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

    fn is_listed_elsewhere(&self, action: &str) -> bool {
        let list = self.settings.other_services;
        list.is_some_and(|list| list.find(action).is_some())
    }

    /// Reports an action that has left its source.
    fn retired(
        &mut self,
        known: &KnownAction<'_>,
        retired: Retired<'_>,
        service: &Service<'_>,
        pattern: &Located<Pattern>,
    ) {
        let name = known.name;
        if let Some(replaced_by) = retired.replaced_by {
            self.renamed(name, &[replaced_by], pattern);
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
    fn renamed(&mut self, name: &str, current: &[&str], pattern: &Located<Pattern>) {
        let message =
            format!("`{name}` is an earlier name; its operation requires another action now");
        let names: Vec<String> = current.iter().map(|name| quoted(name)).collect();
        let help = format!("write {}", names.join(", "));
        self.report(RENAMED_ACTION, pattern.range, message, help)
            .fix = match current {
            [only] => Some(Fix::replacing(pattern.range, quoted(only))),
            // Several need a list, and whether there is one is not known here.
            _ => None,
        };
    }

    /// Reports an action on which sources disagree, unless the policy has what the newest one requires.
    fn disputed(
        &mut self,
        name: &str,
        newest: Claim<'_>,
        other: Claim<'_>,
        pattern: &Located<Pattern>,
    ) {
        let policy = self.policy;
        let has = |action: &&str| {
            let mut statements = policy.statements.iter();
            statements.any(|statement| statement.actions.cover(action))
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
            "sources disagree on `{name}`: its operation requires {} by {} ({}), and {} by {} ({})",
            listed(newest.actions),
            newest.source,
            newest.as_of,
            listed(other.actions),
            other.source,
            other.as_of
        );
        let help = format!("if the call is refused, add {}", listed(&lacking));
        self.report(RENAMED_ACTION, pattern.range, message, help)
            .severity = Severity::Note;
    }

    pub(super) fn other_case(&mut self, name: &str, pattern: &Located<Pattern>) {
        let message = format!("the documentation writes `{name}`");
        let help =
            "write it as the documentation does; letter case does not matter \"in most cases\"";
        self.report(ACTION_CASE, pattern.range, message, help).fix =
            Some(Fix::replacing(pattern.range, quoted(name)));
    }

    fn known_action(&mut self, known: &KnownAction<'_>, pattern: &Located<Pattern>) {
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
                Some(other) => self.disputed(known.name, newest, other, pattern),
                None => self.renamed(known.name, newest.actions, pattern),
            }
            return;
        }
        let what = match known.operation {
            Operation::Deprecated => "is deprecated",
            Operation::Absent => "is no longer listed",
            Operation::Current | Operation::Unknown => return,
        };
        let message = format!(
            "the operation of `{}` {what} ({})",
            known.name, known.operation_as_of
        );
        let help = "also grant the action of the operation that replaced it";
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
