//! What Markdown makes of a page as a whole: its title, its keywords, and which parts are no tables.

use crate::row::{Shape, content, cut, is_dashes, last_line};
use crate::source::{ByteRange, LINE_ENDS, Source};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;

/// The block structure of a page, as far as tables depend on it.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The text of the first top-level heading.
    pub(crate) title: String,
    /// The keywords of the front matter.
    pub(crate) keywords: Vec<String>,
    /// Text that Markdown does not read: fenced code, HTML, front matter. In order of place.
    pub(crate) opaque: Vec<ByteRange>,
    /// Those of them that are HTML and nothing that somebody has set apart: no comment, no `<pre>`. In
    /// order of place.
    pub(crate) html: Vec<ByteRange>,
    /// The starts of tables that are written in HTML.
    pub(crate) html_tables: Vec<ByteRange>,
    /// Text that Markdown takes for code because it is indented. In order of place.
    pub(crate) indented: Vec<ByteRange>,
    /// What Markdown itself takes for tables. In order of place.
    pub(crate) tables: Vec<ByteRange>,
    /// What Markdown itself takes for the rows below a header. In order of place.
    pub(crate) rows: Vec<ByteRange>,
    /// What the page's reference links (`[text][label]`) lead to: for each label in lower case the
    /// definition as a block of Markdown.
    pub(crate) references: HashMap<String, String>,
}

/// The longest address of a reference link, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

impl Blocks {
    pub(crate) fn read(source: &Source<'_>) -> Self {
        let masked = plain(source);
        let text = &*masked;
        let mark = source.byte_order_marks();
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let parser = Parser::new_ext(&text[mark..], options);

        let mut blocks = Self::default();
        for (label, definition) in parser.reference_definitions().iter() {
            // A longer one is no address, and it is read again in every cell that uses it.
            if definition.dest.len() <= LONGEST_ADDRESS {
                let block = format!("\n\n[{label}]: <{}>", definition.dest);
                blocks.references.insert(label.to_lowercase(), block);
            }
        }

        let mut title = Capture::default();
        let mut front_matter = Capture::default();
        for (event, range) in parser.into_offset_iter() {
            let range = ByteRange::new(range.start + mark, range.end + mark);
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    title.begin(level == HeadingLevel::H1);
                }
                Event::End(TagEnd::Heading(_)) => title.end(),
                Event::Start(Tag::MetadataBlock(_)) => {
                    front_matter.begin(true);
                    blocks.opaque.push(range);
                }
                Event::End(TagEnd::MetadataBlock(_)) => front_matter.end(),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    blocks.opaque.push(range);
                }
                Event::Start(Tag::HtmlBlock) => {
                    blocks.opaque.push(range);
                    let html = range.of(source.text()).to_ascii_lowercase();
                    if !is_set_apart(&html) {
                        blocks.html.push(range);
                    }
                    if let Some(at) = html.find("<table") {
                        let start = range.start + at;
                        blocks
                            .html_tables
                            .push(ByteRange::new(start, start + "<table".len()));
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    blocks.indented.push(range);
                }
                Event::Start(Tag::Table(_)) => blocks.tables.push(range),
                Event::Start(Tag::TableRow) => blocks.rows.push(range),
                Event::Text(part) | Event::Code(part) => {
                    title.push(&part);
                    front_matter.push(&part);
                }
                Event::SoftBreak | Event::HardBreak => title.push(" "),
                _ => {}
            }
        }
        title.text.trim().clone_into(&mut blocks.title);
        blocks.keywords = keywords(&front_matter.text);
        blocks
    }
}

/// Whether a block of HTML, in lower case, is for not being read as Markdown. One that is never closed
/// goes on to the end of the page, which nobody means.
fn is_set_apart(html: &str) -> bool {
    [("<!--", "-->"), ("<pre", "</pre>")]
        .iter()
        .any(|(start, end)| html.trim_start().starts_with(start) && html.contains(end))
}

/// The text as every Markdown reader takes it, byte for byte.
///
/// - A row that spans lines is one line of two pipes: Markdown knows no such rows, and a code fence in
///   one would open a block of code for it that swallows the tables behind it.
/// - A carriage return alone ends a line, and tabs may stand between dashes: for `CommonMark` and
///   GitHub that is so, for pulldown-cmark it is not.
fn plain<'a>(source: &Source<'a>) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(source.text().as_bytes());
    let mut shape = None;
    let mut fence = None;
    let mut line = 0;
    while line < source.line_count() {
        let range = content(source, line);
        let line_text = range.of(source.text());
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| line_text.starts_with(mark));
        match fence {
            Some(open) if mark == Some(open) => fence = None,
            Some(_) => {}
            None if mark.is_some() => (fence, shape) = (mark, None),
            None => {
                if is_dashes(line_text) && line > 0 {
                    let header = cut(source.text(), content(source, line - 1));
                    shape = Some(Shape::of(source.text(), &header));
                    if line_text.contains('\t') {
                        replace(&mut text, range, b' ', |byte| byte == b'\t');
                    }
                } else if let Some(shape) = shape.filter(|_| line_text.starts_with('|')) {
                    let last = last_line(source, line, shape);
                    if last > line {
                        let end = content(source, last).end;
                        let between_pipes = ByteRange::new(range.start + 1, end - 1);
                        replace(&mut text, between_pipes, b' ', |_| true);
                        line = last;
                    }
                } else if !line_text.is_empty() {
                    shape = None;
                }
            }
        }
        line += 1;
    }
    for line in 1..source.line_count() {
        let end = source.line_range(line).start;
        if source.text()[..end].ends_with('\r') {
            replace(&mut text, ByteRange::new(end - 1, end), b'\n', |byte| {
                byte == b'\r'
            });
        }
    }
    match text {
        Cow::Borrowed(_) => Cow::Borrowed(source.text()),
        // Whole characters were replaced, so this is UTF-8.
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

/// The text of the first element of a kind.
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

/// The keywords of a front matter: `keyword: [a, "b, c"]`, also over several lines, or a list of
/// `- a` lines below `keyword:`.
///
/// Pages carry no other YAML than this, so that no YAML reader is needed.
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

/// The items of a YAML list up to its `]`; a comma in quotes separates none.
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
                    // Within an item it is an apostrophe, or a letter like any other.
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

/// Whether one of `ranges`, which are in order, holds the byte at `offset`.
pub(crate) fn covers(ranges: &[ByteRange], offset: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= offset);
    after > 0 && ranges[after - 1].contains(offset)
}
