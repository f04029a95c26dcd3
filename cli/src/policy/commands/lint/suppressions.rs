//! Findings that the settings accept.

use crate::output::failure::warn;
use ram_policy::Pattern;
use ram_policy::lint::Finding;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
pub(super) struct Suppression {
    pub(super) rules: Vec<&'static str>,
    pub(super) path: Option<Pattern>,
    pub(super) reason: String,
    /// The place in the settings.
    pub(super) place: String,
    /// True once it applied to a file.
    pub(super) is_in_scope: AtomicBool,
    pub(super) is_used: AtomicBool,
}

impl Suppression {
    /// Returns true if it applies to a file. Standard input has no path.
    pub(super) fn applies_to(&self, path: Option<&str>) -> bool {
        let applies = match (&self.path, path) {
            (None, _) => true,
            (Some(pattern), Some(path)) => pattern.matches(path),
            (Some(_), None) => false,
        };
        self.is_in_scope.fetch_or(applies, Ordering::Relaxed);
        applies
    }

    /// Warns if it could have suppressed a finding, but did not.
    pub(super) fn warn_if_unused(&self, deselected: &[&str]) {
        let is_unused = self.is_in_scope.load(Ordering::Relaxed)
            && !self.is_used.load(Ordering::Relaxed)
            && !self.rules.iter().all(|rule| deselected.contains(rule));
        if is_unused {
            let message = format!("{}: this exception matches no finding", self.place);
            warn(&message, Some("remove the entry"));
        }
    }
}

/// The suppressions for a file.
pub(super) struct FileSuppressions<'s>(pub(super) Vec<&'s Suppression>);

impl<'s> FileSuppressions<'s> {
    /// Returns the reason if a finding is suppressed.
    pub(super) fn reason(&self, finding: &Finding) -> Option<&'s str> {
        let suppression = self
            .0
            .iter()
            .find(|one| one.rules.contains(&finding.rule.name))?;
        suppression.is_used.store(true, Ordering::Relaxed);
        Some(&suppression.reason)
    }
}
