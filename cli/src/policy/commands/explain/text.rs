//! Refusals, their causes and the patch, for people.

use super::explained::Explained;
use super::patch::PolicyPatch;
use super::statements::statements;
use crate::output::printable::printable_line;
use crate::policy::edit::patch::for_terminal;
use crate::policy::input::walk::extension;
use crate::policy::terminal::{width, wrapped};
use ack_catalog::refusal::{Action, Caller, Deny, Kind, PolicyType, Refusal};
use ack_catalog::{AckAction, PUBLISHED, Scope};
use ram_policy::Confusable;
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn write(
    explained: &[Explained],
    wanted: &[&Refusal],
    patch: Option<&PolicyPatch>,
    resource: Option<&str>,
    is_unlisted_allowed: bool,
) -> String {
    if explained.is_empty() {
        return "no refused calls found\n".to_owned();
    }
    let mut out = String::new();
    for one in explained {
        write_one(&mut out, one, is_unlisted_allowed);
    }
    match patch {
        Some(patch) => write_patch(&mut out, patch),
        None if !wanted.is_empty() => {
            out.push_str("Add this to a policy of the caller:\n\n");
            let text = statements(wanted, resource);
            out.push_str(&text);
            if text.contains('<') {
                out.push_str(UNFILLED);
            }
        }
        None => {}
    }
    let has_change = match patch {
        Some(patch) => patch.diff().is_some(),
        None => !wanted.is_empty(),
    };
    let is_terraform =
        patch.is_some_and(|patch| extension(Path::new(&patch.name)).as_deref() == Some("tf"));
    if has_change {
        out.push_str(if is_terraform { APPLY_TERRAFORM } else { APPLY });
    }
    out
}

fn write_one(out: &mut String, one: &Explained, is_unlisted_allowed: bool) {
    let refusal = &one.refusal;
    let times = match refusal.count {
        1 => String::new(),
        count => format!(", {count} times"),
    };
    let what = match (&refusal.action, &refusal.code) {
        (Some(action), _) => printable_line(action.as_str()),
        (None, Some(code)) => printable_line(code),
        _ => "unnamed call".to_owned(),
    };
    let by = match refusal.kind {
        Kind::Ram => "refused by RAM",
        Kind::Rbac => "refused by Kubernetes RBAC in the cluster",
        Kind::Service => "refused by ACK",
        _ => "refused",
    };
    // Writing to a `String` does not fail.
    let _ = writeln!(out, "{what}: {by} (line {}{times})", one.line);
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let value = wrapped(&printable_line(value), 15, width());
            let _ = writeln!(out, "  {name:<13}{value}");
        }
    };
    let caller = refusal
        .caller
        .as_ref()
        .map(|caller| match (words(caller), &refusal.principal) {
            (kind, Some(name)) => format!("{kind} {name}"),
            (kind, None) => kind.to_owned(),
        });
    fact("caller", caller.as_deref().or(refusal.principal.as_deref()));
    fact("resource", refusal.resource.as_deref());
    fact("deny", refusal.deny.as_ref().map(Deny::as_str));
    fact(
        "policy",
        refusal.policy_type.as_ref().map(PolicyType::as_str),
    );
    fact("request", refusal.request_id.as_deref());
    match &refusal.action {
        Some(Action::Known(action)) => known(&mut fact, *action),
        Some(Action::Unlisted(_)) if is_unlisted_allowed => {
            fact("action", Some("not on the page, but allowed in the patch"));
        }
        Some(Action::Unlisted(_)) => {
            let note =
                format!("not on the page of {PUBLISHED}; `--unlisted` allows it in the patch");
            fact("action", Some(&note));
        }
        Some(Action::Malformed(action)) => {
            let why = Confusable::in_ascii(action).map_or_else(
                || "not a `service:Name`".to_owned(),
                |odd| format!("contains {odd}"),
            );
            fact(
                "action",
                Some(&format!("malformed ({why}), so not in the patch")),
            );
        }
        None if refusal.kind == Kind::Ram => {
            fact(
                "action",
                Some("not in the message; look it up in ActionTrail"),
            );
        }
        None => {}
    }
    fact("cause", one.cause.as_deref());
    out.push('\n');
}

fn words(caller: &Caller) -> &str {
    match caller {
        Caller::RamUser => "RAM user",
        Caller::RoleSession => "role session",
        Caller::Federated => "federated user",
        Caller::RootUser => "root user",
        other => other.as_str(),
    }
}

fn known(fact: &mut impl FnMut(&str, Option<&str>), action: AckAction) {
    fact("description", Some(action.description()));
    fact(
        "reference",
        Some(action.doc_url()).filter(|url| !url.is_empty()),
    );
    let scope = match action.scope() {
        Scope::Cluster => "can be limited to a cluster",
        Scope::Account => "cannot be limited to a cluster",
        _ => "unknown",
    };
    fact("scope", Some(scope));
    let also = action.also_required();
    if !also.is_empty() {
        let also = format!("{} ({})", also.join(", "), action.also_required_as_of());
        fact("also needs", Some(&also));
    }
}

const UNFILLED: &str = "
Fill in each `<…>` and put the resource in quotation marks; until then the statement is not valid.
With `--policy`, the answer is a patch for that policy.
";

const APPLY: &str = "
To apply it, save the whole new document as policy.json and run:

  aliyun ram CreatePolicyVersion --PolicyName NAME --PolicyDocument \"$(cat policy.json)\" --SetAsDefault true

A policy has at most five versions; delete one with `aliyun ram DeletePolicyVersion`.
";

const APPLY_TERRAFORM: &str = "
To apply it, change the file and run `terraform apply`. A policy has at most five versions.
";

fn write_patch(out: &mut String, patch: &PolicyPatch) {
    for reason in &patch.left_out {
        let reason = format!("Not in the patch: {}", printable_line(reason));
        let _ = writeln!(out, "{}\n", wrapped(&reason, 2, width()));
    }
    match patch.diff() {
        Some(diff) => {
            let _ = writeln!(
                out,
                "This patch allows these actions and nothing else:\n\n{}",
                for_terminal(&diff).trim_end()
            );
        }
        None => out.push_str("No patch for this policy.\n"),
    }
}
