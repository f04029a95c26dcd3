//! Files of needs, which `audit`, `check` and `write-policy` read.

use crate::common::{folder, output_of, run_line};
use insta::assert_snapshot;
use serde_json::Value;

#[test]
fn list_is_what_audit_reads() {
    let folder = folder(&[
        (
            "main.tf",
            "resource \"alicloud_cs_kubernetes_node_pool\" \"a\" {}\n",
        ),
        (
            "account/users/ann/policies.json",
            "{\"Policies\": {\"Policy\": []}}",
        ),
        (
            "account/users/ann/groups.json",
            "{\"Groups\": {\"Group\": []}}",
        ),
    ]);
    let list = String::from_utf8(output_of(folder.path(), ["needs", "main.tf"]).stdout);
    let list = list.expect("UTF-8");
    std::fs::write(folder.path().join("needs.txt"), &list).expect("a file");
    let output = output_of(
        folder.path(),
        [
            "audit",
            "account",
            "--needs",
            "needs.txt",
            "--format",
            "json",
        ],
    );
    let reports: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let missing = reports[0]["missing"].as_array().expect("a list");
    let needed: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(missing.len(), needed.len());
    for need in needed {
        assert!(missing.iter().any(|one| one == need), "{need}");
    }
}

#[test]
fn actions_of_other_services_may_need_resources_of_further_ones() {
    let needs = [(
        "nas.txt",
        "nas:CreateMountTarget acs:nas:*:*:filesystem/f acs:vpc:*:*:vswitch/v\n",
    )];
    let folder = folder(&needs);
    let report = run_line(folder.path(), "write-policy --needs nas.txt");
    assert!(report.contains("exit code 0"), "{report}");
    assert!(report.contains("acs:vpc:*:*:vswitch/v"), "{report}");
}

#[test]
fn bad_lines_of_needs_are_errors() {
    for (line, message) in [
        (
            "cs:DeleteCluster cluster/c1",
            "needs.txt:2: `cluster/c1` is not a valid resource",
        ),
        (
            "cs:DeleteCluster acs:cs:*:*:cluster/<id>",
            "needs.txt:2: `acs:cs:*:*:cluster/<id>` is not a valid resource",
        ),
        (
            "DeleteCluser",
            "needs.txt:2: `DeleteCluser` is not a known operation of ACK",
        ),
        (
            "ModifyCluster acs:ecs:*:*:instance/i",
            "needs.txt:2: `acs:ecs:*:*:instance/i` is not a resource of `ModifyCluster`",
        ),
        (
            "vpc:CreateVpc acs:vpc:*:*:vpc/v acs:cs:*:*:cluster/c1",
            "needs.txt:2: `acs:cs:*:*:cluster/c1` is not a resource of `vpc:CreateVpc`",
        ),
        (
            "ModifyCluster acs:cs:*:*:cluster/c1,acs:cs:*:*:cluster/c2",
            "needs.txt:2: `acs:cs:*:*:cluster/c1,acs:cs:*:*:cluster/c2` is more than one resource",
        ),
        (
            "ModifyCluster acs:cs:*:*:cluster/c1, acs:cs:*:*:cluster/c2",
            "needs.txt:2: `acs:cs:*:*:cluster/c1,` is more than one resource",
        ),
        (
            "ecs:RunInstances acs:ecs:*:*:instance/*,acs:ecs:*:*:image/*",
            "needs.txt:2: `acs:ecs:*:*:instance/*,acs:ecs:*:*:image/*` is more than one resource",
        ),
    ] {
        let list = format!("cs:DeleteCluster\n{line}\n");
        let folder = folder(&[
            ("needs.txt", &*list),
            (
                "p.json",
                r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#,
            ),
        ]);
        let report = run_line(folder.path(), "check p.json --needs needs.txt");
        assert!(report.contains(message), "{report}");
        let report = run_line(folder.path(), "write-policy --needs needs.txt");
        assert!(report.contains("exit code 2"), "{report}");
        assert!(report.contains(message), "{report}");
    }
}

