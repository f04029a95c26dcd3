//! The catalog as Rust code.
//!
//! The code is data: the enum, its rows, and the orders they are looked up in. What it does is
//! written by hand in `ack_catalog::support`. It is made as text, a variant and a row a line, so
//! that a change of the page can be reviewed; the macro parses the same text.

use crate::doc;
use crate::model::{Action, Catalog};
use crate::settings::Settings;
use std::fmt::Write as _;

/// What `#[derive]` gives the enum. `Debug` is not among them: derived, it costs rustc far more
/// than looking the name up in the rows.
pub(crate) const DERIVES: [&str; 5] = ["Clone", "Copy", "PartialEq", "Eq", "Hash"];

/// A whole Rust file: the `head` (comments and the like), the enum, and its catalog.
///
/// The same catalog, settings and head give the same bytes, on every machine.
pub fn rust_file(catalog: &Catalog, settings: &Settings, head: &str) -> String {
    let name = &settings.enum_name;
    let mut out = format!("{head}\n");
    for line in enum_doc(catalog) {
        let _ = writeln!(out, "/// {line}");
    }
    let _ = writeln!(out, "#[derive({})]", DERIVES.join(", "));
    let _ = writeln!(out, "#[non_exhaustive]");
    let _ = writeln!(out, "#[allow(non_camel_case_types, clippy::doc_markdown)]");
    let _ = writeln!(out, "pub enum {name} {{\n{}}}\n", variants(catalog));
    out.push_str(&items(catalog, settings, "pub"));
    out
}

/// The documentation of the enum itself.
pub(crate) fn enum_doc(catalog: &Catalog) -> Vec<String> {
    let page = &catalog.page;
    let title = if page.title.is_empty() {
        doc::code(&page.file)
    } else {
        format!("\"{}\"", doc::text(&page.title))
    };
    vec![format!(
        "The RAM actions on the page {title}: {} of them, in page order.",
        catalog.actions.len()
    )]
}

/// The variants with their documentation.
pub(crate) fn variants(catalog: &Catalog) -> String {
    let mut out = String::new();
    for (index, action) in catalog.actions.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for line in variant_doc(action) {
            let _ = match line.as_str() {
                "" => writeln!(out, "    ///"),
                line => writeln!(out, "    /// {line}"),
            };
        }
        let _ = writeln!(out, "    #[doc(alias = {:?})]", action.ram_action.as_str());
        let _ = writeln!(out, "    {} = {},", action.variant, index + 1);
    }
    out
}

fn variant_doc(action: &Action) -> Vec<String> {
    let mut lines = Vec::new();
    if !action.description.is_empty() {
        lines.push(doc::sentence(&action.description));
        lines.push(String::new());
    }
    let operations: Vec<String> = action
        .operations
        .iter()
        .map(|name| doc::code(name))
        .collect();
    let noun = if operations.len() == 1 {
        "operation"
    } else {
        "operations"
    };
    lines.push(format!(
        "RAM action `{}`, required for the {noun} {}.",
        action.ram_action,
        operations.join(", ")
    ));
    if !action.doc_url.is_empty() {
        lines.push(doc::link("API reference", &action.doc_url));
    }
    lines
}

/// All that stands beside the enum: the data as the implementation of a trait, and the call of the
/// macro that gives the enum and its set their methods.
pub(crate) fn items(catalog: &Catalog, settings: &Settings, visibility: &str) -> String {
    let Settings {
        enum_name,
        set_name,
        crate_path,
        ..
    } = settings;
    let support = format!("{crate_path}::support");
    let page = &catalog.page;
    let count = catalog.actions.len();
    let mut out = format!("impl {support}::Table for {enum_name} {{\n");
    let _ = writeln!(
        out,
        "    const PAGE: {support}::Page = {support}::page({:?}, {:?}, &{:?}, {:?});\n",
        page.file, page.title, page.keywords, page.sha256
    );

    let _ = writeln!(out, "    const ALL: &'static [Self] = &[");
    for action in &catalog.actions {
        let _ = writeln!(out, "        Self::{},", action.variant);
    }
    let _ = writeln!(out, "    ];\n");

    let _ = writeln!(out, "    const ROWS: &'static [{support}::Row] = &[");
    for action in &catalog.actions {
        let _ = writeln!(
            out,
            "        {support}::Row {{ name: {:?}, ram_action: {:?}, operations: &{:?}, description: {:?}, doc_url: {:?} }},",
            action.variant,
            action.ram_action.as_str(),
            action.operations,
            action.description,
            action.doc_url
        );
    }
    let _ = writeln!(out, "    ];\n");

    let mut by_ram_action: Vec<&Action> = catalog.actions.iter().collect();
    by_ram_action.sort_by_key(|action| action.ram_action.as_str());
    let _ = writeln!(
        out,
        "    const BY_RAM_ACTION: &'static [(&'static str, Self)] = &["
    );
    for action in by_ram_action {
        let ram_action = action.ram_action.as_str();
        let _ = writeln!(out, "        ({ram_action:?}, Self::{}),", action.variant);
    }
    let _ = writeln!(out, "    ];\n");

    let _ = writeln!(
        out,
        "    const BY_OPERATION: &'static [(&'static str, &'static [Self])] = &["
    );
    for (operation, needed) in catalog.operations() {
        let needed: Vec<String> = needed
            .into_iter()
            .map(|index| format!("Self::{}", catalog.actions[index].variant))
            .collect();
        let _ = writeln!(out, "        ({operation:?}, &[{}]),", needed.join(", "));
    }
    let _ = writeln!(out, "    ];\n}}\n");

    let _ = writeln!(
        out,
        "{support}::methods! {{ {visibility} enum {enum_name}, struct {set_name}, {count} }}"
    );
    out
}
