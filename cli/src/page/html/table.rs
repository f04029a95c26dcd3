//! A table in HTML to rows of Markdown.

use crate::page::html::ancestors::Around;
use crate::page::html::cell::{CellWriter, STRUCK};
use crate::page::html::grid::{Grid, HtmlCell, HtmlRow, Section, grid, has_action};
use crate::page::html::markdown_lines::MarkdownLines;
use crate::page::html::skipped::{Skipped, Tag};
use crate::page::html::visibility::{
    Visibility, attribute, is_graphic, is_source, is_void, strikes_out, text_in_attribute,
    visibility,
};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::mem;

/// A table that was read.
pub(super) struct Converted {
    /// The texts that HTML shows before the table, such as its caption.
    pub(super) before: String,
    pub(super) grid: Grid,
    /// The length of the table in HTML, in bytes.
    pub(super) length: usize,
    pub(super) left_out: LeftOut,
}

/// The parts of a table that are left out.
#[derive(Clone, Copy, Default)]
pub(super) struct LeftOut {
    /// True if a browser does not show some of them.
    pub(super) hidden: bool,
    /// True if a browser shows some of them, but not as text.
    pub(super) graphics: bool,
}

/// Why a table cannot be written in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotConverted {
    Unclosed,
    TooLarge,
    /// A cell contains a table with actions and several columns.
    Nested,
}

/// How to read a table.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading {
    /// Write the cells one after another, for a cell of a table in Markdown.
    pub(super) is_flat: bool,
    /// The length of the line that the table begins in, from there on.
    pub(super) first_line: usize,
    /// Markdown reads that line.
    pub(super) is_inline: bool,
    pub(super) around: Around,
}

