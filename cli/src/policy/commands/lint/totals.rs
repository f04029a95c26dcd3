//! The totals of a run.

use super::lint_file::FileReport;
use crate::output::failure::Failure;
use crate::output::printable::counted;
use ram_policy::lint::Severity;
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Default)]
pub(super) struct Totals {
    /// The findings that are not suppressed.
    findings: BTreeMap<Severity, usize>,
    /// The findings that exceptions accept.
    pub(super) excepted: usize,
    /// The findings of rules that the settings ignore.
    pub(super) ignored: usize,
    /// The findings that pages or the length limit of the settings avoid.
    pub(super) avoided: usize,
    /// The findings whose level the settings lower.
    pub(super) lowered: usize,
    documents: usize,
    fixed: usize,
    pub(super) out_of_reach: usize,
    /// The findings whose fixes are not proved correct.
    unproved: BTreeMap<Severity, usize>,
    /// The inputs and documents that cannot be linted.
    pub(super) unreadable: usize,
    pub(super) has_diff: bool,
}

impl Totals {
    pub(super) fn add(&mut self, report: &FileReport) {
        let linted = &report.linted;
        for found in &linted.found {
            if found.reason.is_some() {
                self.excepted += 1;
            } else {
                *self.findings.entry(found.level).or_default() += 1;
                self.lowered += usize::from(found.level < found.finding.severity);
                if found.is_unproved {
                    *self.unproved.entry(found.level).or_default() += 1;
                }
            }
        }
        self.ignored += linted.ignored;
        self.avoided += linted.avoided;
        linted.failures.iter().for_each(Failure::report);
        self.unreadable += linted.failures.len();
        self.documents += linted.documents;
        self.fixed += report.fixed;
        self.out_of_reach += report.out_of_reach;
        self.has_diff |= !report.diff.is_empty();
    }

    /// Reports whether no input had a policy.
    pub(super) fn is_empty(&self) -> bool {
        self.documents == 0 && self.unreadable == 0
    }

    pub(super) fn highest(&self) -> Option<Severity> {
        self.findings.keys().next_back().copied()
    }

    /// Returns the number of findings whose fixes are not proved correct.
    pub(super) fn unproved(&self) -> usize {
        self.unproved.values().sum()
    }

    pub(super) fn highest_unproved(&self) -> Option<Severity> {
        self.unproved.keys().next_back().copied()
    }

    /// Returns `2 errors, 1 warning in 3 policies, 1 suppressed by ack-catalog.toml; 2 fixed`, unless nothing could be
    /// linted.
    pub(super) fn summary(&self, settings: Option<&str>) -> Option<String> {
        if self.documents == 0 && self.unreadable > 0 {
            return None;
        }
        let found = self.findings.iter().rev();
        let found: Vec<String> = found
            .map(|(level, count)| counted(*count, level.name()))
            .collect();
        let found = if found.is_empty() {
            "no findings".to_owned()
        } else {
            found.join(", ")
        };
        let noun = if self.documents == 1 {
            "policy"
        } else {
            "policies"
        };
        let mut summary = format!("{found} in {} {noun}", self.documents);
        let suppressed = self.excepted + self.ignored + self.avoided;
        if let Some(settings) = settings.filter(|_| suppressed > 0) {
            // Writing to a `String` does not fail.
            let _ = write!(summary, ", {suppressed} suppressed by {settings}");
        }
        if self.fixed > 0 {
            let _ = write!(summary, "; {} fixed", self.fixed);
        }
        Some(summary)
    }
}
