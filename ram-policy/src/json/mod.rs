//! JSON (RFC 8259) with the place of every value, and with names for the ways in which pasted JSON
//! is broken.
//!
//! The parser continues after every break that it knows, so that one run finds them all. The caller
//! decides whether a break is an error or a repair.

mod embedded;
mod parser;
pub(crate) mod scanner;
mod value;

pub use crate::leniency::Leniency;
pub use embedded::Embedded;
pub use parser::{parse, parse_any_size};
pub use value::{Member, Node, Parsed, Value};
