//! JSON (RFC 8259) with the place of every value, and with names for the ways in which pasted JSON
//! is broken.
//!
//! The reader goes on behind every break that it knows, so that one run finds them all. Whether a
//! break is an error or a repair is for the caller to say.

use crate::limits;
use crate::place::ByteRange;
use crate::problem::Problem;
use crate::scan::Scanner;
use crate::shown::shown;
use std::borrow::Cow;

/// A value and where it stands.
///
/// [`parse`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// Where it stands; of a string with its quotation marks.
    pub range: ByteRange,
    /// What it is.
    pub value: Value<'t>,
}

/// A JSON value.
///
/// ```
/// use ram_policy::json::{Value, parse};
///
/// let root = parse(r#"{"a": 1.0, "a": "\u0031", "\u0061": true}"#).root.expect("a value");
/// let Value::Object(members) = root.value else { unreachable!() };
/// assert_eq!(members[0].value.value, Value::Bare("1.0"));
/// assert_eq!(members[1].value.value, Value::String("1".into()));
/// assert_eq!(members[2].key, "a");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'t> {
    /// The members in their order, keys that come twice included.
    Object(Vec<Member<'t>>),
    /// The items in their order.
    Array(Vec<Node<'t>>),
    /// The text, with its escapes resolved.
    String(Cow<'t, str>),
    /// A number, a boolean or `null`, as it is written.
    Bare(&'t str),
}

/// A key and its value.
///
/// [`Value`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<'t> {
    /// The key, with its escapes resolved.
    pub key: Cow<'t, str>,
    /// Where the key stands.
    pub key_range: ByteRange,
    /// The value.
    pub value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The value of the first member of this name, if this is an object that has one.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        match &self.value {
            Value::Object(members) => members
                .iter()
                .find(|member| member.key == key)
                .map(|member| &member.value),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// `an object`, `a string` and so on.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Object(_) => "an object",
            Value::Array(_) => "a list",
            Value::String(_) => "a string",
            Value::Bare("true" | "false") => "a boolean",
            Value::Bare("null") => "null",
            Value::Bare(_) => "a number",
        }
    }
}

/// A way in which pasted JSON is broken, and can be read all the same.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::json::{Break, parse};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}, // all clusters
/// ]}"#;
/// let breaks: Vec<_> = parse(text).breaks.iter().map(|one| one.0).collect();
/// assert_eq!(breaks, [Break::Comment, Break::TrailingComma]);
/// // One reader of policies repairs them, and the other refuses them by the same names.
/// let error = text.parse::<Policy>().unwrap_err();
/// let codes: Vec<_> = error.problems().iter().map(|problem| problem.code).collect();
/// assert_eq!(codes, [Break::TrailingComma.name(), Break::Comment.name()]);
/// assert!(Policy::read_repairing(text).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// A byte order mark before the document.
    ByteOrderMark,
    /// White space that JSON does not know, such as a no-break space.
    OddSpace,
    /// A backslash at the end of a line, from an export of documentation.
    TrailingBackslash,
    /// A backslash that Markdown puts before a sign.
    MarkdownEscape,
    /// `<br>`, from a table.
    LineBreakTag,
    /// `//`, `/* */` or `#`.
    Comment,
    /// A comma behind the last value.
    TrailingComma,
    /// Punctuation or quotation marks of Chinese text.
    FullWidth,
}

impl Break {
    /// The stable name, and the code of the problem that it is for the strict reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::OddSpace => "odd-space",
            Self::TrailingBackslash => "trailing-backslash",
            Self::MarkdownEscape => "markdown-escape",
            Self::LineBreakTag => "line-break-tag",
            Self::Comment => "comment",
            Self::TrailingComma => "trailing-comma",
            Self::FullWidth => "full-width-punctuation",
        }
    }

    /// What it is, for a message.
    pub const fn what(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "a byte order mark",
            Self::OddSpace => "white space that JSON does not allow, such as a no-break space",
            Self::TrailingBackslash => "a backslash at the end of a line",
            Self::MarkdownEscape => "a backslash of Markdown's before a sign",
            Self::LineBreakTag => "an HTML line break",
            Self::Comment => "a comment, which JSON does not have",
            Self::TrailingComma => "a comma behind the last value",
            Self::FullWidth => "a full-width sign in place of JSON's own",
        }
    }
}

/// A text read as JSON.
///
/// [`parse`] has an example.
#[derive(Clone, Debug)]
pub struct Parsed<'t> {
    /// The value, unless the text is too broken to tell.
    pub root: Option<Node<'t>>,
    /// The breaks that were read over.
    pub breaks: Vec<(Break, ByteRange)>,
    /// What could not be read, or not without a guess.
    pub problems: Vec<Problem>,
}

