//! The bytes of a file.

use crate::failure::{Failure, reason};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// No page of documentation and no collection of policies is larger.
pub(crate) const LARGEST: u64 = 64 << 20;

/// The bytes of a file, unless they are too many or no text. `what` the file should be is for the
/// messages.
pub(crate) fn read(path: &Path, name: &str, what: &str) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| Failure::new(format!("cannot read {name}: {}", reason(&error)));
    if fs::metadata(path).map_err(refuse)?.is_dir() {
        return Err(
            Failure::new(format!("{name} is a folder")).help(format!("name the {what}s in it"))
        );
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(refuse)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(refuse)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!(
            "{name} is larger than {} MiB, and no {what} is",
            LARGEST >> 20
        )));
    }
    if bytes.contains(&0) {
        return Err(Failure::new(format!(
            "{name} is a binary file and no {what}"
        )));
    }
    Ok(bytes)
}
