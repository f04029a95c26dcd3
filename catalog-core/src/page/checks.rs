//! Checks of a table, a row or a cell as Markdown.

use crate::markdown::cell::{Cell, Formatting};
use crate::markdown::cell_text::SEAM;
use crate::markdown::table_row::Row;
use crate::markdown::tables::{BlockKind, Table};
use crate::page::diagnostic_codes::{
    AMBIGUOUS_PIPE, BROKEN_LINK, EXTRA_CELL, FURTHER_LINK, HIDDEN_CHARACTER, INDENTED_TABLE,
    JOINED_NAME, LINK_WITH_SPACE, LINK_WITHOUT_TARGET, ODD_LETTER, ROW_AFTER_TABLE, ROW_OVER_LINES,
    STAR_IN_NAME, UNESCAPED_PIPE, UNSEEN_TABLE,
};
use crate::page::read::Page;
use ram_diagnostics::{ByteRange, Diagnostic, escaped, is_hidden, mixed_script_letter};

/// Reports a table that Markdown does not read as one, or not to its end.
pub(crate) fn check_table(page: &Page<'_>, table: &Table) {
    if table.block == BlockKind::Indented {
        page.report(INDENTED_TABLE.at(
            table.header.range,
            "the table is indented by four columns or more, so Markdown reads code",
            "move the lines of the table to the left margin",
        ));
    }
    // An uneven header has a diagnostic of its own.
    let is_even = table.header.cells.len() == table.dashes.cells.len();
    if !table.is_seen && table.block == BlockKind::Text && is_even {
        page.report(UNSEEN_TABLE.at(
            table.header.range,
            "Markdown reads no table here: the header belongs to another block than the line of dashes",
            "put a blank line above the table; start each of its lines with the same indentation and `>`",
        ));
    }
    // A reported row over lines is what hides the table, or has to be fixed first.
    if table.is_hidden && !page.has_reported(&ROW_OVER_LINES) {
        page.report(UNSEEN_TABLE.at(
            table.header.range,
            "Markdown reads no table here: a row further up spans lines that begin code or HTML",
            "write that row as one line, with `<br>` for a line break in a cell",
        ));
    }
    for row in &table.rows[table.rows_inside..] {
        report_row_after(page, row);
    }
}

/// Reports a row below the end of its table.
pub(crate) fn report_row_after(page: &Page<'_>, row: &Row) {
    page.report_alike(ROW_AFTER_TABLE.at(
        row.range,
        "the table ends above, so Markdown does not read this row",
        "delete the blank line or text before it, and start it like the rows above",
    ));
}

/// Reports pipes that end a cell by mistake, and cells that the header has no column for.
pub(crate) fn check_pipes(page: &Page<'_>, row: &Row, wanted: usize) {
    let text = page.text();
    let found = row.cells.len();
    for (at, _) in row.range.of(text).match_indices(r"\\|") {
        let at = row.range.start + at;
        page.report(AMBIGUOUS_PIPE.at(
            ByteRange::new(at, at + 3),
            r"some Markdown readers end the cell at `\\|`, and others do not",
            r"write `\|` for a pipe inside a cell, or put a space before the `|` that ends it",
        ));
    }
    if found <= wanted {
        return;
    }
    let torn = row.cells.windows(2).find(|pair| is_torn(pair[0].of(text)));
    let pipe = torn.and_then(|pair| {
        let gap = &text[pair[0].end..pair[1].start];
        gap.find('|').map(|at| pair[0].end + at)
    });
    if let Some(pipe) = pipe {
        page.report(UNESCAPED_PIPE.at(
            ByteRange::new(pipe, pipe + 1),
            format!("this `|` splits a cell: the row has {found} cells, the header {wanted}"),
            "write `\\|` for a pipe inside a cell, also inside code and links",
        ));
    } else {
        let extra = ByteRange::new(row.cells[wanted].start, row.cells[found - 1].end);
        page.report_alike(EXTRA_CELL.at(
            extra,
            format!("the row has {found} cells, the header {wanted}; Markdown drops the rest"),
            "delete the extra cells, or write `\\|` for a pipe inside a cell",
        ));
    }
}

/// Reports the link of a cell, and its hidden characters.
pub(crate) fn check_cell(page: &Page<'_>, cell: &Cell) {
    check_link(page, cell);
    check_hidden(page, cell);
}

