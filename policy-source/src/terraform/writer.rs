//! The text of a document in a heredoc or a quoted string of Terraform.

use super::number::printed;
use crate::container::Container;
use crate::policy_text::PolicyText;
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::template::{Directive, Element, Template};
use ram_policy::ByteRange;
use std::ops::Range;
use std::rc::Rc;

/// What is known about the values that expressions refer to.
pub(crate) trait Known {
    /// Returns the value of an expression of this source that refers to literal values, as JSON. `None` if it is not
    /// known, or has no reference and so a text of its own.
    fn json(&self, value: &Expression, source: &str) -> Option<Rc<str>>;
}

/// Writer of a document that records the origin of each part.
pub(crate) struct Writer<'a> {
    /// The text of the file.
    source: &'a str,
    /// What other expressions refer to.
    known: &'a dyn Known,
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
    pub(crate) fn new(source: &'a str, known: &'a dyn Known) -> Self {
        Self {
            source,
            known,
            document: PolicyText::default(),
            indent: None,
            in_line: false,
            in_string: false,
            escaped: false,
            last: char::default(),
            end: 0,
            next: None,
        }
    }

    /// Returns the value of an expression inside `${…}`, as Terraform writes it there.
    fn text(&self, value: &Expression) -> Option<String> {
        let json = self.known.json(value, self.source)?;
        if json.starts_with('"') {
            return serde_json::from_str(&json).ok();
        }
        (!json.starts_with(['[', '{']) && &*json != "null").then(|| json.to_string())
    }

    /// Writes a whole string.
    pub(crate) fn template(&mut self, template: &Template) {
        let elements: Vec<&Element> = template.iter().collect();
        for (index, element) in elements.iter().enumerate() {
            let span = element.span().unwrap_or_default();
            match element {
                Element::Literal(_) => {
                    let before = index.checked_sub(1).and_then(|at| elements.get(at));
                    let strips_start = before.is_some_and(|element| strips(element).1);
                    let after = elements.get(index + 1);
                    let strips_end = after.is_some_and(|element| strips(element).0);
                    self.literal(self.stripped(span, strips_start, strips_end));
                }
                Element::Interpolation(inner) => match self.text(&inner.expr) {
                    Some(text) => self.taken(span, &text),
                    None => self.computed(span, true),
                },
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

    /// Returns a part of the source without the white space that `~` removes.
    fn stripped(&self, range: Range<usize>, start: bool, end: bool) -> Range<usize> {
        let escapes: &[&str] = match self.indent {
            None => &["\\n", "\\r", "\\t"],
            Some(_) => &[],
        };
        let mut text = &self.source[range.clone()];
        if start {
            text = without_space_before(text, escapes);
        }
        let from = range.end - text.len();
        if end {
            text = without_space_after(text, escapes);
        }
        from..from + text.len()
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
    pub(crate) fn computed(&mut self, range: Range<usize>, is_value: bool) {
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

    /// Writes an expression that is not written out: its value, or else a computed part.
    pub(crate) fn expression(&mut self, value: &Expression, range: Range<usize>) {
        match self.known.json(value, self.source) {
            Some(json) => self.taken(range, &json),
            None => self.computed(range, true),
        }
    }

    /// Writes a number as Terraform writes it.
    pub(crate) fn number(&mut self, range: Range<usize>) {
        let source = &self.source[range.clone()];
        match printed(source) {
            Some(text) if text == source => self.copied(range),
            Some(text) => self.taken(range, &text),
            None => self.computed(range, true),
        }
    }

    /// Writes an expression inside a string, as the expression of the string has it.
    pub(crate) fn inside_string(&mut self, value: &Expression, range: Range<usize>) {
        match self.text(value) {
            Some(text) => {
                let json = serde_json::Value::from(text).to_string();
                self.taken(range, &json[1..json.len() - 1]);
            }
            None => self.computed(range, true),
        }
    }

    /// Writes a known value in the place of an expression.
    fn taken(&mut self, range: Range<usize>, text: &str) {
        let start = self.document.embedded.text.len();
        self.replace(range.start, text);
        self.follow(text);
        let end = self.document.embedded.text.len();
        if start < end {
            self.document.taken.push(ByteRange::new(start, end));
        }
        (self.in_line, self.end) = (true, range.end);
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

    /// Goes to a place of the source, for text that is not there.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.end = at;
    }

    /// Writes text that is not in the source: all of it is at one place there.
    pub(crate) fn insert(&mut self, at: usize, text: &str) {
        for c in text.chars() {
            self.replace(at, c.encode_utf8(&mut [0; 4]));
        }
    }

    /// Writes text that is not in the source, after what was written last.
    pub(crate) fn put(&mut self, text: &str) {
        self.insert(self.end, text);
    }

    /// Copies a part of the source.
    pub(crate) fn copied(&mut self, range: Range<usize>) {
        self.push(range.start, &self.source[range.clone()]);
        self.end = range.end;
    }

    /// Writes the text of a string of HCL as a part of a string of JSON.
    pub(crate) fn json_literal(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(c) = self.source[at..range.end].chars().next() {
            let rest = &self.source[at..range.end];
            let (length, decoded) =
                unescape(rest, true).unwrap_or_else(|| (c.len_utf8(), c.to_string()));
            let json = serde_json::Value::from(&*decoded).to_string();
            let json = &json[1..json.len() - 1];
            if rest.starts_with(json) && length == json.len() {
                self.push(at, &rest[..length]);
            } else {
                self.insert(at, json);
                self.follow(json);
            }
            at += length;
        }
        self.end = range.end;
    }

    /// Copies the space between two parts of an expression; a comment becomes a space. Writes the separator there, if one is
    /// wanted. `None` if there is anything else.
    pub(crate) fn gap(&mut self, range: Range<usize>, separator: Option<char>) -> Option<()> {
        let mut wanted = separator;
        // A line break separates, too.
        if separator == Some(',') && !self.has_comma(range.clone()) {
            self.insert(range.start, ",");
            wanted = None;
        }
        let mut at = range.start;
        while let Some(c) = self.source[at..range.end].chars().next() {
            let rest = &self.source[at..range.end];
            let comment = comment_length(rest);
            if comment > 0 {
                let start = self.document.embedded.text.len();
                self.insert(at, " ");
                self.document
                    .comments
                    .push(ByteRange::new(start, start + 1));
                at += comment;
                continue;
            }
            match c {
                ' ' | '\t' | '\n' | '\r' => self.push(at, &rest[..1]),
                ',' | ':' if wanted == Some(c) => {
                    self.push(at, &rest[..1]);
                    wanted = None;
                }
                '=' if wanted == Some(':') => {
                    self.insert(at, ":");
                    wanted = None;
                }
                // After the last item.
                ',' if separator.is_none() => {
                    self.document.commas.push(self.document.embedded.text.len());
                    self.insert(at, " ");
                }
                _ => return None,
            }
            at += c.len_utf8();
        }
        self.end = range.end;
        Some(())
    }

    fn has_comma(&self, range: Range<usize>) -> bool {
        let mut rest = &self.source[range];
        while let Some(c) = rest.chars().next() {
            let comment = comment_length(rest);
            if comment == 0 && c == ',' {
                return true;
            }
            rest = &rest[comment.max(c.len_utf8())..];
        }
        false
    }

    /// Returns the document, and records where it ends.
    pub(crate) fn finish(mut self, container: Container) -> PolicyText {
        let end = self.document.embedded.text.len();
        self.document.embedded.runs.push((end, self.end));
        self.document.container = container;
        self.document
    }
}

/// Returns the length of a comment at the start of a text, without the end of its line; 0 if there is none.
fn comment_length(text: &str) -> usize {
    if text.starts_with('#') || text.starts_with("//") {
        let line = text.split('\n').next().unwrap_or(text);
        line.strip_suffix('\r').unwrap_or(line).len()
    } else if text.starts_with("/*") {
        text.find("*/").map_or(text.len(), |end| end + 2)
    } else {
        0
    }
}

fn without_space_before<'t>(text: &'t str, escapes: &[&str]) -> &'t str {
    let mut text = text.trim_start();
    while let Some(rest) = escapes.iter().find_map(|escape| text.strip_prefix(escape)) {
        text = rest.trim_start();
    }
    text
}

fn without_space_after<'t>(text: &'t str, escapes: &[&str]) -> &'t str {
    let mut text = text.trim_end();
    while let Some(rest) = escapes.iter().find_map(|escape| text.strip_suffix(escape)) {
        // A backslash before the escape makes it text.
        if rest.ends_with('\\') {
            break;
        }
        text = rest.trim_end();
    }
    text
}

/// Returns whether an element removes the white space before and after it.
pub(crate) fn strips(element: &Element) -> (bool, bool) {
    let (first, last) = match element {
        Element::Literal(_) => return (false, false),
        Element::Interpolation(inner) => (inner.strip, inner.strip),
        Element::Directive(directive) => match &**directive {
            Directive::If(it) => (it.if_expr.strip, it.endif_expr.strip),
            Directive::For(it) => (it.for_expr.strip, it.endfor_expr.strip),
        },
    };
    (first.strip_start(), last.strip_end())
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
