//! What several tests need.

use ram_policy_source::{Found, PolicyText, Scope, read, read_in};

pub(crate) fn terraform(text: &str) -> Found {
    read("main.tf", text, Some("tf")).unwrap_or_else(|error| panic!("{error} in {text}"))
}

pub(crate) fn only(text: &str) -> PolicyText {
    let mut found = terraform(text);
    assert_eq!(
        (found.documents.len(), &found.errors[..]),
        (1, &[][..]),
        "{text}"
    );
    found.documents.remove(0)
}

/// Returns the messages of a file without a policy that can be read.
pub(crate) fn refused(text: &str) -> Vec<String> {
    match read("main.tf", text, Some("tf")) {
        Ok(found) => {
            assert!(found.documents.is_empty(), "{text}");
            let references = found.references.iter().map(|reference| &reference.error);
            let none = found.refuse_empty("main.tf").err();
            let of_aws = &found.of_aws.error;
            let errors = found.errors.iter().chain(of_aws);
            let errors = errors.chain(references).chain(&none);
            errors.map(ToString::to_string).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

/// A policy of the resource in `main.tf`, whose folder has other files.
pub(crate) fn in_folder(main: &str, others: &[(&str, &str)]) -> Result<PolicyText, String> {
    let scope = Scope::new(others.iter().copied());
    let mut found = read_in("main.tf", main, Some("tf"), &scope).expect("a file");
    let unread = found
        .references
        .into_iter()
        .map(|reference| reference.error);
    match found.errors.into_iter().chain(unread).next() {
        Some(error) => Err(error.to_string()),
        None => Ok(found.documents.remove(0)),
    }
}

/// A statement with this list of actions.
pub(crate) fn with_actions(actions: &str) -> String {
    format!(
        "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = jsonencode({{ Version = \"1\", Statement = [{{ Effect = \"Allow\", Action = {actions}, Resource = \"*\" }}] }})\n}}\n"
    )
}

/// Reads a record as a file and as a line, which is the same.
pub(crate) fn record(text: &str) -> Result<PolicyText, String> {
    let [file, line] = ["json", "jsonl"].map(|extension| {
        let mut found = read("a", text, Some(extension)).unwrap_or_else(|error| Found {
            errors: vec![error],
            ..Found::default()
        });
        match found.errors.pop() {
            Some(error) => Err(error.message().replace("a, line 1", "a")),
            None => Ok(found.documents.remove(0)),
        }
    });
    let text = |found: &Result<PolicyText, String>| match found {
        Ok(found) => found.text().to_owned(),
        Err(error) => error.clone(),
    };
    assert_eq!(text(&file), text(&line));
    file
}

pub(crate) const IN_RECORDS: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "cs:*", "Resource": "*"}]}"#;
