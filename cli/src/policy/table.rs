//! Tables for people.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};

/// The fewest columns of a terminal that the last column of a table may have.
const LEAST_ROOM: usize = 20;

/// Renders rows, the first of them as a header. On a terminal the last column is wrapped; the others are cut only
/// if there is no room for it. Without a width, each row is one line.
pub(crate) fn table<'a>(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<&'a str>>,
    width: Option<u16>,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    for row in rows {
        table.add_row(row);
    }
    match width {
        Some(width) => table
            .set_content_arrangement(ContentArrangement::Dynamic)
            // The padding of the last column is cut off below.
            .set_width(width.saturating_add(2)),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    let last = header.len().saturating_sub(1);
    let widths = table.column_max_content_widths();
    let fixed: usize = widths
        .iter()
        .take(last)
        .map(|width| usize::from(*width) + 2)
        .sum();
    let has_room = width.is_some_and(|width| fixed + LEAST_ROOM <= usize::from(width));
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if has_room && index < last {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
