//! The text of a policy, as a reader finds it in a file.

use crate::container::Container;
use crate::form::{Form, contains_policy, text_form};
use ram_policy::json::{self, Embedded};
use ram_policy::{ByteRange, Kind, Policy};

/// The text of a policy in a file, with the way back to its places there.
#[derive(Clone, Debug, Default)]
pub struct PolicyText {
    pub(crate) embedded: Embedded,
    pub(crate) address: String,
    /// In order. A whole value includes its quotes.
    pub(crate) holes: Vec<ByteRange>,
    /// The values of expressions, which are written elsewhere. In order.
    pub(crate) taken: Vec<ByteRange>,
    /// The comments between the parts of an expression, which are spaces in the text. In order.
    #[cfg(feature = "terraform")]
    pub(crate) comments: Vec<ByteRange>,
    /// The commas after last items, which are spaces in the text. In order.
    #[cfg(feature = "terraform")]
    pub(crate) commas: Vec<usize>,
    pub(crate) container: Container,
    pub(crate) kind: Option<Kind>,
    pub(crate) is_inactive_version: bool,
    pub(crate) is_of_aws: bool,
    /// How many strings are around the string of JSON that it is in.
    pub(crate) depth: usize,
    /// The whole text of a file, or of a line.
    pub(crate) is_whole: bool,
    pub(crate) tool: Option<&'static Tool>,
}

/// A tool that computes parts of policies, as messages describe it.
#[derive(Debug, PartialEq, Eq)]
pub struct Tool {
    /// The name of the tool.
    pub name: &'static str,
    /// How a file marks a computed value.
    pub mark: &'static str,
    /// How to check the computed policy.
    pub help: &'static str,
}

impl PolicyText {
    /// Returns the text of the policy, without the escapes of its file.
    pub fn text(&self) -> &str {
        &self.embedded.text
    }

    /// Returns the address in Terraform, such as `resource.alicloud_ram_policy.name.policy_document`, or an empty text.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the ranges in the text that a tool computes, such as `${…}` and `%{…}` in Terraform.
    pub fn holes(&self) -> &[ByteRange] {
        &self.holes
    }

    /// Returns the tool that computes values of the policy, if any are computed.
    pub fn computed_by(&self) -> Option<&'static Tool> {
        self.tool.filter(|_| !self.holes.is_empty())
    }

    /// Reports whether a tool computes a part of this range.
    pub fn is_computed(&self, range: ByteRange) -> bool {
        let first = self.holes.partition_point(|hole| hole.end <= range.start);
        self.holes
            .get(first)
            .is_some_and(|hole| hole.start < range.end)
    }

    /// Returns the form in which the file contains the policy.
    pub fn container(&self) -> Container {
        self.container
    }

    /// Returns the kind of the policy, if its place shows it.
    ///
    /// ```
    /// let file = r#"{"Role": {"AssumeRolePolicyDocument": "{\"Version\": \"1\", \"Statement\": []}"}}"#;
    /// let found = ram_policy_source::read("answer.json", file, Some("json"))?;
    /// assert_eq!(found.documents[0].kind(), Some(ram_policy::Kind::Trust));
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// Returns the policy with a kind that a reference to it shows, if its own place shows none.
    #[must_use]
    pub fn or_of_kind(mut self, kind: Option<Kind>) -> Self {
        self.kind = self.kind.or(kind);
        self
    }

    /// Reports whether this range contains text that could be taken for a hole, in a policy that has holes.
    pub fn resembles_hole(&self, range: ByteRange) -> bool {
        let text = &self.text()[range.as_range()];
        !self.holes.is_empty() && (text.contains("${") || text.contains("%{"))
    }

    /// Reports whether an answer of the API says that another version of the policy is in force.
    pub fn is_inactive_version(&self) -> bool {
        self.is_inactive_version
    }

    /// Reports whether this is the policy of a resource of AWS or of another cloud, or certainly one of those outside of a
    /// resource of Alibaba Cloud. It says nothing about that.
    ///
    /// ```
    /// let file = "resource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Statement = [] })\n}\n";
    /// let found = ram_policy_source::read("main.tf", file, Some("tf"))?;
    /// assert!(found.documents[0].is_of_aws());
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    pub fn is_of_aws(&self) -> bool {
        self.is_of_aws
    }

    /// Reports whether this is not a policy, but JSON about something else, such as the settings of a program.
    ///
    /// ```
    /// let found = ram_policy_source::read("a.json", "{\"name\": \"a\", \"version\": 2}", Some("json"))?;
    /// assert!(found.documents[0].is_other());
    /// let found = ram_policy_source::read("a.json", "{\"statement\": [{\"effect\": \"Deny\", \"action\": \"cs:*\"}]}", Some("json"))?;
    /// assert!(!found.documents[0].is_other());
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    pub fn is_other(&self) -> bool {
        self.is_whole && is_other_json(self.text())
    }

    /// Reports whether this is JSON without a policy. Broken JSON may be a part of a policy.
    #[cfg(feature = "terraform")]
    pub(crate) fn is_clean_other(&self) -> bool {
        self.is_other() && clean(self.text()).is_some()
    }

    /// Returns the range in the file for a range in the text.
    pub fn outer(&self, range: ByteRange) -> ByteRange {
        let start = self.place(range.start);
        ByteRange::new(start, self.place(range.end).max(start))
    }

    /// Returns the offset in the file for an offset in the text. Within a value that is computed or written
    /// elsewhere, that is its start.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let start_in = |ranges: &[ByteRange]| {
            let range = ranges.partition_point(|range| range.end <= offset);
            ranges
                .get(range)
                .map_or(offset, |range| offset.min(range.start))
        };
        let offset = start_in(&self.holes).min(start_in(&self.taken));
        self.embedded.outer(ByteRange::new(offset, offset)).start
    }

    /// Returns a policy that is in the text of a string of JSON, with the places of the text around that.
    pub(crate) fn within(mut self, string: &Embedded) -> Self {
        let is_quoted = self.container == Container::JsonString;
        self.depth += usize::from(is_quoted);
        self.container = Container::JsonString;
        self.embedded = self.embedded.within(string);
        self
    }

    /// Moves all places in the file, for a text that was read from a part of it.
    #[cfg(feature = "terraform")]
    pub(crate) fn moved_by(mut self, start: usize) -> Self {
        for (_, outer) in &mut self.embedded.runs {
            *outer += start;
        }
        self
    }
}

/// Reports whether a whole text is about something else than a policy.
fn is_other_json(text: &str) -> bool {
    if text.parse::<Policy>().is_ok() {
        return false;
    }
    match clean(text) {
        Some(is_policy) => !is_policy,
        None => text_form(text) == Form::Other,
    }
}

/// Reports whether a text that is JSON, perhaps with comments, contains a policy. `None` if it is not JSON.
fn clean(text: &str) -> Option<bool> {
    let parsed = json::parse_any_size(text);
    let root = parsed.root.filter(|_| parsed.problems.is_empty())?;
    Some(contains_policy(&root))
}