/// Reads a text as JSON, as far as it goes.
///
/// ```
/// use ram_policy::json::{Break, parse};
///
/// let parsed = parse(r#"{"Version": "1", /* of 2021 */ "Statement": []}"#);
/// assert!(parsed.problems.is_empty());
/// assert_eq!(parsed.breaks[0].0, Break::Comment);
/// let root = parsed.root.expect("a value");
/// assert_eq!(root.get("Version").and_then(|version| version.as_str()), Some("1"));
/// ```
pub fn parse(text: &str) -> Parsed<'_> {
    if text.len() > limits::BYTES {
        let message = format!(
            "the text has {} bytes, and {} is the most",
            text.len(),
            limits::BYTES
        );
        let help = "a RAM policy has at most 6,144 characters; is this the right file?";
        return Parsed {
            root: None,
            breaks: Vec::new(),
            problems: vec![Problem::new(
                "too-large",
                ByteRange::new(0, 0),
                message,
                help,
            )],
        };
    }
    let mut parser = Parser {
        scan: Scanner::new(text),
        depth: 0,
        values: 0,
    };
    let root = parser.document();
    Parsed {
        root,
        breaks: parser.scan.breaks,
        problems: parser.scan.problems,
    }
}

/// Every method gives `None` where it makes no sense to read on; the problem is noted then.
struct Parser<'t> {
    scan: Scanner<'t>,
    depth: usize,
    values: usize,
}

impl<'t> Parser<'t> {
    fn document(&mut self) -> Option<Node<'t>> {
        self.scan.skip_space();
        if self.scan.is_at_end() {
            self.scan.problem(
                "empty-document",
                self.scan.here(),
                "there is no document here",
                "a policy is an object: {\"Version\": \"1\", \"Statement\": […]}",
            );
            return None;
        }
        let root = self.value()?;
        self.scan.skip_space();
        if !self.scan.is_at_end() {
            // A form feed is white space, and none of JSON's.
            let end = self.scan.text.trim_end().len().max(self.scan.here().end);
            let range = ByteRange::new(self.scan.at, end);
            self.scan.problem(
                "trailing-text",
                range,
                "there is more text behind the document",
                "one document is one JSON value; remove the rest, or put it into a file of its own",
            );
        }
        Some(root)
    }

    fn value(&mut self) -> Option<Node<'t>> {
        self.values += 1;
        if self.values > limits::VALUES {
            let message = format!("the document has more than {} values", limits::VALUES);
            let help = "a RAM policy has at most 6,144 characters; is this the right file?";
            self.scan
                .problem("too-many-values", self.scan.here(), message, help);
            return None;
        }
        let start = self.scan.at;
        let value = match self.scan.sign() {
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::array)?,
            Some('"') => Value::String(self.scan.string()?),
            _ => self.bare()?,
        };
        Some(Node {
            range: ByteRange::new(start, self.scan.at),
            value,
        })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value<'t>>) -> Option<Value<'t>> {
        self.depth += 1;
        if self.depth > limits::DEPTH {
            let message = format!(
                "the document is nested more than {} levels deep",
                limits::DEPTH
            );
            let help = "no element of a policy needs more than six levels";
            self.scan
                .problem("too-deep", self.scan.here(), message, help);
            return None;
        }
        self.scan.take_sign();
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Option<Value<'t>> {
        let mut members = Vec::new();
        while self.has_next(members.is_empty(), '}')? {
            let key_start = self.scan.at;
            let key = match self.scan.sign() {
                Some('"') => self.scan.string()?,
                _ => Cow::Borrowed(self.scan.unquoted_key()?),
            };
            let key_range = ByteRange::new(key_start, self.scan.at);
            self.scan.skip_space();
            if self.scan.sign() == Some(':') {
                self.scan.take_sign();
            } else {
                return self.scan.unexpected("a colon behind the key");
            }
            self.scan.skip_space();
            let value = self.value()?;
            members.push(Member {
                key,
                key_range,
                value,
            });
        }
        Some(Value::Object(members))
    }

    fn array(&mut self) -> Option<Value<'t>> {
        let mut items = Vec::new();
        while self.has_next(items.is_empty(), ']')? {
            items.push(self.value()?);
        }
        Some(Value::Array(items))
    }

    /// Whether another value comes, with the comma before it taken; else the closing sign is taken.
    fn has_next(&mut self, is_first: bool, close: char) -> Option<bool> {
        self.scan.skip_space();
        let mut comma = None;
        while !is_first && self.scan.sign() == Some(',') {
            let here = self.scan.sign_range();
            if comma.is_some() {
                self.scan
                    .problem("stray-comma", here, "two commas in a row", "remove one");
            }
            comma = Some(here);
            self.scan.take_sign();
            self.scan.skip_space();
        }
        match self.scan.sign() {
            Some(sign) if sign == close => {
                if let Some(comma) = comma {
                    self.scan.breaks.push((Break::TrailingComma, comma));
                }
                self.scan.take_sign();
                Some(false)
            }
            None | Some(']' | '}' | ':' | ',') => {
                let wanted = match (close, is_first) {
                    ('}', true) => "a key or `}`",
                    ('}', false) => "`,` or `}`",
                    (_, true) => "a value or `]`",
                    _ => "`,` or `]`",
                };
                self.scan.unexpected(wanted)
            }
            Some(_) => {
                if !is_first && comma.is_none() {
                    let here = self.scan.here();
                    self.scan.problem(
                        "missing-comma",
                        here,
                        "a comma is missing before this",
                        "write `,`",
                    );
                }
                Some(true)
            }
        }
    }

    /// A number, `true`, `false`, `null`, or something that is no JSON.
    fn bare(&mut self) -> Option<Value<'t>> {
        let start = self.scan.at;
        let word = self.scan.word();
        let range = ByteRange::new(start, self.scan.at);
        if matches!(word, "true" | "false" | "null") || is_number(word) {
            return Some(Value::Bare(word));
        }
        if word.is_empty() {
            return self.scan.unexpected("a value");
        }
        if let Some(quoted) = word.strip_prefix('\'') {
            let message = "the text stands in single quotation marks";
            self.scan
                .problem("single-quotes", range, message, "write \"…\"");
            return Some(Value::String(Cow::Borrowed(quoted.trim_end_matches('\''))));
        }
        let message = format!("`{}` is no JSON value", shown(word));
        let help = format!("text stands in double quotation marks: \"{}\"", shown(word));
        self.scan.problem("unquoted-value", range, message, help);
        // Read as text, so that nothing is said twice: the document is refused already.
        Some(Value::String(Cow::Borrowed(word)))
    }
}

