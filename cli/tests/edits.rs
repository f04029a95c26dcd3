//! `grant` and `revoke`.

use crate::common::{GRANTED, output_of, policy, run_in, run_line, shown};
use std::fs;
use tempfile::TempDir;

const CONDITIONAL: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "cs:StartAlert",
      "Resource": "*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
    },
    {
      "Effect": "Allow",
      "Action": ["cs:ModifyCluster", "cs:Describe*"],
      "Resource": "acs:cs:*:*:cluster/c1"
    },
    {
      "Effect": "Deny",
      "Action": "cs:DeleteTemplate",
      "Resource": "*"
    }
  ]
}
"#;

const TERRAFORM: &str = r#"resource "alicloud_ram_policy" "readers" {
  policy_document = <<EOF
    {
      "Version": "1",
      "Statement": [
        { "Effect": "Allow", "Action": ["cs:Get*"], "Resource": "*" }
      ]
    }
  EOF
}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let [before, after] = GRANTED;
    let answer = serde_json::json!({ "PolicyVersion": { "PolicyDocument": before } }).to_string();
    let renamed = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}, {"Effect": "Deny", "Action": "cs:GetUserQuota", "Resource": "*"}]}"#;
    for (name, text) in [
        ("before.json", before),
        ("after.json", after),
        ("conditional.json", CONDITIONAL),
        ("main.tf", TERRAFORM),
        ("answer.json", &answer),
        ("deny.json", renamed),
        ("broken.json", "{\"Version\": \"1\"}"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn runs(folder: &TempDir, calls: &[&str]) -> String {
    let run = |call: &&str| run_line(folder.path(), call);
    calls.iter().map(run).collect::<Vec<_>>().join("\n")
}

#[test]
fn grant_keeps_the_style_of_the_policy() {
    let folder = folder();
    let call = "grant before.json --operation DescribeEvents";
    let output = output_of(folder.path(), call.split(' '));
    let [_, after] = GRANTED;
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), after);
    assert_eq!(output.status.code(), Some(0));
    run_line(folder.path(), &format!("{call} --write"));
    let written = fs::read_to_string(folder.path().join("before.json")).expect("a file");
    assert_eq!(written, after);
}

#[test]
fn grant_reports_its_changes() {
    insta::assert_snapshot!(runs(
        &folder(),
        &[
            "grant before.json --action cs:DescribeEvents --diff",
            "grant before.json --action cs:GetUpgradeStatus --diff",
            "grant before.json --action cs:DescribeE* --resource acs:cs:*:*:cluster/c1 --diff",
            "grant before.json --action cs:DescribeClusterDetail --diff",
            "grant main.tf --action cs:StartAlert --diff",
            "grant answer.json --action cs:StartAlert --diff",
            "grant conditional.json --action cs:StartAlert --resource * --unconditional --diff",
        ]
    ));
}

/// A name with a space, and a resource with an apostrophe.
#[test]
fn suggested_commands_are_quoted_for_a_shell() {
    const TEXT: &str = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": "cs:StopAlert", "Resource": "acs:cs:*:*:cluster/c1"},
        {"Effect": "Allow", "Action": "cs:ModifyCluster", "Resource": "acs:cs:*:*:cluster/c'2"}
    ]}"#;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("my policy.json"), TEXT).expect("a file");
    let said = |options: &[&str]| {
        let args = [&["grant", "my policy.json"], options].concat();
        shown(&output_of(folder.path(), args))
    };
    let wide = said(&[
        "--action",
        "cs:DescribeEvents",
        "--resource",
        "acs:cs:*:*:cluster/c1",
    ]);
    let command = "`ack-catalog grant 'my policy.json' --action cs:DescribeEvents --resource '*'`";
    assert!(wide.contains(command), "{wide}");
    let choice = said(&["--action", "cs:StartAlert"]);
    let option = r"--resource 'acs:cs:*:*:cluster/c'\''2'";
    assert!(choice.contains(option), "{choice}");
}

