//! A cell to its text and its link: the inline part of Markdown.

use crate::markdown::blocks::Blocks;
use pulldown_cmark::{Event, Options, Parser, Tag};
use ram_diagnostics::{ByteRange, LINE_ENDS};
use std::collections::HashSet;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Where it stands; for an empty cell the place between its pipes.
    pub(crate) range: ByteRange,
    /// The text without Markdown's marks. A `<br>` is a line break, other white space is one space.
    pub(crate) text: String,
    /// Where its first link leads.
    pub(crate) link: Option<String>,
    /// Whether its address holds a space, for which Markdown itself mostly reads no link.
    pub(crate) link_had_space: bool,
    /// Whether a name holds stars or underscores that Markdown would have taken for emphasis.
    pub(crate) has_escaped_stars: bool,
    /// How many links there are that an entry has no place for: further ones, and those in HTML.
    pub(crate) unread_links: usize,
}

impl Cell {
    pub(crate) fn read(text: &str, range: ByteRange, blocks: &Blocks) -> Self {
        let raw = range.of(text);
        let mut cell = Self {
            range,
            text: String::new(),
            link: None,
            link_had_space: false,
            has_escaped_stars: false,
            unread_links: 0,
        };
        // Most cells are plain, and need no Markdown reader.
        if raw
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b" :,./-".contains(&byte))
        {
            cell.text = tidy(raw);
            return cell;
        }
        if let Some((label, address)) = plain_link(raw) {
            cell.text = tidy(label);
            cell.link = Some(address.to_owned());
            return cell;
        }
        let mut plain = String::with_capacity(raw.len());
        if raw.contains(LINE_ENDS) {
            // A cell over several lines holds blocks: lists, and code between fences.
            for line in raw.split(LINE_ENDS) {
                let line = without_block_mark(line.trim());
                cell.read_line(&mut plain, line, blocks);
                plain.push('\n');
            }
        } else {
            cell.read_line(&mut plain, raw, blocks);
        }
        cell.text = tidy(&plain);
        cell
    }

    /// Reads the inline part of Markdown.
    fn read_line(&mut self, plain: &mut String, raw: &str, blocks: &Blocks) {
        let spaced = with_spaces_in_links(raw);
        let link_had_space = spaced.is_some();
        let starred = with_escaped_stars(spaced.as_deref().unwrap_or(raw));
        self.has_escaped_stars |= starred.is_some();
        let mended = starred.or(spaced);
        // Read as the only cell of a table, so that Markdown sees no block in it (`- a`, `# a`) and
        // treats an escaped pipe as it does in a table. The space keeps a last `\` from the pipe.
        let mut table = format!("|a|\n|-|\n|{} |", mended.as_deref().unwrap_or(raw));
        if !blocks.references.is_empty() {
            let labels = raw
                .split('[')
                .skip(1)
                .filter_map(|rest| rest.split(']').next());
            let labels: HashSet<String> = labels.map(str::to_lowercase).collect();
            for label in labels {
                let block = blocks.references.get(&label);
                table.push_str(block.map_or("", String::as_str));
            }
        }
        // Without struck-out text: what is struck out must not pass for valid.
        let parser = Parser::new_ext(&table, Options::ENABLE_TABLES);

        // The first event texts are those of the header `a`.
        for event in parser.skip_while(|event| !matches!(event, Event::Start(Tag::TableRow))) {
            match event {
                Event::Text(part) | Event::Code(part) => plain.push_str(&part),
                // Nobody sees it.
                Event::InlineHtml(tag) if tag.starts_with("<!--") => {}
                Event::InlineHtml(tag) => match tag_name(&tag).as_str() {
                    "br" | "p" | "div" | "ul" | "ol" | "li" => plain.push('\n'),
                    "a" if tag.contains("href") => self.unread_links += 1,
                    // What is hidden must not pass for valid, nor must what hides it.
                    name if FORMATTING.contains(&name) && may_hide(&tag) => {
                        plain.push('<');
                        plain.push_str(name);
                        plain.push('>');
                    }
                    name if FORMATTING.contains(&name) => {}
                    // A placeholder, such as `<cluster-id>`, or what strikes its text out.
                    _ => plain.push_str(&tag),
                },
                Event::Start(Tag::Link { dest_url, .. }) => {
                    self.link_had_space |= link_had_space;
                    self.link_had_space |= dest_url.trim().contains(char::is_whitespace);
                    if self.link.is_none() {
                        self.link = Some(dest_url.trim().replace(' ', "%20"));
                    } else {
                        self.unread_links += 1;
                    }
                }
                _ => {}
            }
        }
    }
}