/// The grammar of RFC 8259, section 6.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

/// A text inside another one, such as a document in a string of an API's answer, and where each part
/// of it comes from.
///
/// ```
/// use ram_policy::ByteRange;
/// use ram_policy::json::{Embedded, parse};
///
/// let answer = r#"{"PolicyDocument": "{\"Version\": 2}"}"#;
/// let root = parse(answer).root.expect("a value");
/// let document = Embedded::string(answer, root.get("PolicyDocument").expect("a string").range);
/// assert_eq!(document.text, r#"{"Version": 2}"#);
/// let two = document.outer(ByteRange::new(12, 13));
/// assert_eq!(&answer[two.as_range()], "2");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// The text.
    pub text: String,
    /// Where a run of bytes that was copied unchanged starts in `text`, and where outside; ascending,
    /// the first one at 0.
    pub runs: Vec<(usize, usize)>,
}

impl Embedded {
    /// A text that is the whole of the other one.
    pub fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            runs: vec![(0, 0)],
        }
    }

    /// The text of a string of JSON, its escapes resolved. `range` is the place of the string in
    /// `outer`, its quotation marks included.
    pub fn string(outer: &str, range: ByteRange) -> Self {
        let mut embedded = Self {
            text: String::new(),
            runs: Vec::new(),
        };
        let end = range.end.saturating_sub(1).min(outer.len());
        let mut at = (range.start + 1).min(end);
        embedded.runs.push((0, at));
        while let Some(run) = outer.get(at..end).filter(|run| !run.is_empty()) {
            let plain = run.find('\\').unwrap_or(run.len());
            embedded.text.push_str(&run[..plain]);
            at += plain;
            if at < end {
                embedded.runs.push((embedded.text.len(), at));
                let mut scan = Scanner::new(outer);
                scan.at = at;
                scan.escape(&mut embedded.text);
                at = scan.at;
                embedded.runs.push((embedded.text.len(), at));
            }
        }
        embedded
    }

    /// Where a place in the text lies outside.
    pub fn outer(&self, range: ByteRange) -> ByteRange {
        let outer = |offset: usize| {
            let next = self.runs.partition_point(|(start, _)| *start <= offset);
            let (start, outer) = self.runs[next.max(1) - 1];
            let limit = self.runs.get(next).map_or(usize::MAX, |(_, outer)| *outer);
            (outer + (offset - start)).min(limit)
        };
        let start = outer(range.start);
        ByteRange::new(start, outer(range.end).max(start))
    }
}
