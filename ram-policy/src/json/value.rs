//! The values of JSON, each with its place.

use crate::leniency::Leniency;
use crate::problem::Problem;
use ram_diagnostics::ByteRange;
use std::borrow::Cow;

/// A value and its place.
///
/// [`parse`](crate::json::parse) has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// The place; a string includes its quotation marks.
    pub range: ByteRange,
    /// The value.
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
    /// The members in their order, duplicate keys included.
    Object(Vec<Member<'t>>),
    /// The items in their order.
    Array(Vec<Node<'t>>),
    /// The text, with its escapes resolved.
    String(Cow<'t, str>),
    /// A number, a boolean or `null`, as written.
    Bare(&'t str),
}

/// A key and its value.
///
/// [`Value`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<'t> {
    /// The key, with its escapes resolved.
    pub key: Cow<'t, str>,
    /// The place of the key.
    pub key_range: ByteRange,
    /// The value.
    pub value: Node<'t>,
}

impl Member<'_> {
    /// Returns the place of the key and the value together.
    pub(crate) fn range(&self) -> ByteRange {
        ByteRange::new(self.key_range.start, self.value.range.end)
    }
}

impl<'t> Node<'t> {
    /// Returns the value of the first member with this key, if this is an object that has one.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        match &self.value {
            Value::Object(members) => members
                .iter()
                .find(|member| member.key == key)
                .map(|member| &member.value),
            _ => None,
        }
    }

    /// Returns the text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the opening brace of an object in `text`, which may be a full-width one: the place of what it
    /// lacks.
    pub(crate) fn opening(&self, text: &str) -> ByteRange {
        let start = self.range.start;
        let brace = text[start..].chars().next();
        ByteRange::new(start, start + brace.map_or(0, char::len_utf8))
    }

    /// Returns `an object`, `a string` and so on.
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

/// A text parsed as JSON.
///
/// [`parse`](crate::json::parse) has an example.
#[derive(Clone, Debug)]
pub struct Parsed<'t> {
    /// The value, unless the text is too broken to tell.
    pub root: Option<Node<'t>>,
    /// The damage that was tolerated.
    pub leniencies: Vec<(Leniency, ByteRange)>,
    /// The problems that make the text unreadable, or readable only by a guess.
    pub problems: Vec<Problem>,
}
