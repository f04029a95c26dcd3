//! The tree of a document that may be in the middle of being typed: policies in JSON, and in Terraform.

mod around;
mod find;
mod parse;
mod scan;
mod slot;
mod spot;
mod tree;

pub(super) use find::{Place, statements};
pub(super) use parse::parse;
pub(super) use scan::Language;
pub(super) use slot::{Slot, slot};
pub(super) use spot::{Spot, spot};
pub(super) use tree::Node;
pub(super) use tree::element;
