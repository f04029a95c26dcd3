//! Tags of a page within a text. XML bodies have capital letters.

const LONGEST: usize = 512;

/// Tags within a line.
const INLINE: [&str; 17] = [
    "a", "b", "em", "font", "i", "kbd", "mark", "s", "samp", "small", "span", "strong", "sub",
    "sup", "tt", "u", "wbr",
];

/// Tags that end a line.
const LINES: [&str; 19] = [
    "body", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "html", "li", "ol", "p", "pre",
    "table", "tbody", "tr", "ul",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Inline,
    Cell,
    Line,
}

/// Returns whether a text starts with the tag that opens a cell of a table or of a list of names and values.
pub(crate) fn opens_cell(text: &[u8]) -> bool {
    let tags = [&b"<td"[..], b"<th", b"<dd", b"<dt"];
    let is_open = tags.iter().any(|name| text.starts_with(name));
    is_open && matches!(text.get(3), Some(b'>' | b' ' | b'\n' | b'\t'))
}

/// Returns the tag that a text starts with, and its length.
pub(crate) fn tag(text: &[u8]) -> Option<(Tag, usize)> {
    let rest = text.strip_prefix(b"<")?;
    let slash = usize::from(rest.starts_with(b"/"));
    let is_name = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let length = rest[slash..].iter().take(8).take_while(is_name).count();
    let name = core::str::from_utf8(&rest[slash..slash + length]).ok()?;
    let tag = match name {
        "td" | "th" => Tag::Cell,
        _ if INLINE.contains(&name) => Tag::Inline,
        _ if LINES.contains(&name) => Tag::Line,
        _ => return None,
    };
    let after = &rest[slash + length..];
    let mut inside = after.iter().take(LONGEST);
    let end = inside.position(|byte| matches!(byte, b'<' | b'>'))?;
    let is_tag =
        after[end] == b'>' && (end == 0 || matches!(after[0], b' ' | b'/' | b'\n' | b'\t'));
    is_tag.then_some((tag, 1 + slash + length + end + 1))
}
