//! The statements of a document, as `lint` reads them.

use super::document::Document;
use ram_policy::{Policy, Statement};
use ram_policy_source::Tool;
use std::path::Path;

/// A statement of a policy that can be read.
pub(super) struct Read {
    pub(super) statement: Statement,
    /// The place of its start in the file: its brace, or the name of its block.
    pub(super) start: usize,
    /// True if no part of its actions is computed.
    pub(super) has_known_actions: bool,
    /// The tool that computes a part of it.
    pub(super) computed_by: Option<&'static Tool>,
}

/// Returns the statements of all policies of a document for Alibaba Cloud, unless the document is too large.
pub(super) fn statements(document: &Document, folder: &Path) -> Vec<Read> {
    if !document.is_explained() {
        return Vec::new();
    }
    let input = document.input(folder);
    let Ok(parts) = input.parts(document.text.as_bytes()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for text in parts.documents.iter().filter(|text| !text.is_of_aws()) {
        let Ok(read) = Policy::read_repairing(text.text()) else {
            continue;
        };
        let is_template = |pattern: &str| pattern.contains("${") || pattern.contains("%{");
        for statement in read.policy.statements() {
            let place = text.outer(statement.range);
            // A value of another place is explained there.
            if place.start == place.end {
                continue;
            }
            let mut actions = statement.actions.patterns.iter();
            all.push(Read {
                has_known_actions: actions
                    .all(|one| !text.is_computed(one.range) && !is_template(one.value.as_str())),
                computed_by: text
                    .computed_by()
                    .filter(|_| text.is_computed(statement.range)),
                start: place.start,
                statement: statement.clone(),
            });
        }
    }
    all
}
