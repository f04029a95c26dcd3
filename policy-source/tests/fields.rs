//! What the names of fields say about the policies in them, in every file.

use ram_policy::Kind;
use ram_policy_source::{Found, PolicyText, Scope, read_in};

const POLICY: &str =
    r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"cs:*","Resource":"*"}]}"#;

/// Quotes a text for JSON and for Terraform.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns the output of `terraform show -json` for a plan, and a state, with these values of a resource.
fn shown(values: &str) -> [String; 2] {
    let resource = format!(
        r#"{{"address": "x.y", "mode": "managed", "type": "x", "name": "y", "values": {values}}}"#
    );
    let plan = format!(
        r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resource}]}}}}}}"#
    );
    let state = format!(
        r#"{{"version": 4, "terraform_version": "1.9.0", "lineage": "a", "resources": [
            {{"mode": "managed", "type": "x", "name": "y", "instances": [{{"attributes": {values}}}]}}]}}"#
    );
    [plan, state]
}

/// Returns the documents with their kinds, and the errors, of a file in a folder with others.
fn found_in(file: &str, text: &str, others: &[(&str, &str)]) -> (Vec<PolicyText>, Vec<String>) {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension);
    let scope = Scope::new(others.iter().copied());
    let found = read_in(file, text, extension, &scope).unwrap_or_else(|error| Found {
        errors: vec![error],
        ..Found::default()
    });
    let mut documents = found.documents;
    documents.retain(|document| !document.is_other());
    let errors = found.errors.iter().map(ToString::to_string);
    (documents, errors.collect())
}

/// Asserts that there is one policy of a kind.
fn assert_kind(file: &str, text: &str, others: &[(&str, &str)], kind: Option<Kind>) {
    let (documents, errors) = found_in(file, text, others);
    let kinds: Vec<Option<Kind>> = documents.iter().map(PolicyText::kind).collect();
    assert_eq!((kinds, errors), (vec![kind], vec![]), "{text} {others:?}");
}

fn assert_none(file: &str, text: &str, others: &[(&str, &str)]) {
    let (documents, errors) = found_in(file, text, others);
    let texts: Vec<&str> = documents.iter().map(PolicyText::text).collect();
    assert_eq!((texts, errors), (vec![], vec![]), "{text} {others:?}");
}

