//! Records of JSON, among whose fields a policy is.

use crate::common::{IN_RECORDS, record};
use ram_policy::{ByteRange, Kind};
use ram_policy_source::{Scope, read, rewrite};

#[test]
fn policy_in_a_record_is_read_at_any_depth() {
    let quoted = serde_json::Value::from(IN_RECORDS).to_string();
    for value in [IN_RECORDS, &quoted] {
        for text in [
            format!(r#"{{"PolicyName": "deny", "PolicyDocument": {value}}}"#),
            format!(r#"{{"a": {{"PolicyDocument": {value}}}}}"#),
            format!(r#"{{"policies": [1, {{"policy": {value}}}]}}"#),
            format!(r#"{{"Data": {{"Policies": [{{"PolicyDocument": {value}}}]}}}}"#),
            format!(r#"{{"kind": "ConfigMap", "data": {{"deny.json": {value}}}}}"#),
            format!(r#"{{"Version": "1", "x": {{"y": [[{value}]]}}}}"#),
            format!(r#"{{"RequestId": "1", "Data": {{"PolicyDocument": {value}}}}}"#),
            format!(r#"{{"x": {value},}} // mine"#),
        ] {
            let document = record(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(document.text(), IN_RECORDS, "{text}");
            let place = document.outer(ByteRange::new(0, 1)).start;
            assert_eq!(&text[place..=place], "{");
        }
    }
    let inactive = format!(r#"{{"v": {{"IsDefaultVersion": false, "x": {quoted}}}}}"#);
    assert!(record(&inactive).is_ok_and(|found| found.is_inactive_version()));
    let session = format!(r#"{{"RoleArn": "a", "RoleSessionName": "b", "Policy": {quoted}}}"#);
    let kind = record(&session).map(|found| found.kind());
    assert_eq!(kind, Ok(Some(Kind::Session)));
    let trust = format!(r#"{{"r": {{"AssumeRolePolicyDocument": {quoted}}}}}"#);
    let kind = record(&trust).map(|found| found.kind());
    assert_eq!(kind, Ok(Some(Kind::Trust)));
}

#[test]
fn policy_of_a_record_that_cannot_be_read_is_an_error() {
    for (text, says) in [
        (
            format!(r#"{{"old": {IN_RECORDS}, "new": {IN_RECORDS}}}"#),
            "a contains 2 policies among other values, at 1:9, 1:104; expected one",
        ),
        (
            format!(r#"{{"a": {IN_RECORDS}, "a": [{{"b": {IN_RECORDS}}}]}}"#),
            "a contains 2 policies among other values, at 1:7, 1:107; expected one",
        ),
        (
            format!(r#"{{"a": {IN_RECORDS}}} b"#),
            "a:1:7: cannot read this policy, since the JSON around it is broken: \
             unexpected text after the document",
        ),
    ] {
        assert_eq!(
            record(&text).map(|found| found.text().to_owned()),
            Err(says.to_owned())
        );
    }
}

/// Programs that ship logs write an event as a text in a field.
#[test]
fn record_in_a_string_is_read_as_what_it_is() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let event = |policy: &str, more: &str| {
        format!(
            r#"{{"eventName": "CreatePolicy", {more}"requestParameters": {{"PolicyDocument": {policy}}}}}"#
        )
    };
    let shippers = [
        "message", "log", "body", "content", "msg", "data", "event", "payload", "raw", "x",
    ];
    for policy in [IN_RECORDS.to_owned(), quoted(IN_RECORDS)] {
        let event_of = |more| quoted(&event(&policy, more));
        for key in shippers {
            for text in [
                format!(r#"{{"time": "1", "{key}": {}}}"#, event_of("")),
                format!(
                    r#"{{"a": [{{"{key}": {}}}]}}"#,
                    event_of(r#""errorCode": "", "#)
                ),
                format!(
                    r#"{{"{key}": {}}}"#,
                    quoted(&format!("[{{\"x\": 1}}, {}]", event(&policy, "")))
                ),
                format!(
                    r#"{{"log": {}}}"#,
                    quoted(&format!(r#"{{"{key}": {}}}"#, event_of("")))
                ),
            ] {
                let found = record(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                assert_eq!(
                    (found.text(), found.kind()),
                    (IN_RECORDS, Some(Kind::Identity)),
                    "{text}"
                );
                for (at, sign) in IN_RECORDS.char_indices() {
                    let place = found.outer(ByteRange::new(at, at + 1));
                    assert!(text[place.as_range()].ends_with(sign), "{text}: {at}");
                }
                let deny = IN_RECORDS.find("Deny").expect("an effect");
                let file = read("a.json", &text, Some("json")).expect("a file");
                let rewritten = |new: &str| {
                    let changes = [(ByteRange::new(deny, deny + 4), new.to_owned())];
                    let edits = [(&file.documents[0], &changes[..])];
                    rewrite("a.json", &text, Some("json"), &Scope::default(), &edits)
                };
                assert!(rewritten("\\\"").is_ok(), "{text}");
                let rewritten =
                    rewritten("Allow").unwrap_or_else(|error| panic!("{error}: {text}"));
                let again = record(&rewritten).expect("a policy");
                assert_eq!(again.text(), IN_RECORDS.replace("Deny", "Allow"));
            }
            let failed = format!(
                r#"{{"{key}": {}}}"#,
                event_of(r#""errorCode": "NoPermission", "#)
            );
            assert!(
                record(&failed).is_ok_and(|found| found.is_other()),
                "{failed}"
            );
            let two = format!(r#"{{"{key}": {0}, "b": {0}}}"#, event_of(""));
            let error = record(&two)
                .map(|found| found.text().to_owned())
                .expect_err("two");
            assert!(
                error.starts_with("a contains 2 policies among other values, at 1:"),
                "{error}"
            );
            let misspelt = policy
                .replace("Statement", "Statment")
                .replace("Effect", "Effct");
            let misspelt = record(&format!(r#"{{"x": {}}}"#, quoted(&misspelt)));
            assert!(misspelt.is_err(), "{policy}");
            let broken = format!(
                r#"{{"{key}": {}}}"#,
                quoted(&event(&quoted(&IN_RECORDS[..60]), ""))
            );
            let found = record(&broken).expect("a text");
            assert_eq!((found.text(), found.is_other()), (&IN_RECORDS[..60], false));
        }
    }
}

/// RAM and its tools escape, indent and comment policies, and people rename their keys.
#[test]
fn policy_of_a_record_is_never_missed() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let misspelt = r#"{"version": "1", "statement": [{"effect": "Deny", "action": "cs:*"}]}"#;
    // Handed to the reader of policies, which reads it or says what is wrong.
    for policy in [
        format!("// mine\n{IN_RECORDS}"),
        format!("# mine\n{IN_RECORDS}"),
        format!("/* mine */ {IN_RECORDS}"),
        format!("\u{feff}{IN_RECORDS}"),
        format!("\n\t {IN_RECORDS}"),
        format!("```json\n{IN_RECORDS}\n```"),
        IN_RECORDS.replace("\"Statement\"", "\"Statements\""),
        IN_RECORDS.replace('"', "'"),
        IN_RECORDS.replace("}]}", "}]"),
        misspelt.to_owned(),
        misspelt.replace("statement", "STATEMENT"),
        IN_RECORDS.replace("Statement", "Statment"),
        misspelt.replace("\"version\": \"1\", ", ""),
    ] {
        for key in ["PolicyDocument", "policy_document", "x"] {
            let text = format!(r#"{{"a": [{{"{key}": {}}}]}}"#, quoted(&policy));
            let found = record(&text);
            assert_eq!(
                found.map(|found| found.text().to_owned()),
                Ok(policy.clone())
            );
        }
    }
    for object in [misspelt, &misspelt.replace("statement", "Statements")] {
        let text = format!(r#"{{"a": {object}}}"#);
        assert_eq!(
            record(&text).map(|found| found.text().to_owned()),
            Ok(object.to_owned())
        );
        assert!(record(&text).is_ok_and(|found| !found.is_other()));
    }
    for text in [
        "# c",
        "cs:*",
        "Effect: Deny, Action: cs:*",
        "Deny [cs:DeleteCluster]",
        "deny everything",
        "acs:ram::system:policy/x",
        "[1]",
        "{\"Version\": \"1\"}",
    ] {
        let record_text = format!(
            r#"{{"r": {{"NewAssumeRolePolicyDocument": {}}}}}"#,
            quoted(text)
        );
        assert_eq!(
            record(&record_text).map(|found| found.text().to_owned()),
            Ok(text.to_owned())
        );
    }
    for text in [
        r#"{"PolicyDocument": ""}"#,
        r#"{"PolicyDocument": "N/A"}"#,
        r#"{"PolicyDocument": {}}"#,
    ] {
        assert!(record(text).is_ok_and(|found| found.is_other()), "{text}");
    }
}

#[test]
fn policy_in_another_form_is_an_error_with_its_place() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let url = "%7B%22Version%22%3A%221%22%2C%22Statement%22%3A%5B%5D%7D";
    let base64 = "eyJWZXJzaW9uIjoiMSIsIlN0YXRlbWVudCI6W119";
    let statement = r#"{"Effect": "Deny", "Action": ["cs:*"], "Resource": "*"}"#;
    for (value, says) in [
        (
            quoted("CnsiVmVyc2lvbiI6IjEiLCJTdGF0ZW1lbnQiOltdfQ=="),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(url),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(&IN_RECORDS.replace('"', "&quot;")),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(base64),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(&format!("[{IN_RECORDS}]")),
            "a policy that is a part of a string",
        ),
        (
            quoted(&quoted(IN_RECORDS)),
            "a policy that is a part of a string",
        ),
        (
            quoted(&format!("[{statement}]")),
            "a policy that is a part of a string",
        ),
        (statement.to_owned(), "a statement that is not in a policy"),
    ] {
        for key in ["PolicyDocument", "x", "policy.json"] {
            let text = format!(r#"{{"{key}": {value}}}"#);
            let at = key.len() + 6;
            let error = format!("a:1:{at}: cannot read {says}");
            assert_eq!(
                record(&text).map(|found| found.text().to_owned()),
                Err(error),
                "{text}"
            );
        }
    }
    // The reader of policies says that a list is not a policy.
    let deep = format!(
        "{}{{\"a\": {IN_RECORDS}}}{}",
        "[".repeat(50),
        "]".repeat(50)
    );
    for text in [&*deep, &format!("[{statement}]"), statement] {
        assert!(record(text).is_ok_and(|found| !found.is_other()), "{text}");
    }
    for answer in [
        format!(
            r#"{{"PolicyVersion": {{"PolicyDocument": {0}}}, "x": {0}}}"#,
            quoted(IN_RECORDS)
        ),
        format!(
            r#"{{"RequestId": "1", "Policy": {0}, "x": [{IN_RECORDS}]}}"#,
            quoted(IN_RECORDS)
        ),
    ] {
        let error = "a is not a valid answer of the RAM API with one policy document";
        assert_eq!(
            record(&answer).map(|found| found.text().to_owned()),
            Err(error.to_owned())
        );
    }
}

#[test]
fn an_error_has_the_range_of_what_is_not_read() {
    let statement = r#"{"Effect": "Deny", "Action": "cs:*"}"#;
    let of_line = r#"{"PolicyVersions": {"PolicyVersion": []}}"#;
    let resource = |value: &str| {
        format!("resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n")
    };
    let data =
        |inside: &str| format!("data \"alicloud_ram_policy_document\" \"d\" {{\n  {inside}\n}}\n");
    let directive = "<<EOF\n{\"Statement\": [%{ if var.x }{}%{ endif }]}\nEOF\n";
    for (extension, file, range) in [
        ("json", format!("{{\n \"a\": {statement}}}"), statement),
        (
            "json",
            format!(
                "{{\"é\": {}}}",
                serde_json::Value::from(format!("{{\"a\": {statement}}}"))
            ),
            r#"{\"Effect\": \"Deny\", \"Action\": \"cs:*\"}"#,
        ),
        (
            "jsonl",
            format!("{{}}\n  {{\"é\": {statement}}} \n"),
            statement,
        ),
        ("jsonl", format!("{{}}\n  {of_line} \n"), of_line),
        (
            "tf",
            resource("templatestring(var.x)"),
            "templatestring(var.x)",
        ),
        ("tf", resource(directive), "%{ if var.x }{}%{ endif }"),
        (
            "tf",
            data("statement {\n    actoin = [\"cs:*\"]\n  }"),
            "actoin",
        ),
        (
            "tf",
            data("statement {\n    condition {}\n  }"),
            "condition",
        ),
        (
            "tf",
            resource("<<EOF\n{\"Statement\": ${var.x}}\nEOF\n"),
            "${var.x}",
        ),
        ("tf", "a = [ ) ]\n".to_owned(), ") ]"),
    ] {
        let error = match read("a", &file, Some(extension)) {
            Ok(mut found) => found.errors.remove(0),
            Err(error) => error,
        };
        assert_eq!(
            error.range().map(|range| range.of(&file)),
            Some(range),
            "{file}"
        );
    }
}

/// A field that is about something else may have a policy in its text.
#[test]
fn policy_in_the_text_of_a_record_is_never_missed() {
    let base64 = "a policy that is encoded, for a URL, for HTML or as Base64";
    let inside = "a policy that is a part of a string";
    let not_json = "a policy that is not JSON";
    let yaml =
        "Version: '1'\nStatement:\n- Effect: Deny\n  Action: cs:*\n  Resource: '*'\n".to_owned();
    let flow = "Statement: [{Effect: Deny, Action: 'cs:*', Resource: '*'}]".to_owned();
    let template = yaml.replace('\n', "\n    ");
    let template =
        format!("ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  P:\n    {template}");
    let hcl = r#"policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "cs:*" }] })"#;
    for (text, says) in [
        // Base64 of `[{`, of a comment, of spaces and of a line break before the policy, and of YAML.
        (
            "W3siU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJEZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX1d".to_owned(),
            base64,
        ),
        (
            "Ly8geAp7IlN0YXRlbWVudCI6W3siRWZmZWN0IjoiRGVueSIsIkFjdGlvbiI6ImNzOioifV19".to_owned(),
            base64,
        ),
        (
            "ICB7IlN0YXRlbWVudCI6W3siRWZmZWN0IjoiRGVueSIsIkFjdGlvbiI6ImNzOioifV19".to_owned(),
            base64,
        ),
        (
            "\nCnsiU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJE\nZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX0=\n".to_owned(),
            base64,
        ),
        (
            "data:;base64,CnsiU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJEZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX0="
                .to_owned(),
            base64,
        ),
        (
            "U3RhdGVtZW50OgotIEVmZmVjdDogRGVueQogIEFjdGlvbjogY3M6Kgo=".to_owned(),
            base64,
        ),
        (
            format!("aliyun ram CreatePolicy --PolicyDocument '{IN_RECORDS}'"),
            inside,
        ),
        (format!("policy={IN_RECORDS}"), inside),
        (
            format!("<PolicyDocument>{IN_RECORDS}</PolicyDocument>"),
            inside,
        ),
        (format!("x \"{}\"", IN_RECORDS.replace('"', "\\\"")), inside),
        (yaml.to_lowercase(), not_json),
        (yaml, not_json),
        (flow, not_json),
        (template, not_json),
        (hcl.to_owned(), not_json),
    ] {
        let value = serde_json::Value::from(&*text);
        let found = record(&format!(r#"{{"data": {{"a": {value}}}}}"#));
        let error = format!("a:1:16: cannot read {says}");
        assert_eq!(
            found.map(|found| found.text().to_owned()),
            Err(error),
            "{text}"
        );
        // Text for people has examples.
        let prose = record(&format!(r#"{{"description": {value}}}"#));
        assert!(
            prose.is_ok_and(|found| found.is_other()) || says == base64,
            "{text}"
        );
        let file = format!("resource \"x\" \"y\" {{\n  a = <<EOF\n{text}\nEOF\n}}\n");
        let found = read("main.tf", &file, Some("tf")).expect("a file");
        assert_eq!(found.errors.len(), 1, "{file}");
    }
    let boundary = record(&format!(r#"{{"PermissionBoundary": {IN_RECORDS}}}"#));
    let error =
        "a:1:24: cannot read a permission boundary, which only limits what other policies allow";
    assert_eq!(
        boundary.map(|found| found.text().to_owned()),
        Err(error.to_owned())
    );
}

#[test]
fn record_about_something_else_has_no_policy() {
    for text in [
        r#"{"name": "a", "version": "1", "Version": "1", "scripts": {"Action": "b"}}"#,
        r#"{"type": "object", "properties": {"Statement": {"type": "array"}, "Version": {}}}"#,
        r#"{"account": {"Statement": [{"date": "1", "amount": 2}]}}"#,
        r#"{"bank": {"Statement": {"Account": "1", "Action": "Transfer"}}}"#,
        r#"{"bank": {"Statement": [{"Action": "Transfer", "Amount": 1}]}}"#,
        r#"{"text": "a \"Statement\" of ours", "more": "[\"Statement\"]"}"#,
        r#"{"text": "{\"type\": {\"Statement\": {\"type\": 1}}}"}"#,
        r#"{"rules": [{"effect": "allow", "action": "read"}], "more": {"statement": "SELECT 1"}}"#,
        r#"{"PolicyDocument": {"type": "string"}, "a": "eyJ4IjogMX0=", "b": "ewww", "c": "%22"}"#,
        r#"{"Version": "Fassung", "Statement": "Erklärung"}"#,
        r#"{"en": {"Version": "Version", "Statement": "Statement", "Effect": "Effect", "Action": "Action"}}"#,
        r#"{"text": "{\"Version\": \"Fassung\", \"Statement\": \"Erklärung\"}"}"#,
        r#"{"policy_document": "docs/policy.md", "a": {"policyDocument": "see wiki"}}"#,
        r#"{"policies": [{"policyDocument": "policies/allow.json"}, {"policyDocument": "./b c/d.json.tpl"}]}"#,
        r#"{"PolicyDocument": "C:\\docs\\policy.json", "new": {"PolicyDocument": "Please ask the owner, e.g. at https://a.example/x?y=z."}}"#,
        r#"{"ROSTemplateFormatVersion": "1", "a": {"Version": "1", "Statement": []}}"#,
        r#"{"lint": "effect: none\nstatement: all", "build": "sideEffect=deny; if (statement) {}"}"#,
        r#"{"a": "our statement on the effect: we deny it", "integrity": "sha512-c3RhdGVtZW50c3RhdGVtZW50"}"#,
    ] {
        assert_eq!(
            record(text).map(|found| found.text().to_owned()),
            Ok(text.to_owned())
        );
    }
}
