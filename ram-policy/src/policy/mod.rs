//! Policies: their parts, and the way from text to them and back.

pub(crate) mod aws;
pub mod condition;
pub(crate) mod date;
pub(crate) mod decimal;
pub(crate) mod document;
pub(crate) mod foreign_documents;
pub(crate) mod kind;
pub(crate) mod located;
pub(crate) mod parse;
pub(crate) mod parse_statement;
pub(crate) mod pattern;
pub(crate) mod placeholders;
pub(crate) mod principal_type;
pub(crate) mod print;
pub(crate) mod reader;
pub(crate) mod shown_kind;
pub(crate) mod ternary;
