//! Errors of an API or an SDK that say in their own words or codes that a call was refused.

use crate::common::{assert_calls, one};
use ram_refusal::Kind;

/// The value of a field that only errors have is an error by itself. The code alone does not say whose check it was.
#[test]
fn code_in_a_field_of_errors_is_a_refusal() {
    for code in ["AccessDenied", "NoPermission", "Forbidden"] {
        for text in [
            format!("ErrorCode: {code}"),
            format!("ErrorCode={code}"),
            format!("[ErrorCode]: {code}"),
            format!("Error Code: {code}"),
            format!("error_code: \"{code}\""),
            format!("错误码：{code}"),
            format!("{{\"Code\": \"{code}\"}}"),
            format!("{{'Code': '{code}'}}"),
            format!("com.aliyuncs.exceptions.ClientException: {code} : Access Denied"),
        ] {
            assert_calls(&[(&text, &[&format!("other code={code}")])]);
        }
        for text in [
            format!("it was {code}"),
            format!("Code: {code}"),
            format!("event={code}"),
            format!("if err.Code == \"{code}\" {{"),
            format!("const ERRORS = [\"{code}\"];"),
        ] {
            assert_calls(&[(&text, &[])]);
        }
    }
}

#[test]
fn access_denied_in_two_words_is_a_refusal_of_this_cloud() {
    let call = "other code=AccessDenied id=R-1";
    for text in [
        r#"{"Code": "AccessDenied", "Message": "Access Denied", "RequestId": "R-1"}"#,
        "ErrorCode: AccessDenied\nRecommend:\nRequestId: R-1\nMessage: Access Denied\n",
        r#"StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="Access Denied", RequestId=R-1"#,
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>R-1</RequestId>\
         <HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>",
    ] {
        assert_calls(&[(text, &[call])]);
    }
    // Another cloud writes the status after the words, or a code for the host.
    let host = "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8=";
    for text in [
        "AccessDenied: Access Denied\n\tstatus code: 403, request id: R-9, host id: x".to_owned(),
        format!(
            "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>R-9</RequestId>\
             <HostId>{host}</HostId></Error>"
        ),
        "An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied"
            .to_owned(),
    ] {
        assert_calls(&[(&text, &[])]);
    }
}

/// The status 403 and its name are an error in an object or a sentence of an SDK, and not in a line of a log.
#[test]
fn object_with_the_status_and_its_name_is_an_error() {
    for text in [
        "code: 403, Forbidden",
        "Error: code: 403, Forbidden request id: R",
        r#"{"code": 403, "message": "Forbidden"}"#,
        r#"{"message": "Forbidden", "code": "403"}"#,
        r#"{"status": 403, "error": "Forbidden"}"#,
        r#"{"error": {"code": 403, "message": "Forbidden."}}"#,
        r#"{"success": false, "code": 403, "msg": "没有权限"}"#,
        r#"{"level": "error", "code": 403, "message": "Forbidden"}"#,
        "{'code': 403, 'message': 'Forbidden'}",
        "{\n  \"code\": 403,\n  \"message\": \"Forbidden\"\n}",
        "map[code:403 message:Forbidden]",
        "<Error><Code>403</Code><Message>Forbidden</Message></Error>",
    ] {
        assert_eq!(one(text).kind, Kind::Other, "{text}");
    }
    for text in [
        "DELETE /clusters 403",
        "HTTP/1.1 403 Forbidden",
        "<h1>403 Forbidden</h1>",
        "code=403 path=/a",
        r#"{"level": "info", "status": 403, "error": "Forbidden", "path": "/a"}"#,
        r#"{"method": "POST", "status": 403, "message": "Forbidden"}"#,
        r#"{"code": 404, "message": "Forbidden"}"#,
        r#"{"code": 403, "message": "Forbidden city"}"#,
        r#"level=info status=403 msg="Forbidden""#,
        r#"return jsonify({"code": 403, "message": "Forbidden"}), 403"#,
        r#"raise HTTPException(status_code=403, detail="Forbidden")"#,
    ] {
        assert_calls(&[(text, &[])]);
    }
}

#[test]
fn code_in_a_value_of_a_log_is_read() {
    assert_calls(&[
        (
            r#"E1130 12:00:00.000000 1 a.go:10] "Failed to sync" err="Auth.AccessDenied.WorkSpace: no" logger="x""#,
            &["other code=Auth.AccessDenied.WorkSpace"],
        ),
        (
            r#"E1130 12:00 1 a.go:10] err="NoPermission""#,
            &["other code=NoPermission"],
        ),
        (
            r#"level=error msg="list failed" err="Forbidden.RAM: no" request_id=R-1"#,
            &["ram code=Forbidden.RAM id=R-1"],
        ),
        (
            "level=error reason=Forbidden.RAM",
            &["ram code=Forbidden.RAM"],
        ),
        (
            "level=error err_code=AccessDenied msg=no",
            &["other code=AccessDenied"],
        ),
        (
            r#"{"level": "error", "ts": 1, "msg": "sync failed", "error": "Auth.AccessDenied.WorkSpace"}"#,
            &["other code=Auth.AccessDenied.WorkSpace"],
        ),
        (
            r#"{"level": "error", "err": "AccessDenied: no", "requestId": "R-1"}"#,
            &["other code=AccessDenied id=R-1"],
        ),
        (
            "error syncing: Forbidden.RAM: no, requeuing",
            &["ram code=Forbidden.RAM"],
        ),
        (r#"err="open /etc/shadow: permission denied""#, &[]),
        (
            r#"err="java.nio.file.AccessDeniedException: /etc/shadow""#,
            &[],
        ),
        (r#"err="upstream returned 403 Forbidden""#, &[]),
        ("level=info event=AccessDenied", &[]),
        ("Error codes such as Forbidden.RAM: see the list", &[]),
    ]);
}

#[test]
fn permission_is_missing_in_many_words() {
    for words in [
        "You don’t have permission to do this.",
        "You don&#8217;t have the required permission.",
        "User does not have any access permissions。",
        "The caller lacks permission for it.",
        "insufficient RAM permissions",
        "Access is denied。",
        "The user is not allowed to stop it.",
        "Unauthorized operation.",
        "The request was denied.",
        "无权访问该资源",
        "没有操作权限",
        "该用户缺少访问集群的权限。",
        "当前用户未授权",
    ] {
        let text =
            format!(r#"{{"Code": "OperationDenied", "Message": "{words}", "RequestId": "R-1"}}"#);
        assert_calls(&[(&text, &["other code=OperationDenied id=R-1"])]);
    }
    for words in [
        "The disk is in use.",
        "The instance is not allowed to be stopped in its state.",
        "The value is not allowed.",
        "no more is allowed",
        "There is no access key.",
    ] {
        let text =
            format!(r#"{{"Code": "OperationDenied", "Message": "{words}", "RequestId": "R-9"}}"#);
        assert_calls(&[(&text, &[])]);
    }
    assert_calls(&[(
        "You are not authorized to do this action。 Resource：acs:ram:*:1:user/a Action：ram:GetUser。",
        &["ram action=ram:GetUser resource=acs:ram:*:1:user/a"],
    )]);
}
