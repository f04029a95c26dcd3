//! The files in a folder.

use crate::output::failure::{Failure, NOT_REGULAR, cannot_read};
use crate::output::printable::path_name;
use std::collections::{HashSet, VecDeque};
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

/// The files in a folder, and in the folders in it, whose ending is wanted; with links that lead to
/// nothing, so that whoever reads them says so. `ending` has small letters.
pub(crate) fn files(
    folder: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    let mut walk = Walk {
        is_wanted,
        seen: HashSet::new(),
        links: VecDeque::new(),
        files: Vec::new(),
    };
    walk.collect(folder)?;
    // A folder goes by its own name, and by that of a link only where it lies elsewhere.
    while let Some(link) = walk.links.pop_front() {
        walk.collect(&link)?;
    }
    walk.files.sort();
    Ok(walk.files)
}

/// The ending of a file's name, in small letters: `policy.JSON` is JSON, too.
pub(crate) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.map(str::to_ascii_lowercase)
}

/// What has been found so far.
struct Walk<F> {
    is_wanted: F,
    /// Links may lead back up, or to one folder on many ways.
    seen: HashSet<PathBuf>,
    /// Links to folders, for later.
    links: VecDeque<PathBuf>,
    files: Vec<PathBuf>,
}

impl<F: Fn(&str) -> bool> Walk<F> {
    fn collect(&mut self, folder: &Path) -> Result<(), Failure> {
        let refuse = |error| cannot_read(&path_name(folder), &error);
        if !self.seen.insert(folder.canonicalize().map_err(refuse)?) {
            return Ok(());
        }
        for path in entries(folder)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if name.is_some_and(|name| name.starts_with('.')) {
                continue;
            }
            let ending = ending(&path);
            let is_wanted = ending.as_deref().is_some_and(&self.is_wanted);
            match fs::metadata(&path) {
                Ok(found) if found.is_dir() && path.is_symlink() => self.links.push_back(path),
                Ok(found) if found.is_dir() => self.collect(&path)?,
                Ok(found) if found.is_file() && is_wanted => self.files.push(path),
                Ok(found) if !found.is_file() && is_wanted => {
                    // A pipe would be waited for.
                    let message = format!("cannot read {}: {NOT_REGULAR}", path_name(&path));
                    let help = "move it out of the folder; a pipe is read where it is named itself";
                    return Err(Failure::new(message).help(help));
                }
                // Without an ending it may have been a folder.
                Err(_) if is_wanted || ending.is_none() => self.files.push(path),
                _ => {}
            }
        }
        Ok(())
    }
}
