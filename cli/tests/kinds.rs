//! `ack-catalog lint` and `check` on policies of every kind.

use crate::common::{folder, output_of, policy, run_line, with_input};
use ram_policy::Kind;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

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
    let owner = r#""Principal": {"RAM": ["acs:ram::1234567890123456:*"]}"#;
    let key = statement(&format!(
        r#""Sid": "owner", "Action": "kms:*", "Resource": "*", {owner}"#
    ));
    let of_project = statement(
        r#""Action": "log:Get*", "Resource": "acs:log:*:*:project/p/*", "Condition": {"StringEquals": {"acs:SourceVpc": ["vpc-1"]}}"#,
    );
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
        ("alicloud_log_project", "policy", of_project.clone(), vec![]),
        ("alicloud_ots_instance", "policy", of_project, vec![]),
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
        assert_eq!(found(folder.path(), "main.tf"), expected, "{text}");
    }
}

/// A file has the kind of the place that takes it, also where it is found in a folder by itself.
#[test]
fn terraform_shows_the_kind_of_a_file_that_it_takes() {
    let all =
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let get = all.replace("\"Action\": \"*\"", "\"Action\": \"cs:Get*\"");
    let long = all.replace(
        "\"Action\": \"*\"",
        &format!("\"Action\": \"cs:{}\"", "x".repeat(4_100)),
    );
    let main = r#"
resource "alicloud_resource_manager_control_policy" "c" {
  policy_document = file("${path.module}/../policies/limit.json")
}
resource "alicloud_resource_manager_control_policy" "long" {
  policy_document = file("../policies/long.json")
}
resource "alicloud_ram_policy" "p" {
  policy_document = file("../policies/get.json")
}
"#;
    let folder = folder(&[
        ("d/tf/main.tf", main),
        ("d/policies/limit.json", all),
        ("d/policies/long.json", &long),
        ("d/policies/get.json", &get),
    ]);
    assert_eq!(
        found(
            folder.path(),
            "--isolated --select too-long,everything-on-everything d"
        ),
        ["error[too-long]"]
    );
    // Each of them counts once, as what it is.
    for (action, code) in [("cs:GetUpgradeStatus", 0), ("cs:DeleteCluster", 1)] {
        let line = format!("check --by-pattern --action {action} d");
        let args: Vec<&str> = line.split(' ').collect();
        let output = output_of(folder.path(), &args);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{shown}");
        assert!(shown.matches("get.json").count() < 2, "{shown}");
    }
}

/// A file counts as what each place makes of it, and not where no resource takes it.
#[test]
fn file_counts_as_each_place_takes_it() {
    let all = policy(&["{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}"]);
    let get = policy(&["{\"Effect\": \"Allow\", \"Action\": \"cs:Get*\", \"Resource\": \"*\"}"]);
    let resource = |kind: &str, name: &str, file: &str, count: usize| {
        format!(
            "resource \"{kind}\" \"{name}\" {{\n  count = {count}\n  policy_document = file(\"{file}\")\n}}\n"
        )
    };
    let (identity, control) = (
        "alicloud_ram_policy",
        "alicloud_resource_manager_control_policy",
    );
    let got = resource(identity, "get", "p/get.json", 1);
    for (other, code) in [
        (resource(identity, "all", "p/all.json", 1), 0),
        (resource(identity, "all", "p/all.json", 0), 1),
        (resource(control, "all", "p/all.json", 1), 1),
        (
            resource(identity, "all", "p/all.json", 0) + &resource(control, "c", "p/all.json", 1),
            1,
        ),
        (
            resource(identity, "all", "p/all.json", 1) + &resource(control, "c", "p/all.json", 1),
            0,
        ),
        (
            resource(control, "c", "p/all.json", 1) + &resource(identity, "all", "p/all.json", 1),
            0,
        ),
        // A limit takes away what the others allow.
        (
            resource(control, "c", "p/get.json", 1) + &resource(identity, "all", "p/all.json", 1),
            1,
        ),
    ] {
        let folder = folder(&[
            ("d/main.tf", &*(got.clone() + &other)),
            ("d/p/all.json", &all),
            ("d/p/get.json", &get),
        ]);
        let args = ["check", "--by-pattern", "--action", "cs:DeleteCluster", "d"];
        let output = output_of(folder.path(), args);
        let shown = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{other}{shown}");
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
        "Principal": {"RAM": ["acs:ram::1234567890123456:user/ann"]}}]}"#;
    let folder = folder(&[("ack-catalog.toml", ""), ("key.json", text)]);
    assert_eq!(found(folder.path(), "key.json"), [""; 0]);
    let line = "check key.json --action kms:Encrypt --principal acs:ram::1234567890123456:user/ann --resource *";
    let answer = run_line(folder.path(), line);
    assert!(answer.contains("1 of 1 action allowed"), "{answer}");
    run_line(folder.path(), "lint --fix key.json");
    assert_eq!(
        fs::read_to_string(folder.path().join("key.json")).expect("the file"),
        text
    );
}

