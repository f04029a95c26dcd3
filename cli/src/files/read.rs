//! Files read whole.

use crate::output::failure::{DANGLING, DANGLING_HELP, Failure, cannot_read};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// A kind of file, as messages name it.
#[derive(Clone, Copy)]
pub(crate) struct FileKind {
    pub(crate) name: &'static str,
    /// The largest size in bytes.
    pub(crate) limit: u64,
}

impl FileKind {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            limit: 64 << 20,
        }
    }
}

/// A row of a few bytes becomes an entry of some two hundred, so the limit is low.
pub(crate) const PAGE: FileKind = FileKind {
    limit: 16 << 20,
    ..FileKind::new("page")
};

/// Reads a file, unless it is too large or binary. Messages call it `name`.
pub(crate) fn read(path: &Path, name: &str, kind: FileKind) -> Result<Vec<u8>, Failure> {
    read_all(open(path, name, kind.name)?, name, kind)
}

/// Opens a file of a kind.
pub(crate) fn open(path: &Path, name: &str, kind: &str) -> Result<File, Failure> {
    let unreadable = |error: io::Error| unreadable(path, name, &error);
    if fs::metadata(path).map_err(unreadable)?.is_dir() {
        let help = format!("name one {kind} in it");
        return Err(Failure::new(format!("{name} is a folder")).help(help));
    }
    File::open(path).map_err(unreadable)
}

/// Reports whether a path leads out of a folder, through a symlink.
#[cfg(feature = "catalog")]
pub(crate) fn leads_out(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => !path.starts_with(folder),
        _ => false,
    }
}

/// Refuses bytes that are no text.
pub(crate) fn refuse_binary(bytes: &[u8], name: &str, kind: &str) -> Result<(), Failure> {
    if bytes.contains(&0) {
        let message = format!("{name} is a binary file; expected a {kind}");
        return Err(Failure::new(message).help("name another file, or save it as UTF-8 text"));
    }
    Ok(())
}

/// Explains why a path cannot be read.
pub(crate) fn unreadable(path: &Path, name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound && path.is_symlink() {
        return Failure::new(format!("cannot read {name}: {DANGLING}")).help(DANGLING_HELP);
    }
    if error.kind() == io::ErrorKind::NotFound && path.as_os_str() == "-" {
        return Failure::new(format!(
            "cannot read {name}: this command does not read standard input"
        ))
        .help("name a file");
    }
    cannot_read(name, error)
}

pub(crate) fn read_all(input: impl Read, name: &str, kind: FileKind) -> Result<Vec<u8>, Failure> {
    let FileKind { name: kind, limit } = kind;
    let mut bytes = Vec::new();
    input
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(name, &error))?;
    if bytes.len() as u64 > limit {
        let message = format!("{name} is too large for a {kind}: over {} MiB", limit >> 20);
        return Err(Failure::new(message).help("name another file, or split this one"));
    }
    refuse_binary(&bytes, name, kind)?;
    Ok(bytes)
}
