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

mod attribute;
mod catalog;
mod codegen;
#[cfg(feature = "refresh")]
mod history;
mod markdown;
mod page;
mod ram_action;
mod settings;

pub use attribute::expand::expand;
pub use catalog::date::{Date, NoDate};
pub use catalog::model::{Action, Catalog, PageInfo, Retired};
pub use catalog::read_catalog::Reading;
#[cfg(feature = "refresh")]
pub use catalog::read_supplement::supplement;
#[cfg(feature = "refresh")]
pub use catalog::supplement::{ApiState, Dated, Scope, Supplement};
pub use codegen::rust_file::rust_file;
#[cfg(feature = "refresh")]
pub use history::diff::{Changed, Diff, Listing, Renamed, Verdict};
#[cfg(feature = "refresh")]
pub use history::generated_file::{Written, WrittenRow};
#[cfg(feature = "refresh")]
pub use history::ledger::{Ledger, LedgerError, VariantClash};
pub use page::action_cell::EntryAction;
pub use page::codes::code::{CodeLevel, PageCode};
pub use page::codes::page_codes;
pub use page::columns::{Column, ColumnHeaders, UnknownColumn};
pub use page::entries::Entry;
#[cfg(feature = "refresh")]
pub use page::inspect::{InspectedTable, Inspection};
pub use page::roles::Roles;
pub use ram_action::{ActionError, RamAction};
pub use ram_diagnostics::{ByteRange, Diagnostic, NotUtf8, Severity, Source, visible};
pub use settings::{CratePath, NotRust, Settings, TypeName, is_absolute};
