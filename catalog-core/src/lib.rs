//! From a documentation page of API operations and RAM actions to a typed Rust catalog.
//!
//! ```text
//! page text -- plain, blocks, scan --> tables with byte ranges -- select --> the one operations table
//!    rows -- cell, kind, rows --> entries -- model --> Catalog + diagnostics
//!    Catalog <-- supplement, ledger
//!    Catalog -- emit, facts --> Rust text: a file, or the tokens of a macro
//! any page -- roles, rows --> Inspection
//!    (page or catalog, page or catalog) -- diff --> changes with a verdict
//! ```
//!
//! Text goes in; text, tokens and [`Diagnostic`]s come out. Nothing here touches files, so that the
//! same code serves the program `ack-catalog`, the macro `#[ack_catalog::catalog]`, and a build
//! script of your own:
//!
//! ```
//! use ack_catalog_core::{Catalog, Settings, Source, rust_file};
//!
//! let page = "|Operation|RAM Action|Description|\n\
//!             |---------|----------|-----------|\n\
//!             |StartAlert|cs:StartAlert|Enables an alert rule|\n";
//! let source = Source::new("page.md", page);
//! let settings = Settings::new("AlertAction".parse()?);
//! let reading = Catalog::read(&source, &settings);
//! for diagnostic in &reading.diagnostics {
//!     eprintln!("{}", diagnostic.render(&source));
//! }
//! let code = rust_file(&reading.catalog, &settings, "// Made by build.rs from page.md\n");
//! assert!(code.contains("StartAlert = 1,"));
//! # Ok::<(), ack_catalog_core::NotRust>(())
//! ```

mod action;
mod actions;
mod align;
mod blocks;
mod cell;
mod date;
mod diagnostic;
#[cfg(feature = "refresh")]
mod diff;
mod doc;
mod emit;
mod expand;
#[cfg(feature = "refresh")]
mod facts;
mod faults;
mod hash;
#[cfg(feature = "refresh")]
mod inspect;
mod kind;
#[cfg(feature = "refresh")]
mod ledger;
mod model;
mod options;
#[cfg(feature = "refresh")]
mod others;
mod outside;
mod page;
mod plain;
mod render;
mod roles;
mod row;
mod rows;
mod scan;
mod select;
mod settings;
mod source;
#[cfg(feature = "refresh")]
mod supplement;
mod texts;
#[cfg(feature = "refresh")]
mod written;

pub use action::{ActionError, RamAction};
pub use date::{Date, NoDate};
pub use diagnostic::{Diagnostic, Severity};
#[cfg(feature = "refresh")]
pub use diff::{Changed, Diff, Listing, Renamed, Verdict};
pub use emit::rust_file;
pub use expand::expand;
#[cfg(feature = "refresh")]
pub use inspect::{InspectedTable, Inspection};
#[cfg(feature = "refresh")]
pub use ledger::{Ledger, LedgerError, VariantClash};
pub use model::{Action, Catalog, PageInfo, Reading, Retired};
pub use render::visible;
pub use roles::Roles;
pub use rows::{Entry, EntryAction};
pub use settings::{Columns, CratePath, NotRust, Settings, TypeName, is_absolute};
pub use source::{ByteRange, NotUtf8, Source};
#[cfg(feature = "refresh")]
pub use supplement::{ApiState, Dated, Scope, Supplement, supplement};
#[cfg(feature = "refresh")]
pub use written::{Written, WrittenRow};
