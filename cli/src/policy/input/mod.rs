//! Reading policies from files, folders and standard input.

mod api_answer;
pub(crate) mod confusable;
pub(crate) mod document;
pub(crate) mod documents;
mod extracted;
pub(crate) mod file_types;
pub(crate) mod json_error;
pub(crate) mod load;
pub(crate) mod standard_input;
mod terraform;
mod terraform_file;
mod terraform_template;
pub(crate) mod walk;
