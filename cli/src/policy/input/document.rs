//! A policy document, with the way back to its place in the file.

use super::extracted::Extracted;
use crate::output::failure::Failure;
use crate::output::printable::{first_of, printable_line};
use crate::policy::excerpt::SHOWN;
use ack_catalog_core::Source;
use ram_policy::ByteRange;
use std::sync::Arc;

pub(crate) struct Document {
    /// The file as the user named it, or `standard input` for `-`.
    pub(crate) name: Arc<str>,
    /// The whole text of the file.
    pub(crate) file: Arc<str>,
    pub(super) found: Extracted,
    /// The tool that computes parts of the document.
    pub(super) computed_by: Option<&'static Tool>,
}

/// A tool that computes parts of policies, as messages describe it.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// How a file marks a computed value.
    pub(crate) mark: &'static str,
    /// How to check the computed policy.
    pub(crate) help: &'static str,
}

impl Document {
    pub(crate) fn text(&self) -> &str {
        &self.found.embedded.text
    }

    /// Returns the ranges in the document of computed values.
    pub(crate) fn computed(&self) -> Vec<ByteRange> {
        self.found
            .computed
            .iter()
            .map(|place| ByteRange::new(place.start, place.end))
            .collect()
    }

    /// Returns the tool that computes values of the document, if any are computed.
    pub(crate) fn computed_by(&self) -> Option<&'static Tool> {
        self.computed_by.filter(|_| !self.found.computed.is_empty())
    }

    /// Returns true if a part of this range is computed.
    pub(crate) fn is_computed(&self, range: ByteRange) -> bool {
        let computed = &self.found.computed;
        let first = computed.partition_point(|it| it.end <= range.start);
        computed.get(first).is_some_and(|it| it.start < range.end)
    }

    /// Returns whether the file contains the document as a string.
    pub(crate) fn is_quoted(&self) -> bool {
        self.found.is_quoted
    }

    /// Returns whether the answer of the API says that another version of the policy is in force.
    pub(crate) fn is_inactive_version(&self) -> bool {
        self.found.is_inactive_version
    }

    /// Returns the range in the file for a range in the document.
    pub(crate) fn outer(&self, range: ByteRange) -> ByteRange {
        let start = self.found.place(range.start);
        ByteRange::new(start, self.found.place(range.end).max(start))
    }

    /// Returns the file, for finding many places in one pass.
    pub(crate) fn source(&self) -> Source<'_> {
        Source::new(&self.name, &self.file)
    }

    /// Returns the line and the column in the file for a range in the document.
    pub(crate) fn line_column(&self, source: &Source<'_>, range: ByteRange) -> (usize, usize) {
        source.line_column(self.outer(range).start)
    }

    /// Formats a place: `policy.json:3:9`.
    pub(crate) fn place(&self, range: ByteRange) -> String {
        self.place_at(self.line_column(&self.source(), range))
    }

    pub(crate) fn place_at(&self, (line, column): (usize, usize)) -> String {
        format!("{}:{line}:{column}", self.printable_name())
    }

    /// Formats the first few places: `3:9, 4:9, and 7 more`.
    pub(crate) fn first_places(&self, ranges: &[ByteRange]) -> String {
        let source = self.source();
        let places = ranges.iter().map(|range| {
            let (line, column) = self.line_column(&source, *range);
            format!("{line}:{column}")
        });
        first_of(SHOWN, places, ", ")
    }

    pub(crate) fn printable_name(&self) -> String {
        printable_line(&self.name)
    }
}

/// The documents of a file.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) documents: Vec<Document>,
    /// The errors of documents that cannot be read.
    pub(crate) failures: Vec<Failure>,
}
