//! What a browser shows of an element.

use html5gum::StartTag;
use std::borrow::Cow;

/// What a browser shows of an element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visibility {
    Shown,
    /// The element takes its place, but its text is not seen.
    Blank,
    /// The page looks as if the element were not there.
    Absent,
}

/// Elements whose content a browser does not show.
const ABSENT: [&str; 14] = [
    "audio", "canvas", "datalist", "head", "iframe", "noembed", "noframes", "noscript", "rp",
    "script", "style", "template", "title", "video",
];

/// Elements that a browser shows, but not as text. The content is for browsers that do not know them.
const GRAPHICS: [&str; 8] = [
    "applet", "embed", "math", "meter", "object", "progress", "select", "svg",
];

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Returns true if an element has neither content nor an end tag.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Returns true if a browser shows an element, but not as text.
pub(super) fn is_graphic(name: &str) -> bool {
    GRAPHICS.contains(&name)
}

/// Returns true if a browser shows no text of an element.
pub(super) fn is_without_text(name: &str) -> bool {
    is_graphic(name) || ABSENT.contains(&name)
}

/// Returns true if the content of an element is text, with its tags.
pub(super) fn is_source(name: &str) -> bool {
    matches!(name, "plaintext" | "textarea" | "xmp")
}

/// Returns the text of an element that has it in an attribute.
pub(super) fn text_in_attribute<'a>(tag: &'a StartTag<usize>, name: &str) -> Option<Cow<'a, str>> {
    const WITHOUT: [&str; 7] = [
        "checkbox", "color", "file", "hidden", "password", "radio", "range",
    ];
    match name {
        "img" | "image" => attribute(tag, "alt"),
        "input" => {
            let kind = attribute(tag, "type").unwrap_or_default();
            let kind = kind.to_ascii_lowercase();
            let text = if kind == "image" { "alt" } else { "value" };
            let is_shown = !WITHOUT.contains(&&*kind);
            is_shown.then(|| attribute(tag, text)).flatten()
        }
        _ => None,
    }
}

/// Returns the value of an attribute.
pub(super) fn attribute<'a>(tag: &'a StartTag<usize>, name: &str) -> Option<Cow<'a, str>> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(&value.value))
}

/// Returns what a browser shows of the element that a tag begins.
pub(super) fn visibility(tag: &StartTag<usize>, name: &str) -> Visibility {
    let is_closed = name == "dialog" && attribute(tag, "open").is_none();
    if ABSENT.contains(&name) || is_closed {
        return Visibility::Absent;
    }
    let mut is_absent = attribute(tag, "hidden").is_some();
    let mut is_blank = false;
    for (property, value) in declarations(tag) {
        match &*property {
            // It overrides the attribute.
            "display" => is_absent = value == "none",
            "visibility" if value == "hidden" || value == "collapse" => is_blank = true,
            "opacity" | "font-size" if is_zero(&value) => is_blank = true,
            _ => {}
        }
    }
    match (is_absent, is_blank) {
        (true, _) => Visibility::Absent,
        (false, true) => Visibility::Blank,
        (false, false) => Visibility::Shown,
    }
}

/// Returns true if a browser strikes out the text of the element that a tag begins.
pub(super) fn strikes_out(tag: &StartTag<usize>, name: &str) -> bool {
    matches!(name, "del" | "s" | "strike")
        || declarations(tag).iter().any(|(property, value)| {
            property.starts_with("text-decoration") && value.contains("line-through")
        })
}

/// Returns the properties that an element sets in its attribute `style`, and their values, in lower case.
fn declarations(tag: &StartTag<usize>) -> Vec<(String, String)> {
    let style = attribute(tag, "style").unwrap_or_default();
    let mut text = String::with_capacity(style.len());
    let mut rest = &*style;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let text = text.to_ascii_lowercase();
    let parts = text.split(';').filter_map(|part| part.split_once(':'));
    parts
        .map(|(property, value)| {
            let value = value.split('!').next().unwrap_or_default();
            (property.trim().to_owned(), value.trim().to_owned())
        })
        .collect()
}

/// Returns true for the value 0 with any unit.
fn is_zero(value: &str) -> bool {
    let unit = value.find(|c: char| c.is_ascii_alphabetic() || c == '%');
    let number = value[..unit.unwrap_or(value.len())].trim();
    number.parse() == Ok(0.0)
}
