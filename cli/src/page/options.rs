//! The options of a page, with the names that they have in the macro and in Cargo.toml.

use ack_catalog_core::{ColumnHeaders, PageOptions, Service, Tables, UnknownColumn};
use clap::Args;

/// How a page writes its columns and actions.
#[derive(Args)]
pub(crate) struct PageArgs {
    /// Header of the column `operation`, `ram-action` or `description`; repeat it for each that differs
    #[arg(long, value_name = "COLUMN=HEADER", value_parser = column)]
    columns: Vec<(String, String)>,

    /// Service of actions that a page writes without one
    #[arg(long, value_name = "SERVICE")]
    service: Option<Service>,

    /// Accept actions with wildcards, such as ecs:Describe*
    #[arg(long)]
    pub(crate) wildcards: bool,
}

impl PageArgs {
    /// Returns the options that were given; `repair` and `tables` say how the rest of the page is read.
    pub(crate) fn options(&self, repair: bool, tables: Tables) -> PageOptions {
        let mut columns = ColumnHeaders::default();
        for (column, header) in &self.columns {
            // The parser of the arguments knows the columns.
            let _ = columns.set(column, header);
        }
        PageOptions {
            columns,
            service: self.service.clone(),
            tables,
            wildcards: self.wildcards,
            repair,
            ..PageOptions::default()
        }
    }
}

/// Reads `COLUMN=HEADER`.
fn column(text: &str) -> Result<(String, String), String> {
    let (column, header) = text
        .split_once('=')
        .ok_or("expected a column and its header, such as `ram-action=Permission`")?;
    ColumnHeaders::default()
        .set(column, header)
        .map_err(|error| with_hyphens(&error))?;
    Ok((column.to_owned(), header.to_owned()))
}

/// Names the known columns as the arguments and Cargo.toml do. The macro has `_` for `-`.
pub(crate) fn with_hyphens(error: &UnknownColumn) -> String {
    error.to_string().replace("`ram_action`", "`ram-action`")
}
