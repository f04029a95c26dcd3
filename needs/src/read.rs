//! Reads a source in its language.

use crate::found::{Found, NotRead};
use crate::language::Language;
use crate::{rust, sdk};

/// Returns the calls in a source.
///
/// # Errors
///
/// If the text cannot be split into the tokens of its language, which only Rust refuses.
pub fn read(language: Language, text: &str) -> Result<Found, NotRead> {
    let mut found = match language {
        Language::Rust => rust::read(text)?,
        Language::Shell => sdk::shell::read(text),
        Language::Go => sdk::read(text, &sdk::GO),
        Language::Java => sdk::read(text, &sdk::JAVA),
        Language::Python => sdk::read(text, &sdk::PYTHON),
        Language::TypeScript => sdk::read(text, &sdk::TYPESCRIPT),
    };
    found.needs.sort_by_key(|need| need.range.start);
    found.notes.sort_by_key(|note| note.range.start);
    Ok(found)
}
