//! The documents of a Terraform file, with errors for policies that Terraform computes.

use super::document::{Document, Parts, Tool};
use super::terraform;
use crate::output::failure::Failure;
use crate::output::printable::{first_of, printable_line};
use crate::policy::excerpt::SHOWN;
use ack_catalog_core::Source;
use std::ops::Range;
use std::sync::Arc;

const TERRAFORM: Tool = Tool {
    name: "Terraform",
    mark: "`${…}`",
    help: "check the `policy_document` in the output of `terraform show -json`",
};

pub(super) fn terraform_documents(
    source: &Source<'_>,
    name: &Arc<str>,
    file: &Arc<str>,
) -> Result<Parts, Failure> {
    let name_in_messages = printable_line(name);
    let place = |offset| {
        let (line, column) = source.line_column(offset);
        format!("{name_in_messages}:{line}:{column}")
    };
    let found = terraform::documents(file).map_err(|error| {
        let place = place(error.offset);
        Failure::new(format!(
            "{place}: neither JSON nor Terraform: {}",
            error.message
        ))
        .help("correct this place, or name another file")
    })?;
    let unread = found
        .unread
        .iter()
        .map(|unread| format!("{} at {}", unread.name, place(unread.range.start)));
    let unread = first_of(SHOWN, unread, ", ");
    let help = &format!("write the policy as text, or {}", TERRAFORM.help);
    if found.read.is_empty() {
        return Err(
            Failure::new(format!("no policy document found in {name_in_messages}")).help(help),
        );
    }
    let mut parts = Parts::default();
    if !unread.is_empty() {
        let message = format!("cannot read policies that Terraform computes: {unread}");
        parts.failures.push(Failure::new(message).help(help));
    }
    for found in found.read {
        let text = &found.embedded.text;
        let is_directive = |range: &&Range<usize>| text[(*range).clone()] == *" ";
        if let Some(directive) = found.computed.iter().find(is_directive) {
            let place = place(found.place(directive.start));
            let message = format!("{place}: `%{{…}}` computes a part of the policy");
            parts.failures.push(Failure::new(message).help(help));
            continue;
        }
        parts.documents.push(Document {
            name: Arc::clone(name),
            file: Arc::clone(file),
            found,
            computed_by: Some(&TERRAFORM),
        });
    }
    Ok(parts)
}
