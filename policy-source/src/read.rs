//! The documents of a file.

use crate::api_answer::json_document;
use crate::error::SourceError;
use crate::file_type::{FileType, is_template};
use crate::form::{Form, text_form};
use crate::found::Found;
use crate::other_cloud::is_of_other_cloud;
use crate::policy_text::PolicyText;
use crate::record::Origin;
use crate::terraform::{Scope, terraform_documents};
use crate::terraform_json::TerraformJson;
use crate::terraform_show::{shown_documents, state_documents};
use ram_policy::json;

/// Extensions of settings, some of which begin as lists in JSON do.
const SETTINGS: [(&str, &str); 3] = [("toml", "TOML"), ("ini", "INI"), ("cfg", "INI")];

/// Finds the documents of a file, as [`read_in`] does without other files.
///
/// ```
/// let found = ram_policy_source::read("policy.json", "{\"Statement\": []}", Some("json"))?;
/// assert_eq!(found.documents[0].text(), "{\"Statement\": []}");
/// # Ok::<(), ram_policy_source::SourceError>(())
/// ```
///
/// # Errors
///
/// [`SourceError`] says why the file cannot be read.
pub fn read(name: &str, text: &str, extension: Option<&str>) -> Result<Found, SourceError> {
    read_in(name, text, extension, &Scope::default())
}

/// Finds the documents of a file. Its type follows from its extension, or else from its content. `scope` are the other
/// Terraform files of its folder.
///
/// `name` is the name of the file in messages, and `extension` is in lower case.
///
/// ```
/// let file = "locals {\n  p = <<EOF\n{\"Statement\": [{\"Action\": [${var.x}]}]}\nEOF\n}\n";
/// let found = ram_policy_source::read_in("main.tf", file, Some("tf"), &Default::default())?;
/// let document = &found.documents[0];
/// assert_eq!(document.text(), "{\"Statement\": [{\"Action\": [\"${var.x}\"]}]}\n");
/// assert_eq!(document.holes().len(), 1);
/// # Ok::<(), ram_policy_source::SourceError>(())
/// ```
///
/// # Errors
///
/// [`SourceError`] says why the file cannot be read.
pub fn read_in(
    name: &str,
    text: &str,
    extension: Option<&str>,
    scope: &Scope,
) -> Result<Found, SourceError> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    // Pasted JSON may start with a line break in HTML.
    let is_break = |tag: &str| tag.eq_ignore_ascii_case("<br");
    let is_conflict = start.starts_with("<<<<<<< ");
    if start.starts_with('<') && !start.get(..3).is_some_and(is_break) && !is_conflict {
        let has_start = |tag: &str| {
            let there = start.get(..tag.len());
            there.is_some_and(|there| there.eq_ignore_ascii_case(tag))
        };
        let (what, help) = if has_start("<!doctype html") || has_start("<html") {
            ("HTML", "copy the policy into a file of its own")
        } else {
            (
                "XML",
                "request the answer with `Format=JSON`, or use `aliyun ram GetPolicyVersion …`",
            )
        };
        let error = SourceError::new(format!("{name} is {what}; expected JSON"), help);
        // An answer in XML may have a policy in any form.
        if extension == Some("xml") || text_form(text) != Form::Other {
            return Err(error);
        }
        return Ok(Found {
            other: Some(error),
            ..Found::default()
        });
    }
    if matches!(extension, Some("md" | "markdown")) && !start.starts_with('{') {
        return Err(SourceError::new(
            format!("{name} is Markdown; expected JSON"),
            "copy the policy into a file of its own",
        ));
    }
    let settings = SETTINGS.iter().find(|(known, _)| Some(*known) == extension);
    if let Some((_, what)) = settings.filter(|_| !start.starts_with('{')) {
        return Err(SourceError::new(
            format!("{name} is {what}; expected JSON"),
            "copy the policy into a file of its own",
        ));
    }
    let whole = Origin {
        file: name,
        line: None,
    };
    match FileType::of(extension, text) {
        // The policy reader says what a template is.
        FileType::Yaml if is_template(text) => Ok(Found {
            documents: vec![json_document(whole, text)?],
            ..Found::default()
        }),
        FileType::Yaml => Err(yaml_error(name)),
        FileType::Terraform => terraform_documents(name, text, scope),
        FileType::JsonLines => Ok(json_lines(name, text)),
        FileType::Json => {
            let root = json::parse_any_size(text).root;
            let of_terraform = root.as_ref().and_then(|root| {
                let kind = TerraformJson::of(name, text, root)?;
                Some((kind, root))
            });
            match of_terraform {
                Some((TerraformJson::Show, root)) => Ok(shown_documents(name, text, root)),
                Some((TerraformJson::State, root)) => state_documents(name, text, root),
                Some((TerraformJson::Configuration, _)) => Err(SourceError::new(
                    format!("{name} is Terraform in JSON, which is not read"),
                    "check the output of `terraform show -json` instead",
                )),
                None => {
                    let mut document = json_document(whole, text)?;
                    document.is_of_aws = is_of_other_cloud(document.text());
                    Ok(Found {
                        documents: vec![document],
                        ..Found::default()
                    })
                }
            }
        }
    }
}

fn yaml_error(name: &str) -> SourceError {
    SourceError::new(
        format!("{name} is YAML; expected JSON"),
        "save the policy as JSON, and name that file",
    )
}

/// Reads a document on each line that is not empty, or the one in its record. Lines without a policy are left out,
/// unless there is none in any.
fn json_lines(name: &str, text: &str) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            let origin = Origin {
                file: name,
                line: Some((index + 1, at)),
            };
            match json_document(origin, line) {
                Ok(mut document) => {
                    document.is_of_aws = is_of_other_cloud(document.text());
                    found.documents.push(document.moved_by(at));
                }
                Err(error) => found.errors.push(error),
            }
        }
        at += line.len();
    }
    let is_other = found.documents.iter().all(PolicyText::is_other);
    if !is_other || !found.errors.is_empty() {
        found.documents.retain(|line| !line.is_clean_other());
    }
    found
}
