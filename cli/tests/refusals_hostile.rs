//! `ack-catalog explain` on logs that are damaged, or that others wrote.

use crate::common::{folder, output_of, run_line, with_input};
use serde_json::Value;

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:*"}]}"#;

/// Returns the answer for a log, with a policy.
fn explained(log: &[u8]) -> Value {
    let folder = folder(&[("policy.json", POLICY)]);
    let arguments = ["explain", "--policy", "policy.json", "--format", "json"];
    let output = with_input(folder.path(), &arguments, log);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn added(answer: &Value) -> String {
    let patch = answer["patch"].as_str().unwrap_or_default();
    let lines = patch.lines().filter(|line| line.starts_with('+')).skip(1);
    lines.collect::<Vec<_>>().join("\n")
}

/// A log that was cut while a program wrote it has zero bytes.
#[test]
fn zero_bytes_in_a_log_hide_no_refusal() {
    for log in [
        b"\0\0\0RAM policy Forbidden for action cs:StartAlert\n".as_slice(),
        b"12:00 \0\n12:01 RAM policy Forbidden for action cs:StartAlert\n",
        b"12:01 RAM policy Forbidden for action cs:StartAlert\n\0\0\0\0",
    ] {
        let answer = explained(log);
        assert_eq!(answer["refusals"][0]["action"], "cs:StartAlert");
    }
    let answer = explained(b"RAM policy Forbidden for action cs:Start\0Alert\n");
    assert_eq!(answer["patch"], Value::Null);
    let folder = folder(&[]);
    for start in [
        b"\xff\xfeR\0A\0M\0".as_slice(),
        b"\x1f\x8b\x08\0",
        b"PK\x03\x04\0\0",
    ] {
        let output = with_input(folder.path(), &["explain"], start);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(error.contains("expected a log"), "{error}");
    }
}

#[test]
fn odd_resource_of_a_log_becomes_a_placeholder() {
    for resource in [
        "acs:cs:cn-hangzhou:1:cluster/c1%22",
        "acs:cs:cn-hangzhou:1:cluster/../c1",
        "acs:cs:cn-hangzhou:1:cluster/..",
        "acs:cs:cn-hangzhou:1:cluster/c*",
        "acs:cs:cn-hangzhou:1:cluster/",
        "acs:cs:cn-hangzhou:1:cluster/,c1",
        "acs:oss:*:1:bucket/a",
        "*",
    ] {
        let log = format!(
            "the caller is not authorized to perform 'cs:ModifyCluster' on resource '{resource}'\n"
        );
        let answer = explained(log.as_bytes());
        assert_eq!(answer["refusals"][0]["resource"], resource);
        let added = added(&answer);
        assert!(added.contains("cs:ModifyCluster"), "{resource}: {answer}");
        assert!(
            added.contains("cluster/<cluster-id>"),
            "{resource}: {added}"
        );
        assert!(
            !added.contains(&format!("\"{resource}\"")),
            "{resource}: {added}"
        );
        // The answer for people says why.
        let folder = folder(&[("policy.json", POLICY), ("a.log", &log)]);
        let report = run_line(folder.path(), "explain a.log --policy policy.json");
        assert!(
            report.contains("Placeholder for `cs:ModifyCluster`"),
            "{report}"
        );
    }
}

#[test]
fn name_with_two_readings_is_in_no_patch() {
    let log = "RAM policy Forbidden for action cs:DeleteCluster\nNodes are gone\n";
    let answer = explained(log.as_bytes());
    assert_eq!(answer["patch"], Value::Null);
    let readings = serde_json::json!(["cs:DeleteCluster", "cs:DeleteClusterNodes"]);
    assert_eq!(answer["refusals"][0]["candidates"], readings);
    let folder = folder(&[("a.log", log)]);
    let report = run_line(folder.path(), "explain a.log");
    let words: Vec<&str> = report.split_whitespace().collect();
    let report = words.join(" ");
    assert!(
        report.contains("one of cs:DeleteCluster, cs:DeleteClusterNodes"),
        "{report}"
    );
    assert!(!report.contains("\"cs:DeleteCluster"), "{report}");
}

/// A mark changes the letter before it, so a name would look like another.
#[test]
fn mark_in_a_name_is_escaped() {
    let folder = folder(&[("policy.json", POLICY)]);
    let log = "You are not authorized to do this action. Resource: acs:cs:x:1:cluster/c\u{301} Action: cs:Modify\u{301}\n\
        {\"Code\": \"NoPermission\", \"Message\": \"no\", \"AuthAction\": \"cs:StartAlert\", \
        \"AuthPrincipalDisplayName\": \"a\u{301}\"}\n";
    for arguments in [&["explain"][..], &["explain", "--policy", "policy.json"]] {
        let output = with_input(folder.path(), arguments, log.as_bytes());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            text.contains("\\u{301}") && !text.contains('\u{301}'),
            "{text}"
        );
    }
}

