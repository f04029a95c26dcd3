//! The documents of a Terraform file, with errors for policies that Terraform computes.

use crate::error::SourceError;
use crate::found::{Found, Reference};
use crate::policy_text::{PolicyText, Tool};
use crate::terraform::find;
use ram_diagnostics::{ByteRange, Source, first_of};
use ram_policy::{Policy, Problem};

/// How many policies an error names.
const NAMED: usize = 20;

const TERRAFORM: Tool = Tool {
    name: "Terraform",
    mark: "`${…}`",
    help: "check the `policy_document` in the output of `terraform show -json`",
};

pub(crate) fn terraform_documents(name: &str, text: &str) -> Result<Found, SourceError> {
    let source = Source::new(name, text);
    let place = |offset| {
        let (line, column) = source.line_column(offset);
        format!("{name}:{line}:{column}")
    };
    let found = find::documents(text).map_err(|error| {
        let place = place(error.offset);
        SourceError::new(
            format!("{place}: neither JSON nor Terraform: {}", error.message),
            "correct this place, or name another file",
        )
    })?;
    let help = &format!("write the policy as text, or {}", TERRAFORM.help);
    let cannot_read = |unread: &str| {
        let message = format!("cannot read policies that Terraform computes: {unread}");
        SourceError::new(message, help)
    };
    let mut all = Found::default();
    let mut computed = Vec::new();
    for unread in found.unread {
        let named = format!("{} at {}", unread.address, place(unread.range.start));
        match unread.target {
            Some(target) => {
                let error = match target.strip_prefix("file:") {
                    Some(path) => SourceError::new(
                        format!("cannot read a policy from the file {path:?}, for {named}"),
                        "correct the path, or the policy in that file",
                    ),
                    None => cannot_read(&named),
                };
                all.references.push(Reference {
                    address: unread.address,
                    target,
                    error,
                });
            }
            None => computed.push(named),
        }
    }
    if !computed.is_empty() {
        let computed = first_of(NAMED, computed.into_iter(), ", ");
        all.errors.push(cannot_read(&computed));
    }
    for mut document in found.read {
        let text = document.text();
        let is_directive = |range: &&ByteRange| text[range.as_range()] == *" ";
        if let Some(directive) = document.holes.iter().find(is_directive) {
            let place = place(document.place(directive.start));
            let message = format!("{place}: `%{{…}}` computes a part of the policy");
            all.errors.push(SourceError::new(message, help));
            continue;
        }
        if let Some(known) = must_be_known(&document) {
            let place = place(document.place(known.start));
            let message =
                format!("{place}: Terraform computes a part of the policy that must be known");
            all.errors.push(SourceError::new(message, help));
            continue;
        }
        document.tool = Some(&TERRAFORM);
        all.documents.push(document);
    }
    Ok(all)
}

/// Returns a computed part that is not in a value which may be any text, such as a statement or an effect.
fn must_be_known(document: &PolicyText) -> Option<ByteRange> {
    if document.holes.is_empty() {
        return None;
    }
    let error = document.text().parse::<Policy>().err()?;
    let mut holes = document.holes.iter().copied();
    holes.find(|hole| {
        let is_at = |problem: &Problem| {
            let ByteRange { start, end } = problem.range;
            // The text with this part, or what comes next to it.
            let is_text = document.text()[start..].starts_with('"');
            (hole.start..=hole.end).contains(&start)
                || (is_text && start < hole.end && hole.start < end)
        };
        error.problems().iter().any(is_at)
    })
}
