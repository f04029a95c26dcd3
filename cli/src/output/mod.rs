//! Output of the program.

pub(crate) mod failure;
#[cfg(feature = "catalog")]
pub(crate) mod github;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod printable;
pub(crate) mod report;
pub(crate) mod serde_message;
pub(crate) mod shell;
pub(crate) mod stdout;
#[cfg(feature = "catalog")]
pub(crate) mod text_json_or_html;
pub(crate) mod text_or_json;
#[cfg(feature = "catalog")]
pub(crate) mod uri;
pub(crate) mod wrap;
