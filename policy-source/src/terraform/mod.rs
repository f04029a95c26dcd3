//! Policies in Terraform files.

mod blocks;
mod collect;
mod documents;
mod expression;
mod find;
mod found;
mod here;
mod keys;
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

pub use overrides::{is_override_file, overrides};
pub(crate) use read::terraform_documents;
pub use scope::Scope;
