//! Refusals, their causes and the patch, for people.

use super::explained::Explained;
use super::notes::{on_everything, shown};
use super::operation::{call, call_needs, name};
use super::patch::PolicyPatch;
use super::remedy::remedy;
use super::statements::{self, statements};
use crate::output::printable::counted;
use crate::output::shell::{file, word};
use crate::output::wrap::wrapped;
use crate::policy::args::spelling::spelled;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::edit::patch::for_terminal;
use crate::policy::edit::target::destination;
use crate::policy::input::walk::is_configuration;
use crate::policy::other_services::of_other_service;
use crate::policy::retired::History;
use crate::policy::scope::scope;
use crate::policy::terminal::width;
use ack_catalog::refusal::{Action, Caller, Deny, Found, Kind, PolicyType, Refusal};
use ack_catalog::{CS_NEWEST_SOURCE, CsAction, UnknownActionError};
use ram_policy::Confusable;
use std::fmt::Write as _;
use std::path::Path;

/// Returns the answer for a text without a refusal.
pub(super) fn nothing_found(found: &Found) -> String {
    let errors = counted(found.refused_elsewhere, "error");
    let is_of = match found.refused_elsewhere {
        0 => return nothing_but_lines(found.lines_with_403),
        1 => "is of another cloud or program, and no RAM policy decides it",
        _ => "are of other clouds or programs, and no RAM policy decides them",
    };
    format!("no refused calls found\n\n{errors} {is_of}.\n")
}

fn nothing_but_lines(lines_with_403: usize) -> String {
    let lines = counted(lines_with_403, "line");
    let contains = match lines_with_403 {
        0 => return "no refused calls found\n".to_owned(),
        1 => "contains",
        _ => "contain",
    };
    let closing = format!(
        "{lines} {contains} the number 403 but no refusal message. If a call failed there, pass its whole response."
    );
    let closing = wrapped(&closing, 0, width());
    format!("no refused calls found\n\n{closing}\n")
}

pub(super) fn write(
    explained: &[Explained],
    wanted: &[&Refusal],
    patch: Option<&PolicyPatch>,
    resource: Option<&str>,
    is_unlisted_allowed: bool,
) -> String {
    let mut out = String::new();
    for one in explained {
        write_one(&mut out, one, is_unlisted_allowed);
    }
    let has_change = match patch {
        Some(patch) => write_patch(&mut out, patch, wanted.len()),
        None if wanted.is_empty() => false,
        None => {
            let text = statements(wanted, resource);
            let unfilled = if text.contains('<') { UNFILLED } else { "" };
            // Writing to a `String` does not fail.
            let _ = write!(
                out,
                "Add this to a policy of the caller:\n\n{text}{unfilled}"
            );
            true
        }
    };
    if has_change {
        out.push_str(&match patch {
            Some(patch) => on_everything(patch.on_everything()),
            None => on_everything(statements::on_everything(wanted, resource)),
        });
        out.push_str(&to_apply(patch));
    }
    out
}

