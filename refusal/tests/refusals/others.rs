//! Refusals in words that no form knows, of other products, and of other checks than RAM's.

use crate::common::{EVENTS, assert_calls, calls, one, spelt};
use ram_refusal::{Deny, Kind, PolicyType, find};
use serde_json::json;

#[test]
fn decoded_diagnostic_message_is_a_refusal() {
    let body = |deny: bool| {
        json!({
            "RequestId": "R-1",
            "DecodedDiagnosticMessage": {
                "ExplicitDeny": deny,
                "NoPermissionPolicyType": "ControlPolicy",
                "AuthAction": "cs:DescribeEvents",
                "AuthResource": "*",
                "AuthPrincipal": {
                    "AuthPrincipalType": "SubUser",
                    "AuthPrincipalOwnerId": "100",
                    "AuthPrincipalDisplayName": "200",
                },
                "MatchedPolicies": [{"PolicyName": "p", "PolicyType": "Custom"}],
            },
        })
    };
    for deny in [true, false] {
        let body = body(deny);
        let pretty = serde_json::to_string_pretty(&body).expect("JSON");
        for text in [
            body.to_string(),
            pretty,
            json!({"msg": body.to_string()}).to_string(),
        ] {
            let refusal = one(&text);
            assert_eq!(refusal.kind, Kind::Ram, "{text}");
            let action = refusal.action.expect("an action");
            assert_eq!(action.as_str(), "cs:DescribeEvents");
            assert_eq!(
                refusal.deny,
                Some(if deny { Deny::Explicit } else { Deny::Implicit })
            );
            assert_eq!(refusal.policy_type, Some(PolicyType::ControlPolicy));
            assert_eq!(refusal.principal.as_deref(), Some("200"));
            assert_eq!(refusal.resource.as_deref(), Some("*"));
            assert_eq!(refusal.request_id.as_deref(), Some("R-1"));
        }
    }
}

#[test]
fn encoded_diagnostic_message_is_kept_whole() {
    let encoded = "AQEAAA".repeat(300) + "+/==";
    let body = json!({
        "Code": "NoPermission",
        "Message": "You are not authorized to do this action.",
        "RequestId": "R-1",
        "AccessDeniedDetail": {"EncodedDiagnosticMessage": encoded},
    });
    for text in [
        body.to_string(),
        json!({"msg": body.to_string()}).to_string(),
    ] {
        let refusal = one(&text);
        assert_eq!(refusal.diagnostic.as_deref(), Some(&*encoded));
        assert_eq!(refusal.kind, Kind::Ram);
    }
}

