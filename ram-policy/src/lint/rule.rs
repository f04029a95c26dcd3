//! What a rule is. The rules themselves stand with the code that finds them.

use ram_diagnostics::Severity;

/// A rule of the linter: the table that the program, the documentation and the tests are made from has
/// one of these for each.
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
    /// What it looks at.
    pub group: Group,
    /// How bad a finding is, unless the finding says otherwise.
    pub severity: Severity,
    /// Whether a finding can be mended by a program.
    pub fix: Fixable,
    /// What it finds, in a line.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// A policy with a finding of this rule. Empty where one would be too large to show.
    pub bad: &'static str,
    /// A policy without.
    pub good: &'static str,
    /// Where the facts come from, or whose choice it is.
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

    /// What most rules have in common, for those to build on.
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

/// What a rule looks at.
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
    /// What can be left out.
    Redundancy,
    /// Conditions.
    Conditions,
    /// What is right, and dangerous.
    Risk,
}

/// Whether the findings of a rule can be mended by a program.
///
/// [`Rule`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    /// They cannot.
    No,
    /// Some can be, and then nothing changes in what the policy allows.
    Safe,
    /// Some can be; what the policy allows changes, which is the point.
    Unsafe,
}

impl Group {
    /// `Form` and so on.
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
    /// `no`, `safe` or `unsafe`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A whole policy of these statements, for the examples.
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

/// A policy of one statement: `Allow`, and these actions, on all resources.
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
