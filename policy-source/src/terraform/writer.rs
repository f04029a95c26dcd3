//! The text of a document in a heredoc or a quoted string of Terraform.

use crate::container::Container;
use crate::policy_text::PolicyText;
use hcl_edit::Span as _;
use hcl_edit::template::{Element, Template};
use ram_policy::ByteRange;
use std::ops::Range;

/// Writer of a document that records the origin of each part.
#[derive(Default)]
pub(crate) struct Writer<'a> {
    /// The text of the file.
    source: &'a str,
    document: PolicyText,
    /// The indentation of a heredoc. A quoted string has none, and has escapes.
    pub(crate) indent: Option<usize>,
    /// Not at the start of a line of the source.
    in_line: bool,
    /// Inside a JSON string.
    in_string: bool,
    /// After a backslash inside a JSON string.
    escaped: bool,
    /// The last character outside JSON strings, except white space.
    last: char,
    /// The offset in the source of the next part.
    end: usize,
    /// The offset in the source at which the current run of copied bytes continues.
    next: Option<usize>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    /// Writes a whole string.
    pub(crate) fn template(&mut self, template: &Template) {
        for element in template {
            let span = element.span().unwrap_or_default();
            match element {
                Element::Literal(_) => self.literal(span),
                Element::Interpolation(_) => self.computed(span, true),
                Element::Directive(_) => {
                    // A directive may yield any number of values, with their commas.
                    let rest = self.source[span.end..].trim_start();
                    let is_value = self.last == ':'
                        || matches!(self.last, '[' | ',') && rest.starts_with([',', ']']);
                    self.computed(span, is_value);
                }
            }
        }
    }

    /// Writes text with escapes of HCL.
    pub(crate) fn literal(&mut self, range: Range<usize>) {
        let (mut copied, mut at) = (range.start, range.start);
        while let Some(found) = self.source[at..range.end].find(['\\', '$', '%']) {
            at += found;
            let rest = &self.source[at..range.end];
            if let Some((length, decoded)) = unescape(rest, self.indent.is_none()) {
                self.copy(copied..at);
                self.replace(at, &decoded);
                self.follow(&decoded);
                self.in_line = true;
                at += length;
                copied = at;
            } else {
                at += 1;
            }
        }
        self.copy(copied..range.end);
        self.end = range.end;
    }

    /// Copies text without its indentation.
    fn copy(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.source[range].split_inclusive('\n') {
            let indent = self.indent.filter(|_| !self.in_line).unwrap_or(0);
            let rest = line.trim_start_matches([' ', '\t']);
            let kept = &line[indent.min(line.len() - rest.len())..];
            self.push(at + line.len() - kept.len(), kept);
            self.in_line = !line.ends_with('\n');
            at += line.len();
        }
    }

    /// Writes the source of a computed part as a JSON string, or as part of one. Outside of a string, a part that is
    /// not a value becomes a space.
    fn computed(&mut self, range: Range<usize>, is_value: bool) {
        let json = serde_json::Value::from(&self.source[range.clone()]).to_string();
        let json = match (self.in_string, is_value) {
            (true, _) => &json[1..json.len() - 1],
            (false, true) => &json,
            (false, false) => " ",
        };
        let start = self.document.embedded.text.len();
        self.replace(range.start, json);
        let end = self.document.embedded.text.len();
        self.document.holes.push(ByteRange::new(start, end));
        if is_value && !self.in_string {
            self.last = '"';
        }
        (self.escaped, self.in_line, self.end) = (false, true, range.end);
    }

    /// Adds text that the source contains unchanged.
    fn push(&mut self, at: usize, text: &str) {
        if self.next != Some(at) && !text.is_empty() {
            self.document
                .embedded
                .runs
                .push((self.document.embedded.text.len(), at));
        }
        self.document.embedded.text.push_str(text);
        self.next = Some(at + text.len());
        self.follow(text);
    }

    /// Adds text that replaces other text of the source.
    fn replace(&mut self, at: usize, text: &str) {
        self.document
            .embedded
            .runs
            .push((self.document.embedded.text.len(), at));
        self.document.embedded.text.push_str(text);
        self.next = None;
    }

    /// Tracks whether the end is inside a JSON string.
    fn follow(&mut self, text: &str) {
        for char in text.chars() {
            if !self.in_string {
                self.in_string = char == '"';
                if !char.is_whitespace() {
                    self.last = char;
                }
            } else if self.escaped {
                self.escaped = false;
            } else {
                self.escaped = char == '\\';
                self.in_string = char != '"';
            }
        }
    }

    /// Returns the document, and records where it ends.
    pub(crate) fn finish(mut self) -> PolicyText {
        let end = self.document.embedded.text.len();
        self.document.embedded.runs.push((end, self.end));
        self.document.container = match self.indent {
            Some(indent) => Container::Heredoc { indent },
            None => Container::HclString,
        };
        self.document
    }
}

/// Decodes an escape at the start of a text; returns its length and its meaning.
fn unescape(text: &str, is_quoted: bool) -> Option<(usize, String)> {
    if text.starts_with("$${") || text.starts_with("%%{") {
        return Some((3, text[1..3].to_owned()));
    }
    let escape = text.strip_prefix('\\').filter(|_| is_quoted)?;
    let code = |length| {
        let char = char::from_u32(u32::from_str_radix(escape.get(1..=length)?, 16).ok()?)?;
        Some((2 + length, char.to_string()))
    };
    let decoded = match escape.chars().next()? {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => return code(4),
        'U' => return code(8),
        _ => escape.get(..1)?,
    };
    Some((2, decoded.to_owned()))
}
