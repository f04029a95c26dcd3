//! The fields of an error in their notations, and the form that tells where it comes from.

use crate::refusal_shown::{assert_calls, calls, form};

#[test]
fn the_form_is_the_one_that_says_most_of_where_a_refusal_comes_from() {
    for (text, expected) in [
        ("GET", "bare"),
        // Quotes that open the value of another field.
        ("error=\"Code: Forbidden.RAM\"", "server_error"),
        ("error='Code: Forbidden.RAM'", "server_error"),
        ("\"Code\": \"Forbidden.RAM\"", "json"),
        ("'Code': 'Forbidden.RAM'", "python_dict"),
        ("Code:\"Forbidden.RAM\"", "go"),
        // As JavaScript prints an object.
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
        // The header of an error is of its own lines.
        ("OneException: of another call\nGET", "bare"),
        ("SDKError:\n   Message: Slowly.\nGET", "bare"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

#[test]
fn a_value_is_read_as_its_notation_has_it() {
    let name = "AuthPrincipalDisplayName";
    for (field, expected) in [
        (format!("{name}: a;b"), "a"),
        (format!("{name}=a b"), "a"),
        (format!("{name}:\"a b, c\""), "a b, c"),
        (format!("\"{name}\": \"a 'b' c\""), "a 'b' c"),
        (format!("'{name}': 'a \"b\" c'"), "a \"b\" c"),
        (format!(r#""{name}": "a \"b\" c""#), "a \"b\" c"),
        (format!(r#"{{\"{name}\": \"a b\"}}"#), "a b"),
        (format!("<{name}>a \"b\", c</{name}>"), "a \"b\", c"),
        (format!("{{\"{name}\": \"a}} b\"}}"), "a} b"),
    ] {
        let text = format!("Code: Forbidden.RAM {field}");
        let expected = format!("ram principal={expected} code=Forbidden.RAM");
        assert_eq!(calls(&text), [expected], "{text}");
    }
    // What a value holds is neither a brace nor a field.
    assert_calls(&[
        (
            r#"[{"message": "GET", "AuthPrincipalDisplayName": "a}b", "AuthPrincipalOwnerId": "1"}, {"message": "PUT"}]"#,
            &[
                "ram action=log:Get principal=a}b owner=1",
                "ram action=log:Put",
            ],
        ),
        (
            r#"{"message": "GET", "AuthPrincipalDisplayName": "a Code: Forbidden.RAM"}"#,
            &["ram action=log:Get principal=a Code: Forbidden.RAM"],
        ),
    ]);
}

/// Of a value without an end, some is read or none, and no letter is cut in two.
#[test]
fn the_longest_value() {
    let name = "Code: Forbidden.RAM AuthPrincipalDisplayName";
    let long = "x".repeat(200);
    assert_eq!(
        calls(&format!("{name}: \"{long}\"")),
        [format!("ram principal={long} code=Forbidden.RAM")]
    );
    for (length, is_read) in [(255, true), (256, true), (257, false), (400, false)] {
        let long = "x".repeat(length);
        let found = calls(&format!("{name}: \"{long}\""));
        let principal = is_read.then(|| format!(" principal={long}"));
        let wanted = format!("ram{} code=Forbidden.RAM", principal.unwrap_or_default());
        assert_eq!(found, [wanted], "{length}");
    }
    for letter in ["é", "中", "𝒜"] {
        for length in 240..260 {
            let value = "x".repeat(length) + &letter.repeat(9);
            let found = calls(&format!("{name}: {value}")).concat();
            let shown = found.strip_prefix("ram principal=");
            let shown = shown.and_then(|shown| shown.strip_suffix(" code=Forbidden.RAM"));
            let shown = shown.expect("a principal");
            assert!(value.starts_with(shown), "{shown}");
            let is_longest = shown.len() + letter.len() > 256;
            assert!(shown.len() <= 256, "{shown}");
            assert!(is_longest || shown == value, "{shown}");
        }
    }
}

#[test]
fn the_sign_that_ends_a_sentence_is_no_part_of_a_value() {
    for sign in [".", ":", "!", "...", "|", ">", ".)", "。", "，", "）."] {
        for text in [
            format!("GET request id: R-1{sign}"),
            format!("GET, which failed (request id: R-1{sign} Try again"),
            format!("GET request id: R-1{sign} GET request id: R-1"),
        ] {
            assert_eq!(calls(&text), ["ram action=log:Get id=R-1"], "{text}");
        }
    }
    assert_calls(&[
        ("GET request id: R.1:2", &["ram action=log:Get id=R.1:2"]),
        ("GET request id: \"R-1.\"", &["ram action=log:Get id=R-1."]),
        ("GET request id: ...", &["ram action=log:Get"]),
        // A status is not the code of another failure.
        (
            "GET Code: 403. RequestId: R-1",
            &["ram action=log:Get id=R-1"],
        ),
    ]);
}

#[test]
fn the_spellings_of_a_request_id() {
    for name in [
        "RequestId",
        "requestID",
        "request_id",
        "request-id",
        "Request ID",
        "REQUEST_ID",
    ] {
        for sign in [": ", ":", "=", " = "] {
            let text = format!("GET. {name}{sign}R-1");
            assert_eq!(calls(&text), ["ram action=log:Get id=R-1"], "{text}");
        }
    }
    for name in [
        "request to",
        "request by",
        "requestIdx",
        "request identity",
        "request",
        "request of id",
    ] {
        let text = format!("GET. {name}: R-9");
        assert_eq!(calls(&text), ["ram action=log:Get"], "{text}");
    }
}

/// As XML is printed to be read, with a value in a line of its own or not.
#[test]
fn a_value_in_a_line_of_its_own_is_of_the_tags_around_it() {
    let one = "ram action=log:Get code=StatusForbidden id=R-1";
    let code = "<Code>StatusForbidden</Code>";
    let id = "<RequestId>R-1</RequestId>";
    for text in [
        format!("<Error>\n{code}\n<Message>\nGET\n</Message>\n{id}\n</Error>"),
        format!("<Error>\n{id}\n<Message>\nGET\n</Message>\n{code}\n</Error>"),
        format!("body: <Error>\n{code}<Message>\n  GET\n</Message>{id}</Error>"),
        format!("<Error>\n{code}\n<Message>GET</Message>\n{id}\n</Error>"),
        format!("<Error>{code}<Message> GET </Message><RequestId> R-1 </RequestId></Error>"),
        "<Error>\n<Code>\nStatusForbidden\n</Code>\n<Message>\nGET\n</Message>\n<RequestId>\nR-1\n</RequestId>\n</Error>".to_owned(),
    ] {
        assert_eq!(calls(&text), [one], "{text}");
        assert_eq!(form(&text), "xml", "{text}");
    }
    assert_calls(&[
        (
            "<Error>\n<Message>\nGET\n</Message>\n<RequestId>R-1</RequestId>\n</Error>",
            &["ram action=log:Get id=R-1"],
        ),
        // A tag that closes opens no value.
        ("GET</RequestId>R-9", &["ram action=log:Get"]),
        ("GET\n</RequestId>\nR-9", &["ram action=log:Get"]),
        ("GET\nRequestId>R-9</RequestId>", &["ram action=log:Get"]),
        ("GET\n<RequestId R-9</RequestId>", &["ram action=log:Get"]),
        // Nor is every sign that looks like one between a name and its value.
        ("GET request id > R-9", &["ram action=log:Get"]),
    ]);
}

/// A line after a message belongs to it if it starts with a field of an error.
#[test]
fn a_line_that_starts_with_a_field_belongs_to_the_message_before_it() {
    for line in [
        "RequestId: R-1",
        "request id: R-1",
        "\"requestId\": \"R-1\"",
        "HostId: a, RequestId: R-1",
        "Status: 403 RequestId: R-1",
        "Status Code: 403 RequestId: R-1",
        "StatusCode: 403 RequestId: R-1",
        "Data: RequestId: R-1",
        "<RequestId>R-1</RequestId>",
    ] {
        let text = format!("GET\n{line}");
        assert_eq!(calls(&text), ["ram action=log:Get id=R-1"], "{text}");
    }
    for line in [
        "done, RequestId: R-9",
        "worker: done, RequestId: R-9",
        "Status of the job, RequestId: R-9",
        "data of RequestId: R-9",
        "Worker Code: 7 RequestId: R-9",
        "a < b RequestId: R-9",
        "< RequestId: R-9",
    ] {
        let text = format!("GET\n{line}");
        assert_eq!(calls(&text), ["ram action=log:Get"], "{text}");
    }
}
