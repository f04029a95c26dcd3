//! Standard input.

use crate::files::read::{FileKind, read_all};
use crate::output::failure::Failure;
use std::io::{self, Chain, Read, Stdin};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name in messages.
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// The first bytes, if they were looked at.
static START: OnceLock<Vec<u8>> = OnceLock::new();

/// The most bytes that are looked at.
const LOOKED_AT: u64 = 64 << 10;

pub(crate) fn standard_input(kind: FileKind) -> Result<Vec<u8>, Failure> {
    read_all(open_standard_input()?, STANDARD_INPUT, kind)
}

/// Returns the first bytes, which stay to be read.
pub(crate) fn start_of_standard_input() -> &'static [u8] {
    START.get_or_init(|| {
        let mut start = Vec::new();
        // Whoever reads the rest meets the error again.
        let _ = io::stdin().take(LOOKED_AT).read_to_end(&mut start);
        start
    })
}

/// Returns what reads all of standard input, for the one who has opened it.
pub(crate) fn whole_standard_input() -> Chain<&'static [u8], Stdin> {
    let start = START.get().map_or(&[][..], Vec::as_slice);
    start.chain(io::stdin())
}

/// Returns standard input, which can be read only once.
pub(crate) fn open_standard_input() -> Result<Chain<&'static [u8], Stdin>, Failure> {
    static IS_READ: AtomicBool = AtomicBool::new(false);
    if IS_READ.swap(true, Ordering::Relaxed) {
        return Err(
            Failure::new(format!("{STANDARD_INPUT} can be read only once"))
                .help("use `-` once, and files for the rest"),
        );
    }
    Ok(whole_standard_input())
}
