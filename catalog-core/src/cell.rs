//! A cell to its text and its link: the inline part of Markdown.

use crate::blocks::{Blocks, Reference};
use crate::source::ByteRange;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Where it stands; for an empty cell the place between its pipes.
    pub(crate) range: ByteRange,
    /// The text without Markdown's marks. A `<br>` is a line break, other white space is one space.
    pub(crate) text: String,
    /// Where its first link leads.
    pub(crate) link: Option<String>,
}

impl Cell {
    pub(crate) fn read(text: &str, range: ByteRange, blocks: &Blocks) -> Self {
        let raw = range.of(text);
        // Most cells are plain, and need no Markdown reader.
        if raw
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b" :,./-".contains(&byte))
        {
            return Self {
                range,
                text: tidy(raw),
                link: None,
            };
        }
        // Read as the only cell of a table, so that Markdown sees no block in it (`- a`, `# a`) and
        // treats an escaped pipe as it does in a table. The space keeps a last `\` from the pipe.
        let mut table = format!("|a|\n|-|\n|{raw} |");
        if !blocks.references.is_empty() {
            let folded = raw.to_lowercase();
            let used = |reference: &&Reference| folded.contains(&reference.label);
            for reference in blocks.references.iter().filter(used) {
                table.push_str(&reference.definition);
            }
        }
        // Without struck-out text: what is struck out must not pass for valid.
        let parser = Parser::new_ext(&table, Options::ENABLE_TABLES);

        let mut plain = String::with_capacity(raw.len());
        let mut link = None;
        // The first event texts are those of the header `a`.
        for event in parser.skip_while(|event| !matches!(event, Event::Start(Tag::TableRow))) {
            match event {
                Event::Text(part) | Event::Code(part) => plain.push_str(&part),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                Event::InlineHtml(tag) => match tag_name(&tag).as_str() {
                    "br" => plain.push('\n'),
                    name if FORMATTING.contains(&name) => {}
                    // A placeholder, such as `<cluster-id>`.
                    _ => plain.push_str(&tag),
                },
                Event::Start(Tag::Link { dest_url, .. }) if link.is_none() => {
                    link = Some(dest_url.into_string());
                }
                _ => {}
            }
        }
        Self {
            range,
            text: tidy(&plain),
            link,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// HTML tags that format their text and say nothing themselves.
const FORMATTING: [&str; 18] = [
    "a", "b", "code", "del", "div", "em", "font", "i", "li", "p", "s", "span", "strong", "sub",
    "sup", "tt", "u", "ul",
];

/// The name of an HTML tag in lower case.
fn tag_name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    inner[..end.unwrap_or(inner.len())].to_ascii_lowercase()
}

/// White space (also the no-break kind) as single spaces, none at the ends of lines.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_some() && !out.is_empty() {
            out.push('\n');
        }
        while let Some(word) = words.next() {
            out.push_str(word);
            if words.peek().is_some() {
                out.push(' ');
            }
        }
    }
    out
}

/// A link without the parameter `spm`, by which Alibaba Cloud's pages count clicks.
///
/// Two values of it stand on one page, and a new value is no new link. Every other byte stays.
pub(crate) fn without_click_tracking(url: &str) -> String {
    let (address, fragment) = match url.find('#') {
        Some(at) => url.split_at(at),
        None => (url, ""),
    };
    let Some((path, query)) = address.split_once('?') else {
        return url.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|parameter| *parameter != "spm" && !parameter.starts_with("spm="))
        .collect();
    if kept.len() == query.split('&').count() {
        return url.to_owned();
    }
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{path}{mark}{}{fragment}", kept.join("&"))
}
