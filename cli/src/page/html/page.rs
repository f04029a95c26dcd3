//! A page with its tables in Markdown.

use crate::output::failure::Failure;
use crate::page::html::ancestors::{Ancestors, Around};
use crate::page::html::grid::Header;
use crate::page::html::table::{Converted, NotConverted, Reading, convert};
use ack_catalog_core::{HtmlTable, Source, Within, html_tables};
use ram_diagnostics::thousands;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A page with its tables in Markdown.
#[derive(Debug, Default)]
pub(crate) struct MarkdownPage {
    pub(crate) text: String,
    /// The number of tables that were in HTML.
    pub(crate) count: usize,
    /// What to check: the first table, and the number of them.
    warnings: BTreeMap<Warning, (usize, usize)>,
    /// The tables that stay in HTML, in the page as it was.
    left: BTreeSet<usize>,
    /// Where each text that stays as it is begins: in this page, and in the page as it was.
    copies: Vec<(usize, usize)>,
}

/// What to check in a page that was converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Warning {
    HiddenParts,
    Graphics,
    HeaderInFirstRow,
    HeaderMade,
    InCode,
    Indented,
    AsSource,
}

impl MarkdownPage {
    /// Returns what to check, with the place of the first table of each kind.
    pub(crate) fn warnings(&self, source: &Source<'_>) -> Vec<String> {
        let text = |(warning, (first, count)): (&Warning, &(usize, usize))| {
            let problem = match warning {
                Warning::HiddenParts => {
                    "the parts of this table that a browser does not show are left out"
                }
                Warning::Graphics => "the graphics and lists of choices in this table are left out",
                Warning::HeaderInFirstRow => {
                    "this table marks no header; its first row is taken for it"
                }
                Warning::HeaderMade => {
                    "this table has no header; its columns are named `Column 1`, `Column 2`, …"
                }
                Warning::InCode => "a table in HTML inside a code block stays as it is",
                Warning::Indented => {
                    "a table in HTML that is indented as code stays as it is; indent it less to convert it"
                }
                Warning::AsSource => "the tags of this table are text, so it stays as it is",
            };
            let (line, column) = source.line_column(*first);
            let more = match count - 1 {
                0 => String::new(),
                1 => "; the same for 1 more table".to_owned(),
                more => format!("; the same for {} more tables", thousands(more)),
            };
            format!("{}:{line}:{column}: {problem}{more}", source.name())
        };
        self.warnings.iter().map(text).collect()
    }

    fn warn(&mut self, warning: Warning, place: usize) {
        self.warnings.entry(warning).or_insert((place, 0)).1 += 1;
    }

    /// Leaves a table in HTML.
    fn leave(&mut self, warning: Warning, place: usize) {
        self.warn(warning, place);
        self.left.insert(place);
    }

    /// Adds a text of the page as it was, which begins at this place.
    fn copy(&mut self, text: &str, place: usize) {
        self.copies.push((self.text.len(), place));
        self.text.push_str(text);
    }

    /// Returns the place in the page as it was of the first table in HTML that this page should not have.
    fn new_table(&self, name: &str) -> Option<usize> {
        let source = Source::new(name, &self.text);
        let tables = html_tables(&source).tables.into_iter();
        let mut places = tables.map(|table| {
            let start = table.place.start;
            let next = self.copies.partition_point(|copy| copy.0 <= start);
            let copy = self.copies[..next].last();
            copy.map_or(0, |(new, old)| old + (start - new))
        });
        places.find(|place| !self.left.contains(place))
    }

    /// Adds the text of a table in a cell. It is on lines of its own.
    fn push_in_cell(&mut self, text: &str, rest: &str) {
        if text.is_empty() {
            return;
        }
        let is_start = |before: &str| before.ends_with('|') || before.ends_with("<br>");
        if !is_start(self.text.trim_end_matches(' ')) {
            self.text.push_str("<br>");
        }
        self.text.push_str(text);
        let rest = rest.trim_start_matches(' ');
        if !rest.is_empty() && !rest.starts_with(['|', '\r', '\n']) {
            self.text.push_str("<br>");
        }
    }

