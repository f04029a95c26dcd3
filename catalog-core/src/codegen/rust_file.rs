//! The catalog as Rust code.
//!
//! The code is data: the enum, its rows ([`text_blob`]), and the orders for lookups. Its behaviour is
//! written by hand in `ack_catalog::support`. The code is text with a line for each variant and row,
//! so that a change of the page can be reviewed. The macro parses the same text.

use crate::catalog::model::{Action, Catalog, Retired};
#[cfg(feature = "refresh")]
use crate::codegen::facts::{facts, facts_doc};
use crate::codegen::lists::{list, names, places};
use crate::codegen::perfect_hash::PerfectHash;
use crate::codegen::rustdoc;
use crate::codegen::text_blob::{self, Row, rows};
use crate::settings::{Settings, TypeName};
use std::fmt::Write as _;

/// The derives of the enum. A derived `Debug` would cost rustc far more than a lookup of the name.
pub(crate) const DERIVES: [&str; 5] = ["Clone", "Copy", "PartialEq", "Eq", "Hash"];

/// The type of ids, if a ledger keeps them.
const ID: &str = "u16";

/// Returns a Rust file: the `head` (such as comments), the enum, and its catalog.
///
/// The same catalog, settings and head give the same bytes, on every machine.
pub fn rust_file(catalog: &Catalog, settings: &Settings, head: &str) -> String {
    let name = &settings.enum_name;
    let mut out = format!("{head}\n");
    for line in enum_doc(catalog) {
        let _ = writeln!(out, "/// {line}");
    }
    let _ = writeln!(out, "#[derive({})]", DERIVES.join(", "));
    if catalog.has_ledger {
        let _ = writeln!(out, "#[repr({ID})]");
    }
    let _ = writeln!(out, "#[non_exhaustive]");
    let _ = writeln!(out, "#[allow(non_camel_case_types, clippy::doc_markdown)]");
    let _ = writeln!(out, "pub enum {name} {{\n{}}}\n", variants(catalog));
    out.push_str(&items(catalog, settings, "pub"));
    out
}

/// Returns the documentation of the enum.
pub(crate) fn enum_doc(catalog: &Catalog) -> Vec<String> {
    let page = &catalog.page;
    let title = if page.title.is_empty() {
        rustdoc::code(&page.file)
    } else {
        format!("\"{}\"", rustdoc::text(&page.title))
    };
    vec![format!(
        "The RAM actions on the page {title}: {} of them, in page order.",
        catalog.actions.len()
    )]
}

/// Returns the variants with their documentation: in page order, then the retired ones.
pub(crate) fn variants(catalog: &Catalog) -> String {
    let count = catalog.actions.len() + catalog.retired.len();
    let mut out = String::new();
    let mut last = None;
    let mut id_of = |id: usize| {
        let follows = last == Some(id - 1);
        last = Some(id);
        (count <= EXPLICIT || !follows).then_some(id)
    };
    for action in &catalog.actions {
        let doc = variant_doc(action);
        let alias = action.ram_action.as_str();
        variant(
            &mut out,
            &doc,
            None,
            alias,
            &action.variant,
            id_of(action.id),
        );
    }
    for retired in &catalog.retired {
        let alias = retired.ram_action.as_str();
        let note = retired_note(catalog, retired);
        let doc = [
            format!("Retired: {}.", rustdoc::text(&note)),
            String::new(),
            format!("RAM action `{alias}`."),
        ];
        let id = id_of(retired.id);
        variant(&mut out, &doc, Some(&note), alias, &retired.variant, id);
    }
    out
}

/// The most variants that all show their discriminants. rustc evaluates written discriminants again
/// for each variant, which takes a minute for 20,000. Of more variants only those are written that do
/// not follow from the one before.
const EXPLICIT: usize = 1_000;

