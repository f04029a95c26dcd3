//! Places in a text, and messages about them.
//!
//! [`Source`] turns byte offsets into lines and columns, and a [`Diagnostic`] renders as rustc renders its own:
//!
//! ```
//! use ram_diagnostics::{ByteRange, Diagnostic, Source};
//!
//! let source = Source::new("policy.json", r#"{"Efect": "Allow"}"#);
//! let diagnostic = Diagnostic::error(
//!     "unknown-element",
//!     ByteRange::new(1, 8),
//!     "unknown element `Efect`",
//!     "did you mean `Effect`?",
//! );
//! assert_eq!(
//!     diagnostic.render(&source),
//!     r#"error[unknown-element]: unknown element `Efect`
//!  --> policy.json:1:2
//!   |
//! 1 | {"Efect": "Allow"}
//!   |  ^^^^^^^
//!   |
//!   = help: did you mean `Effect`?"#
//! );
//! ```
//!
//! The rest makes hostile text safe to show: [`visible`] and [`escaped`] for characters that are not seen or that
//! command a terminal, [`Confusable`] for letters that resemble ASCII, and [`nearest`] for the name that a misspelt
//! one was meant to be.
//!
//! Nothing here knows pages, policies or actions.

mod confusable;
mod diagnostic;
mod limit;
mod list;
mod number;
mod range;
mod render;
mod source;
mod suggest;
mod visible;

pub use confusable::{Confusable, mixed_script_letter, without_confusables};
pub use diagnostic::{Diagnostic, Severity};
pub use limit::{LeftOut, first_of_each_code};
pub use list::first_of;
pub use number::thousands;
pub use range::ByteRange;
pub use source::{LINE_ENDS, NotUtf8, Source, line_column};
pub use suggest::{nearest, nearest_within};
pub use visible::{Escaped, escaped, is_hidden, is_invisible, is_unseen, visible};
