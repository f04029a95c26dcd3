//! The catalog as Rust code.
//!
//! The code is data: the enum and its rows. Its behaviour is written by hand in `ack_catalog::support`. A row
//! is in one place that a person can review ([`listed`]). For many rows that takes rustc too long, so
//! they become long texts ([`packed`]). The macro parses the same code.

use crate::catalog::model::Catalog;
use crate::codegen::row::rows;
use crate::codegen::variants::{enum_doc, variants};
use crate::codegen::{listed, operations, packed};
use crate::settings::Settings;
use std::fmt::Write as _;

/// The derives of the enum. A derived `Debug` would cost rustc far more than a lookup of the name.
pub(crate) const DERIVES: [&str; 5] = ["Clone", "Copy", "PartialEq", "Eq", "Hash"];

/// Returns a Rust file: the `head` (such as comments), the enum, and its catalog.
///
/// The same catalog, settings and head give the same bytes, on every machine.
pub fn rust_file(catalog: &Catalog, settings: &Settings, head: &str) -> String {
    let name = &settings.enum_name;
    let mut out = format!("{head}\n");
    if let Some(date) = &catalog.page.published {
        let _ = writeln!(
            out,
            "/// The day on which the page of [`{name}`] was published.\n\
             #[allow(dead_code)]\n\
             pub const PUBLISHED: &str = \"{date}\";\n"
        );
    }
    let _ = writeln!(out, "/// {}", enum_doc(catalog));
    let _ = writeln!(out, "#[derive({})]", DERIVES.join(", "));
    if let Some(id) = id_type(catalog) {
        let _ = writeln!(out, "#[repr({id})]");
    }
    let _ = writeln!(out, "#[non_exhaustive]");
    let _ = writeln!(out, "#[allow(non_camel_case_types, clippy::doc_markdown)]");
    let _ = writeln!(out, "pub enum {name} {{\n{}}}\n", variants(catalog));
    out.push_str(&items(catalog, settings, "pub"));
    out
}

/// Returns the type of ids, if a ledger keeps them and it has room for all.
fn id_type(catalog: &Catalog) -> Option<&'static str> {
    let count = catalog.actions.len() + catalog.retired.len();
    (catalog.has_ledger && has_room(count)).then_some("u16")
}

fn has_room(ids: usize) -> bool {
    u16::try_from(ids).is_ok()
}

/// Returns the items beside the enum: its data as the implementation of a trait, and the call of the
/// macro that defines the methods of the enum and its set.
pub(crate) fn items(catalog: &Catalog, settings: &Settings, visibility: &str) -> String {
    let rows = rows(catalog);
    let count = rows.len();
    let Settings {
        enum_name,
        set_name,
        crate_path,
        ..
    } = settings;
    let mut out = String::new();
    let (form, count) = if listed::is_readable(&rows) {
        listed::write(&mut out, catalog, &rows, settings);
        ("listed", String::new())
    } else {
        packed::write(&mut out, catalog, rows, settings);
        ("packed", format!(", {count}"))
    };
    operations::write(&mut out, catalog, settings);
    let id = id_type(catalog).map_or(String::new(), |id| format!(": {id}"));
    let _ = writeln!(
        out,
        "{crate_path}::support::{form}! {{ {visibility} enum {enum_name}{id}, struct {set_name}{count} }}"
    );
    out
}

#[cfg(test)]
mod tests {
    use super::has_room;

    /// A ledger with more actions works, but without ids.
    #[test]
    fn ids_have_room_for_65_535_actions() {
        assert!(has_room(65_535) && !has_room(65_536));
    }
}
