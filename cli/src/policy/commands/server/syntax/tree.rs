//! The values of a document, each with its place in the file.

use super::scan::Language;
use ram_diagnostics::ByteRange;

#[derive(Debug)]
pub(crate) struct Node {
    /// The place; a string includes its quotation marks.
    pub(crate) range: ByteRange,
    /// The language that it is written in: a heredoc of Terraform contains JSON.
    pub(crate) language: Language,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A string; true if it has an end.
    Text(String, bool),
    /// A word, such as a number or a reference.
    Word,
}

/// A key with its value, or a block of Terraform.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_range: ByteRange,
    pub(crate) is_quoted: bool,
    /// The labels of a block.
    pub(crate) labels: Vec<String>,
    /// True if the value is the body of a block.
    pub(crate) is_block: bool,
    /// The end of the sign before the value, if there is one.
    pub(crate) separator: Option<usize>,
    pub(crate) value: Option<Node>,
}

impl Member {
    /// Returns the place of the key and the value together.
    pub(crate) fn range(&self) -> ByteRange {
        let end = self
            .value
            .as_ref()
            .map_or(self.key_range.end, |value| value.range.end);
        ByteRange::new(self.key_range.start, end)
    }

    /// Returns the start of a statement in its value: of the name, if it is a block.
    pub(crate) fn start_of(&self, statement: &Node) -> usize {
        if self.is_block {
            self.key_range.start
        } else {
            statement.range.start
        }
    }
}

impl Node {
    pub(crate) fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the text, if it is a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// Returns the value of a member; Terraform's blocks have names in lower case.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let mut members = self.members().iter();
        let member = members.find(|member| element(&member.key) == element(key));
        member?.value.as_ref()
    }

    /// Returns the strings of a list, or the only one.
    pub(crate) fn texts(&self) -> Vec<&Node> {
        match &self.value {
            Value::Array(items) => items.iter().filter(|item| item.text().is_some()).collect(),
            Value::Text(..) => vec![self],
            _ => Vec::new(),
        }
    }
}

/// Returns the name of an element as all spellings have it: `not_action` is `notaction`.
pub(crate) fn element(key: &str) -> String {
    key.replace('_', "").to_ascii_lowercase()
}
