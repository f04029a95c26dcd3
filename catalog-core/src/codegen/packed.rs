//! Many rows as long texts, with written lists for lookups.
//!
//! rustc compiles 20,000 rows in this form in half the time of [`listed`](super::listed) ones.

use crate::catalog::model::{Action, Catalog};
use crate::codegen::action_facts;
use crate::codegen::lists::{list, names, numbers};
use crate::codegen::perfect_hash::PerfectHash;
use crate::codegen::row::Row;
use crate::codegen::text_rows;
use crate::settings::{Settings, TypeName};
use std::fmt::Write as _;

/// Writes the function from rows to variants, and the data as texts and lists.
pub(crate) fn write(
    out: &mut String,
    catalog: &Catalog,
    mut rows: Vec<Row<'_>>,
    settings: &Settings,
) {
    let Settings {
        enum_name,
        crate_path,
        ..
    } = settings;
    let support = format!("{crate_path}::support");
    let page = &catalog.page;
    // The index of a row is its id less one.
    rows.sort_by_key(|row| row.id);
    nth(out, &rows, enum_name);
    let _ = writeln!(
        out,
        "#[doc(hidden)]\nimpl {support}::Table for {enum_name} {{"
    );
    let _ = writeln!(
        out,
        "    const PAGE: {support}::Page = {support}::page({:?}, {:?}, &{:?}, {:?});\n",
        page.file, page.title, page.keywords, page.sha256
    );
    text_rows::write(out, &rows);
    let order = catalog.actions.iter().map(|action| action.id - 1);
    numbers(out, "ORDER", order);
    history(out, catalog, &rows);
    perfect_hash(out, &rows);
    operations(out, catalog);
    action_facts::write(out, catalog, &rows, &support);
    let _ = writeln!(out, "}}\n");
}

/// Writes when the actions came to the page and left it.
fn history(out: &mut String, catalog: &Catalog, rows: &[Row<'_>]) {
    let mut last = "";
    let mut first_seen = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if row.first_seen != last {
            last = row.first_seen;
            first_seen.push(format!("({index}, {last:?}),"));
        }
    }
    if !first_seen.is_empty() {
        let of = "(u32, &'static str)";
        list(out, "FIRST_SEEN", of, &mut first_seen.into_iter());
    }
    if catalog.retired.is_empty() {
        return;
    }
    let retired = catalog.retired.iter();
    numbers(out, "RETIRED", retired.clone().map(|gone| gone.id - 1));
    let mut items = retired.map(|gone| {
        let by = gone.replaced_by.as_ref().map_or("", |by| by.as_str());
        format!("({:?}, {by:?}),", gone.since.as_str())
    });
    let of = "(&'static str, &'static str)";
    list(out, "RETIREMENTS", of, &mut items);
}

/// Writes the slots of the RAM actions, and the seeds that lead to them.
fn perfect_hash(out: &mut String, rows: &[Row<'_>]) {
    let names: Vec<&str> = rows.iter().map(|row| row.ram_action.as_str()).collect();
    let PerfectHash { key, seeds, slots } = PerfectHash::of(&names);
    if key > 0 {
        let _ = writeln!(out, "    const KEY: u64 = {key};\n");
    }
    numbers(out, "SEEDS", seeds.into_iter());
    numbers(out, "SLOTS", slots.into_iter());
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
    numbers(
        out,
        "BY_OPERATION",
        single.iter().map(|(_, needed)| needed[0]),
    );
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
    let rows = each.map(|(_, place)| catalog.actions[place].id - 1);
    numbers(out, "SEVERAL_ROWS", rows);
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
        .map(|(place, row)| (place, format!("{enum_name}::{}", row.variant)))
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