/// The actions of a line are allowed on its resources only. What has no effect there is an error, from a name, an
/// operation or a pattern, and so it is with options.
#[test]
fn nothing_is_allowed_beyond_the_lines() {
    const REGION: &str = "acs:cs:cn-beijing:*:*";
    const ONE: &str = "acs:cs:*:*:cluster/c1";
    let cases = [
        (
            format!("ModifyCluster\nCreateCluster {ONE}\n"),
            "",
            "needs.txt:2: cannot be limited to a cluster: cs:CreateCluster\n",
            "name `*` as the resource in this line\n",
        ),
        (
            format!("cs:GetClusters {ONE}\n"),
            "",
            "needs.txt:1: cannot be limited to a cluster: cs:GetClusters\n",
            "name `acs:cs:*:*:cluster/*` or `*` as the resource in this line\n",
        ),
        (
            format!("cs:DescribeEvents {REGION}\n"),
            "",
            "needs.txt:1: cannot be limited to a region: cs:DescribeEvents\n",
            "name `*` as the resource in this line\n",
        ),
        (
            format!("cs:*Cluster {ONE}\n"),
            "",
            "needs.txt:1: cannot be limited to a cluster: cs:CreateCluster",
            "list these with `*` as the resource in a line of their own\n",
        ),
        (
            format!("cs:GetCl*s {ONE}\n"),
            "",
            "needs.txt:1: cannot be limited to a cluster: cs:GetClusters",
            "list these with `acs:cs:*:*:cluster/*` or `*` as the resource in a line of their own\n",
        ),
        (
            "StartAlert\nCreateCluster\nDescribeTaskInfo\n".to_owned(),
            "--resource acs:cs:*:*:cluster/c1",
            "needs.txt:2: cannot be limited to a cluster: cs:CreateCluster\n",
            "name `*` as the resource in this line; other lines have no effect either: needs.txt:3\n",
        ),
        (
            "DescribeClusterDetail acs:cs:*:*:nodepool/n1\n".to_owned(),
            "",
            "needs.txt:1: `acs:cs:*:*:nodepool/n1` has no effect: `cs` has no resources of the form `nodepool/n1`\n",
            "write `cluster/*`, or `*` for the whole account\n",
        ),
        (
            format!("DescribeClusterDetail {ONE} acs:cs:*:*:nodepool/n1\n"),
            "",
            "needs.txt:1: `acs:cs:*:*:nodepool/n1` has no effect",
            "write `cluster/*`",
        ),
    ];
    for (list, option, message, help) in cases {
        let folder = folder(&[("needs.txt", &*list)]);
        let command = format!("write-policy --needs needs.txt {option}");
        let report = run_line(folder.path(), command.trim());
        assert!(report.contains("exit code 2"), "{report}");
        assert!(report.contains(&format!("error: {message}")), "{report}");
        assert!(report.contains(help), "{report}");
        assert!(!report.contains("--- stdout"), "{report}");
    }
    let folder = folder(&[]);
    for (options, message) in [
        (
            format!("--operation CreateCluster --operation DeleteCluster --resource {ONE}"),
            "error: cannot be limited to a cluster: cs:CreateCluster\n",
        ),
        (
            format!("--operation CreateCluster --resource {REGION}"),
            "error: cannot be limited to a region: cs:CreateCluster\n",
        ),
        (
            "--action cs:DeleteCluster --resource acs:cs:*:*:nodepool/n1".to_owned(),
            "error: `acs:cs:*:*:nodepool/n1` has no effect",
        ),
    ] {
        let report = run_line(folder.path(), &format!("write-policy {options}"));
        assert!(report.contains("exit code 2"), "{report}");
        assert!(report.contains(message), "{report}");
    }
}

/// A line that could not be written by itself is said to be redundant, and its resource is not written.
#[test]
fn a_line_is_redundant_where_another_allows_it_on_more() {
    const ONE: &str = "acs:cs:*:*:cluster/c1";
    for (list, wider, others) in [
        (format!("CreateCluster {ONE}\nCreateCluster *\n"), "*", ""),
        (format!("CreateCluster {ONE}\nCreateCluster\n"), "*", ""),
        (
            format!("cs:GetClusters {ONE}\ncs:GetClusters acs:cs:*:*:cluster/*\n"),
            "acs:cs:*:*:cluster/*",
            "",
        ),
        (
            format!("cs:CreateCl*r {ONE}\ncs:CreateCluster *\nDeleteCluster {ONE}\n"),
            "*",
            ONE,
        ),
        (
            format!("CreateCluster * {ONE} acs:cs:*:*:cluster/c2\n"),
            "*",
            "",
        ),
    ] {
        let folder = folder(&[("needs.txt", &*list)]);
        let report = run_line(folder.path(), "write-policy --needs needs.txt");
        assert!(report.contains("exit code 0"), "{report}");
        assert_eq!(
            report.matches(&format!(" on {wider}")).count(),
            1,
            "{report}"
        );
        let message = "note: needs.txt:1: a resource adds nothing to cs:";
        assert!(report.contains(message), "{report}");
        assert!(report.contains(&format!(" on {wider}\n")), "{report}");
        let resources: Vec<&str> = { report.lines() }
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'))
            .filter(|text| *text == "*" || text.starts_with("acs:"))
            .collect();
        let wanted: Vec<&str> = [wider, others]
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect();
        assert_eq!(resources, wanted, "{report}");
    }
}

