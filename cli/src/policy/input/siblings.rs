//! The other files of a folder, from which Terraform takes policies.

use super::document::{Document, File};
use super::other_file::{beside, found};
use super::overrides::Overrides;
use super::walk;
use ram_policy_source::{Found, PolicyText};
use std::cell::OnceCell;
use std::collections::HashMap;
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

    /// Returns the documents that a reference names, if they can be read.
    pub(super) fn find(&self, target: &str) -> Option<Vec<Document>> {
        if let Some(path) = target.strip_prefix("file:") {
            let path = self.file.parent()?.join(path);
            let (file, found) = found(&path)?;
            let is_whole = found.errors.is_empty() && found.references.is_empty();
            let documents = file.with(found.documents);
            return Some(documents).filter(|all| is_whole && !all.is_empty());
        }
        let by_target = self.read.get_or_init(|| self.by_target());
        let documents = by_target.get(target)?.iter();
        Some(
            documents
                .flat_map(|(file, found)| file.with(vec![found.clone()]))
                .collect(),
        )
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
        files.filter_map(|path| found(&path)).collect()
    }
}
