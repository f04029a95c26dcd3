//! The documents of a Terraform file, and what in it cannot be read as one.

use super::document::{Document, Parts};
use super::terraform;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::excerpt::{SHOWN, first_of};
use ack_catalog_core::Source;
use std::ops::Range;
use std::sync::Arc;

pub(super) fn terraform_documents(
    source: &Source<'_>,
    name: &Arc<str>,
    file: &Arc<str>,
) -> Result<Parts, Failure> {
    let shown = printable_line(name);
    let place = |offset| {
        let (line, column) = source.line_column(offset);
        format!("{shown}:{line}:{column}")
    };
    let found = terraform::documents(file).map_err(|error| {
        let message = format!(
            "{}: this is neither JSON nor Terraform: {}",
            place(error.offset),
            error.message
        );
        let help = "mend it there, or look whether this is the right file";
        Failure::new(message).help(help)
    })?;
    let unread = found
        .unread
        .iter()
        .map(|unread| format!("{} at {}", unread.name, place(unread.range.start)));
    let unread = first_of(SHOWN, unread, ", ");
    let help = "a policy is read where it stands as text; of one that Terraform makes, check what \
                `terraform show -json` has of it";
    if found.read.is_empty() {
        return Err(Failure::new(format!("{shown} holds no policy document")).help(help));
    }
    let mut parts = Parts::default();
    if !unread.is_empty() {
        let message = format!("not read: {unread}");
        parts.refused.push(Failure::new(message).help(help));
    }
    for found in found.read {
        let text = &found.embedded.text;
        let is_directive = |range: &&Range<usize>| text[(*range).clone()] == *" ";
        if let Some(directive) = found.computed.iter().find(is_directive) {
            let place = place(found.place(directive.start));
            let message = format!("{place}: `%{{…}}` makes a part of the document");
            parts.refused.push(Failure::new(message).help(help));
            continue;
        }
        parts.documents.push(Document {
            name: Arc::clone(name),
            file: Arc::clone(file),
            found,
        });
    }
    Ok(parts)
}
