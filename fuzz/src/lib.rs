//! What the targets share: the laws are `ack_catalog_tests::fuzzing`.

use ack_catalog_tests::fuzzing::Law;
use libfuzzer_sys::Corpus;
use std::time::{Duration, Instant};

/// Holds a law against a text, and the time that it takes against the text's size. Bytes that are no
/// text are of no use to it.
///
/// # Panics
///
/// Where the law or the time is broken.
pub fn read(law: Law, bytes: &[u8]) -> Corpus {
    within(Duration::from_secs(1), law, bytes)
}

/// The same for a law that asks for many proofs, each of which has a bound of its own.
///
/// # Panics
///
/// Where the law or the time is broken.
pub fn prove(law: Law, bytes: &[u8]) -> Corpus {
    within(Duration::from_secs(30), law, bytes)
}

fn within(least: Duration, law: Law, bytes: &[u8]) -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Corpus::Reject;
    };
    let most = least + Duration::from_micros(10) * u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    // Other programs run on the machine: only what is slow each time is slow.
    let mut taken = Duration::ZERO;
    for _ in 0..3 {
        let start = Instant::now();
        law(text);
        taken = start.elapsed();
        if taken <= most {
            return Corpus::Keep;
        }
    }
    panic!(
        "{taken:?} for {} bytes, and {most:?} is the most",
        bytes.len()
    );
}