/// Returns files in which a field with a text is.
fn with_field(name: &str, text: &str) -> Vec<(&'static str, String)> {
    let value = quoted(text);
    let [plan, state] = shown(&format!(r#"{{"a": 1, "{name}": {value}}}"#));
    let [in_object, in_list] = [
        format!("{{\"{name}\": {value}}}"),
        format!("[{{\"{name}\": {value}}}]"),
    ]
    .map(|values| shown(&format!(r#"{{"settings": {values}}}"#)));
    let [record, nested] = [
        format!(r#"{{"id": 1, "{name}": {value}}}"#),
        format!(r#"{{"properties": {{"a": {{"type": "string", "{name}": {value}}}}}}}"#),
    ];
    let mut files = vec![
        ("a.json", record.clone()),
        ("a.jsonl", record),
        ("a.json", nested),
        ("a.json", plan),
        ("a.json", state),
        (
            "a.tf",
            format!("resource \"x\" \"y\" {{\n  {name} = {value}\n}}\n"),
        ),
        (
            "a.tf",
            format!("module \"m\" {{\n  settings = [{{ {name} = {value} }}]\n}}\n"),
        ),
    ];
    files.extend(
        in_object
            .into_iter()
            .chain(in_list)
            .map(|text| ("a.json", text)),
    );
    files
}

#[test]
fn text_for_people_has_no_policy() {
    for name in [
        "description",
        "comment",
        "note",
        "notes",
        "summary",
        "title",
        "example",
        "Description",
        "role_description",
        "longDescription",
        "remark",
    ] {
        for text in [POLICY.to_owned(), format!("Was: {POLICY}")] {
            for (file, text) in with_field(name, &text) {
                assert_none(file, &text, &[]);
            }
        }
    }
    let list = quoted(POLICY);
    for text in [
        format!(r#"{{"examples": [{list}]}}"#),
        format!(r#"{{"examples": [{POLICY}], "type": "object"}}"#),
        format!(r#"{{"properties": {{"policy": {{"type": "object", "example": {POLICY}}}}}}}"#),
    ] {
        assert_none("a.json", &text, &[]);
    }
}

/// A file that a function fills in may be a policy where the name of the field is that of one.
#[test]
fn computed_text_in_a_field_for_a_policy_is_an_error() {
    for value in [
        "templatefile(\"p.tpl\", {})",
        "indent(2, file(\"p.tpl\"))",
        "base64decode(local.p)",
        "jsonencode(merge({}, local.p))",
        "(templatefile(\"p.tpl\", {}))",
        "var.x ? templatefile(\"p.tpl\", {}) : \"\"",
        "\"${templatefile(\"p.tpl\", {})}\"",
    ] {
        for name in ["session_policy", "bucket_policy", "key_policy_json"] {
            let text = format!("resource \"x\" \"y\" {{\n  {name} = {value}\n}}\n");
            let (documents, errors) = found_in("main.tf", &text, &[]);
            assert_eq!((documents.len(), errors.len()), (0, 1), "{text}");
        }
    }
    for value in [
        "format(\"%s-x\", alicloud_ram_policy.p.policy_name)",
        "jsonencode({ a = 1 })",
        "\"${alicloud_ram_policy.p.id}\"",
        "true",
    ] {
        let text = format!("resource \"x\" \"y\" {{\n  bucket_policy = {value}\n}}\n");
        assert_none("main.tf", &text, &[]);
    }
}

/// Log shippers write a record as the message of another, and an object is no text.
#[test]
fn record_in_a_field_for_people_is_read() {
    let event = format!(
        r#"{{"eventName": "CreatePolicy", "requestParameters": {{"PolicyDocument": {}}}}}"#,
        quoted(POLICY)
    );
    for name in ["message", "log_message", "note", "title", "description"] {
        for message in [event.clone(), format!("[{event}]")] {
            let text = format!(r#"{{"@timestamp": "x", "{name}": {}}}"#, quoted(&message));
            assert_kind("a.json", &text, &[], Some(Kind::Identity));
        }
        let object = format!(r#"{{"@timestamp": "x", "{name}": {event}}}"#);
        assert_kind("a.json", &object, &[], Some(Kind::Identity));
    }
    for name in ["example", "Example", "examples", "description"] {
        for text in [
            format!(r#"{{"name": "a", "{name}": {POLICY}}}"#),
            format!(r#"{{"{name}": {{"a": {{"PolicyDocument": {POLICY}}}}}}}"#),
            format!(r#"{{"type": "deny", "{name}": [{POLICY}]}}"#),
        ] {
            assert_kind("a.json", &text, &[], None);
        }
        let file = format!("module \"m\" {{\n  {name} = {{ p = jsonencode({POLICY}) }}\n}}\n");
        assert_kind("a.tf", &file, &[], None);
    }
}

/// An operation that failed made no policy, in whatever spelling its event says so.
#[test]
fn event_of_an_operation_that_failed_has_no_policy() {
    let with = |text: &str| text.replace('@', &quoted(POLICY));
    for text in [
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": "NoPermission"}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorMessage": "You are not authorized"}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": 403}"#,
        r#"{"event_name": "CreatePolicyVersion", "request_parameters": {"policy_document": @}, "error_code": "NoPermission"}"#,
        r#"{"RequestId": "a", "Action": "CreatePolicy", "PolicyDocument": @, "ErrorCode": "NoPermission"}"#,
        r#"{"Events": [{"eventName": "PutBucketPolicy", "requestParameters": {"policy": @}, "errorCode": "AccessDenied"}]}"#,
        // Flattened, as pipelines of logs do.
        r#"{"event.eventName": "CreatePolicy", "event.errorCode": "NoPermission", "event.requestParameters.PolicyDocument": @}"#,
        r#"{"event_eventName": "CreatePolicy", "event_errorCode": "NoPermission", "event_requestParameters_PolicyDocument": @}"#,
        r#"{"event__eventName": "CreatePolicy", "event__errorCode": "NoPermission", "event__requestParameters__PolicyDocument": @}"#,
        r#"{"event/eventName": "CreatePolicy", "event/error_code": "NoPermission", "event/requestParameters": {"PolicyDocument": @}}"#,
        r#"{"trail.eventName": "CreatePolicy", "trail.errorMessage": "You are not authorized", "trail.requestParameters": {"PolicyDocument": @}}"#,
        r#"{"eventName": "CreatePolicy", "event_errorCode": "NoPermission", "event_requestParameters": {"PolicyDocument": @}}"#,
        // Around the event.
        r#"{"errorCode": "NoPermission", "event": {"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}}"#,
        r#"{"events": [{"error_code": 403, "detail": {"Action": "CreateRole", "AssumeRolePolicyDocument": @}}]}"#,
    ] {
        for file in ["a.json", "a.jsonl"] {
            assert_none(file, &with(text), &[]);
        }
    }
    for none in [
        r#""""#,
        "null",
        "0",
        "0.0",
        "200",
        "204",
        r#""0""#,
        r#""200""#,
        r#""Success""#,
        r#""OK""#,
        r#""200 OK""#,
        r#""-""#,
        r#""null""#,
        r#""None""#,
        r#""N/A""#,
        r#"" ""#,
        "false",
        "[]",
        "{}",
    ] {
        for text in [
            r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": #}"#,
            r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": #, "errorMessage": "-"}"#,
            r#"{"event.eventName": "CreatePolicy", "event.errorCode": #, "event.requestParameters.PolicyDocument": @}"#,
            r#"{"errorCode": #, "event": {"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}}"#,
            r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @, "errorCode": "a"}, "errorCode": #}"#,
        ] {
            let text = with(&text.replace('#', none));
            assert_kind("a.json", &text, &[], Some(Kind::Identity));
        }
    }
    // Neither a permission nor a denial may rest on an event that may have failed.
    for text in [
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": ["NoPermission"]}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": true}"#,
        // Which of a repeated key counts is not known.
        r#"{"eventName": "CreatePolicy", "errorCode": "NoPermission", "errorCode": "", "requestParameters": {"PolicyDocument": @}}"#,
        r#"{"eventName": "CreatePolicy", "errorCode": null, "requestParameters": {"PolicyDocument": @}, "errorCode": "NoPermission"}"#,
        r#"{"eventName": "CreatePolicy", "errorMessage": "no", "errorMessage": "", "requestParameters": {"PolicyDocument": @}}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": "0", "errorMessage": "done"}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": "0", "event.errorCode": "NoPermission"}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "responseElements": {"errorCode": "NoPermission"}}"#,
        r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "lastErrorCode": "NoPermission"}"#,
        r#"{"event": {"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}, "result": {"errorCode": "NoPermission"}}"#,
        r#"{"errorCode": "NoPermission", "data": {"event": {"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}}}"#,
        r#"{"errorCode": "NoPermission", "events": [{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}]}"#,
        r#"{"errorCode": "NoPermission", "event": {"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}, "errorCode": "0"}}"#,
        r#"{"RequestId": "a", "Action": "CreatePolicy", "PolicyDocument": @, "ErrorCode": ["NoPermission"]}"#,
    ] {
        let (documents, errors) = found_in("a.json", &with(text), &[]);
        assert_eq!(documents.len(), 0, "{text}");
        assert!(
            errors.iter().any(|error| error.contains("may have failed")),
            "{text}: {errors:?}"
        );
    }
    // A record and a rule are no events.
    for text in [
        r#"{"errorCode": "E1", "policy": @}"#,
        r#"{"errorCode": "E1", "rule": {"action": "deny", "policy": @}}"#,
        r#"{"action": "deny", "errorCode": "E1", "policy": @}"#,
    ] {
        assert_kind("a.json", &with(text), &[], None);
    }
    // The last part of a flattened key is its name.
    let bucket = r#"{"event.eventName": "PutBucketPolicy", "event.requestParameters.policy": @}"#;
    assert_kind("a.json", &with(bucket), &[], Some(Kind::Bucket));
    // A rule has a message for whoever meets it.
    let rule = r#"{"action": "deny", "errorMessage": "Ask us.", "policy": @}"#;
    assert_kind("a.json", &with(rule), &[], None);
}

/// A policy beside a text for people is the only one.
#[test]
fn text_for_people_hides_no_policy() {
    let example = quoted(POLICY);
    let policy = POLICY.replace("cs:*", "oss:Get*");
    let answer = format!(
        r#"{{"Policy": {{"PolicyName": "a", "Description": {example}}},
            "DefaultPolicyVersion": {{"IsDefaultVersion": true, "PolicyDocument": {}}}}}"#,
        quoted(&policy)
    );
    let record = format!(
        r#"{{"comment": {example}, "note": {example}, "policy": {}}}"#,
        quoted(&policy)
    );
    let [plan, state] = shown(&format!(
        r#"{{"description": {example}, "policy_document": {}}}"#,
        quoted(&policy)
    ));
    for text in [answer, record, plan, state] {
        let (documents, errors) = found_in("a.json", &text, &[]);
        let texts: Vec<&str> = documents.iter().map(PolicyText::text).collect();
        assert_eq!((texts, errors), (vec![&*policy], vec![]), "{text}");
    }
    // The keys of several policies are their names.
    for (file, text) in [
        (
            "a.json",
            format!(r#"{{"policies": {{"example": {example}}}}}"#),
        ),
        (
            "a.tf",
            format!("module \"m\" {{\n  policies = {{ example = {example} }}\n}}\n"),
        ),
    ] {
        assert_kind(file, &text, &[], None);
    }
    // And so are the names of values, where a policy refers to them.
    let user = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = local.example\n}\n";
    let of_values = user.replace("local.", "var.");
    let text = &*format!("locals {{\n  example = {example}\n}}\n");
    assert_none("a.tf", text, &[]);
    assert_kind("a.tf", text, &[("b.tf", user)], Some(Kind::Identity));
    let text = &*format!("example = {example}\n");
    assert_none("a.tfvars", text, &[]);
    assert_kind(
        "a.tfvars",
        text,
        &[("b.tf", &of_values)],
        Some(Kind::Identity),
    );
}

/// A text that only descriptions refer to is one of them.
#[test]
fn value_that_is_used_for_people_is_no_policy() {
    let local = &*format!("locals {{\n  text = {}\n}}\n", quoted(POLICY));
    let describes = "resource \"x\" \"y\" {\n  description = local.text\n}\n";
    let uses = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = local.text\n}\n";
    assert_none("a.tf", local, &[("b.tf", describes)]);
    assert_none("a.tf", &format!("{local}{describes}"), &[]);
    let others = [("b.tf", describes), ("c.tf", uses)];
    assert_kind("a.tf", local, &others, Some(Kind::Identity));
    assert_kind("a.tf", local, &[], None);
}

/// Names that show a kind, in the spellings of all containers.
const NAMES: [(&str, Kind); 16] = [
    ("session_policy", Kind::Session),
    ("sessionPolicy", Kind::Session),
    ("session_policy_document", Kind::Session),
    ("endpoint_policy", Kind::Endpoint),
    ("vpcEndpointPolicy", Kind::Endpoint),
    ("control_policy_document", Kind::Control),
    ("controlPolicies", Kind::Control),
    ("bucket_policy", Kind::Bucket),
    ("bucketPolicyJson", Kind::Bucket),
    ("key_policy", Kind::Key),
    ("kms_key_policy", Kind::Key),
    ("trust_policy", Kind::Trust),
    ("assume_role_policy", Kind::Trust),
    ("assumeRolePolicyDocument", Kind::Trust),
    ("resource_policy", Kind::Resource),
    ("resourcePolicies", Kind::Resource),
];

/// Returns Terraform files in which a value has a name.
fn with_value(name: &str) -> Vec<(&'static str, String)> {
    let value = quoted(POLICY);
    vec![
        ("a.tf", format!("locals {{\n  {name} = {value}\n}}\n")),
        (
            "a.tf",
            format!("locals {{\n  all = {{ {name} = {value} }}\n}}\n"),
        ),
        (
            "a.tf",
            format!("variable \"{name}\" {{\n  default = {value}\n}}\n"),
        ),
        (
            "a.tf",
            format!("output \"{name}\" {{\n  value = {value}\n}}\n"),
        ),
        ("a.tfvars", format!("{name} = {value}\n")),
    ]
}

#[test]
fn name_of_a_field_shows_the_kind() {
    for (name, kind) in NAMES {
        for (file, text) in with_field(name, POLICY).iter().chain(&with_value(name)) {
            assert_kind(file, text, &[], Some(kind));
        }
        // What refers to a value says what it is.
        let local = &*format!("locals {{\n  a = {}\n}}\n", quoted(POLICY));
        let module = format!("module \"m\" {{\n  {name} = local.a\n}}\n");
        assert_kind("a.tf", local, &[("b.tf", &module)], Some(kind));
        assert_kind("a.tf", &format!("{local}{module}"), &[], Some(kind));
        let local = &*local.replace(" a =", &format!(" {name} ="));
        let user = format!(
            "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = local.{name}\n}}\n"
        );
        assert_kind("a.tf", local, &[("b.tf", &user)], Some(Kind::Identity));
    }
    for name in [
        "policy",
        "policy_document",
        "monkey",
        "policy_bucket",
        "control",
    ] {
        for (file, text) in with_field(name, POLICY) {
            assert_kind(file, &text, &[], None);
        }
    }
}

#[test]
fn permission_boundary_is_an_error_by_its_name() {
    for name in [
        "permission_boundary_policy",
        "permissionBoundaryPolicyDocument",
        "permissions_boundary",
        "permission_boundary_policy_document",
    ] {
        let module = format!("module \"m\" {{\n  {name} = local.a\n}}\n");
        let local = format!("locals {{\n  a = {}\n}}\n", quoted(POLICY));
        let referred = [
            ("a.tf", local.clone(), vec![("b.tf", &*module)]),
            ("a.tf", format!("{local}{module}"), vec![]),
        ];
        let all = with_field(name, POLICY).into_iter().chain(with_value(name));
        let all = all.map(|(file, text)| (file, text, vec![]));
        for (file, text, others) in all.chain(referred) {
            let (documents, errors) = found_in(file, &text, &others);
            assert_eq!(documents.len(), 0, "{text}");
            let is_explained = errors
                .iter()
                .any(|error| error.contains("permission boundary"));
            assert!(is_explained, "{text}: {errors:?}");
        }
    }
}

/// A version that is created without being set as the default is not in force.
#[test]
fn created_version_is_in_force_only_as_the_default() {
    let with = |text: &str| text.replace('@', &quoted(POLICY));
    for (text, is_inactive) in [
        (
            r#"{"PolicyName": "a", "PolicyDocument": @, "SetAsDefault": false}"#,
            true,
        ),
        (
            r#"{"PolicyName": "a", "PolicyDocument": @, "SetAsDefault": "false"}"#,
            true,
        ),
        (
            r#"{"PolicyName": "a", "PolicyDocument": @, "SetAsDefault": true}"#,
            false,
        ),
        (
            r#"{"policy_name": "a", "policy_document": @, "set_as_default": false}"#,
            true,
        ),
        (
            r#"{"RequestId": "a", "PolicyDocument": @, "SetAsDefault": false}"#,
            true,
        ),
        (
            r#"{"requests": [{"policyDocument": @, "setAsDefault": "False"}]}"#,
            true,
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @, "SetAsDefault": false}}"#,
            true,
        ),
        (
            r#"{"Action": "CreatePolicyVersion", "SetAsDefault": "false", "Parameters": {"PolicyDocument": @}}"#,
            true,
        ),
        (
            r#"{"Action": "ram:CreatePolicyVersion", "query": {"SetAsDefault": "false"}, "body": {"PolicyDocument": @}}"#,
            true,
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @},
                "responseElements": {"PolicyVersion": {"IsDefaultVersion": false}}}"#,
            true,
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @, "SetAsDefault": true}}"#,
            false,
        ),
        // That is the default of the parameter.
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @}}"#,
            true,
        ),
        (
            r#"{"Action": "CreatePolicyVersion", "PolicyName": "a", "PolicyDocument": @}"#,
            true,
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @, "SetAsDefault": ""}}"#,
            true,
        ),
        (
            r#"{"event.eventName": "CreatePolicyVersion", "event.requestParameters.PolicyDocument": @}"#,
            true,
        ),
        (
            r#"{"event_eventName": "CreatePolicyVersion", "event_requestParameters_SetAsDefault": "true",
                "event_requestParameters_PolicyDocument": @}"#,
            false,
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @},
                "responseElements": {"PolicyVersion": {"IsDefaultVersion": "true"}}}"#,
            false,
        ),
        (
            r#"{"eventName": "CreatePolicy", "requestParameters": {"PolicyDocument": @}}"#,
            false,
        ),
    ] {
        let (documents, errors) = found_in("a.json", &with(text), &[]);
        assert_eq!(errors, Vec::<String>::new(), "{text}");
        assert_eq!(documents[0].is_inactive_version(), is_inactive, "{text}");
    }
}

