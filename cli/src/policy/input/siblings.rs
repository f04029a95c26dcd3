//! The other files of a folder, from which Terraform takes policies.

use super::document::{Document, File};
use super::other_file::{beside, found, whole_scope};
use super::overrides::{Override, Overrides};
use super::walk;
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use ram_policy::Kind;
use ram_policy_source::{Found, PolicyText, Reference};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Documents with their files, by what refers to them.
type ByTarget = HashMap<String, Vec<(Rc<File>, PolicyText)>>;

pub(super) struct Siblings<'a> {
    file: &'a Path,
    /// The documents of the Terraform files beside this one.
    read: OnceCell<ByTarget>,
}

impl<'a> Siblings<'a> {
    pub(super) fn of(file: &'a Path) -> Self {
        Self {
            file,
            read: OnceCell::new(),
        }
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
        let target = whole_scope(self.file).refers_to(address);
        let target = target.ok_or_else(|| other.failure(address))?;
        let documents = self.documents(&target, None);
        if documents.is_empty() && !own.contains(&target) {
            return Err(other.failure(address));
        }
        Ok(documents)
    }

    fn documents(&self, target: &str, kind: Option<Kind>) -> Vec<Document> {
        let by_target = self.read.get_or_init(|| self.by_target());
        let found = by_target.get(target).into_iter().flatten();
        found
            .flat_map(|(file, found)| file.with(vec![found.clone().or_of_kind(kind)]))
            .collect()
    }

    /// Reads the other files, and sorts their documents by what refers to them.
    fn by_target(&self) -> ByTarget {
        let mut by_target = ByTarget::new();
        let overrides = Overrides::of(self.file);
        for (file, found) in self.files() {
            let file = Rc::new(file);
            let path = Path::new(&*file.name);
            for document in found.documents {
                if overrides.last(path, document.address()).is_some() {
                    continue;
                }
                // Values are at the top of `.tfvars`.
                let target = if file.name.ends_with(".tfvars") {
                    format!("var.{}", document.address())
                } else {
                    document.address().to_owned()
                };
                let of_target = by_target.entry(target).or_default();
                of_target.push((Rc::clone(&file), document));
            }
        }
        by_target
    }

    fn files(&self) -> Vec<(File, Found)> {
        let is_terraform = |path: &PathBuf| {
            let is_read =
                walk::is_configuration(path) || walk::extension(path).as_deref() == Some("tfvars");
            is_read && path.file_name() != self.file.file_name() && path.is_file()
        };
        let paths = beside(self.file).into_iter();
        let files = paths.filter(is_terraform);
        files.filter_map(|path| found(&path).ok()).collect()
    }
}
