//! Policies in Terraform files.

mod blocks;
mod collect;
mod documents;
mod expression;
mod file;
mod find;
mod folder;
mod found;
mod here;
mod keys;
mod modules;
mod not_text;
mod number;
mod overrides;
mod parse;
mod place;
mod read;
mod scope;
mod statement;
mod target;
#[cfg(test)]
mod tests;
mod uses;
mod value;
mod values;
mod writer;

pub use modules::local_modules;
pub use overrides::{OverrideFile, is_override_file};
pub(crate) use read::terraform_documents;
pub use scope::Scope;
