//! Refused calls in messages that are composed from the formats of the SDKs. No full body of the RAM
//! variant is to be had, so those here are made up: the keys are those of the documented body.

#[path = "../../ram-policy/tests/kept/mod.rs"]
mod kept;

use ack_catalog::AckAction;
use ack_catalog::refusal::{Action, Caller, Deny, Form, Kind, PolicyType, Refusal, find};
use ack_catalog_tests::workspace;
use kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const EVENTS: &str = "RAM policy Forbidden for action cs:DescribeEvents";
const USERS: &str = "You are not authorized to do this action. Resource: acs:ram:*:100:user/* Action: ram:ListUsers";
const NO_ACTION: &str =
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.";

/// ACK's body.
fn body() -> Value {
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
fn rpc_body() -> Value {
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
fn one(text: &str) -> Refusal {
    let mut found = find(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let refusal = found.remove(0);
    assert!(text.get(refusal.range.clone()).is_some(), "{refusal:?}");
    refusal
}

/// What the texts of `wrapped` have in common.
#[track_caller]
fn assert_is_events(refusal: &Refusal, has_detail: bool) {
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

/// The message in every wrapping: the text, its form, and whether it has the detail.
#[allow(clippy::too_many_lines)] // A list.
fn wrapped() -> Vec<(String, Form, bool)> {
    let body = body();
    let line = body.to_string();
    let in_string = json!({"level": "error", "requestId": "of the log", "msg": line}).to_string();
    let message = format!("code: 403, {EVENTS} request id: R-1");
    let tea = format!(
        "SDKError:\n   StatusCode: 403\n   Code: StatusForbidden\n   Message: {message}\n   Data: {line}\n"
    );
    let dict = line.replace('"', "'");
    let map = line
        .replace('{', "map[")
        .replace('}', "]")
        .replace("\",", "\" ")
        .replace('"', "");
    let typed = line.replace('{', "map[string]interface {}{");
    let boxed = tea.trim_end().replace('\n', "\n\x1b[31m│\x1b[0m \x1b[0m");
    let boxed = format!("\x1b[31m╷\x1b[0m\n│ {boxed}\n\x1b[31m│\x1b[0m\n\x1b[31m╵\x1b[0m\n");
    vec![
        (line.clone(), Form::Json, true),
        (
            serde_json::to_string_pretty(&body).expect("JSON"),
            Form::Json,
            true,
        ),
        (format!("2026-01-02 [ERROR] {line}"), Form::Json, true),
        (format!("failed: {EVENTS}: {line}"), Form::Bare, true),
        (in_string.clone(), Form::NestedJson, true),
        (
            json!({"stdout": in_string}).to_string(),
            Form::NestedJson,
            true,
        ),
        (tea.clone(), Form::Tea, true),
        (tea.replace("\n   ", " "), Form::Tea, true),
        (json!({"msg": tea}).to_string(), Form::Tea, true),
        (message.clone(), Form::Tea, false),
        (
            format!(
                "SDK.ServerError\nErrorCode: StatusForbidden\nRecommend: \nRequestId: R-1\nMessage: {EVENTS}"
            ),
            Form::ServerError,
            false,
        ),
        (
            format!(
                "Aliyun API Error: RequestId: R-1 Status Code: 403 Code: StatusForbidden Message: {EVENTS}"
            ),
            Form::Aliyungo,
            false,
        ),
        (
            format!(
                "&common.Error{{ErrorResponse:common.ErrorResponse{{Response:common.Response{{RequestId:\"R-1\"}}, HostId:\"\", Code:\"StatusForbidden\", Message:\"{EVENTS}\"}}, StatusCode:403}}"
            ),
            Form::Go,
            false,
        ),
        (map, Form::Go, true),
        (typed, Form::Go, true),
        (dict.clone(), Form::PythonDict, true),
        (
            format!("Tea.exceptions.TeaException: Error: StatusForbidden {message} Data: {dict}"),
            Form::Python,
            true,
        ),
        (
            format!(
                "x.exceptions.ServerException: HTTP Status: 403 Error:StatusForbidden {EVENTS} RequestID: R-1"
            ),
            Form::Python,
            false,
        ),
        (
            format!("com.aliyun.tea.TeaException: {message}\n\tat a.B.c(B.java:1)\n"),
            Form::Java,
            false,
        ),
        (
            format!(
                "java.lang.RuntimeException: com.aliyun.tea.TeaException: {message}\n\tat a.B.c(B.java:1)\nCaused by: com.aliyun.tea.TeaException: {message}\n\t... 3 more\n"
            ),
            Form::Java,
            false,
        ),
        (
            format!(
                "Aliyun.Acs.Core.Exceptions.ClientException: StatusForbidden : {EVENTS} + [ RequestId : R-1 ]\n   at A.B()"
            ),
            Form::DotNet,
            false,
        ),
        (
            format!(
                "<Error>\n  <Code>StatusForbidden</Code>\n  <Message>{EVENTS}</Message>\n  <RequestId>R-1</RequestId>\n</Error>"
            ),
            Form::Xml,
            false,
        ),
        (boxed, Form::Terraform, true),
    ]
}

#[test]
fn the_message_is_found_in_every_wrapping() {
    for (text, form, has_detail) in wrapped() {
        let refusal = one(&text);
        assert_is_events(&refusal, has_detail);
        assert_eq!(refusal.form, form, "{text}");
    }
}

#[test]
fn the_messages_of_other_products() {
    let refusal = one(&rpc_body().to_string());
    assert_eq!(refusal.kind, Kind::Ram);
    assert_eq!(
        refusal.action,
        Some(Action::Unlisted("ram:ListUsers".into()))
    );
    assert_eq!(refusal.resource.as_deref(), Some("acs:ram:*:100:user/*"));
    assert_eq!(refusal.caller, Some(Caller::RoleSession));
    assert_eq!(refusal.principal.as_deref(), Some("reader:session"));
    assert_eq!(refusal.deny, Some(Deny::Explicit));
    assert_eq!(refusal.policy_type, Some(PolicyType::ControlPolicy));
    assert_eq!(refusal.request_id.as_deref(), Some("R-2"));

    let text = "ErrorCode: AccessDenied\n\
        Message: the caller is not authorized to perform 'fc:GetService' on resource 'acs:fc:x:1:services/a'\n\
        RequestId: R-3\n\
        AccessDeniedDetail: map[NoPermissionType:ExplicitDeny PolicyType:SessionPolicy]\n";
    let refusal = one(text);
    assert_eq!(
        refusal.action,
        Some(Action::Unlisted("fc:GetService".into()))
    );
    assert_eq!(refusal.resource.as_deref(), Some("acs:fc:x:1:services/a"));
    assert_eq!(refusal.deny, Some(Deny::Explicit));
    assert_eq!(refusal.policy_type, Some(PolicyType::SessionPolicy));
    assert_eq!(refusal.request_id.as_deref(), Some("R-3"));

    let text = "denied by sts or ram, action: log:GetProject, resource: acs:log:x:1:project/a";
    let refusal = one(text);
    assert_eq!(
        refusal.action,
        Some(Action::Unlisted("log:GetProject".into()))
    );
    assert_eq!(refusal.resource.as_deref(), Some("acs:log:x:1:project/a"));

    for text in [
        NO_ACTION.to_owned(),
        json!({"Code": "Forbidden.RAM", "Message": NO_ACTION}).to_string(),
        format!("SDK.ServerError\nErrorCode: Forbidden.RAM\n...\nMessage: {NO_ACTION}"),
        format!("com.aliyuncs.exceptions.ClientException: Forbidden.RAM : {NO_ACTION}"),
        "You are not authorized to do this action. You should be authorized by RAM.".to_owned(),
        "ErrorCode: AccessDenied\nErrorMessage: Access denied by authorizer's policy.".to_owned(),
    ] {
        let refusal = one(&text);
        assert_eq!(
            (refusal.kind, &refusal.action),
            (Kind::Ram, &None),
            "{text}"
        );
    }
    for text in [
        "<Code>AccessDenied</Code><Message>Access denied by bucket policy.</Message>",
        "<Code>AccessDenied</Code><Message>Because of the bucket acl.</Message>",
        "ErrorCode: UserNotAllowed\nMessage: Please apply.",
        "|403|Forbidden.NotSupportRAM|RAM users may not do this.|",
    ] {
        let refusal = one(text);
        assert_eq!(
            (refusal.kind, &refusal.action),
            (Kind::Other, &None),
            "{text}"
        );
    }
    // The detail says more than the message.
    let text = "<Error><Code>AccessDenied</Code><Message>No.</Message><AccessDeniedDetail>\
        <AuthAction>oss:GetObject</AuthAction></AccessDeniedDetail></Error>";
    let refusal = one(text);
    assert_eq!(refusal.kind, Kind::Ram);
    assert_eq!(
        refusal.action,
        Some(Action::Unlisted("oss:GetObject".into()))
    );
}

#[test]
fn unknown_values_are_kept_as_text() {
    let text = body()
        .to_string()
        .replace("SubUser", "Robot")
        .replace("ImplicitDeny", "MaybeDeny")
        .replace("AccountLevelIdentityBasedPolicy", "MoonPolicy");
    let refusal = one(&text);
    assert_eq!(refusal.caller, Some(Caller::Other("Robot".into())));
    assert_eq!(refusal.deny, Some(Deny::Other("MaybeDeny".into())));
    assert_eq!(
        refusal.policy_type,
        Some(PolicyType::Other("MoonPolicy".into()))
    );
    let callers = [Caller::Federated, Caller::RootUser, Caller::RoleSession];
    for caller in callers {
        let text = body().to_string().replace("SubUser", caller.as_str());
        assert_eq!(one(&text).caller, Some(caller));
    }
}

#[test]
fn terraform_breaks_lines_anywhere_between_words() {
    let text = "╷\n│ Error: [ERROR] a.go:1: Resource x ListUsers Failed!!! [SDK alibaba-cloud-sdk-go\n\
        │ ERROR]:\n│ SDK.ServerError\n│ ErrorCode:\n│ NoPermission\n│ RequestId:\n│ R-2\n\
        │ Message: You are not authorized to do this\n│ action. Resource:\n│ acs:ram:*:100:user/*\n\
        │ Action:\n│ ram:ListUsers\n│\n│   with alicloud_ram_user.a,\n\
        │   on main.tf line 1, in resource \"alicloud_ram_user\" \"a\" {\n╵\n";
    let times = text.replace("│ ", "2026-01-02T03:04:05.0000000Z │ ");
    for text in [text, &times] {
        let refusal = one(text);
        assert_eq!(
            refusal.action,
            Some(Action::Unlisted("ram:ListUsers".into()))
        );
        assert_eq!(refusal.resource.as_deref(), Some("acs:ram:*:100:user/*"));
        assert_eq!(refusal.request_id.as_deref(), Some("R-2"));
        assert_eq!(refusal.code.as_deref(), Some("NoPermission"));
        assert_eq!(refusal.form, Form::Terraform);
        let place = &text[refusal.range];
        assert!(place.starts_with("You are") && place.ends_with("ram:ListUsers"));
    }
}

#[test]
fn what_is_no_single_action_is_malformed() {
    for token in [
        "*",
        "cs:*",
        "cs:Describe*",
        "cs:DescribeEvent?",
        "*:DescribeEvents",
        "DescribeEvents",
        "cs:Describe:Events",
        "cs:DescribeEvents,cs:DeleteCluster",
        "cs:DescribeEvents;cs:DeleteCluster",
        "cs:DescribeEvents,*",
        "cs:DescribeEvents]*",
        "cs:Describe\u{200b}Events",
        "cs:Ｄescribe",
        "CS:DescribeEvents",
        "acs:cs:*:*:*",
        "cs:…",
    ] {
        let refusal = one(&format!("RAM policy Forbidden for action {token}\n"));
        let action = refusal.action.expect("an action");
        assert_eq!(action, Action::Malformed(token.to_owned()));
        assert!(!action.is_well_formed() && action.known().is_none());
    }
    let long = "A".repeat(5_000);
    let refusal = one(&format!("{USERS}{long}"));
    assert!(matches!(refusal.action, Some(Action::Malformed(text)) if text.len() < 300));
    let quoted = "the caller is not authorized to perform 'fc:* and more' on resource '*'";
    let action = one(quoted).action;
    assert_eq!(action, Some(Action::Malformed("fc:* and more".into())));
    let detail = body()
        .to_string()
        .replace(EVENTS, "no")
        .replace("cs:DescribeEvents", "cs:*");
    assert_eq!(one(&detail).action, Some(Action::Malformed("cs:*".into())));

    // The signs of a sentence or of a dump are no part of it.
    for end in [
        ".",
        ", and more",
        ")",
        "]",
        "}]",
        "，请联系",
        "。",
        ":",
        "</p>",
        "'",
        "`",
    ] {
        let refusal = one(&format!("{EVENTS}{end}"));
        let action = refusal.action.and_then(|action| action.known());
        assert_eq!(action, Some(AckAction::DescribeEvents), "{end}");
    }
    let fields = format!("{{message={EVENTS},code=StatusForbidden}}");
    assert!(
        one(&fields)
            .action
            .is_some_and(|action| action.is_well_formed())
    );
}

/// As people write it in an issue.
#[test]
fn a_message_or_its_action_may_stand_between_backticks() {
    for text in [
        "It says `RAM policy Forbidden for action cs:DescribeEvents` here.",
        "RAM policy Forbidden for action `cs:DescribeEvents`, and nothing else",
    ] {
        let refusal = one(text);
        assert_eq!(
            refusal.action,
            Some(Action::Known(AckAction::DescribeEvents))
        );
    }
}

#[test]
fn a_repeat_raises_the_count() {
    let nodes = "STSToken policy Forbidden for action cs:DescribeClusterNodes";
    let text = format!(
        "{EVENTS}\n{nodes}\n{EVENTS}\nSTSToken{}\n{EVENTS}\n",
        &EVENTS[3..]
    );
    let found = find(&text);
    let counts: Vec<(&str, Option<Caller>, usize)> = found
        .iter()
        .map(|refusal| {
            let action = refusal.action.as_ref().map_or("", |action| action.as_str());
            (action, refusal.caller.clone(), refusal.count)
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("cs:DescribeEvents", Some(Caller::RamUser), 3),
            ("cs:DescribeClusterNodes", Some(Caller::RoleSession), 1),
            ("cs:DescribeEvents", Some(Caller::RoleSession), 1),
        ]
    );
    assert_eq!(found[0].range, 0..EVENTS.len());

    let list = json!([body(), rpc_body(), body()]);
    for text in [
        list.to_string(),
        serde_json::to_string_pretty(&list).expect("JSON"),
    ] {
        let counts: Vec<usize> = find(&text).iter().map(|refusal| refusal.count).collect();
        assert_eq!(counts, [2, 1]);
    }
}

#[test]
fn a_detail_belongs_to_its_own_call() {
    // Two calls, of which only one has a detail.
    let bare = json!({"message": "RAM policy Forbidden for action cs:StartAlert"});
    for list in [json!([bare, body()]), json!([body(), bare])] {
        let texts = [
            list.to_string(),
            serde_json::to_string_pretty(&list).expect("JSON"),
            format!("{}\n{}", list[0], list[1]),
            format!("{}\n\n{}", list[0], list[1]),
            format!("{} {}", list[0], list[1]),
            json!({"requestId": "of both", "errors": list}).to_string(),
        ];
        for text in texts {
            let found = find(&text);
            assert_eq!(found.len(), 2, "{text}");
            for refusal in found {
                let action = refusal.action.as_ref().and_then(Action::known);
                if action == Some(AckAction::StartAlert) {
                    assert_eq!((&refusal.principal, &refusal.deny), (&None, &None));
                    assert_eq!(refusal.request_id, None, "{text}");
                } else {
                    assert_is_events(&refusal, true);
                }
            }
        }
    }
    // Another failure, which is no refusal.
    for text in [
        format!("{EVENTS}\nErrorCode: Throttling\nMessage: Slowly.\nRequestId: R-9\n"),
        format!(
            "{EVENTS} {{\"Code\": \"Throttling\", \"Message\": \"Slowly.\", \"RequestId\": \"R-9\"}}"
        ),
        format!("{EVENTS}\nINFO done, requestId: R-9\n"),
        format!("{EVENTS}\n\nRequestId: R-9\n"),
        format!("RequestId: R-9\n\n{EVENTS}\n"),
        format!(
            "[{{\"RequestId\": \"R-9\", \"PolicyType\": \"Custom\"}}, {{\"message\": \"{EVENTS}\"}}]"
        ),
    ] {
        let refusal = one(&text);
        assert_eq!(
            (&refusal.request_id, &refusal.policy_type),
            (&None, &None),
            "{text}"
        );
    }
    // A message and the action of its detail disagree: the message is what was answered.
    let text = body()
        .to_string()
        .replace("\"cs:DescribeEvents\"", "\"cs:StartAlert\"");
    let action = one(&text).action.and_then(|action| action.known());
    assert_eq!(action, Some(AckAction::DescribeEvents));
    // What is absent.
    let nothing = json!({"message": EVENTS, "requestId": null, "AuthAction": null});
    for text in [
        nothing.to_string(),
        nothing.to_string().replace("null", "None"),
    ] {
        assert_eq!(one(&text).request_id, None);
    }
    // The request id of the message, not that of the log.
    let text = format!("requestId=R-9 error=\"code: 403, {EVENTS} request id: R-1\"");
    assert_is_events(&one(&text), false);
    // The detail alone.
    let refusal = one(&body()["accessDeniedDetail"].to_string());
    assert_eq!(refusal.principal.as_deref(), Some("200"));
}

#[test]
fn what_no_ram_policy_mends_is_told_apart() {
    let missing = |text: &str, kind: Kind| {
        let refusal = one(text);
        assert_eq!((refusal.kind, &refusal.action), (kind, &None), "{text}");
        refusal.missing.expect("what is missing")
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
    // RAM's own refusal beside them.
    let kinds: Vec<Kind> = find(&format!("ForbiddenHelmUsage {EVENTS} APISERVER_403"))
        .iter()
        .map(|refusal| refusal.kind)
        .collect();
    assert_eq!(kinds, [Kind::Service, Kind::Ram, Kind::Rbac]);
}

fn add_files(folder: &Path, text: &mut String) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // What is about refusals holds some.
        if name.starts_with('.') || name == "target" || name.contains("refusal") {
            continue;
        }
        if path.is_dir() {
            add_files(&path, text);
        } else if let Ok(file) = fs::read_to_string(&path) {
            text.push_str(&file);
            text.push('\n');
        }
    }
}

#[test]
fn ordinary_text_holds_none() {
    let mut text = String::new();
    add_files(&workspace(), &mut text);
    // The page and the README quote the message.
    let lines = text
        .lines()
        .filter(|line| !line.contains("policy Forbidden for action"));
    let mut text: String = lines.flat_map(|line| [line, "\n"]).collect();
    for number in 0..20_000 {
        let _ = writeln!(
            text,
            "2026-01-02T03:04:05Z INFO [{number}] GET /clusters 403 Forbidden requestId={number:x} \
             action=cs:DescribeEvents policy=reader\n\
             E0102 error: AccessDenied is what the client saw, the action was not authorized\n\
             {{\"level\":\"warn\",\"code\":403,\"message\":\"Forbidden\",\"requestId\":\"{number}\"}}\n\
             The RAM policy forbids the action; RAM policy Forbidden; STSToken policy.\n\
             {{\"Effect\": \"Deny\", \"Action\": \"cs:*\", \"Resource\": \"acs:cs:*:*:cluster/*\"}}\n\
             {{\"PolicyType\": \"Custom\", \"PolicyName\": \"p{number}\", \"RequestId\": \"x\"}}\n\
             You are not authorized to do this. You are not authorized to do this action.\n\
             open /etc/shadow: permission denied; Code: Throttling Message: AccessDenied\n\
             the role not exists; no permission; User not authorized; NoPermission, UserNotAllowed\n\
             <Error><Code>NoSuchKey</Code><Message>AccessDenied</Message></Error>\n\
             Resource: acs:ram:*:1:user/a Action: ram:GetUser\n\
             secrets is forbidden by policy; forbidden: User agrees; ForbiddenException: no",
        );
    }
    assert!(text.len() > 5_000_000, "{}", text.len());
    let found = find(&text);
    let shown: Vec<&str> = found
        .iter()
        .map(|refusal| &text[refusal.range.clone()])
        .collect();
    assert!(found.is_empty(), "{shown:?}");
}

/// Of such a size a text takes a few tenths of a second, and minutes where the time is no multiple
/// of the size.
const SIZE: usize = 1_000_000;

/// Near misses, deep braces, and refusals that are all different.
#[test]
fn the_time_grows_with_the_text_alone() {
    let units = [
        "RAM policy Forbidden for action ",
        "RAM policy Forbidden for ",
        "the caller is not authorized to perform '",
        "You are not authorized to do this action. Resource: ",
        "forbidden: User \"a\" cannot ",
        "RequestId:\"\\\"",
        "Code: Forbidden.RAM ",
        "map[AuthAction:cs:Y Code:AccessDenied Message:",
        "[{\"code\":\"AccessDenied\",\"message\":\"a\"}",
        "{\"a\":[",
        "\x1b[",
        "\\\"",
        "│ \n",
        " \n",
    ];
    let distinct = |open: &str, close: &str| -> String {
        let calls = (0..15_000)
            .map(|number| format!("{open}\"RAM policy Forbidden for action cs:A{number}\"{close}"));
        calls.collect()
    };
    let texts = units.iter().map(|unit| unit.repeat(SIZE / unit.len()));
    let texts = texts.chain([
        distinct("", "\n"),
        distinct("[{\"message\":", "}"),
        "{".repeat(60) + &distinct("", ","),
        distinct(&"[".repeat(50), &"]".repeat(50)),
    ]);
    for text in texts {
        let start = Instant::now();
        let found = find(&text);
        let took = start.elapsed();
        let shown: String = text.chars().take(60).collect();
        assert!(took < Duration::from_secs(90), "{took:?}: {shown}");
        assert!(
            found
                .iter()
                .all(|refusal| text.get(refusal.range.clone()).is_some())
        );
    }
}

/// A message, its action, and its resource.
fn message() -> impl Strategy<Value = (String, String, Option<String>)> {
    let known: Vec<String> = AckAction::ALL.iter().map(ToString::to_string).collect();
    let action = prop_oneof![select(known), "[a-z][a-z0-9-]{0,8}:[A-Z][A-Za-z0-9]{0,20}"];
    let resource = "acs:[a-z]{2,4}:[a-z*-]{1,8}:[0-9]{1,6}:[a-z]{1,6}/[a-z0-9*-]{1,8}";
    (0..5, action, resource).prop_map(|(sentence, action, resource)| match sentence {
        0 => (
            format!("RAM policy Forbidden for action {action}"),
            action,
            None,
        ),
        1 => (
            format!("STSToken policy Forbidden for action {action}"),
            action,
            None,
        ),
        2 => (
            format!(
                "You are not authorized to do this action. Resource: {resource} Action: {action}"
            ),
            action,
            Some(resource),
        ),
        3 => (
            format!("the caller is not authorized to perform '{action}' on resource '{resource}'"),
            action,
            Some(resource),
        ),
        _ => (
            format!("denied by sts or ram, action: {action}, resource: {resource}"),
            action,
            Some(resource),
        ),
    })
}

/// A wrapping that may be put around another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapping {
    Json,
    PrettyJson,
    JsonString,
    Log,
    Tea,
    GoMap,
    GoStruct,
    Xml,
    Colours,
    Box,
}

fn wrap(wrapping: Wrapping, text: &str, breaks: &[bool]) -> String {
    // A space at which a line may be broken, or words may change their colour.
    let at_spaces = |text: &str, with: &str| -> String {
        let mut breaks = breaks.iter().cycle();
        let words = text.split_inclusive(' ').map(|word| {
            if word.ends_with(' ') && breaks.next() == Some(&true) {
                format!("{}{with}", word.trim_end())
            } else {
                word.to_owned()
            }
        });
        words.collect()
    };
    match wrapping {
        Wrapping::Json => json!({"code": "X", "message": text}).to_string(),
        Wrapping::PrettyJson => {
            let value = json!({"HttpStatus": 403, "Message": text, "other": [1, {"a": 2}]});
            serde_json::to_string_pretty(&value).expect("JSON")
        }
        Wrapping::JsonString => json!({"msg": json!({"a": [text]}).to_string()}).to_string(),
        Wrapping::Log => format!("2026-01-02 03:04:05 [ERROR] main.go:7: failed: {text} (retry)"),
        Wrapping::Tea => {
            format!("SDKError:\n   StatusCode: 403\n   Message: {text}\n   Data: {{}}\n")
        }
        Wrapping::GoMap => format!("map[Code:X Message:{text} Other:map[a:b]]"),
        Wrapping::GoStruct => format!("&errors.Error{{Code:\"X\", Message:{text:?}, Status:403}}"),
        Wrapping::Xml => {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;");
            format!("<Error>\n  <Message>{text}</Message>\n</Error>")
        }
        Wrapping::Colours => format!("\x1b[31m{}\x1b[0m", at_spaces(text, "\x1b[1;32m \x1b[0m")),
        Wrapping::Box => {
            let text = at_spaces(text, "\n").replace('\n', "\n\x1b[31m│\x1b[0m ");
            format!("╷\n│ Error: failed\n│ {text}\n│ \n╵\n")
        }
    }
}

fn wrapping() -> impl Strategy<Value = Wrapping> {
    select(vec![
        Wrapping::Json,
        Wrapping::PrettyJson,
        Wrapping::JsonString,
        Wrapping::Log,
        Wrapping::Tea,
        Wrapping::GoMap,
        Wrapping::GoStruct,
        Wrapping::Xml,
        Wrapping::Colours,
        Wrapping::Box,
    ])
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn a_wrapping_changes_neither_action_nor_resource(
        (message, action, resource) in message(),
        inner in wrapping(),
        breaks in vec(any::<bool>(), 1..12),
        outer in select(vec![None, Some(Wrapping::JsonString), Some(Wrapping::Box), Some(Wrapping::Log)]),
    ) {
        // A box in a box has its signs within the lines.
        prop_assume!(inner != Wrapping::Box || outer != Some(Wrapping::Box));
        let mut text = wrap(inner, &message, &breaks);
        if let Some(outer) = outer {
            text = wrap(outer, &text, &breaks);
        }
        let found = find(&text);
        prop_assert_eq!(found.len(), 1, "{}\n{:?}", text, found);
        let refusal = &found[0];
        prop_assert_eq!(refusal.kind, Kind::Ram);
        prop_assert_eq!(refusal.action.as_ref().map(Action::as_str), Some(&*action), "{}", text);
        prop_assert_eq!(&refusal.resource, &resource, "{}", text);
        prop_assert_eq!(refusal.count, 1);
        prop_assert!(text.get(refusal.range.clone()).is_some_and(|place| place.contains(&action)));
    }

    #[test]
    fn any_text_is_read_and_places_are_in_it(
        parts in vec(
            prop_oneof![
                any::<String>(),
                message().prop_map(|(message, _, _)| message),
                select(vec![
                    "{", "}", "[", "]", "map[", "\"", "\\\"", "\n", "\n\n", "│ ", "╷\n", "╵\n", " ", "\x1b[31m",
                    "\x1b[", "&quot;", "\\u00", "\\u0027", "\\n", "Code: ", "AccessDenied", "Message:", "RequestId: ",
                    "AuthAction:", "NoPermissionType\":\"", "RAM policy Forbidden for action ", "<Error>", "…", "’",
                    " Resource: ", " Action:", "forbidden: User \"", "\" cannot ", "APISERVER_403", "Caused by: ",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        ),
    ) {
        let text: String = parts.concat();
        let mut last = 0;
        for refusal in find(&text) {
            prop_assert!(text.get(refusal.range.clone()).is_some_and(|place| !place.is_empty()));
            prop_assert!(refusal.range.start >= last);
            last = refusal.range.start;
            prop_assert!(refusal.count > 0);
            if let Some(action) = refusal.action.filter(Action::is_well_formed) {
                let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
                prop_assert!(action.as_str().chars().all(is_name));
                prop_assert_eq!(action.as_str().matches(':').count(), 1);
            }
        }
    }
}
