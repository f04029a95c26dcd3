//! Policies in answers of the API, JSON lines, folders and Terraform.

use crate::common::{folder, output_of, run_in, run_line, shown, with_input, workspace};
use std::fs;

/// Places are those in the file, also for documents inside it.
#[test]
fn documents_are_found_in_answers_lines_folders_and_terraform() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = r#"{ \"Version\": \"1\",\n \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"cs:\u00e9\", \"Resource\": \"*\"}] }"#;
    let bare =
        r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#;
    let files = [
        (
            "a/version.json",
            format!(
                "{{\n \"RequestId\": \"1\",\n \"PolicyVersion\": {{\"PolicyDocument\": \"{document}\"}}\n}}"
            ),
        ),
        (
            "a/policy.json",
            format!(
                "{{\"Policy\": {{\"PolicyDocument\": \"N/A\"}}, \"DefaultPolicyVersion\": {{\"PolicyDocument\": \"{document}\"}}}}"
            ),
        ),
        (
            "b/lines.jsonl",
            format!("{bare}\n\n{{\"PolicyVersion\": {{\"PolicyDocument\": \"{document}\"}}}}\n"),
        ),
        ("b/bare", bare.to_owned()),
        (
            "c/main.tf",
            format!(
                "locals {{\n  policy_json = <<EOF\n{bare}\nEOF\n}}\nresource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = <<-EOF\n    {{\"Version\": \"1\", \"Statement\": [\n      {{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:oss:*:*:${{var.b[\"x\"]}}\"}}\n    ]}}\n  EOF\n}}\n"
            ),
        ),
        ("c/notes.txt", "no policy".to_owned()),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let by = ["cs:é", "x:y"].map(|action| {
        let request = format!("{{\"action\": \"{action}\", \"resource\": \"r\"}}");
        let args = ["check", "a", "b", "b/bare", "c", "--requests", "-"];
        shown(&with_input(folder.path(), &args, &request))
    });
    insta::assert_snapshot!("documents", by.join("\n"));
}

#[test]
fn a_second_document_is_never_ignored() {
    let folder = tempfile::tempdir().expect("a folder");
    let allow = r#"{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"#;
    let answer = format!("{{\n\"PolicyVersion\": {{\"PolicyDocument\": \"{allow}\"}}\n}}");
    let heredoc = "locals {\n  p = <<EOF\n{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}\nEOF\n}\n";
    let texts = [
        ("good.json", answer.clone(), 0),
        ("two.json", format!("{answer}\n{answer}"), 2),
        (
            "twice.json",
            format!(
                "{{\"PolicyVersion\": {{\"PolicyDocument\": \"{allow}\", \"PolicyDocument\": \"x\"}}}}"
            ),
            2,
        ),
        (
            "both.json",
            format!(
                "{{\"DefaultPolicyVersion\": {{\"PolicyDocument\": \"{allow}\"}}, \"Policy\": {{\"PolicyDocument\": \"{allow}\"}}}}"
            ),
            2,
        ),
        ("good.tf", format!("{heredoc}policy = local.p\n"), 0),
        (
            "file.tf",
            format!("{heredoc}policy = file(\"deny.json\")\n"),
            2,
        ),
    ];
    for (name, text, code) in texts {
        fs::write(folder.path().join(name), text).expect("a file");
        let args = ["check", name, "--action", "cs:GetUpgradeStatus"];
        let output = output_of(folder.path(), args);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{name}: {}",
            shown(&output)
        );
    }
}

