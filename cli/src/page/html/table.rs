//! A table in HTML to rows of Markdown.

use crate::page::html::cell::CellWriter;
use crate::page::html::grid::{HtmlCell, HtmlRow, grid};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::fmt::Write as _;
use std::mem;

/// A table that was read.
pub(super) struct Converted {
    /// The table in Markdown, a line each, with the texts that HTML shows before it.
    pub(super) lines: Vec<String>,
    /// The length of the table in HTML, in bytes.
    pub(super) length: usize,
}

/// Why a table cannot be written in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotConverted {
    Unclosed,
    TooLarge,
}

/// Elements whose content is not text.
const SKIPPED: [&str; 5] = ["noscript", "script", "style", "template", "title"];

/// Converts the table at the start of a text.
pub(super) fn convert(html: &str) -> Result<Converted, NotConverted> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = TableReader::default();
    let mut lines = MarkdownLines::of(html);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => {
                reader.end(&String::from_utf8_lossy(&tag.name));
                if reader.depth == 0 {
                    let lines = reader.finish().ok_or(NotConverted::TooLarge)?;
                    let length = tag.span.end;
                    return Ok(Converted { lines, length });
                }
            }
            Token::String(text) => {
                let place = text.span.start..text.span.end;
                match html.get(place.clone()) {
                    Some(raw) if lines.has_markdown(raw, place.start) => reader.markdown(raw),
                    _ => reader.text(&String::from_utf8_lossy(&text.value)),
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Err(NotConverted::Unclosed)
}

/// The rows of the table so far, and what is open.
#[derive(Default)]
struct TableReader {
    /// The number of open tables.
    depth: usize,
    rows: Vec<HtmlRow>,
    row: Option<HtmlRow>,
    cell: Option<(CellWriter, HtmlCell)>,
    /// Text outside of all cells, which HTML shows before the table.
    outside: CellWriter,
    group: usize,
    is_head: bool,
    /// The element whose content is skipped.
    skipped: Option<String>,
}

impl TableReader {
    fn start(&mut self, tag: &StartTag<usize>) {
        if self.skipped.is_some() {
            return;
        }
        let name = String::from_utf8_lossy(&tag.name);
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(&value.value).into_owned())
        };
        let style = attribute("style").unwrap_or_default().to_ascii_lowercase();
        let ways = ["display", "visibility", "opacity", "font-size"];
        let hides = attribute("hidden").is_some() || ways.iter().any(|way| style.contains(way));
        match &*name {
            name if SKIPPED.contains(&name) => self.skipped = Some(name.to_owned()),
            "table" => {
                self.depth += 1;
                self.writer().line_break();
            }
            "tr" | "td" | "th" | "caption" if self.depth > 1 => self.writer().line_break(),
            "thead" | "tbody" | "tfoot" if self.depth == 1 => {
                self.end_row();
                self.group += 1;
                self.is_head = name == "thead" && self.rows.is_empty();
            }
            "tr" => {
                self.end_row();
                self.row = Some(HtmlRow {
                    cells: Vec::new(),
                    group: self.group,
                    is_head: self.is_head,
                });
            }
            "td" | "th" => {
                self.end_cell();
                let span = |name: &str| {
                    let value = attribute(name)?;
                    let digits = value.trim().trim_start_matches('+');
                    let end = digits.find(|c: char| !c.is_ascii_digit());
                    let digits = &digits[..end.unwrap_or(digits.len())];
                    // A number that is too large for its type is the largest.
                    (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
                };
                let cell = HtmlCell {
                    text: String::new(),
                    columns: span("colspan").unwrap_or(1),
                    rows: span("rowspan").unwrap_or(1),
                };
                let mut writer = CellWriter::default();
                if hides {
                    writer.start("span", None, true);
                }
                self.cell = Some((writer, cell));
            }
            "caption" => self.outside.line_break(),
            name => {
                let href = attribute("href");
                self.writer().start(name, href.as_deref(), hides);
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(skipped) = &self.skipped {
            if skipped == name {
                self.skipped = None;
            }
            return;
        }
        match name {
            "table" => {
                self.writer().line_break();
                self.depth -= 1;
            }
            "tr" | "td" | "th" | "caption" if self.depth > 1 => self.writer().line_break(),
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(),
            "thead" | "tbody" | "tfoot" if self.depth == 1 => {
                self.end_row();
                self.group += 1;
                self.is_head = false;
            }
            "caption" => self.outside.line_break(),
            name => self.writer().end(name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.writer().text(text);
        }
    }

    fn markdown(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.writer().markdown(text);
        }
    }

    fn writer(&mut self) -> &mut CellWriter {
        match &mut self.cell {
            Some((writer, _)) => writer,
            None => &mut self.outside,
        }
    }

    fn end_cell(&mut self) {
        if let Some((writer, mut cell)) = self.cell.take() {
            cell.text = writer.finish();
            let row = self.row.get_or_insert_with(|| HtmlRow {
                cells: Vec::new(),
                group: self.group,
                is_head: self.is_head,
            });
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.rows.extend(self.row.take());
    }

    /// Returns the lines of the table. Returns `None` if they are far longer than the table in HTML.
    fn finish(mut self) -> Option<Vec<String>> {
        self.end_row();
        let mut lines = Vec::new();
        let outside = mem::take(&mut self.outside).finish();
        if !outside.is_empty() {
            lines.extend([outside, String::new()]);
        }
        let rows = grid(&self.rows)?;
        for (index, cells) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for cell in cells {
                let _ = write!(line, " {cell} |");
            }
            lines.push(line);
            if index == 0 {
                lines.push(format!("|{}", "---|".repeat(cells.len())));
            }
        }
        Some(lines)
    }
}

/// The lines of a table in HTML that Markdown reads: those after a blank line that do not begin with a tag.
struct MarkdownLines<'a> {
    html: &'a str,
    /// The end of the lines that were looked at.
    end: usize,
    is_html: bool,
}

impl<'a> MarkdownLines<'a> {
    fn of(html: &'a str) -> Self {
        Self {
            html,
            end: 0,
            is_html: true,
        }
    }

    /// Returns true if text at an offset, which is not before the last one, has a line that Markdown reads.
    fn has_markdown(&mut self, text: &str, start: usize) -> bool {
        let end = start + text.len();
        let mut found = !self.is_html && !text.trim().is_empty() && start < self.end;
        while self.end < end {
            let rest = &self.html[self.end..];
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            let content = line.trim();
            if content.is_empty() {
                // The next line decides.
                self.is_html = false;
            } else if !self.is_html {
                self.is_html = content.starts_with('<');
                let in_text = self.end >= start;
                found |= !self.is_html && in_text;
            }
            self.end += line.len();
        }
        found
    }
}
