//! Text of a page as Rust documentation without warnings of rustc or rustdoc.

use ram_diagnostics::is_hidden;
use std::fmt::Write as _;

/// Escapes plain text as Markdown that shows exactly that text.
pub(crate) fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 8);
    for c in plain.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '\'' | '"' | '/' | '?' | '%') {
            // A full stop matters only after a number, where it starts a list, and a hyphen only
            // outside of words.
            let plain_here = match c {
                '.' | '-' => out.ends_with(|before: char| before.is_alphabetic()),
                '(' | ')' => true,
                _ => false,
            };
            if !plain_here {
                out.push('\\');
            }
            out.push(c);
        } else {
            push_visible(&mut out, c);
        }
    }
    out
}

/// Returns a name as a code span, or as text if a code span cannot contain it.
pub(crate) fn code(name: &str) -> String {
    let fits =
        !name.is_empty() && name.trim() == name && name.chars().all(|c| c != '`' && !is_hidden(c));
    if fits {
        format!("`{name}`")
    } else {
        text(name)
    }
}

/// Returns a link with this label. rustdoc reads an address that is not absolute as the path of a Rust
/// item, so it becomes text.
pub(crate) fn link(label: &str, url: &str) -> String {
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if !absolute {
        return format!("{label}: {}", text(url));
    }
    let mut target = String::with_capacity(url.len());
    for c in url.chars() {
        if matches!(c, '<' | '>' | '\\' | '`' | ' ') || is_hidden(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(target, "%{byte:02X}");
            }
        } else {
            target.push(c);
        }
    }
    // Only an address with parentheses needs the brackets.
    if target.contains(['(', ')']) {
        format!("[{label}](<{target}>)")
    } else {
        format!("[{label}]({target})")
    }
}

/// Returns a sentence with a full stop, unless it has one.
pub(crate) fn sentence(plain: &str) -> String {
    let ends = plain.ends_with(['.', '!', '?', '。', '！', '？', ':', '：']);
    let stop = if ends { "" } else { "." };
    format!("{}{stop}", text(plain))
}

fn push_visible(out: &mut String, c: char) {
    if is_hidden(c) {
        let _ = write!(out, "\\\\u{{{:x}}}", u32::from(c));
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// Returns the text as displayed in the documentation, if it is a single paragraph of text.
    fn shown(markdown: &str) -> Option<String> {
        // The extensions that rustdoc enables.
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(part) => shown.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                _ => return None,
            }
        }
        Some(shown)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn documentation_shows_exactly_the_text(
            plain in "([ -~]|[a-z]|[0-9]\\.|- |https://|[À-ʯ]|[一-龥]){0,24}",
        ) {
            // Normalised like the page reader does: no white space at the ends or repeated.
            let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(shown(&text(&plain)), Some(plain));
        }

        #[test]
        fn hidden_characters_are_shown(plain in "[a-z]{0,3}[\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{7}\u{feff}][a-z]{0,3}") {
            prop_assert!(!text(&plain).contains(is_hidden));
            let shown = text(&plain);
            prop_assert!(shown.contains('{') && shown.contains('}'), "{}", shown);
        }
    }

    #[test]
    fn name_is_a_code_span_if_it_fits_in_one() {
        for (name, expected) in [
            ("DescribeEvents", "`DescribeEvents`"),
            ("启用 all", "`启用 all`"),
            ("a`b", r"a\`b"),
            (" a", " a"),
            ("a\u{200b}", r"a\\u{200b}"),
            ("", ""),
        ] {
            assert_eq!(code(name), expected, "{name:?}");
        }
    }
}