/// The label and the address of a cell that is one link, of letters that mean nothing to Markdown.
fn plain_link(raw: &str) -> Option<(&str, &str)> {
    let (label, address) = raw.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let is_plain = |text: &str, others: &[u8]| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    let both = is_plain(label, b" :,./-'") && is_plain(address, b":/.-?=#%");
    (both && !address.is_empty()).then_some((label, address))
}

/// A line of a cell without the mark of a list item or a code fence at its start, and without a
/// fence at its end.
fn without_block_mark(line: &str) -> &str {
    let line = match line.strip_prefix("```") {
        // What follows an opening fence is the name of a language.
        Some(rest) if rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) => "",
        Some(rest) => rest,
        None => line.strip_suffix("```").unwrap_or(line),
    };
    let marks = ["- ", "* ", "+ "];
    marks
        .into_iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
}

/// Text with `%20` for the spaces in the targets of its links, if there are any.
fn with_spaces_in_links(raw: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    while let Some(start) = raw[done..].find("](").map(|at| done + at + 2) {
        let Some(length) = closing_parenthesis(&raw[start..]) else {
            break;
        };
        let target = &raw[start..start + length];
        let is_bracketed = target.starts_with('<');
        let has_title = target.trim_end().ends_with(['"', '\'']);
        // What is no image for Markdown is text; as one it would be gone.
        let label = raw[done..start - 2].rfind('[');
        let is_image = label.is_some_and(|at| raw[..done + at].ends_with('!'));
        out.push_str(&raw[done..start]);
        if is_bracketed || has_title || is_image || !target.trim().contains(char::is_whitespace) {
            out.push_str(target);
        } else {
            let words: Vec<&str> = target.split_whitespace().collect();
            out.push_str(&words.join("%20"));
        }
        done = start + length;
    }
    out.push_str(&raw[done..]);
    (out != raw).then_some(out)
}

/// Text with `\\*` for the stars in actions and resources (`acs:ram:*:*:user/*`, `svc:*Get*`), of which
/// Markdown makes emphasis where there are two of them, and the same for underscores. `None` if there
/// are none, or one alone.
fn with_escaped_stars(raw: &str) -> Option<String> {
    if !raw.contains(['*', '_']) || !raw.contains(':') {
        return None;
    }
    let mut out = String::with_capacity(raw.len());
    let (mut stars, mut underscores) = (0, 0);
    for word in raw.split_inclusive(' ') {
        let is_name = word.split_once(':').is_some_and(|(service, _)| {
            service.starts_with(|c: char| c.is_ascii_lowercase())
                && service
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        });
        let is_plain = !word.contains(['`', '\\', '[', '<']) && !word.contains("://");
        if is_name && is_plain {
            stars += word.matches('*').count();
            underscores += word.matches('_').count();
            out.push_str(&word.replace('*', r"\*").replace('_', r"\_"));
        } else {
            out.push_str(word);
        }
    }
    (stars > 1 || underscores > 1).then_some(out)
}

/// Where the parenthesis closes that is open before the text.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// HTML tags that format their text and say nothing themselves.
const FORMATTING: [&str; 12] = [
    "a", "b", "code", "em", "font", "i", "span", "strong", "sub", "sup", "tt", "u",
];

/// Whether a tag may hide its text, by an attribute or a style such as `display:none`.
fn may_hide(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let ways = ["hidden", "display", "visibility", "opacity", "font-size"];
    ways.iter().any(|way| tag.contains(way))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_plain_link_is_read_as_markdown_reads_it(
            label in "[A-Za-z0-9 :,./'-]{0,24}",
            address in "[A-Za-z0-9:/.?=#%-]{1,24}",
        ) {
            let raw = format!("[{label}]({address})");
            let whole = ByteRange::new(0, raw.len());
            prop_assert_eq!(plain_link(&raw), Some((&*label, &*address)));

            // Behind a letter that needs Markdown's reader it is read by that.
            let marked = format!("{raw} &amp;");
            let slow = Cell::read(&marked, ByteRange::new(0, marked.len()), &Blocks::default());
            let quick = Cell::read(&raw, whole, &Blocks::default());
            let expected = format!("{} &", quick.text);
            prop_assert_eq!(slow.text, expected.trim_start());
            prop_assert_eq!((slow.link, slow.unread_links), (quick.link, quick.unread_links));
            prop_assert_eq!(slow.link_had_space, quick.link_had_space);
        }
    }
}
