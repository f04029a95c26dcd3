//! The types of files that contain policies.

use ram_policy::json::{self, Value};

/// The contents that a file with policies can have, as help texts name them.
pub const FILE_TYPES: &str = "JSON, JSON lines, answers of the RAM API, Terraform and its plans";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileType {
    /// A document, or an answer of the RAM API with one.
    Json,
    /// A document or an answer on each line.
    JsonLines,
    Terraform,
    /// Only recognised.
    Yaml,
}

/// The extensions of files with policies.
const EXTENSIONS: &[(&str, FileType)] = &[
    ("json", FileType::Json),
    ("jsonl", FileType::JsonLines),
    ("ndjson", FileType::JsonLines),
    ("tf", FileType::Terraform),
    ("tfvars", FileType::Terraform),
    ("tofu", FileType::Terraform),
];

/// Reports whether a file in a folder is read, by its extension in lower case. XML is read only to explain that an
/// answer must be JSON.
///
/// ```
/// assert!(ram_policy_source::is_read("tf") && !ram_policy_source::is_read("md"));
/// ```
pub fn is_read(extension: &str) -> bool {
    EXTENSIONS.iter().any(|(known, _)| *known == extension) || extension == "xml"
}

/// Returns the extensions of files with policies, in lower case and without a dot.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    EXTENSIONS.iter().map(|(known, _)| *known)
}

impl FileType {
    /// Returns the type that the extension names, or else the one of the content.
    pub(crate) fn of(extension: Option<&str>, text: &str) -> Self {
        let known = EXTENSIONS
            .iter()
            .find(|(known, _)| Some(*known) == extension);
        match known {
            Some((_, Self::Json)) => {}
            Some((_, named)) => return *named,
            None if matches!(extension, Some("yaml" | "yml"))
                && !text.trim_start().starts_with('{') =>
            {
                return Self::Yaml;
            }
            None if is_template(text) => return Self::Yaml,
            None if extension.is_none() && !is_json(text) => return Self::Terraform,
            None => {}
        }
        if has_a_document_per_line(text) {
            Self::JsonLines
        } else {
            Self::Json
        }
    }
}

/// Returns whether a text is a template of Resource Orchestration Service in YAML.
pub(crate) fn is_template(text: &str) -> bool {
    let keys = ["ROSTemplateFormatVersion:", "AWSTemplateFormatVersion:"];
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    lines.any(|line| keys.iter().any(|key| line.starts_with(key)))
}

/// Returns whether a text without an extension is JSON, perhaps damaged.
fn is_json(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.is_empty()
        || start.starts_with(['{', '[', '"', '｛', '/', '#', '\\'])
        || json::parse(text).problems.is_empty()
}

/// Returns whether several lines contain text, and the first of them is a whole object.
fn has_a_document_per_line(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let parsed = json::parse(first);
    let is_object = parsed
        .root
        .is_some_and(|root| matches!(root.value, Value::Object(_)));
    is_object && parsed.problems.is_empty() && second.starts_with('{')
}
