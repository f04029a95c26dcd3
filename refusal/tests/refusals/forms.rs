//! The forms of refusals, composed from the formats of the SDKs.

use crate::common::{EVENTS, body, calls, form, one};
use ram_refusal::{FORMS, Kind, Wrapping};
use serde_json::json;

/// Returns the message in every wrapping: the text, its form, and `true` if it has the detail.
#[allow(clippy::too_many_lines)] // One long list.
fn wrapped() -> Vec<(String, Wrapping, bool)> {
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
        (line.clone(), Wrapping::Json, true),
        (
            serde_json::to_string_pretty(&body).expect("JSON"),
            Wrapping::Json,
            true,
        ),
        (format!("2026-01-02 [ERROR] {line}"), Wrapping::Json, true),
        (format!("failed: {EVENTS}: {line}"), Wrapping::Bare, true),
        (in_string.clone(), Wrapping::NestedJson, true),
        (
            json!({"stdout": in_string}).to_string(),
            Wrapping::NestedJson,
            true,
        ),
        (tea.clone(), Wrapping::Tea, true),
        (tea.replace("\n   ", " "), Wrapping::Tea, true),
        (json!({"msg": tea}).to_string(), Wrapping::Tea, true),
        (message.clone(), Wrapping::Tea, false),
        (
            format!(
                "SDK.ServerError\nErrorCode: StatusForbidden\nRecommend: \nRequestId: R-1\nMessage: {EVENTS}"
            ),
            Wrapping::ServerError,
            false,
        ),
        (
            format!(
                "Aliyun API Error: RequestId: R-1 Status Code: 403 Code: StatusForbidden Message: {EVENTS}"
            ),
            Wrapping::Aliyungo,
            false,
        ),
        (
            format!(
                "&common.Error{{ErrorResponse:common.ErrorResponse{{Response:common.Response{{RequestId:\"R-1\"}}, HostId:\"\", Code:\"StatusForbidden\", Message:\"{EVENTS}\"}}, StatusCode:403}}"
            ),
            Wrapping::Go,
            false,
        ),
        (map, Wrapping::Go, true),
        (typed, Wrapping::Go, true),
        (dict.clone(), Wrapping::PythonDict, true),
        (
            format!("Tea.exceptions.TeaException: Error: StatusForbidden {message} Data: {dict}"),
            Wrapping::Python,
            true,
        ),
        (
            format!(
                "x.exceptions.ServerException: HTTP Status: 403 Error:StatusForbidden {EVENTS} RequestID: R-1"
            ),
            Wrapping::Python,
            false,
        ),
        (
            format!("com.aliyun.tea.TeaException: {message}\n\tat a.B.c(B.java:1)\n"),
            Wrapping::Java,
            false,
        ),
        (
            format!(
                "java.lang.RuntimeException: com.aliyun.tea.TeaException: {message}\n\tat a.B.c(B.java:1)\nCaused by: com.aliyun.tea.TeaException: {message}\n\t... 3 more\n"
            ),
            Wrapping::Java,
            false,
        ),
        (
            format!(
                "Aliyun.Acs.Core.Exceptions.ClientException: StatusForbidden : {EVENTS} + [ RequestId : R-1 ]\n   at A.B()"
            ),
            Wrapping::DotNet,
            false,
        ),
        (
            format!(
                "<Error>\n  <Code>StatusForbidden</Code>\n  <Message>{EVENTS}</Message>\n  <RequestId>R-1</RequestId>\n</Error>"
            ),
            Wrapping::Xml,
            false,
        ),
        (boxed, Wrapping::Terraform, true),
    ]
}

#[test]
fn message_is_found_in_every_wrapping() {
    let events = "ram action=cs:DescribeEvents caller=SubUser";
    let detail = "principal=200 owner=100 deny=ImplicitDeny policy=AccountLevelIdentityBasedPolicy";
    for (text, form, has_detail) in wrapped() {
        let found = calls(&text).concat().replace(" code=StatusForbidden", "");
        if has_detail {
            assert_eq!(found, format!("{events} {detail} id=R-1"), "{text}");
        } else {
            assert_eq!(found, format!("{events} id=R-1"), "{text}");
        }
        assert_eq!(self::form(&text), form.name(), "{text}");
    }
}