#[test]
fn resource_of_another_service_is_no_option() {
    let needs = [
        ("cs.txt", "ModifyCluster\n"),
        ("both.txt", "ModifyCluster\nvpc:CreateVpc\n"),
        (
            "p.json",
            r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#,
        ),
        ("users/mia.json", "[]"),
    ];
    let folder = folder(&needs);
    let on = "--resource acs:ecs:*:*:instance/i";
    for command in [
        "write-policy --needs cs.txt",
        "write-policy --action cs:ModifyCluster",
        "check p.json --needs cs.txt",
        "audit users --needs cs.txt",
    ] {
        let report = run_line(folder.path(), &format!("{command} {on}"));
        assert!(report.contains("exit code 2"), "{report}");
        let message = "`acs:ecs:*:*:instance/i` is not a resource of `";
        assert!(report.contains(message), "{report}");
    }
    // The option is for the other line.
    let one = "write-policy --needs both.txt --resource acs:cs:*:*:cluster/c1";
    let report = run_line(folder.path(), one);
    let message = "note: `acs:cs:*:*:cluster/c1` is not a resource of `vpc:CreateVpc`";
    assert!(report.contains(message), "{report}");
    assert!(report.contains("exit code 0"), "{report}");
}

#[test]
fn a_line_without_resource_is_about_others_too() {
    let folder = folder(&[
        (
            "needs.txt",
            "DeleteCluster\nDeleteCluster acs:cs:*:*:cluster/c1\n",
        ),
        (
            "p.json",
            r#"{"Version": "1", "Statement": [
                {"Effect": "Allow", "Action": "cs:DeleteCluster", "Resource": "acs:cs:*:*:cluster/c1"}
            ]}"#,
        ),
    ]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt"), @r#"
    $ ack-catalog write-policy --needs needs.txt
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DeleteCluster"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c1",
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        }
      ]
    }
    "#);
    assert_snapshot!(run_line(folder.path(), "check p.json --needs needs.txt"), @"
    $ ack-catalog check p.json --needs needs.txt
    --- exit code 1
    --- stdout
    allowed on some resources; not on, for example, acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee
        allowed only on acs:cs:*:*:cluster/c1 (p.json:2:17)
      DeleteCluster (cs:DeleteCluster)

    0 of 1 operation allowed
    ");
    // The option says what the others are, here as in `write-policy`.
    let on_one = "check p.json --needs needs.txt --resource acs:cs:*:*:cluster/c1";
    assert_snapshot!(run_line(folder.path(), on_one), @"
    $ ack-catalog check p.json --needs needs.txt --resource 'acs:cs:*:*:cluster/c1'
    --- exit code 0
    --- stdout
    allowed
      DeleteCluster (cs:DeleteCluster)

    1 of 1 operation allowed on acs:cs:*:*:cluster/c1
    ");
}

/// The least policy names no resource that another one covers, be they in one line or in two.
#[test]
fn resources_that_others_cover_are_left_out() {
    const ALL: &str = "acs:cs:*:*:cluster/*";
    for list in [
        format!("DeleteCluster {ALL} acs:cs:*:*:cluster/c1\n"),
        format!("DeleteCluster {ALL}\nDeleteCluster acs:cs:*:*:cluster/c1\n"),
    ] {
        let folder = folder(&[("needs.txt", &*list)]);
        let report = run_line(folder.path(), "write-policy --needs needs.txt");
        assert!(report.contains("exit code 0"), "{report}");
        assert!(!report.contains("cluster/c1\""), "{report}");
        let line = list.lines().count();
        let note =
            format!("needs.txt:{line}: a resource adds nothing to cs:DeleteCluster on {ALL}");
        assert!(report.contains(&note), "{report}");
    }
    let apart = "DeleteCluster acs:cs:*:*:cluster/a* acs:cs:*:*:cluster/c1\n";
    let folder = folder(&[("needs.txt", apart)]);
    let report = run_line(folder.path(), "write-policy --needs needs.txt");
    assert!(!report.contains("adds nothing"), "{report}");
}

#[test]
fn policy_for_several_callers_says_so() {
    let one = "# user/mia\nDeleteCluster acs:cs:*:*:cluster/c1  # 1 call\n\n# user/ops\n# refused: DeleteCluster\n";
    for (list, wanted) in [
        (one.to_owned(), None),
        (
            format!("{one}\n# role/deployer\nStopAlert\n"),
            Some("2 callers"),
        ),
    ] {
        let folder = folder(&[("needs.txt", &*list)]);
        let report = run_line(folder.path(), "write-policy --needs needs.txt");
        assert!(report.contains("exit code 0"), "{report}");
        let note = "note: this policy allows what ";
        assert_eq!(report.contains(note), wanted.is_some(), "{report}");
        assert!(
            wanted.is_none_or(|wanted| report.contains(wanted)),
            "{report}"
        );
    }
}
