//! Texts that are refusals, with what is found in them, and texts that are not, by their kinds.

use crate::common::{one, shown};
use ram_refusal::find;
use serde_json::json;

/// Splits a table into its rows: the words after `===`, and the lines below.
fn rows(table: &str) -> Vec<(&str, &str)> {
    let rows = table.strip_prefix("=== ").expect("the first row");
    let rows = rows.split("\n=== ");
    rows.map(|row| row.split_once('\n').expect("a text"))
        .collect()
}

#[test]
fn text_of_these_kinds_is_not_a_refusal() {
    let rows = rows(include_str!("../tables/none.txt"));
    let wrong: Vec<_> = rows
        .iter()
        .map(|(kind, text)| (kind, text, shown(text)))
        .filter(|(_, _, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A link of a chain of errors says that a call was refused, in whatever words a program puts before it. A server that
/// logs what it answered has the same words elsewhere.
#[test]
fn short_error_is_found_and_line_of_a_log_is_not() {
    let wrong = |lines: &str, expected: usize| -> Vec<String> {
        let lines = lines.lines().filter(|line| find(line).len() != expected);
        lines.map(str::to_owned).collect()
    };
    let errors = include_str!("../tables/short_errors.txt");
    let logs = include_str!("../tables/short_logs.txt");
    assert_eq!(wrong(errors, 1), [""; 0]);
    assert_eq!(wrong(logs, 0), [""; 0]);
    // The lines do not depend on each other.
    assert_eq!(shown(logs), [""; 0]);
}

/// Somebody who gives only the words of a refusal asks what they mean. In a log they may be about anything.
#[test]
fn words_that_are_all_of_a_text_are_a_refusal() {
    for words in [
        "AccessDenied",
        "Access Denied",
        "Access denied.",
        "NoPermission",
        "Forbidden",
        "Forbidden: no permission",
        "not authorized",
        "User not authorized",
        "The user has no permission",
        "没有权限",
        "无权限",
        "当前用户无权访问",
        "code=AccessDenied",
    ] {
        for text in [words, &format!("{words}\n"), &format!("\n  {words}\n\n")] {
            assert_eq!(find(text).len(), 1, "{text}");
        }
        // It says so by itself.
        if !words.starts_with("Forbidden:") {
            let log = format!("12:00 INFO it starts\n{words}\n12:01 INFO it ends\n");
            assert_eq!(shown(&log), [""; 0]);
        }
    }
    for text in [
        "Permission denied",
        "403 Forbidden",
        "event=AccessDenied",
        "GET /clusters 403",
    ] {
        assert_eq!(shown(text), [""; 0]);
    }
}

/// Returns a line for each call, with the encoded message.
fn found(text: &str) -> String {
    let messages = find(text);
    let messages = messages.iter().map(|refusal| match &refusal.diagnostic {
        Some(message) => format!(" diag={message}"),
        None => String::new(),
    });
    let lines = shown(text).into_iter().zip(messages);
    let lines: Vec<String> = lines.map(|(line, message)| line + &message).collect();
    lines.join("; ")
}

#[test]
fn text_of_these_kinds_is_a_refusal() {
    let rows = rows(include_str!("../tables/found.txt"));
    let wrong: Vec<_> = rows
        .iter()
        .map(|(expected, text)| (expected, text, found(text)))
        .filter(|(expected, _, found)| *found != **expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns an error in the words of each SDK.
fn errors(code: &str, message: &str, status: u16) -> [String; 12] {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let host = "cs.cn-hangzhou.aliyuncs.com";
    let rpc = json!({"Code": code, "Message": message, "RequestId": id, "HostId": host});
    let roa = json!({"code": code, "message": message, "requestId": id, "status": status});
    let tea = format!(
        "SDKError:\n   StatusCode: {status}\n   Code: {code}\n   Message: code: {status}, {message} request id: {id}\n   \
         Data: {rpc}\n"
    );
    let zap = json!({"level": "error", "msg": "sync failed", "error": tea});
    let older = format!("ErrorCode: {code}\nRecommend:\nRequestId: {id}\nMessage: {message}\n");
    [
        rpc.to_string(),
        roa.to_string(),
        serde_json::to_string_pretty(&rpc).expect("JSON"),
        tea,
        zap.to_string(),
        format!("SDK.ServerError\n{older}"),
        format!("E0101 00:00:00 1 a.go:1] failed to sync: [SDK.ServerError\n{older}]"),
        format!(
            "com.aliyuncs.exceptions.ClientException: {code} : {message}\nRequestId : {id}\n\tat a.B(C.java:1)\n"
        ),
        format!(
            "aliyunsdkcore.acs_exception.exceptions.ServerException: HTTP Status: {status} Error:{code} {message} \
             RequestID: {id}\n"
        ),
        format!(
            "Aliyun API Error: RequestId: {id} Status Code: {status} Code: {code} Message: {message}\n"
        ),
        format!("map[Code:{code} HostId:{host} Message:{message} RequestId:{id}]"),
        format!(
            "<Error><RequestId>{id}</RequestId><HostId>{host}</HostId><Code>{code}</Code><Message>{message}</Message>\
             </Error>"
        ),
    ]
}

/// The code says why the call failed, whatever words the message has.
#[test]
fn other_failure_is_no_refusal_in_any_sdk() {
    for (code, message, status) in [
        (
            "Throttling",
            "Request was denied due to request throttling.",
            400,
        ),
        (
            "Throttling.User",
            "Request was denied due to user flow control.",
            400,
        ),
        (
            "QuotaExceed.Cluster",
            "You are not allowed to create more clusters.",
            403,
        ),
        ("QuotaExceeded.Eip", "More of them are not permitted.", 400),
        (
            "InvalidAccessKeyId.NotFound",
            "You are not authorized with this key.",
            404,
        ),
        (
            "SignatureDoesNotMatch",
            "Access denied: the signature differs.",
            403,
        ),
        ("IncompleteSignature", "The request is denied.", 400),
        ("InvalidSecurityToken.Expired", "Unauthorized request.", 403),
        (
            "InvalidOperation.DeletionProtection",
            "Deleting is not permitted.",
            403,
        ),
        (
            "IncorrectInstanceStatus",
            "The operation is forbidden in this status.",
            403,
        ),
        (
            "OperationDenied.DBStatus",
            "Access is denied in this status.",
            403,
        ),
        ("OperationConflict", "The request was denied.", 400),
        (
            "Forbidden.InstanceNotFound",
            "The instance is not found.",
            404,
        ),
        ("Forbidden.LogNotEnabled", "The log is not enabled.", 403),
        ("ForbiddenQueryTimeout", "The query took too long.", 403),
        ("ForbiddenUpgrade", "No upgrade in this state.", 400),
        ("Unauthorized", "The token is not valid.", 401),
        ("ServiceUnavailable", "The request was denied.", 503),
    ] {
        for text in errors(code, message, status) {
            // These need the status, which not each of them has.
            let is_told = text.contains(&status.to_string()) && !text.contains("Error:Forbidden");
            if is_told || !["ForbiddenUpgrade", "Unauthorized"].contains(&code) {
                assert_eq!(shown(&text), [""; 0], "{text}");
            }
        }
    }
}

#[test]
fn refusal_is_found_in_any_sdk() {
    let id = "id=7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    for (code, message, status, expected) in [
        (
            "InsufficientPermissions",
            "It is for others only.",
            403,
            "other code=InsufficientPermissions",
        ),
        (
            "OperationDenied.NoPermission",
            "It is for others only.",
            403,
            "other code=OperationDenied.NoPermission",
        ),
        (
            "AccessDenied",
            "the caller is not authorized to perform fc:GetService on resource acs:fc:x:1:services/a",
            403,
            "ram action=fc:GetService resource=acs:fc:x:1:services/a code=AccessDenied",
        ),
        (
            "AccessDenied",
            "User: acs:ram::100:user/a is not authorized to perform: ecs:StopInstance on resource: acs:ecs:*:1:*",
            403,
            "ram action=ecs:StopInstance resource=acs:ecs:*:1:* principal=acs:ram::100:user/a code=AccessDenied",
        ),
        (
            "Unauthorized",
            "denied by sts or ram, action: log:GetLogs, resource: acs:log:x:1:project/p",
            401,
            "ram action=log:GetLogs resource=acs:log:x:1:project/p code=Unauthorized",
        ),
    ] {
        for text in errors(code, message, status) {
            let found = shown(&text);
            let found = found.first().map(String::as_str).unwrap_or_default();
            // Java, Python and .NET have the code in no field.
            let without = expected.replace(&format!(" code={code}"), "");
            let is_found = [expected, &without]
                .iter()
                .any(|line| found == format!("{line} {id}"));
            assert!(is_found, "{text}\n{found}");
        }
    }
}

const ID: &str = "7F3A0C11-52BD-5E0F-9A44-8C1D2E3F4A5B";

/// A cell has no name. The code and the id of a request make a row one of an error, whatever its message.
#[test]
fn row_of_a_code_and_a_request_is_a_refusal() {
    let rows = [
        "2024-05-01T10:00:00Z,CODE,\"TEXT\",ID\n",
        "\"2024-05-01T10:00:00Z\",\"CODE\",\"TEXT\",\"ID\"\n",
        "time,code,message,request_id\n2024-05-01T10:00:00Z,CODE,\"TEXT\",ID\n",
        "requestId,code,message\nID,CODE,\"TEXT\"\n",
        "2024-05-01T10:00:00Z\tCODE\tTEXT\tID\n",
        "1;CODE;TEXT;ID\n",
        "| CODE | TEXT | ID |\n",
        "<tr><td>CODE</td><td>TEXT</td><td>ID</td></tr>",
        "ServerException('CODE', 'TEXT', 403, 'ID')\n",
        "error.code=CODE\nerror.message=TEXT\nerror.requestId=ID\n",
        "aos_code:403, aos_error_code: CODE, aos_error_msg: TEXT, aos_req_id: ID\n",
        "403 Forbidden CODE RequestId: ID\n",
    ];
    let codes = [
        "NoPermission",
        "AccessDenied",
        "Forbidden.RAM",
        "OperationDenied.NoPermission",
        "PermissionDenied",
    ];
    let texts = [
        "",
        "You are not authorized",
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        "The current operator has no permission to perform this operation.",
    ];
    for row in rows {
        for code in codes {
            for text in texts {
                let text = row
                    .replace("CODE", code)
                    .replace("TEXT", text)
                    .replace("ID", ID);
                let refusal = one(&text);
                assert_eq!(refusal.request_id.as_deref(), Some(ID), "{text}");
                assert_eq!(refusal.code.as_deref(), Some(code), "{text}");
            }
        }
    }
}

/// Of the other rows, none says that a call was refused.
#[test]
fn row_without_a_code_or_a_request_is_none() {
    for text in [
        "| 403 | NoPermission | The user has no such right |\n",
        "2024-05-01T10:00:00Z,NoPermission,3\n",
        "zookeeper: KeeperErrorCode = NoAuth for /a\n",
        "{\"error\":\"access_denied\",\"error_description\":\"The user denied the request\"}\n",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"no\"}\n",
        &format!("1,Throttling.User,\"Request was denied\",{ID}\n"),
        &format!("GET /AccessDenied 200 {ID}\n"),
    ] {
        assert!(find(text).is_empty(), "{text}");
    }
}

/// Codes with a part for the product, and fields of single services.
#[test]
fn code_of_a_service_is_found_by_what_it_says() {
    for body in [
        format!(
            r#"{{"Message":"RAM权限DENY","RequestId":"{ID}","Code":"isp.RAM_PERMISSION_DENY"}}"#
        ),
        format!(
            "rpc error: code = PermissionDenied desc = You are not authorized. RequestId: {ID}"
        ),
        format!(r#"{{"Message":"deny","RequestId":"{ID}","Code":"ACCESS_DENY"}}"#),
        format!(
            r#"{{"RequestId":"{ID}","StatusText":"USER_HAS_NO_PERMISSION","StatusCode":41050008}}"#
        ),
    ] {
        assert_eq!(one(&body).request_id.as_deref(), Some(ID), "{body}");
    }
}

/// Java's SDK of OSS repeats the code as the message.
#[test]
fn code_that_is_also_the_message_is_counted_once() {
    let text = format!(
        "com.aliyun.oss.OSSException: AccessDenied\n[ErrorCode]: AccessDenied\n[RequestId]: {ID}\n[HostId]: \
         b.oss-cn-hangzhou.aliyuncs.com\n[ResponseError]:\n<?xml version=\"1.0\"?>\n<Error>\n  \
         <Code>AccessDenied</Code>\n  <Message>AccessDenied</Message>\n  <RequestId>{ID}</RequestId>\n</Error>\n"
    );
    let refusal = one(&text);
    assert_eq!(
        (refusal.count, refusal.request_id.as_deref()),
        (1, Some(ID))
    );
}
