//! Finds RAM policies where they are written: in a file of JSON, an answer of the RAM API, Terraform, or the output of `terraform show -json`.
//!
//! [`read`] returns each policy as a [`PolicyText`]: its text, decoded, with the way back to the places of the file,
//! and with the parts that a tool such as Terraform computes.
//!
//! ```
//! use ram_policy::{ByteRange, Policy};
//!
//! let file = r#"{"PolicyVersion": {"PolicyDocument":
//!     "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:Get*\", \"Resource\": \"*\"}]}"}}"#;
//! let found = ram_policy_source::read("answer.json", file, Some("json"))?;
//! let document = &found.documents[0];
//! let policy: Policy = document.text().parse()?;
//! let action = policy.statements()[0].actions.patterns[0].range;
//! assert_eq!(&document.text()[action.as_range()], r#""cs:Get*""#);
//! assert_eq!(&file[document.outer(action).as_range()], r#"\"cs:Get*\""#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here opens a file or writes to a terminal.

mod api_answer;
mod comments;
mod container;
mod error;
mod file_type;
mod form;
mod found;
mod policy_text;
mod read;
mod record;
mod rewrite;
mod role;
mod terraform;
mod terraform_show;

pub use container::Container;
pub use error::SourceError;
pub use file_type::{FILE_TYPES, extensions, is_read};
pub use found::{Found, Reference};
pub use policy_text::{PolicyText, Tool};
pub use read::{read, read_in};
pub use rewrite::{NotRewritten, rewrite};
pub use terraform::{Scope, is_override_file, overrides};
