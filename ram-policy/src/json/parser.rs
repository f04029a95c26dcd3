//! The parser of JSON: values, one inside the other.

use crate::json::scanner::Scanner;
use crate::json::value::{Member, Node, Parsed, Value};
use crate::leniency::Leniency;
use crate::limits;
use crate::problem::Problem;
use crate::problem_code::Code;
use ram_diagnostics::{ByteRange, escaped, thousands};
use std::borrow::Cow;

/// Parses a text as JSON, as far as possible.
///
/// ```
/// use ram_policy::json::{Leniency, parse};
///
/// let parsed = parse(r#"{"Version": "1", /* of 2021 */ "Statement": []}"#);
/// assert!(parsed.problems.is_empty());
/// assert_eq!(parsed.leniencies[0].0, Leniency::Comment);
/// let root = parsed.root.expect("a value");
/// assert_eq!(root.get("Version").and_then(|version| version.as_str()), Some("1"));
/// ```
pub fn parse(text: &str) -> Parsed<'_> {
    if text.len() > limits::BYTES {
        let message = format!(
            "the text has {} bytes; the limit is {}",
            thousands(text.len()),
            thousands(limits::BYTES)
        );
        let help = "a RAM policy has at most 6,144 characters; is this the right file?";
        return Parsed {
            root: None,
            leniencies: Vec::new(),
            problems: vec![Problem::new(
                Code::TooLarge,
                ByteRange::new(0, 0),
                message,
                help,
            )],
        };
    }
    Parser::new(text, POLICY).parsed()
}

/// Parses a text of any size, in which a policy is one value of many, such as a plan of Terraform.
///
/// ```
/// use ram_policy::json::{parse, parse_any_size};
///
/// let text = format!("[{}1]", "1, ".repeat(1 << 20));
/// assert!(parse(&text).root.is_none());
/// assert!(parse_any_size(&text).root.is_some());
/// ```
pub fn parse_any_size(text: &str) -> Parsed<'_> {
    Parser::new(text, ANY_SIZE).parsed()
}

/// Limits of a document.
#[derive(Clone, Copy)]
struct Limits {
    depth: usize,
    values: usize,
}

const POLICY: Limits = Limits {
    depth: limits::DEPTH,
    values: limits::VALUES,
};

/// The depth bounds the stack that the parser needs.
const ANY_SIZE: Limits = Limits {
    depth: 4 * limits::DEPTH,
    values: usize::MAX,
};

/// Every method reports a problem and returns `None` where parsing cannot continue.
struct Parser<'t> {
    scan: Scanner<'t>,
    limits: Limits,
    depth: usize,
    values: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, limits: Limits) -> Self {
        Self {
            scan: Scanner::new(text),
            limits,
            depth: 0,
            values: 0,
        }
    }

    fn parsed(mut self) -> Parsed<'t> {
        let root = self.document();
        Parsed {
            root,
            leniencies: self.scan.leniencies,
            problems: self.scan.problems,
        }
    }

    fn document(&mut self) -> Option<Node<'t>> {
        self.scan.skip_space();
        if self.scan.is_at_end() {
            let mut leniencies = self.scan.leniencies.iter();
            let has_comment = leniencies.any(|(leniency, _)| *leniency == Leniency::Comment);
            self.scan.problem(
                Code::EmptyDocument,
                self.scan.here(),
                if has_comment {
                    "the document contains only comments"
                } else {
                    "the document is empty"
                },
                "write a policy: {\"Version\": \"1\", \"Statement\": […]}",
            );
            return None;
        }
        let root = self.value()?;
        self.scan.skip_space();
        if !self.scan.is_at_end() {
            // A form feed is white space, but not in JSON.
            let end = self.scan.text.trim_end().len().max(self.scan.here().end);
            let range = ByteRange::new(self.scan.at, end);
            self.scan.problem(
                Code::TrailingText,
                range,
                "unexpected text after the document",
                "remove it, or put it into another file",
            );
        }
        Some(root)
    }

    fn value(&mut self) -> Option<Node<'t>> {
        self.values += 1;
        if self.values > self.limits.values {
            let message = format!(
                "the document has more than {} values",
                thousands(self.limits.values)
            );
            let help = "a RAM policy has at most 6,144 characters; is this the right file?";
            self.scan
                .problem(Code::TooManyValues, self.scan.here(), message, help);
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
        if self.depth > self.limits.depth {
            let message = format!("the document has more than {} levels", self.limits.depth);
            let help = "a policy has at most six levels; is this the right file?";
            self.scan
                .problem(Code::TooDeep, self.scan.here(), message, help);
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
                return self.scan.unexpected("a colon after the key");
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

    /// Takes the comma before the next value, or the closing character, and reports whether a value follows.
    fn has_next(&mut self, is_first: bool, close: char) -> Option<bool> {
        self.scan.skip_space();
        let mut comma = None;
        while !is_first && self.scan.sign() == Some(',') {
            let here = self.scan.sign_range();
            if comma.is_some() {
                self.scan
                    .problem(Code::StrayComma, here, "two commas in a row", "remove one");
            }
            comma = Some(here);
            self.scan.take_sign();
            self.scan.skip_space();
        }
        match self.scan.sign() {
            Some(sign) if sign == close => {
                if let Some(comma) = comma {
                    self.scan.leniencies.push((Leniency::TrailingComma, comma));
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
                        Code::MissingComma,
                        here,
                        "a comma is missing before this",
                        "write `,`",
                    );
                }
                Some(true)
            }
        }
    }

    /// Takes a number, `true`, `false`, `null`, or a word that is not JSON.
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
            let message = "string in single quotation marks";
            self.scan
                .problem(Code::SingleQuotes, range, message, "write \"…\"");
            return Some(Value::String(Cow::Borrowed(quoted.trim_end_matches('\''))));
        }
        let message = format!("`{}` is not a JSON value", escaped(word));
        let help = format!("put text in double quotation marks: \"{}\"", escaped(word));
        self.scan.problem(Code::UnquotedValue, range, message, help);
        // As a string, so that no second problem is reported here.
        Some(Value::String(Cow::Borrowed(word)))
    }
}

/// Reports whether a word is a number by RFC 8259, section 6.
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