/// Another version decides, which may deny.
#[test]
fn a_version_that_is_not_in_force_answers_nothing() {
    let answer = |is_default: &str| {
        format!(
            r#"{{"PolicyVersion": {{"VersionId": "v1", "IsDefaultVersion": {is_default}, "PolicyDocument":
        "{{\"Version\": \"1\", \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"cs:*\", \"Resource\": \"*\"}}]}}"}}}}"#
        )
    };
    let folder = folder(&[
        ("v1.json", &*answer("false")),
        ("v2.json", &answer("true")),
        ("text.json", &answer(r#""false""#)),
        (
            "requests.jsonl",
            r#"{"action": "cs:StopAlert", "resource": "*"}"#,
        ),
    ]);
    insta::assert_snapshot!(run_line(folder.path(), "check v1.json --action cs:StopAlert"), @r"
    $ ack-catalog check v1.json --action cs:StopAlert
    --- exit code 2
    --- stderr
    error: v1.json: this version of the policy is not in force
     |
     = help: run `aliyun ram GetPolicy` to get the version in force
    ");
    for call in [
        "check text.json --action cs:StopAlert",
        "check v2.json v1.json --action cs:StopAlert",
        "check v2.json --session v1.json --action cs:StopAlert",
        "check v1.json --requests requests.jsonl",
        "explain cs:StopAlert --policy v1.json",
        "grant v1.json --action cs:StopAlert --resource *",
        "revoke v1.json --action cs:StopAlert",
    ] {
        let report = run_line(folder.path(), call);
        assert!(report.contains("--- exit code 2\n"), "{report}");
    }
    // An old version can be compared with the new one.
    let report = run_line(folder.path(), "compare v1.json v2.json");
    assert!(report.contains("--- exit code 0\n"), "{report}");
    assert!(
        report.contains("warning: v1.json: this version"),
        "{report}"
    );
}

#[test]
fn unreadable_terraform_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("broken.tf", "resource \"a\" {\n  policy_document = <<EOF\n"),
        ("none.tf", "variable \"x\" {}\n"),
        (
            "call.tf",
            "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = jsonencode({ Version = \"1\" })\n}\n",
        ),
        (
            "faulty.tf",
            "locals {\n  p = <<EOF\n{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Alow\"}]}\nEOF\n}\n",
        ),
    ];
    let runs = files.map(|(name, text)| {
        fs::write(folder.path().join(name), text).expect("a file");
        run_in(folder.path(), &["check", name])
    });
    insta::assert_snapshot!("terraform_refused", runs.join("\n"));
}

#[test]
fn the_hooks_pass_each_type_of_policy_file() {
    let folder = folder(&[("README.md", "")]);
    let report = run_line(folder.path(), "check .");
    let (_, listed) = report
        .split_once("files that end in ")
        .expect("the extensions");
    let listed = listed.lines().next().unwrap_or_default();
    let extensions: Vec<&str> = listed.split(", ").map(|one| &one[1..]).collect();
    let hooks = fs::read_to_string(workspace().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let files: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("files: "))
        .collect();
    let expected = format!(r"\.({})$", extensions.join("|"));
    assert_eq!(files, [&expected, &expected]);
}

/// A hook gets every changed file of these types, also those that have nothing to do with policies.
#[test]
fn the_hooks_skip_files_without_a_policy() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}]}"#;
    let folder = folder(&[
        ("variables.tf", "variable \"name\" {}\n"),
        ("prod.tfvars", "name = \"c1\"\n"),
        ("package.json", "{\"name\": \"a\"}"),
        ("lines.jsonl", "{\"name\": \"a\"}\n"),
        ("empty.tf", ""),
        ("good.json", policy),
        ("bad.json", &policy.replace("Allow", "Alow")),
        ("broken.json", &policy[..60]),
        ("broken.tf", "policy_document = <<EOF\n{\n"),
    ]);
    let hooks = fs::read_to_string(workspace().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let entries = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: ack-catalog "));
    let mut checked = 0;
    for entry in entries {
        for (files, code) in [
            (
                "variables.tf prod.tfvars package.json lines.jsonl empty.tf",
                0,
            ),
            ("variables.tf good.json", 0),
            ("variables.tf bad.json", 1),
            ("good.json broken.json", 1),
            ("good.json broken.tf", 2),
            ("missing.json", 2),
        ] {
            let report = run_line(folder.path(), &format!("{entry} {files}"));
            assert!(
                report.contains(&format!("--- exit code {code}\n")),
                "{report}"
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 12);
    let named = run_line(folder.path(), "lint variables.tf");
    assert!(named.contains("--- exit code 2\n"), "{named}");
}

/// Some editors and old disks of Windows have upper case.
#[test]
fn extensions_ignore_letter_case() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;
    let terraform = format!("policy = <<EOF\n{policy}\nEOF\n");
    let folder = folder(&[
        ("main.tf", &*terraform),
        ("up/MAIN.TF", &*terraform),
        ("lines.ndjson", policy),
        ("up/LINES.NDJSON", policy),
    ]);
    let check = |file: &str| run_in(folder.path(), &["check", file, "--by-pattern"]);
    for (small, capitals) in [
        ("main.tf", "up/MAIN.TF"),
        ("lines.ndjson", "up/LINES.NDJSON"),
    ] {
        let report = check(capitals);
        assert!(report.contains("actions allowed"), "{report}");
        assert_eq!(report.replace(capitals, small), check(small));
    }
    let report = run_line(folder.path(), "lint up");
    assert!(report.contains("in 2 policies"), "{report}");
}

/// `ListPolicyVersions` answers with several versions, of which one is in force.
#[test]
fn a_list_of_versions_is_read_as_the_version_in_force() {
    let version = |id: &str, is_default: bool, action: &str| {
        format!(
            r#"{{"VersionId": "{id}", "IsDefaultVersion": {is_default}, "PolicyDocument":
            "{{\"Version\": \"1\", \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}]}}"}}"#
        )
    };
    let answer = |versions: &[String]| {
        format!(
            r#"{{"RequestId": "A", "PolicyVersions": {{"PolicyVersion": [{}]}}}}"#,
            versions.join(", ")
        )
    };
    let old = version("v1", false, "cs:*");
    let new = version("v2", true, "cs:GetClusters");
    let without = r#"{"VersionId": "v2", "IsDefaultVersion": true}"#.to_owned();
    let folder = folder(&[
        ("both.json", &*answer(&[old.clone(), new.clone()])),
        ("old.json", &answer(std::slice::from_ref(&old))),
        ("two.json", &answer(&[new.clone(), new])),
        ("without.json", &answer(&[old, without])),
    ]);
    for (file, action, code, says) in [
        ("both.json", "cs:GetClusters", 0, ""),
        ("both.json", "cs:StartAlert", 1, "no statement allows"),
        (
            "old.json",
            "cs:StartAlert",
            2,
            "not exactly one of them in force",
        ),
        (
            "two.json",
            "cs:StartAlert",
            2,
            "not exactly one of them in force",
        ),
        (
            "without.json",
            "cs:StartAlert",
            2,
            "without the document in force",
        ),
    ] {
        let report = run_line(folder.path(), &format!("check {file} --action {action}"));
        assert!(
            report.contains(&format!("--- exit code {code}\n")),
            "{report}"
        );
        assert!(report.contains(says), "{report}");
    }
}

