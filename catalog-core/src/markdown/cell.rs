//! A cell to its text and its link: the inline part of Markdown.

use crate::markdown::blocks::Blocks;
use crate::markdown::cell_text::{CellText, tag_name};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use ram_diagnostics::{ByteRange, LINE_ENDS};
use std::collections::HashSet;

/// The content of a cell. It is small: a page of a few megabytes can have millions of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its place; for an empty cell the place between its pipes.
    pub(crate) range: ByteRange,
    /// The text without Markdown's marks. A `<br>` is a line break, other white space is one space.
    pub(crate) text: String,
    /// The text without references to footnotes, where that differs.
    name: Option<Box<str>>,
    /// True if the whole text is bold.
    pub(crate) is_bold: bool,
    /// Whether a line has words inside of HTML that only formats, and outside of it.
    pub(crate) formatting: Formatting,
    /// The address of its first link.
    pub(crate) link: Option<Box<str>>,
    /// True if that address contains a space, with which Markdown mostly reads no link.
    pub(crate) link_had_space: bool,
    /// True if a name contains stars or underscores that Markdown would read as emphasis.
    pub(crate) has_escaped_stars: bool,
    /// The number of links that are not read: further ones, and those in HTML.
    pub(crate) unread_links: u32,
}

/// How HTML formats the words of a cell's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formatting {
    /// All words of a line, or none.
    Even,
    /// Only some words of a line.
    Mixed,
}

impl Cell {
    /// Returns the text as names are read from it: without superscripts, subscripts and references to
    /// footnotes. A [`SEAM`](crate::markdown::cell_text::SEAM) is where another element begins or ends
    /// inside a word.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.text)
    }

    pub(crate) fn read(text: &str, range: ByteRange, blocks: &Blocks) -> Self {
        let raw = range.of(text);
        let mut cell = Self {
            range,
            text: String::new(),
            name: None,
            is_bold: false,
            formatting: Formatting::Even,
            link: None,
            link_had_space: false,
            has_escaped_stars: false,
            unread_links: 0,
        };
        // Most cells are plain and need no Markdown parser.
        if raw
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || PLAIN.contains(&byte))
        {
            cell.text = tidy(raw);
            return cell;
        }
        if let Some((label, address)) = plain_link(raw) {
            cell.text = tidy(label);
            cell.link = Some(address.into());
            return cell;
        }
        let mut plain = CellText::default();
        if raw.contains(LINE_ENDS) {
            // A cell over several lines contains blocks: lists, and code between fences.
            for line in raw.split(LINE_ENDS) {
                let line = without_block_mark(line.trim());
                cell.read_line(&mut plain, line, blocks);
                plain.break_line();
            }
        } else {
            cell.read_line(&mut plain, raw, blocks);
        }
        cell.is_bold = plain.is_bold();
        if plain.is_mixed() {
            cell.formatting = Formatting::Mixed;
        }
        let (text, name) = plain.into_parts();
        cell.text = tidy(&text);
        let name = tidy(&name);
        cell.name = (name != cell.text).then(|| name.into());
        cell
    }

    /// Reads the inline part of Markdown.
    fn read_line(&mut self, plain: &mut CellText, raw: &str, blocks: &Blocks) {
        let spaced = with_spaces_in_links(raw);
        let link_had_space = spaced.is_some();
        let starred = with_escaped_stars(spaced.as_deref().unwrap_or(raw));
        self.has_escaped_stars |= starred.is_some();
        let escaped = starred.or(spaced);
        // Parsed as the only cell of a table, so that Markdown sees no block in it (`- a`, `# a`) and
        // reads an escaped pipe as in a table. The space separates a last `\` from the pipe.
        let mut table = format!("|a|\n|-|\n|{} |", escaped.as_deref().unwrap_or(raw));
        if !blocks.references.is_empty() {
            let labels = raw
                .split('[')
                .skip(1)
                .filter_map(|rest| rest.split(']').next())
                // The text of a footnote looks like an address if it is one word.
                .filter(|label| !label.starts_with('^'));
            let labels: HashSet<String> = labels.map(str::to_lowercase).collect();
            for label in labels {
                let block = blocks.references.get(&label);
                table.push_str(block.map_or("", String::as_str));
            }
        }
        // Without strikethrough: its marks stay, so that a struck-out name is not valid.
        let parser = Parser::new_ext(&table, Options::ENABLE_TABLES);

        // The first events are those of the header `a`.
        for event in parser.skip_while(|event| !matches!(event, Event::Start(Tag::TableRow))) {
            match event {
                Event::Text(part) => plain.push(&part),
                Event::Code(part) => plain.push_code(&part),
                Event::InlineHtml(tag) => match tag_name(&tag).as_str() {
                    "br" | "p" | "div" | "ul" | "ol" | "li" => plain.break_line(),
                    name => {
                        let is_link = name == "a" && tag.contains("href");
                        let is_note = plain.is_in_mark() && tag.contains('#');
                        self.unread_links += u32::from(is_link && !is_note);
                        plain.push_tag(&tag);
                    }
                },
                Event::Start(Tag::Link { dest_url, .. }) => {
                    plain.start_link(dest_url.trim());
                }
                Event::End(TagEnd::Link) => {
                    let Some(address) = plain.end_link() else {
                        continue;
                    };
                    self.link_had_space |= link_had_space;
                    self.link_had_space |= address.contains(char::is_whitespace);
                    if self.link.is_none() {
                        self.link = Some(address.replace(' ', "%20").into());
                    } else {
                        self.unread_links += 1;
                    }
                }
                Event::Start(Tag::Strong) => plain.start_bold("**"),
                Event::End(TagEnd::Strong) => plain.end_bold("**"),
                Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => plain.seam("*"),
                Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => plain.seam("!"),
                _ => {}
            }
        }
        plain.close_marks();
    }
}