    /// Adds the lines of a table. Returns the text after it that is still to add.
    fn push_lines<'t>(
        &mut self,
        lines: &[String],
        layout: &Layout,
        line_end: &str,
        rest: &'t str,
    ) -> &'t str {
        let text = &mut self.text;
        if !layout.is_item_start {
            end_paragraph(text, line_end);
        }
        for (index, line) in lines.iter().enumerate() {
            if !line.is_empty() && (index > 0 || !layout.is_item_start) {
                text.push_str(&layout.indent);
            }
            text.push_str(line);
            text.push_str(line_end);
        }
        // The rest of the line is not a row.
        let rest = rest.trim_start_matches([' ', '\t']);
        let after = rest.strip_prefix('\r').unwrap_or(rest);
        let after = after.strip_prefix('\n');
        let rest = after.unwrap_or(rest);
        if !rest.is_empty() && !rest.starts_with(['\r', '\n']) {
            text.push_str(line_end);
        }
        if after.is_none() && !rest.is_empty() {
            text.push_str(&layout.indent);
        }
        rest
    }
}

/// Returns a page with each table in HTML written in Markdown. Everything else stays as it is.
pub(crate) fn with_markdown_tables(source: &Source<'_>) -> Result<MarkdownPage, Failure> {
    let text = source.text();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let found = html_tables(source);
    let mut page = MarkdownPage::default();
    let mut around = Ancestors::default();
    let mut done = 0;
    let mut line_place = 0..0;
    for table in &found.tables {
        let start = table.place.start;
        // A table inside another one.
        if start < done {
            continue;
        }
        let failure = |problem| failure_at(source, start, problem);
        let code = match table.within {
            Within::FencedCode => Some(Warning::InCode),
            Within::IndentedCode => Some(Warning::Indented),
            _ => None,
        };
        if let Some(warning) = code {
            page.leave(warning, start);
            continue;
        }
        if let Some(problem) = misplaced(table.within) {
            return Err(failure(problem));
        }
        around.read(text, &found.parts, start);
        if around.visibility() == Around::AsSource {
            page.leave(Warning::AsSource, start);
            continue;
        }
        if start >= line_place.end {
            let end = text[start..].find('\n');
            let begin = text[line_place.end..start].rfind('\n');
            line_place = begin.map_or(line_place.end, |at| line_place.end + at + 1)
                ..end.map_or(text.len(), |at| start + at + 1);
        }
        let is_flat = table.within == Within::Cell;
        let reading = Reading {
            is_flat,
            first_line: line_place.end - start,
            is_inline: table.is_inline,
            around: around.visibility(),
        };
        let table_text = &text[start..];
        let converted = convert(table_text, reading).map_err(|error| failure(problem(error)))?;
        if is_flat && table_text[..converted.length].contains('|') {
            return Err(failure((
                "the `|` in this table ends the cell around it",
                "write `&#124;` for `|` in the table",
            )));
        }
        if converted.left_out.hidden {
            page.warn(Warning::HiddenParts, start);
        }
        if converted.left_out.graphics {
            page.warn(Warning::Graphics, start);
        }
        match converted.grid.header {
            Header::Marked => {}
            Header::FirstRow => page.warn(Warning::HeaderInFirstRow, start),
            Header::Made => page.warn(Warning::HeaderMade, start),
        }
        page.count += 1;
        let end = start + converted.length;
        around.skip(end);
        let (copied, before) = (done, &text[done..start]);
        done = end;
        let lines = lines(converted);
        if is_flat {
            page.copy(before, copied);
            page.push_in_cell(&lines.concat(), &text[end..]);
        } else if lines.is_empty() {
            page.copy(before, copied);
        } else {
            let layout = Layout::of(text, line_place.start, table);
            let before = &before[..before.len() - layout.dropped.min(before.len())];
            page.copy(before, copied);
            let rest = &text[end..];
            done = text.len() - page.push_lines(&lines, &layout, line_end, rest).len();
        }
    }
    page.copy(&text[done..], done);
    match page.new_table(source.name()) {
        Some(place) if page.count > 0 => Err(failure_at(source, place, NEW_TABLE)),
        _ => Ok(page),
    }
}

/// Why a page cannot be converted that would then have one more table in HTML.
const NEW_TABLE: (&str, &str) = (
    "this tag is text, but would begin a table after the table before it is converted",
    "write `&lt;table>` where the tag is text",
);

