//! The block structure of a page: its title, its keywords, its tables, and what is not a table.

use crate::markdown::html_tables::{HtmlTable, HtmlTables, Within, table_tags};
use crate::markdown::normalize::{Normalized, end_of_front_matter};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ram_diagnostics::{ByteRange, LINE_ENDS, Source};
use std::collections::{HashMap, HashSet};
use std::mem;

/// The block structure of a page, as far as tables depend on it.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The text of the first top-level heading.
    pub(crate) title: String,
    /// The keywords of the front matter.
    pub(crate) keywords: Vec<String>,
    /// Where the front matter ends; 0 if there is none.
    pub(crate) front_matter: usize,
    /// Text that Markdown does not read: fenced code, HTML, front matter. In order of place.
    pub(crate) opaque: Vec<ByteRange>,
    /// Those of them that are HTML but neither a comment nor `<pre>`. In order of place.
    pub(crate) html: Vec<ByteRange>,
    /// Those of them that are code and contain rows by mistake: code without an end, or that begins in
    /// a row. In order of place.
    pub(crate) open_code: Vec<ByteRange>,
    /// The tables written in HTML.
    pub(crate) html_tables: HtmlTables,
    /// Text that Markdown reads as code because it is indented. In order of place.
    pub(crate) indented: Vec<ByteRange>,
    /// The tables that Markdown reads once each row over lines is one line. In order of place.
    pub(crate) tables: Vec<ByteRange>,
    /// The tables that Markdown reads as the page is written. In order of place.
    pub(crate) tables_as_written: Vec<ByteRange>,
    /// The rows below a header that Markdown reads. In order of place.
    pub(crate) rows: Vec<ByteRange>,
    /// The definitions of the page's reference links (`[text][label]`) as blocks of Markdown, by label
    /// in lower case.
    pub(crate) references: HashMap<String, String>,
}

/// The longest address of a reference link that is followed, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// The most bytes read in all readings of a page, and the number of readings that are always allowed.
const MOST_READ: usize = 16 << 20;
const ENOUGH_READINGS: usize = 16;

impl Blocks {
    /// Reads the blocks of a page.
    ///
    /// Rows that span lines and blocks depend on each other: a line of the row may open a block of
    /// code, or close the one around it. So at first every candidate counts as a row over lines, and
    /// those that turn out to be inside code or HTML no longer count in the next reading.
    pub(crate) fn read(source: &Source<'_>) -> Self {
        let front_matter = end_of_front_matter(source);
        let mut not_rows = HashSet::new();
        let most_readings = ENOUGH_READINGS.max(MOST_READ / source.text().len().max(1));
        let mut readings = 1;
        loop {
            let normalized = Normalized::of(source, front_matter, |row| !not_rows.contains(&row));
            let mut blocks = Self::of(source, front_matter, &normalized);
            let mut found = Vec::new();
            for row in &normalized.long_rows {
                if blocks.is_opaque(row.start) {
                    found.push(row.start);
                    // The text after it may no longer be in the block.
                    if may_end_block(row.of(source.text())) {
                        break;
                    }
                }
            }
            if found.is_empty() || readings == most_readings {
                blocks.tables_as_written = if normalized.long_rows.is_empty() {
                    blocks.tables.clone()
                } else {
                    let normalized = Normalized::of(source, front_matter, |_| false);
                    Self::of(source, front_matter, &normalized).tables
                };
                return blocks;
            }
            not_rows.extend(found);
            readings += 1;
        }
    }

    /// Returns true if the byte at `offset` is in text that Markdown does not read.
    pub(crate) fn is_opaque(&self, offset: usize) -> bool {
        covers(&self.opaque, offset)
    }

    /// Returns true if the byte at `offset` is in text that its author set apart from the page: code
    /// between fences, or a comment.
    pub(crate) fn is_set_apart(&self, offset: usize) -> bool {
        self.is_opaque(offset)
            && !self.is_html(offset)
            && !self.is_front_matter(offset)
            && !self.is_hidden(offset)
    }

    /// Returns true if the byte at `offset` is in a table as the page is written, but in code or HTML
    /// once each row over lines is one line.
    pub(crate) fn is_hidden(&self, offset: usize) -> bool {
        self.is_opaque(offset) && covers(&self.tables_as_written, offset)
    }