#[test]
fn error_of_an_api_in_other_words_is_found() {
    assert_calls(&[
        (
            "SDKError:\n   StatusCode: 403\n   Code: Auth.AccessDenied.WorkSpace\n   Message: code: 403, no. request id: R-1",
            &["other code=Auth.AccessDenied.WorkSpace id=R-1"],
        ),
        (
            r#"{"Code": "TenantPermission.NoAuth", "Message": "no", "RequestId": "R-1"}"#,
            &["other code=TenantPermission.NoAuth id=R-1"],
        ),
        (
            r#"{"code": "USER_NOT_AUTHORIZED", "message": "no", "requestId": "R-1"}"#,
            &["other code=USER_NOT_AUTHORIZED id=R-1"],
        ),
        (
            "ErrorCode: OTSNoPermissionAccess, ErrorMessage: no, RequestID: R-1",
            &["other code=OTSNoPermissionAccess id=R-1"],
        ),
        (
            "FCAccessDeniedError: POST /services/a failed with 403. requestid: R-1, message: not yours.",
            &["other code=FCAccessDeniedError id=R-1"],
        ),
        (
            "Error: AccessDenied: code: 403, the service is not enabled. request id: R-1",
            &["other code=AccessDenied id=R-1"],
        ),
        (
            "Tea.TeaException: code: 403, You are not permitted to stop this instance. request id: R-1",
            &["other id=R-1"],
        ),
        (
            r#"{"Code": "InvalidUser", "Message": "The user has no permission for it.", "HostId": "ecs.aliyuncs.com"}"#,
            &["other code=InvalidUser"],
        ),
        (
            r#"{"Code": "InvalidUser", "Message": "用户没有权限。", "RequestId": "R-1"}"#,
            &["other code=InvalidUser id=R-1"],
        ),
        // A sentence with an action says more.
        (
            "FCAccessDeniedError: POST /services failed with 403. requestid: R-1, message: the caller is not \
             authorized to perform 'fc:CreateService' on resource 'acs:fc:x:1:services/*'.",
            &[
                "ram action=fc:CreateService resource=acs:fc:x:1:services/* code=FCAccessDeniedError id=R-1",
            ],
        ),
        // A log that says it in its own words.
        (
            "12:00 ERROR call of ecs.aliyuncs.com failed: the user is not authorized for it",
            &["other"],
        ),
        (
            "failed to list: you have no permission for this instance, request id: R-1",
            &["other id=R-1"],
        ),
        (
            "12:00 INFO the user is not authorized for it, requestId=R-9",
            &[],
        ),
        ("12:00 ERROR the user is not authorized for it", &[]),
        // Errors about something else, files, and the words of another cloud.
        (
            r#"{"Code": "Throttling", "Message": "Slowly.", "RequestId": "R-9"}"#,
            &[],
        ),
        (
            r#"{"Code": "SignatureDoesNotMatch", "Message": "no", "RequestId": "R-9"}"#,
            &[],
        ),
        ("java.nio.file.AccessDeniedException: /etc/shadow", &[]),
        ("open /etc/shadow: permission denied", &[]),
        (
            "Error: AccessDenied: Access Denied status code: 403, request id: R-9",
            &[],
        ),
        (
            r#"{"level": "warn", "code": 403, "message": "Forbidden", "requestId": "R-9"}"#,
            &[],
        ),
        ("12:00 POST /clusters 403 Forbidden requestId=R-9", &[]),
    ]);
}

#[test]
fn sentences_of_other_products_have_their_kind() {
    for (text, kind, missing) in [
        ("The request is denied by ram policy.", Kind::Ram, false),
        (
            "User not authorized to operate on the specified resource.",
            Kind::Ram,
            false,
        ),
        (
            "This operation is forbidden by permission system.",
            Kind::Ram,
            false,
        ),
        (
            "Roles may not be assumed by root accounts.",
            Kind::Other,
            true,
        ),
        (
            "ErrorCode: NoPermission ErrorMessage: Roles may not be assumed by root accounts.",
            Kind::Other,
            true,
        ),
        (
            "You have NO privilege 'odps:Select' on {acs:odps:*:projects/p}. protected",
            Kind::Other,
            true,
        ),
        (
            "ODPS-0420095: Access Denied - Volumes is not allowed in project config.",
            Kind::Other,
            true,
        ),
        ("ErrorCode: Forbidden.RiskControl", Kind::Other, true),
        (
            "You are denied by bucket referer policy.",
            Kind::Other,
            true,
        ),
        (
            "Anonymous access is forbidden for this operation.",
            Kind::Other,
            true,
        ),
        ("Put public bucket acl is not allowed", Kind::Other, true),
    ] {
        let refusal = one(text);
        assert_eq!(refusal.kind, kind, "{text}");
        assert_eq!(refusal.missing.is_some(), missing, "{text}");
    }
    let refusal = one("You have NO privilege 'odps:Select' on {acs:odps:*:projects/p}.");
    assert_eq!(refusal.action, None);
    for beside in [
        "This operation for acs:kms:x:1:key/a is forbidden by permission system.",
        "This operation is forbidden by permission system. Resource: acs:kms:x:1:key/a",
        r#"{"Code": "Forbidden.NoPermission", "Message": "This operation is forbidden by permission system.", "Resource": "acs:kms:x:1:key/a"}"#,
    ] {
        assert_eq!(
            one(beside).resource.as_deref(),
            Some("acs:kms:x:1:key/a"),
            "{beside}"
        );
    }
}

