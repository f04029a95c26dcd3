//! The text of a cell, and the part of it that names are read from.

use std::mem;

/// Marks where another element begins or ends inside a word. No name contains it.
pub(crate) const SEAM: char = '\u{fffc}';

/// The text of a cell while its elements are read.
#[derive(Default)]
pub(crate) struct CellText {
    /// Everything that a reader sees.
    text: String,
    /// The same without marks: superscripts, subscripts and references to footnotes.
    name: String,
    /// The element that begins or ends here, as a message shows it.
    seam: Option<Seam>,
    /// The open superscripts and subscripts, and where the text of the outermost one starts.
    marks: usize,
    mark_start: usize,
    link: Option<Link>,
    /// A letter that was taken for a footnote. In a cell without other text it is the name.
    letter: String,
    bold: usize,
    has_plain: bool,
    words: Words,
}

/// Where the words of a cell are, as HTML elements that only format them go.
#[derive(Default)]
struct Words {
    /// The open elements.
    open: usize,
    /// Whether the line has words inside and outside of them, and whether any line had both.
    are_inside: bool,
    are_outside: bool,
    is_mixed: bool,
}

struct Seam {
    shown: String,
    is_html: bool,
}

/// An open link.
struct Link {
    address: String,
    label: String,
    /// The length of `name` where the link starts.
    start: usize,
    /// True if a word ends there.
    is_touching: bool,
    is_in_mark: bool,
}

impl CellText {
    /// Returns the text and the name.
    pub(crate) fn into_parts(self) -> (String, String) {
        let name = if self.name.trim().is_empty() {
            self.letter
        } else {
            without_marks(&self.name)
        };
        (self.text, name)
    }

    /// Returns true if all of the text is bold.
    pub(crate) fn is_bold(&self) -> bool {
        !self.has_plain && !self.text.is_empty()
    }

    /// Returns true if a line has words inside of HTML, such as a badge, and outside of it.
    pub(crate) fn is_mixed(&self) -> bool {
        self.words.is_mixed
    }

    /// Returns true inside a superscript or subscript.
    pub(crate) fn is_in_mark(&self) -> bool {
        self.marks > 0
    }

    pub(crate) fn push(&mut self, part: &str) {
        if part.is_empty() {
            return;
        }
        self.text.push_str(part);
        self.has_plain |= self.bold == 0 && !part.trim().is_empty();
        if self.marks > 0 {
            return;
        }
        if part.contains(char::is_alphanumeric) {
            self.words.are_inside |= self.words.open > 0;
            self.words.are_outside |= self.words.open == 0;
            self.words.is_mixed |= self.words.are_inside && self.words.are_outside;
        }
        if let Some(seam) = self.seam.take() {
            let is_word = |c: char| {
                c.is_ascii_alphanumeric() || (seam.is_html && matches!(c, ':' | '-' | '_' | '*'))
            };
            if self.name.ends_with(is_word) && part.starts_with(is_word) {
                self.name.push(SEAM);
                self.name.push_str(&seam.shown);
            }
        }
        self.name.push_str(part);
        if let Some(link) = &mut self.link {
            link.label.push_str(part);
        }
    }

    pub(crate) fn push_code(&mut self, part: &str) {
        self.seam("`");
        self.push(part);
        self.seam("`");
    }

    pub(crate) fn break_line(&mut self) {
        self.text.push('\n');
        self.name.push('\n');
        self.seam = None;
        self.words.are_inside = false;
        self.words.are_outside = false;
    }

    /// Begins or ends an element of Markdown.
    pub(crate) fn seam(&mut self, shown: &str) {
        self.between(shown, false);
    }

    pub(crate) fn start_bold(&mut self, shown: &str) {
        self.seam(shown);
        self.bold += 1;
    }

    pub(crate) fn end_bold(&mut self, shown: &str) {
        self.seam(shown);
        self.bold = self.bold.saturating_sub(1);
    }

    /// Begins or ends an element of HTML that neither breaks the line nor is a link.
    pub(crate) fn push_tag(&mut self, tag: &str) {
        let name = tag_name(tag);
        let is_end = tag.starts_with("</");
        let is_known = FORMATTING.contains(&name.as_str());
        if !tag.starts_with("<!--") && (!is_known || may_hide(tag)) {
            // The tag stays, so that a name with hidden text is not valid. Others are placeholders,
            // such as `<cluster-id>`, or strike text out.
            let shown = if is_known {
                format!("<{name}>")
            } else {
                tag.to_owned()
            };
            self.seam = None;
            return self.push(&shown);
        }
        let end = if is_end { "/" } else { "" };
        self.between(&format!("<{end}{name}>"), true);
        match name.as_str() {
            "sup" | "sub" if is_end => self.end_mark(&name),
            "sup" | "sub" => {
                if self.marks == 0 {
                    self.mark_start = self.text.len();
                }
                self.marks += 1;
            }
            "b" | "strong" if is_end => self.bold = self.bold.saturating_sub(1),
            "b" | "strong" => self.bold += 1,
            _ => {}
        }
        if is_known && !matches!(name.as_str(), "a" | "sub" | "sup") {
            self.words.open = if is_end {
                self.words.open.saturating_sub(1)
            } else {
                self.words.open + 1
            };
        }
    }

