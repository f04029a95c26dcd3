//! Finds what a source needs to be allowed: Rust code, calls of an SDK or the command line, Terraform.
//!
//! [`Language::of`] recognises a source, and [`read`] returns each call in it, with its place.
//!
//! ```
//! use ack_catalog_needs::{Language, Phase, read};
//!
//! let script = "aliyun cs DELETE /clusters/$CLUSTER_ID\n";
//! let language = Language::of("clean.sh", script).expect("a language");
//! let found = read(language, script, &Phase::ALL)?;
//! assert_eq!(found.needs[0].call.to_string(), "DeleteCluster");
//! assert_eq!(&script[found.needs[0].range.as_range()], "aliyun cs DELETE /clusters/$CLUSTER_ID");
//! # Ok::<(), ack_catalog_needs::NotRead>(())
//! ```
//!
//! Nothing here opens a file or writes to a terminal.

mod alternative;
mod answer;
mod call;
mod found;
mod language;
mod names;
mod not_given;
mod other_services;
mod practice;
mod products;
mod read;
pub mod replay;
mod rust;
mod sdk;
mod service_keys;
mod shorten;
mod terraform;
pub mod trail;

pub use alternative::Alternative;
pub use answer::Answer;
pub use call::Call;
pub use found::{Found, Module, Need, NotRead, Note};
pub use language::Language;
pub use not_given::Absent;
pub use other_services::OtherActions;
pub use practice::{
    CLUSTERS, EVERY_CLUSTER, Effect, Practice, is_account_wide, is_of_every_cluster,
    may_be_account_wide,
};
pub use products::action_of;
pub use read::read;
pub use service_keys::ServiceKeys;
pub use shorten::shorten;
pub use terraform::Phase;
