//! The files in a folder.

use crate::failure::{Failure, cannot_read, path_name};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is in a folder, in the order of the names.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refuse = |error| cannot_read(&path_name(folder), &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(refuse)? {
        paths.push(entry.map_err(refuse)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The files in a folder, and in the folders in it, whose ending is wanted. `ending` has small letters.
pub(crate) fn files(
    folder: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    collect(folder, &is_wanted, &mut HashSet::new(), &mut files)?;
    Ok(files)
}

/// The ending of a file's name, in small letters: `policy.JSON` is JSON, too.
pub(crate) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.map(str::to_ascii_lowercase)
}

/// `seen` are the folders so far: links may lead back up, or to one folder on many ways.
fn collect(
    folder: &Path,
    is_wanted: &impl Fn(&str) -> bool,
    seen: &mut HashSet<PathBuf>,
    files: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let refuse = |error| cannot_read(&path_name(folder), &error);
    if !seen.insert(folder.canonicalize().map_err(refuse)?) {
        return Ok(());
    }
    for path in entries(folder)? {
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            collect(&path, is_wanted, seen, files)?;
        } else if ending(&path).is_some_and(|ending| is_wanted(&ending))
            // A pipe of that name would be waited for.
            && path.is_file()
        {
            files.push(path);
        }
    }
    Ok(())
}
