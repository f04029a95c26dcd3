//! Tables written in HTML, and what is around them.

use ram_diagnostics::ByteRange;

/// A table that the page has in HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlTable {
    /// Its first tag, without attributes.
    pub place: ByteRange,
    /// What it is inside.
    pub within: Within,
    /// Where the innermost list item around it starts.
    pub item: Option<usize>,
    /// True if it begins inside a line of text, so that Markdown reads the text of its cells.
    pub is_inline: bool,
}

/// What is around a table in HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The page itself, or an item of a list.
    Page,
    /// A cell of a table in Markdown.
    Cell,
    /// A quotation.
    Quotation,
    /// A heading.
    Heading,
    /// `<pre>`, in which Markdown reads no tables.
    Preformatted,
    /// Code because it is indented.
    IndentedCode,
    /// Code between fences.
    FencedCode,
}

/// The tables that a page has in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlTables {
    /// The tables, also those inside others. In order of place.
    pub tables: Vec<HtmlTable>,
    /// The HTML of the page, without tables in code. In order of place.
    pub parts: Vec<ByteRange>,
}

const TABLE: &str = "table";

/// Elements whose content is not HTML.
const RAW: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

/// Returns the places of the tags in HTML that begin a table. Those in comments, in attributes and in
/// scripts do not count, unless these have no end.
pub(crate) fn table_tags(html: &str) -> Vec<ByteRange> {
    let html = html.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    // After something without an end, every tag counts.
    let mut is_broken = false;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        at = start + 1;
        let rest = &html[at..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let name = &rest[..length.unwrap_or(rest.len())];
        if name == TABLE {
            found.push(ByteRange::new(start, at + name.len()));
        }
        if is_broken {
            continue;
        }
        let end = if let Some(comment) = rest.strip_prefix("!--") {
            // `<!-->` is a whole comment.
            comment
                .starts_with('>')
                .then_some(at + 4)
                .or_else(|| comment.find("-->").map(|offset| at + 3 + offset + 3))
        } else if name.is_empty() {
            continue;
        } else {
            end_of_tag(rest).and_then(|end| {
                let end = at + end;
                if RAW.contains(&name) {
                    let close = html[end..].find(&format!("</{name}"));
                    close.map(|offset| end + offset)
                } else {
                    Some(end)
                }
            })
        };
        match end {
            Some(end) => at = end,
            None => is_broken = true,
        }
    }
    found
}

/// Returns the length of a tag up to its end. A `>` in a quoted value does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut is_value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if is_value => quote = Some(byte),
            _ => {}
        }
        is_value = byte == b'=' || (is_value && byte.is_ascii_whitespace());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_comments_attributes_and_scripts_begin_no_table() {
        for (html, starts) in [
            ("<table>", &[0][..]),
            ("<div><TABLE class=x>", &[5]),
            ("<!-- <table> --><table>", &[16]),
            ("<!--><table>", &[5]),
            ("<div title=\"<table>\"><table>", &[21]),
            ("<a href = '<table>'>", &[]),
            ("<it's <b> <table>", &[10]),
            ("<script>'<table>'</script><table>", &[26]),
            ("<table-of-contents><tablex></table>", &[]),
            // What has no end hides nothing.
            ("<!-- <table>", &[5]),
            ("<div title=\"<table>", &[12]),
            ("<title> <table>", &[8]),
        ] {
            let found: Vec<usize> = table_tags(html).iter().map(|tag| tag.start).collect();
            assert_eq!(found, starts, "{html}");
        }
    }
}