/// Characters beside letters and digits that are text in Markdown wherever they are in a cell.
const PLAIN: &[u8] = b" :,./-'\"();?=%@+";

/// Returns the label and the address of a cell that is one link without further Markdown. A link to a
/// place on the page is left to Markdown's reader, since it can be the mark of a footnote.
fn plain_link(raw: &str) -> Option<(&str, &str)> {
    let (label, address) = raw.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let is_plain = |text: &str, others: &[u8]| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    let both = is_plain(label, PLAIN) && is_plain(address, b":/.-?=#%_~+,@");
    let leads_away = !address.is_empty() && !address.starts_with('#');
    (both && leads_away).then_some((label, address))
}

/// Removes the mark of a list item or a code fence from the start of a line, and a fence from its end.
fn without_block_mark(line: &str) -> &str {
    let line = match line.strip_prefix("```") {
        // An opening fence is followed by the name of a language.
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

/// Writes `%20` for the spaces in the addresses of links. Returns `None` if there are none.
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
        // An image would be dropped, but one that Markdown does not read is text.
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

/// Escapes the stars and underscores of actions and resources (`acs:ram:*:*:user/*`, `svc:*Get*`), since
/// Markdown reads two of them as emphasis. Returns `None` if there are fewer than two.
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
        // A part in bold, as in `svc:**Stop**`. In resources, two stars are no marks.
        let is_pair = |mark: &str| word.contains(mark) && raw.matches(mark).nth(1).is_some();
        let is_emphasis = !word.starts_with("acs:") && (is_pair("**") || is_pair("__"));
        let is_plain =
            !is_emphasis && !word.contains(['`', '\\', '[', '<']) && !word.contains("://");
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

/// Finds the end of the parenthesis that is open before the text.
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

/// Collapses white space (also no-break spaces) to single spaces, with none at the ends of lines.
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

/// Removes the parameter `spm`, which counts clicks on Alibaba Cloud's pages. One page has several
/// values of it, and a new value is not a new link. Every other byte stays.
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
        fn plain_text_agrees_with_markdown(text in "[A-Za-z0-9 :,./'\"();?=%@+-]{0,24}") {
            // The entity needs the Markdown parser.
            let marked = format!("{text} &amp;");
            let slow = Cell::read(&marked, ByteRange::new(0, marked.len()), &Blocks::default());
            let quick = Cell::read(&text, ByteRange::new(0, text.len()), &Blocks::default());
            let expected = format!("{} &", quick.text);
            prop_assert_eq!(&slow.text, expected.trim_start());
            prop_assert_eq!(slow.name(), &slow.text);
            prop_assert_eq!((slow.link, slow.unread_links), (quick.link, quick.unread_links));
        }

        #[test]
        fn plain_link_agrees_with_markdown(
            label in "[A-Za-z0-9 :,./'\"();?=%@+-]{0,24}",
            address in "[A-Za-z0-9:/.?=%_~+,@-][A-Za-z0-9:/.?=#%_~+,@-]{0,23}",
        ) {
            let raw = format!("[{label}]({address})");
            let whole = ByteRange::new(0, raw.len());
            prop_assert_eq!(plain_link(&raw), Some((&*label, &*address)));

            // The entity needs the Markdown parser.
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
