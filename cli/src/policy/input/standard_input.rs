//! Standard input.

use crate::files::read::{FileKind, read_all};
use crate::output::failure::Failure;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name in messages.
pub(crate) const STANDARD_INPUT: &str = "standard input";

pub(crate) fn standard_input(kind: FileKind) -> Result<Vec<u8>, Failure> {
    read_all(open_standard_input()?, STANDARD_INPUT, kind)
}

/// Returns standard input, which can be read only once.
pub(crate) fn open_standard_input() -> Result<io::StdinLock<'static>, Failure> {
    static IS_READ: AtomicBool = AtomicBool::new(false);
    if IS_READ.swap(true, Ordering::Relaxed) {
        return Err(
            Failure::new(format!("{STANDARD_INPUT} can be read only once"))
                .help("use `-` once, and files for the rest"),
        );
    }
    Ok(io::stdin().lock())
}