#[test]
fn template_of_aws_has_no_policy_of_ram() {
    let yaml =
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  P:\n    Type: AWS::IAM::Policy\n";
    let json = r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Type": "AWS::IAM::Policy",
        "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}}}}}"#;
    // ROS reads them as well.
    let of_ros = yaml.replace("AWS::IAM::Policy", "ALIYUN::RAM::ManagedPolicy");
    for (name, text, code) in [
        ("stack.yaml", yaml, "error[aws-policy]"),
        ("stack.json", json, "error[aws-policy]"),
        ("stack.yaml", &of_ros, "error[template]"),
    ] {
        let folder = folder(&[("ack-catalog.toml", ""), (name, text)]);
        assert_eq!(found(folder.path(), name), [code], "{text}");
    }
    // As other policies of AWS, it does not stop the answer of a folder.
    let allow = policy(&[r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#]);
    let folder = folder(&[("stack.json", json), ("allow.json", &allow)]);
    let answer = run_line(folder.path(), "check . --action cs:StartAlert");
    assert!(answer.contains("1 of 1 action allowed"), "{answer}");
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

/// A policy that only limits, with a policy of the caller beside it: the file, the one with a wider policy, how messages
/// name it, and the folder.
fn limiting() -> Vec<(&'static str, String, &'static str, TempDir)> {
    let allow = |actions: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#
        )])
    };
    let session = |actions: &str| {
        let document = allow(actions);
        let role = "acs:ram::1234567890123456:role/deploy";
        serde_json::json!({"RoleArn": role, "RoleSessionName": "ci", "Policy": document})
            .to_string()
    };
    let control = |actions: &str| {
        let document = serde_json::json!({"PolicyName": "guard", "PolicyDocument": allow(actions)});
        serde_json::json!({"ControlPolicy": document}).to_string()
    };
    let endpoint = |actions: &str| {
        let document = allow(actions);
        format!(
            "resource \"alicloud_vpc_gateway_endpoint\" \"e\" {{\n  policy_document = <<EOF\n{document}EOF\n}}\n"
        )
    };
    let (read, write) = (r#""cs:Get*""#, r#"["cs:Get*", "cs:StartAlert"]"#);
    let cases = [
        (
            "limit.json",
            "the session policy",
            session(read),
            session(write),
        ),
        (
            "limit.json",
            "the control policy",
            control(read),
            control(write),
        ),
        (
            "limit.tf",
            "the endpoint policy",
            endpoint(read),
            endpoint(write),
        ),
    ];
    let folders = cases.map(|(file, name, old, new)| {
        let other = format!("new.{}", if file.ends_with("tf") { "tf" } else { "json" });
        let folder = folder(&[
            (file, &*old),
            (&other, &new),
            ("caller.json", &allow(read)),
            ("all.json", &allow(r#""*""#)),
        ]);
        (file, other, name, folder)
    });
    folders.into()
}

/// Runs the program, and returns all that it prints.
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = output_of(folder, args);
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).expect("UTF-8")
}

