//! Finds the calls that Alibaba Cloud refused in a text: a log, the output of a program, a stack trace.
//!
//! [`find`] takes a text as it is, with the wrapping that the message came in: JSON, also in a string of
//! another JSON, the errors of the SDKs for Go, Python, Java and .NET, XML, and Terraform's box with its
//! colours and broken lines.
//!
//! ```
//! use ram_refusal::{Caller, Deny, Kind, find};
//!
//! let log = r#"12:00:01 ERROR {"code": "StatusForbidden", "requestId": "0A1B",
//!     "message": "STSToken policy Forbidden for action cs:DescribeEvents",
//!     "accessDeniedDetail": {"AuthPrincipalType": "AssumedRoleUser",
//!         "AuthPrincipalDisplayName": "reader:session", "NoPermissionType": "ImplicitDeny"}}"#;
//!
//! let refusals = find(log);
//! assert_eq!(refusals.len(), 1);
//! let refusal = &refusals[0];
//! assert_eq!(refusal.kind, Kind::Ram);
//! assert_eq!(refusal.action.as_ref().map(|action| action.as_str()), Some("cs:DescribeEvents"));
//! assert_eq!(refusal.caller, Some(Caller::RoleSession));
//! assert_eq!(refusal.principal.as_deref(), Some("reader:session"));
//! assert_eq!(refusal.deny, Some(Deny::Implicit));
//! assert_eq!(refusal.request_id.as_deref(), Some("0A1B"));
//! ```
//!
//! A refusal that no RAM policy can fix has another kind, and says what is missing:
//!
//! ```
//! use ram_refusal::{Kind, find};
//!
//! let text = r#"pods is forbidden: User "20" cannot list resource "pods" in API group """#;
//! let refusals = find(text);
//! assert_eq!(refusals[0].kind, Kind::Rbac);
//! assert!(refusals[0].missing.as_deref().is_some_and(|missing| missing.contains("a role in the cluster")));
//! ```
//!
//! [`Finder`] reads a text that comes in pieces. It looks for the words of refusals, and decodes only the
//! lines around them, so a text of any size needs constant memory.
//!
#![doc = include_str!("forms.md")]
//!
//! A text is read once, in time that grows with its size. Its content is not trusted: a text that is not
//! a single action is [`Action::Malformed`]. Any text may contain control characters; escape them before
//! you show it.

#![no_std]

extern crate alloc;

mod action;
mod blocks;
mod call;
mod call_words;
mod code;
mod code_name;
mod columns;
mod cut;
mod decode;
mod denial;
mod doubt;
mod edge;
mod elsewhere;
mod escapes;
mod field;
mod field_name;
mod field_start;
mod field_tokens;
mod finder;
mod form;
mod forms;
mod gap;
mod grouper;
mod hidden;
mod judge;
mod line_break;
mod lines;
mod link;
mod message;
mod message_field;
mod name_end;
mod names;
mod nesting;
mod operation;
mod operation_name;
mod page;
mod percent;
mod phrase;
mod prefix;
mod records;
mod refusal;
mod report;
mod request_id;
mod requests;
mod rest_of_name;
mod row;
mod scanner;
mod sentence_tokens;
mod signs;
mod statement;
mod success;
mod tags;
mod token;
mod triggers;
mod unwrap;
mod unwrap_escapes;
mod unwrap_lines;
mod unwrapped;
mod unwrapper;
mod word;
mod wrapping;
mod yaml;

pub use action::Action;
pub use finder::{Finder, Found};
pub use form::Form;
pub use forms::FORMS;
pub use operation::Operation;
pub use refusal::{Caller, Deny, Kind, PolicyType, Refusal};
pub use wrapping::Wrapping;

use alloc::vec::Vec;

/// Returns every refused call in a text, in order.
///
/// A message and its detail are one refusal, and so is a message in two fields of one object. A repeat
/// raises the count of the first: it has the same kind, action (or code, without an action), resource,
/// caller, principal, missing permission and Terraform resource.
///
/// ```
/// use ram_refusal::find;
///
/// let log = "10:00 RAM policy Forbidden for action cs:StartAlert\n\
///            10:05 RAM policy Forbidden for action cs:StartAlert\n";
/// let found = find(log);
/// assert_eq!((found.len(), found[0].count), (1, 2));
/// assert!(log[found[0].range.clone()].starts_with("RAM policy"));
/// ```
pub fn find(text: &str) -> Vec<Refusal> {
    Finder::new(&|_| false).read_all(text)
}