fn variant(
    out: &mut String,
    doc: &[String],
    deprecated: Option<&str>,
    alias: &str,
    name: &str,
    id: Option<usize>,
) {
    if !out.is_empty() {
        out.push('\n');
    }
    for line in doc {
        let _ = match line.as_str() {
            "" => writeln!(out, "    ///"),
            line => writeln!(out, "    /// {line}"),
        };
    }
    if let Some(note) = deprecated {
        let _ = writeln!(out, "    #[deprecated(note = {note:?})]");
    }
    let id = id.map_or(String::new(), |id| format!(" = {id}"));
    let _ = writeln!(out, "    #[doc(alias = {alias:?})]\n    {name}{id},");
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

fn variant_doc(action: &Action) -> Vec<String> {
    let mut lines = Vec::new();
    if !action.texts.description.is_empty() {
        lines.push(rustdoc::sentence(&action.texts.description));
        lines.push(String::new());
    }
    let operations: Vec<String> = action
        .operations
        .iter()
        .map(|name| rustdoc::code(name))
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
    if !action.texts.doc_url.is_empty() {
        lines.push(rustdoc::link("API reference", &action.texts.doc_url));
    }
    #[cfg(feature = "refresh")]
    lines.extend(facts_doc(action));
    lines
}

/// Returns the items beside the enum: its data as the implementation of a trait, and the call of the
/// macro that defines the methods of the enum and its set.
pub(crate) fn items(catalog: &Catalog, settings: &Settings, visibility: &str) -> String {
    let Settings {
        enum_name,
        set_name,
        crate_path,
        ..
    } = settings;
    let support = format!("{crate_path}::support");
    let page = &catalog.page;
    let mut out = String::new();
    let rows = rows(catalog);
    nth(&mut out, &rows, enum_name);
    let _ = writeln!(out, "impl {support}::Table for {enum_name} {{");
    let _ = writeln!(
        out,
        "    const PAGE: {support}::Page = {support}::page({:?}, {:?}, &{:?}, {:?});\n",
        page.file, page.title, page.keywords, page.sha256
    );

    text_blob::write(&mut out, &rows, &support);
    let order = catalog
        .actions
        .iter()
        .map(|action| (action.id, action.ram_action.as_str()));
    places(&mut out, "ORDER", order);
    if !catalog.retired.is_empty() {
        let indices: Vec<usize> = catalog.retired.iter().map(|gone| gone.id - 1).collect();
        let _ = writeln!(out, "    const RETIRED: &'static [u32] = &{indices:?};\n");
    }
    let count = rows.len();
    perfect_hash(&mut out, &rows);
    operations(&mut out, catalog);
    #[cfg(feature = "refresh")]
    facts(&mut out, catalog, &support);
    let _ = writeln!(out, "}}\n");

    let id = if catalog.has_ledger {
        format!(": {ID}")
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "{support}::methods! {{ {visibility} enum {enum_name}{id}, struct {set_name}, {count} }}"
    );
    out
}

/// Writes the slots of the RAM actions, and the seeds that lead to them.
fn perfect_hash(out: &mut String, rows: &[Row<'_>]) {
    let names: Vec<&str> = rows.iter().map(|row| row.ram_action).collect();
    let PerfectHash { key, seeds, slots } = PerfectHash::of(&names);
    if key > 0 {
        let _ = writeln!(out, "    const KEY: u64 = {key};\n");
    }
    let mut lines = seeds.chunks(16).map(|seeds| {
        let seeds: Vec<String> = seeds.iter().map(u32::to_string).collect();
        seeds.join(", ") + ","
    });
    list(out, "SEEDS", "u32", &mut lines);
    let slots = slots.into_iter().map(|place| (place + 1, names[place]));
    places(out, "SLOTS", slots);
}

/// Writes the operations: first those with an action of their own, then the others.
fn operations(out: &mut String, catalog: &Catalog) {
    let operations = catalog.operations();
    let is_single = |needed: &[usize]| match needed {
        [place] => catalog.actions[*place].operations.len() == 1,
        _ => false,
    };
    let (single, several): (Vec<_>, Vec<_>) = operations
        .into_iter()
        .partition(|(_, needed)| is_single(needed));
    let name = |place: usize| catalog.actions[place].ram_action.as_str();

    // Places in page order, counted from 1 as ids are.
    let single = single
        .iter()
        .map(|(_, needed)| (needed[0] + 1, name(needed[0])));
    places(out, "BY_OPERATION", single);
    let mut shared: Vec<&Action> = catalog.actions.iter().collect();
    shared.retain(|action| action.operations.len() > 1);
    if !shared.is_empty() {
        shared.sort_by_key(|action| action.id);
        let mut rows = shared
            .iter()
            .map(|action| format!("({}, &{:?}),", action.id - 1, action.operations));
        let of = "(u32, &'static [&'static str])";
        list(out, "SHARED", of, &mut rows);
    }
    if several.is_empty() {
        return;
    }
    let each = several
        .iter()
        .flat_map(|(operation, needed)| needed.iter().map(move |&place| (*operation, place)));
    names(out, "SEVERAL", each.clone().map(|(operation, _)| operation));
    let rows = each.map(|(_, place)| (catalog.actions[place].id, name(place)));
    places(out, "SEVERAL_ROWS", rows);
}

/// The most arms of one `match`; more are split over several functions. When rustc evaluates a
/// constant, it tries the arms one by one.
const ARMS: usize = 256;

/// Writes the function from the place of a row to the variant.
fn nth(out: &mut String, rows: &[Row<'_>], enum_name: &TypeName) {
    if rows.is_empty() {
        // An enum without variants has no row, so this is never called.
        let _ = writeln!(
            out,
            "impl {enum_name} {{\n    #[inline]\n    const fn __nth(_: u32) -> Self {{\n        panic!(\"no variants\")\n    }}\n}}\n"
        );
        return;
    }
    let _ = writeln!(out, "#[allow(deprecated)]\nimpl {enum_name} {{");
    let arms: Vec<(usize, String)> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (place, format!("{enum_name}::{}", row.name)))
        .collect();
    if arms.len() <= ARMS {
        match_function(out, "__nth", "row", &arms);
    } else {
        let pieces = arms.chunks(ARMS).enumerate();
        let calls = pieces
            .clone()
            .map(|(index, _)| (index, format!("Self::__nth{index}(row)")));
        let calls: Vec<(usize, String)> = calls.collect();
        match_function(out, "__nth", &format!("row / {ARMS}"), &calls);
        for (index, piece) in pieces {
            out.push('\n');
            match_function(out, &format!("__nth{index}"), "row", piece);
        }
    }
    let _ = writeln!(out, "}}\n");
}

/// Writes a function that matches a number. Its last arm matches the rest.
fn match_function(out: &mut String, name: &str, matched: &str, arms: &[(usize, String)]) {
    let _ = writeln!(
        out,
        "    #[inline]\n    const fn {name}(row: u32) -> Self {{\n        match {matched} {{"
    );
    for (index, (value, result)) in arms.iter().enumerate() {
        let _ = if index + 1 == arms.len() {
            writeln!(out, "            _ => {result},")
        } else {
            writeln!(out, "            {value} => {result},")
        };
    }
    let _ = writeln!(out, "        }}\n    }}");
}
