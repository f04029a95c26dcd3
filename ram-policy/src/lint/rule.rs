//! The type of a rule, and its texts.

use ram_diagnostics::Severity;

/// A rule of the linter.
///
/// ```
/// use ram_policy::lint::{Fixable, rule};
///
/// let rule = rule("sid").expect("a rule of this name");
/// assert_eq!((rule.group.name(), rule.severity.name(), rule.fix), ("Form", "error", Fixable::Safe));
/// assert_eq!(rule.what(), "statements with a `Sid`");
/// assert!(rule.page.starts_with("# `sid`") && rule.page.contains(rule.why()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, such as `misspelt-action`.
    pub name: &'static str,
    /// The group.
    pub group: Group,
    /// The highest severity of its findings. Some findings of a rule have a lower one, as its page says.
    pub severity: Severity,
    /// The kind of fix that its findings have.
    pub fix: Fixable,
    /// Its documentation as Markdown: what it finds and why, an example, the remedy and the source. The rules on
    /// JSON syntax share a page.
    pub page: &'static str,
}

impl Rule {
    /// Returns the parts that it finds, as a noun phrase.
    pub fn what(&self) -> &'static str {
        self.cell(1).unwrap_or_else(|| {
            let text = self.paragraph("What it does");
            text.trim_start_matches("Finds ").trim_end_matches('.')
        })
    }

    /// Returns why that is a problem.
    pub fn why(&self) -> &'static str {
        self.paragraph("Why it is a problem")
    }

    /// Returns the remedy.
    pub fn remedy(&self) -> &'static str {
        self.cell(2).unwrap_or_else(|| self.paragraph("Fix"))
    }

    /// Returns the first paragraph after a heading of the page.
    fn paragraph(&self, heading: &str) -> &'static str {
        let section = self.page.split_once(&format!("\n## {heading}\n\n"));
        let paragraph = section.and_then(|(_, text)| text.split("\n\n").next());
        paragraph.unwrap_or_default()
    }

    /// Returns a cell of its row in the table of a shared page, counted after its name.
    fn cell(&self, index: usize) -> Option<&'static str> {
        let row = self.page.lines().find_map(|line| {
            let rest = line.strip_prefix("| `")?.strip_prefix(self.name)?;
            rest.strip_prefix("` | ")?.strip_suffix(" |")
        });
        row?.split(" | ").nth(index)
    }
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
    /// Principals.
    Principals,
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
            Self::Principals => "Principals",
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