#[test]
fn grant_explains_its_errors() {
    insta::assert_snapshot!(runs(
        &folder(),
        &[
            "grant conditional.json --action cs:StartAlert --resource *",
            "grant conditional.json --action cs:DeleteTemplate --resource *",
            "grant before.json --action cs:DescribeEvents --resource acs:cs:*:*:cluster/c1",
            "grant before.json --action DescribeEvents",
            "grant before.json --operation DescribeEvent",
            "grant before.json --action cs:DescribeEvents --resource acs:cs:<region>:<account>:cluster/<cluster-id>",
            "grant deny.json --action cs:GetUserQuota",
            "grant answer.json --action cs:StartAlert --write",
            "grant broken.json --action cs:StartAlert",
            "grant none.json --action cs:StartAlert",
            "grant . --action cs:StartAlert",
            "grant before.json",
        ]
    ));
}

#[test]
fn grant_lists_several_sets_of_resources_to_choose_from() {
    let folder = folder();
    let text = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": "cs:Get*", "Resource": ["acs:cs:*:*:cluster/c1", "acs:cs:*:*:cluster/c2"]},
  {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*"}
]}"#;
    fs::write(folder.path().join("several.json"), text).expect("a file");
    let call = "grant several.json --action cs:ModifyCluster";
    insta::assert_snapshot!(run_line(folder.path(), call));
}

#[test]
fn grant_refuses_to_exceed_the_limit() {
    let folder = folder();
    let statement = |number: usize| {
        format!(
            "    {{ \"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:bucket-{number}/*\" }}"
        )
    };
    let statements: Vec<String> = (0..70).chain([0]).map(statement).collect();
    let text = format!(
        "{{\n  \"Version\": \"1\",\n  \"Statement\": [\n{}\n  ]\n}}\n",
        statements.join(",\n")
    );
    fs::write(folder.path().join("long.json"), text).expect("a file");
    insta::assert_snapshot!(runs(
        &folder,
        &[
            "grant long.json --action cs:ModifyCluster --resource *",
            "lint long.json --diff --select redundancy",
            "lint long.json --select too-long",
        ]
    ));
}

#[test]
fn revoke_reports_its_changes_and_explains_its_errors() {
    insta::assert_snapshot!(runs(
        &folder(),
        &[
            "revoke conditional.json --action cs:ModifyCluster --diff",
            "revoke conditional.json --action cs:DescribeClusterNodes",
            "revoke conditional.json --action cs:DescribeClusterNodes --deny --diff",
            "revoke conditional.json --action cs:CreateTemplate --diff",
            "revoke before.json --action cs:Get* --diff",
        ]
    ));
}

#[test]
fn revoke_denies_each_action_on_its_own_resources() {
    let folder = folder();
    let text = policy(&[
        r#"{"Effect":"Allow","Action":"cs:Get*","Resource":"acs:cs:*:*:cluster/c1"}"#,
        r#"{"Effect":"Allow","Action":"cs:Describe*","Resource":"acs:cs:*:*:cluster/c2"}"#,
        r#"{"Effect":"Deny","Action":"cs:DescribeAddons","Resource":"*"}"#,
    ]);
    fs::write(folder.path().join("two.json"), text).expect("a file");
    insta::assert_snapshot!(runs(
        &folder,
        &[
            "revoke two.json --deny --diff --action cs:GetUpgradeStatus --action cs:DescribeClusterNodes",
            "revoke two.json --action cs:DescribeAddons --diff",
            "revoke two.json --action cs:DescribeAddnos --diff",
            "revoke two.json --action cs:St\"x --deny",
        ]
    ));
}

#[test]
fn an_action_of_the_whole_account_needs_the_whole_account() {
    let folder = folder();
    let grant = |resource: &str| {
        let call = "grant before.json --action cs:DescribeEvents --diff --resource";
        run_line(folder.path(), &format!("{call} {resource}"))
    };
    for resource in [
        "acs:*:*:*:cluster/c1",
        "acs:?s:*:*:cluster/c1",
        "acs:cs:*:*:cluster*",
        "acs:cs:*:*:c*/c1",
        "acs:cs:*:*:nodepool/x",
    ] {
        let report = grant(resource);
        let is_refused = report.contains("exit code 2") && report.contains("cannot be limited");
        assert!(is_refused, "{report}");
    }
    for resource in ["*", "acs:cs:*:*:*", "acs:*:*:*:*"] {
        let report = grant(resource);
        assert!(report.contains("exit code 0"), "{report}");
    }
}

