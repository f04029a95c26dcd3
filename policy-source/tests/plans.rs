//! Plans and states of Terraform.

use crate::common::IN_RECORDS;
use ram_policy::Kind;
use ram_policy_source::{PolicyText, read};

#[test]
fn unknown_policy_of_a_plan_is_an_error() {
    let plan = |kind: &str, unknown: &str, configuration: &str| {
        let text = format!(
            r#"{{"format_version": "1.2", "planned_values": {{}}, "resource_changes": [
            {{"address": "{kind}.a", "mode": "managed", "type": "{kind}", "name": "a", "change": {{"after_unknown": {unknown}}}}}
        ]{configuration}}}"#
        );
        let found = read("plan.json", &text, Some("json")).expect("a plan");
        let errors = found.errors.iter().map(|error| error.message().to_owned());
        errors.collect::<Vec<_>>()
    };
    let sets = |kind: &str, attribute: &str| {
        format!(
            r#", "configuration": {{"root_module": {{"module_calls": {{"m": {{"module": {{"resources": [
            {{"type": "{kind}", "name": "a", "expressions": {{"{attribute}": {{}}}}}}]}}}}}}}}}}"#
        )
    };
    let sso = "alicloud_cloud_sso_access_configuration";
    for (kind, unknown, at) in [
        (
            sso,
            r#"{"permission_policies": [{"permission_policy_document": true}]}"#,
            "permission_policies.permission_policy_document",
        ),
        (
            sso,
            r#"{"permission_policies": true}"#,
            "permission_policies",
        ),
        (
            "alicloud_ram_policy",
            r#"{"policy_document": true}"#,
            "policy_document",
        ),
    ] {
        let error =
            format!("policies that are known only after the plan is applied: {kind}.a.{at}");
        let (attribute, _) = at.split_once('.').unwrap_or((at, ""));
        for configuration in [String::new(), sets(kind, attribute)] {
            assert_eq!(plan(kind, unknown, &configuration), [&*error]);
        }
    }
    // The provider computes what the configuration does not set.
    let policy = "alicloud_ram_policy";
    let set = sets(policy, "policy_document");
    assert_eq!(plan(policy, r#"{"document": true}"#, &set), [""; 0]);
    let instance = "alicloud_ots_instance";
    let unknown = r#"{"policy": true}"#;
    assert_eq!(plan(instance, unknown, &sets(instance, "name")), [""; 0]);
    assert_eq!(plan(instance, unknown, &sets(instance, "policy")).len(), 1);
}

#[test]
fn plan_and_state_have_the_policies_of_their_resources() {
    let values = r#"{"root_module": {
        "resources": [
            {"address": "alicloud_ram_policy.p", "mode": "managed", "type": "alicloud_ram_policy",
             "values": {"policy_name": "p", "policy_document": "{\"Statement\": 1}"}},
            {"address": "data.x.d", "mode": "data", "type": "x", "values": {"document": "{\"Statement\": 1}"}},
            {"address": "r", "mode": "managed", "type": "x", "values": {"policy": "accept", "n": 1}}
        ],
        "child_modules": [{"resources": [
            {"address": "module.m.alicloud_oss_bucket_policy.b", "mode": "managed",
             "type": "alicloud_oss_bucket_policy", "values": {"policy": "// broken"}}
        ]}]
    }}"#;
    let plan = format!(
        r#"{{"format_version": "1.2", "planned_values": {values}, "resource_changes": [
        {{"address": "alicloud_ram_role.r", "type": "alicloud_ram_role",
          "change": {{"after_unknown": {{"id": true, "assume_role_policy_document": true}}}}}}
    ]}}"#
    );
    let state = format!(r#"{{"format_version": "1.0", "values": {values}}}"#);
    for (text, errors) in [(plan, 1), (state, 0)] {
        let found = read("plan.json", &text, Some("json")).expect("a plan");
        let documents: Vec<_> = found
            .documents
            .iter()
            .map(|one| (one.address(), one.text()))
            .collect();
        assert_eq!(
            documents,
            [
                (
                    "alicloud_ram_policy.p.policy_document",
                    r#"{"Statement": 1}"#
                ),
                ("module.m.alicloud_oss_bucket_policy.b.policy", "// broken"),
            ]
        );
        assert_eq!(found.errors.len(), errors);
    }
}

