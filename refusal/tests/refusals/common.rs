//! Messages and bodies of refused calls, and a line format for calls.
//!
//! The bodies are made up, since no full body of a RAM refusal is published: their keys are those of the
//! documented body.

use ram_refusal::{Action, Caller, Deny, Kind, PolicyType, Refusal, find};
use serde_json::{Value, json};

/// ACK's message.
pub(crate) const EVENTS: &str = "RAM policy Forbidden for action cs:DescribeEvents";

pub(crate) const USERS: &str = "You are not authorized to do this action. Resource: acs:ram:*:100:user/* Action: ram:ListUsers";

/// ACK's body.
pub(crate) fn body() -> Value {
    json!({
        "accessDeniedDetail": {
            "AuthAction": "cs:DescribeEvents",
            "AuthPrincipalDisplayName": "200",
            "AuthPrincipalOwnerId": "100",
            "AuthPrincipalType": "SubUser",
            "EncodedDiagnosticMessage": "AQEAAA",
            "NoPermissionType": "ImplicitDeny",
            "PolicyType": "AccountLevelIdentityBasedPolicy",
        },
        "code": "StatusForbidden",
        "message": EVENTS,
        "requestId": "R-1",
        "status": 403,
    })
}

/// The body of another product.
pub(crate) fn rpc_body() -> Value {
    json!({
        "RequestId": "R-2",
        "HostId": "ram.aliyuncs.com",
        "Code": "NoPermission",
        "Message": USERS,
        "Recommend": "https://example.com/?q=NoPermission",
        "AccessDeniedDetail": {
            "AuthAction": "ram:ListUsers",
            "AuthPrincipalDisplayName": "reader:session",
            "AuthPrincipalType": "AssumedRoleUser",
            "NoPermissionType": "ExplicitDeny",
            "PolicyType": "ControlPolicy",
        },
    })
}

/// Expands a text of a table: `GET` and `PUT` are the shortest sentences that refuse a call.
pub(crate) fn spelt(text: &str) -> String {
    let sentence = "denied by sts or ram, action: log:";
    text.replace("GET", &format!("{sentence}Get"))
        .replace("PUT", &format!("{sentence}Put"))
}

/// Returns a line for each call: its kind and its fields.
pub(crate) fn calls(text: &str) -> Vec<String> {
    shown(&spelt(text))
}

/// Returns a line for each call of a text as it is.
pub(crate) fn shown(text: &str) -> Vec<String> {
    find(text).iter().map(line).collect()
}

/// Returns the only call of a text.
#[track_caller]
pub(crate) fn one(text: &str) -> Refusal {
    let mut found = find(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let refusal = found.remove(0);
    assert!(text.get(refusal.range.clone()).is_some(), "{refusal:?}");
    assert!(refusal.kind != Kind::Ram || refusal.missing.is_none());
    refusal
}

/// Returns the text of the only call.
#[track_caller]
pub(crate) fn place(text: &str) -> &str {
    &text[one(text).range]
}

/// Returns the form of the only call of a text of a table.
#[track_caller]
pub(crate) fn form(text: &str) -> &'static str {
    one(&spelt(text)).wrapping.name()
}

/// Checks the calls in the texts of a table.
#[track_caller]
pub(crate) fn assert_calls(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        assert_eq!(calls(text), *expected, "in: {text}");
    }
}

fn line(refusal: &Refusal) -> String {
    let count = (refusal.count > 1).then(|| refusal.count.to_string());
    let fields = [
        ("action", refusal.action.as_ref().map(Action::as_str)),
        ("resource", refusal.resource.as_deref()),
        ("caller", refusal.caller.as_ref().map(Caller::as_str)),
        ("principal", refusal.principal.as_deref()),
        ("owner", refusal.owner.as_deref()),
        ("deny", refusal.deny.as_ref().map(Deny::as_str)),
        (
            "policy",
            refusal.policy_type.as_ref().map(PolicyType::as_str),
        ),
        ("code", refusal.code.as_deref()),
        ("id", refusal.request_id.as_deref()),
        ("count", count.as_deref()),
    ];
    let fields = fields.iter().filter_map(|(name, value)| {
        let value = (*value)?;
        Some(format!(" {name}={value}"))
    });
    refusal.kind.name().to_owned() + &fields.collect::<String>()
}
