//! The linter: all rules, applied to one policy.

use crate::json::{self, Parsed, Value};
use crate::limits;
use crate::lint::checker::{Checker, Settings};
use crate::lint::finding::Finding;
use crate::lint::fix::{Applicability, FIX_PASSES, Fix, Risk, adds_problem};
use crate::lint::form;
use crate::lint::known_actions::KnownActions;
use crate::lint::other_services::OtherServices;
use crate::lint::registry::{SYNTAX, rule};
use crate::lint::size::SizeLimit;
use crate::lint::syntax;
use crate::policy::document::Policy;
use crate::policy::foreign_documents::{not_json, recognise};
use crate::policy::kind::Kind;
use crate::policy::parse::{read, read_partly};
use crate::policy::parse_statement::NO_RESOURCE;
use crate::policy::reader::Mode;
use crate::problem::{Problem, ReadError};
use crate::problem_code::Code;
use crate::text_edit::{Edit, replaced, replacements};

/// Lints a policy; the findings are in the order of their places.
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
/// assert!(found[0].fix.as_ref().is_some_and(|fix| fix.is_safe()));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn lint(policy: &Policy, known: &dyn KnownActions) -> Vec<Finding> {
    Linter::new(known).policy(policy)
}

/// The rules, prepared for many policies.
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
    settings: Settings<'k>,
    /// The steps of all proofs of a pass of fixes.
    pub(super) work_of_proofs: usize,
}

impl<'k> Linter<'k> {
    /// Creates a linter that knows the actions of a catalog.
    pub fn new(known: &'k dyn KnownActions) -> Self {
        Self {
            settings: Settings::new(known),
            work_of_proofs: 4 * limits::WORK_OF_PROOF,
        }
    }

    /// Limits the steps of the proofs of fixes, for tests of what is not proved.
    #[doc(hidden)]
    #[must_use]
    pub fn work_of_proofs(mut self, steps: usize) -> Self {
        self.work_of_proofs = steps;
        self
    }

    /// Sets another limit on the size of identity policies.
    #[must_use]
    pub fn size_limit(mut self, size: SizeLimit) -> Self {
        self.settings.size = size;
        self
    }

    /// Adds a list of actions of services that the catalog does not have.
    #[must_use]
    pub fn other_services(mut self, list: &'k dyn OtherServices) -> Self {
        self.settings.other_services = Some(list);
        self
    }

    /// Lints a text that should be a policy; the findings are in the order of their places. A text that is
    /// readable only with repairs is also checked as the policy that was meant.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, NothingKnown};
    ///
    /// // Neither JSON nor a list of statements, but the intent is clear.
    /// let found = Linter::new(&NothingKnown).text(r#"{"Version": "1", "Statement":
    ///     {"Effect": "Allow", "Action": "*", "Resource": "*",}
    /// }"#);
    /// let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
    /// assert_eq!(names, ["bare-statement", "everything-on-everything", "trailing-comma"]);
    /// ```
    pub fn text(&self, text: &str) -> Vec<Finding> {
        self.text_of(None, text)
    }

    /// Lints a text that should be a policy of this kind. Without a kind, the policy shows it ([`Policy::kind`]).
    ///
    /// ```
    /// use ram_policy::Kind;
    /// use ram_policy::lint::{Linter, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "acs:ram::1:role/reader"}
    /// ]}"#;
    /// let linter = Linter::new(&NothingKnown);
    /// assert!(linter.text(text).is_empty());
    /// assert_eq!(linter.text_of(Some(Kind::Trust), text)[0].rule.name, "missing-principal");
    /// ```
    pub fn text_of(&self, kind: Option<Kind>, text: &str) -> Vec<Finding> {
        let parsed = json::parse(text);
        match read(text, &parsed, Mode::Strict, kind) {
            Ok(read) => self.policy_of(kind, &read.policy),
            Err(error) => self.unreadable(kind, text, &parsed, &error),
        }
    }