fn write_one(out: &mut String, one: &Explained, is_unlisted_allowed: bool) {
    let refusal = &one.refusal;
    let times = match refusal.count {
        1 => String::new(),
        count => format!(", {count} times"),
    };
    let action = refusal.action.as_ref().map(Action::as_str);
    let kind = refusal.caller.as_ref().map(|caller| match caller {
        Caller::RamUser => "RAM user",
        Caller::RoleSession => "role session",
        Caller::Federated => "federated user",
        Caller::RootUser => "root user",
        other => other.as_str(),
    });
    let caller: Vec<&str> = kind
        .into_iter()
        .chain(refusal.principal.as_deref())
        .collect();
    let caller = caller.join(" ");
    let note = about_action(refusal, is_unlisted_allowed);
    let known = match refusal.action {
        Some(Action::Known(action)) => Some(action),
        _ => None,
    };
    let scope = known.map(|action| scope(action.ram_action()));
    let also = known.filter(|action| !action.also_required().is_empty());
    let also = also.map(|action| {
        let actions = action.also_required().join(", ");
        format!("{actions} ({})", action.also_required_as_of())
    });
    let sources = known.filter(|action| !action.required_instead().is_empty());
    let sources = sources.map(|action| {
        let (actions, as_of) = (action.required_instead(), action.required_instead_as_of());
        format!(
            "the newest source ({as_of}) names {}; what ACK itself asks for counts, and that is {action}",
            actions.join(", ")
        )
    });
    let phases = call_needs(refusal).into_iter().map(|(phase, needs)| {
        let needs = needs.join(", ");
        phase.map_or(needs.clone(), |phase| format!("{phase}: {needs}"))
    });
    let phases: Vec<String> = phases.collect();
    // The message said so.
    let call_needs = phases.iter().filter(|needs| Some(needs.as_str()) != action);
    let call_needs = call_needs.enumerate().map(|(number, needs)| {
        let name = if number == 0 { "call needs" } else { "" };
        (name, Some(needs.as_str()))
    });
    // Writing to a `String` does not fail.
    let _ = writeln!(out, "{} (line {}{times})", heading(refusal), refusal.line);
    let call = call(refusal);
    let first = [
        ("caller", Some(&*caller)),
        ("resource", refusal.resource.as_deref()),
        ("deny", refusal.deny.as_ref().map(Deny::as_str)),
        (
            "policy",
            refusal.policy_type.as_ref().map(PolicyType::as_str),
        ),
        ("request", refusal.request_id.as_deref()),
        ("action", Some(&*note)),
        ("description", known.map(CsAction::description)),
        ("reference", known.map(CsAction::doc_url)),
        ("scope", scope.as_deref()),
        ("also needs", also.as_deref()),
        ("sources", sources.as_deref()),
        ("cause", one.cause.as_deref()),
        ("call", call.as_deref()),
    ];
    let last = [
        ("missing", refusal.missing.as_deref()),
        ("to do", remedy(refusal)),
    ];
    for (name, value) in first.into_iter().chain(call_needs).chain(last) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let value = wrapped(&shown(value), 15, width());
            let _ = writeln!(out, "  {name:<13}{value}");
        }
    }
    if let Some(diagnostic) = &refusal.diagnostic {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
        let is_encoded = diagnostic.chars().all(is_plain);
        let argument = if is_encoded { diagnostic } else { "<message>" };
        let _ = writeln!(
            out,
            "  decode       aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage {argument}"
        );
    }
    out.push('\n');
}

/// Returns what was refused, and by whom.
fn heading(refusal: &Refusal) -> String {
    let action = refusal.action.as_ref().map(|action| match action {
        Action::Unlisted(name) => spelled(name),
        other => other.as_str(),
    });
    let what = match refusal.kind {
        Kind::Rbac => refusal.code.as_deref().or(refusal.resource.as_deref()),
        _ => action.or(refusal.code.as_deref()),
    };
    let what = match what.or_else(|| name(refusal)) {
        Some(what) => shown(what),
        None if refusal.kind == Kind::Ram => "unknown action".to_owned(),
        None => "unknown call".to_owned(),
    };
    let by = match refusal.kind {
        Kind::Ram => "refused by RAM",
        Kind::Rbac => "refused by Kubernetes RBAC in the cluster",
        Kind::Service => "refused by ACK",
        _ => "refused",
    };
    format!("{what}: {by}")
}

/// Returns what there is to say about the action of a refusal.
fn about_action(refusal: &Refusal, is_unlisted_allowed: bool) -> String {
    let mut note = match &refusal.action {
        Some(Action::Known(action)) => {
            History::of(*action).map_or(String::new(), |history| format!("retired: {history}"))
        }
        Some(Action::Unlisted(action)) => match Unlisted::find(action) {
            Some(about) => about.when_refused().unwrap_or_else(|| {
                format!("{about}, and not allowed; look the call up in ActionTrail")
            }),
            None => about_unlisted(action, is_unlisted_allowed),
        },
        Some(Action::Malformed(action)) => {
            let odd = Confusable::in_ascii(action).map(|odd| format!("contains {odd}"));
            let why = odd.as_deref().unwrap_or("expected `service:Name`");
            match &refusal.candidates[..] {
                [] => format!("malformed ({why}) and not allowed; look the call up in ActionTrail"),
                readings => format!(
                    "ambiguous and not allowed: the line may end within the name, so it is one of {}; look the call up \
                     in ActionTrail",
                    readings.join(", ")
                ),
            }
        }
        None if refusal.kind == Kind::Ram && !refusal.candidates.is_empty() => format!(
            "not in the message; according to the documentation, it is one of {}",
            refusal.candidates.join(", ")
        ),
        None if refusal.kind == Kind::Ram => {
            "not in the message; look it up in ActionTrail".to_owned()
        }
        _ => String::new(),
    };
    let is_malformed = matches!(refusal.action, Some(Action::Malformed(_)));
    if refusal.action.is_some() && !is_malformed && !refusal.candidates.is_empty() {
        note.insert_str(0, "not in the message, but in its documentation; ");
    }
    note
}

