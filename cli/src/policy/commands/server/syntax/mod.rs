//! The tree of a document that may be in the middle of being typed: policies in JSON, and in Terraform.

mod around;
mod find;
mod gap;
mod parse;
mod scan;
mod spot;
mod tree;

pub(super) use find::{Place, statements};
pub(super) use gap::{Gap, gap};
pub(super) use parse::parse;
pub(super) use scan::Language;
pub(super) use spot::{Spot, spot};
pub(super) use tree::{Member, Node, Value, element};
