//! The linter: every fault of a policy that can be found without asking RAM.
//!
//! A rule is a row of the table ([`rules`]) and the code that finds it; a [`Finding`] is one place
//! where it applies, with a [`Fix`] where a program can mend it.

mod actions;
mod conditions;
mod fix;
mod fixer;
mod form;
mod known_actions;
mod redundancy;
mod registry;
mod resources;
mod risk;
mod rule;

use crate::place::ByteRange;
use crate::policy::document::Policy;
use crate::policy::foreign_documents::is_foreign_document;
use crate::policy::parse::read_partly;
use crate::problem::ReadError;
pub use fix::Fix;
pub use fixer::{Applicability, FIX_PASSES, FixPass, Fixed};
pub use form::size::{Size, SizeLimit};
pub use known_actions::{
    Facts, KnownAction, KnownActions, NothingKnown, Operation, OtherAction, Service,
};
pub use registry::{nearest_rule, rule, rules};
pub use rule::{Fixable, Group, Level, Rule};
use std::collections::HashSet;

/// One place where a rule applies.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::lint::{NothingKnown, lint};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:StartAlert", "cs:startalert"], "Resource": "*"}
/// ]}"#.parse()?;
/// let finding = &lint(&policy, &NothingKnown)[0];
/// let (line, column) = policy.line_column(finding.range);
/// let shown = format!("{line}:{column}: {}[{}]: {}", finding.level, finding.rule.name, finding.message);
/// assert!(shown.starts_with("2:53: warning[duplicate-action]: "));
/// let first = finding.related.expect("what it comes after");
/// assert_eq!(&policy.text()[first.as_range()], r#""cs:StartAlert""#);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is; mostly as the rule says.
    pub level: Level,
    /// Where it is.
    pub range: ByteRange,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Another place that it has to do with: where a duplicate stands for the first time.
    pub related: Option<ByteRange>,
    /// How a program can mend it.
    pub fix: Option<Fix>,
}

/// The faults of a policy, in the order of their places.
///
/// ```
/// use ram_policy::lint::{NothingKnown, lint};
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["oss:GetObject", "oss:Get*"], "Resource": "acs:oss:*:*:logs/*"}
/// ]}"#.parse()?;
/// let found = lint(&policy, &NothingKnown);
/// assert_eq!(found[0].rule.name, "redundant-action");
/// assert!(found[0].fix.as_ref().is_some_and(|fix| fix.is_safe));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn lint(policy: &Policy, known: &dyn KnownActions) -> Vec<Finding> {
    Linter::new(known).policy(policy)
}

/// The rules, made ready for many policies.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown};
///
/// let linter = Linter::new(&NothingKnown);
/// let found = linter.text(r#"{"Version": "1", "Statement": [
///     {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}
/// ]}"#);
/// let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
/// assert_eq!(names, ["sid", "everything-on-everything"]);
/// ```
pub struct Linter<'k> {
    known: &'k dyn KnownActions,
    services: Vec<Service<'k>>,
    size: SizeLimit,
}

impl<'k> Linter<'k> {
    /// A linter that holds actions against these.
    pub fn new(known: &'k dyn KnownActions) -> Self {
        Self {
            known,
            services: known.services(),
            size: SizeLimit::default(),
        }
    }

    /// With another limit of the size.
    #[must_use]
    pub fn size_limit(self, size: SizeLimit) -> Self {
        Self { size, ..self }
    }

    /// The faults of a text that should be a policy, in the order of their places. A text that cannot
    /// be read as it stands, and can with repairs, is judged as the policy that it was meant to be.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, NothingKnown};
    ///
    /// // No JSON, and no list of statements; what is meant is plain.
    /// let found = Linter::new(&NothingKnown).text(r#"{"Version": "1", "Statement":
    ///     {"Effect": "Allow", "Action": "*", "Resource": "*",}
    /// }"#);
    /// let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
    /// assert_eq!(names, ["bare-statement", "everything-on-everything", "trailing-comma"]);
    /// ```
    pub fn text(&self, text: &str) -> Vec<Finding> {
        match text.parse::<Policy>() {
            Ok(policy) => self.policy(&policy),
            Err(error) => self.unreadable(text, &error),
        }
    }

    fn unreadable(&self, text: &str, error: &ReadError) -> Vec<Finding> {
        let problems = error.problems();
        if let Some(problem) = problems.iter().find(|one| is_foreign_document(one.code)) {
            return vec![Finding::of(problem)];
        }
        let mut findings = form::findings(text, problems);
        if let Ok(repaired) = Policy::read_repairing(text) {
            findings.extend(self.policy(&repaired.policy));
        } else if let Some(partly) = read_partly(text) {
            // What is not wholly read cannot be proved to stay the same.
            let unfixed = |finding| Finding {
                fix: None,
                ..finding
            };
            findings.extend(self.policy(&partly).into_iter().map(unfixed));
        }
        findings.sort_by_key(|finding| finding.range);
        findings
    }

    /// The faults of a policy, in the order of their places.
    pub fn policy(&self, policy: &Policy) -> Vec<Finding> {
        let mut subject = Checker {
            linter: self,
            policy,
            findings: policy.notes.iter().map(Finding::of).collect(),
            work: WORK,
            suggestions: SUGGESTIONS,
            reported_reads: HashSet::new(),
        };
        subject.actions();
        subject.resources();
        subject.conditions();
        subject.letters();
        subject.risks();
        let redundant = subject.redundancy();
        subject.size(&redundant);
        let mut findings = subject.findings;
        findings.sort_by_key(|finding| finding.range);
        findings
    }

    /// The service that an action names.
    fn service_of(&self, action: &str) -> Option<&Service<'k>> {
        let (code, _) = action.split_once(':')?;
        self.service(code)
    }

    fn service(&self, code: &str) -> Option<&Service<'k>> {
        let mut services = self.services.iter();
        services.find(|service| service.code.eq_ignore_ascii_case(code))
    }
}

/// A policy while its faults are gathered.
struct Checker<'a> {
    linter: &'a Linter<'a>,
    policy: &'a Policy,
    findings: Vec<Finding>,
    /// Steps of exact reasoning that are left. What is not reached is not reported.
    work: usize,
    /// Names that are still held against all known ones.
    suggestions: usize,
    /// Services of which it was said which reads `Get*` misses.
    reported_reads: HashSet<String>,
}

/// No policy that RAM accepts has so many actions.
const SUGGESTIONS: usize = 500;

/// A policy of the largest size that RAM accepts takes a tenth of it.
const WORK: usize = 400_000;

impl Checker<'_> {
    /// Notes a finding; the caller may add to it.
    fn found(
        &mut self,
        rule: &'static Rule,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding {
            rule,
            level: rule.level,
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
fn listed(names: &[&str]) -> String {
    const MOST: usize = 20;
    let quoted: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    match quoted.split_last() {
        _ if names.len() > MOST => format!("{} and {} more", quoted.join(", "), names.len() - MOST),
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
