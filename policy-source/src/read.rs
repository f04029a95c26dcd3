//! The documents of a file.

use crate::api_answer::json_document;
use crate::error::SourceError;
use crate::file_type::FileType;
use crate::policy_text::PolicyText;
use crate::terraform::terraform_documents;
use crate::terraform_show::{is_terraform_show, shown_documents};
use ram_policy::json;

/// The documents of a file.
#[derive(Debug, Default)]
pub struct Found {
    /// Those that can be read, in the order of the file.
    pub documents: Vec<PolicyText>,
    /// The errors of the others.
    pub errors: Vec<SourceError>,
    /// Policies that the file takes from other files.
    pub references: Vec<Reference>,
}

/// A policy that a file takes from another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The address that another file of the folder may have, as in [`PolicyText::address`]; for `file("…")` it is `file:`
    /// and the path, relative to the file.
    pub target: String,
    /// The error if no other file has it.
    pub error: SourceError,
}

impl Found {
    /// Returns the error for a file without any policy.
    ///
    /// ```
    /// let found = ram_policy_source::read("a.tf", "variable \"x\" {}\n", Some("tf"))?;
    /// assert!(found.refuse_empty("a.tf").is_err());
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file has no policy, not even one that cannot be read.
    pub fn refuse_empty(&self, name: &str) -> Result<(), SourceError> {
        if self.documents.is_empty() && self.errors.is_empty() && self.references.is_empty() {
            return Err(SourceError::new(
                format!("no policy document found in {name}"),
                "name a file with a policy",
            ));
        }
        Ok(())
    }
}

/// Finds the documents of a file. Its type follows from its extension, or else from its content.
///
/// `name` is the name of the file in messages, and `extension` is in lower case.
///
/// ```
/// let file = "locals {\n  p = <<EOF\n{\"Version\": \"1\", \"Statement\": [${var.x}]}\nEOF\n}\n";
/// let found = ram_policy_source::read("main.tf", file, Some("tf"))?;
/// let document = &found.documents[0];
/// assert_eq!(document.text(), "{\"Version\": \"1\", \"Statement\": [\"${var.x}\"]}\n");
/// assert_eq!(document.holes().len(), 1);
/// # Ok::<(), ram_policy_source::SourceError>(())
/// ```
///
/// # Errors
///
/// [`SourceError`] says why the file cannot be read.
pub fn read(name: &str, text: &str, extension: Option<&str>) -> Result<Found, SourceError> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    // Pasted JSON may start with a line break in HTML.
    let is_break = |tag: &str| tag.eq_ignore_ascii_case("<br");
    if start.starts_with('<') && !start.get(..3).is_some_and(is_break) {
        return Err(SourceError::new(
            format!("{name} is XML; expected JSON"),
            "request the answer with `Format=JSON`, or use `aliyun ram GetPolicyVersion …`",
        ));
    }
    match FileType::of(extension, text) {
        FileType::Yaml => Err(yaml_error(name, text)),
        FileType::Terraform => terraform_documents(name, text),
        FileType::JsonLines => Ok(json_lines(name, text)),
        FileType::Json => {
            if let Some(root) = json::parse(text).root.filter(is_terraform_show) {
                return Ok(shown_documents(text, &root));
            }
            Ok(Found {
                documents: vec![json_document(name, text)?],
                ..Found::default()
            })
        }
    }
}

fn yaml_error(name: &str, text: &str) -> SourceError {
    let is_template = text.contains("ROSTemplateFormatVersion") || text.contains("ALIYUN::");
    let (what, help) = if is_template {
        (
            "a ROS template in YAML",
            "save the policy that the stack creates as JSON, and name that file",
        )
    } else {
        (
            "YAML; expected JSON",
            "save the policy as JSON, and name that file",
        )
    };
    SourceError::new(format!("{name} is {what}"), help)
}

/// Reads a document on each line that is not empty.
fn json_lines(name: &str, text: &str) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            match json_document(&format!("{name}, line {}", index + 1), line) {
                Ok(document) => found.documents.push(document.moved_by(at)),
                Err(error) => found.errors.push(error),
            }
        }
        at += line.len();
    }
    found
}