/// Reports stars of names that Markdown reads as emphasis.
pub(crate) fn check_stars(page: &Page<'_>, cell: &Cell) {
    if cell.has_escaped_stars {
        page.report_alike(STAR_IN_NAME.at(
            cell.range,
            "Markdown reads two `*` or `_` in names as emphasis and does not show them",
            "write `\\*` and `\\_`, or put the name into backticks",
        ));
    }
}

fn check_link(page: &Page<'_>, cell: &Cell) {
    let raw = cell.range.of(page.text());
    if cell.unread_links > 0 {
        page.report_alike(FURTHER_LINK.at(
            cell.range,
            "this cell has a link that is not read; only its first Markdown link is",
            "ignore this if the first link is the right one",
        ));
    }
    let link = cell.link.as_deref();
    if link.is_some_and(|link| link.trim().is_empty()) {
        page.report(LINK_WITHOUT_TARGET.at(
            cell.range,
            "the link has no address",
            "write the address between the parentheses, or only the text",
        ));
    } else if cell.link_had_space {
        page.report_alike(LINK_WITH_SPACE.at(
            cell.range,
            "the address of the link contains a space, so Markdown may read no link",
            "write `%20` for a space in an address",
        ));
    } else if link.is_none() && is_like_link(raw, &cell.text) {
        page.report(BROKEN_LINK.at(
            cell.range,
            "Markdown reads no link here",
            "write a link as `[text](address)`; write `\\[` if no link is meant",
        ));
    }
}

/// Reports a character that is invisible, or that reorders the text.
fn check_hidden(page: &Page<'_>, cell: &Cell) {
    let is_unseen = |&(_, c): &(usize, char)| is_hidden(c) && !c.is_whitespace();
    let raw = cell.range.of(page.text());
    let is_seen = |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_seen(raw) && is_seen(&cell.text) {
        return;
    }
    let report = |place, how: &str, c: char| -> Diagnostic {
        let message = format!("this cell contains {how} U+{:04X}", u32::from(c));
        let help = format!("delete each U+{:04X}", u32::from(c));
        HIDDEN_CHARACTER.at(place, message, help)
    };
    if let Some((at, c)) = raw.char_indices().find(is_unseen) {
        let start = cell.range.start + at;
        let place = ByteRange::new(start, start + c.len_utf8());
        page.report_alike(report(place, "the invisible character", c));
    } else if let Some((_, c)) = cell.text.char_indices().find(is_unseen) {
        page.report_alike(report(
            cell.range,
            "an entity for the invisible character",
            c,
        ));
    }
}

/// Reports a name that other elements join, and a letter that is confusable with an ASCII letter.
pub(crate) fn check_name(page: &Page<'_>, cell: &Cell) {
    let words = cell.name().split_whitespace();
    if words.into_iter().any(|word| word.contains(SEAM)) {
        page.report_alike(JOINED_NAME.at(
            cell.range,
            format!(
                "another element begins or ends inside the name `{}`",
                escaped(cell.range.of(page.text()))
            ),
            "write the name in one element; take text that is not part of it out of the cell, or put it into `<sup>`",
        ));
    }
    if let Some(c) = mixed_script_letter(&cell.text) {
        page.report_alike(ODD_LETTER.at(
            cell.range,
            format!(
                "a word of ASCII letters contains `{c}` (U+{:04X}), a letter of another alphabet",
                u32::from(c)
            ),
            "retype the word if it is a name",
        ));
    }
}

/// Reports text in HTML beside the name of an operation, which would be part of it.
pub(crate) fn check_operation(page: &Page<'_>, cell: &Cell) {
    if cell.formatting == Formatting::Mixed && !cell.name().contains(SEAM) {
        page.report_alike(JOINED_NAME.at(
            cell.range,
            format!(
                "text in HTML would be part of the name `{}`",
                escaped(cell.range.of(page.text()))
            ),
            "write the name in one element; take text that is not part of it out of the cell, or put it into `<sup>`",
        ));
    }
}

/// Returns true if the brackets of a link are left after Markdown has read its links.
fn is_like_link(raw: &str, text: &str) -> bool {
    // As in `[^1][^2]`, which refers to two footnotes.
    let has = |mark| raw.contains(mark) && text.replace("][^", "").contains(mark);
    text.contains(']') && (has("](") || has("]["))
}

/// Returns true if code, a link or brackets are not closed in this cell.
fn is_torn(cell: &str) -> bool {
    let count = |wanted: char| cell.matches(wanted).count();
    count('`') % 2 == 1 || count('[') != count(']') || count('(') != count(')')
}
