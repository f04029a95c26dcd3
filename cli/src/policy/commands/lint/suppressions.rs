//! Findings that the settings accept.

use crate::output::failure::warn;
use ram_policy::Pattern;
use ram_policy::lint::Finding;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) struct Suppression {
    pub(super) rules: Vec<&'static str>,
    pub(super) path: Option<Pattern>,
    pub(super) reason: String,
    /// Its place in the settings.
    pub(super) place: String,
    /// Whether a file was linted that it applies to.
    is_in_sight: AtomicBool,
    is_used: AtomicBool,
}

impl Suppression {
    pub(super) fn new(
        rules: Vec<&'static str>,
        path: Option<Pattern>,
        reason: String,
        place: String,
    ) -> Self {
        Self {
            rules,
            path,
            reason,
            place,
            is_in_sight: AtomicBool::new(false),
            is_used: AtomicBool::new(false),
        }
    }

    /// Returns whether it applies to a file. Standard input has no path.
    pub(super) fn applies_to(&self, path: Option<&str>) -> bool {
        let applies = match (&self.path, path) {
            (None, _) => true,
            (Some(pattern), Some(path)) => pattern.matches(path),
            (Some(_), None) => false,
        };
        self.is_in_sight.fetch_or(applies, Ordering::Relaxed);
        applies
    }

    /// Warns if it could have suppressed something, but did not.
    pub(super) fn warn_if_unused(&self, selected: &[&str]) {
        let is_unused = self.is_in_sight.load(Ordering::Relaxed)
            && !self.is_used.load(Ordering::Relaxed)
            && self.rules.iter().any(|rule| selected.contains(rule));
        if is_unused {
            let message = format!("{}: this exception matches no finding", self.place);
            warn(&message, Some("remove the entry"));
        }
    }
}

/// The suppressions for a file.
pub(super) struct FileSuppressions<'s>(pub(super) Vec<&'s Suppression>);

impl<'s> FileSuppressions<'s> {
    /// Returns why a finding is suppressed, if it is.
    pub(super) fn reason(&self, finding: &Finding) -> Option<&'s str> {
        let suppression = self
            .0
            .iter()
            .find(|one| one.rules.contains(&finding.rule.name))?;
        suppression.is_used.store(true, Ordering::Relaxed);
        Some(&suppression.reason)
    }
}