/// Editors, pages and Chinese keyboards change the signs of a message.
#[test]
fn signs_may_be_those_of_a_reader() {
    let expected = "ram action=cs:DescribeEvents caller=SubUser";
    for text in [
        "RAM policy Forbidden for action：cs:DescribeEvents",
        "RAM policy Forbidden for action： cs:DescribeEvents",
        "RAM policy Forbidden for action: cs:DescribeEvents",
        "RAM policy Forbidden for action ‘cs:DescribeEvents’",
        "RAM policy Forbidden for action “cs:DescribeEvents”",
        "<p>RAM policy Forbidden for action <code>cs:DescribeEvents</code></p>",
        "<code>RAM policy Forbidden</code> for <b>action</b> cs:DescribeEvents",
        "RAM policy&nbsp;Forbidden for action&#58; cs:DescribeEvents",
        "RAM policy Forbidden for action &amp;quot;cs:DescribeEvents&amp;quot;",
    ] {
        assert_eq!(calls(text), [expected], "{text}");
    }
    for text in [
        "User not authorized to operate on the specified resource, or this API doesn’t support RAM.",
        "User not authorized to operate on the specified resource， or this API doesn&#8217;t support RAM.",
        "Access denied by authorizer’s policy",
    ] {
        assert_eq!(one(text).kind, Kind::Ram, "{text}");
    }
    assert_calls(&[
        ("错误码：Forbidden.RAM", &["ram code=Forbidden.RAM"]),
        (
            "Code：Forbidden.RAM RequestId：R-1",
            &["ram code=Forbidden.RAM id=R-1"],
        ),
        (
            "the caller is not authorized to perform ‘fc:Get’",
            &["ram action=fc:Get"],
        ),
    ]);
}

#[test]
fn request_id_may_be_in_a_list_or_a_python_string() {
    let call = "ram action=log:Get id=R-1";
    for text in [
        "GET RequestId: [\"R-1\"]",
        "{'Message': u'GET', 'RequestId': u'R-1'}",
        "{u'Message': u'GET', u'RequestId': u'R-1'}",
        "GET x-oss-request-id: R-1",
        "GET\n[RequestId]: R-1",
        "GET RequestId: [u\"R-1\"]",
        "GET RequestId: ['R-1']",
        "GET RequestId: [\n  'R-1'\n]",
        "GET RequestId: [R-1]",
        "GET RequestId: ('R-1',)",
        "GET RequestId: <R-1>",
        "GET RequestId=b'R-1'",
        "GET [RequestId]: R-1 [HostId]: a",
    ] {
        assert_eq!(calls(text), [call], "{text}");
    }
    for sign in ["[", "[]", "u", "()", "\"\"", "-", "null"] {
        let found = calls(&format!("GET RequestId: {sign}\n"));
        assert!(
            found == ["ram action=log:Get"] || sign == "u",
            "{sign}: {found:?}"
        );
    }
    // A line may end in an id or before it.
    let id = "1C9C0000-0000-0000-0000-000000000001";
    for at in 0..id.len() {
        let (first, rest) = id.split_at(at);
        for gap in ["\n", "\n    "] {
            let text = format!("GET RequestId: {first}{gap}{rest}\nmore\n");
            assert_eq!(one(&spelt(&text)).request_id.as_deref(), Some(id), "{text}");
        }
    }
    assert_calls(&[(
        "{u'Code': u'Forbidden.RAM', u'RequestId': u'R-1'}",
        &["ram code=Forbidden.RAM id=R-1"],
    )]);
}

