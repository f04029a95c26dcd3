//! Kinds of policies, by their places.

use crate::common::{IN_RECORDS, in_folder, only, record};
use ram_policy::{ByteRange, Kind};
use ram_policy_source::{Container, read};

#[test]
fn place_shows_the_kind() {
    let document = r#"{\"Version\": \"1\", \"Statement\": []}"#;
    let answers = [
        (
            format!(r#"{{"PolicyVersion": {{"PolicyDocument": "{document}"}}}}"#),
            Kind::Identity,
        ),
        (
            format!(r#"{{"Role": {{"AssumeRolePolicyDocument": "{document}"}}}}"#),
            Kind::Trust,
        ),
        (
            format!(r#"{{"ControlPolicy": {{"PolicyDocument": "{document}"}}}}"#),
            Kind::Control,
        ),
        (
            format!(r#"{{"RequestId": "1", "Policy": "{document}"}}"#),
            Kind::Key,
        ),
        (
            format!(r#"{{"RequestId": "1", "PolicyDocument": "{document}"}}"#),
            Kind::Endpoint,
        ),
    ];
    for (answer, kind) in answers {
        let found = read("a.json", &answer, Some("json")).expect("an answer");
        assert_eq!(found.documents[0].kind(), Some(kind), "{answer}");
        let text = found.documents[0].text();
        assert_eq!(text, document.replace('\\', ""));
    }
    let resources = [
        (
            "alicloud_ram_policy",
            "policy_document",
            Some(Kind::Identity),
        ),
        (
            "alicloud_ram_role",
            "assume_role_policy_document",
            Some(Kind::Trust),
        ),
        ("alicloud_ram_role", "document", Some(Kind::Trust)),
        (
            "alicloud_resource_manager_control_policy",
            "policy_document",
            Some(Kind::Control),
        ),
        ("alicloud_oss_bucket", "policy", Some(Kind::Bucket)),
        ("alicloud_kms_key", "policy", Some(Kind::Key)),
        (
            "alicloud_vpc_gateway_endpoint",
            "policy_document",
            Some(Kind::Endpoint),
        ),
        ("alicloud_log_project", "policy", Some(Kind::Resource)),
        ("example_service", "policy_document", None),
    ];
    for (resource, attribute, kind) in resources {
        let text =
            format!("resource \"{resource}\" \"r\" {{\n  {attribute} = \"{document}\"\n}}\n");
        let found = read("main.tf", &text, Some("tf")).expect("a file");
        assert_eq!(found.documents[0].kind(), kind, "{text}");
        let values =
            format!(r#"{{"type": "{resource}", "values": {{"{attribute}": "{document}"}}}}"#);
        let state = format!(
            r#"{{"format_version": "1.0", "values": {{"root_module": {{"resources": [{values}]}}}}}}"#
        );
        let found = read("state.json", &state, Some("json")).expect("a state");
        assert_eq!(found.documents[0].kind(), kind, "{state}");
    }
}

#[test]
fn policy_of_a_session_in_terraform_is_known() {
    for (start, attribute, end) in [
        ("provider \"alicloud\" {\n  assume_role {", "policy", "}\n}"),
        (
            "provider \"alicloud\" {\n  assume_role_with_oidc {",
            "policy",
            "}\n}",
        ),
        (
            "terraform {\n  backend \"oss\" {",
            "assume_role_policy",
            "}\n}",
        ),
        (
            "data \"terraform_remote_state\" \"r\" {\n  config = {",
            "assume_role_policy",
            "}\n}",
        ),
        (
            "locals {\n  settings = { assume_role = {",
            "policy",
            "} }\n}",
        ),
    ] {
        let text = format!(
            "{start}\n{attribute} = jsonencode({{ Version = \"1\", Statement = [] }})\n{end}\n"
        );
        assert_eq!(only(&text).kind(), Some(Kind::Session), "{text}");
    }
}

#[test]
fn reference_shows_the_kind() {
    let document = r#"{\"Version\": \"1\", \"Statement\": []}"#;
    let role = "resource \"alicloud_ram_role\" \"r\" {\n  document = local.policy\n}\n";
    let key = "resource \"alicloud_kms_key\" \"k\" {\n  policy = local.policy\n}\n";
    let blocks = "data \"alicloud_ram_policy_document\" \"policy\" {\n  statement {\n    action = [\"sts:AssumeRole\"]\n  }\n}\n";
    let by_name = |uses: &str| {
        let text = format!("locals {{\n  policy = \"{document}\"\n}}\n{uses}");
        read("main.tf", &text, Some("tf"))
            .expect("a file")
            .documents[0]
            .kind()
    };
    assert_eq!(by_name(role), Some(Kind::Trust));
    assert_eq!(
        by_name(&role.replace("\"r\"", "\"s\"").repeat(2)),
        Some(Kind::Trust)
    );
    assert_eq!(by_name(&format!("{role}{key}")), Some(Kind::Resource));
    assert_eq!(by_name(""), None);
    let role = role.replace(
        "local.policy",
        "data.alicloud_ram_policy_document.policy.document",
    );
    let found = read("main.tf", &format!("{blocks}{role}"), Some("tf")).expect("a file");
    assert_eq!(found.documents[0].kind(), Some(Kind::Trust));
}

/// A reference in another file of the folder shows the kind as well.
#[test]
fn reference_in_another_file_shows_the_kind() {
    let policy = "locals {\n  doc = jsonencode({ Version = \"1\", Statement = [] })\n}\n";
    let control = "resource \"alicloud_resource_manager_control_policy\" \"c\" {\n  policy_document = local.doc\n}\n";
    let through = control.replace("local.doc", "local.other");
    let other = "locals {\n  other = local.doc\n}\n";
    let key = "resource \"alicloud_kms_key\" \"k\" {\n  policy = local.doc\n}\n";
    for (others, kind) in [
        (&[("b.tf", control)][..], Some(Kind::Control)),
        (&[("b.tf", &*through), ("c.tf", other)], Some(Kind::Control)),
        (&[("c.tf", other)], None),
    ] {
        let document = in_folder(policy, others).expect("a policy");
        assert_eq!(document.kind(), kind, "{others:?}");
    }
    // One that limits permissions in one place and grants them in another is not known.
    let at = "grants permissions in one place, and only limits them in another";
    let user = key
        .replace("kms_key", "ram_policy")
        .replace("policy =", "policy_document =");
    let module = key.replace("resource \"alicloud_kms_key\"", "module");
    let own = control.replace(
        "local.doc",
        "jsonencode({ Version = \"1\", Statement = [] })",
    );
    let of_own = user.replace(
        "local.doc",
        "alicloud_resource_manager_control_policy.c.policy_document",
    );
    for (file, others) in [
        (format!("{policy}{key}"), &[("b.tf", control)][..]),
        (format!("{policy}{control}{user}"), &[]),
        (policy.to_owned(), &[("b.tf", control), ("c.tf", &*module)]),
        (format!("{own}{of_own}"), &[]),
        (own, &[("b.tf", &*of_own)]),
    ] {
        let error = in_folder(&file, others).expect_err("a policy of two kinds");
        assert!(error.contains(at), "{error}");
    }
}

/// Asserts the kinds of a policy in the place of `@`.
fn assert_kinds(records: &[(&str, Option<Kind>)]) {
    let policy = serde_json::Value::from(IN_RECORDS).to_string();
    for (text, kind) in records {
        let found = record(&text.replace('@', &policy));
        assert_eq!(found.map(|found| found.kind()), Ok(*kind), "{text}");
    }
}

#[test]
fn parameters_of_an_operation_show_the_kind() {
    assert_kinds(&[
        (
            r#"{"RoleArn": "a", "SAMLProviderArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"OIDCToken": "a", "OIDCProviderArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"role_arn": "a", "role_session_name": "b", "policy": @}"#,
            Some(Kind::Session),
        ),
        (r#"{"roleArn": "a", "policy": @}"#, Some(Kind::Session)),
        (
            r#"{"profiles": [{"ram_role_arn": "a", "policy": @}]}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"assume_role_with_oidc": {"policy": @}}"#,
            Some(Kind::Session),
        ),
        (r#"{"assume_role": [{"policy": @}]}"#, Some(Kind::Session)),
        (
            r#"{"RoleName": "a", "NewAssumeRolePolicyDocument": @}"#,
            Some(Kind::Trust),
        ),
        (
            r#"{"role": {"assume_role_policy_document": @}}"#,
            Some(Kind::Trust),
        ),
        (
            r#"{"PolicyName": "a", "EffectScope": "RAM", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"x": {"ControlPolicy": {"PolicyDocument": @}}}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"KeyId": "a", "PolicyName": "default", "Policy": @}"#,
            Some(Kind::Key),
        ),
        (
            r#"{"EndpointId": "a", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (r#"{"RoleArn": "a", "PolicyDocument": @}"#, None),
        (r#"{"PolicyName": "a", "Policy": @}"#, None),
    ]);
}

/// What is nearest to the policy counts.
#[test]
fn events_and_recorded_requests_show_the_kind() {
    assert_kinds(&[
        (
            r#"{"RequestId": "a", "RoleArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (r#"{"RequestId": "a", "Policy": @}"#, Some(Kind::Key)),
        (
            r#"{"eventName": "AssumeRoleWithOIDC", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"RequestId": "a", "Action": "AssumeRole", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"eventName": "SetKeyPolicy", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Key),
        ),
        (
            r#"{"eventName": "PutBucketPolicy", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Bucket),
        ),
        (r#"{"session_policy": @}"#, Some(Kind::Session)),
        (r#"{"SessionPolicy": {"Document": @}}"#, Some(Kind::Session)),
        (r#"{"SessionPolicies": [@]}"#, Some(Kind::Session)),
        (
            r#"{"PolicyId": "a", "NewPolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"PolicyId": "cp-a", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"eventName": "UpdateControlPolicy", "requestParameters": {"NewPolicyDocument": @}}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"ControlPolicies": [{"PolicyType": "Custom", "PolicyDocument": @}]}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"RequestId": "a", "VpcId": "b", "PolicyName": "c", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (
            r#"{"RequestId": "a", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (
            r#"{"RequestId": "a", "PolicyName": "b", "PolicyDocument": @}"#,
            None,
        ),
        (
            r#"{"RequestId": "a", "PolicyName": "b", "EffectScope": "RAM", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @}}"#,
            Some(Kind::Identity),
        ),
    ]);
}

#[test]
fn operations_that_give_a_resource_its_policy_show_it() {
    for (operation, parameter, kind) in [
        ("PutBucketPolicy", "body", Kind::Bucket),
        ("oss:PutBucketPolicy", "policy", Kind::Bucket),
        ("PutVectorBucketPolicy", "policy", Kind::Bucket),
        ("PutAccessPointPolicy", "policy", Kind::Bucket),
        ("PutAccessPointPolicy", "body", Kind::Bucket),
        (
            "PutAccessPointConfigForObjectProcess",
            "Policy",
            Kind::Bucket,
        ),
        ("PutProjectPolicy", "policy", Kind::Resource),
        ("log:PutProjectPolicy", "body", Kind::Resource),
        ("UpdateInstancePolicy", "Policy", Kind::Resource),
        ("SetQueuePolicy", "Policy", Kind::Resource),
        ("SetKeyPolicy", "Policy", Kind::Key),
        ("SetSecretPolicy", "Policy", Kind::Key),
    ] {
        for text in [
            format!(r#"{{"eventName": "{operation}", "requestParameters": {{"{parameter}": @}}}}"#),
            format!(r#"{{"Action": "{operation}", "{parameter}": @}}"#),
            format!(r#"{{"api": "{operation}", "params": {{"{parameter}": @}}}}"#),
        ] {
            assert_kinds(&[(&text, Some(kind))]);
        }
    }
    assert_kinds(&[
        (r#"{"Bucket": "a", "Policy": @}"#, Some(Kind::Bucket)),
        (
            r#"{"VpcGatewayEndpoint": {"PolicyDocument": @}}"#,
            Some(Kind::Endpoint),
        ),
        (r#"{"Name": "a", "Bucket": "b", "Policy": @}"#, None),
        (
            r#"{"eventName": "UpdateInlinePolicyForAccessConfiguration", "requestParameters": {"NewInlinePolicyDocument": @}}"#,
            None,
        ),
    ]);
}

/// Older versions of the provider make the trust policy from lists.
#[test]
fn principals_of_a_role_are_its_trust_policy() {
    let role = |inside: &str| {
        let text = format!(
            "locals {{\n  users = [\"acs:ram::1:root\"]\n}}\nresource \"alicloud_ram_role\" \"r\" {{\n  name = \"r\"\n{inside}\n}}\n"
        );
        let found = read("main.tf", &text, Some("tf")).expect("a file");
        assert!(found.errors.is_empty(), "{text}");
        let documents = found.documents.into_iter();
        let documents = documents.map(|one| {
            let change = vec![(ByteRange::new(1, 1), " ".to_owned())];
            let is_made = one.container() == Container::Blocks;
            assert_eq!(one.encoded(&change).is_err(), is_made);
            (one.kind(), one.text().to_owned(), one.holes().len())
        });
        documents.collect::<Vec<_>>()
    };
    let trust = |principals: &str| {
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {{{principals}}}}}]}}"#
        )
    };
    for (inside, principals, holes) in [
        (
            "  services = [\"ecs.aliyuncs.com\"]",
            r#""Service": ["ecs.aliyuncs.com"]"#,
            0,
        ),
        (
            "  ram_users = local.users\n  services = []\n  version = \"1\"",
            r#""RAM": ["acs:ram::1:root"]"#,
            0,
        ),
        (
            "  services = [\"ecs.aliyuncs.com\"]\n  ram_users = [\"acs:ram::${var.account}:root\"]",
            r#""Service": ["ecs.aliyuncs.com"], "RAM": ["acs:ram::${var.account}:root"]"#,
            1,
        ),
    ] {
        let expected = (Some(Kind::Trust), trust(principals), holes);
        assert_eq!(role(inside), [expected]);
    }
    assert_eq!(role("  services = []"), []);
    let document = "  document = \"{\\\"Statement\\\": []}\"\n  services = [\"ecs.aliyuncs.com\"]";
    assert_eq!(role(document).len(), 1);
}

/// The name of a map shows the kind of the policies in it.
#[test]
fn name_around_a_map_of_policies_shows_their_kind() {
    let policy = r#"{ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] }"#;
    for members in [
        "{ a = { policy_document = jsonencode(@) } }",
        "[{ policy_document = jsonencode(@) }]",
        "{ a = jsonencode(@) }",
    ] {
        let members = members.replace('@', policy);
        let module = format!("module \"m\" {{\n  control_policies = {members}\n}}\n");
        assert_eq!(only(&module).kind(), Some(Kind::Control), "{module}");
    }
}