/// Returns why a page cannot be converted, and what to do.
fn failure_at(source: &Source<'_>, place: usize, (problem, help): (&str, &str)) -> Failure {
    let (line, column) = source.line_column(place);
    let name = source.name();
    Failure::new(format!("{name}:{line}:{column}: {problem}")).help(help)
}

/// Returns why a table cannot be converted where it is, and what to do.
fn misplaced(within: Within) -> Option<(&'static str, &'static str)> {
    match within {
        Within::Quotation => Some((
            "a table in a quotation cannot be converted",
            "move it out of the quotation",
        )),
        Within::Heading => Some((
            "a table in a heading cannot be converted",
            "move it below the heading",
        )),
        Within::Preformatted => Some((
            "a table in `<pre>` cannot be converted",
            "delete `<pre>` and `</pre>` around it",
        )),
        Within::Page | Within::Cell | Within::IndentedCode | Within::FencedCode => None,
    }
}

/// Returns why a table cannot be converted, and what to do.
fn problem(error: NotConverted) -> (&'static str, &'static str) {
    match error {
        NotConverted::Unclosed => (
            "the table has no end",
            "add `</table>` where the table ends",
        ),
        NotConverted::TooLarge => (
            "the table is too large with its spans written out",
            "correct `rowspan` and `colspan`",
        ),
        NotConverted::Nested => (
            "a cell contains a table of several columns with actions, which Markdown cannot have",
            "move the inner table out of the cell",
        ),
    }
}

/// Returns the lines of a table in Markdown.
fn lines(table: Converted) -> Vec<String> {
    let mut lines = Vec::new();
    let before = [table.before].into_iter().chain(table.grid.titles);
    for text in before.filter(|text| !text.is_empty()) {
        lines.extend([text, String::new()]);
    }
    if table.grid.rows.is_empty() {
        lines.pop();
    }
    for (index, cells) in table.grid.rows.iter().enumerate() {
        let mut line = String::from("|");
        for cell in cells {
            let _ = write!(line, " {cell} |");
        }
        lines.push(line);
        if index == 0 {
            lines.push(format!("|{}", "---|".repeat(cells.len())));
        }
    }
    lines
}

/// How the lines of a table are placed.
#[derive(Debug, Default)]
struct Layout {
    /// What is before each line.
    indent: String,
    /// The number of bytes of white space before the table that it replaces.
    dropped: usize,
    /// True if the table is the first in its list item.
    is_item_start: bool,
}

impl Layout {
    fn of(text: &str, line_start: usize, table: &HtmlTable) -> Self {
        let start = table.place.start;
        let line = &text[line_start..start];
        let blank = line.len() - line.trim_end().len();
        let item = table.item.map(|item| {
            let item_line = text[..item].rfind('\n').map_or(0, |at| at + 1);
            let mark = text[item..].find([' ', '\t', '\r', '\n']);
            let content = item + mark.unwrap_or_default();
            let rest = &text[content..];
            let spaces = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
            let mark = width(0, &text[item_line..content]);
            let indent = match width(mark, spaces) {
                // The item begins with code, or with an empty line.
                end if end > mark + 4 || end == mark => mark + 1,
                end => end,
            };
            (content, " ".repeat(indent))
        });
        if line.trim().is_empty() {
            return Self {
                indent: line.to_owned(),
                dropped: line.len(),
                is_item_start: false,
            };
        }
        let Some((content, indent)) = item else {
            return Self {
                dropped: blank,
                ..Self::default()
            };
        };
        let is_item_start = content <= start && text[content..start].trim().is_empty();
        Self {
            indent,
            dropped: if is_item_start { 0 } else { blank },
            is_item_start,
        }
    }
}

/// Returns the column after a text that begins in a column.
fn width(column: usize, text: &str) -> usize {
    text.chars().fold(column, |column, c| match c {
        '\t' => column / 4 * 4 + 4,
        _ => column + 1,
    })
}

/// Adds a blank line unless there is one.
fn end_paragraph(out: &mut String, line_end: &str) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(line_end);
    }
    let is_blank = out.is_empty()
        || out.ends_with("\n\n")
        || out.ends_with("\n\r\n")
        || out.trim_start_matches('\r') == "\n";
    if !is_blank {
        out.push_str(line_end);
    }
}