    fn unreadable(
        &self,
        kind: Option<Kind>,
        text: &str,
        parsed: &Parsed<'_>,
        error: &ReadError,
    ) -> Vec<Finding> {
        let problems = error.problems();
        let root = parsed.root.as_ref();
        let foreign = not_json(text, parsed).or_else(|| recognise(text, root?));
        let unreadable = |problem: &Problem| Finding {
            is_unreadable: true,
            ..finding(problem)
        };
        if let Some(problem) = foreign {
            return vec![unreadable(&problem)];
        }
        if let Some(problem) = only_problem(parsed, problems) {
            return vec![unreadable(problem)];
        }
        let needed = needed_fixes(text, kind);
        // No fix is applied to a text that would still be unreadable.
        let as_needed = |finding: Finding| Finding {
            fix: finding.fix.zip(needed).map(|(fix, needed)| Fix {
                risk: fix
                    .risk
                    .or((needed == Applicability::Unsafe).then_some(Risk::Unproved)),
                ..fix
            }),
            ..finding
        };
        let found = |problem: &Problem| {
            as_needed(Finding {
                fix: fix(text, parsed, problem),
                ..finding(problem)
            })
        };
        // A statement with a `Principal` may lack a `Resource`, and another rule says that it lacks the `Principal`.
        let is_of_kind = |problem: &&Problem| {
            let has_principals = kind.is_some_and(Kind::has_principals);
            !(has_principals && problem.message == NO_RESOURCE)
        };
        let problems = problems.iter().filter(is_of_kind);
        let mut findings: Vec<Finding> = problems.map(found).collect();
        if let Ok(repaired) = read(text, parsed, Mode::Repairing, kind) {
            let of_meant = self.policy_of(kind, &repaired.policy);
            findings.extend(of_meant.into_iter().map(as_needed));
        } else if let Some(partly) =
            read_partly(text, parsed, kind).filter(|partly| !partly.statements.is_empty())
        {
            // A fix cannot be proved safe for a text that is only partly readable.
            let unfixed = |finding| Finding {
                fix: None,
                ..finding
            };
            findings.extend(self.policy_of(kind, &partly).into_iter().map(unfixed));
        } else {
            for one in &mut findings {
                one.is_unreadable = true;
            }
        }
        findings.sort_by_key(|finding| finding.range);
        findings
    }

    /// Lints a policy; the findings are in the order of their places.
    pub fn policy(&self, policy: &Policy) -> Vec<Finding> {
        self.policy_of(None, policy)
    }

    fn policy_of(&self, kind: Option<Kind>, policy: &Policy) -> Vec<Finding> {
        let notes = policy.notes.iter().map(finding).collect();
        let mut checker = Checker::new(&self.settings, policy, kind, notes);
        checker.actions();
        checker.resources();
        checker.principals();
        checker.conditions();
        checker.letters();
        checker.risks();
        let redundant = checker.redundancy();
        checker.too_long(&redundant);
        let mut findings = checker.findings;
        findings.sort_by_key(|finding| finding.range);
        findings
    }
}

/// Returns the problem that makes a text no policy at all, whatever else is in it.
fn only_problem<'p>(parsed: &Parsed<'_>, problems: &'p [Problem]) -> Option<&'p Problem> {
    let code = match &parsed.root {
        // Reading ended at the last problem.
        None => parsed.problems.last()?.code,
        Some(root) if !matches!(root.value, Value::Object(_)) => Code::WrongType,
        Some(_) => return None,
    };
    problems.iter().rfind(|problem| problem.code == code)
}

fn fix(text: &str, parsed: &Parsed<'_>, problem: &Problem) -> Option<Fix> {
    syntax::fix(text, parsed, problem).or_else(|| form::fix(text, parsed.root.as_ref(), problem))
}

/// Returns the fixes that make a text a readable policy; `None` if no fixes do, so that none of them may be applied.
fn needed_fixes(text: &str, kind: Option<Kind>) -> Option<Applicability> {
    let needed = [Applicability::Safe, Applicability::Unsafe];
    needed.into_iter().find(|needed| {
        let mut text = text.to_owned();
        for _ in 0..FIX_PASSES {
            let parsed = json::parse(&text);
            let Err(error) = read(&text, &parsed, Mode::Strict, kind) else {
                return true;
            };
            let fixes = error.problems().iter();
            let fixes = fixes.filter_map(|problem| fix(&text, &parsed, problem));
            let (safe, other): (Vec<Fix>, Vec<Fix>) = fixes.partition(Fix::is_safe);
            let after = |fixes: Vec<Fix>| {
                let edits: Vec<Edit> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
                let next = replaced(&text, &replacements(&text, &edits));
                (next != text && !adds_problem(&text, &next)).then_some(next)
            };
            let next = match needed {
                Applicability::Safe => after(safe),
                Applicability::Unsafe => after(safe).or_else(|| after(other)),
            };
            let Some(next) = next else {
                return false;
            };
            text = next;
        }
        false
    })
}

/// Creates a finding by the rule for the code of a problem.
fn finding(problem: &Problem) -> Finding {
    let rule = rule(problem.code.name()).unwrap_or(SYNTAX);
    let mut finding = Finding::new(rule, problem);
    if let Some(help) = syntax::help(problem.code) {
        help.clone_into(&mut finding.help);
    }
    finding
}
