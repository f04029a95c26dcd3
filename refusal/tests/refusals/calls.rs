//! Grouping of the message, code, request ID and detail of one call. `GET` and `PUT` are short sentences
//! that refuse a call.

use crate::common::{EVENTS, assert_calls, body, calls, one, rpc_body};
use ram_refusal::find;
use serde_json::json;

const GET: &str = "ram action=log:Get";
const PUT: &str = "ram action=log:Put";
const TWICE: &str = "ram action=log:Get count=2";

#[test]
fn message_in_two_fields_of_one_object_is_one_call() {
    assert_calls(&[
        (r#"{"a": "GET", "b": "GET"}"#, &[GET]),
        ("{\n  \"a\": \"GET\",\n  \"b\": \"GET\"\n}", &[GET]),
        ("{\n  \"a\": \"GET\",\n\n  \"b\": \"GET\"\n}", &[GET]),
        (r#"{"a": "GET", "b": "PUT"}"#, &[GET, PUT]),
        ("map[a:GET b:GET]", &[GET]),
        ("│ {\n│   \"a\": \"GET\",\n│   \"b\": \"GET\"\n│ }", &[GET]),
        // A log in a string.
        (r#"{"a": "10:00 GET\n10:05 GET"}"#, &[TWICE]),
        (r#"{"a": "10:00 GET\n\n10:05 GET"}"#, &[TWICE]),
        ("GET, GET", &[TWICE]),
        ("[\n  \"GET\",\n  \"GET\"\n]", &[TWICE]),
        (r#"["GET", "GET"]"#, &[TWICE]),
        // Parts with one request ID are the same call anywhere in a line.
        (
            "GET request id: R-1, GET request id: R-1",
            &["ram action=log:Get id=R-1"],
        ),
        (
            "GET request id: R-1, GET request id: R-2",
            &["ram action=log:Get id=R-1 count=2"],
        ),
        (
            "GET request id: R-1, GET",
            &["ram action=log:Get id=R-1 count=2"],
        ),
        // The more detailed message is kept; between equal ones, the first.
        (
            r#"{"a": "You are not authorized to do this action.", "b": "You are not authorized to do this action. Action: ram:A"}"#,
            &["ram action=ram:A"],
        ),
        (
            r#"{"a": "the caller is not authorized to perform 'a:B' on resource 'c'", "b": "the caller is not authorized to perform 'a:B' on resource 'd'"}"#,
            &["ram action=a:B resource=c"],
        ),
    ]);
}

#[test]
fn second_value_of_a_unique_part_starts_another_call() {
    assert_calls(&[
        (
            "Error: Forbidden.RAM Code: Forbidden.RAM",
            &["ram code=Forbidden.RAM"],
        ),
        (
            "Code: Forbidden.RAM RequestId: R-1 Code: Forbidden.SubUser RequestId: R-2",
            &[
                "ram code=Forbidden.RAM id=R-1",
                "ram code=Forbidden.SubUser id=R-2",
            ],
        ),
        (
            "Code: Forbidden.RAM Code: Throttling RequestId: R-9",
            &["ram code=Forbidden.RAM"],
        ),
        (
            "Code: Throttling RequestId: R-9 Code: Forbidden.RAM",
            &["ram code=Forbidden.RAM"],
        ),
        (
            "GET RequestId: R-1 RequestId: R-1 AuthPrincipalDisplayName: a",
            &["ram action=log:Get principal=a id=R-1"],
        ),
        (
            "GET RequestId: R-1 RequestId: R-9 AuthPrincipalDisplayName: b",
            &["ram action=log:Get id=R-1"],
        ),
        (
            "GET AuthPrincipalDisplayName: a AuthPrincipalDisplayName: a AuthPrincipalOwnerId: 1",
            &["ram action=log:Get principal=a owner=1"],
        ),
        (
            "GET AuthPrincipalDisplayName: a AuthPrincipalDisplayName: b AuthPrincipalOwnerId: 9",
            &["ram action=log:Get principal=a"],
        ),
        (
            "AuthAction: log:Put NoPermissionType: ImplicitDeny; GET",
            &["ram action=log:Put deny=ImplicitDeny", GET],
        ),
        (
            "GET\nAuthAction: log:Put\nNoPermissionType: ImplicitDeny\n",
            &[GET, "ram action=log:Put deny=ImplicitDeny"],
        ),
        (
            "Code: APISERVER_403 RequestId: R-9, GET",
            &["rbac code=APISERVER_403 id=R-9", GET],
        ),
    ]);
}

/// The start of an error ends the previous one in the same line.
#[test]
fn header_of_an_error_starts_another_call() {
    let code = "ram code=Forbidden.RAM count=2";
    assert_calls(&[
        (
            "SDK.ServerError ErrorCode: Forbidden.RAM SDK.ServerError ErrorCode: Forbidden.RAM",
            &[code],
        ),
        (
            "<Error><Code>Forbidden.RAM</Code></Error><Error><Code>Forbidden.RAM</Code></Error>",
            &[code],
        ),
        (
            r#"SDKError: RequestId: R-1 Data: {"message": "GET"} SDKError: RequestId: R-2 Data: {"message": "PUT"}"#,
            &["ram action=log:Get id=R-1", "ram action=log:Put id=R-2"],
        ),
        (
            r#"SDKError: RequestId: R-9 [{"message": "GET"}, {"message": "GET"}] SDKError: RequestId: R-2 Data: {"message": "PUT"}"#,
            &[TWICE, "ram action=log:Put id=R-2"],
        ),
    ]);
}

#[test]
fn parts_around_a_call_belong_to_it_unless_it_has_siblings() {
    assert_calls(&[
        (
            r#"{"requestId": "R-1", "error": {"message": "GET"}}"#,
            &["ram action=log:Get id=R-1"],
        ),
        (
            r#"{"error": {"message": "GET"}, "requestId": "R-1"}"#,
            &["ram action=log:Get id=R-1"],
        ),
        (
            r#"{"requestId": "R-1", "x": {}, "error": {"message": "GET"}}"#,
            &["ram action=log:Get id=R-1"],
        ),
        (
            r#"{"requestId": "R-9", "a": {"message": "GET"}, "b": {"message": "PUT"}}"#,
            &[GET, PUT],
        ),
        (
            r#"{"a": {"errors": [{"message": "GET"}, {"message": "GET"}]}, "b": {"message": "PUT"}, "requestId": "R-9"}"#,
            &[TWICE, PUT],
        ),
        (
            r#"{"errors": [{"AuthAction": "log:Get", "NoPermissionType": "ImplicitDeny"}, {"AuthAction": "log:Put", "NoPermissionType": "ImplicitDeny"}], "requestId": "R-9"}"#,
            &[
                "ram action=log:Get deny=ImplicitDeny",
                "ram action=log:Put deny=ImplicitDeny",
            ],
        ),
        // A request ID in a line of several calls does not belong to the previous line either.
        (
            "GET\nRequestId: R-9 {\"message\": \"GET\"} {\"message\": \"PUT\"}",
            &[TWICE, PUT],
        ),
        (
            "GET\nRequestId: R-9 [{\"message\": \"GET\"}, {\"message\": \"PUT\"}]",
            &[TWICE, PUT],
        ),
    ]);
}

#[test]
fn conflicting_parts_do_not_join_a_call() {
    assert_calls(&[
        (
            r#"{"code": "APISERVER_403", "requestId": "R-9", "error": {"message": "GET"}}"#,
            &["rbac code=APISERVER_403 id=R-9", GET],
        ),
        (
            r#"{"AuthAction": "log:Put", "AuthPrincipalDisplayName": "b", "error": {"message": "GET"}}"#,
            &[GET],
        ),
        (
            r#"{"AuthAction": "log:Put", "NoPermissionType": "ImplicitDeny", "error": {"message": "GET"}}"#,
            &["ram action=log:Put deny=ImplicitDeny", GET],
        ),
        // Only the message beside a code tells what the code is about.
        (
            r#"{"message": "failed", "error": {"code": "AccessDenied"}}"#,
            &["other code=AccessDenied"],
        ),
        (
            r#"{"error": {"code": "AccessDenied", "message": "failed"}}"#,
            &["other code=AccessDenied"],
        ),
        // A detail belongs to its own response, whatever action it names.
        (
            r#"{"message": "GET", "accessDeniedDetail": {"AuthAction": "log:Put", "AuthPrincipalDisplayName": "a"}}"#,
            &["ram action=log:Get principal=a"],
        ),
        (
            r#"GET {"AuthAction": "log:Get", "AuthPrincipalDisplayName": "a"}"#,
            &["ram action=log:Get principal=a"],
        ),
        (
            r#"GET {"AuthAction": "log:Put", "AuthPrincipalDisplayName": "b"}"#,
            &[GET],
        ),
    ]);
}

/// Open braces continue on the next line only if that looks like it: a log may have truncated them.
#[test]
fn object_over_several_lines_is_one_call() {
    let one = "ram action=log:Get id=R-1";
    for text in [
        "{\n  \"requestId\": \"R-1\",\n  \"errors\": [\n    {\n      \"message\": \"GET\"\n    }\n  ]\n}",
        "{\n\"requestId\": \"R-1\",\n\"error\":\n{\n\"message\":\n\"GET\"\n}\n}",
        "{\n  \"errors\":\n  [\n    {\"message\": \"GET\"}\n  ],\n  \"requestId\": \"R-1\"\n}",
        "{\n  error: {\n    message: 'GET',\n    status: 403\n  },\n  requestId: 'R-1'\n}",
        "{\n  message: 'GET',\n  requestId: 'R-1'\n}",
        "{\n\n  \"message\": \"GET\",\n\n  \"requestId\": \"R-1\"\n\n}",
    ] {
        assert_eq!(calls(text), [one], "{text}");
    }
    for text in [
        "{\"error\": {\"message\": \"GET\"",
        "{\"message\": \"GET\ndone, requestId: R-9",
        "{\"message\": \"GET\"\nworker: done, requestId: R-9",
        "{\"message\": \"GET\"\n\"worker\" done, requestId: R-9",
        "{\"message\": \"GET\"\n\n\"worker\" done, requestId: R-9",
        "{\"message\": \"GET\",\n\ndone, requestId: R-9",
        "{\"message\": \"GET\"\n{\"requestId\": \"R-9\", \"level\": \"info\"}",
        "{\"message\": \"GET\",\ndone, requestId: R-9",
        "{\"message\": \"GET\",\nworker done, requestId: R-9",
        "{\"message\": \"GET\",\n12: done, requestId: R-9",
        "{\"message\": \"GET\",\n12:00:01 done, requestId: R-9",
        // Outside braces, a comma does not join lines.
        "GET,\n\"worker\" is done, requestId: R-9",
    ] {
        assert_eq!(calls(text), [GET], "{text}");
    }
}

/// Braces beyond the depth limit do not disturb the rest.
#[test]
fn deep_braces_do_not_disturb_the_rest() {
    let list = |depth: usize, inner: &str| "[".repeat(depth) + inner + &"]".repeat(depth);
    let two = |inner: &str| {
        let object = format!(r#"{{"message": "GET", "x": {inner}, "requestId": "R-1"}}"#);
        let other = object.replace("GET", "PUT").replace("R-1", "R-2");
        format!("{object}, {other}")
    };
    let both = ["ram action=log:Get id=R-1", "ram action=log:Put id=R-2"];
    for depth in [1, 10, 62, 63] {
        let text = list(depth, r#"{"requestId": "R-9"}, {"message": "GET"}"#);
        assert_eq!(calls(&text), [GET], "{depth}");
        assert_eq!(calls(&list(depth, &two("[[[]]]"))), both, "{depth}");
    }
    for depth in [1, 60, 63, 64, 65, 66, 100, 5_000] {
        let deep = list(depth, "");
        assert_eq!(calls(&two(&deep)), both, "{depth}");
        let text = format!(r#"[{deep}, {{"requestId": "R-9"}}, {{"message": "GET"}}]"#);
        assert_eq!(calls(&text), [GET], "{depth}");
        assert_eq!(calls(&list(depth, "GET")), [GET], "{depth}");
        let cut = "[".repeat(depth) + "GET\n{\"message\": \"PUT\"}";
        assert_eq!(calls(&cut), [GET, PUT], "{depth}");
    }
}

#[test]
fn lines_of_one_error_are_one_call() {
    let one = "ram action=log:Get id=R-1";
    assert_calls(&[
        ("GET\nRequestId: R-1", &[one]),
        ("GET\nthe rest\nRequestId: R-9", &[GET]),
        ("GET\n\nRequestId: R-9", &[GET]),
        ("RequestId: R-9\nGET", &[GET]),
        (
            "GET\nAuthPrincipalDisplayName: a",
            &["ram action=log:Get principal=a"],
        ),
        (
            "GET\nof AuthAction: log:Get AuthPrincipalDisplayName: a",
            &["ram action=log:Get principal=a"],
        ),
        ("GET\nof AuthPrincipalDisplayName: b", &[GET]),
        (
            "ErrorCode: Forbidden.RAM\n\nRequestId: R-9",
            &["ram code=Forbidden.RAM"],
        ),
        // A different failure.
        ("GET\nErrorCode: Throttling\nRequestId: R-9", &[GET]),
        (
            "GET\nErrorCode: Forbidden.\nRequestId: R-1",
            &["ram action=log:Get code=Forbidden id=R-1"],
        ),
        ("GET\nMessage: Slowly.\nRequestId: R-9", &[GET]),
        (
            "ErrorCode: Forbidden.RAM\nworker said: GET",
            &["ram code=Forbidden.RAM", GET],
        ),
        (
            "it was Code: Forbidden.RAM\nMessage: GET",
            &["ram code=Forbidden.RAM", GET],
        ),
    ]);
}

/// Java's SDK writes an error twice: as a sentence with fields, and as the body.
#[test]
fn sentence_and_fields_of_an_exception_are_one_call() {
    let id = "5C3D9175B6FC201293AD1234";
    for (sentence, call) in [
        (
            "The bucket you access does not belong to you.",
            "ram action=oss:GetBucketInfo",
        ),
        ("The bucket refuses this user, no permission.", "other"),
    ] {
        let text = format!(
            "com.aliyun.oss.OSSException: {sentence}\n[ErrorCode]: AccessDenied\n[RequestId]: {id}\n\
             [HostId]: b.oss-cn-hangzhou.aliyuncs.com\n[ResponseError]:\n<Error>\n  <Code>AccessDenied</Code>\n  \
             <Message>{sentence}</Message>\n  <RequestId>{id}</RequestId>\n</Error>\n\tat com.aliyun.oss.A.b(A.java:1)\n"
        );
        let broken = text.replacen(".\n", "\n.\n", 1);
        for text in [text, broken] {
            let wanted = format!("{call} code=AccessDenied id={id}");
            assert_eq!(calls(&text), [wanted], "{text}");
        }
    }
}

/// People quote errors with `...`.
#[test]
fn up_to_three_lines_may_be_missing_between_code_and_message() {
    for lines in 0..7 {
        let text = format!(
            "ErrorCode: Forbidden.RAM\n{}Message: GET",
            "...\n".repeat(lines)
        );
        let found = calls(&text);
        if lines <= 3 {
            assert_eq!(found, ["ram action=log:Get code=Forbidden.RAM"], "{lines}");
        } else {
            assert_eq!(found, ["ram code=Forbidden.RAM", GET], "{lines}");
        }
    }
}

#[test]
fn repeat_raises_the_count() {
    let nodes = "STSToken policy Forbidden for action cs:DescribeClusterNodes";
    let text = format!(
        "{EVENTS}\n{nodes}\n{EVENTS}\nSTSToken{}\n{EVENTS}\n",
        &EVENTS[3..]
    );
    assert_calls(&[(
        &text,
        &[
            "ram action=cs:DescribeEvents caller=SubUser count=3",
            "ram action=cs:DescribeClusterNodes caller=AssumedRoleUser",
            "ram action=cs:DescribeEvents caller=AssumedRoleUser",
        ],
    )]);
    assert_eq!(find(&text)[0].range, 0..EVENTS.len());

    let mut again = body();
    again["requestId"] = json!("R-3");
    let list = json!([body(), rpc_body(), again]);
    for text in [
        list.to_string(),
        serde_json::to_string_pretty(&list).expect("JSON"),
    ] {
        let counts: Vec<usize> = find(&text).iter().map(|refusal| refusal.count).collect();
        assert_eq!(counts, [2, 1]);
    }
}

const EVENTS_WITH_DETAIL: &str = "ram action=cs:DescribeEvents caller=SubUser principal=200 owner=100 deny=ImplicitDeny \
    policy=AccountLevelIdentityBasedPolicy code=StatusForbidden id=R-1";

#[test]
fn detail_belongs_to_its_own_call() {
    // Two calls, only one of which has a detail.
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
            let mut found = calls(&text);
            found.sort();
            assert_eq!(
                found,
                [
                    EVENTS_WITH_DETAIL,
                    "ram action=cs:StartAlert caller=SubUser"
                ],
                "{text}"
            );
        }
    }
    // A different failure.
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
    // If a message and the action of its detail disagree, the message counts.
    let text = body()
        .to_string()
        .replace("\"cs:DescribeEvents\"", "\"cs:StartAlert\"");
    let action = one(&text).action.expect("an action");
    assert_eq!(action.as_str(), "cs:DescribeEvents");
    // Absent values.
    let nothing = json!({"message": EVENTS, "requestId": null, "AuthAction": null});
    for text in [
        nothing.to_string(),
        nothing.to_string().replace("null", "None"),
    ] {
        assert_eq!(one(&text).request_id, None);
    }
    // The request id of the message, not that of the log.
    let text = format!("requestId=R-9 error=\"code: 403, {EVENTS} request id: R-1\"");
    assert_eq!(
        calls(&text),
        ["ram action=cs:DescribeEvents caller=SubUser id=R-1"]
    );
    // Only the detail.
    let refusal = one(&body()["accessDeniedDetail"].to_string());
    assert_eq!(refusal.principal.as_deref(), Some("200"));
}

#[test]
fn namespace_of_xml_is_no_call() {
    for name in ["xmlns=\"", "xmlns='", "xmlns:a=\"", "xmlns=\\\""] {
        let quote = name.trim_start_matches(|c: char| c != '"' && c != '\'' && c != '\\');
        let text = format!(
            "<Error {name}http://mns.aliyuncs.com/doc/v1/{quote}><Code>AccessDenied</Code>\
             <Message>The OwnerId that your Access Key Id associated to is forbidden for this operation.\
             </Message></Error>"
        );
        let found = find(&text);
        assert_eq!(found[0].operation.path, None, "{text}");
    }
}

#[test]
fn weak_code_before_a_broken_field_is_part_of_the_call() {
    assert_calls(&[
        (
            "SDKError:\n   StatusCode: 403\n   Code: StatusForbidden\\n   Me\nssage: code: 403, GET request id: R-1",
            &["ram action=log:Get code=StatusForbidden id=R-1"],
        ),
        // Another code is another call's.
        (
            "ErrorCode: AccessDenied\nErrorCode: Forbidden.RAM, Message: GET",
            &[
                "other code=AccessDenied",
                "ram action=log:Get code=Forbidden.RAM",
            ],
        ),
    ]);
}
