//! Override files of Terraform beside a file.

use super::document::{Document, File};
use super::other_file::{file_name, found};
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use ram_policy_source::{Found, OverrideFile, Reference, Scope, is_override_file};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The override files of a folder, in the order in which Terraform applies them.
#[derive(Default)]
pub(super) struct Overrides(Vec<Override>);

pub(super) struct Override {
    path: PathBuf,
    /// `None` if it cannot be read.
    file: Option<OverrideFile>,
    /// The other Terraform files of the folder.
    scope: Scope,
    found: OnceLock<Option<(File, Found)>>,
}

impl Overrides {
    /// Reads the override files among those of a folder.
    pub(super) fn read(paths: &[PathBuf], scope: &Scope) -> Self {
        let overrides = paths.iter().filter(|path| is_override(path));
        let overrides = overrides.map(|path| {
            let bytes = read(path, &path_name(path), FileKind::new("policy")).ok();
            let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            Override {
                path: path.clone(),
                file: text.map(|text| OverrideFile::read(&text)),
                scope: scope.without(&file_name(path)),
                found: OnceLock::new(),
            }
        });
        Self(overrides.collect())
    }

    /// Returns the file whose value takes the place of the one that `file` has at an address.
    pub(super) fn last(&self, file: &Path, address: &str) -> Option<&Override> {
        if !walk::is_configuration(file) {
            return None;
        }
        let is_later =
            |other: &&Override| !is_override(file) || other.path.file_name() > file.file_name();
        let mut later = self.0.iter().rev().filter(is_later);
        later.find(|other| {
            let file = other.file.as_ref();
            file.is_none_or(|file| file.replaces(address))
        })
    }
}

impl Override {
    /// Returns the documents at an address.
    pub(super) fn documents(&self, address: &str) -> Vec<Document> {
        let Some((file, found)) = self.found() else {
            return Vec::new();
        };
        let documents = found.documents.iter();
        let documents = documents.filter(|one| one.address() == address);
        file.with(documents.cloned().collect())
    }

    /// Returns the reference at an address.
    pub(super) fn reference(&self, address: &str) -> Option<Reference> {
        let (_, found) = self.found()?;
        let mut references = found.references.iter();
        references.find(|one| one.address == address).cloned()
    }

    fn found(&self) -> Option<&(File, Found)> {
        let found = self
            .found
            .get_or_init(|| found(&self.path, &self.scope).ok());
        found.as_ref()
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
