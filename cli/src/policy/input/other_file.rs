//! Files beside the one that is read.

use super::document::File;
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::{Failure, NOT_REGULAR};
use crate::output::printable::path_name;
use ack_catalog_core::Source;
use ram_policy_source::{Found, Scope, read_in};
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Returns the paths in the folder of a file, sorted by name.
pub(super) fn beside(file: &Path) -> Vec<PathBuf> {
    let mut paths = walk::entries(folder(file)).unwrap_or_default();
    let _ = take_replaced(&mut paths);
    let short = |path: PathBuf| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
    paths.into_iter().map(short).collect()
}

/// Takes the files out that `OpenTofu` does not read: `main.tf` beside `main.tofu`.
pub(super) fn take_replaced(paths: &mut Vec<PathBuf>) -> Vec<PathBuf> {
    let is_tofu = |path: &&PathBuf| path.extension() == Some(OsStr::new("tofu"));
    let of_tofu: HashSet<PathBuf> = paths
        .iter()
        .filter(is_tofu)
        .map(|path| path.with_extension("tf"))
        .collect();
    let (replaced, others) = mem::take(paths)
        .into_iter()
        .partition(|path| of_tofu.contains(path));
    *paths = others;
    replaced
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Reads a file. Fails if it cannot be read.
pub(super) fn found(path: &Path) -> Result<(File, Found), Failure> {
    let name = path_name(path);
    // Reading a pipe could wait forever.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let message = format!("cannot read {name}: {NOT_REGULAR}");
        return Err(Failure::new(message).help("name a regular file there"));
    }
    let bytes = read(path, &name, FileKind::new("policy"))?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let extension = walk::extension(path);
    let found = read_in(&name, source.text(), extension.as_deref(), &scope(path))?;
    Ok((File::new(path.display().to_string(), source.text()), found))
}

/// Returns the other Terraform files of the folder of a file.
pub(super) fn scope(file: &Path) -> Scope {
    let others = whole_scope(file).without(&file_name(file));
    // A `.tf` file that is named, although OpenTofu does not read it.
    match file.extension() {
        Some(extension) if extension == "tf" => {
            others.without(&file_name(&file.with_extension("tofu")))
        }
        _ => others,
    }
}

/// The Terraform files of folders that were read: each file of a folder needs all others.
///
/// They are read before the first of a folder is changed, and stay so: each fix is proved with the same values of the other
/// files, whatever the order is in which all cores write. A fix changes no value that is written in another file.
static FOLDERS: LazyLock<Mutex<HashMap<PathBuf, Arc<Scope>>>> = LazyLock::new(Mutex::default);

/// Forgets the files of folders, so that they are read again: they may have changed.
pub(crate) fn forget_folders() {
    FOLDERS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
}

/// Returns the Terraform files of the folder of a file.
pub(super) fn whole_scope(file: &Path) -> Arc<Scope> {
    if !is_terraform(file) {
        return Arc::default();
    }
    let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    let all = folders.entry(folder(file).to_owned());
    let all = Arc::clone(all.or_insert_with(|| Arc::new(read_scope(file))));
    drop(folders);
    all
}

fn read_scope(file: &Path) -> Scope {
    let paths = beside(file).into_iter();
    let paths = paths.filter(|path| is_terraform(path) && path.is_file());
    let texts = paths.filter_map(|path| {
        let bytes = read(&path, &path_name(&path), FileKind::new("policy")).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some((file_name(&path), text))
    });
    let texts: Vec<(String, String)> = texts.collect();
    Scope::new(texts.iter().map(|(name, text)| (&**name, &**text)))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().map(OsStr::to_string_lossy);
    name.unwrap_or_default().into_owned()
}

/// Reports whether Terraform reads a file with this name, perhaps as JSON.
fn is_terraform(path: &Path) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    let ends = [".tf", ".tofu", ".tfvars"];
    ends.iter().any(|end| name.ends_with(end))
}
