//! The files in a folder.

use crate::files::read::unreadable;
use crate::output::failure::{Failure, NOT_REGULAR, cannot_read};
use crate::output::printable::path_name;
use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the paths in a folder, sorted by name.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error| unreadable(folder, &path_name(folder), &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Returns the files in a folder and below that have one of the extensions, in lower case, where `""` is none.
/// Includes dangling symlinks, so that reading them is an error.
pub(crate) fn files(
    folder: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    // Symlinks may form cycles, or lead to one folder many times.
    let mut seen = HashSet::new();
    let mut files = Vec::new();
    // Symlinks are followed last, so that a folder is named by its own path if that is below.
    let mut folders = VecDeque::from([folder.to_owned()]);
    while let Some(folder) = folders.pop_front() {
        let resolved = folder.canonicalize();
        let resolved = resolved.map_err(|error| cannot_read(&path_name(&folder), &error))?;
        if !seen.insert(resolved) {
            continue;
        }
        for path in entries(&folder)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if name.is_some_and(|name| name.starts_with('.')) {
                continue;
            }
            let extension = extension(&path).unwrap_or_default();
            let found = match fs::metadata(&path) {
                Ok(found) if found.is_dir() && path.is_symlink() => {
                    folders.push_back(path);
                    continue;
                }
                Ok(found) if found.is_dir() => {
                    folders.push_front(path);
                    continue;
                }
                found => found.ok(),
            };
            // What is dangling and has no extension may have been a folder.
            let is_lost = found.is_none() && extension.is_empty();
            if !is_lost && !is_wanted(&extension) {
                continue;
            }
            match found {
                Some(found) if !found.is_file() && extension.is_empty() => {}
                Some(found) if !found.is_file() => {
                    // Reading a pipe could wait forever.
                    let message = format!("cannot read {}: {NOT_REGULAR}", path_name(&path));
                    let help = "move it out of the folder; a pipe can be named directly";
                    return Err(Failure::new(message).help(help));
                }
                _ => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the extension of a file in lower case: `policy.JSON` is also JSON.
pub(crate) fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Returns whether a file is a configuration of Terraform or `OpenTofu`.
pub(crate) fn is_configuration(path: &Path) -> bool {
    matches!(extension(path).as_deref(), Some("tf" | "tofu"))
}
