//! The state of a check, which the rules share.

use crate::lint::finding::Finding;
use crate::lint::known_actions::{KnownActions, Service};
use crate::lint::other_services::OtherServices;
use crate::lint::rule::Rule;
use crate::lint::size::SizeLimit;
use crate::lint::words::words;
use crate::policy::document::Policy;
use crate::policy::kind::Kind;
use ram_diagnostics::{ByteRange, thousands};
use std::collections::HashSet;
use std::sync::OnceLock;

/// The facts and limits to check policies against.
pub(crate) struct Settings<'k> {
    pub(crate) known: &'k dyn KnownActions,
    pub(crate) services: Vec<Service<'k>>,
    pub(crate) other_services: Option<&'k dyn OtherServices>,
    /// The limit of identity policies.
    pub(crate) size: SizeLimit,
    /// The words of all known names, which are needed only where an unlisted name is met.
    words: OnceLock<HashSet<String>>,
}

impl<'k> Settings<'k> {
    pub(crate) fn new(known: &'k dyn KnownActions) -> Self {
        Self {
            known,
            services: known.services(),
            other_services: None,
            size: SizeLimit::default(),
            words: OnceLock::new(),
        }
    }

    /// Returns the limit on the size of a kind of policy.
    pub(crate) fn size_of(&self, kind: Kind) -> Option<SizeLimit> {
        match kind {
            Kind::Identity => Some(self.size.clone()),
            kind => SizeLimit::of(kind),
        }
    }

    /// Returns the service of an action.
    pub(crate) fn service_of(&self, action: &str) -> Option<&Service<'k>> {
        let (code, _) = action.split_once(':')?;
        self.service(code)
    }

    pub(crate) fn service(&self, code: &str) -> Option<&Service<'k>> {
        self.services
            .iter()
            .find(|service| service.code.eq_ignore_ascii_case(code))
    }

    /// Returns the words of all known names in lower case, for the comparison of misspelt ones.
    pub(crate) fn words(&self) -> &HashSet<String> {
        self.words.get_or_init(|| {
            let mut found = HashSet::new();
            let mut add = |name: &str| {
                found.extend(words(name).map(|(_, word)| word.to_ascii_lowercase()));
            };
            self.known.each(&mut |action| {
                if let Some((_, name)) = action.name.split_once(':') {
                    add(name);
                }
            });
            if let Some(list) = self.other_services {
                list.each_name(&mut add);
            }
            found
        })
    }

    /// Returns the known actions of the service of an action that may be meant by it, in order.
    pub(crate) fn actions_like(&self, action: &str) -> Vec<&'k str> {
        let mut actions = Vec::new();
        let Some((code, _)) = action.split_once(':') else {
            return actions;
        };
        self.known.each(&mut |known| {
            let service = known.name.split(':').next();
            if service.is_some_and(|service| service.eq_ignore_ascii_case(code)) {
                actions.push(known.name);
            }
        });
        if let Some(list) = self.other_services {
            actions.extend(list.actions(code));
        }
        actions.sort_unstable();
        // Lists made from policies have the starts of names, such as `ecs:Describe`, of which most are not names.
        let is_start = |name: &str, next: &&str| {
            let (_, text) = name.split_once(':').unwrap_or_default();
            let rest = next.strip_prefix(name);
            words(text).count() == 1
                && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        let starts: HashSet<&str> = { actions.windows(2) }
            .filter(|pair| is_start(pair[0], &pair[1]))
            .map(|pair| pair[0])
            .collect();
        actions.retain(|name| !starts.contains(name));
        actions
    }

    /// Returns the service that people call by a wrong code.
    pub(crate) fn misnamed(&self, code: &str) -> Option<&Service<'k>> {
        self.services.iter().find(|service| {
            service
                .facts
                .misnomers
                .iter()
                .any(|name| name.eq_ignore_ascii_case(code))
        })
    }
}

/// A policy during a check.
pub(crate) struct Checker<'a> {
    pub(crate) settings: &'a Settings<'a>,
    pub(crate) policy: &'a Policy,
    pub(crate) kind: Kind,
    /// The kind was given, and does not follow from the statements.
    pub(crate) is_kind_given: bool,
    pub(crate) findings: Vec<Finding>,
    /// The remaining steps of exact reasoning. Without any, redundancy is not reported.
    pub(crate) work: usize,
    /// True if only duplicates were searched for in some part of the policy.
    pub(crate) is_too_large: bool,
    /// The remaining steps for what Deny statements take away. Without any, risks are reported as without a Deny.
    pub(crate) deny_work: usize,
    /// How many more misspelt names are compared with all known ones.
    pub(crate) suggestions: usize,
    /// The services whose reads that `Get*` misses were reported.
    pub(crate) reported_reads: HashSet<String>,
    /// True once the actions of outdated operations were reported.
    pub(crate) has_reported_outdated: bool,
}

/// The most misspelt names of a policy to compare with all known ones. RAM does not accept a policy with as many.
const SUGGESTIONS: usize = 500;

/// The steps of exact reasoning for one policy. A typical policy of the largest size that RAM accepts takes a
/// tenth of them.
const WORK: usize = 400_000;

impl<'a> Checker<'a> {
    pub(crate) fn new(
        settings: &'a Settings<'a>,
        policy: &'a Policy,
        kind: Option<Kind>,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            settings,
            policy,
            kind: kind.unwrap_or_else(|| policy.kind()),
            is_kind_given: kind.is_some(),
            findings,
            work: WORK,
            is_too_large: false,
            deny_work: WORK / 4,
            suggestions: SUGGESTIONS,
            reported_reads: HashSet::new(),
            has_reported_outdated: false,
        }
    }

    /// Reports a finding, to which the caller may add a fix.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding {
            rule,
            severity: rule.severity,
            range,
            message: message.into(),
            help: help.into(),
            related: None,
            fix: None,
            is_unreadable: false,
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// `a`, `a and b`, `a, b and c`; of many the first ones and their number.
pub(crate) fn listed(names: &[&str]) -> String {
    const MOST: usize = 20;
    let quoted: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    match quoted.split_last() {
        _ if names.len() > MOST => {
            let more = thousands(names.len() - MOST);
            format!("{} and {more} more", quoted.join(", "))
        }
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
