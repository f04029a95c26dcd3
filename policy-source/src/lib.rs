//! Finds RAM policies where they are written: in a file of JSON, an answer of the RAM API, Terraform, or the output of `terraform show -json`.
//!
//! `read` returns each policy as a [`PolicyText`]: its text, decoded, with the way back to the places of the file,
//! and with the parts that a tool such as Terraform computes.
//!
//! ```
//! # #[cfg(feature = "terraform")] {
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
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here opens a file or writes to a terminal. Without the feature `terraform`, which is on by default, only
//! [`read_json`] is there.

mod api_answer;
#[cfg(feature = "terraform")]
mod comments;
mod container;
#[cfg(feature = "terraform")]
mod encode;
mod error;
mod event;
mod field;
#[cfg(feature = "terraform")]
mod file_type;
mod form;
#[cfg(feature = "terraform")]
mod found;
mod marks;
#[cfg(feature = "terraform")]
mod other_cloud;
mod policy_text;
#[cfg(feature = "terraform")]
mod read;
mod record;
#[cfg(feature = "terraform")]
mod rewrite;
#[cfg(feature = "terraform")]
mod role;
#[cfg(feature = "terraform")]
mod same_text;
mod shape;
mod spelling;
#[cfg(feature = "terraform")]
mod terraform;
mod terraform_json;
#[cfg(feature = "terraform")]
mod terraform_show;

pub use api_answer::read_json;
pub use container::Container;
pub use error::SourceError;
#[cfg(feature = "terraform")]
pub use file_type::{FILE_TYPES, extensions, is_read};
#[cfg(feature = "terraform")]
pub use found::{Found, OfAws, Reference};
pub use policy_text::{PolicyText, Tool};
#[cfg(feature = "terraform")]
pub use read::{read, read_in};
#[cfg(feature = "terraform")]
pub use rewrite::{NotRewritten, rewrite};
#[cfg(feature = "terraform")]
pub use terraform::{OverrideFile, Scope, is_override_file, local_modules};
