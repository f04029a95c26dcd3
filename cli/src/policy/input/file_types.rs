//! The types of files that contain policies.

use super::api_answer::json_document;
use super::document::{Document, Parts};
use super::terraform_file::terraform_documents;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use ack_catalog_core::Source;
use ram_policy::json::{self, Value};
use std::sync::Arc;

/// The contents that a file with policies can have, as help texts name them.
pub(crate) const FILE_TYPES: &str = "JSON, JSON lines, answers of the RAM API, Terraform";

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileType {
    /// A document, or an answer of the RAM API with one.
    Json,
    /// A document or an answer on each line.
    JsonLines,
    Terraform,
}

/// The extensions of files with policies.
const EXTENSIONS: &[(&str, FileType)] = &[
    ("json", FileType::Json),
    ("jsonl", FileType::JsonLines),
    ("ndjson", FileType::JsonLines),
    ("tf", FileType::Terraform),
];

/// Returns whether a file in a folder is read. XML is read only to explain that an answer must be JSON.
pub(super) fn is_read(extension: &str) -> bool {
    EXTENSIONS.iter().any(|(known, _)| *known == extension) || extension == "xml"
}

pub(super) fn listed_extensions() -> String {
    let extensions = EXTENSIONS.iter().map(|(known, _)| format!(".{known}"));
    extensions.collect::<Vec<_>>().join(", ")
}

impl FileType {
    /// Returns the type that the extension names, or else the one of the content.
    fn of(extension: Option<&str>, text: &str) -> Self {
        let known = EXTENSIONS
            .iter()
            .find(|(known, _)| Some(*known) == extension);
        match known {
            Some((_, Self::Json)) => {}
            Some((_, named)) => return *named,
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

/// Reads the documents of a file. Its type follows from its extension, or else from its content.
pub(super) fn read_documents(
    name: &str,
    bytes: &[u8],
    extension: Option<&str>,
) -> Result<Parts, Failure> {
    let printable_name = printable_line(name);
    let source = Source::from_bytes(&printable_name, bytes).map_err(Failure::new)?;
    let text = source.text();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    // Pasted JSON may start with a line break in HTML.
    let is_break = |tag: &str| tag.eq_ignore_ascii_case("<br");
    if start.starts_with('<') && !start.get(..3).is_some_and(is_break) {
        let message = format!("{printable_name} is XML; expected JSON");
        let help = "request the answer with `Format=JSON`, or use `aliyun ram GetPolicyVersion …`";
        return Err(Failure::new(message).help(help));
    }
    let (name, file): (Arc<str>, Arc<str>) = (name.into(), text.into());
    match FileType::of(extension, text) {
        FileType::Terraform => terraform_documents(&source, &name, &file),
        FileType::JsonLines => Ok(json_lines(&printable_name, &name, &file)),
        FileType::Json => Ok(Parts {
            documents: vec![Document {
                found: json_document(&printable_name, text)?,
                name,
                file,
                computed_by: None,
            }],
            failures: Vec::new(),
        }),
    }
}

/// Reads a document on each line that is not empty.
fn json_lines(printable_name: &str, name: &Arc<str>, file: &Arc<str>) -> Parts {
    let mut parts = Parts::default();
    let mut at = 0;
    for (index, line) in file.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            match json_document(&format!("{printable_name}, line {}", index + 1), line) {
                Ok(mut found) => {
                    for (_, outer) in &mut found.embedded.runs {
                        *outer += at;
                    }
                    parts.documents.push(Document {
                        name: Arc::clone(name),
                        file: Arc::clone(file),
                        found,
                        computed_by: None,
                    });
                }
                Err(failure) => parts.failures.push(failure),
            }
        }
        at += line.len();
    }
    parts
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