#[test]
fn a_computed_deny_may_override_a_grant() {
    let folder = folder();
    let text = TERRAFORM.replace(
        r#""Resource": "*" }"#,
        r#""Resource": "*" },
        { "Effect": "Deny", "Action": "${var.denied}", "Resource": "*" }"#,
    );
    // The file can be for `templatefile`.
    let template = r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "cs:*", "Resource": "${cluster}"}]}"#;
    fs::write(folder.path().join("template.json"), template).expect("a file");
    let directive = text.replace("${var.denied}", "%{ if var.x }cs:Start*%{ endif }");
    fs::write(folder.path().join("directive.tf"), directive).expect("a file");
    for file in ["template.json", "directive.tf"] {
        let report = run_line(
            folder.path(),
            &format!("grant {file} --action cs:StartAlert --resource *"),
        );
        assert!(
            report.contains("this Deny may override the grant"),
            "{report}"
        );
    }
    fs::write(folder.path().join("deny.tf"), text).expect("a file");
    let call = "grant deny.tf --action cs:StartAlert";
    insta::assert_snapshot!(run_line(folder.path(), call));
}

/// A Terraform file with one policy in each form of text.
fn in_terraform(statement: &str) -> [String; 3] {
    let policy = format!(r#"{{"Version": "1", "Statement": [{statement}]}}"#);
    let heredoc = format!("policy = <<EOF\n{policy}\nEOF\n");
    let indented = format!("policy = <<-EOF\n    {policy}\n  EOF\n");
    let quoted = format!("policy = \"{}\"\n", policy.replace('"', "\\\""));
    [heredoc, indented, quoted]
}

#[test]
fn text_of_a_log_stays_text_in_terraform() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name);
    let log = r"the caller is not authorized to perform 'cs:ModifyCluster' on resource 'acs:cs:cn-beijing:1:cluster/${lower(C1)}%{if true}'";
    fs::write(place("a.log"), log).expect("a log");
    for file in in_terraform(r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#) {
        fs::write(place("a.tf"), &file).expect("a file");
        let resource = "acs:cs:*:1:cluster/${var.x}%{if";
        let report = run_line(
            folder.path(),
            &format!("grant a.tf --action cs:ModifyCluster --resource {resource} --write"),
        );
        assert!(report.contains("exit code 0"), "{report}");
        let written = fs::read_to_string(place("a.tf")).expect("a file");
        assert!(written.contains("cluster/$${var.x}%%{if"), "{written}");
        let report = run_line(
            folder.path(),
            &format!("check a.tf --action cs:ModifyCluster --resource {resource}"),
        );
        assert!(
            report.contains("exit code 0") && !report.contains("computes"),
            "{report}"
        );

        fs::write(place("a.tf"), &file).expect("a file");
        let report = run_line(folder.path(), "explain a.log --policy a.tf");
        let mut patch = report.lines().filter(|line| line.starts_with('+'));
        assert!(report.contains(":cluster/<cluster-id>"), "{report}");
        assert!(!patch.any(|line| line.contains("lower(")), "{report}");
        let call = format!("explain a.log --policy a.tf --resource {resource}");
        let report = run_line(folder.path(), &call);
        assert!(report.contains("cluster/$${var.x}%%{if"), "{report}");
    }
}

#[test]
fn escaped_marks_are_copied_as_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let statement =
        r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/$${a}%%{b}"}"#;
    for file in in_terraform(statement) {
        fs::write(folder.path().join("a.tf"), &file).expect("a file");
        let report = run_line(
            folder.path(),
            "revoke a.tf --action cs:DeleteTemplate --deny --write",
        );
        assert!(report.contains("nothing else changed"), "{report}");
        let written = fs::read_to_string(folder.path().join("a.tf")).expect("a file");
        assert_eq!(written.matches("$${a}%%{b}").count(), 2, "{written}");
    }
}

#[test]
fn computed_action_may_allow_what_is_revoked() {
    let folder = tempfile::tempdir().expect("a folder");
    let [heredoc, ..] = in_terraform(
        r#"{"Effect": "Allow", "Action": "cs:${var.verb}Template", "Resource": "acs:cs:*:*:cluster/*"}"#,
    );
    fs::write(folder.path().join("action.tf"), heredoc).expect("a file");
    let [heredoc, ..] = in_terraform(
        r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/${var.id}"}"#,
    );
    fs::write(folder.path().join("resource.tf"), heredoc).expect("a file");
    let report: Vec<String> = [
        "revoke action.tf --action cs:DeleteTemplate",
        "revoke action.tf --action cs:DeleteTemplate --deny --diff",
        "revoke action.tf --action cs:DeleteCluster",
        "revoke resource.tf --action cs:DeleteTemplate --deny",
        "check action.tf --action cs:DeleteTemplate --action cs:DeleteCluster",
        "check resource.tf --action cs:ModifyCluster --resource acs:cs:cn-beijing:1:cluster/c1",
        "check resource.tf --action cs:ModifyCluster --resource acs:cs:cn-beijing:1:template/c1",
        "compare action.tf action.tf",
    ]
    .iter()
    .map(|line| run_line(folder.path(), line))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
}

