//! Error codes of refusals, and permissions that no RAM policy can grant.

use crate::common::{EVENTS, assert_calls, one};
use ram_refusal::{Kind, find};
use serde_json::json;

/// A code counts where a code is expected; an ordinary word counts only with a message, an ID or a detail.
#[test]
fn word_is_a_code_only_in_the_place_of_one() {
    assert_calls(&[
        ("Code: Forbidden.RAM", &["ram code=Forbidden.RAM"]),
        ("Error: Forbidden.RAM", &["ram code=Forbidden.RAM"]),
        ("it was Forbidden.RAM", &[]),
        (
            "Code: Forbidden.Unauthorized",
            &["other code=Forbidden.Unauthorized"],
        ),
        (
            "Error: Forbidden.Unauthorized",
            &["other code=Forbidden.Unauthorized"],
        ),
        ("Code: Forbidden", &[]),
        (
            "Code: Forbidden RequestId: R-1",
            &["other code=Forbidden id=R-1"],
        ),
        (
            "Code: Forbidden. RequestId: R-1",
            &["other code=Forbidden id=R-1"],
        ),
        (
            "Error: Forbidden RequestId: R-1",
            &["other code=Forbidden id=R-1"],
        ),
        (
            "Code: ForbiddenNewCheck",
            &["service code=ForbiddenNewCheck"],
        ),
        (
            "Error: ForbiddenNewCheck RequestId: R-1",
            &["other code=ForbiddenNewCheck id=R-1"],
        ),
        ("Code: Forbiddenness RequestId: R-9", &[]),
        ("Code: ForbiddenException RequestId: R-9", &[]),
        ("Code: AccessDenied", &[]),
        ("Code: NoPermission", &[]),
        (
            "Code: AccessDenied RequestId: R-1",
            &["other code=AccessDenied id=R-1"],
        ),
        (
            "Code: AccessDenied Message: no",
            &["other code=AccessDenied"],
        ),
        (
            "Code: AccessDenied PolicyType: ControlPolicy",
            &["ram policy=ControlPolicy code=AccessDenied"],
        ),
        (
            "Code: AccessDenied Message: Access Denied RequestId: R-1",
            &["other code=AccessDenied id=R-1"],
        ),
        ("Error: AccessDenied", &["other code=AccessDenied"]),
        ("// Error: AccessDenied", &[]),
        (
            "Error: AccessDenied RequestId: R-1",
            &["other code=AccessDenied id=R-1"],
        ),
        (
            "Error: StatusForbidden RequestId: R-1",
            &["other code=StatusForbidden id=R-1"],
        ),
        (
            "Code: StatusForbidden GET",
            &["ram action=log:Get code=StatusForbidden"],
        ),
        (
            "GET Code: StatusForbidden",
            &["ram action=log:Get code=StatusForbidden"],
        ),
        // Not refusals by themselves.
        ("AuthAction: log:Get", &[]),
        ("NoPermissionType: ImplicitDeny", &[]),
        (
            "AuthAction: log:Get NoPermissionType: ImplicitDeny",
            &["ram action=log:Get deny=ImplicitDeny"],
        ),
    ]);
}

#[test]
fn permission_that_no_policy_grants_is_named() {
    let missing = |text: &str| one(text).missing;
    let ram = "denied by sts or ram, action: log:Get";
    for text in [
        "Code: AccessDenied Message: no",
        "Code: Forbidden.Unauthorized",
        "Code: Forbidden.RAM",
        &format!("Code: UserNotAllowed Message: {ram}"),
        &format!("{{\"code\": \"UserNotAllowed\", \"message\": \"{ram}\"}}"),
    ] {
        assert_eq!(missing(text), None, "{text}");
    }
    for text in [
        "Code: UserNotAllowed Message: no",
        "Code: ForbiddenNewCheck",
        "Access denied by bucket policy",
        "Code: StatusForbidden Message: Forbidden get trigger",
    ] {
        assert!(
            missing(text).is_some_and(|missing| !missing.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn refusal_that_no_ram_policy_fixes_says_what_is_missing() {
    let missing = |text: &str, kind: Kind| {
        let refusal = one(text);
        assert_eq!((refusal.kind, &refusal.action), (kind, &None), "{text}");
        refusal.missing.expect("a missing permission")
    };
    let pods = "pods is forbidden: User \"200\" cannot list resource \"pods\" in API group \"\" in the namespace \"a\"";
    let status = json!({"kind": "Status", "message": pods, "reason": "Forbidden", "code": 403});
    for text in [pods.to_owned(), status.to_string()] {
        let refusal = one(&text);
        assert_eq!(refusal.resource.as_deref(), Some("pods"));
        assert_eq!(refusal.principal.as_deref(), Some("200"));
        assert_eq!(
            missing(&text, Kind::Rbac),
            "a role in the cluster (Kubernetes RBAC) that may list resource \"pods\" in API group \"\" \
             in the namespace \"a\""
        );
    }
    missing(
        "nodes is forbidden: User \"200\" cannot list nodes at the cluster scope",
        Kind::Rbac,
    );
    missing("APISERVER_403", Kind::Rbac);
    let body = |code: &str, message: &str| {
        json!({"code": code, "message": message, "requestId": "R-4", "status": 403}).to_string()
    };
    missing(&body("APISERVER.403", "no"), Kind::Rbac);
    missing(
        &body(
            "ForbiddenQueryClusterNamespace",
            "Forbidden query namespaces",
        ),
        Kind::Rbac,
    );
    missing(
        &body("StatusForbidden", "Forbidden get trigger"),
        Kind::Service,
    );
    missing(&body("ForbiddenSomethingNew", "no"), Kind::Service);
    missing(&body("EntityNotExist.AliyunSomeRole", "no"), Kind::Service);
    let codes = [
        "ForbiddenCheckControlPlaneLog",
        "ForbiddenHelmUsage",
        "ForbiddenRotateCert",
        "ForbiddenAttachInstance",
        "ForbiddenUpdateKMSState",
        "ForbiddenGrantPermissions",
    ];
    let mut all: Vec<String> = Vec::new();
    for code in codes {
        assert_eq!(
            missing(code, Kind::Service),
            missing(&body(code, "no"), Kind::Service)
        );
        all.push(missing(code, Kind::Service));
        assert_eq!(one(&body(code, "no")).request_id.as_deref(), Some("R-4"));
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), codes.len());
    // A RAM refusal beside them.
    let kinds: Vec<Kind> = find(&format!("ForbiddenHelmUsage {EVENTS} APISERVER_403"))
        .iter()
        .map(|refusal| refusal.kind)
        .collect();
    assert_eq!(kinds, [Kind::Service, Kind::Ram, Kind::Rbac]);
}