/// An SDK prints the message, the answer and the code of one error.
#[test]
fn error_that_is_printed_several_times_is_counted_once() {
    let sentence = "User not authorized to operate on the specified resource, or this API doesn't support RAM.";
    let object = |indent: &str| {
        format!(
            "{indent}data:\n{indent} {{ RequestId: 'R-1',\n{indent}   Code: 'Forbidden.RAM',\n{indent}   Message: \
             \"{sentence}\" }},\n{indent}code: 'Forbidden.RAM' }}\n"
        )
    };
    let trace = "    at POPCore.request (/app/rpc.js:141:15)\n    at main (/app/index.js:1:2)";
    let json =
        format!(r#"{{"RequestId": "R-1", "Code": "Forbidden.RAM", "Message": "{sentence}"}}"#);
    for text in [
        format!(
            "{{ ForbiddenRAMError: {sentence}, URL: https://ecs.aliyuncs.com/\n{trace}\n{}",
            object("  ")
        ),
        format!(
            "ForbiddenRAMError: {sentence}\n{trace} {{\n{}",
            object("  ")
        ),
        format!("ERROR {json}\nTraceback:\n  File \"a.py\"\nServerException: {json}\n"),
        format!("12:00 {json}\n12:00 done\n\n12:01 again: {json}\n"),
    ] {
        assert_eq!(calls(&text), ["ram code=Forbidden.RAM id=R-1"], "{text}");
    }
    let java = "com.aliyun.oss.OSSException: You are forbidden to list buckets.\n[ErrorCode]: AccessDenied\n\
        [RequestId]: R-1\n[HostId]: oss.aliyuncs.com\n[ResponseError]:\n<Error>\n  <Code>AccessDenied</Code>\n  \
        <Message>You are forbidden to list buckets.</Message>\n  <RequestId>R-1</RequestId>\n</Error>\n";
    assert_eq!(
        calls(java),
        ["ram action=oss:ListBuckets code=AccessDenied id=R-1"]
    );
    // Another request is another refusal.
    let again = json.replace("R-1", "R-2");
    assert_eq!(find(&format!("{json}\n{again}\n"))[0].count, 2);
}

/// What passes an error on may have a code of its own, and repeats the text.
#[test]
fn error_is_one_refusal_whatever_passes_it_on() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let tea = format!(
        "SDKError:\n   StatusCode: 403\n   Code: StatusForbidden\n   Message: code: 403, {EVENTS} request id: {id}\n"
    );
    let older = format!(
        "SDK.ServerError\nErrorCode: StatusForbidden\nRequestId: {id}\nMessage: {EVENTS}\n"
    );
    let node =
        format!("StatusForbiddenError: StatusForbidden: code: 403, {EVENTS} request id: {id}");
    let python = format!(
        "Tea.exceptions.TeaException: Error: StatusForbidden code: 403, {EVENTS} request id: {id}"
    );
    for error in [tea, older, node, python] {
        let outer = [
            format!("rpc error: code = Unknown desc = {error}"),
            format!("rpc error: code = Internal desc = failed to sync: {error}"),
            format!("rpc error: code = PermissionDenied desc = {error}"),
            json!({"error": error}).to_string(),
            json!({"error": format!("rpc error: code = Aborted desc = {error}")}).to_string(),
            json!({"code": "Forbidden", "message": error}).to_string(),
            json!({"status": 403, "error": "Forbidden", "message": error}).to_string(),
            json!({"error": "AccessDenied", "error_description": error}).to_string(),
            json!({"code": "InternalError", "message": error}).to_string(),
            format!("E0102 03:04:05.000006       1 main.go:7] \"Failed\" err={error:?}"),
        ];
        for text in outer {
            let call =
                format!("ram action=cs:DescribeEvents caller=SubUser code=StatusForbidden id={id}");
            assert_eq!(calls(&text), [call], "{text}");
        }
    }
    let broken =
        format!("Tea.exceptions.TeaException: Error: StatusForbidden code:\n403, {EVENTS}");
    assert_eq!(
        calls(&broken),
        ["ram action=cs:DescribeEvents caller=SubUser code=StatusForbidden"]
    );
}

/// The code of a product is all that some programs log.
#[test]
fn code_by_itself_is_a_refusal_where_a_log_names_an_error() {
    for (text, code) in [
        (
            "ERROR  Auth.AccessDenied.WorkSpace\n",
            "Auth.AccessDenied.WorkSpace",
        ),
        (
            "Auth.AccessDenied.Space: you cannot see it",
            "Auth.AccessDenied.Space",
        ),
        (
            "the API said Auth.AccessDenied.Space today\n",
            "Auth.AccessDenied.Space",
        ),
        ("12:00 ERROR NoPermission.Cluster\n", "NoPermission.Cluster"),
        ("failed: Forbidden.Space\n", "Forbidden.Space"),
        ("Forbidden.Space\n", "Forbidden.Space"),
    ] {
        assert_eq!(calls(text), [format!("other code={code}")], "{text}");
    }
    for text in [
        "the page AccessDenied.html was not found\n",
        "import Forbidden.Space from here\n",
        "Errors.Forbidden: the error of another program\n",
        "see Forbidden.Space for more\n",
    ] {
        assert_eq!(calls(text), [""; 0], "{text}");
    }
}