/// A policy that names an action in another letter case may not allow it.
#[test]
fn actions_are_written_as_their_sources_spell_them() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}]}"#;
    let log = "RAM policy Forbidden for action cs:startalert\n";
    let folder = crate::common::folder(&[("a.json", policy), ("a.log", log)]);
    for (command, spelled) in [
        (
            "grant a.json --action CS:startalert --diff",
            "cs:StartAlert",
        ),
        (
            "grant a.json --action cs:STARTALERT --diff",
            "cs:StartAlert",
        ),
        (
            "grant a.json --action ECS:describeinstances --resource * --diff",
            "ecs:DescribeInstances",
        ),
        ("write-policy --action cs:startalert", "cs:StartAlert"),
        (
            "revoke a.json --action cs:getclusters --deny --diff",
            "cs:GetClusters",
        ),
        ("explain a.log --unlisted --policy a.json", "cs:StartAlert"),
    ] {
        let report = run_line(folder.path(), command);
        let written = format!("\"{spelled}\"");
        assert!(report.contains(&written), "{report}");
        let added = report.lines().filter(|line| line.starts_with('+'));
        let others = added.filter(|line| line.to_lowercase().contains(&written.to_lowercase()));
        assert!(
            others.into_iter().all(|line| line.contains(&written)),
            "{report}"
        );
    }
}

#[test]
fn a_refused_grant_names_what_is_denied_and_no_more() {
    let policy = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": "cs:*", "Resource": "*"},
        {"Effect": "Deny", "Action": ["cs:DeleteCluster", "cs:StopAlert"], "Resource": "acs:cs:*:*:cluster/c1"},
        {"Effect": "Deny", "NotAction": "cs:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "cs:StartTrigger", "Resource": "*",
         "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.1"}}}
    ]}"#;
    let folder = crate::common::folder(&[("a.json", policy)]);
    for (arguments, says) in [
        (
            "--action cs:StartTrigger --resource *",
            "denies `cs:StartTrigger` under its condition, and",
        ),
        (
            "--action cs:* --resource *",
            "denies some of `cs:*`: cs:DeleteCluster, cs:StopAlert on acs:cs:*:*:cluster/c1",
        ),
        (
            "--action cs:D* --resource acs:cs:*:*:cluster/c1",
            "denies some of `cs:D*`: cs:DeleteCluster, and",
        ),
        (
            "--action cs:DeleteCluster --resource *",
            "denies `cs:DeleteCluster` on acs:cs:*:*:cluster/c1, and",
        ),
        (
            "--action cs:DeleteCluster --resource acs:cs:*:*:cluster/c1",
            "denies `cs:DeleteCluster`, and",
        ),
        ("--action ecs:* --resource *", "denies some of `ecs:*`, and"),
        (
            "--action cs:StartAlert --resource *",
            "already allowed without conditions: cs:StartAlert on *",
        ),
    ] {
        let report = run_line(folder.path(), &format!("grant a.json {arguments} --diff"));
        assert!(report.contains(says), "{report}");
    }
}

#[test]
fn a_refused_revocation_names_what_allows() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "NotAction": "cs:Get*", "Resource": "*"}]}"#;
    let folder = crate::common::folder(&[("a.json", policy)]);
    let report = run_line(folder.path(), "revoke a.json --action cs:StopAlert --diff");
    let says = "the element `NotAction` covers `cs:StopAlert`";
    assert!(report.contains(says), "{report}");
}

