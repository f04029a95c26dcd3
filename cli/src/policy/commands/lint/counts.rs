//! How many findings there are.

use super::linted::Linted;
use crate::output::printable::counted;
use ram_policy::lint::Severity;

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) suppressed: usize,
    pub(crate) documents: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, linted: &Linted) {
        self.documents += linted.documents;
        for found in &linted.found {
            match (&found.reason, found.level) {
                (Some(_), _) => self.suppressed += 1,
                (None, Severity::Error) => self.errors += 1,
                (None, Severity::Warning) => self.warnings += 1,
                (None, Severity::Note) => self.notes += 1,
            }
        }
    }

    pub(crate) fn highest(&self) -> Option<Severity> {
        match self {
            Self { errors: 1.., .. } => Some(Severity::Error),
            Self { warnings: 1.., .. } => Some(Severity::Warning),
            Self { notes: 1.., .. } => Some(Severity::Note),
            _ => None,
        }
    }

    /// `2 errors, 1 warning in 3 policies`
    pub(crate) fn summary(&self) -> String {
        let policies = match self.documents {
            1 => "1 policy".to_owned(),
            more => format!("{more} policies"),
        };
        let each = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ];
        let each: Vec<String> = each
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(count, what))
            .collect();
        let found = if each.is_empty() {
            "nothing found".to_owned()
        } else {
            each.join(", ")
        };
        let suppressed = match self.suppressed {
            0 => String::new(),
            count => format!(", {count} suppressed"),
        };
        format!("{found} in {policies}{suppressed}")
    }
}