/// The file that Terraform keeps, without `terraform show -json`.
#[test]
fn a_state_file_is_read() {
    let state = r#"{"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "a", "outputs": {}, "resources": [
  {"mode": "data", "type": "alicloud_ram_policy_document", "name": "d", "instances": [{"attributes": {"document": "{\"Statement\": 1}"}}]},
  {"module": "module.m", "mode": "managed", "type": "alicloud_ram_policy", "name": "p", "instances": [
    {"index_key": "a", "schema_version": 0, "attributes": {"policy_name": "p", "policy_document":
      "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:GetClusters\", \"Resource\": \"*\"}]}"}}]},
  {"mode": "managed", "type": "alicloud_ram_role", "name": "r", "instances": [
    {"attributes": {"document":
      "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": [\"ecs.aliyuncs.com\"]}}]}"}}]}
]}"#;
    let folder = folder(&[
        ("terraform.tfstate", state),
        ("state.json", state),
        (
            "old.tfstate",
            &state.replace("\"version\": 4", "\"version\": 3"),
        ),
        (
            "empty.tfstate",
            &state
                .replace("alicloud_ram_", "alicloud_")
                .replace("olicy_document", "")
                .replace("\\\"Statement", "\\\""),
        ),
    ]);
    for file in ["terraform.tfstate", "state.json"] {
        let report = run_line(
            folder.path(),
            &format!("check {file} --action cs:GetClusters"),
        );
        assert!(report.contains("--- exit code 0\n"), "{report}");
        let report = run_line(folder.path(), &format!("lint {file}"));
        assert!(report.contains("no findings in 2 policies"), "{report}");
    }
    let old = run_line(folder.path(), "check old.tfstate");
    assert!(old.contains("in another format than version 4"), "{old}");
    let empty = run_line(folder.path(), "check empty.tfstate");
    assert!(empty.contains("--- exit code 2\n"), "{empty}");
}