#[test]
fn policy_inside_a_value_of_a_plan_is_found() {
    let policy = serde_json::Value::from(IN_RECORDS);
    let plan = |values: &str| {
        let resource = format!(r#"{{"address": "a.b", "type": "alicloud_a", "values": {values}}}"#);
        let text = format!(
            r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resource}]}}}}}}"#
        );
        read("plan.json", &text, Some("json")).expect("a plan")
    };
    let found = plan(&format!(
        r#"{{"data": [{{"p.json": {policy}}}], "policy": "// mine"}}"#
    ));
    assert_eq!(found.documents[0].address(), "a.b.data.p.json");
    assert_eq!(found.documents[0].text(), IN_RECORDS);
    // As an object, and in a state.
    let manifest = format!(r#"{{"manifest": {{"spec": [{{"policy": {IN_RECORDS}}}]}}}}"#);
    let state = format!(
        r#"{{"version": 4, "terraform_version": "1", "lineage": "l", "resources": [
        {{"type": "a", "name": "b", "instances": [{{"attributes": {manifest}}}]}}]}}"#
    );
    let of_state = read("terraform.tfstate", &state, Some("json")).expect("a state");
    for found in [plan(&manifest), of_state] {
        assert_eq!(found.documents[0].address(), "a.b.manifest.spec.policy");
        assert_eq!(found.documents[0].text(), IN_RECORDS);
    }
    let statement = r#"{"spec": {"rule": {"Effect": "Deny", "Action": "cs:*"}}}"#;
    assert_eq!(
        plan(statement).errors[0].message(),
        "cannot read a statement that is not in a policy: a.b.spec.rule"
    );
    let blocks = r#""statement": [{"effect": "Deny", "action": ["cs:*"], "resource": ["*"]}]"#;
    assert_eq!(plan(&format!("{{{blocks}}}")).errors.len(), 1);
    let with_document = plan(&format!(r#"{{{blocks}, "policy_document": {policy}}}"#));
    assert_eq!(with_document.errors, []);
    assert_eq!(with_document.documents.len(), 1);
    let broken = r#"{"permission_policies": [{"permission_policy_document": "{'oops"}]}"#;
    assert_eq!(plan(broken).documents[0].text(), "{'oops");
    let url = r#"{"data": {"p": "%7B%22Statement%22%3A%5B%5D%7D"}}"#;
    assert_eq!(
        plan(url).errors[0].message(),
        "cannot read a policy that is encoded, for a URL, for HTML or as Base64: a.b.data.p"
    );
}

/// A plan has far more values than a policy may have, and is nested deeper.
#[test]
fn large_plan_is_read() {
    let other = "[".repeat(60) + &"]".repeat(60);
    let resource = r#"{"address": "alicloud_vpc.v", "type": "alicloud_vpc", "values": {"n": 1}}"#;
    let policy = serde_json::Value::from(IN_RECORDS);
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {other},
        "planned_values": {{"root_module": {{"resources": [{}
        {{"address": "alicloud_ram_policy.p", "type": "alicloud_ram_policy", "values": {{"policy_document": {policy}}}}}]}}}}}}"#,
        format!("{resource},").repeat(30_000)
    );
    let found = read("plan.json", &text, Some("json")).expect("a plan");
    assert_eq!(found.documents[0].text(), IN_RECORDS);
    assert_eq!(
        found.documents[0].address(),
        "alicloud_ram_policy.p.policy_document"
    );
}