#[test]
fn most_specific_form_is_reported() {
    for (text, expected) in [
        ("GET", "bare"),
        // Quotes that open the value of another field.
        ("error=\"Code: Forbidden.RAM\"", "server_error"),
        ("error='Code: Forbidden.RAM'", "server_error"),
        ("\"Code\": \"Forbidden.RAM\"", "json"),
        ("'Code': 'Forbidden.RAM'", "python_dict"),
        ("Code:\"Forbidden.RAM\"", "go"),
        // Printed like JavaScript prints an object.
        ("{ code: 'Forbidden.RAM' }", "json"),
        ("<Code>Forbidden.RAM</Code>", "xml"),
        (r#""{\"Code\": \"Forbidden.RAM\"}""#, "nested_json"),
        (r#"{"code": 403, "message": "GET"}"#, "json"),
        (r#"{"message": "code: 403, GET"}"#, "tea"),
        ("code: 403, GET", "tea"),
        ("code: 403 GET", "server_error"),
        ("Status code: 403, GET", "bare"),
        ("HTTP status\ncode: 403, GET", "bare"),
        ("SDKError:\n   StatusCode: 403\n   Message: GET\n", "tea"),
        ("an SDKError came of it: GET", "bare"),
        ("SDK.ServerError ErrorCode: Forbidden.RAM", "server_error"),
        ("SDK.ServerError\nMessage: GET", "server_error"),
        ("SDK.ServerError GET", "server_error"),
        ("Aliyun API Error: GET", "aliyungo"),
        ("Aliyun says: GET", "bare"),
        ("HTTP Status: 403 Error:StatusForbidden GET", "python"),
        ("HTTP 403: GET", "bare"),
        ("com.aliyuncs.exceptions.ClientException: GET", "java"),
        ("com.aliyun.tea.TeaException: GET", "java"),
        ("java.lang.RuntimeException: GET", "java"),
        ("javax.ws.exceptions.OneException: GET", "java"),
        ("org.acme.OneException: GET", "java"),
        ("OneException: GET", "java"),
        (
            "aliyunsdkcore.acs_exception.exceptions.ServerException: GET",
            "python",
        ),
        (
            "alibabacloud_tea_openapi.client.OneException: GET",
            "python",
        ),
        ("darabonba.core.OneException: GET", "python"),
        ("Tea.exceptions.TeaException: GET", "python"),
        ("acme.exceptions.OneException: GET", "python"),
        ("ServerException: GET", "python"),
        ("Tea.TeaException: GET", "dot_net"),
        ("Aliyun.Acs.Core.Exceptions.ClientException: GET", "dot_net"),
        ("AlibabaCloud.OneException: GET", "dot_net"),
        ("System.OneException: GET", "dot_net"),
        ("OneException in a sentence GET", "bare"),
        // A header belongs to its own lines.
        ("OneException: of another call\nGET", "bare"),
        ("SDKError:\n   Message: Slowly.\nGET", "bare"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

/// Returns the table in the documentation of the crate.
fn table() -> String {
    let mut table = String::from(
        "# Forms\n\nThe sentences that are known, each with its wire format, an example and its source. A new form is one file \
         and one line of the table of forms.\n\n| form | wire format | example | source |\n| --- | --- | --- | --- |\n",
    );
    for form in FORMS {
        let [name, example] = [form.name, form.example].map(|text| format!("`{text}`"));
        let cells = [&*name, form.wire, &*example, form.source];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        table.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    table
}

#[test]
fn documentation_is_the_table_of_forms() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/forms.md");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        std::fs::write(path, table()).expect("a file");
    }
    let file = std::fs::read_to_string(path).expect("a file");
    assert_eq!(file, table(), "write it with INSTA_UPDATE=always");
}

#[test]
fn each_form_has_an_example_that_is_found() {
    for form in FORMS {
        let refusal = one(form.example);
        assert!(
            form.wire.contains('`') && !form.source.is_empty(),
            "{}",
            form.name
        );
        // Also where a terminal breaks the line at any place between two words.
        for (at, _) in form.example.match_indices(' ') {
            let mut broken = form.example.to_owned();
            broken.replace_range(at..=at, "\n");
            let found = one(&broken);
            assert_eq!(
                (found.kind, &found.action),
                (refusal.kind, &refusal.action),
                "{broken}"
            );
        }
    }
}

#[test]
fn kinds_and_forms_are_named_like_their_variants() {
    let small = |name: String| {
        let words = name.chars().enumerate().flat_map(|(at, c)| {
            let sign = (at > 0 && c.is_uppercase()).then_some('_');
            sign.into_iter().chain(c.to_lowercase())
        });
        words.collect::<String>()
    };
    for kind in [Kind::Ram, Kind::Rbac, Kind::Service, Kind::Other] {
        assert_eq!(kind.name(), small(format!("{kind:?}")));
    }
    for form in [
        Wrapping::Bare,
        Wrapping::Json,
        Wrapping::NestedJson,
        Wrapping::Xml,
        Wrapping::Go,
        Wrapping::PythonDict,
        Wrapping::Tea,
        Wrapping::ServerError,
        Wrapping::Aliyungo,
        Wrapping::Python,
        Wrapping::Java,
        Wrapping::DotNet,
        Wrapping::Terraform,
    ] {
        assert_eq!(form.name(), small(format!("{form:?}")));
    }
}