/// A policy that only limits allows nothing by itself, whatever command reads it.
#[test]
fn policy_that_only_limits_allows_nothing_by_itself() {
    for (file, other, name, folder) in limiting() {
        let run = |args: &[&str]| printed(folder.path(), args);
        let (action, on) = (["--action", "cs:StartAlert"], ["--resource", "*"]);
        let checked = run(&[&["check", &other], &action[..], &on].concat());
        assert!(checked.contains("0 of 1 action allowed"), "{checked}");
        assert!(checked.contains("none of those was given"), "{checked}");
        for (command, target) in [("grant", file), ("grant", &*other), ("revoke", &other)] {
            let on = if command == "grant" { &on[..] } else { &[] };
            let answer = run(&[&[command, target, "--diff"][..], &action, on].concat());
            assert!(answer.contains(&format!("within {name}")), "{answer}");
            assert!(!answer.contains("allowed"), "{answer}");
            let is_noted = answer.contains("a policy of the caller must also allow it");
            assert_eq!(is_noted, command == "grant", "{answer}");
        }
        let compared = run(&["compare", file, &other]);
        let heading = format!("newly within {name}; a policy of the caller must also allow it:\n");
        assert!(compared.starts_with(&heading), "{compared}");
        let compared = run(&["compare", &other, file]);
        assert!(
            compared.starts_with(&format!("no longer within {name}:\n")),
            "{compared}"
        );
        let report = run(&["compare", file, &other, "--format", "json"]);
        let report: Value = serde_json::from_str(&report).expect("JSON");
        assert_eq!(report["differences"][0]["not_given"], "caller-policies");
    }
}

#[test]
fn patch_of_a_limiting_policy_names_what_else_must_allow() {
    let refused = "RAM policy Forbidden for action cs:StartAlert";
    for (file, other, name, folder) in limiting() {
        let run = |args: &[&str]| printed(folder.path(), args);
        let explain = |policies: &[&str]| {
            let policies = policies.iter().flat_map(|policy| ["--policy", policy]);
            let args: Vec<&str> = ["explain", refused, "--resource", "*"]
                .into_iter()
                .chain(policies)
                .collect();
            run(&args)
        };
        let patched = explain(&[file]);
        assert!(
            patched.contains("changes nothing else; a policy of the caller must also allow it:"),
            "{patched}"
        );
        assert!(!patched.contains("CreatePolicyVersion"), "{patched}");
        let patched = explain(&[&other]);
        let already = format!(
            "`cs:StartAlert`, already within {name} on *; a policy of the caller must also allow it"
        );
        assert!(patched.contains(&already), "{patched}");
        // With a policy of the caller that allows everything, the patch is all that is needed.
        let patched = explain(&[file, "all.json"]);
        assert!(
            patched.contains("This patch allows this action"),
            "{patched}"
        );
        let patched = explain(&["caller.json", file]);
        assert!(
            patched.contains(&format!("{name} must also allow it:")),
            "{patched}"
        );
        let patched = explain(&["caller.json", &other]);
        assert!(
            patched.contains("This patch allows this action"),
            "{patched}"
        );
        let patched = explain(&["all.json", file]);
        assert!(
            patched.contains(&format!("already allowed on *; {name} must also allow it")),
            "{patched}"
        );
    }
}

