//! The content of a cell: HTML in, Markdown out.

use crate::page::html::visibility::is_without_text;
use std::fmt::Write as _;
use std::mem;

/// Elements that begin and end a line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Elements inside a line whose text, if a browser shows any, is part of it.
const INLINE: [&str; 65] = [
    "a", "abbr", "acronym", "area", "b", "base", "basefont", "bdi", "bdo", "bgsound", "big",
    "blink", "body", "button", "cite", "code", "col", "colgroup", "data", "dfn", "em", "font",
    "frame", "frameset", "html", "i", "image", "img", "input", "ins", "kbd", "label", "link",
    "map", "mark", "meta", "nobr", "optgroup", "option", "output", "param", "picture", "q", "rb",
    "rt", "rtc", "ruby", "samp", "slot", "small", "source", "span", "strong", "sub", "sup",
    "tbody", "textarea", "tfoot", "thead", "time", "tr", "track", "tt", "u", "var",
];

/// The element that strikes its text out. The reader of Markdown takes no action from it.
pub(super) const STRUCK: &str = "del";

/// Collects the content of a cell as Markdown that a table row can contain.
#[derive(Debug, Default)]
pub(super) struct CellWriter {
    out: String,
    /// True if white space precedes the next text.
    is_spaced: bool,
    /// Tags since the last text. They are kept only inside a word: a name does not go on after a tag.
    tags: String,
    /// The start of the open link, and its address.
    link: Option<(usize, String)>,
    /// The open superscripts, subscripts, and elements that strike their text out.
    marks: Vec<&'static str>,
    /// The unknown elements without an end so far, and where their tags were written as text.
    unknown: Vec<(String, usize)>,
}

/// The most unknown elements in each other whose ends are looked for.
const MOST_UNKNOWN: usize = 16;

impl CellWriter {
    /// Adds the text of HTML.
    pub(super) fn text(&mut self, text: &str) {
        self.words(text, |out, word| {
            for c in word.chars() {
                match c {
                    // Before a pipe it would be taken for its escape.
                    '\\' => out.push_str("&#92;"),
                    // It looks like the address of a link.
                    '(' if out.ends_with(']') => out.push_str("\\("),
                    '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' => {
                        out.push('\\');
                        out.push(c);
                    }
                    _ => out.push(c),
                }
            }
        });
    }

