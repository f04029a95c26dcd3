//! Actions that a reader does not expect to be dangerous, or to be of no use.

use crate::output::failure::note;
use crate::policy::group_by::grouped;
use ack_catalog::CsAction;
use ram_policy::Policy;
use ram_policy::lint::{Finding, KnownActions as _, Linter, ServiceFacts};
use std::fmt;

/// What an action of ACK gives besides its own effect.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Risk {
    Credentials,
    Permissions,
}

impl Risk {
    /// Returns the risk of an action, by the facts that the linter has.
    pub(crate) fn of(action: &str) -> Option<Self> {
        let services = CsAction::KNOWN.services();
        let is_in = |names: fn(&ServiceFacts) -> &[&str]| {
            let mut all = services.iter().flat_map(|one| names(one.facts));
            all.any(|name| name.eq_ignore_ascii_case(action))
        };
        if is_in(|facts| facts.kubeconfigs) {
            Some(Self::Credentials)
        } else if is_in(|facts| facts.grants) {
            Some(Self::Permissions)
        } else {
            None
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Permissions => "permissions",
        }
    }
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Credentials => "returns credentials of clusters",
            Self::Permissions => "can give permissions to others, or to the caller",
        })
    }
}

/// The rule about actions that return credentials.
const CREDENTIALS: &str = "kubeconfig-access";

/// The rules about single actions that are right as written.
const OF_ACTIONS: [&str; 3] = [CREDENTIALS, "permission-granting", "outdated-operation"];

/// Notes which of these actions return credentials, although they only read.
pub(crate) fn note_credentials(actions: &[&str]) {
    note_findings(actions, &[CREDENTIALS]);
}

/// Notes what the linter reports about actions that a command writes, so that its output has no surprise.
pub(crate) fn note_what_lint_reports(actions: &[&str]) {
    note_findings(actions, &OF_ACTIONS);
}

fn note_findings(actions: &[&str], rules: &[&str]) {
    // On every resource, `*` is only reported as everything.
    let policy = Policy::allowing(actions.iter().copied(), "acs:cs:*:*:*");
    let findings = Linter::new(&CsAction::KNOWN).policy(&policy);
    let of_rules = findings.iter().filter(|one| rules.contains(&one.rule.name));
    for (_, findings) in grouped(of_rules.map(|one| (one.rule.name, one))) {
        let [first, others @ ..] = &findings[..] else {
            continue;
        };
        let action = |one: &&Finding| {
            let text = &policy.text()[one.range.as_range()];
            format!("`{}`", text.trim_matches('"'))
        };
        let others: Vec<String> = others.iter().map(action).collect();
        let likewise = match &others[..] {
            [] => String::new(),
            all => format!("; likewise {}", all.join(", ")),
        };
        let rule = first.rule.name;
        let help = format!("`lint` reports it as `{rule}`; `ack-catalog rules {rule}` explains it");
        note(&format!("{}{likewise}", first.message), Some(&help));
    }
}