/// The advice is given only where it helps: the option exists, and reads the text.
#[test]
fn repair_is_advised_only_where_it_helps() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}]}"#;
    let comma = policy.replace("}]", "},]");
    let open = comma.replace("Allow", "Alow");
    let folder = crate::common::folder(&[
        ("comma.json", &*comma),
        ("open.json", &open),
        ("a.json", policy),
    ]);
    for (command, is_advised) in [
        ("check comma.json", true),
        ("compare comma.json a.json", true),
        ("check open.json", false),
        ("check --repair open.json", false),
        ("grant comma.json --action cs:StartAlert --diff", false),
        ("revoke comma.json --action cs:StartAlert --diff", false),
    ] {
        let report = run_line(folder.path(), command);
        assert!(report.contains("exit code 2"), "{report}");
        assert_eq!(
            report.replace(command, "").contains("--repair"),
            is_advised,
            "{report}"
        );
    }
    let arguments = [
        "explain",
        "RAM policy Forbidden for action cs:StartAlert",
        "--policy",
        "comma.json",
    ];
    let report = run_in(folder.path(), &arguments);
    assert!(!report.contains("--repair"), "{report}");
}

/// An action in other letter case is allowed only under an assumption, so its own spelling is added.
#[test]
fn a_grant_does_not_rest_on_letter_case() {
    let spelt = |action: &str| {
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": ["{action}"], "Resource": "*"}}]}}"#
        )
    };
    let folder = crate::common::folder(&[
        ("lower.json", &*spelt("cs:startalert")),
        ("right.json", &spelt("cs:StartAlert")),
        (
            "log.txt",
            "RAM policy Forbidden for action cs:StartAlert, resource acs:cs:cn-hangzhou:1:cluster/c1",
        ),
    ]);
    for (call, says) in [
        (
            "grant lower.json --action cs:StartAlert --resource *",
            r#""Action": ["cs:startalert", "cs:StartAlert"]"#,
        ),
        (
            "explain log.txt --policy lower.json --resource *",
            r#""Action": ["cs:startalert", "cs:StartAlert"]"#,
        ),
        (
            "compare lower.json right.json",
            "--- exit code 1\n--- stdout\nequivalent only if actions ignore letter case, which",
        ),
    ] {
        let report = run_line(folder.path(), call);
        assert!(report.contains(says), "{report}");
        assert!(!report.contains("already allowed"), "{report}");
    }
}

/// A patch with a resource to fill in, or for a role, says what it does not do yet.
#[test]
fn a_patch_claims_what_it_does() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "x"}]}"#;
    let folder = crate::common::folder(&[("a.json", policy)]);
    let of = |message: &str, more: &[&str]| {
        let args = [&["explain", message, "--policy", "a.json"], more].concat();
        run_in(folder.path(), &args)
    };
    let open = of("RAM policy Forbidden for action cs:StartAlert", &[]);
    let says = "Once each `<…>` is filled in, this patch allows this action and changes nothing";
    assert!(open.contains(says), "{open}");
    let given = ["--resource", "acs:cs:*:*:cluster/c1"];
    let given = of("RAM policy Forbidden for action cs:StartAlert", &given);
    let says = "\nThis patch allows this action and changes nothing else:";
    assert!(given.contains(says), "{given}");
    let role = "You are not authorized to do this action. Resource: acs:ram::1:role/x Action: sts:AssumeRole";
    for more in [&["--unlisted"][..], &["--unlisted", "--format", "json"]] {
        let role = of(role, more);
        assert!(
            role.contains("`sts:AssumeRole` also depends on the role's trust policy"),
            "{role}"
        );
    }
}