#[test]
fn granting_more_than_one_has_is_a_refusal_of_rbac() {
    let message = "clusterroles.rbac.authorization.k8s.io \"a\" is forbidden: user \"200\" (groups=[\"system:authenticated\"]) \
        is attempting to grant RBAC permissions not currently held:\n\
        {APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}";
    for text in [
        message.to_owned(),
        format!("Error from server (Forbidden): {message}"),
        json!({"kind": "Status", "message": message, "reason": "Forbidden", "code": 403})
            .to_string(),
    ] {
        let refusal = one(&text);
        assert_eq!(refusal.kind, Kind::Rbac, "{text}");
        assert_eq!(refusal.principal.as_deref(), Some("200"));
        let missing = refusal.missing.expect("a role");
        assert!(
            missing.ends_with("that may grant RBAC permissions not currently held"),
            "{missing}"
        );
    }
}

#[test]
fn section_of_characters_in_xml_is_read() {
    let body = json!({"code": "StatusForbidden", "message": EVENTS, "requestId": "R-1"});
    let rbac = "level=error msg=\"pods is forbidden: User \\\"20\\\" cannot list resource \\\"pods\\\" in API group \\\"\\\"\"";
    for text in [body.to_string(), rbac.to_owned(), EVENTS.to_owned()] {
        let section = format!("<failure><![CDATA[{text}]]></failure>");
        assert_eq!(calls(&section), calls(&text), "{section}");
    }
}

/// A message may be only the name of a code, and a sentence in any of the scripts of Chinese.
#[test]
fn message_of_a_word_or_in_chinese_refuses() {
    for message in [
        "AccessDenied",
        "NoPermission",
        "禁止访问",
        "访问被拒绝",
        "沒有權限",
        "無權訪問",
        "權限不足",
        "lack of permission: ecs:DescribeVpcs",
        "You don't have permission to do this.",
    ] {
        let text = format!(
            "{{\"Code\":\"InstanceError\",\"Message\":\"{message}\",\"RequestId\":\"R-1\",\"HostId\":\"ecs.aliyuncs.com\"}}"
        );
        let found = find(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].request_id.as_deref(), Some("R-1"), "{text}");
        let throttled = text.replace("InstanceError", "Throttling.User");
        assert!(find(&throttled).is_empty(), "{throttled}");
    }
}

#[test]
fn message_that_is_a_word_is_found_in_every_sdk() {
    for word in [
        "AccessDenied",
        "NoPermission",
        "Forbidden",
        "Forbidden.RAM",
        "Access denied.",
    ] {
        let message = format!("code: 403, {word} request id: R-1");
        for text in [
            message.clone(),
            format!("com.aliyun.tea.TeaException: {message}"),
            format!("12:00 ERROR {message}"),
            format!(
                "InstanceErrorError: InstanceError: {message}\n    at Client.doRequest (a.js:1:2)"
            ),
            format!("Tea.exceptions.TeaException: Error: InstanceError {message} Response: {{}}"),
            format!("SDKError:\n   StatusCode: 403\n   Code: InstanceError\n   Message: {message}"),
        ] {
            let refusal = one(&text);
            assert_eq!(refusal.kind, Kind::Other, "{text}");
            assert_eq!(refusal.request_id.as_deref(), Some("R-1"), "{text}");
        }
    }
    assert_calls(&[
        (
            r#"{"Code": "InstanceError", "Message": "Forbidden", "RequestId": "R-1", "HostId": "ecs.aliyuncs.com"}"#,
            &["other code=InstanceError id=R-1"],
        ),
        (
            "<Error><Code>InstanceError</Code><Message>Forbidden.</Message><RequestId>R-1</RequestId></Error>",
            &["other code=InstanceError id=R-1"],
        ),
        (
            r#"{"level": "info", "code": "InstanceError", "message": "Forbidden", "requestId": "R-1"}"#,
            &[],
        ),
        (
            r#"{"Code": "Throttling", "Message": "Forbidden", "RequestId": "R-1"}"#,
            &[],
        ),
    ]);
}

