//! The enum's variants, with their documentation.

use crate::catalog::model::{Catalog, Retired};
use crate::codegen::action_facts::facts_doc;
use crate::codegen::row::{Row, rows};
use crate::codegen::rustdoc;
use crate::ram_action::RamAction;
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

/// Describes since when an action is missing on the page, and its replacement, as the compiler shows it.
fn retired_note(catalog: &Catalog, retired: &Retired) -> String {
    let since = format!("not on the page since {}", retired.since);
    match &retired.replaced_by {
        Some(by) => match replacement(catalog, by) {
            Some(variant) => format!("{since}; use `{variant}` (`{by}`)"),
            None => format!("{since}; replaced by `{by}`"),
        },
        None => since,
    }
}

/// Describes the same in the documentation.
fn retired_doc(catalog: &Catalog, retired: &Retired) -> String {
    let since = format!("Retired: not on the page since {}", retired.since);
    match &retired.replaced_by {
        Some(by) => match replacement(catalog, by) {
            Some(variant) => format!("{since}. Use [`{variant}`](Self::{variant}) instead."),
            None => format!("{since}, where `{by}` replaced it."),
        },
        None => format!("{since}."),
    }
}

/// Returns the variant of an action that is on the page.
fn replacement<'a>(catalog: &'a Catalog, action: &RamAction) -> Option<&'a str> {
    let mut known = catalog.actions.iter();
    let known = known.find(|known| known.ram_action == *action)?;
    Some(&known.variant)
}

/// Returns the lines of a variant's documentation.
fn row_doc(catalog: &Catalog, row: &Row<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(retired) = row.retired {
        lines.push(retired_doc(catalog, retired));
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
        [] => String::new(),
        [operation] => format!(", {verb} for the operation {operation}"),
        operations => format!(", {verb} for the operations {}", operations.join(", ")),
    };
    lines.push(format!("RAM action `{}`{operations}.", row.ram_action));
    if !row.texts.doc_url.is_empty() {
        lines.push(rustdoc::link("API reference", &row.texts.doc_url));
    }
    lines.extend(facts_doc(row));
    lines
}
