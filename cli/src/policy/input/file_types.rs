//! The types of files that contain policies: JSON, JSON lines, answers of the RAM API, Terraform.
//!
//! A new type is an extension and a branch here, and a file with its reader.

use super::api_answer::json_document;
use super::document::{Document, Parts};
use super::terraform_file::terraform_documents;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use ack_catalog_core::Source;
use ram_policy::json::{self, Value};
use std::sync::Arc;

/// The extensions of files with policies.
const EXTENSIONS: [&str; 4] = ["json", "jsonl", "ndjson", "tf"];

/// Returns whether a file in a folder is read. XML is read only to explain that an answer must be JSON.
pub(super) fn is_read(extension: &str) -> bool {
    EXTENSIONS.contains(&extension) || extension == "xml"
}

pub(super) fn listed_extensions() -> String {
    EXTENSIONS
        .map(|extension| format!(".{extension}"))
        .join(", ")
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
    let is_json = start.starts_with(['{', '[', '"', '｛', '/', '#', '\\'])
        || (extension.is_none() && json::parse(text).problems.is_empty());
    if extension == Some("tf") || (extension.is_none() && !is_json && !start.is_empty()) {
        return terraform_documents(&source, &name, &file);
    }
    let document = |found| Document {
        name: Arc::clone(&name),
        file: Arc::clone(&file),
        found,
    };
    let mut parts = Parts::default();
    if !matches!(extension, Some("jsonl" | "ndjson")) && !has_a_document_per_line(text) {
        let found = json_document(&printable_name, text)?;
        parts.documents.push(document(found));
        return Ok(parts);
    }
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            match json_document(&format!("{printable_name}, line {}", index + 1), line) {
                Ok(mut found) => {
                    for (_, outer) in &mut found.embedded.runs {
                        *outer += at;
                    }
                    parts.documents.push(document(found));
                }
                Err(failure) => parts.failures.push(failure),
            }
        }
        at += line.len();
    }
    Ok(parts)
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
