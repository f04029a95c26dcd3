//! Folders with Terraform files, each read once.

use super::document::File;
use super::modules;
use super::other_file::{self, file_name, folder_of, is_of_values, is_terraform, paths_in};
use super::overrides::Overrides;
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use ram_policy_source::{Found, PolicyText, Scope};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

/// A folder of which files are read: each of them needs all others.
#[derive(Default)]
pub(super) struct Folder {
    /// The Terraform files.
    paths: Vec<PathBuf>,
    pub(super) scope: Scope,
    pub(super) overrides: Overrides,
    /// The documents of the Terraform files, by what refers to them.
    by_target: OnceLock<HashMap<String, Vec<OfFile>>>,
}

/// A document with its file.
pub(super) struct OfFile {
    /// The name of the file in the folder.
    pub(super) file_name: String,
    pub(super) file: Arc<File>,
    pub(super) document: PolicyText,
}

/// The folders that were read.
///
/// They are read before the first of a folder is changed, and stay so: each fix is proved with the same values of the other
/// files, whatever the order is in which all cores write. A fix changes no value that is written in another file.
static FOLDERS: LazyLock<Mutex<HashMap<PathBuf, Arc<Folder>>>> = LazyLock::new(Mutex::default);

/// Forgets the files of folders.
pub(super) fn forget() {
    FOLDERS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
    modules::forget();
}

/// Returns the other Terraform files of the folder of a file. `named` is the folder that an argument names.
pub(super) fn scope(file: &Path, named: Option<&Path>) -> Scope {
    let others = Folder::of(file, named).scope.without(&file_name(file));
    // A `.tf` file that is named, although OpenTofu does not read it.
    match file.extension() {
        Some(extension) if extension == "tf" => {
            others.without(&file_name(&file.with_extension("tofu")))
        }
        _ => others,
    }
}

/// Reads a file. Fails if it cannot be read.
pub(super) fn found(path: &Path) -> Result<(File, Found), Failure> {
    other_file::found(path, &scope(path, None))
}

impl Folder {
    /// Returns the folder of a Terraform file; an empty one for another file. `named` is the folder that an argument names.
    pub(super) fn of(file: &Path, named: Option<&Path>) -> Arc<Self> {
        if !is_terraform(file) {
            return Arc::default();
        }
        let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder_of(file);
        let known = folders.entry(folder.to_owned());
        let known = Arc::clone(known.or_insert_with(|| Arc::new(Self::read(folder, named))));
        drop(folders);
        known
    }

    fn read(folder: &Path, named: Option<&Path>) -> Self {
        let paths = paths_in(folder).into_iter();
        let paths = paths.filter(|path| is_terraform(path) && path.is_file());
        let paths: Vec<PathBuf> = paths.collect();
        let texts = paths.iter().filter_map(|path| {
            let bytes = read(path, &path_name(path), FileKind::new("policy")).ok()?;
            Some((
                file_name(path),
                String::from_utf8_lossy(&bytes).into_owned(),
            ))
        });
        let texts: Vec<(String, String)> = texts.collect();
        let mut scope = Scope::new(texts.iter().map(|(name, text)| (&**name, &**text)));
        // Terraform reads the values of the folder that it runs in.
        if paths.iter().any(|path| is_of_values(path))
            && let Some(caller) = modules::caller(folder, named)
        {
            scope = scope.of_module(&caller);
        }
        Self {
            overrides: Overrides::read(&paths, &scope),
            scope,
            paths,
            by_target: OnceLock::new(),
        }
    }

    /// Returns the documents that a reference names.
    pub(super) fn documents(&self, target: &str) -> impl Iterator<Item = &OfFile> {
        let by_target = self.by_target.get_or_init(|| self.by_target());
        by_target.get(target).into_iter().flatten()
    }

    /// Sorts the documents by what refers to them.
    fn by_target(&self) -> HashMap<String, Vec<OfFile>> {
        let mut by_target: HashMap<String, Vec<OfFile>> = HashMap::new();
        for path in &self.paths {
            let of_values = walk::extension(path).as_deref() == Some("tfvars");
            let is_read = of_values && !self.scope.is_of_module();
            if !is_read && !walk::is_configuration(path) {
                continue;
            }
            let others = self.scope.without(&file_name(path));
            let Ok((file, found)) = other_file::found(path, &others) else {
                continue;
            };
            let file = Arc::new(file);
            for document in found.documents {
                if self.overrides.last(path, document.address()).is_some() {
                    continue;
                }
                // Values are at the top of `.tfvars`.
                let target = if of_values {
                    format!("var.{}", document.address())
                } else {
                    document.address().to_owned()
                };
                by_target.entry(target).or_default().push(OfFile {
                    file_name: file_name(path),
                    file: Arc::clone(&file),
                    document,
                });
            }
        }
        by_target
    }
}
