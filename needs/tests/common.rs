//! What the tests share.

use ack_catalog_needs::{Language, Phase, read};

/// Returns the calls in a file, and `?` before each text that is unclear.
pub(crate) fn found(name: &str, text: &str) -> Vec<String> {
    let language = Language::of(name, text).expect("a language");
    let found = read(language, text, &Phase::ALL).expect("valid code");
    let needs = found.needs.iter().map(|need| need.call.to_string());
    let notes = found.notes.iter();
    let notes = notes.map(|note| format!("? {}", note.range.of(text)));
    needs.chain(notes).collect()
}

/// Compares the calls in each file with those that are wanted.
pub(crate) fn assert_found(cases: &[(&str, &str, &[&str])]) {
    let differences: Vec<String> = cases
        .iter()
        .map(|(name, text, wanted)| (found(name, text), name, text, wanted))
        .filter(|(found, .., wanted)| found != *wanted)
        .map(|(found, name, text, wanted)| {
            format!("{name}:\n{text}\nfound {found:#?}\nwanted {wanted:#?}")
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}
