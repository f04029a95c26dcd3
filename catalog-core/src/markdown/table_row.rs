//! A row of a table: its lines, and its cells.

use ram_diagnostics::{ByteRange, Source};

/// A row of a table, split at its pipes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line or lines, without the white space at their ends.
    pub(crate) range: ByteRange,
    /// The cells, without the white space at their ends.
    pub(crate) cells: Vec<ByteRange>,
}

/// The shape of rows, by their header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) cells: usize,
    /// True if rows start and end with a pipe.
    pub(crate) closed: bool,
}

impl Shape {
    pub(crate) fn of(text: &str, header: &Row) -> Self {
        let line = header.range.of(text);
        Self {
            cells: header.cells.len(),
            closed: line.starts_with('|') && line.ends_with('|'),
        }
    }
}

/// The most lines of a row.
const MOST_LINES: usize = 60;

/// Returns the last line of the row that starts at `line`. In a table whose lines are closed by pipes,
/// a row ends only at the end of a line that has one.
pub(crate) fn last_line(source: &Source<'_>, line: usize, shape: Shape) -> usize {
    let text = source.text();
    let first = line_content(source, line);
    let start = first.of(text);
    if !shape.closed || !start.starts_with('|') || is_closed(start) {
        return line;
    }
    let is_whole = split_row(text, first).cells.len() >= shape.cells;
    let mut fenced = start.contains("```");
    for at in line + 1..source.line_count().min(line + MOST_LINES) {
        let content = line_content(source, at);
        let line_text = content.of(text);
        if line_text.starts_with("```") {
            fenced = !fenced;
        }
        if !fenced && line_text.starts_with('#') {
            break;
        }
        // The header of the next table is never part of a row.
        let is_header =
            at + 1 < source.line_count() && is_dashes(line_content(source, at + 1).of(text));
        if is_header {
            break;
        }
        // A row with all cells may lack its last pipe; then the next line with a pipe is a new row.
        // After a row that lacks cells, only a line with all cells is a new row.
        if !fenced && line_text.starts_with('|') {
            let cells = split_row(text, content).cells.len();
            let is_row = is_closed(line_text) && cells >= shape.cells;
            if is_row || (is_whole && cells > 1) {
                break;
            }
        }
        if is_closed(line_text) {
            return at;
        }
    }
    line
}

/// Returns true if a pipe closes the last cell of a line.
pub(crate) fn is_closed(line: &str) -> bool {
    line.ends_with('|') && !line.ends_with(r"\|")
}

/// Returns a line without its indentation and its quotation marks `>`.
pub(crate) fn line_content(source: &Source<'_>, line: usize) -> ByteRange {
    let text = source.text();
    let line = source.line_range(line);
    // Markdown reads other white space before the first pipe as the first cell.
    let inner = line.of(text).trim_start_matches(['>', ' ', '\t']);
    let start = line.end - inner.len();
    ByteRange::new(start, start + inner.trim_end().len())
}

/// Returns true for a line such as `|---|:--:|` below a header.
pub(crate) fn is_dashes(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// Splits a row at its pipes.
pub(crate) fn split_row(text: &str, range: ByteRange) -> Row {
    let inner = range.of(text);
    let start = range.start + usize::from(inner.starts_with('|'));

    let mut pipes = Vec::new();
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        if byte == b'|' && !escaped && range.start + at >= start {
            pipes.push(range.start + at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    // The last pipe of a line closes its last cell.
    if pipes.last().is_none_or(|&last| last + 1 < range.end) {
        pipes.push(range.end);
    }

    let mut from = start;
    let cells = pipes
        .into_iter()
        .map(|pipe| {
            let cell = ByteRange::new(from.min(pipe), pipe).trim(text);
            from = pipe + 1;
            cell
        })
        .collect();
    Row { range, cells }
}
