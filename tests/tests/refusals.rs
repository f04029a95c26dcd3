//! Refused calls in messages that are composed from the formats of the SDKs.

mod refusal;

use ack_catalog::AckAction;
use ack_catalog::refusal::{Action, Caller, Deny, Form, Kind, PolicyType};
use refusal::{EVENTS, NO_ACTION, USERS, assert_is_events, body, one, rpc_body};
use serde_json::json;

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
