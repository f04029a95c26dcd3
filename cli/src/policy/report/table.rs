//! Tables that a reader searches as they type.

use crate::output::printable::{counted, printable_line};
use crate::policy::report::shown::number;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The script of a report that consists of such tables.
pub(crate) const SCRIPT: &str = include_str!("table.js");

/// A table of so few rows is searched by looking at it.
const FEW: usize = 8;

/// A column. The first one names the row.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Whether a reader can choose one of its values.
    is_choice: bool,
    class: Option<&'static str>,
}

impl Column {
    pub(crate) const fn text(name: &'static str) -> Self {
        Self {
            name,
            is_choice: false,
            class: None,
        }
    }

    pub(crate) const fn number(name: &'static str) -> Self {
        Self {
            class: Some("number"),
            ..Self::text(name)
        }
    }

    pub(crate) const fn choice(name: &'static str) -> Self {
        Self {
            is_choice: true,
            class: Some("choice"),
            ..Self::text(name)
        }
    }
}

/// A cell, with its value in a column of choices.
pub(crate) struct Cell {
    content: Markup,
    value: Option<String>,
}

impl Cell {
    pub(crate) fn new(content: Markup) -> Self {
        Self {
            content,
            value: None,
        }
    }

    /// Creates a cell with a value to choose.
    pub(crate) fn with_value(value: &str, content: Markup) -> Self {
        Self {
            value: Some(printable_line(value)),
            ..Self::new(content)
        }
    }

    pub(crate) fn number(count: u64) -> Self {
        Self::new(html! { (number(count)) })
    }
}

/// A table with a search field, and a list of values for some columns.
pub(crate) struct Table<'a, const N: usize> {
    /// What it lists, for those who do not see it.
    pub(crate) caption: &'a str,
    /// What a row is, such as `action`.
    pub(crate) row: &'a str,
    pub(crate) columns: [Column; N],
    pub(crate) rows: Vec<[Cell; N]>,
}

impl<const N: usize> Table<'_, N> {
    pub(crate) fn markup(&self) -> Markup {
        let count = counted(self.rows.len(), self.row);
        html! {
            section.searched {
                @if self.rows.len() > FEW { div.filter role="search" hidden {
                    label { span { "Search" } input type="search" autocomplete="off" spellcheck="false"; }
                    @for (at, column) in self.columns.iter().enumerate().filter(|(_, one)| one.is_choice) {
                        label {
                            span { (column.name) }
                            select data-column=(at) {
                                option value="" { "all" }
                                @for (value, count) in self.values(at) {
                                    option value=(value) { (value) " (" (number(count)) ")" }
                                }
                            }
                        }
                    }
                    output aria-live="polite" data-of=(count) { (count) }
                } }
                table.cards {
                    caption { (self.caption) }
                    thead { tr { @for column in &self.columns { th class=[column.class] scope="col" { (column.name) } } } }
                    tbody {
                        @for row in &self.rows {
                            tr {
                                @for (at, (cell, column)) in row.iter().zip(&self.columns).enumerate() {
                                    @if at == 0 {
                                        th scope="row" data-value=[cell.value.as_deref()] { (cell.content) }
                                    } @else {
                                        td class=[column.class] data-label=(column.name)
                                            data-value=[cell.value.as_deref()] { (cell.content) }
                                    }
                                }
                            }
                        }
                    }
                }
                p.none hidden { "Nothing matches." }
            }
        }
    }

    /// Returns the values of a column, each with the number of its rows.
    fn values(&self, column: usize) -> BTreeMap<&str, u64> {
        let mut values = BTreeMap::new();
        for value in self
            .rows
            .iter()
            .filter_map(|row| row[column].value.as_deref())
        {
            *values.entry(value).or_default() += 1;
        }
        values
    }
}
