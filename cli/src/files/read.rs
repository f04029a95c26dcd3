//! The bytes of a file.

use crate::output::failure::{DANGLING, FIX_LINK, Failure, cannot_read};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What a file is read as.
#[derive(Clone, Copy)]
pub(crate) struct FileKind {
    pub(crate) name: &'static str,
    /// The most bytes that it may have.
    pub(crate) limit: u64,
}

/// A row of a few bytes becomes an entry of some two hundred, so the limit is low.
pub(crate) const PAGE: FileKind = FileKind {
    name: "page",
    limit: 16 << 20,
};

/// Reads a file, unless it is too large or binary. Messages call it `name`.
pub(crate) fn read(path: &Path, name: &str, kind: FileKind) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| refuse(path, name, &error);
    if fs::metadata(path).map_err(refuse)?.is_dir() {
        return Err(Failure::new(format!("{name} is a folder"))
            .help(format!("name each {} in it", kind.name)));
    }
    read_all(File::open(path).map_err(refuse)?, name, kind)
}

/// Explains why a path cannot be read.
pub(crate) fn refuse(path: &Path, name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound && path.is_symlink() {
        return Failure::new(format!("cannot read {name}: {DANGLING}")).help(FIX_LINK);
    }
    cannot_read(name, error)
}

pub(crate) fn read_all(input: impl Read, name: &str, kind: FileKind) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let FileKind { name: kind, limit } = kind;
    input
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(name, &error))?;
    if bytes.len() as u64 > limit {
        let message = format!("{name} is too large for a {kind}: over {} MiB", limit >> 20);
        return Err(Failure::new(message).help("name another file, or split this one"));
    }
    if bytes.contains(&0) {
        let failure = Failure::new(format!("{name} is a binary file; expected a {kind}"));
        return Err(failure.help("name another file, or save it as UTF-8 text"));
    }
    Ok(bytes)
}
