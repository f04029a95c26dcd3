//! The other files of a folder, from which Terraform takes policies.

use super::document::{Document, File};
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::printable::path_name;
use ack_catalog_core::Source;
use ram_policy_source::{Found, PolicyText, read as read_source};
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
        for (file, found) in self.files() {
            let file = Rc::new(file);
            for document in found.documents {
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
        let folder = match self.file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let is_terraform = |path: &PathBuf| {
            matches!(walk::extension(path).as_deref(), Some("tf" | "tfvars"))
                && path.file_name() != self.file.file_name()
                && path.is_file()
        };
        let paths = walk::entries(folder).unwrap_or_default().into_iter();
        let files = paths.filter(is_terraform);
        files
            .filter_map(|path| found(path.strip_prefix(".").unwrap_or(&path)))
            .collect()
    }
}

/// Reads a file; `None` if it has nothing that can be read.
fn found(path: &Path) -> Option<(File, Found)> {
    let name = path_name(path);
    if !path.is_file() {
        return None;
    }
    let bytes = read(path, &name, FileKind::new("policy")).ok()?;
    let source = Source::from_bytes(&name, &bytes).ok()?;
    let found = read_source(&name, source.text(), walk::extension(path).as_deref()).ok()?;
    Some((File::new(path.display().to_string(), source.text()), found))
}
