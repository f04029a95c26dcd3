//! The other files of a folder, from which Terraform takes policies.

use super::document::Document;
use super::folder::{Folder, found};
use super::other_file::file_name;
use super::overrides::Override;
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use ram_policy::Kind;
use ram_policy_source::{PolicyText, Reference};
use std::collections::HashSet;
use std::path::Path;

pub(super) struct Siblings<'a> {
    file: &'a Path,
    folder: &'a Folder,
}

impl<'a> Siblings<'a> {
    pub(super) fn of(file: &'a Path, folder: &'a Folder) -> Self {
        Self { file, folder }
    }

    /// Returns the documents that a reference names, or the error why they cannot be read.
    pub(super) fn find(&self, reference: &Reference) -> Result<Vec<Document>, Failure> {
        // The place in this file, not that in another one.
        let found = self.found(reference);
        found.map_err(|failure| failure.in_range(reference.error.range()))
    }

    fn found(&self, reference: &Reference) -> Result<Vec<Document>, Failure> {
        let target = &*reference.target;
        let kinds = |found: PolicyText| found.or_of_kind(reference.kind);
        let not_found = || Failure::from(reference.error.clone());
        if let Some(path) = target.strip_prefix("file:") {
            let folder = self.file.parent().unwrap_or(Path::new(""));
            let path = folder.join(path);
            let (file, found) = found(&path).map_err(|cause| cause.at(&reference.place))?;
            let errors = found.errors.into_iter().chain(found.of_aws.error);
            if let Some(error) = errors.into_iter().next() {
                return Err(error.into());
            }
            if found.documents.iter().all(PolicyText::is_other) || !found.references.is_empty() {
                let message = format!("{} is not a policy", path_name(&path));
                let help = "name a policy there, as JSON";
                return Err(Failure::new(message).help(help).at(&reference.place));
            }
            return Ok(file.with(found.documents.into_iter().map(kinds).collect()));
        }
        let documents = self.documents(target, reference.kind);
        if documents.is_empty() {
            return Err(not_found());
        }
        Ok(documents)
    }

    /// Returns the documents that take the place of one at an address, unless they are among the file's `own` ones.
    pub(super) fn replacing(
        &self,
        other: &Override,
        address: &str,
        own: &HashSet<String>,
    ) -> Result<Vec<Document>, Failure> {
        if let Some(reference) = other.reference(address) {
            if own.contains(&reference.target) {
                return Ok(Vec::new());
            }
            return self.find(&reference);
        }
        let target = self.folder.scope.refers_to(address);
        let target = target.ok_or_else(|| other.failure(address))?;
        let documents = self.documents(&target, None);
        if documents.is_empty() && !own.contains(&target) {
            return Err(other.failure(address));
        }
        Ok(documents)
    }

    fn documents(&self, target: &str, kind: Option<Kind>) -> Vec<Document> {
        let own = file_name(self.file);
        let found = self.folder.documents(target);
        let found = found.filter(|found| found.file_name != own);
        found
            .flat_map(|of| of.file.with(vec![of.document.clone().or_of_kind(kind)]))
            .collect()
    }
}
