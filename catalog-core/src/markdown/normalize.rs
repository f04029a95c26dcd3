//! A page's text as every Markdown reader understands it.

use crate::markdown::table_row::{Shape, is_closed, is_dashes, last_line, line_content, split_row};
use pulldown_cmark::{Event, Options, Parser, Tag};
use ram_diagnostics::{ByteRange, Source};
use std::borrow::Cow;

/// The text, byte for byte.
///
/// - A row that spans lines becomes one line of two pipes. Markdown has no such rows: a code fence in
///   one would open a block of code that hides the tables after it.
/// - A lone carriage return becomes a line end, and tabs between dashes become spaces, as `CommonMark`
///   and GitHub read them but pulldown-cmark does not.
pub(crate) struct Normalized<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The rows that span lines, in order.
    pub(crate) long_rows: Vec<ByteRange>,
    /// The ends of rows that lack their last pipe and span no lines, in order.
    open_rows: Vec<usize>,
}

impl<'a> Normalized<'a> {
    /// Normalizes a page. `front_matter` is the end of its front matter, which has no rows.
    /// `may_span_lines` decides for the row that starts at an offset.
    pub(crate) fn of(
        source: &Source<'a>,
        front_matter: usize,
        may_span_lines: impl Fn(usize) -> bool,
    ) -> Self {
        let mut text = with_line_feeds(source);
        let mut long_rows = Vec::new();
        let mut open_rows = Vec::new();
        let mut shape = None;
        let mut line = 0;
        while line < source.line_count() {
            let range = line_content(source, line);
            let line_text = range.of(source.text());
            if range.start < front_matter {
                line += 1;
                continue;
            }
            if is_dashes(line_text) && line > 0 {
                let header = split_row(source.text(), line_content(source, line - 1));
                shape = Some(Shape::of(source.text(), &header));
                if line_text.contains('\t') {
                    replace(&mut text, range, b' ', |byte| byte == b'\t');
                }
            } else if let Some(shape) = shape.filter(|_| line_text.starts_with('|')) {
                let last = if may_span_lines(range.start) {
                    last_line(source, line, shape)
                } else {
                    line
                };
                if last > line {
                    let end = line_content(source, last).end;
                    let between_pipes = ByteRange::new(range.start + 1, end - 1);
                    replace(&mut text, between_pipes, b' ', |_| true);
                    long_rows.push(ByteRange::new(range.start, end));
                    line = last;
                } else if shape.closed && !is_closed(line_text) {
                    open_rows.push(range.end);
                }
            } else if !line_text.is_empty() {
                shape = None;
            }
            line += 1;
        }
        let text = as_text(source, text);
        Self {
            text,
            long_rows,
            open_rows,
        }
    }

    /// Returns true if a block begins directly below a row without its last pipe, or contains a row
    /// over lines.
    pub(crate) fn is_entangled(&self, block: ByteRange) -> bool {
        let long = self
            .long_rows
            .partition_point(|row| row.start < block.start);
        let open = self.open_rows.partition_point(|&end| end <= block.start);
        let is_below = self.open_rows[..open].last().is_some_and(|&end| {
            let between = &self.text[end..block.start];
            between.chars().all(|c| c.is_whitespace() || c == '>')
                && between.matches('\n').count() == 1
        });
        let holds = self
            .long_rows
            .get(long)
            .is_some_and(|row| row.start < block.end);
        is_below || holds
    }
}

/// Returns the end of the page's front matter; 0 if there is none.
pub(crate) fn end_of_front_matter(source: &Source<'_>) -> usize {
    let mark = source.byte_order_marks();
    if !source.text()[mark..].starts_with("---") {
        return 0;
    }
    let text = as_text(source, with_line_feeds(source));
    let parser = Parser::new_ext(&text[mark..], Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
    match parser.into_offset_iter().next() {
        Some((Event::Start(Tag::MetadataBlock(_)), range)) => mark + range.end,
        _ => 0,
    }
}

/// Replaces each lone carriage return by a line feed.
fn with_line_feeds<'a>(source: &Source<'a>) -> Cow<'a, [u8]> {
    let mut text = Cow::Borrowed(source.text().as_bytes());
    for line in 1..source.line_count() {
        let end = source.line_range(line).start;
        if source.text()[..end].ends_with('\r') {
            replace(&mut text, ByteRange::new(end - 1, end), b'\n', |byte| {
                byte == b'\r'
            });
        }
    }
    text
}

/// Returns the bytes as text. Only whole characters were replaced, so they are UTF-8.
fn as_text<'a>(source: &Source<'a>, bytes: Cow<'a, [u8]>) -> Cow<'a, str> {
    match bytes {
        Cow::Borrowed(_) => Cow::Borrowed(source.text()),
        Cow::Owned(bytes) => {
            String::from_utf8(bytes).map_or(Cow::Borrowed(source.text()), Cow::Owned)
        }
    }
}

fn replace(text: &mut Cow<'_, [u8]>, range: ByteRange, by: u8, which: impl Fn(u8) -> bool) {
    for byte in &mut text.to_mut()[range.start..range.end] {
        if which(*byte) {
            *byte = by;
        }
    }
}