/// A value of a variable or an output is mostly that of a resource as well.
#[test]
fn policy_in_a_variable_or_an_output_of_a_plan_is_found() {
    let policy = serde_json::Value::from(IN_RECORDS).to_string();
    let damaged = policy.replace("\\\"", "`");
    let base64 = "\"eyJTdGF0ZW1lbnQiOlt7IkVmZmVjdCI6IkRlbnkiLCJBY3Rpb24iOiJjczoqIn1dfQ==\"";
    for value in [
        &*policy,
        IN_RECORDS,
        &format!("[{{\"a\": {policy}}}]"),
        &damaged,
    ] {
        for (text, address) in [
            (
                format!(
                    r#"{{"format_version": "1.2", "variables": {{"x": {{"value": {value}}}}}, "planned_values": {{}}}}"#
                ),
                "var.x",
            ),
            (
                format!(
                    r#"{{"format_version": "1.2", "planned_values": {{"outputs": {{"x": {{"value": {value}}}}}}}}}"#
                ),
                "output.x",
            ),
            (
                format!(
                    r#"{{"format_version": "1.0", "values": {{"outputs": {{"x": {{"sensitive": false, "value": {value}}}}}}}}}"#
                ),
                "output.x",
            ),
            (
                format!(
                    r#"{{"version": 4, "terraform_version": "1", "lineage": "l", "resources": [], "outputs": {{"x": {{"value": {value}}}}}}}"#
                ),
                "output.x",
            ),
        ] {
            let found = read("a.json", &text, Some("json")).expect("a plan");
            assert_eq!(
                (found.documents.len(), found.errors.len()),
                (1, 0),
                "{text}"
            );
            assert!(found.documents[0].address().starts_with(address), "{text}");
            // What cannot be read has a place.
            let encoded = text.replace(value, base64);
            let found = read("a.json", &encoded, Some("json")).expect("a plan");
            let range = found.errors[0].range().expect("a range");
            assert_eq!(range.of(&encoded), base64, "{encoded}");
        }
    }
    let once = format!(
        r#"{{"format_version": "1.0", "values": {{"outputs": {{"x": {{"value": {policy}}}}}, "root_module": {{"resources":
            [{{"address": "a.b", "type": "a", "values": {{"c": {policy}}}}}]}}}}}}"#
    );
    let found = read("a.json", &once, Some("json")).expect("a state");
    assert_eq!(found.documents.len(), 1);
    assert_eq!(found.documents[0].address(), "a.b.c");
}

/// What is done with the value of a variable is in the resources.
#[test]
fn variable_of_a_plan_with_policies_is_not_another_policy() {
    let policy =
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let in_resource = serde_json::Value::from(policy);
    for (of, value, count) in [
        ("variables", policy.replace(": ", " :\n"), 1),
        ("variables", policy.replace("\"*\"", "\"PLACE\""), 1),
        ("outputs", policy.replace(": ", " :\n"), 1),
        ("outputs", r#"{"Statement": [{"Resource": "*", "Action": "*", "Effect": "Allow"}], "Version": "1"}"#.to_owned(), 1),
        ("outputs", policy.replace("\"*\"", "\"PLACE\""), 2),
    ] {
        let value = serde_json::Value::from(value);
        let values = format!(r#"{{"x": {{"value": {value}}}}}"#);
        let [variables, outputs] =
            ["variables", "outputs"].map(|place| if place == of { &*values } else { "{}" });
        let text = format!(
            r#"{{"format_version": "1.2", "variables": {variables}, "planned_values": {{"outputs": {outputs}, "root_module": {{"resources":
            [{{"address": "alicloud_resource_manager_control_policy.p", "type": "alicloud_resource_manager_control_policy",
            "values": {{"policy_document": {in_resource}}}}}]}}}}}}"#
        );
        let found = read("plan.json", &text, Some("json")).expect("a plan");
        assert_eq!(found.documents.len(), count, "{text}");
        assert_eq!(found.documents[0].kind(), Some(Kind::Control));
    }
    // The policy of a session is that of a provider.
    let session = format!(
        r#"{{"format_version": "1.2", "variables": {{"session_policy": {{"value": {in_resource}}}}}, "planned_values": {{"root_module": {{"resources":
        [{{"address": "alicloud_ram_policy.p", "type": "alicloud_ram_policy", "values": {{"policy_document": {}}}}}]}}}}}}"#,
        serde_json::Value::from(IN_RECORDS)
    );
    let found = read("plan.json", &session, Some("json")).expect("a plan");
    let kinds: Vec<_> = found.documents.iter().map(PolicyText::kind).collect();
    assert_eq!(kinds, [Some(Kind::Identity), Some(Kind::Session)]);
}