/// Returns what there is to say about an action that no source of ACK names.
fn about_unlisted(action: &str, is_allowed: bool) -> String {
    let (about, similar) = if let Some(about) = of_other_service(action) {
        (about.to_owned(), None)
    } else {
        let parsed: Result<CsAction, UnknownActionError> = action.parse();
        let about =
            format!("not a known action of ACK (the newest source is of {CS_NEWEST_SOURCE})");
        (about, parsed.err().and_then(|error| error.suggestion()))
    };
    let similar = similar.map_or_else(String::new, |name| format!("; `{name}` is similar"));
    let included = if is_allowed {
        "allowed because of `--unlisted`"
    } else {
        "`--unlisted` includes it"
    };
    format!("{about}{similar}; {included}")
}

const UNFILLED: &str = "
Fill in each `<…>`, in quotation marks. Until then, the policy is not valid.
With `--policy`, the answer is a patch for that policy.
";

/// Returns what to do about the placeholders in a patch for some refusals.
fn unfilled_patch(refusals: usize) -> String {
    let (why, actions) = match refusals {
        1 => ("The message does not name a usable resource.", "the action"),
        _ => (
            "Not every message names a usable resource.",
            "those actions",
        ),
    };
    let text = format!(
        "{why} Fill in each `<…>`, or run this again with `--resource`. Until then, the patch does not allow {actions}."
    );
    format!("\n{}\n", wrapped(&text, 0, width()))
}

/// Returns the commands that apply a change.
fn to_apply(patch: Option<&PolicyPatch>) -> String {
    let Some(patch) = patch else {
        return format!(
            "\nSave the changed policy as policy.json and run:\n\n{}",
            upload("policy.json", ram_policy::Kind::Identity)
        );
    };
    let file = file(&patch.name);
    let steps = patch.grants.iter().enumerate();
    let grants = steps.map(|(number, (actions, resources))| {
        // The document of an answer goes through all of them.
        let input = if patch.is_writable || number == 0 {
            &*file
        } else {
            "-"
        };
        let action = actions.iter().map(|one| format!(" --action {}", word(one)));
        let resource = resources
            .iter()
            .map(|one| format!(" --resource {}", word(one)));
        let options: String = action.chain(resource).collect();
        format!("ack-catalog grant {input}{options}")
    });
    let mut grants: Vec<String> = grants.collect();
    let commands = if patch.is_writable {
        for grant in &mut grants {
            grant.push_str(" --write");
        }
        let grants = grants.join("\n  ");
        if is_configuration(Path::new(&patch.name)) {
            format!("{grants}\n  terraform apply\n")
        } else {
            format!("{grants}\n{}", upload(&file, patch.kind))
        }
    } else {
        let grants = grants.join(" \\\n    | ");
        let upload = upload("new-policy.json", patch.kind);
        format!("{grants} > new-policy.json\n{upload}")
    };
    format!("\nTo apply it, run:\n\n  {commands}")
}

/// Returns how a changed document gets to its place.
fn upload(file: &str, kind: ram_policy::Kind) -> String {
    if kind != ram_policy::Kind::Identity {
        return format!("\nThen pass {file} {}.\n", destination(kind));
    }
    format!(
        "  aliyun ram CreatePolicyVersion --PolicyName NAME --SetAsDefault true \\
    --PolicyDocument \"$(cat {file})\"

A policy has at most five versions; delete old ones with
`aliyun ram DeletePolicyVersion`.
"
    )
}

/// Returns true if there is a change to apply.
fn write_patch(out: &mut String, patch: &PolicyPatch, refusals: usize) -> bool {
    let left_out = patch.left_out.iter().map(|it| ("Not in the patch:", it));
    let unfilled = patch.unfilled.iter().map(|it| ("Placeholder for", it));
    for (what, reason) in left_out.chain(unfilled) {
        let reason = format!("{what} {}", shown(reason));
        let _ = writeln!(out, "{}\n", wrapped(&reason, 2, width()));
    }
    let Some(diff) = patch.diff() else {
        out.push_str("No patch for this policy.\n");
        return false;
    };
    let actions = patch.grants.iter().map(|(actions, _)| actions.len());
    let (actions, them) = match actions.sum() {
        1 => ("this action", "it"),
        _ => ("these actions", "them"),
    };
    let diff = for_terminal(&diff);
    let this_patch = if patch.has_placeholder() {
        "Once each `<…>` is filled in, this patch"
    } else {
        "This patch"
    };
    let what = match &patch.also_needed[..] {
        [] => format!("allows {actions} and changes nothing else:"),
        also => format!(
            "adds {actions} to the policy and changes nothing else; {} must also allow {them}:",
            also.join(" and ")
        ),
    };
    let what = wrapped(&format!("{this_patch} {what}"), 0, width());
    let _ = writeln!(out, "{what}\n\n{}", diff.trim_end());
    if patch.has_placeholder() {
        out.push_str(&unfilled_patch(refusals));
    }
    true
}
