//! The bytes of a file, or of standard input.

use crate::output::failure::{DANGLING, Failure, MEND_LINK, cannot_read};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
#[cfg(feature = "catalog")]
use std::sync::atomic::{AtomicBool, Ordering};

/// What messages call standard input.
#[cfg(feature = "catalog")]
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// No collection of policies is larger.
const LARGEST: u64 = 64 << 20;

/// No page of documentation is larger. A row of a few bytes becomes an entry of some two hundred.
const LARGEST_PAGE: u64 = 16 << 20;

/// The bytes of a file, unless they are too many or no text. `what` the file should be is for the
/// messages.
pub(crate) fn read(path: &Path, name: &str, what: &str) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| refuse(path, name, &error);
    if fs::metadata(path).map_err(refuse)?.is_dir() {
        return Err(
            Failure::new(format!("{name} is a folder")).help(format!("name the {what}s in it"))
        );
    }
    all(File::open(path).map_err(refuse)?, name, what)
}

/// Why what a path leads to cannot be read.
pub(crate) fn refuse(path: &Path, name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound && path.is_symlink() {
        return Failure::new(format!("cannot read {name}: {DANGLING}")).help(MEND_LINK);
    }
    cannot_read(name, error)
}

/// The bytes of standard input, the same way.
#[cfg(feature = "catalog")]
pub(crate) fn standard_input(what: &str) -> Result<Vec<u8>, Failure> {
    static IS_READ: AtomicBool = AtomicBool::new(false);
    if IS_READ.swap(true, Ordering::Relaxed) {
        let message = format!("{STANDARD_INPUT} is named twice, and can be read once");
        return Err(Failure::new(message).help("name it once, and files besides"));
    }
    all(io::stdin().lock(), STANDARD_INPUT, what)
}

fn all(input: impl Read, name: &str, what: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let refuse = |error| cannot_read(name, &error);
    let largest = if what == "page" {
        LARGEST_PAGE
    } else {
        LARGEST
    };
    input
        .take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(refuse)?;
    if bytes.len() as u64 > largest {
        let most = largest >> 20;
        let failure = Failure::new(format!(
            "{name} is larger than {most} MiB, and no {what} is"
        ));
        return Err(failure.help("name another file, or give it in parts"));
    }
    if bytes.contains(&0) {
        let failure = Failure::new(format!("{name} is binary, and no {what} is"));
        return Err(failure.help("name another file, or save it as text in UTF-8"));
    }
    Ok(bytes)
}