    pub(crate) fn is_front_matter(&self, offset: usize) -> bool {
        offset < self.front_matter
    }

    pub(crate) fn is_html(&self, offset: usize) -> bool {
        covers(&self.html, offset)
    }

    fn of(source: &Source<'_>, front_matter: usize, normalized: &Normalized<'_>) -> Self {
        let text = &*normalized.text;
        // Further down the marks of front matter are a rule and a heading.
        let mark = source.byte_order_marks().max(front_matter);
        let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
        let parser = Parser::new_ext(&text[mark..], options);

        let mut blocks = Self {
            front_matter,
            ..Self::default()
        };
        for (label, definition) in parser.reference_definitions().iter() {
            // The definition is read again in every cell that uses it.
            if definition.dest.len() <= LONGEST_ADDRESS {
                let block = format!("\n\n[{label}]: <{}>", definition.dest);
                blocks.references.insert(label.to_lowercase(), block);
            }
        }

        let mut title = Capture::default();
        let mut around = Around::default();
        if front_matter > 0 {
            blocks.opaque.push(ByteRange::new(0, front_matter));
            blocks.keywords = keywords(&text[..front_matter]);
        }
        for (event, range) in parser.into_offset_iter() {
            let range = ByteRange::new(range.start + mark, range.end + mark);
            around.pass(&event, range.start);
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    title.begin(level == HeadingLevel::H1);
                }
                Event::End(TagEnd::Heading(_)) => title.end(),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    blocks.opaque.push(range);
                    let is_whole =
                        is_closed_code(range.of(text)) && !normalized.is_entangled(range);
                    if !is_whole && holds_rows(range.of(text)) {
                        blocks.open_code.push(range);
                    }
                    let code = Some(Within::FencedCode);
                    blocks.find_tables(source, range, &around, code, false);
                }
                Event::Start(Tag::HtmlBlock) => {
                    blocks.opaque.push(range);
                    let html = range.of(source.text()).to_ascii_lowercase();
                    if !is_set_apart(&html) {
                        blocks.html.push(range);
                    }
                    let pre = html.trim_start().starts_with("<pre");
                    let pre = pre.then_some(Within::Preformatted);
                    blocks.find_tables(source, range, &around, pre, false);
                    blocks.html_tables.parts.push(range);
                }
                // Inside a paragraph.
                Event::InlineHtml(_) => {
                    blocks.find_tables(source, range, &around, None, true);
                    blocks.html_tables.parts.push(range);
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    blocks.indented.push(range);
                    let code = Some(Within::IndentedCode);
                    blocks.find_tables(source, range, &around, code, false);
                }
                Event::Start(Tag::Table(_)) => blocks.tables.push(range),
                Event::Start(Tag::TableRow) => blocks.rows.push(range),
                Event::Text(part) | Event::Code(part) => {
                    title.push(&part);
                }
                Event::SoftBreak | Event::HardBreak => title.push(" "),
                _ => {}
            }
        }
        title.text.trim().clone_into(&mut blocks.title);
        blocks
    }

    /// Adds the tables in HTML of a range. `within` is what the range itself is.
    fn find_tables(
        &mut self,
        source: &Source<'_>,
        range: ByteRange,
        around: &Around,
        within: Option<Within>,
        is_inline: bool,
    ) {
        let tags = table_tags(range.of(source.text()));
        self.html_tables
            .tables
            .extend(tags.iter().map(|tag| HtmlTable {
                place: ByteRange::new(range.start + tag.start, range.start + tag.end),
                within: within.or(around.within()).unwrap_or(Within::Page),
                item: around.items.last().copied(),
                is_inline,
            }));
    }
}

/// The elements of Markdown around a place.
#[derive(Default)]
struct Around {
    /// The starts of the open list items.
    items: Vec<usize>,
    quotations: usize,
    is_heading: bool,
    is_cell: bool,
}

impl Around {
    fn pass(&mut self, event: &Event<'_>, start: usize) {
        match event {
            Event::Start(Tag::Item) => self.items.push(start),
            Event::End(TagEnd::Item) => {
                self.items.pop();
            }
            Event::Start(Tag::BlockQuote(_)) => self.quotations += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotations -= 1,
            Event::Start(Tag::Heading { .. }) => self.is_heading = true,
            Event::End(TagEnd::Heading(_)) => self.is_heading = false,
            Event::Start(Tag::TableCell) => self.is_cell = true,
            Event::End(TagEnd::TableCell) => self.is_cell = false,
            _ => {}
        }
    }

