#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    ack_catalog_fuzz::read(ack_catalog_tests::fuzzing::trail, bytes)
});