#[test]
fn sentence_with_the_id_of_a_request_is_found() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    for text in [
        "You are not authorized to access this resource. RequestId: $",
        "error: You are not authorized to access this resource, request id $",
        "12:00 WARN retrying: You do not have permission to do this [Request ID: $]",
        "ERROR call failed: Access denied. RequestId: $",
        "ERROR: Access Denied (request id $)",
        "Access denied. Request ID: $",
        "Forbidden. Request ID: $",
        "error: Forbidden, request id $",
        "ERROR the user has no authority for it, requestId: $",
        "您没有执行此操作的权限（RequestId：$）",
        "没有权限，请联系管理员。请求ID：$",
    ] {
        let refusal = one(&text.replace('$', id));
        assert_eq!(refusal.kind, Kind::Other, "{text}");
        assert_eq!(refusal.request_id.as_deref(), Some(id), "{text}");
    }
    // A log of a server that refuses its own callers.
    for text in [
        "12:00 INFO access denied for user bob, request id $",
        "403 Forbidden request id $",
        "level=info msg=\"access denied\" request_id=$",
        "You are not authorized to access this resource.",
    ] {
        assert!(find(&text.replace('$', id)).is_empty(), "{text}");
    }
}

#[test]
fn program_that_failed_because_of_a_refusal_passes_it_on() {
    let inner = json!({"Code": "InstanceError", "Message": "You are not authorized to do it.", "RequestId": "R-1"});
    for text in [
        json!({"code": 500, "message": inner.to_string(), "success": false}),
        json!({"status": 500, "error": "Internal Server Error", "message": inner.to_string()}),
        json!({"code": "500", "data": null, "msg": inner.to_string()}),
        json!({"statusCode": 502, "body": inner}),
    ] {
        assert_calls(&[(&text.to_string(), &["other code=InstanceError id=R-1"])]);
    }
}

#[test]
fn id_in_the_next_line_is_that_of_the_exception() {
    assert_calls(&[
        (
            "com.aliyuncs.exceptions.ClientException: InstanceError : You are not authorized to do it.\n\
             RequestId : R-1\n\tat com.aliyuncs.A.b(A.java:1)",
            &["other id=R-1"],
        ),
        // Two calls with the same text are one refusal.
        (
            "TeaException: code: 403, You are not permitted to stop it. request id: R-1\n\
             TeaException: code: 403, You are not permitted to stop it. request id: R-2\n",
            &["other id=R-1 count=2"],
        ),
    ]);
}

#[test]
fn words_of_a_decision_are_a_refusal() {
    for (code, message) in [
        ("Denied", "Action denied by policy"),
        ("ExplicitDeny", "no"),
        ("ControlPolicyDeny", "no"),
        (
            "InstanceError",
            "Request was explicitly denied by a RAM policy",
        ),
        ("InstanceError", "implicit deny"),
        ("ErrorCheckAcl", "forbidden by acl check"),
        ("USER_HAS_NO_AUTH", "no"),
        ("InstanceError", "user has no auth to do it"),
        ("InstanceError", "权限校验失败，请联系主账号授权"),
        ("InstanceError", "该账号没有被授权，拒绝访问"),
    ] {
        let body = json!({"Code": code, "Message": message, "RequestId": "R-1", "HostId": "x.aliyuncs.com"});
        assert_eq!(
            calls(&body.to_string()),
            [format!("other code={code} id=R-1")]
        );
        let error = format!(
            "SDKError:\n   StatusCode: 403\n   Code: {code}\n   Message: code: 403, {message} request id: R-1"
        );
        assert_eq!(calls(&error), [format!("other code={code} id=R-1")]);
    }
    assert_calls(&[(
        r#"{"Code": "Throttling.User", "Message": "Request was denied by user flow control.", "RequestId": "R-1"}"#,
        &[],
    )]);
}

