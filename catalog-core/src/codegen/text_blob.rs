//! The rows of a generated file: the RAM actions, and the other texts of the page, a line each.
//!
//! They are two long texts, since a table of strings would cost rustc and the binary three times as
//! much. `ack_catalog::support` reads them by the starts of their parts.

use crate::catalog::model::Catalog;
use crate::page::text_columns::TextColumns;
use std::fmt::Write as _;

/// The most rows whose starts rustc computes, which is easier to review. With more rows it takes too
/// long, and the starts are written out.
const COUNTED: usize = 256;

/// Writes the constants with the texts.
pub(crate) fn write(out: &mut String, rows: &[Row<'_>], support: &str) {
    let actions: Vec<Vec<&str>> = rows.iter().map(|row| vec![row.ram_action]).collect();
    text(out, "RAM_ACTIONS", &actions);
    starts(
        out,
        "RAM_ACTION_STARTS",
        "RAM_ACTIONS",
        &actions,
        1,
        support,
    );
    let texts: Vec<Vec<&str>> = rows.iter().map(Row::texts).collect();
    text(out, "TEXTS", &texts);
    starts(out, "TEXT_STARTS", "TEXTS", &texts, PARTS, support);
}

/// The most parts of a line of the texts.
const PARTS: usize = TextColumns::COUNT + 2;

/// Writes a constant with lines of parts.
fn text(out: &mut String, name: &str, lines: &[Vec<&str>]) {
    let _ = writeln!(out, "    const {name}: &'static str = \"\\");
    for line in lines {
        out.push_str("        ");
        for (index, part) in line.iter().enumerate() {
            if index > 0 {
                out.push_str("\\t");
            }
            escaped(out, part);
        }
        out.push_str("\\n\\\n");
    }
    out.push_str("        \";\n\n");
}

/// Writes a part as it is between quotes. Tabs and line ends are written differently from those that
/// separate parts and lines, so that the file can be read back.
fn escaped(out: &mut String, part: &str) {
    for c in part.chars() {
        let _ = match c {
            '\t' | '\n' | '\r' => write!(out, "\\u{{{:x}}}", u32::from(c)),
            // rustc skips spaces after the `\` that ends the line above.
            ' ' if out.ends_with("        ") => write!(out, "\\u{{20}}"),
            '"' | '\\' => write!(out, "\\{c}"),
            ' '..='~' => {
                out.push(c);
                Ok(())
            }
            c => write!(out, "{}", c.escape_debug()),
        };
    }
}

/// Writes a constant with the starts of the parts.
fn starts(
    out: &mut String,
    name: &str,
    of: &str,
    lines: &[Vec<&str>],
    parts: usize,
    support: &str,
) {
    let mut part = lines.iter().flatten();
    let has_separator = part.any(|part| part.contains(['\t', '\n']));
    if lines.len() <= COUNTED && !has_separator {
        let len = lines.len() * parts + 1;
        let _ = writeln!(
            out,
            "    const {name}: &'static [u32] = &{support}::starts::<{len}>(Self::{of}, {parts});\n"
        );
        return;
    }
    let _ = write!(out, "    const {name}: &'static [u32] = &[0");
    let mut at = 0;
    for line in lines {
        let mut ends = line.iter().map(|part| {
            at += part.len() + 1;
            at
        });
        let mut last = 0;
        let ends: Vec<usize> = (0..parts)
            .map(|_| {
                last = ends.next().unwrap_or(last);
                last
            })
            .collect();
        out.push_str(",\n       ");
        for (index, end) in ends.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let _ = write!(out, "{comma} {end}");
        }
    }
    out.push_str("\n    ];\n\n");
}

/// The content of a row of the file.
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) ram_action: &'a str,
    pub(crate) operations: &'a [String],
    /// The texts of the page; a retired action has none.
    pub(crate) texts: Option<&'a TextColumns>,
}

/// Returns the rows of all actions, including the retired ones, in the order of their ids.
pub(crate) fn rows(catalog: &Catalog) -> Vec<Row<'_>> {
    let count = catalog.actions.len() + catalog.retired.len();
    let mut rows: Vec<Option<Row<'_>>> = Vec::new();
    rows.resize_with(count, || None);
    for action in &catalog.actions {
        rows[action.id - 1] = Some(Row {
            name: &action.variant,
            ram_action: action.ram_action.as_str(),
            operations: &action.operations,
            texts: Some(&action.texts),
        });
    }
    for retired in &catalog.retired {
        rows[retired.id - 1] = Some(Row {
            name: &retired.variant,
            ram_action: retired.ram_action.as_str(),
            operations: &[],
            texts: None,
        });
    }
    // Ids are numbers of lines or rows, so there is no gap.
    rows.into_iter().flatten().collect()
}

impl<'a> Row<'a> {
    /// Returns the parts of its line. The last ones are left out if they equal the action's name.
    fn texts(&self) -> Vec<&'a str> {
        let (_, name) = self.ram_action.split_once(':').unwrap_or_default();
        let operation = self.operations.first().map_or("", String::as_str);
        let mut texts = match self.texts {
            Some(texts) => texts.parts().to_vec(),
            None => vec![""; TextColumns::COUNT],
        };
        texts.extend([operation, self.name]);
        if self.name == name {
            texts.pop();
            if operation == name {
                texts.pop();
            }
        }
        texts
    }
}
