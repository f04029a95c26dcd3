//! Override files of Terraform beside a file.

use super::document::Document;
use super::other_file::{beside, found};
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use ram_policy_source::{Reference, is_override_file, overrides};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The override files of a folder, in the order in which Terraform applies them.
#[derive(Default)]
pub(super) struct Overrides(Vec<Override>);

pub(super) struct Override {
    path: PathBuf,
    /// `None` if it cannot be read.
    text: Option<String>,
}

impl Overrides {
    /// Finds the override files that Terraform applies to a file.
    pub(super) fn of(file: &Path) -> Self {
        if !walk::is_configuration(file) {
            return Self::default();
        }
        let files = beside(file)
            .into_iter()
            .filter(|path| is_override(path) && path.is_file());
        let read = |path: PathBuf| {
            let bytes = read(&path, &path_name(&path), FileKind::new("policy")).ok();
            Override {
                text: bytes.and_then(|bytes| String::from_utf8(bytes).ok()),
                path,
            }
        };
        Self(files.map(read).collect())
    }

    /// Returns the file whose value takes the place of the one that `file` has at an address.
    pub(super) fn last(&self, file: &Path, address: &str) -> Option<&Override> {
        let is_later =
            |other: &&Override| !is_override(file) || other.path.file_name() > file.file_name();
        let mut later = self.0.iter().rev().filter(is_later);
        later.find(|other| {
            let text = other.text.as_deref();
            text.is_none_or(|text| overrides(text, address))
        })
    }
}

impl Override {
    /// Returns the documents at an address.
    pub(super) fn documents(&self, address: &str) -> Vec<Document> {
        let Ok((file, found)) = found(&self.path) else {
            return Vec::new();
        };
        let documents = found.documents.into_iter();
        file.with(documents.filter(|one| one.address() == address).collect())
    }

    /// Returns the reference at an address.
    pub(super) fn reference(&self, address: &str) -> Option<Reference> {
        let (_, found) = found(&self.path).ok()?;
        let mut references = found.references.into_iter();
        references.find(|one| one.address == address)
    }

    /// Returns true if a walk through the folder reads the file, and reports what it cannot read.
    pub(super) fn is_walked(&self) -> bool {
        walk::is_configuration(&self.path)
    }

    /// Returns the error for a value that is not a document.
    pub(super) fn failure(&self, address: &str) -> Failure {
        let name = path_name(&self.path);
        let message = format!(
            "{name} overrides {}, and its value cannot be read here",
            printable_line(address)
        );
        Failure::new(message).help("check the output of `terraform show -json` instead")
    }
}

fn is_override(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(is_override_file)
}
