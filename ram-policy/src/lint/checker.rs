//! The state of a check, which the rules share.

use crate::lint::finding::Finding;
use crate::lint::known_actions::{KnownActions, Service};
use crate::lint::other_services::OtherServices;
use crate::lint::rule::Rule;
use crate::lint::size::SizeLimit;
use crate::policy::document::Policy;
use ram_diagnostics::{ByteRange, thousands};
use std::collections::HashSet;

/// The facts and limits to check policies against.
pub(crate) struct Settings<'k> {
    pub(crate) known: &'k dyn KnownActions,
    pub(crate) services: Vec<Service<'k>>,
    pub(crate) other_services: Option<&'k dyn OtherServices>,
    pub(crate) size: SizeLimit,
}

impl<'k> Settings<'k> {
    pub(crate) fn new(known: &'k dyn KnownActions) -> Self {
        Self {
            known,
            services: known.services(),
            other_services: None,
            size: SizeLimit::default(),
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
    pub(crate) findings: Vec<Finding>,
    /// The remaining steps of exact reasoning. Without any, redundancy is not reported.
    pub(crate) work: usize,
    /// How many more misspelt names are compared with all known ones.
    pub(crate) suggestions: usize,
    /// The services whose reads that `Get*` misses were reported.
    pub(crate) reported_reads: HashSet<String>,
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
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            settings,
            policy,
            findings,
            work: WORK,
            suggestions: SUGGESTIONS,
            reported_reads: HashSet::new(),
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
