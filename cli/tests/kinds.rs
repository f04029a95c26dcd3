//! `ack-catalog lint` and `check` on policies of every kind.

use crate::common::{folder, output_of, run_line, with_input};
use ram_policy::Kind;
use serde_json::Value;
use std::fs;
use std::path::Path;

const TRUST: &str = r#"{"Version": "1", "Statement": [{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}"#;

/// Lints a file, and returns the level and the rule of each finding.
fn found(folder: &Path, line: &str) -> Vec<String> {
    let args: Vec<&str> = ["lint", "--format", "json"]
        .into_iter()
        .chain(line.split(' '))
        .collect();
    let output = output_of(folder, &args).stdout;
    let findings: Vec<Value> = serde_json::from_slice(&output).expect("JSON");
    let text = |finding: &Value, key: &str| finding[key].as_str().expect("a text").to_owned();
    findings
        .iter()
        .map(|one| format!("{}[{}]", text(one, "level"), text(one, "rule")))
        .collect()
}

#[test]
fn place_decides_what_a_policy_has() {
    let heredoc = |resource: &str, attribute: &str, document: &str| {
        format!("resource \"{resource}\" \"r\" {{\n  {attribute} = <<EOF\n{document}\nEOF\n}}\n")
    };
    let statement = |elements: &str| {
        format!(r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", {elements}}}]}}"#)
    };
    let everything = statement(r#""Action": ["*"], "Resource": ["*"], "Principal": ["*"]"#);
    let alone = statement(r#""Action": "*", "Resource": "*""#);
    let long = statement(&format!(
        r#""Action": "oss:Get*", "Resource": "acs:oss:*:*:{}""#,
        "b".repeat(5000)
    ));
    let owner = r#""Principal": {"RAM": ["acs:ram::7:*"]}"#;
    let key = statement(&format!(
        r#""Sid": "owner", "Action": "kms:*", "Resource": "*", {owner}"#
    ));
    let cases = [
        (
            "alicloud_ram_role",
            "assume_role_policy_document",
            TRUST.to_owned(),
            vec!["error[missing-principal]"],
        ),
        (
            "alicloud_ram_policy",
            "policy_document",
            everything.clone(),
            vec!["error[unexpected-principal]"],
        ),
        (
            "alicloud_vpc_gateway_endpoint",
            "policy_document",
            everything.clone(),
            vec![],
        ),
        (
            "alicloud_oss_bucket_policy",
            "policy",
            everything,
            vec!["warning[public-access]"],
        ),
        (
            "alicloud_resource_manager_control_policy",
            "policy_document",
            alone.clone(),
            vec![],
        ),
        (
            "alicloud_ram_policy",
            "policy_document",
            alone,
            vec!["warning[everything-on-everything]"],
        ),
        (
            "alicloud_resource_manager_control_policy",
            "policy_document",
            long.clone(),
            vec!["error[too-long]"],
        ),
        ("alicloud_ram_policy", "policy_document", long, vec![]),
        ("alicloud_kms_key", "policy", key, vec![]),
    ];
    let provider = statement(
        r#""Action": "sts:AssumeRole", "Principal": {"Federated": "acs:ram::${var.account}:oidc-provider/p"}"#,
    );
    let computed = (
        "alicloud_ram_role",
        "assume_role_policy_document",
        provider,
        vec!["warning[unchecked-token]"],
    );
    for (resource, attribute, document, expected) in cases.into_iter().chain([computed]) {
        let text = heredoc(resource, attribute, &document);
        let folder = folder(&[("ack-catalog.toml", ""), ("main.tf", &text)]);
        let mut names = found(folder.path(), "main.tf");
        // A Principal in a policy of users also trusts everyone.
        names.retain(|name| name != "warning[public-access]" || expected.contains(&name.as_str()));
        assert_eq!(names, expected, "{text}");
    }
}

#[test]
fn argument_gives_the_kind_of_a_policy() {
    let folder = folder(&[("ack-catalog.toml", ""), ("role.json", TRUST)]);
    assert_eq!(found(folder.path(), "role.json"), [""; 0]);
    assert_eq!(
        found(folder.path(), "role.json --kind trust"),
        ["error[missing-principal]"]
    );
    let output = output_of(folder.path(), ["lint", "role.json", "--kind", "role"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
    assert!(error.contains(&names.join(", ")), "{error}");
}

#[test]
fn key_policy_is_checked_with_its_sid() {
    let text = r#"{"Version": "1", "Statement": [{"Sid": "users of the key", "Effect": "Allow",
        "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*",
        "Principal": {"RAM": ["acs:ram::7:user/ann"]}}]}"#;
    let folder = folder(&[("ack-catalog.toml", ""), ("key.json", text)]);
    assert_eq!(found(folder.path(), "key.json"), [""; 0]);
    let line = "check key.json --action kms:Encrypt --principal acs:ram::7:user/ann --resource *";
    let answer = run_line(folder.path(), line);
    assert!(answer.contains("1 of 1 action allowed"), "{answer}");
    run_line(folder.path(), "lint --fix key.json");
    assert_eq!(
        fs::read_to_string(folder.path().join("key.json")).expect("the file"),
        text
    );
}

#[test]
fn template_in_yaml_is_one_finding() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Readers:\n    \
        Type: ALIYUN::RAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        \
        Version: '1'\n        Statement:\n          - Effect: Allow\n            \
        Action: cs:DescribeEvnets\n            Resource: '*'\n";
    let commented = format!("# readers\n---\n{template}");
    for name in ["stack.yaml", "stack.yml", "stack.template", "stack"] {
        for text in [template, &commented] {
            let folder = folder(&[("ack-catalog.toml", ""), (name, text)]);
            assert_eq!(found(folder.path(), name), ["error[template]"], "{name}");
            run_line(folder.path(), &format!("lint --fix --unsafe-fixes {name}"));
            let kept = fs::read_to_string(folder.path().join(name)).expect("the file");
            assert_eq!(kept, text);
            let output = with_input(folder.path(), &["lint", "-"], text);
            assert_eq!(output.status.code(), Some(1));
        }
    }
}
