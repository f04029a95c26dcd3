//! Refusals, their causes and the patch, for programs.

use super::explained::Explained;
use super::operation::{call, call_needs};
use super::patch::PolicyPatch;
use super::remedy::remedy;
use crate::output::failure::Failure;
use crate::policy::retired::History;
use ack_catalog::refusal::{Action, Caller, Deny, Found, PolicyType};
use serde::Serialize;
use std::collections::HashSet;

#[derive(Serialize)]
struct Report<'a> {
    refusals: Vec<Record<'a>>,
    patch: Option<String>,
    /// The policies that must also allow the actions of the patch, and do not yet.
    also_needed: &'a [&'static str],
    lines_with_403: usize,
    refused_elsewhere: usize,
    merged: usize,
    left_out: usize,
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'static str,
    action: Option<&'a str>,
    known: bool,
    retired: Option<History>,
    resource: Option<&'a str>,
    caller: Option<&'a str>,
    principal: Option<&'a str>,
    deny: Option<&'a str>,
    policy_type: Option<&'a str>,
    request_id: Option<&'a str>,
    line: usize,
    count: usize,
    cause: Option<&'a str>,
    /// The missing permission, where no RAM policy can give it, and what to do about it.
    missing: Option<&'a str>,
    to_do: Option<&'static str>,
    code: Option<&'a str>,
    diagnostic: Option<&'a str>,
    call: Option<String>,
    call_needs: Vec<String>,
    candidates: &'a [String],
}

pub(super) fn write(
    explained: &[Explained],
    patch: Option<&PolicyPatch>,
    found: &Found,
) -> Result<String, Failure> {
    let refusals = explained.iter().map(|one| {
        let refusal = &one.refusal;
        Record {
            kind: refusal.kind.name(),
            action: refusal.action.as_ref().map(Action::as_str),
            known: matches!(refusal.action, Some(Action::Known(_))),
            retired: match refusal.action {
                Some(Action::Known(action)) => History::of(action),
                _ => None,
            },
            resource: refusal.resource.as_deref(),
            caller: refusal.caller.as_ref().map(Caller::as_str),
            principal: refusal.principal.as_deref(),
            deny: refusal.deny.as_ref().map(Deny::as_str),
            policy_type: refusal.policy_type.as_ref().map(PolicyType::as_str),
            request_id: refusal.request_id.as_deref(),
            line: refusal.line,
            count: refusal.count,
            cause: one.cause.as_deref(),
            missing: refusal.missing.as_deref(),
            to_do: remedy(refusal),
            code: refusal.code.as_deref(),
            diagnostic: refusal.diagnostic.as_deref(),
            call: call(refusal),
            call_needs: {
                let needs = call_needs(refusal).into_iter().flat_map(|(_, needs)| needs);
                let mut seen = HashSet::new();
                needs.filter(|need| seen.insert(need.clone())).collect()
            },
            candidates: &refusal.candidates,
        }
    });
    let report = Report {
        refusals: refusals.collect(),
        patch: patch.and_then(PolicyPatch::diff),
        also_needed: patch.map_or(&[], |patch| &patch.also_needed),
        lines_with_403: found.lines_with_403,
        refused_elsewhere: found.refused_elsewhere,
        merged: found.merged,
        left_out: found.left_out,
    };
    Ok(format!("{}\n", crate::output::json::pretty(&report)?))
}
