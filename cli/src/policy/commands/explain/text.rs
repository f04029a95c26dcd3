//! Refusals, their causes and the patch, for people.

use super::explained::Explained;
use super::patch::PolicyPatch;
use super::statements::statements;
use crate::output::printable::printable_line;
use crate::policy::edit::patch::for_terminal;
use crate::policy::input::walk::ending;
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
    let mut out = String::new();
    if explained.is_empty() {
        return "no refused calls found\n".to_owned();
    }
    for one in explained {
        write_one(&mut out, one, is_unlisted_allowed);
    }
    match patch {
        Some(patch) => write_patch(&mut out, patch),
        None if !wanted.is_empty() => {
            out.push_str("Add to a policy of the caller:\n\n");
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
        patch.is_some_and(|patch| ending(Path::new(&patch.name)).as_deref() == Some("tf"));
    if has_change {
        out.push_str(if is_terraform { APPLY_TERRAFORM } else { APPLY });
    }
    out
}

fn write_one(out: &mut String, one: &Explained, is_unlisted_allowed: bool) {
    let refusal = &one.refusal;
    let line = one.line;
    let times = match refusal.count {
        1 => String::new(),
        count => format!(", {count} times"),
    };
    let what = match (&refusal.action, &refusal.code) {
        (Some(action), _) => printable_line(action.as_str()),
        (None, Some(code)) => printable_line(code),
        _ => "a call".to_owned(),
    };
    let whose = match refusal.kind {
        Kind::Ram => "refused by RAM",
        Kind::Rbac => "refused in the cluster, by Kubernetes RBAC",
        Kind::Service => "refused by ACK itself",
        _ => "refused",
    };
    // Writing to a `String` does not fail.
    let _ = writeln!(out, "{what}: {whose} (line {line}{times})");
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = writeln!(out, "  {name:<12}{}", printable_line(value));
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
        Some(Action::Unlisted(_)) => {
            let help =
                format!("not on the page of {PUBLISHED}; `--unlisted` lets it into the patch");
            fact(
                "action",
                Some(if is_unlisted_allowed {
                    "not on the page, and let into the patch"
                } else {
                    &help
                }),
            );
        }
        Some(Action::Malformed(action)) => {
            let why = Confusable::in_ascii(action).map_or_else(
                || "this is no `service:Name`".to_owned(),
                |odd| format!("it holds {odd}"),
            );
            fact(
                "action",
                Some(&format!("malformed: {why}, and enters no patch")),
            );
        }
        None if refusal.kind == Kind::Ram => fact(
            "action",
            Some("the message names none: look for it in ActionTrail"),
        ),
        None => {}
    }
    fact("cause", one.cause.as_deref());
    out.push('\n');
}

fn words(caller: &Caller) -> &str {
    match caller {
        Caller::RamUser => "RAM user",
        Caller::RoleSession => "session of a role",
        Caller::Federated => "user of an identity provider",
        Caller::RootUser => "the account itself",
        other => other.as_str(),
    }
}

fn known(fact: &mut impl FnMut(&str, Option<&str>), action: AckAction) {
    fact("what", Some(action.description()));
    fact(
        "reference",
        Some(action.doc_url()).filter(|url| !url.is_empty()),
    );
    let scope = match action.scope() {
        Scope::Cluster => "can be limited to one cluster",
        Scope::Account => "cannot be limited to one cluster",
        _ => "whether it can be limited to one cluster is not known",
    };
    fact("scope", Some(scope));
    let also = action.also_required();
    if !also.is_empty() {
        let also = format!("{} ({})", also.join(", "), action.also_required_as_of());
        fact("also needed", Some(&also));
    }
}

const UNFILLED: &str = "
The quotation marks around a resource with angle brackets are left out, so that no reader takes
it before it is filled in. `--policy` makes the patch of a policy.
";

const APPLY: &str = "
To apply it, with the whole new document in policy.json:

  aliyun ram CreatePolicyVersion --PolicyName NAME --PolicyDocument \"$(cat policy.json)\" --SetAsDefault true

A policy has at most five versions; `aliyun ram DeletePolicyVersion` makes room for one.
";

const APPLY_TERRAFORM: &str = "
To apply it, change the file and run `terraform apply`. A policy has at most five versions.
";

fn write_patch(out: &mut String, patch: &PolicyPatch) {
    for refused in &patch.refused {
        let _ = writeln!(out, "Not in the patch: {}\n", printable_line(refused));
    }
    match patch.diff() {
        Some(diff) => {
            let _ = writeln!(
                out,
                "The patch, which allows this and nothing else:\n\n{}",
                for_terminal(&diff).trim_end()
            );
        }
        None => out.push_str("There is no patch for this policy.\n"),
    }
}
