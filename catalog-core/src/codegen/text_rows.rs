//! The rows of a generated file: the RAM actions, and the other texts of the page, a line each.
//!
//! They are two long texts, since a table of strings would cost rustc and the binary three times as
//! much. `ack_catalog::support` reads them by the starts of their parts.

use crate::codegen::row::Row;
use crate::page::text_columns::TextColumns;
use std::fmt::Write as _;

/// Writes the constants with the texts.
pub(crate) fn write(out: &mut String, rows: &[Row<'_>]) {
    let actions: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| vec![row.ram_action.as_str()])
        .collect();
    text(out, "RAM_ACTIONS", &actions);
    starts(out, "RAM_ACTION_STARTS", &actions, 1);
    let texts: Vec<Vec<&str>> = rows.iter().map(texts).collect();
    text(out, "TEXTS", &texts);
    starts(out, "TEXT_STARTS", &texts, PARTS);
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

/// Writes a constant with the starts of the parts, a line for each row.
fn starts(out: &mut String, name: &str, lines: &[Vec<&str>], parts: usize) {
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

/// Returns the parts of a row's line. The last ones are left out if they equal the action's name.
fn texts<'a>(row: &Row<'a>) -> Vec<&'a str> {
    let name = row.ram_action.name();
    let operation = row.operations.first().map_or("", String::as_str);
    let mut texts = row.texts.parts().to_vec();
    texts.extend([operation, row.variant]);
    if row.variant == name {
        texts.pop();
        if operation == name {
            texts.pop();
        }
    }
    texts
}
