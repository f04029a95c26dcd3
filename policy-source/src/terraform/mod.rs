//! Policies in Terraform files.

mod blocks;
mod expression;
mod find;
mod place;
mod read;
mod target;
#[cfg(test)]
mod tests;
mod value;
mod writer;

pub(crate) use read::terraform_documents;