/// The lines of a collection have a policy among other fields, as JSON or as a string.
#[test]
fn policies_in_records_are_read_alike_in_a_file_and_a_folder() {
    let good = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:DeleteCluster", "Resource": "*"}]}"#;
    let faulty = good.replace("cs:Delete", "cs:delete");
    let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
    let records = [
        format!(r#"{{"name": "a", "document": {faulty}}}"#),
        format!(r#"{{"id": 2, "text": {}}}"#, quoted(&faulty)),
        format!(
            r#"{{"id": 3, "text": {}}}"#,
            quoted(&faulty.replace("}]}", "}]"))
        ),
        // No record: two policies, and none.
        format!(r#"{{"old": {good}, "new": {good}}}"#),
        r#"{"name": "b", "document": "none"}"#.to_owned(),
        faulty,
    ];
    let folder = folder(&[("all/records.jsonl", &*records.join("\n"))]);
    let report = |args: &[&str]| {
        run_in(folder.path(), args)
            .split_once('\n')
            .expect("a line")
            .1
            .to_owned()
    };
    let of_file = report(&["lint", "all/records.jsonl"]);
    assert_eq!(report(&["lint", "all"]), of_file);
    insta::assert_snapshot!(of_file);
}

#[test]
fn folder_without_policies_says_how_to_see_why() {
    let folder = folder(&[(
        "all/records.jsonl",
        "{\"name\": \"a\", \"document\": \"none\"}\n",
    )]);
    let reports = ["lint all", "check all", "lint all/records.jsonl"]
        .map(|line| run_line(folder.path(), line));
    insta::assert_snapshot!(reports.join("\n"));
}

/// A Deny in a folder that is not read would be a false "allowed".
#[test]
fn policy_in_a_folder_is_read_or_an_error() {
    let allow = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#;
    let deny = allow.replace("Allow", "Deny");
    let quoted = serde_json::to_string(&deny).expect("JSON");
    let other = format!("{{\"a\": [{}1]}}", "1, ".repeat(400_000));
    for (name, text, code) in [
        (
            "n.json",
            format!(r#"{{"PolicyName": "deny", "PolicyDocument": {quoted}}}"#),
            1,
        ),
        (
            "n.json",
            format!(r#"{{"policies": [{{"policy": {deny}}}]}}"#),
            1,
        ),
        ("n.json", format!(r#"{{"policies": [{deny}, {deny}]}}"#), 2),
        ("n.jsonl", format!(r#"{{"x": {{"y": {quoted}}}}}"#), 1),
        (
            "n.json",
            format!(
                r#"{{"PolicyDocument": {}}}"#,
                quoted.replace("\"{", "\"// c\\n{")
            ),
            2,
        ),
        (
            "n.jsonl",
            format!("{{\"x\": {}}}", quoted.replace("\"{", "\"\\ufeff{")),
            2,
        ),
        ("n.json", deny.to_lowercase(), 2),
        (
            "n.json",
            format!("{{\"x\": {}}}", deny.replace("Statement", "statements")),
            2,
        ),
        (
            "n.json",
            "{\"Effect\": \"Deny\", \"Action\": \"cs:*\"}".to_owned(),
            2,
        ),
        (
            "n.json",
            format!("{{\"x\": [[{}]]}}", &deny[30..deny.len() - 2]),
            2,
        ),
        (
            "n.json",
            format!("{}{deny}{}", "[".repeat(40), "]".repeat(40)),
            2,
        ),
        (
            "n.json",
            "{\"x\": \"%7B%22Statement%22%3A%5B%5D%7D\"}".to_owned(),
            2,
        ),
        ("n.tofu", format!("policy = <<EOF\n{deny}\nEOF\n"), 1),
        (
            "n.tf.json",
            format!(
                r#"{{"resource": {{"alicloud_oss_bucket_policy": {{"b": {{"policy": {quoted}}}}}}}}}"#
            ),
            2,
        ),
        // No policies.
        ("n.json", String::new(), 0),
        ("n.json", " \n".to_owned(), 0),
        ("n.json", "\u{feff}\n".to_owned(), 0),
        (
            "n.json",
            r#"{"name": "a", "version": "1", "Action": "b"}"#.to_owned(),
            0,
        ),
        ("n.json", other.replace("[1", "[\"Action\""), 0),
    ] {
        let folder = folder(&[("all/ok.json", allow), (&*format!("all/{name}"), &*text)]);
        let report = run_line(folder.path(), "check all --action cs:StartAlert");
        let start = &text[..text.len().min(100)];
        assert!(
            report.contains(&format!("exit code {code}")),
            "{start}: {report}"
        );
        let report = run_line(folder.path(), "lint all");
        // A policy with faults is a finding.
        assert_eq!(
            report.contains("exit code 0\n"),
            code != 2,
            "{start}: {report}"
        );
    }
}
