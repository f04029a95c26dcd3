//! The type of a rule. Each rule is defined next to its check.

use ram_diagnostics::Severity;

/// A rule of the linter: an entry of the table from which the program, the documentation and the tests are made.
///
/// ```
/// use ram_policy::lint::{Fixable, Linter, NothingKnown, rule};
///
/// let rule = rule("sid").expect("a rule of this name");
/// assert_eq!((rule.group.name(), rule.severity.name(), rule.fix), ("Form", "error", Fixable::Safe));
/// // The examples are whole policies, one with a finding and one without.
/// let finds = |text| Linter::new(&NothingKnown).text(text).iter().any(|found| found.rule == rule);
/// assert!(finds(rule.bad) && !finds(rule.good));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, such as `misspelt-action`.
    pub name: &'static str,
    /// The group.
    pub group: Group,
    /// The usual severity of its findings.
    pub severity: Severity,
    /// The kind of fix that its findings have.
    pub fix: Fixable,
    /// The parts that it finds, as a noun phrase.
    pub what: &'static str,
    /// Why that is a problem.
    pub why: &'static str,
    /// The remedy, as a sentence.
    pub remedy: &'static str,
    /// A policy with a finding of this rule; empty where one would be too large to show.
    pub bad: &'static str,
    /// A policy without one.
    pub good: &'static str,
    /// The source of the facts, or whose choice the rule is.
    pub source: &'static str,
}

impl Rule {
    /// Returns the name of its documentation page, which the rules on JSON syntax share.
    pub const fn page(&self) -> &'static str {
        match self.group {
            Group::Syntax => "syntax",
            _ => self.name,
        }
    }

    /// The defaults that rules build on.
    pub(crate) const BLANK: Self = Self {
        name: "",
        group: Group::Form,
        severity: Severity::Warning,
        fix: Fixable::No,
        what: "",
        why: "",
        remedy: "",
        bad: "",
        good: "",
        source: "",
    };
}

/// The part of a policy that a rule checks.
///
/// [`Rule`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The text as JSON.
    Syntax,
    /// The elements of the document.
    Form,
    /// Actions.
    Actions,
    /// Resources.
    Resources,
    /// Redundant parts.
    Redundancy,
    /// Conditions.
    Conditions,
    /// Valid but dangerous parts.
    Risk,
}

/// The kind of fix that the findings of a rule have.
///
/// [`Rule`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    /// No finding has a fix.
    No,
    /// Some findings have a fix that changes no decision.
    Safe,
    /// Some findings have a fix that is meant to change decisions.
    Unsafe,
}

impl Group {
    /// Returns `Form` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "Syntax",
            Self::Form => "Form",
            Self::Actions => "Actions",
            Self::Resources => "Resources",
            Self::Redundancy => "Redundancy",
            Self::Conditions => "Conditions",
            Self::Risk => "Risk",
        }
    }
}

impl Fixable {
    /// Returns `no`, `safe` or `unsafe`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Writes a policy of these statements, for examples.
macro_rules! policy {
    ($first:literal $(, $rest:literal)* $(,)?) => {
        concat!(
            "{\n  \"Version\": \"1\",\n  \"Statement\": [\n    ",
            $first,
            $(",\n    ", $rest,)*
            "\n  ]\n}\n"
        )
    };
}

/// Writes a policy with one statement that allows these actions, for examples.
macro_rules! allowing {
    ($actions:literal) => {
        allowing!($actions, "\"*\"")
    };
    ($actions:literal, $resources:literal $(, $more:literal)?) => {
        concat!(
            "{\n  \"Version\": \"1\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": ",
            $actions,
            ",\n      \"Resource\": ",
            $resources,
            $(",\n      ", $more,)?
            "\n    }\n  ]\n}\n"
        )
    };
}

pub(crate) use {allowing, policy};