/// Characters that a terminal does not show, or shows elsewhere, in every field that is printed.
#[test]
fn no_field_of_a_log_reaches_a_terminal_as_it_is() {
    let hidden = [
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{301}',
        '\u{34f}',
        '\u{600}',
        '\u{61c}',
        '\u{6dd}',
        '\u{70f}',
        '\u{8e2}',
        '\u{180e}',
        '\u{200b}',
        '\u{200d}',
        '\u{200e}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e000}',
        '\u{110bd}',
        '\u{13430}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e0101}',
    ];
    let log: Vec<String> = hidden
        .iter()
        .map(|c| {
            format!(
                "{{\"Code\": \"Forbidden.A{c}\", \"Message\": \"You are not authorized to do this action. Resource: \
                 acs:cs:x:1:cluster/c{c} Action: cs:Modify{c}\", \"RequestId\": \"R{c}\", \"AuthPrincipalType\": \"A{c}\", \
                 \"AuthPrincipalDisplayName\": \"a{c}\", \"NoPermissionType\": \"D{c}\", \"PolicyType\": \"P{c}\", \
                 \"AuthPrincipalOwnerId\": \"1{c}\", \"EncodedDiagnosticMessage\": \"AQ{c}\"}}\n\
                 DELETE https://cs.aliyuncs.com/clusters/c{c}\nnodes is forbidden: User \"u{c}\" cannot list{c} resource \
                 \"n{c}\" in API group \"g{c}\"\nalicloud_cs_kubernetes.a[\"{c}\"]: Forbidden.RAM{c}: Access denied{c}\n\n"
            )
        })
        .collect();
    let log = log.concat();
    let folder = folder(&[("policy.json", POLICY)]);
    for arguments in [
        &["explain"][..],
        &["explain", "--policy", "policy.json", "--unlisted"],
        &["explain", "--format", "json"],
        &[
            "explain",
            "--policy",
            "policy.json",
            "--unlisted",
            "--format",
            "json",
        ],
    ] {
        let output = with_input(folder.path(), arguments, log.as_bytes());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let odd = text.chars().find(|c| hidden.contains(c));
        assert_eq!(odd, None, "{arguments:?}");
        assert!(text.contains("Modify"), "{text}");
    }
}

#[test]
fn resource_that_is_everything_is_said() {
    let decoded = r#"{"DecodedDiagnosticMessage": {"ExplicitDeny": false, "AuthAction": "cs:DescribeClustersV1", "AuthResource": "*"}}"#;
    let folder = folder(&[("policy.json", POLICY), ("a.json", decoded)]);
    for line in ["explain a.json", "explain a.json --policy policy.json"] {
        let report = run_line(folder.path(), line);
        let words: Vec<&str> = report.split_whitespace().collect();
        let sentence = "this action cannot be limited to a cluster: cs:DescribeClustersV1.";
        assert!(words.join(" ").contains(sentence), "{report}");
    }
    let output = output_of(
        folder.path(),
        [
            "explain",
            "RAM policy Forbidden for action cs:ModifyCluster",
        ],
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(!text.contains("every resource of the account"), "{text}");
}

/// What the operation needs by the catalog is named beside it, wherever the text names it.
#[test]
fn call_in_the_lines_above_is_named_with_its_needs() {
    let sentence = "User not authorized to operate on the specified resource.";
    for (lines, call, needs) in [
        (
            "DELETE https://cs.cn-hangzhou.aliyuncs.com/clusters/c1\n",
            "DeleteCluster, DELETE /clusters/c1",
            "cs:DeleteCluster",
        ),
        (
            "$ aliyun cs DELETE /clusters/c1\n",
            "DeleteCluster, DELETE /clusters/c1",
            "cs:DeleteCluster",
        ),
        (
            "client.delete_cluster(id)\n",
            "DeleteCluster",
            "cs:DeleteCluster",
        ),
    ] {
        let answer = explained(format!("{lines}{sentence}\n").as_bytes());
        let refusal = &answer["refusals"][0];
        assert_eq!(refusal["call"], call, "{lines}");
        assert_eq!(refusal["call_needs"], serde_json::json!([needs]), "{lines}");
    }
    // A call that does not need the refused action is another one.
    let log = "DELETE https://cs.aliyuncs.com/clusters/c1: RAM policy Forbidden for action cs:StartAlert\n";
    let added = added(&explained(log.as_bytes()));
    assert!(
        added.contains("cs:StartAlert") && !added.contains("cs:DeleteCluster"),
        "{added}"
    );
    // A resource of Terraform calls several operations.
    for (lines, wanted) in [
        (
            "Error: SENTENCE\n\n  with module.m[\"a.b\"].alicloud_cs_kubernetes_node_pool.p[\"c\"],\n",
            "cs:CreateClusterNodePool",
        ),
        (
            "Error: SENTENCE\n\n  with data.alicloud_cs_kubernetes_version.v,\n",
            "cs:DescribeKubernetesVersionMetadata",
        ),
        (
            "Error: SENTENCE\n\n  with alicloud_ram_user.u,\n",
            "ram:CreateUser",
        ),
    ] {
        let log = lines.replace("SENTENCE", sentence);
        let answer = explained(log.as_bytes());
        let needs = answer["refusals"][0]["call_needs"]
            .as_array()
            .expect("a list");
        assert!(needs.iter().any(|need| need == wanted), "{log}: {needs:?}");
        let text = run_line(folder(&[("a.log", &log)]).path(), "explain a.log");
        assert!(
            text.contains("create: ") || text.contains("read: "),
            "{text}"
        );
    }
    for address in [
        "alicloud_coffee.a",
        "alicloud_a\"b.c",
        "alicloud_ram_user[\"",
        "alicloud_.a",
    ] {
        let answer = explained(format!("Error: {sentence}\n\n  with {address},\n").as_bytes());
        assert_eq!(
            answer["refusals"][0]["call_needs"],
            serde_json::json!([]),
            "{address}"
        );
    }
    // The same name in another service.
    let answer = explained(format!("aliyun ecs DeleteCluster\n{sentence}\n").as_bytes());
    assert_eq!(answer["refusals"][0]["call_needs"], serde_json::json!([]));
}
