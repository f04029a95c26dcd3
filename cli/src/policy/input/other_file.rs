//! Files beside the one that is read.

use super::document::File;
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::{Failure, NOT_REGULAR};
use crate::output::printable::path_name;
use ack_catalog_core::Source;
use ram_policy_source::{Found, Scope, read_in};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};

/// Returns the folder of a file.
pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns the paths in a folder, sorted by name.
pub(super) fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths = walk::entries(folder).unwrap_or_default();
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

/// Reads a file with the other Terraform files of its folder. Fails if it cannot be read.
pub(super) fn found(path: &Path, scope: &Scope) -> Result<(File, Found), Failure> {
    let name = path_name(path);
    // Reading a pipe could wait forever.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let message = format!("cannot read {name}: {NOT_REGULAR}");
        return Err(Failure::new(message).help("name a regular file there"));
    }
    let bytes = read(path, &name, FileKind::new("policy"))?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let extension = walk::extension(path);
    let found = read_in(&name, source.text(), extension.as_deref(), scope)?;
    Ok((File::new(path.display().to_string(), source.text()), found))
}

pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().map(OsStr::to_string_lossy);
    name.unwrap_or_default().into_owned()
}

/// Reports whether Terraform reads a file with this name, perhaps as JSON.
pub(super) fn is_terraform(path: &Path) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    let ends = [".tf", ".tofu", ".tfvars"];
    ends.iter().any(|end| name.ends_with(end))
}

/// Reports whether a file with this name has the values of variables, perhaps as JSON.
pub(super) fn is_of_values(path: &Path) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}
