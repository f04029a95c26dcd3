//! A policy document, with the way back to its place in the file.

use super::template::Found;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::excerpt::{SHOWN, first_of};
use ack_catalog_core::Source;
use ram_policy::ByteRange;
use std::sync::Arc;

pub(crate) struct Document {
    /// The file as it was named, `standard input` for `-`.
    pub(crate) name: Arc<str>,
    /// The whole of the file.
    pub(crate) file: Arc<str>,
    pub(super) found: Found,
}

impl Document {
    /// The document's own text.
    pub(crate) fn text(&self) -> &str {
        &self.found.embedded.text
    }

    /// How many of its values are filled in by Terraform, and taken as text here.
    pub(crate) fn computed(&self) -> usize {
        self.found.computed.len()
    }

    /// Where these stand in the document.
    pub(crate) fn computed_places(&self) -> Vec<ByteRange> {
        self.found
            .computed
            .iter()
            .map(|place| ByteRange::new(place.start, place.end))
            .collect()
    }

    /// Whether it stands in the file as a string, and not as it is.
    pub(crate) fn is_quoted(&self) -> bool {
        self.found.is_quoted
    }

    /// Whether the API's answer that it stands in says that another version of the policy is in force.
    pub(crate) fn is_of_other_version(&self) -> bool {
        self.found.is_of_other_version
    }

    /// The place in the file of a place in the document.
    pub(crate) fn outer(&self, range: ByteRange) -> ByteRange {
        let start = self.found.place(range.start);
        ByteRange::new(start, self.found.place(range.end).max(start))
    }

    /// The file, to find many places in it: it is passed over once for all of them.
    pub(crate) fn source(&self) -> Source<'_> {
        Source::new(&self.name, &self.file)
    }

    /// The line and the column in the file of a place in the document.
    pub(crate) fn line_column(&self, source: &Source<'_>, range: ByteRange) -> (usize, usize) {
        source.line_column(self.outer(range).start)
    }

    /// `policy.json:3:9`
    pub(crate) fn place(&self, range: ByteRange) -> String {
        self.place_at(self.line_column(&self.source(), range))
    }

    /// The same for a line and a column.
    pub(crate) fn place_at(&self, (line, column): (usize, usize)) -> String {
        format!("{}:{line}:{column}", self.shown())
    }

    /// The first of some places: `3:9, 4:9, and 7 more`
    pub(crate) fn first_places(&self, ranges: &[ByteRange]) -> String {
        let source = self.source();
        let places = ranges.iter().map(|range| {
            let (line, column) = self.line_column(&source, *range);
            format!("{line}:{column}")
        });
        first_of(SHOWN, places, ", ")
    }

    /// The file as messages name it.
    pub(crate) fn shown(&self) -> String {
        printable_line(&self.name)
    }
}

/// The documents of a file.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) documents: Vec<Document>,
    /// Why others cannot be read.
    pub(crate) refused: Vec<Failure>,
}
