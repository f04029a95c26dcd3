//! The types of files that contain policies: JSON, JSON lines, answers of the RAM API, Terraform.
//!
//! A new type is an extension and a branch here, and a file with its reader.

use super::answer::json_document;
use super::document::{Document, Parts};
use super::terraform_file::terraform_documents;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use ack_catalog_core::Source;
use ram_policy::json::{self, Value};
use std::sync::Arc;

/// The extensions of files with policies. XML is one of them so that an answer in XML is refused with a reason.
pub(super) const EXTENSIONS: [&str; 5] = ["json", "jsonl", "ndjson", "tf", "xml"];

pub(super) fn listed_extensions() -> String {
    EXTENSIONS.map(|ending| format!(".{ending}")).join(", ")
}

/// Reads the documents of a file. Its type follows from its extension, or else from its content.
pub(super) fn read_documents(
    name: &str,
    bytes: &[u8],
    ending: Option<&str>,
) -> Result<Parts, Failure> {
    let shown = printable_line(name);
    let source = Source::from_bytes(&shown, bytes).map_err(Failure::new)?;
    let text = source.text();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<')
        && !start
            .get(..3)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
    {
        let message = format!("{shown} is XML, and only JSON is read");
        let help = "the API answers in JSON with `Format=JSON`; `aliyun ram GetPolicyVersion …` always does";
        return Err(Failure::new(message).help(help));
    }
    let name: Arc<str> = name.into();
    let file: Arc<str> = text.into();
    let document = |found| Document {
        name: Arc::clone(&name),
        file: Arc::clone(&file),
        found,
    };
    let is_json = start.starts_with(['{', '[', '"', '｛', '/', '#', '\\'])
        || (ending.is_none() && json::parse(text).problems.is_empty());
    if ending == Some("tf") || (ending.is_none() && !is_json && !start.is_empty()) {
        return terraform_documents(&source, &name, &file);
    }
    let is_lines = matches!(ending, Some("jsonl" | "ndjson")) || holds_a_document_per_line(text);
    if !is_lines {
        return Ok(Parts {
            documents: vec![document(json_document(&shown, text)?)],
            refused: Vec::new(),
        });
    }
    let mut parts = Parts::default();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            let whose = format!("{shown}, line {}", index + 1);
            match json_document(&whose, line) {
                Ok(mut found) => {
                    for (_, outer) in &mut found.embedded.runs {
                        *outer += at;
                    }
                    parts.documents.push(document(found));
                }
                Err(failure) => parts.refused.push(failure),
            }
        }
        at += line.len();
    }
    Ok(parts)
}

/// Whether more than one line has text, and the first such line is an object of its own.
fn holds_a_document_per_line(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let is_object = |line: &str| {
        let parsed = json::parse(line);
        let root = parsed.root.filter(|_| parsed.problems.is_empty());
        root.is_some_and(|root| matches!(root.value, Value::Object(_)))
    };
    is_object(first) && second.starts_with('{')
}
