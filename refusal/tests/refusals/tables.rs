//! Texts that are refusals, with what is found in them, and texts that are not, by their kinds.

use crate::common::shown;

/// Splits a table into its rows: the words after `===`, and the lines below.
fn rows(table: &str) -> Vec<(&str, &str)> {
    let rows = table.strip_prefix("=== ").expect("the first row");
    let rows = rows.split("\n=== ");
    rows.map(|row| row.split_once('\n').expect("a text"))
        .collect()
}

#[test]
fn text_of_these_kinds_is_not_a_refusal() {
    let rows = rows(include_str!("../tables/none.txt"));
    let wrong: Vec<_> = rows
        .iter()
        .map(|(kind, text)| (kind, text, shown(text)))
        .filter(|(_, _, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