/// Converts the table at the start of a text.
pub(super) fn convert(html: &str, reading: Reading) -> Result<Converted, NotConverted> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = TableReader {
        is_hidden: reading.around == Around::Hidden,
        is_flat: reading.is_flat,
        ..TableReader::default()
    };
    // In a cell of a table in Markdown, the element is in the cell.
    if reading.around == Around::StruckOut && !reading.is_flat {
        reader.struck.push((String::new(), 1));
    }
    let mut lines = MarkdownLines::of(html, reading.first_line, reading.is_inline);
    let mut in_source = false;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                in_source = is_source(&String::from_utf8_lossy(&tag.name));
                reader.start(&tag)?;
            }
            Token::EndTag(tag) => {
                in_source = false;
                reader.end(&String::from_utf8_lossy(&tag.name))?;
                if reader.depth == 0 {
                    return reader.finish(tag.span.end);
                }
            }
            Token::String(text) => {
                let place = text.span.start..text.span.end;
                match html.get(place.clone()) {
                    Some(raw) if !in_source && lines.has_markdown(raw, place.start) => {
                        reader.markdown(raw);
                    }
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
    section: Section,
    is_flat: bool,
    is_hidden: bool,
    left_out: LeftOut,
    group_visibility: Option<Visibility>,
    row_visibility: Option<Visibility>,
    /// The element whose content is skipped.
    skipped: Option<Skipped>,
    /// The open elements that strike their text out, each with the number of open elements of its name.
    struck: Vec<(String, usize)>,
    /// The number of them that were open before the cell.
    struck_outside: usize,
    inner: Inner,
}

/// The most elements in each other that are known to strike their text out.
const MOST_STRUCK: usize = 16;

/// The table inside a cell.
#[derive(Default)]
struct Inner {
    /// The number of cells in its row so far.
    cells: usize,
    is_wide: bool,
    has_action: bool,
}

impl TableReader {
    fn start(&mut self, tag: &StartTag<usize>) -> Result<(), NotConverted> {
        let name = String::from_utf8_lossy(&tag.name);
        if self.is_skipped(|skipped| skipped.start(&name)) {
            return Ok(());
        }
        let seen = visibility(tag, &name);
        let is_struck = strikes_out(tag, &name);
        let is_outer = self.depth == 1 && !self.is_flat;
        match &*name {
            "table" => {
                if is_outer && self.cell.is_none() {
                    return Err(NotConverted::Unclosed);
                }
                self.depth += 1;
                if self.depth == 1 && seen != Visibility::Shown {
                    self.is_hidden = true;
                } else if seen != Visibility::Shown {
                    self.depth -= 1;
                    self.skip(&name);
                    return Ok(());
                }
                self.inner = Inner::default();
                self.writer().line_break();
                self.strike(&name, is_struck);
            }
            "thead" | "tbody" | "tfoot" if is_outer => {
                self.end_row();
                self.group += 1;
                self.section = match &*name {
                    // Further ones are shown where they are.
                    "thead" if !self.rows.iter().any(|row| row.section == Section::Head) => {
                        Section::Head
                    }
                    "tfoot" => Section::Foot,
                    _ => Section::Body,
                };
                self.group_visibility = Some(seen);
            }
            "tr" if is_outer => {
                self.end_row();
                self.row_visibility = Some(seen);
                self.row = Some(self.new_row());
                self.strike(&name, is_struck);
            }
            "td" | "th" if is_outer => {
                self.end_cell();
                if seen == Visibility::Absent {
                    self.skip(&name);
                } else {
                    self.start_cell(tag, &name);
                    self.strike(&name, is_struck);
                    if seen == Visibility::Blank {
                        self.skip(&name);
                    }
                }
            }
            "td" | "th" if seen == Visibility::Shown => {
                self.inner.cells += 1;
                self.inner.is_wide |= self.inner.cells > 1;
                self.writer().line_break();
            }
            "tr" if seen == Visibility::Shown => {
                self.inner.cells = 0;
                self.writer().line_break();
            }
            "thead" | "tbody" | "tfoot" | "col" | "colgroup" if seen == Visibility::Shown => {}
            "col" => {}
            _ if seen != Visibility::Shown => {
                if !is_void(&name) {
                    self.skip(&name);
                }
            }
            "caption" => self.writer().line_break(),
            _ if is_graphic(&name) => {
                self.left_out.graphics = true;
                // `<svg/>` is whole.
                if !is_void(&name) && !tag.self_closing {
                    self.skipped = Some(Skipped::new(&name));
                }
            }
            _ if is_struck => self.strike(&name, true),
            _ => {
                self.strike(&name, false);
                let href = attribute(tag, "href");
                self.writer().start(&name, href.as_deref());
                if let Some(text) = text_in_attribute(tag, &name) {
                    self.text(&text);
                    // It is no part of the word after it.
                    self.writer().start(&name, None);
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), NotConverted> {
        if self.is_skipped(|skipped| skipped.end(name)) {
            return Ok(());
        }
        let is_outer = self.depth == 1 && !self.is_flat;
        match name {
            "table" => {
                if !is_outer && self.inner.is_wide && self.inner.has_action {
                    return Err(NotConverted::Nested);
                }
                self.end_strike(name);
                self.writer().line_break();
                self.depth -= 1;
            }
            "td" | "th" if is_outer => self.end_cell(),
            "tr" if is_outer => self.end_row(),
            "thead" | "tbody" | "tfoot" if is_outer => {
                self.end_row();
                self.group += 1;
                self.section = Section::Body;
                self.group_visibility = None;
            }
            "thead" | "tbody" | "tfoot" | "col" | "colgroup" => {}
            "tr" | "td" | "th" | "caption" => self.writer().line_break(),
            _ => {
                if !self.end_strike(name) {
                    self.writer().end(name);
                }
            }
        }
        Ok(())
    }

    /// Skips the content of an element.
    fn skip(&mut self, name: &str) {
        // Nobody would expect text there.
        self.left_out.hidden |= !matches!(name, "script" | "style" | "noscript");
        self.skipped = Some(Skipped::new(name));
    }

    /// Returns true if a tag is in the skipped element.
    fn is_skipped(&mut self, passes: impl FnOnce(&mut Skipped) -> Tag) -> bool {
        match self.skipped.as_mut().map(passes) {
            None => false,
            Some(Tag::Inside) => true,
            Some(Tag::After) => {
                self.skipped = None;
                false
            }
            Some(Tag::End) => {
                self.skipped = None;
                true
            }
        }
    }

    /// Begins an element that may strike its text out, or that has the name of one.
    fn strike(&mut self, name: &str, is_struck: bool) {
        if is_struck {
            // In so many, one more makes no difference.
            if !is_void(name) && self.struck.len() < MOST_STRUCK {
                self.struck.push((name.to_owned(), 1));
                if self.cell.is_some() || self.is_flat {
                    self.writer().start(STRUCK, None);
                }
            }
        } else if let Some(open) = self.struck.iter_mut().rev().find(|open| open.0 == name) {
            open.1 += 1;
        }
    }

    /// Ends an element. Returns true if it strikes its text out.
    fn end_strike(&mut self, name: &str) -> bool {
        let Some(at) = self.struck.iter().rposition(|open| open.0 == name) else {
            return false;
        };
        self.struck[at].1 -= 1;
        if self.struck[at].1 > 0 {
            return false;
        }
        self.struck.remove(at);
        if self.cell.is_some() || self.is_flat {
            self.writer().end(STRUCK);
        }
        true
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.note_action(text);
            self.writer().text(text);
        }
    }

    fn markdown(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.note_action(text);
            self.writer().markdown(text);
        }
    }

    fn note_action(&mut self, text: &str) {
        if self.depth > 1 || self.is_flat {
            self.inner.has_action = self.inner.has_action || has_action(text);
        }
    }

    fn writer(&mut self) -> &mut CellWriter {
        match &mut self.cell {
            Some((writer, _)) => writer,
            None => &mut self.outside,
        }
    }

    fn new_row(&self) -> HtmlRow {
        let ways = [self.group_visibility, self.row_visibility];
        HtmlRow {
            cells: Vec::new(),
            group: self.group,
            section: self.section,
            is_blank: ways.contains(&Some(Visibility::Blank)),
        }
    }

    fn start_cell(&mut self, tag: &StartTag<usize>, name: &str) {
        let span = |name: &str| {
            let value = attribute(tag, name)?;
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
            is_header: name == "th",
        };
        let mut writer = CellWriter::default();
        self.struck_outside = self.struck.len();
        if self.struck_outside > 0 {
            writer.start(STRUCK, None);
        }
        self.cell = Some((writer, cell));
    }

    fn end_cell(&mut self) {
        if let Some((writer, mut cell)) = self.cell.take() {
            cell.text = writer.finish();
            let new = self.new_row();
            self.row.get_or_insert(new).cells.push(cell);
            self.struck.truncate(self.struck_outside);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(row) = self.row.take() {
            let ways = [self.group_visibility, self.row_visibility];
            let is_absent = ways.contains(&Some(Visibility::Absent));
            self.left_out.hidden |= is_absent || row.is_blank;
            if !is_absent {
                self.rows.push(row);
            }
        }
        self.row_visibility = None;
        self.struck.retain(|(name, _)| name != "tr");
    }

    fn finish(mut self, length: usize) -> Result<Converted, NotConverted> {
        self.end_row();
        let mut converted = Converted {
            before: String::new(),
            grid: Grid::default(),
            length,
            left_out: LeftOut {
                hidden: self.left_out.hidden || self.is_hidden,
                graphics: self.left_out.graphics && !self.is_hidden,
            },
        };
        if !self.is_hidden {
            converted.before = mem::take(&mut self.outside).finish();
            converted.grid = grid(self.rows).ok_or(NotConverted::TooLarge)?;
        }
        Ok(converted)
    }
}
