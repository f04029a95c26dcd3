//! Policies in Terraform files.

mod blocks;
mod expression;
mod find;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use read::terraform_documents;
