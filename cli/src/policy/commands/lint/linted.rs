//! A file and its findings.

use crate::output::failure::Failure;
use crate::policy::input::document::Document;
use ack_catalog_core::ByteRange;
use ram_policy::lint::{Applicability, Finding, Fix, Severity};
use std::collections::HashSet;
use std::sync::Arc;

pub(crate) struct Linted {
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<str>,
    pub(crate) documents: usize,
    /// The errors of documents that cannot be read.
    pub(crate) failures: Vec<Failure>,
    /// Policies of other files, which this one takes.
    pub(crate) elsewhere: Vec<Document>,
    pub(crate) found: Vec<LintedFinding>,
    /// The number of findings that the settings ignore.
    pub(crate) ignored: usize,
    /// The number of findings that there are without the pages and the length limit of the settings.
    pub(crate) avoided: usize,
}

pub(crate) struct LintedFinding {
    pub(crate) finding: Finding,
    /// The level, as in the settings.
    pub(crate) level: Severity,
    /// The number of the document in the file, from 0.
    pub(crate) document: usize,
    /// The place in the file.
    pub(crate) place: ByteRange,
    /// Line and column of the start and the end of the place.
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
    /// A second place in the file.
    pub(crate) related: Option<ByteRange>,
    /// True for a file that does not contain a policy.
    pub(crate) is_of_other_file: bool,
    /// The fix, unless the document is in a string.
    pub(crate) replacements: Vec<Replacement>,
    /// The reason if the settings suppress it.
    pub(crate) reason: Option<String>,
    /// True if it was to be fixed, and the fix is not proved correct.
    pub(crate) is_unproved: bool,
}

/// A new text for a span of the file; start and end are lines and columns.
pub(crate) struct Replacement {
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
    pub(crate) text: String,
}

impl Linted {
    /// Takes back the fixes that a run has not applied to this text.
    pub(crate) fn withdraw_fixes(
        &mut self,
        applicability: Applicability,
        unreached: &HashSet<usize>,
    ) {
        for found in &mut self.found {
            let is_applicable = |fix: &Fix| fix.is_safe() || applicability == Applicability::Unsafe;
            if found.reason.is_none() && found.finding.fix.as_ref().is_some_and(is_applicable) {
                found.finding.fix = None;
                found.replacements.clear();
                found.is_unproved = !unreached.contains(&found.document);
            }
        }
    }

    /// Returns the findings that are not suppressed.
    pub(crate) fn open(&self) -> impl Iterator<Item = &LintedFinding> {
        self.found.iter().filter(|found| found.reason.is_none())
    }
}
