//! Re-exports until every import names the crate.
pub use ram_diagnostics::Confusable;
pub(crate) use ram_diagnostics::without_confusables as plain;

/// Describes the first confusable letter of a word of the language, to follow a message about the word.
pub(crate) fn odd_letter(word: &str) -> String {
    let found = Confusable::in_ascii(word);
    found.map_or(String::new(), |found| format!(": it contains {found}"))
}
