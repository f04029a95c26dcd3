//! Policies in Terraform files.

mod find;
mod read;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use read::terraform_documents;
