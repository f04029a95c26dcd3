//! The files of a trail.

use crate::files::read::open;
use crate::output::failure::{Failure, note};
use crate::output::printable::{counted, path_name, printable_line};
use crate::policy::input::standard_input::{
    STANDARD_INPUT, open_standard_input, start_of_standard_input, whole_standard_input,
};
use crate::policy::input::walk;
use ack_catalog_needs::trail::Records;
use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The ends of names of files with events, in lower case.
const EXTENSIONS: [&str; 5] = ["gz", "json", "jsonl", "log", "ndjson"];

/// A file with events.
pub(crate) enum TrailFile {
    Standard,
    Path(PathBuf),
}

impl TrailFile {
    /// Returns the files that arguments name, each once, in their order.
    pub(crate) fn of(paths: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        let mut files = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |path: PathBuf| {
            let resolved = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(resolved) {
                files.push(Self::Path(path));
            }
        };
        let mut is_standard = false;
        for path in paths {
            if path.as_os_str() == "-" {
                // Refuses to read it twice, or after the policies.
                open_standard_input()?;
                is_standard = true;
            } else if path.is_dir() {
                in_folder(path)?.into_iter().for_each(&mut add);
            } else {
                add(path.clone());
            }
        }
        if is_standard {
            files.push(Self::Standard);
        }
        Ok(files)
    }

    /// Returns whether files with this extension can have events.
    pub(crate) fn is_wanted(extension: &str) -> bool {
        EXTENSIONS.contains(&extension)
    }

    /// Returns whether a file, or the first one of a folder, has an event. Only the start of a file is read, and none
    /// of a pipe, which cannot be read again.
    pub(crate) fn has_events(path: &Path) -> bool {
        let file = if path.is_dir() {
            let files = walk::files(path, Self::is_wanted).unwrap_or_default();
            files.into_iter().next()
        } else {
            Some(path.to_owned()).filter(|path| path.is_file())
        };
        let opened = file.and_then(|file| File::open(file).ok());
        opened.is_some_and(begins_with_events)
    }

    /// Returns whether standard input begins with an event. It stays to be read.
    pub(crate) fn standard_has_events() -> bool {
        begins_with_events(start_of_standard_input())
    }

    /// Returns the path as the user named it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => STANDARD_INPUT.to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    pub(crate) fn printable_name(&self) -> String {
        printable_line(&self.name())
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        match self {
            Self::Standard => Ok(Box::new(whole_standard_input())),
            Self::Path(path) => Ok(Box::new(open(path, &self.printable_name(), "trail")?)),
        }
    }
}

fn begins_with_events(input: impl Read) -> bool {
    let mut has_events = false;
    // The first block can be the lines before a document.
    for block in Records::new(input).into_iter().flatten().take(2) {
        block.each(|event| has_events |= event.is_ok());
    }
    has_events
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let others = Cell::new(0);
    let files = walk::files(folder, |extension| {
        let is_wanted = TrailFile::is_wanted(extension);
        others.set(others.get() + usize::from(!is_wanted));
        is_wanted
    })?;
    let ends = EXTENSIONS
        .map(|extension| format!(".{extension}"))
        .join(", ");
    if files.is_empty() {
        let message = format!("no events found in {}", path_name(folder));
        return Err(
            Failure::new(message).help(format!("name a folder with files that end in {ends}"))
        );
    }
    if others.get() > 0 {
        let message = format!(
            "{}: {} not read",
            path_name(folder),
            counted(others.get(), "other file")
        );
        note(&message, Some(&format!("files with events end in {ends}")));
    }
    Ok(files)
}