/// What `check` says of an action in another letter case holds for `revoke`, which says on what its answer rests.
#[test]
fn revoke_reads_letter_case_as_check_does() {
    let statement = |effect: &str, actions: &str| {
        format!(r#"{{"Effect": "{effect}", "Action": {actions}, "Resource": "*"}}"#)
    };
    let all = statement("Allow", r#""cs:*""#);
    let deny = statement("Deny", r#""cs:startalert""#);
    let named = statement("Allow", r#"["cs:startalert", "cs:Get*"]"#);
    let pattern = statement("Allow", r#""cs:start*""#);
    for (statements, args, expected) in [
        (
            vec![&all, &deny],
            "",
            "this holds only if actions ignore letter case",
        ),
        (
            vec![&all, &deny],
            " --deny",
            "this holds only if actions ignore letter case",
        ),
        (vec![&named], "", "no longer allowed: cs:StartAlert"),
        (vec![&named], " --deny", "no longer allowed: cs:StartAlert"),
        (
            vec![&pattern],
            "",
            "the pattern `cs:start*` covers `cs:StartAlert`",
        ),
        (vec![&pattern], " --deny", "warning: denied: cs:StartAlert"),
    ] {
        let statements: Vec<&str> = statements.into_iter().map(String::as_str).collect();
        let folder = crate::common::folder(&[("p.json", &*policy(&statements))]);
        for action in ["cs:StartAlert", "cs:startalert", "CS:STARTALERT"] {
            let line = format!("revoke p.json --action {action} --diff{args}");
            let report = run_line(folder.path(), &line);
            assert!(report.contains(expected), "{report}");
        }
    }
}

/// The advice on a document that cannot be read is a command that makes it readable.
#[test]
fn advice_on_unreadable_json_works() {
    let statement = r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#;
    let comment = format!("{{\"Version\": \"1\", // reads\n\"Statement\": [{statement}]}}");
    let comma = format!("{{\"Version\": \"1\", \"Statement\": [{statement}, ]}}");
    for (text, fix) in [
        (&comment, Some("ack-catalog lint --fix --unsafe-fixes")),
        (&comma, Some("ack-catalog lint --fix")),
        (&"{\"Version\": \"1\", \"Statement\": [7]}".to_owned(), None),
    ] {
        let folder = crate::common::folder(&[("ack-catalog.toml", ""), ("p.json", text)]);
        let grant = "grant p.json --action cs:StartAlert --resource * --diff";
        for line in [grant, "revoke p.json --action cs:GetClusters --deny --diff"] {
            let report = run_line(folder.path(), line);
            assert!(report.contains("--- exit code 2"), "{report}");
            let advised = report
                .split_once("or run `")
                .map(|(_, rest)| rest.split('`').next());
            assert_eq!(advised.flatten(), fix, "{report}");
        }
        if let Some(fix) = fix {
            let command = fix.replacen("ack-catalog", "", 1);
            run_line(folder.path(), &format!("{} p.json", command.trim()));
            let report = run_line(folder.path(), grant);
            assert!(report.contains("--- exit code 0"), "{report}");
        }
    }
}

/// Comments and line ends of a file with those of Windows are kept by every edit.
#[test]
fn edits_keep_comments_and_line_ends() {
    let file = r#"resource "alicloud_ram_policy" "p" {
  policy_document = jsonencode({
    Version = "1"
    Statement = [ # all
      {
        Effect   = "Allow"
        Action   = [ // used
          "cs:Get*", # needed, by ops
          "cs:GetClusters",
          "cs:StopAlert",
        ]
        Resource = "*"
      }, /* readers */
      { Effect = "Allow", Action = "cs:DeleteCluster", Resource = "*" },
    ]
  })
}
"#;
    let file = file.replace('\n', "\r\n");
    let comments = ["# all", "// used", "# needed, by ops", "/* readers */"];
    for call in [
        "grant main.tf --action cs:StartAlert --write",
        "grant main.tf --action cs:StartAlert --resource acs:cs:*:*:cluster/c1 --write",
        "revoke main.tf --action cs:DeleteCluster --write",
        "revoke main.tf --action cs:StopAlert --write",
        "revoke main.tf --action cs:StopAlert --deny --write",
        "lint main.tf --fix",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("main.tf");
        fs::write(&path, &file).expect("a file");
        let report = run_line(folder.path(), call);
        let edited = fs::read_to_string(&path).expect("a file");
        assert_ne!(edited, file, "{report}");
        for line in edited.split_inclusive('\n') {
            assert!(line.ends_with("\r\n"), "{call}: {line:?}");
        }
        for comment in comments {
            let is_kept = |line: &str| line.ends_with(comment);
            assert!(edited.lines().any(is_kept), "{call}: {edited}");
        }
    }
}

/// Where a Deny is too hard to reason about, nobody knows what it denies.
#[test]
fn grant_claims_no_denial_that_was_not_proved() {
    let hard: Vec<String> = (0..40)
        .map(|number| format!(r#""cs:*q{number:02}?{number:02}*{number:02}*""#))
        .collect();
    let hard = hard.join(", ");
    let deny =
        format!(r#"{{"Effect": "Deny", "NotAction": ["cs:Get*", {hard}], "Resource": "*"}}"#);
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("deny.json"), policy(&[&deny])).expect("written");
    for (action, said) in [
        ("cs:GetA*", "this statement may deny `cs:GetA*`"),
        ("cs:StartAlert", "this statement denies `cs:StartAlert`"),
    ] {
        let call = ["grant", "deny.json", "--action", action, "--resource", "*"];
        let output = output_of(folder.path(), call);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(text.contains(said), "{text}");
    }
}
