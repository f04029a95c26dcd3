//! The documents of a Terraform file, with errors for policies that Terraform computes.

use crate::error::SourceError;
use crate::found::{Found, Reference};
use crate::other_cloud::is_of_other_cloud;
use crate::policy_text::{PolicyText, Tool};
use crate::role::is_of_provider;
use crate::terraform::blocks::NotWritten;
use crate::terraform::documents::documents;
use crate::terraform::found::{Unread, Why};
use crate::terraform::scope::{Reason, Scope};
use ram_diagnostics::{ByteRange, Source, escaped, first_of, nearest};
use ram_policy::{Policy, Problem};
use std::ops::Range;

/// How many policies an error names.
const NAMED: usize = 20;

/// The parts of `statement`.
const PARTS: [&str; 6] = [
    "effect",
    "action",
    "not_action",
    "resource",
    "principal",
    "condition",
];

const TERRAFORM: Tool = Tool {
    name: "Terraform",
    mark: "`${…}`",
    help: "check the `policy_document` in the output of `terraform show -json`",
};

pub(crate) fn terraform_documents(
    name: &str,
    text: &str,
    scope: &Scope,
) -> Result<Found, SourceError> {
    let source = Source::new(name, text);
    let place = |offset| {
        let (line, column) = source.line_column(offset);
        format!("{name}:{line}:{column}")
    };
    let found = documents(name, text, scope).map_err(|error| {
        let at = place(error.offset);
        SourceError::new(
            format!("{at}: neither JSON nor Terraform: {}", error.message),
            "correct this place, or name another file",
        )
        .at(source.rest_of_line(error.offset))
    })?;
    let help = &format!("write the policy as text, or {}", TERRAFORM.help);
    let cannot_read = |unread: &str| {
        let message = format!("cannot read policies that Terraform computes: {unread}");
        SourceError::new(message, help)
    };
    let mut all = Found {
        other: Some(without_policies(name)),
        ..Found::default()
    };
    let mut computed = Vec::new();
    let mut first_computed = None;
    for unread in found.unread {
        let at = range(&unread);
        let named = format!("{} at {}", unread.address, place(unread.range.start));
        let Some(target) = unread.target else {
            if let Some(error) = explained(&unread, &place) {
                all.errors.push(error.at(at));
            } else {
                first_computed.get_or_insert(at);
                computed.push(named);
            }
            continue;
        };
        let error = match (&unread.why, target.strip_prefix("file:")) {
            (Why::Name(reason), _) => not_defined(reason, &target, &named),
            (_, Some(path)) => SourceError::new(
                format!("cannot read a policy from the file {path:?}, for {named}"),
                "correct the path, or the policy in that file",
            ),
            _ => cannot_read(&named),
        };
        all.references.push(Reference {
            address: unread.address,
            place: place(unread.range.start),
            target,
            kind: unread.kind,
            error: error.at(at),
        });
    }
    if !computed.is_empty() {
        let computed = first_of(NAMED, computed.into_iter(), ", ");
        all.errors.push(cannot_read(&computed).at(first_computed));
    }
    all.of_aws.error = of_other_clouds(&found.of_aws, &place);
    all.of_aws.count = found.of_aws.len();
    all.of_aws.files = found.files_of_aws;
    all.absent_files = found.absent_files;
    for mut document in found.read {
        // A resource of Alibaba Cloud with a policy of another cloud has a fault.
        let (start, rest) = document.address.split_once('.').unwrap_or_default();
        let is_taken = document.kind.is_some() && matches!(start, "locals" | "variable" | "var");
        let is_expected = is_taken || is_of_provider(rest);
        document.is_of_aws |= !is_expected && is_of_other_cloud(document.text());
        if document.is_of_aws {
            all.documents.push(document);
            continue;
        }
        let text = document.text();
        let is_directive = |range: &&ByteRange| text[range.as_range()] == *" ";
        if let Some(directive) = document.holes.iter().find(is_directive) {
            let at = document.outer(*directive);
            let message = format!(
                "{}: `%{{…}}` computes a part of the policy",
                place(at.start)
            );
            all.errors.push(SourceError::new(message, help).at(at));
            continue;
        }
        if let Some(known) = must_be_known(&document) {
            let at = document.outer(known);
            let message = format!(
                "{}: Terraform computes a part of the policy that must be known",
                place(at.start)
            );
            all.errors.push(SourceError::new(message, help).at(at));
            continue;
        }
        document.tool = Some(&TERRAFORM);
        all.documents.push(document);
    }
    Ok(all)
}

