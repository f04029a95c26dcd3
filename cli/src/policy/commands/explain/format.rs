//! What `explain` says, as text and as JSON.

use super::patch::{Remedy, statements};
use super::{Explain, Explained};
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::edit::target::patch;
use crate::policy::input::walk::ending;
use ack_catalog::refusal::{Action, Caller, Deny, Kind, PolicyType, Refusal};
use ack_catalog::{AckAction, PUBLISHED, Scope};
use ram_policy::Confusable;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Serialize)]
struct Json<'a> {
    refusals: Vec<JsonRefusal<'a>>,
    patch: Option<String>,
}

#[derive(Serialize)]
struct JsonRefusal<'a> {
    kind: &'static str,
    action: Option<&'a str>,
    known: bool,
    resource: Option<&'a str>,
    caller: Option<&'a str>,
    principal: Option<&'a str>,
    deny: Option<&'a str>,
    policy_type: Option<&'a str>,
    request_id: Option<&'a str>,
    line: usize,
    count: usize,
    cause: Option<&'a str>,
}

/// For people.
pub(super) fn text(
    explained: &[Explained],
    wanted: &[&Refusal],
    remedy: Option<&Remedy>,
    asked: &Explain,
) -> String {
    let mut out = String::new();
    if explained.is_empty() {
        return "no refused call is in the text\n".to_owned();
    }
    for one in explained {
        write_one(&mut out, one, asked.unlisted);
    }
    match remedy {
        Some(remedy) => write_remedy(&mut out, remedy),
        None if !wanted.is_empty() => {
            out.push_str("Add to a policy of the caller:\n\n");
            let text = statements(wanted, asked.resource.as_deref());
            out.push_str(&text);
            if text.contains('<') {
                out.push_str(UNFILLED);
            }
        }
        None => {}
    }
    let has_change = match remedy {
        Some(remedy) => remedy.patch().is_some(),
        None => !wanted.is_empty(),
    };
    let is_terraform =
        remedy.is_some_and(|remedy| ending(Path::new(&remedy.name)).as_deref() == Some("tf"));
    if has_change {
        out.push_str(if is_terraform { APPLY_TERRAFORM } else { APPLY });
    }
    out
}

fn write_one(out: &mut String, one: &Explained, is_unlisted_let_in: bool) {
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
                Some(if is_unlisted_let_in {
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

fn write_remedy(out: &mut String, remedy: &Remedy) {
    for refused in &remedy.refused {
        let _ = writeln!(out, "Not in the patch: {}\n", printable_line(refused));
    }
    match remedy.patch() {
        Some(patch) => {
            let _ = writeln!(
                out,
                "The patch, which allows this and nothing else:\n\n{}",
                patch.trim_end()
            );
        }
        None => out.push_str("There is no patch for this policy.\n"),
    }
}

impl Remedy {
    /// What `--diff` would print.
    pub(crate) fn patch(&self) -> Option<String> {
        (self.old != self.new).then(|| patch(&self.name, &self.old, &self.new))
    }
}

/// For programs.
pub(super) fn json(explained: &[Explained], remedy: Option<&Remedy>) -> Result<String, Failure> {
    let refusals = explained.iter().map(|one| {
        let refusal = &one.refusal;
        JsonRefusal {
            kind: refusal.kind.name(),
            action: refusal.action.as_ref().map(Action::as_str),
            known: matches!(refusal.action, Some(Action::Known(_))),
            resource: refusal.resource.as_deref(),
            caller: refusal.caller.as_ref().map(Caller::as_str),
            principal: refusal.principal.as_deref(),
            deny: refusal.deny.as_ref().map(Deny::as_str),
            policy_type: refusal.policy_type.as_ref().map(PolicyType::as_str),
            request_id: refusal.request_id.as_deref(),
            line: one.line,
            count: refusal.count,
            cause: one.cause.as_deref(),
        }
    });
    let json = Json {
        refusals: refusals.collect(),
        patch: remedy.and_then(Remedy::patch),
    };
    Ok(format!("{}\n", crate::output::json::pretty(&json)?))
}
