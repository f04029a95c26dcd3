//! Messages of refused calls, and the bodies that they stand in. No full body of the RAM variant is to be
//! had, so that one here is made up: the keys are those of the documented body.
#![allow(dead_code)] // Each test file uses its part.

use ack_catalog::AckAction;
use ack_catalog::refusal::{Action, Caller, Deny, Kind, PolicyType, Refusal, find};
use serde_json::{Value, json};

pub(crate) const EVENTS: &str = "RAM policy Forbidden for action cs:DescribeEvents";
pub(crate) const USERS: &str = "You are not authorized to do this action. Resource: acs:ram:*:100:user/* Action: ram:ListUsers";
pub(crate) const NO_ACTION: &str =
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.";

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

#[track_caller]
pub(crate) fn one(text: &str) -> Refusal {
    let mut found = find(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let refusal = found.remove(0);
    assert!(text.get(refusal.range.clone()).is_some(), "{refusal:?}");
    refusal
}

/// What is found of `EVENTS` in `body`, with or without its detail.
#[track_caller]
pub(crate) fn assert_is_events(refusal: &Refusal, has_detail: bool) {
    assert_eq!(refusal.kind, Kind::Ram);
    assert_eq!(
        refusal.action,
        Some(Action::Known(AckAction::DescribeEvents))
    );
    assert_eq!(refusal.caller, Some(Caller::RamUser));
    assert_eq!(refusal.request_id.as_deref(), Some("R-1"));
    assert_eq!((&refusal.resource, &refusal.missing), (&None, &None));
    assert_eq!(refusal.count, 1);
    if has_detail {
        assert_eq!(refusal.principal.as_deref(), Some("200"));
        assert_eq!(refusal.owner.as_deref(), Some("100"));
        assert_eq!(refusal.deny, Some(Deny::Implicit));
        assert_eq!(
            refusal.policy_type,
            Some(PolicyType::AccountLevelIdentityBasedPolicy)
        );
    } else {
        assert_eq!((&refusal.principal, &refusal.deny), (&None, &None));
    }
}
