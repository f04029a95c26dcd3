//! Rows that a person can review, each with everything that is known about its action.
//!
//! `ack_catalog::support` computes the lists for lookups from them at compile time, so one changed row
//! changes nothing else.

use crate::catalog::facts::ActionFacts;
use crate::catalog::model::Catalog;
use crate::codegen::action_facts;
use crate::codegen::row::Row;
use crate::settings::Settings;
use std::fmt::Write as _;

/// The most rows. More take rustc longer than the texts of [`packed`](super::packed) do.
const MOST_ROWS: usize = 256;

/// The most bytes of their names, which rustc hashes and sorts.
const MOST_BYTES: usize = 128 * 1024;

/// Returns true if the rows are few enough to be listed. An enum without variants has none to list.
pub(crate) fn is_readable(rows: &[Row<'_>]) -> bool {
    let bytes = rows.iter().map(|row| {
        let operations = row.operations.iter().map(String::len).sum::<usize>();
        row.ram_action.as_str().len() + operations
    });
    (1..=MOST_ROWS).contains(&rows.len()) && bytes.sum::<usize>() <= MOST_BYTES
}

/// Writes the rows. A macro computes the rest.
pub(crate) fn write(out: &mut String, catalog: &Catalog, rows: &[Row<'_>], settings: &Settings) {
    let Settings {
        enum_name,
        crate_path,
        ..
    } = settings;
    let page = &catalog.page;
    let allow = if catalog.retired.is_empty() {
        ""
    } else {
        "    #[allow(deprecated)]\n"
    };
    let _ = writeln!(
        out,
        "const _: () = {{\n    use {crate_path}::support;\n\n{allow}    #[doc(hidden)]\n    impl support::Listed for {enum_name} {{"
    );
    let _ = writeln!(
        out,
        "        const PAGE: support::Page = support::page(\n            \
         {:?},\n            {:?},\n            &{:?},\n            {:?},\n        );\n",
        page.file, page.title, page.keywords, page.sha256
    );
    let _ = writeln!(
        out,
        "        const ROWS: &'static [(Self, support::Row)] = &["
    );
    for row in rows {
        let _ = writeln!(
            out,
            "            (Self::{}, support::Row {{\n{}            }}),",
            row.variant,
            fields(row)
        );
    }
    let _ = writeln!(out, "        ];\n    }}\n}};\n");
}

/// Returns the known fields of a row.
fn fields(row: &Row<'_>) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "                {name}: {value},");
        }
    };
    let text = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("{text:?}")
        }
    };
    field("ram_action", &text(row.ram_action.as_str()));
    if row.variant != row.ram_action.name() {
        field("variant", &text(row.variant));
    }
    match row.operations {
        [] => {}
        [operation] => field("operation", &text(operation)),
        operations => field("operations", &format!("&{operations:?}")),
    }
    for (name, value) in row.texts.named() {
        field(name, &text(value));
    }
    field("first_seen", &text(row.first_seen));
    if let Some(retired) = row.retired {
        field("retired", &text(retired.since.as_str()));
        let by = retired.replaced_by.as_ref();
        field("replaced_by", &text(by.map_or("", |by| by.as_str())));
    }
    if *row.facts != ActionFacts::default() {
        let facts = action_facts::literal(row.facts, "support", "\n                    ");
        field("facts", &facts);
    }
    out.push_str("                ..support::Row::NONE\n");
    out
}
