//! Reads a source in its language.

use crate::found::{Found, NotRead};
use crate::language::Language;
use crate::terraform::{self, Phase};
use crate::{rust, sdk};

/// Returns the calls in a source. The phases choose among those of Terraform, which calls others to create a resource
/// than to read it.
///
/// # Errors
///
/// If the text is not valid. SDK code and scripts are read as far as they can be.
pub fn read(language: Language, text: &str, phases: &[Phase]) -> Result<Found, NotRead> {
    let mut found = match language {
        Language::Rust => rust::read(text)?,
        Language::Shell => sdk::read_script(text),
        Language::Go => sdk::read(text, &sdk::GO),
        Language::Java => sdk::read(text, &sdk::JAVA),
        Language::Kotlin => sdk::read(text, &sdk::KOTLIN),
        Language::Python => sdk::read(text, &sdk::PYTHON),
        Language::Terraform => terraform::configuration::read(text, phases)?,
        Language::TerraformPlan => terraform::plan::read(text, phases)?,
        Language::TypeScript => sdk::read(text, &sdk::TYPESCRIPT),
    };
    found.needs.sort_by_key(|need| need.range.start);
    found.notes.sort_by_key(|note| note.range.start);
    Ok(found)
}
