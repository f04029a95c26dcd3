//! Turns a documentation page of API operations and RAM actions into a typed Rust catalog.
//!
//! Each folder is a stage, and imports only stages above it in this list:
//!
//! ```text
//! markdown    page text -> blocks and tables, each cell with its place
//! page        tables -> entries: which columns, which actions, what is wrong
//! catalog     entries -> Catalog, with what sources say about its operations
//! codegen     Catalog -> Rust text
//! history     ledger, generated file and diff: what changed since the last run
//! attribute   the macro: arguments in, tokens out
//! ```
//!
//! Nothing here reads or writes files: text goes in; text, tokens and [`Diagnostic`]s come out. So the
//! same code serves the program `ack-catalog`, the macro `#[ack_catalog::catalog]`, the build script of
//! `ack-catalog-build`, and your own:
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
//! # Ok::<(), ack_catalog_core::InvalidName>(())
//! ```

mod attribute;
mod catalog;
mod codegen;
#[cfg(feature = "refresh")]
mod history;
mod invalid_name;
mod markdown;
mod page;
mod ram_action;
mod reserved_names;
mod settings;

pub use attribute::expand::expand;
pub use catalog::date::{Date, InvalidDate};
pub use catalog::facts::{
    AccessLevel, ActionFacts, ApiState, AsOf, Dated, Fact, OperationFacts, Request, Resource,
};
pub use catalog::model::{Action, Catalog, PageInfo, Retired};
pub use catalog::read_catalog::Reading;
pub use codegen::rust_file::rust_file;
#[cfg(feature = "refresh")]
pub use history::diff::{Changed, Diff, Renamed, Respelled, VersionBump};
#[cfg(feature = "refresh")]
pub use history::fact_changes::{
    FactChange, RequestChange, StatedCell, StatedFact, StatementChange,
};
#[cfg(feature = "refresh")]
pub use history::generated_file::{GeneratedFile, GeneratedRow};
#[cfg(feature = "refresh")]
pub use history::ledger::{Ledger, LedgerError, VariantClash};
#[cfg(feature = "refresh")]
pub use history::listing::Listing;
pub use invalid_name::InvalidName;
pub use markdown::html_tables::{HtmlTable, HtmlTables, Within};
pub use page::action_cell::EntryAction;
pub use page::column_roles::ColumnRoles;
pub use page::columns::{Column, ColumnHeaders, UnknownColumn};
pub use page::diagnostic_codes::{CodeLevel, PageCode, page_codes};
pub use page::entry::Entry;
#[cfg(feature = "refresh")]
pub use page::inspect::{InspectedTable, Inspection, html_tables};
pub use page::options::{PageOptions, Service, Tables};
pub use page::text_columns::TextColumns;
pub use ram_action::{ActionError, RamAction};
pub use ram_diagnostics::{ByteRange, Diagnostic, NotUtf8, Severity, Source};
pub use settings::{CratePath, Settings, TypeName, is_absolute};
