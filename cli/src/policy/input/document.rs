//! A policy document with its file.

use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::excerpt::SHOWN;
use ack_catalog_core::Source;
use ram_diagnostics::first_of;
use ram_policy::{Attachment, ByteRange, Kind};
use ram_policy_source::{Container, PolicyText};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) struct Document {
    /// The file as the user named it, or `standard input` for `-`.
    pub(crate) name: Arc<str>,
    /// The whole text of the file.
    pub(crate) file: Arc<str>,
    found: PolicyText,
}

impl Deref for Document {
    type Target = PolicyText;

    fn deref(&self) -> &PolicyText {
        &self.found
    }
}

impl Document {
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

    /// Formats a place: `policy.json:3:9`, and for a plan of Terraform also the resource.
    pub(crate) fn place_at(&self, (line, column): (usize, usize)) -> String {
        format!(
            "{}:{line}:{column}{}",
            self.printable_name(),
            self.in_resource()
        )
    }

    /// Returns ` in alicloud_ram_policy.a` for a policy of a plan or a state of Terraform, where a line shows little, and
    /// else nothing.
    pub(crate) fn in_resource(&self) -> String {
        let resource = self.address().rsplit_once('.');
        let resource = resource.filter(|_| self.container() == Container::JsonString);
        resource.map_or_else(String::new, |(resource, _)| {
            format!(" in {}", printable_line(resource))
        })
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

/// Returns the attachment of policies of a kind that only limit what others allow.
pub(crate) fn limit_of(kind: Kind) -> Option<Attachment> {
    Some(Attachment::of(kind)).filter(|attachment| attachment.is_gate())
}

/// The documents of a file.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) documents: Vec<Document>,
    /// The errors of documents that cannot be read.
    pub(crate) failures: Vec<Failure>,
    /// Documents of other files, which this one refers to.
    pub(crate) elsewhere: Vec<Document>,
    pub(crate) of_aws: LeftOut,
}

/// Policies of AWS in a folder, which say nothing about Alibaba Cloud.
#[derive(Default)]
pub(crate) struct LeftOut {
    pub(super) count: usize,
    /// Files with others.
    pub(super) files: Vec<PathBuf>,
}

/// A file that was read.
pub(super) struct File {
    pub(super) name: Arc<str>,
    text: Arc<str>,
}

impl File {
    pub(super) fn new(name: String, text: &str) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Adds the file to documents that were found in it.
    pub(super) fn with(&self, found: Vec<PolicyText>) -> Vec<Document> {
        let documents = found.into_iter().map(|found| Document {
            name: Arc::clone(&self.name),
            file: Arc::clone(&self.text),
            found,
        });
        documents.collect()
    }
}
