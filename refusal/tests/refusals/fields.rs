//! The fields of an error in each notation.

use crate::common::{EVENTS, assert_calls, body, calls, form, one};
use ram_refusal::{Caller, Deny, PolicyType};
use serde_json::json;

#[test]
fn notation_determines_the_end_of_a_value() {
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
    // Braces and fields in a value do not count.
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

/// An unterminated value is read in part or not at all, and no character is split.
#[test]
fn value_at_the_length_limit_is_not_split() {
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
fn end_of_a_sentence_is_not_part_of_a_value() {
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
fn request_id_has_several_spellings() {
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

#[test]
fn value_on_its_own_line_belongs_to_its_tags() {
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
        // A closing tag opens no value.
        ("GET</RequestId>R-9", &["ram action=log:Get"]),
        ("GET\n</RequestId>\nR-9", &["ram action=log:Get"]),
        ("GET\nRequestId>R-9</RequestId>", &["ram action=log:Get"]),
        ("GET\n<RequestId R-9</RequestId>", &["ram action=log:Get"]),
        // Not a separator between a name and its value.
        ("GET request id > R-9", &["ram action=log:Get"]),
    ]);
}

#[test]
fn line_of_fields_belongs_to_the_message_before_it() {
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

#[test]
fn callers_denials_and_policy_types_keep_their_words() {
    let callers = [
        "SubUser",
        "AssumedRoleUser",
        "Federated",
        "RootUser",
        "Robot",
    ];
    let denials = ["ImplicitDeny", "ExplicitDeny", "MaybeDeny"];
    let types = [
        "AccountLevelIdentityBasedPolicy",
        "ResourceGroupLevelIdentityBasedPolicy",
        "IdentityBasedPolicy",
        "SessionPolicy",
        "ControlPolicy",
        "AssumeRolePolicy",
        "ResourceBasedPolicy",
        "MoonPolicy",
    ];
    let field = |name: &str, word: &str| {
        let text = format!("Code: Forbidden.RAM {name}: {word}");
        one(&text)
    };
    for word in callers {
        let caller = field("AuthPrincipalType", word).caller.expect("a caller");
        assert_eq!(caller.as_str(), word);
        assert_eq!(matches!(caller, Caller::Other(_)), word == "Robot");
    }
    for word in denials {
        let deny = field("NoPermissionType", word).deny.expect("a denial");
        assert_eq!(deny.as_str(), word);
        assert_eq!(matches!(deny, Deny::Other(_)), word == "MaybeDeny");
    }
    for word in types {
        let policy = field("PolicyType", word).policy_type.expect("a type");
        assert_eq!(policy.as_str(), word);
        assert_eq!(matches!(policy, PolicyType::Other(_)), word == "MoonPolicy");
    }
}

/// A terminal may break a line within an id, and something is before each line that no rule knows.
#[test]
fn cut_id_is_absent() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let message = |id: &str| format!("code: 403, {EVENTS} request id: {id}");
    for length in 10..id.len() {
        let (start, rest) = id.split_at(length);
        for text in [
            format!("{}\n", message(start)),
            format!("pod main {}\npod main {rest}\n", message(start)),
            json!({"a": format!("sync-1  | {}\nsync-1  | {rest}\n", message(start))}).to_string(),
        ] {
            let found = one(&text).request_id;
            assert!(
                found.is_none() || found.as_deref() == Some(id),
                "{text}: {found:?}"
            );
        }
    }
    assert_eq!(one(&message(id)).request_id.as_deref(), Some(id));
    assert_eq!(
        one(&message("7B6F1C52")).request_id.as_deref(),
        Some("7B6F1C52")
    );
}

#[test]
fn name_of_a_field_goes_on_in_the_next_line_of_a_box() {
    let body = body().to_string();
    for at in 1..body.len() {
        let (start, rest) = body.split_at(at);
        let ends_name = start.ends_with(|c: char| c.is_ascii_alphanumeric());
        let starts_name = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let name: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let is_name = rest[name.len()..].starts_with("\":");
        if !(ends_name && starts_name && is_name) {
            continue;
        }
        let text = format!("╷\n│ {start}\n│ {rest}\n╵\n");
        assert_eq!(calls(&text), calls(&body), "{text}");
    }
}