/// What a policy of a resource does is not what the same statements of an identity do, whatever their conditions are.
#[test]
fn kinds_are_the_reason_why_statements_are_not_compared() {
    let document = policy(&[r#"{"Effect": "Allow", "Action": "oss:Get*", "Resource": "*"}"#]);
    let of_bucket = document.replace(r#""Effect""#, r#""Principal": ["*"], "Effect""#);
    let in_bucket =
        format!("resource \"alicloud_oss_bucket\" \"b\" {{\n  policy = <<EOF\n{document}EOF\n}}\n");
    let folder = folder(&[
        ("identity.json", &*document),
        ("bucket.json", &of_bucket),
        ("bucket.tf", &in_bucket),
    ]);
    for bucket in ["bucket.json", "bucket.tf"] {
        let shown = printed(folder.path(), &["compare", "identity.json", bucket]);
        let kinds = format!(
            "different kinds: identity.json is an identity policy; {bucket} is a bucket policy\n"
        );
        assert!(shown.starts_with(&kinds), "{shown}");
        let reason = format!(
            "not compared, because the kinds of the policies differ:\n  statement at {bucket}:"
        );
        assert!(shown.contains(&reason), "{shown}");
        assert!(shown.ends_with("\ndifferent\n"), "{shown}");
    }
}

/// Equal statements decide on different calls in the policies of two kinds of resources.
#[test]
fn policies_of_two_kinds_of_resources_are_never_equivalent() {
    let document = policy(&[
        r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": ["1234567890123456"]}"#,
    ]);
    let in_terraform = |kind: &str, name: &str| {
        format!("resource \"{kind}\" \"r\" {{\n  {name} = <<EOF\n{document}EOF\n}}\n")
    };
    let folder = folder(&[
        (
            "trust.tf",
            &*in_terraform("alicloud_ram_role", "assume_role_policy_document"),
        ),
        ("bucket.tf", &in_terraform("alicloud_oss_bucket", "policy")),
        ("key.tf", &in_terraform("alicloud_kms_key", "policy")),
        // Of some resource, which the statements do not show.
        ("plain.json", &document),
    ]);
    let files = ["trust.tf", "bucket.tf", "key.tf", "plain.json"];
    for old in files {
        for new in files {
            let is_same = old == new || [old, new].contains(&"plain.json");
            let shown = printed(folder.path(), &["compare", old, new]);
            assert_eq!(shown.contains("different kinds: "), !is_same, "{shown}");
            assert_eq!(shown.contains("equivalent"), is_same, "{shown}");
            let json = output_of(folder.path(), ["compare", old, new, "--format", "json"]);
            assert_eq!(json.status.code(), Some(i32::from(!is_same)), "{old} {new}");
            let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
            assert_eq!(report["is_equivalent"], is_same);
            assert_eq!(report["kinds"]["old"] == report["kinds"]["new"], is_same);
        }
    }
    insta::assert_snapshot!(printed(folder.path(), &["compare", "trust.tf", "bucket.tf"]), @r"
    different kinds: trust.tf is a trust policy; bucket.tf is a bucket policy

    different
    ");
}

/// Equal statements do different things where one policy grants permissions, and the other one limits them.
#[test]
fn limiting_policy_is_never_equivalent_to_one_that_grants() {
    let document = policy(&[r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#]);
    let in_terraform = |kind: &str| {
        format!("resource \"{kind}\" \"r\" {{\n  policy_document = <<EOF\n{document}EOF\n}}\n")
    };
    let session = serde_json::json!({"RoleArn": "acs:ram::1:role/deploy", "RoleSessionName": "ci", "Policy": document});
    let folder = folder(&[
        (
            "control.tf",
            &*in_terraform("alicloud_resource_manager_control_policy"),
        ),
        ("identity.tf", &in_terraform("alicloud_ram_policy")),
        (
            "endpoint.tf",
            &in_terraform("alicloud_vpc_gateway_endpoint"),
        ),
        ("session.json", &session.to_string()),
        ("plain.json", &document),
        ("wide.json", &document.replace("cs:Get*", "cs:*")),
        (
            "other.json",
            &document.replace("cs:Get*", "cs:GetUpgradeStatus"),
        ),
    ]);
    let files = [
        "control.tf",
        "endpoint.tf",
        "session.json",
        "identity.tf",
        "plain.json",
    ];
    for old in files {
        for new in files {
            let is_same = old == new
                || [old, new]
                    .iter()
                    .all(|one| ["identity.tf", "plain.json"].contains(one));
            let output = output_of(folder.path(), ["compare", old, new]);
            assert_eq!(
                output.status.code(),
                Some(i32::from(!is_same)),
                "{old} {new}"
            );
            let shown = String::from_utf8_lossy(&output.stdout);
            assert_eq!(shown.contains("different kinds: "), !is_same, "{shown}");
            assert_eq!(shown.contains("equivalent"), is_same, "{shown}");
            let json = output_of(folder.path(), ["compare", old, new, "--format", "json"]);
            let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
            assert_eq!(report["is_equivalent"], is_same);
            assert_eq!(report["kinds"]["old"] == report["kinds"]["new"], is_same);
        }
    }
    // What the statements do differently is listed as well.
    let shown = printed(folder.path(), &["compare", "other.json", "control.tf"]);
    assert!(
        shown.starts_with(
            "different kinds: other.json is an identity policy; control.tf is the control policy, which only limits \
             what others allow\n\nonly the statements of the new policy allow:\n"
        ),
        "{shown}"
    );
    // Within a policy that limits, the caller needs another one.
    for (old, new, not_given) in [
        ("other.json", "control.tf", "caller-policies".into()),
        ("control.tf", "wide.json", Value::Null),
    ] {
        let report = printed(folder.path(), &["compare", old, new, "--format", "json"]);
        let report: Value = serde_json::from_str(&report).expect("JSON");
        assert_eq!(
            report["differences"][0]["not_given"], not_given,
            "{old} {new}"
        );
    }
}

/// Policies of resources without a `Principal`, as Terraform, answers and events have them.
fn of_resources() -> Vec<(&'static str, String)> {
    let document = policy(&[r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#]);
    let resource = |kind: &str, attribute: &str| {
        format!("resource \"{kind}\" \"r\" {{\n  {attribute} = <<EOF\n{document}EOF\n}}\n")
    };
    let event = |name: &str, parameter: &str| {
        serde_json::json!({"eventName": name, "requestParameters": {parameter: document}})
            .to_string()
    };
    let role = serde_json::json!({"Role": {"AssumeRolePolicyDocument": document}});
    vec![
        (
            "bucket.tf",
            resource("alicloud_oss_bucket_policy", "policy"),
        ),
        ("key.tf", resource("alicloud_kms_key", "policy")),
        ("project.tf", resource("alicloud_log_project", "policy")),
        (
            "role.tf",
            resource("alicloud_ram_role", "assume_role_policy_document"),
        ),
        ("answer.json", role.to_string()),
        ("bucket.json", event("PutBucketPolicy", "policy")),
        ("key.json", event("SetKeyPolicy", "Policy")),
        ("role.json", event("CreateRole", "AssumeRolePolicyDocument")),
    ]
}

/// Such a policy grants nothing to the caller, whatever command reads it.
#[test]
fn policy_of_a_resource_without_principal_is_unknown() {
    for (file, text) in of_resources() {
        let none = policy(&[r#"{"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}"#]);
        let all = policy(&[r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#]);
        let event = serde_json::json!({
            "eventSource": "cs.aliyuncs.com", "serviceName": "Cs", "eventName": "StartAlert",
            "eventType": "ApiCall", "eventTime": "2025-06-01T00:00:00Z", "eventId": "1", "acsRegion": "cn-beijing",
            "userIdentity": {"type": "ram-user", "userName": "ann", "accountId": "1"},
        });
        let folder = folder(&[
            (file, &*text),
            ("none.json", &none),
            ("all.json", &all),
            ("trail.json", &event.to_string()),
        ]);
        let run = |line: &str| run_line(folder.path(), line);
        let checked = run(&format!("check {file} --action cs:StartAlert"));
        assert!(checked.contains("depends on Principal"), "{checked}");
        assert!(checked.contains("exit code 1"), "{checked}");
        let request = r#"{"action": "cs:StartAlert", "resource": "*"}"#;
        let answer = with_input(folder.path(), &["check", file, "--requests", "-"], request);
        let answer: Value = serde_json::from_slice(&answer.stdout).expect("JSON");
        assert_eq!(answer["decision"], "undecided");
        assert_eq!(answer["by"][0]["statement"], 0);
        for option in ["--session", "--control", "--resource-group"] {
            let refused = run(&format!("check all.json {option} {file}"));
            assert!(refused.contains(": expected a"), "{refused}");
            assert!(refused.contains("exit code 2"), "{refused}");
        }
        let granted = run(&format!(
            "grant {file} --action ecs:StopInstance --resource *"
        ));
        assert!(granted.contains("belongs to a resource"), "{granted}");
        let replayed = run(&format!("replay --policy {file} --trail trail.json"));
        assert!(replayed.contains("0 newly allowed"), "{replayed}");
        assert!(replayed.contains("Principal"), "{replayed}");
        let compared = run(&format!("compare none.json {file}"));
        assert!(!compared.contains("equivalent"), "{compared}");
        assert!(!compared.contains("newly allowed"), "{compared}");
        let unused = run(&format!("unused {file} --trail trail.json"));
        assert!(unused.contains("is the policy of a resource"), "{unused}");
        let refusal = "You are not authorized to do this action. Action: cs:StartAlert";
        fs::write(folder.path().join("log"), refusal).expect("a file");
        let explained = run(&format!("explain log --policy {file}"));
        assert!(explained.contains("depends on Principal"), "{explained}");
    }
}