/// Returns the error for policies of other clouds, for whoever expects those of RAM.
fn of_other_clouds(
    policies: &[(String, Range<usize>)],
    place: &impl Fn(usize) -> String,
) -> Option<SourceError> {
    let (_, first) = policies.first()?;
    let policies = policies.iter();
    let named = policies.map(|(address, at)| format!("{address} at {}", place(at.start)));
    let named = first_of(NAMED, named, ", ");
    let error = SourceError::new(
        format!("policies of another cloud, not of Alibaba Cloud RAM: {named}"),
        "write them for RAM, as `data \"alicloud_ram_policy_document\"`",
    );
    Some(error.at(byte_range(first)))
}

/// Returns the error for a file in which there is no policy.
fn without_policies(name: &str) -> SourceError {
    SourceError::new(
        format!("no policy document found in {name}"),
        "none of the resources, modules, variables and local values in this file has a policy; \
         name another file",
    )
}

/// Explains why a policy that is not a reference is not read, unless Terraform computes it.
fn explained(unread: &Unread, place: &impl Fn(usize) -> String) -> Option<SourceError> {
    let address = &unread.address;
    Some(match &unread.why {
        Why::Kinds => SourceError::new(
            format!(
                "{}: the policy {address} grants permissions in one place, and only limits them in another",
                place(unread.range.start)
            ),
            "write a policy of its own for each",
        ),
        Why::Text(what) => SourceError::new(
            format!(
                "cannot read {}: {address} at {}",
                what.what,
                place(unread.range.start)
            ),
            what.help,
        ),
        Why::Blocks(NotWritten::Unknown(name, at)) => SourceError::new(
            format!(
                "{}: `{}` is not a part of `statement` that this reads, in {address}",
                place(at.start),
                escaped(name)
            ),
            match nearest(name, PARTS) {
                Some(other) => format!("did you mean `{other}`?"),
                None => format!("leave it out, or {}", TERRAFORM.help),
            },
        ),
        Why::Blocks(NotWritten::Missing(name, at)) => SourceError::new(
            format!(
                "{}: this block has no `{name}`, in {address}",
                place(at.start)
            ),
            format!("add it, or {}", TERRAFORM.help),
        ),
        Why::Computed | Why::Name(_) | Why::Blocks(NotWritten::Computed) => return None,
    })
}

/// Returns the range of what is not read.
fn range(unread: &Unread) -> ByteRange {
    byte_range(match &unread.why {
        Why::Blocks(NotWritten::Unknown(_, at) | NotWritten::Missing(_, at)) => at,
        _ => &unread.range,
    })
}

fn byte_range(range: &Range<usize>) -> ByteRange {
    ByteRange::new(range.start, range.end)
}

/// Explains why a name has no value that can be read.
fn not_defined(reason: &Reason, target: &str, named: &str) -> SourceError {
    let name = match target.split_once('.') {
        Some(("locals", rest)) => format!("local.{rest}"),
        Some(("resource", rest)) => rest.to_owned(),
        _ => target.to_owned(),
    };
    let name = escaped(&name);
    let (reason, help) = match reason {
        Reason::Undefined => (
            format!("no file in its folder defines `{name}`"),
            "define it, or correct the reference".to_owned(),
        ),
        Reason::Twice => (
            format!("`{name}` is defined twice"),
            "remove one of the definitions".to_owned(),
        ),
        Reason::NotRead(file) => (
            format!(
                "`{name}` may be defined in {}, which is not read",
                escaped(file)
            ),
            TERRAFORM.help.to_owned(),
        ),
        Reason::NoValue { has_default: true } => (
            format!("the default of `{name}` counts only if nothing else sets it"),
            format!(
                "set it in a `.tfvars` file in the folder, or {}",
                TERRAFORM.help
            ),
        ),
        Reason::NoValue { has_default: false } => (
            format!("no `.tfvars` file in its folder sets `{name}`"),
            format!("set it there, or {}", TERRAFORM.help),
        ),
        Reason::Values => (
            format!("`.tfvars` files set `{name}` to different values"),
            TERRAFORM.help.to_owned(),
        ),
        Reason::OfModule(caller) => (
            format!(
                "its folder is a module of {}, which sets `{name}`",
                escaped(caller)
            ),
            TERRAFORM.help.to_owned(),
        ),
        Reason::NotPolicy => (
            format!("`{name}` is not a policy"),
            "write {\"Version\": \"1\", \"Statement\": […]} there".to_owned(),
        ),
        Reason::Loop => (
            format!("`{name}` refers to itself"),
            "correct the references".to_owned(),
        ),
    };
    SourceError::new(format!("cannot read the policy of {named}: {reason}"), help)
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