    fn within(&self) -> Option<Within> {
        if self.is_cell {
            Some(Within::Cell)
        } else if self.quotations > 0 {
            Some(Within::Quotation)
        } else {
            self.is_heading.then_some(Within::Heading)
        }
    }
}

/// Returns true if a block of HTML, in lower case, is a comment or `<pre>`. One that is never closed
/// runs to the end of the page by mistake.
fn is_set_apart(html: &str) -> bool {
    [("<!--", "-->"), ("<pre", "</pre>")]
        .iter()
        .any(|(start, end)| html.trim_start().starts_with(start) && html.contains(end))
}

/// Returns true if these lines may end a block of code or HTML.
fn may_end_block(lines: &str) -> bool {
    lines.contains("```")
        || lines.contains("~~~")
        || lines.contains('>')
        || lines.split(LINE_ENDS).any(|line| line.trim().is_empty())
}

/// The marks before a line in a quotation, and its indentation.
const BEFORE_LINE: [char; 3] = ['>', ' ', '\t'];

/// Returns true if a closing fence matches the opening one.
fn is_closed_code(code: &str) -> bool {
    let fence = |line: &str| {
        let mark = line.chars().next();
        line.chars().take_while(|&c| Some(c) == mark).count()
    };
    let Some((first, rest)) = code.trim_end().split_once('\n') else {
        return false;
    };
    let last = rest.rsplit('\n').next().unwrap_or_default();
    let last = last.trim_start_matches(BEFORE_LINE);
    let length = fence(last);
    last.chars().next() == first.chars().next() && length == last.len() && length >= fence(first)
}

fn holds_rows(code: &str) -> bool {
    let mut lines = code.lines().skip(1);
    lines.any(|line| line.trim_start_matches(BEFORE_LINE).starts_with('|'))
}

/// Collects the text of the first element of a kind.
#[derive(Default)]
struct Capture {
    text: String,
    open: bool,
    done: bool,
}

impl Capture {
    fn begin(&mut self, wanted: bool) {
        self.open = wanted && !self.done;
    }

    fn push(&mut self, part: &str) {
        if self.open {
            self.text.push_str(part);
        }
    }

    fn end(&mut self) {
        self.done |= self.open;
        self.open = false;
    }
}

/// Returns the keywords of a front matter: `keyword: [a, "b, c"]`, also over several lines, or a list
/// of `- a` lines below `keyword:`.
///
/// Pages contain no other YAML, so no YAML parser is needed.
fn keywords(front_matter: &str) -> Vec<String> {
    let lines = front_matter.split(LINE_ENDS).map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty());
    let Some(rest) = lines.find_map(|line| {
        let (key, rest) = line.split_once(':')?;
        matches!(key, "keyword" | "keywords").then_some(rest.trim())
    }) else {
        return Vec::new();
    };
    let items = if rest.starts_with('[') {
        let rest: Vec<&str> = std::iter::once(rest).chain(lines).collect();
        let rest = rest.join(" ");
        flow_items(&rest[1..])
    } else if rest.is_empty() {
        lines
            .map_while(|line| line.strip_prefix("- ").map(str::to_owned))
            .collect()
    } else {
        vec![rest.to_owned()]
    };
    items
        .iter()
        .map(|item| item.trim().trim_matches(['"', '\'']).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// Returns the items of a YAML list up to its `]`. A comma in quotes does not separate items.
fn flow_items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (c, quote) {
            (']', None) => break,
            (',', None) => items.push(mem::take(&mut item)),
            _ => {
                match quote {
                    Some(open) if open == c => quote = None,
                    // Within an item it is an apostrophe.
                    None if matches!(c, '"' | '\'') && item.trim().is_empty() => quote = Some(c),
                    _ => {}
                }
                item.push(c);
            }
        }
    }
    items.push(item);
    items
}

/// Returns true if one of `ranges`, which are in order, contains the byte at `offset`.
pub(crate) fn covers(ranges: &[ByteRange], offset: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= offset);
    after > 0 && ranges[after - 1].contains(offset)
}