/// The parameters may be the text of an object, and the whole event as well.
#[test]
fn created_version_in_a_text_is_in_force_as_the_default() {
    let parameters = |more: &str| format!(r#"{{"PolicyDocument": {}{more}}}"#, quoted(POLICY));
    for (more, is_inactive) in [
        (r#", "SetAsDefault": "true""#, false),
        (r#", "SetAsDefault": true"#, false),
        (r#", "SetAsDefault": "false""#, true),
        (r#", "SetAsDefault": false"#, true),
        ("", true),
    ] {
        let object = parameters(more);
        let text = quoted(&object);
        let event =
            |parameters: &str| format!(r#"{{"eventName": "CreatePolicyVersion", {parameters}}}"#);
        for event in [
            event(&format!(r#""requestParameterJson": {text}"#)),
            event(&format!(r#""requestParameters": {text}"#)),
            event(&format!(r#""requestParameters": [{text}]"#)),
            format!(
                r#"{{"event.eventName": "CreatePolicyVersion", "event.requestParameterJson": {text}}}"#
            ),
            // The same policy twice, as logs have it.
            event(&format!(
                r#""requestParameters": {object}, "requestParameterJson": {text}"#
            )),
        ] {
            let in_text = format!(r#"{{"event": {}}}"#, quoted(&event));
            for text in [event, in_text] {
                let (documents, errors) = found_in("a.json", &text, &[]);
                assert_eq!(errors, Vec::<String>::new(), "{text}");
                assert_eq!(documents.len(), 1, "{text}");
                assert_eq!(documents[0].is_inactive_version(), is_inactive, "{text}");
            }
        }
    }
}

/// What only resources refer to that are never created is no policy of the caller.
#[test]
fn value_of_a_resource_that_is_never_created_is_no_policy() {
    let local = &*format!("locals {{\n  d = {}\n  none = {{}}\n}}\n", quoted(POLICY));
    let data = "data \"alicloud_ram_policy_document\" \"d\" {\n  statement {\n    action = [\"cs:*\"]\n    resource = [\"*\"]\n  }\n}\n";
    let in_data = "data.alicloud_ram_policy_document.d.document";
    for never in [
        "count = 0",
        "for_each = {}",
        "for_each = toset([])",
        "for_each = local.none",
        "for_each = tomap({ })",
    ] {
        let resource = |document: &str| {
            format!(
                "resource \"alicloud_ram_policy\" \"p\" {{\n  {never}\n  policy_document = {document}\n}}\n"
            )
        };
        for (value, document) in [
            (local, "local.d"),
            (local, "\"${local.d}\""),
            (data, in_data),
        ] {
            let resource = &*resource(document);
            let none = if never.contains("local") && value == data {
                "locals {\n  none = {}\n}\n"
            } else {
                ""
            };
            assert_none("a.tf", &format!("{value}{resource}{none}"), &[]);
            assert_none("a.tf", value, &[("b.tf", resource), ("c.tf", none)]);
            let other = resource
                .replace(never, "count = 1")
                .replace("\"p\"", "\"q\"");
            let others = [("b.tf", resource), ("c.tf", &*other), ("d.tf", none)];
            assert_kind("a.tf", value, &others, Some(Kind::Identity));
        }
        let of_data = data.replace("{\n  statement", &format!("{{\n  {never}\n  statement"));
        let none = [("b.tf", "locals {\n  none = {}\n}\n")];
        assert_none("a.tf", &of_data, &none);
        let module = format!(
            "module \"m\" {{\n  {never}\n  policy = {}\n}}\n",
            quoted(POLICY)
        );
        assert_none("a.tf", &module, &none);
    }
    assert_kind("a.tf", local, &[], None);
}

#[test]
fn named_policy_of_a_role_is_not_that_of_a_session() {
    for (text, kind) in [
        (r#"{"name": "a", "policy": @, "RoleArn": "b"}"#, None),
        (r#"{"PolicyName": "a", "Policy": @, "RoleArn": "b"}"#, None),
        (r#"{"Policy": @, "RoleArn": "b"}"#, Some(Kind::Session)),
        (
            r#"{"name": "a", "policy": @, "RoleArn": "b", "RoleSessionName": "c"}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"VpcId": "a", "PolicyName": "b", "PolicyDocument": @}"#,
            None,
        ),
        (
            r#"{"VpcId": "a", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
    ] {
        assert_kind("a.json", &text.replace('@', &quoted(POLICY)), &[], kind);
    }
}
