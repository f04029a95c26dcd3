//! Code that the targets share. The laws are in `ack_catalog_tests::fuzzing`.

use ack_catalog_tests::fuzzing::Law;
use libfuzzer_sys::Corpus;
use std::time::{Duration, Instant};

/// Checks a law on a text, and the time against the text's size. Bytes that are not UTF-8 are ignored.
///
/// # Panics
///
/// If the text breaks the law or takes too long.
pub fn read(law: Law, bytes: &[u8]) -> Corpus {
    within(Duration::from_secs(1), law, bytes)
}

/// Checks a law that needs many proofs, each with a bound of its own.
///
/// # Panics
///
/// If the text breaks the law or takes too long.
pub fn prove(law: Law, bytes: &[u8]) -> Corpus {
    within(Duration::from_secs(30), law, bytes)
}

fn within(least: Duration, law: Law, bytes: &[u8]) -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Corpus::Reject;
    };
    let most = least + Duration::from_micros(10) * u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    // Other programs run on the machine, so only a text that is slow every time counts.
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