    pub(crate) fn start_link(&mut self, address: &str) {
        self.seam("[");
        self.link = Some(Link {
            address: address.to_owned(),
            label: String::new(),
            start: self.name.len(),
            is_touching: self.name.ends_with(|c: char| c.is_ascii_alphanumeric()),
            is_in_mark: self.marks > 0,
        });
    }

    /// Ends a link. Returns its address if the link is not a reference to a footnote.
    pub(crate) fn end_link(&mut self) -> Option<String> {
        let link = self.link.take()?;
        self.seam("]");
        let is_inside = link.address.starts_with('#');
        if link.is_in_mark && is_inside {
            return None;
        }
        if !link.is_in_mark && is_mark(&link.label) && (is_inside || link.is_touching) {
            self.name.truncate(link.start);
            if link.label.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.letter = link.label;
            }
            return None;
        }
        Some(link.address)
    }

    /// Ends the superscripts and subscripts that the line does not close: no name goes on in one.
    pub(crate) fn close_marks(&mut self) {
        if mem::take(&mut self.marks) > 0 {
            self.name.push(SEAM);
            let unclosed = self.text[self.mark_start..].to_owned();
            self.name.push_str(&unclosed);
        }
        self.seam = None;
    }

    fn end_mark(&mut self, name: &str) {
        if self.marks != 1 {
            self.marks = self.marks.saturating_sub(1);
            return;
        }
        self.marks = 0;
        let mark = self.text.split_off(self.mark_start);
        if mark.contains(':') {
            // An action, and no mark.
            self.name.push(SEAM);
            self.name.push_str(&mark);
        }
        match raised(&mark, name == "sup") {
            Some(raised) => self.text.push_str(&raised),
            None => self.text.push_str(&mark),
        }
    }

    fn between(&mut self, shown: &str, is_html: bool) {
        if self.marks > 0 {
            return;
        }
        match &mut self.seam {
            Some(seam) => seam.is_html |= is_html,
            None => {
                self.seam = Some(Seam {
                    shown: shown.to_owned(),
                    is_html,
                });
            }
        }
    }
}

/// HTML tags that only format their text.
const FORMATTING: [&str; 12] = [
    "a", "b", "code", "em", "font", "i", "span", "strong", "sub", "sup", "tt", "u",
];

/// Returns true if a tag may hide its text, by an attribute or a style such as `display:none`.
fn may_hide(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let ways = ["hidden", "display", "visibility", "opacity", "font-size"];
    ways.iter().any(|way| tag.contains(way))
}

/// Returns the name of an HTML tag in lower case.
pub(crate) fn tag_name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    inner[..end.unwrap_or(inner.len())].to_ascii_lowercase()
}

/// Returns true for the label of a link to a footnote: a number, a letter or signs.
fn is_mark(label: &str) -> bool {
    let label = label.trim_matches(['[', ']', '(', ')', '^']);
    let is_number = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = label.len() == 1 && label.starts_with(|c: char| c.is_ascii_alphabetic());
    is_number || is_letter || label.chars().all(|c| is_sign(c) || c == '*')
}

/// Returns true for characters that refer to a footnote: superscripts, subscripts, numbers in circles,
/// daggers.
fn is_sign(c: char) -> bool {
    matches!(c,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209c}' | '\u{2460}'..='\u{24ff}'
        | '†' | '‡' | '§' | '¶' | '※')
}

/// Returns the text without references to footnotes (`[^1]`, `¹`), unless one is inside a word.
fn without_marks(name: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let mark = mark_length(rest);
        let after = &rest[mark..];
        if mark > 0 && !(out.ends_with(is_word) && after.starts_with(is_word)) {
            rest = after;
        } else {
            let length = mark.max(c.len_utf8());
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out
}

/// Returns the length of the marks at the start of a text, in bytes.
fn mark_length(text: &str) -> usize {
    if let Some(label) = text.strip_prefix("[^") {
        let end = label.find(|c: char| c == ']' || c == '[' || c.is_whitespace());
        return match end {
            Some(end) if end > 0 && label[end..].starts_with(']') => "[^]".len() + end,
            _ => 0,
        };
    }
    let signs = text.find(|c| !is_sign(c)).unwrap_or(text.len());
    // As in `※1`.
    let number = if text[..signs].ends_with('※') {
        let after = &text[signs..];
        after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len())
    } else {
        0
    };
    signs + number
}

/// Returns a number in superscript or subscript characters.
fn raised(mark: &str, is_super: bool) -> Option<String> {
    let raise = |c: char| {
        let digit = c.to_digit(10)?;
        match digit {
            1 if is_super => Some('\u{b9}'),
            2 if is_super => Some('\u{b2}'),
            3 if is_super => Some('\u{b3}'),
            _ if is_super => char::from_u32(0x2070 + digit),
            _ => char::from_u32(0x2080 + digit),
        }
    };
    mark.chars().map(raise).collect()
}
