//! The enum's variants, with their documentation.

use crate::catalog::model::{Catalog, Retired};
#[cfg(feature = "refresh")]
use crate::codegen::facts::facts_doc;
use crate::codegen::row::{Row, rows};
use crate::codegen::rustdoc;
use std::fmt::Write as _;

/// Returns the documentation of the enum.
pub(crate) fn enum_doc(catalog: &Catalog) -> String {
    let page = &catalog.page;
    let title = if page.title.is_empty() {
        rustdoc::code(&page.file)
    } else {
        format!("\"{}\"", rustdoc::text(&page.title))
    };
    format!("The RAM actions on the page {title}, in its order.")
}

/// The most variants that all show their discriminants. rustc evaluates written discriminants again
/// for each variant, which takes a minute for 20,000. Of more variants only those are written that do
/// not follow from the one before.
const EXPLICIT: usize = 1_000;

/// Returns the variants with their documentation: in page order, then the retired ones.
pub(crate) fn variants(catalog: &Catalog) -> String {
    let rows = rows(catalog);
    let mut out = String::new();
    let mut last = None;
    for row in &rows {
        if !out.is_empty() {
            out.push('\n');
        }
        for line in row_doc(catalog, row) {
            let _ = match line.as_str() {
                "" => writeln!(out, "    ///"),
                line => writeln!(out, "    /// {line}"),
            };
        }
        if let Some(retired) = row.retired {
            let note = retired_note(catalog, retired);
            let _ = writeln!(out, "    #[deprecated(note = {note:?})]");
        }
        let _ = writeln!(out, "    #[doc(alias = {:?})]", row.ram_action.as_str());
        let follows = last == Some(row.id - 1);
        last = Some(row.id);
        let _ = if rows.len() <= EXPLICIT || !follows {
            writeln!(out, "    {} = {},", row.variant, row.id)
        } else {
            writeln!(out, "    {},", row.variant)
        };
    }
    out
}

/// Describes since when an action is missing on the page, and its replacement.
fn retired_note(catalog: &Catalog, retired: &Retired) -> String {
    let mut note = format!("not on the page since {}", retired.since);
    if let Some(action) = &retired.replaced_by {
        let known = catalog
            .actions
            .iter()
            .find(|known| known.ram_action == *action);
        let _ = match known {
            Some(known) => write!(note, "; use `{}` (`{action}`)", known.variant),
            None => write!(note, "; replaced by `{action}`"),
        };
    }
    note
}

/// Returns the lines of a variant's documentation.
fn row_doc(catalog: &Catalog, row: &Row<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(retired) = row.retired {
        let note = retired_note(catalog, retired);
        lines.push(format!("Retired: {}.", rustdoc::text(&note)));
        lines.push(String::new());
    }
    if !row.texts.description.is_empty() {
        lines.push(rustdoc::sentence(&row.texts.description));
        lines.push(String::new());
    }
    let operations: Vec<String> = row
        .operations
        .iter()
        .map(|name| rustdoc::code(name))
        .collect();
    let verb = match row.retired {
        Some(_) => "which was required",
        None => "required",
    };
    let operations = match operations.as_slice() {
        [] if row.retired.is_some() => String::new(),
        [operation] => format!(", {verb} for the operation {operation}"),
        operations => format!(", {verb} for the operations {}", operations.join(", ")),
    };
    lines.push(format!("RAM action `{}`{operations}.", row.ram_action));
    if !row.texts.doc_url.is_empty() {
        lines.push(rustdoc::link("API reference", &row.texts.doc_url));
    }
    #[cfg(feature = "refresh")]
    lines.extend(facts_doc(row));
    lines
}