#[test]
fn page_of_a_console_is_read() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    for text in [
        "无权限访问该资源\n错误代码：NoPermission\n请求ID：$",
        "缺少权限：ram:ListUsers\nRequestId: $",
        "RAM 用户权限不足，请授予权限\nRequestId：$",
        "子账号未被授权 cs:DescribeEvents 操作，请求 ID：$",
        "Access Denied\nYou are not authorized to do this action.\nRequest ID: $",
        "The current user lacks permissions. RequestId: $",
        "<pre>Insufficient permissions. RequestId: $</pre>",
        "E0102 03:04:05.000006       1 main.go:7] Insufficient permissions. RequestId: $",
        r#"{"level":"error","msg":"No permission. Request ID: $"}"#,
        "Aliyun.Acs.Core.Exceptions.ServerException: Forbidden.RAM : User not authorized to operate on the specified \
         resource, or this API doesn't support RAM., the request url is https://ecs.aliyuncs.com/, the RequestId is $.",
    ] {
        let refusal = one(&text.replace('$', id));
        assert_eq!(refusal.request_id.as_deref(), Some(id), "{text}");
    }
}

#[test]
fn lines_that_differ_in_few_letters_are_calls_of_their_own() {
    let line = |name: &str, words: &str, last: char| {
        format!(
            "ERROR {name} failed: {words}. RequestId: 7B6F1C52-0A1B-4C2D-9E3F-0123456789A{last}\n"
        )
    };
    let denied = "You are not authorized to stop it";
    let other = "You have no permission to list them";
    for (second, expected) in [
        (line("b", denied, 'C'), &[2][..]),
        (line("a", denied, 'C'), &[2]),
        (line("a", other, 'C'), &[1, 1]),
        // One call that is mentioned twice.
        (line("b", denied, 'A'), &[1]),
    ] {
        let text = line("a", denied, 'A') + &second;
        let counts: Vec<usize> = find(&text).iter().map(|refusal| refusal.count).collect();
        assert_eq!(counts, expected, "{text}");
    }
}

#[test]
fn error_with_its_id_outside_is_found() {
    for message in ["You are not authorized to do it.", "AccessDenied"] {
        let error = json!({"code": "InstanceError", "message": message});
        let body = json!({"error": error, "requestId": "R-1"});
        assert_calls(&[(&body.to_string(), &["other code=InstanceError id=R-1"])]);
    }
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let table = format!("Error code\tNoPermission\nError message\t{EVENTS}\nRequest ID\t{id}\n");
    assert_eq!(one(&table).request_id.as_deref(), Some(id));
}

/// Two requests have two ids. The first error may be one that no form knows.
#[test]
fn errors_of_two_requests_in_one_line_are_two() {
    let errors = |id: &str| {
        [
            format!("Code: NoPermission.VSwitch Message: no permission RequestId: {id}"),
            format!("ErrorCode: Forbidden.Access, Message: denied by a, RequestId: {id}"),
            format!(
                "Aliyun API Error: RequestId: {id} Status Code: 403 Code: Forbidden.A Message: no"
            ),
            format!("RAM policy Forbidden for action cs:GetClusters request id: {id}"),
            format!(
                "Code: Forbidden.RAM Message: User not authorized to operate on the specified resource, RequestId: {id}"
            ),
        ]
    };
    let ids = [
        "7F3A0C11-52BD-5E0F-9A44-8C1D2E3F4A5B",
        "22222222-52BD-5E0F-9A44-8C1D2E3F4A5B",
    ];
    for (at, first) in errors(ids[0]).iter().enumerate() {
        for (other, second) in errors(ids[1]).iter().enumerate() {
            // A repeat is counted, with the id of the first.
            if at == other {
                continue;
            }
            for between in [
                " ",
                "; ",
                ", ",
                " | ",
                ". ",
                " && ",
                " caused by: ",
                " retry 2: ",
            ] {
                for [open, close] in [["", ""], ["[", "]"], ["ERROR ", "\n"]] {
                    let text = format!("{open}{first}{between}{second}{close}");
                    let found = find(&text);
                    let found_ids: Vec<_> = found
                        .iter()
                        .filter_map(|call| call.request_id.as_deref())
                        .collect();
                    assert_eq!(found_ids, ids, "{text}");
                }
            }
        }
    }
}