    /// Adds text that is Markdown already, since a blank line ended the HTML before it.
    pub(super) fn markdown(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("```") {
                self.line_break();
                continue;
            }
            let is_item = ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
            if is_item {
                self.line_break();
            }
            self.is_spaced = true;
            self.words(line, |out, word| {
                let mut is_escaped = false;
                for c in word.chars() {
                    if c == '|' && !is_escaped {
                        out.push('\\');
                    }
                    is_escaped = c == '\\' && !is_escaped;
                    out.push(c);
                }
            });
        }
    }

    fn words(&mut self, text: &str, mut write: impl FnMut(&mut String, &str)) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.is_spaced |= index > 0;
            if word.is_empty() {
                continue;
            }
            let at_start = self.out.is_empty() || self.out.ends_with("<br>");
            let tags = mem::take(&mut self.tags);
            if !mem::take(&mut self.is_spaced) {
                if self.out.ends_with(is_word) && word.starts_with(is_word) {
                    self.out.push_str(&tags);
                }
            } else if !at_start {
                self.out.push(' ');
            }
            write(&mut self.out, word);
        }
    }

    pub(super) fn line_break(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("<br>") {
            self.out.push_str("<br>");
        }
        self.is_spaced = false;
        self.tags.clear();
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &str, href: Option<&str>) {
        match name {
            "sup" => self.mark("sup"),
            "sub" => self.mark("sub"),
            STRUCK => self.mark(STRUCK),
            "a" => {
                self.end_link();
                if let Some(href) = href.map(str::trim).filter(|href| !href.is_empty()) {
                    self.link = Some((self.out.len(), href.to_owned()));
                }
                self.tag("<a>");
            }
            // A word goes on after it.
            "wbr" => {}
            _ if BLOCKS.contains(&name) => self.line_break(),
            _ if INLINE.contains(&name) => self.tag(&format!("<{name}>")),
            // A placeholder, such as `<cluster-id>`, unless its end follows.
            _ => {
                let start = self.out.len();
                self.text(&format!("<{name}>"));
                if self.unknown.len() < MOST_UNKNOWN {
                    self.unknown.push((name.to_owned(), start));
                }
            }
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "sup" | "sub" | STRUCK if self.marks.last() == Some(&name) => {
                self.marks.pop();
                self.tags.clear();
                let _ = write!(self.out, "</{name}>");
            }
            // It has no start, or ends with the cell.
            STRUCK | "s" | "strike" | "wbr" => {}
            _ if is_without_text(name) => {}
            "a" => {
                self.end_link();
                self.tag("</a>");
            }
            _ if BLOCKS.contains(&name) => self.line_break(),
            _ if INLINE.contains(&name) => self.tag(&format!("</{name}>")),
            _ => self.end_unknown(name),
        }
    }

    /// Removes the tag of an element that was taken for a placeholder. A browser shows only the text in it.
    fn end_unknown(&mut self, name: &str) {
        let Some(at) = self.unknown.iter().rposition(|open| open.0 == name) else {
            return;
        };
        let (_, start) = self.unknown.swap_remove(at);
        self.unknown.truncate(at);
        let mut tag = Self::default();
        tag.text(&format!("<{name}>"));
        let tag = tag.out;
        let Some(written) = self.out.get(start..) else {
            return;
        };
        let start = start + written.len() - written.trim_start_matches(' ').len();
        // The end of a link around it may have moved it.
        if !self.out[start..].starts_with(&tag) {
            return;
        }
        let (before, after) = (&self.out[..start], &self.out[start + tag.len()..]);
        let (mut removed, mut parting) = (tag.len(), "");
        if before.ends_with(is_word) && after.starts_with(is_word) {
            parting = "<span>";
        } else if after.starts_with(' ') {
            removed += 1;
        }
        self.out.replace_range(start..start + removed, parting);
        if let Some((link, _)) = self.link.as_mut().filter(|(link, _)| *link > start) {
            *link = (*link + parting.len()).saturating_sub(removed).max(start);
        }
        if self.out.len() == start && self.out.ends_with(' ') {
            self.out.pop();
            self.is_spaced = true;
        }
        self.tag("<span>");
    }

    fn tag(&mut self, tag: &str) {
        // One is enough to part two words.
        if self.tags.is_empty() {
            self.tags.push_str(tag);
        }
    }

    fn mark(&mut self, name: &'static str) {
        if mem::take(&mut self.is_spaced) && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.tags.clear();
        self.marks.push(name);
        let _ = write!(self.out, "<{name}>");
    }

    fn end_link(&mut self) {
        let Some((start, href)) = self.link.take() else {
            return;
        };
        let label = self.out.split_off(start);
        let text = label.trim_start_matches("<br>").trim();
        if text.is_empty() {
            self.out.push_str(&label);
            return;
        }
        if label.starts_with(' ') {
            self.out.push(' ');
        }
        let _ = write!(self.out, "[{text}]({})", address(&href));
    }

    /// Returns the content as Markdown.
    pub(super) fn finish(mut self) -> String {
        self.end_link();
        while let Some(mark) = self.marks.pop() {
            let _ = write!(self.out, "</{mark}>");
        }
        while self.out.ends_with("<br>") {
            self.out.truncate(self.out.len() - "<br>".len());
        }
        // A row of dashes would be the line below a header.
        if self.out.starts_with(['-', ':']) && self.out.bytes().all(|byte| b"-: ".contains(&byte)) {
            self.out.insert(0, '\\');
        }
        self.out
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '\\')
}

/// Returns an address as the target of a link in Markdown.
fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            _ if c.is_alphanumeric() || "-._~:/?#@!$'*+,;=%".contains(c) => out.push(c),
            _ => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}
