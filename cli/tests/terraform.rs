//! Policies in the forms of Terraform, and in the other files of a folder.

use crate::common::{folder, run_line};
use std::fs;
use std::path::Path;

const POLICY: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}]}"#;

const ENCODED: &str = r#"resource "alicloud_ram_policy" "readers" {
  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["cs:Get*", "cs:StopAlert"]
        Resource = "*" # all of them
      },
      {
        Effect   = "Allow"
        Action   = "cs:DescribeEvnets"
        Resource = "acs:cs:*:*:cluster/${var.id}"
      },
    ]
  })
}
"#;

#[test]
fn jsonencode_is_checked_and_edited_as_an_expression() {
    let folder = folder(&[("main.tf", ENCODED)]);
    let report: Vec<String> = [
        "check main.tf --action cs:GetUpgradeStatus --resource *",
        "grant main.tf --action cs:StartAlert --resource * --diff",
        "grant main.tf --action cs:ModifyCluster --resource acs:cs:*:*:cluster/${x} --diff",
        "revoke main.tf --action cs:StopAlert --diff",
        "lint main.tf --diff --unsafe-fixes",
    ]
    .iter()
    .map(|line| run_line(folder.path(), line))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn comments_in_jsonencode_stay_with_their_part() {
    let commented = r#"resource "alicloud_ram_policy" "readers" {
  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "cs:Get*", # reads
          "cs:GetClusters", # the list of clusters
          "cs:DescribeEvents", # the log
          # until the pager is replaced
          "cs:StopAlert",
          "cs:StartAlert"
        ]
        Resource = "*"
      },
      { Effect = "Deny", Action = "cs:DeleteCluster", Resource = "*" } // on purpose
    ]
  })
}
"#;
    let folder = folder(&[("main.tf", commented)]);
    let report: Vec<String> = [
        "lint main.tf --isolated --select redundancy --fix",
        "lint main.tf --isolated --select redundancy --fix --unsafe-fixes",
        "revoke main.tf --action cs:StopAlert --diff",
        "revoke main.tf --action cs:StartAlert --diff",
        "grant main.tf --action cs:ModifyCluster --resource * --diff",
        "grant main.tf --action cs:ModifyCluster --resource acs:cs:*:*:cluster/c1 --diff",
    ]
    .iter()
    .map(|line| run_line(folder.path(), line))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
    let text = fs::read_to_string(folder.path().join("main.tf")).expect("the file");
    assert_eq!(text, commented);
}

#[test]
fn blocks_are_checked_but_not_edited() {
    let blocks = r#"data "alicloud_ram_policy_document" "d" {
  statement {
    action   = ["cs:Get*", "cs:GetUpgradeStatus"]
    resource = ["*"]
  }
}
resource "alicloud_ram_policy" "p" {
  policy_document = data.alicloud_ram_policy_document.d.document
}
"#;
    let folder = folder(&[("main.tf", blocks)]);
    let report: Vec<String> = [
        "check main.tf --action cs:GetUpgradeStatus --resource *",
        "grant main.tf --action cs:StartAlert --resource *",
        "lint main.tf --fix --select redundancy",
    ]
    .iter()
    .map(|line| run_line(folder.path(), line))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
    let text = fs::read_to_string(folder.path().join("main.tf")).expect("the file");
    assert_eq!(text, blocks);
}

#[test]
fn file_of_a_folder_without_a_policy_is_skipped() {
    let folder = folder(&[
        ("d/policy.json", POLICY),
        ("d/variables.tf", "variable \"region\" {}\n"),
        (
            "d/settings.json",
            r#"{"compilerOptions": {"strict": true}}"#,
        ),
        ("d/list.json", "[1, 2]"),
        ("d/empty.json", ""),
        ("none/variables.tf", "variable \"region\" {}\n"),
    ]);
    for (line, code) in [
        ("lint d --ignore form", 0),
        ("check d --action cs:GetUpgradeStatus", 0),
        ("lint d/variables.tf", 2),
        ("check d/variables.tf --action cs:GetUpgradeStatus", 2),
        ("lint none", 2),
        ("check none --action cs:GetUpgradeStatus", 2),
    ] {
        let report = run_line(folder.path(), line);
        assert!(report.contains(&format!("exit code {code}")), "{report}");
    }
    // What may be a policy, and cannot be read, is an error in a folder, too.
    for (name, text) in [
        (
            "a.json",
            r#"{"Version": "1", "Statement": [{"Effect": "Deny""#,
        ),
        ("a.tf", "policy_document = var.x\n"),
        ("a.tf", "policy_document = <<EOF\n# none\nEOF\n"),
    ] {
        fs::write(folder.path().join("d").join(name), text).expect("a file");
        let report = run_line(folder.path(), "check d --action cs:GetUpgradeStatus");
        assert!(report.contains("exit code 2"), "{text}: {report}");
        fs::remove_file(folder.path().join("d").join(name)).expect("a file");
    }
}

#[test]
fn policies_of_other_files_of_the_folder_are_read() {
    let resource = |value: &str| {
        format!("resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n")
    };
    let locals = format!("locals {{\n  readers = <<EOF\n{POLICY}\nEOF\n}}\n");
    let values = format!("policy = <<EOF\n{POLICY}\nEOF\n");
    let folder = folder(&[
        ("local/main.tf", &resource("local.readers")),
        ("local/locals.tf", &locals),
        (
            "file/main.tf",
            &resource("file(\"${path.module}/policies/a.json\")"),
        ),
        ("file/policies/a.json", POLICY),
        ("values/main.tf", &resource("var.policy")),
        ("values/terraform.tfvars", &values),
        ("other/main.tf", &resource("file(\"a.policy\")")),
        ("other/a.policy", POLICY),
        ("missing/main.tf", &resource("local.writers")),
        ("missing/locals.tf", &locals),
    ]);
    for (name, check, lint) in [
        ("local", 0, 0),
        ("local/main.tf", 0, 0),
        ("local/main.tf local/locals.tf", 0, 0),
        ("file", 0, 0),
        ("values", 0, 0),
        ("other", 0, 0),
        ("missing", 2, 2),
    ] {
        for (command, code) in [
            ("check --action cs:GetUpgradeStatus", check),
            ("lint --ignore form", lint),
        ] {
            let report = run_line(folder.path(), &format!("{command} {name}"));
            assert!(report.contains(&format!("exit code {code}")), "{report}");
        }
    }
    let report = run_line(folder.path(), "lint local/main.tf");
    assert!(report.contains("1 note in 1 policy\n"), "{report}");
    let report = run_line(folder.path(), "grant local/main.tf --action cs:StartAlert");
    assert!(
        report.contains("local/main.tf takes the policy from local/locals.tf"),
        "{report}"
    );
}

#[test]
fn plan_is_checked() {
    let plan = serde_json::json!({
        "format_version": "1.2",
        "planned_values": { "root_module": { "resources": [{
            "address": "alicloud_ram_policy.p",
            "mode": "managed",
            "type": "alicloud_ram_policy",
            "values": { "policy_document": POLICY },
        }] } },
    });
    let folder = folder(&[("plan.json", &plan.to_string())]);
    let report = run_line(
        folder.path(),
        "check plan.json --action cs:GetUpgradeStatus --by-pattern",
    );
    assert!(report.contains("exit code 0"), "{report}");
    let place = "plan.json:1:254 in alicloud_ram_policy.p";
    assert!(report.contains(place), "{report}");
    // One line has many policies.
    let report = run_line(folder.path(), "lint plan.json --select get-is-not-read");
    assert!(
        report.contains(" in alicloud_ram_policy.p\n --> plan.json:1:254\n"),
        "{report}"
    );
}

/// Only changed files are named before a commit.
#[test]
fn policy_of_another_file_is_linted_where_it_is_taken() {
    let broken = POLICY.replace("cs:Get*", "cs:DescribeEvnets");
    let main = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = local.p\n}\nresource \"alicloud_ram_policy\" \"q\" {\n  policy_document = file(\"q.json\")\n}\n";
    let folder = folder(&[
        ("main.tf", main),
        (
            "locals.tf",
            &format!(
                "locals {{\n  p = <<EOF\n{broken}\nEOF\n  other = templatefile(\"x\", {{}})\n}}\n"
            ),
        ),
        ("q.json", &broken),
    ]);
    let lint = |line: &str| run_line(folder.path(), line);
    let report = lint("lint main.tf --select misspelt-action --isolated");
    assert!(report.contains("2 warnings in 2 policies"), "{report}");
    assert!(
        report.contains("--> locals.tf:3:") && report.contains("--> q.json:1:"),
        "{report}"
    );
    // A file that is not named is not changed.
    lint("lint main.tf --select misspelt-action --isolated --fix --unsafe-fixes");
    let text = fs::read_to_string(folder.path().join("q.json")).expect("a file");
    assert_eq!(text, broken);
    let both = lint("lint main.tf q.json locals.tf --select misspelt-action --isolated");
    assert!(both.contains("2 warnings in 2 policies"), "{both}");
}

#[test]
fn override_files_take_the_place_of_other_values() {
    let resource = |value: &str| {
        format!("resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n")
    };
    let text = |action: &str| format!("<<EOF\n{}\nEOF\n", POLICY.replace("cs:Get*", action));
    let local = |value: &str| format!("locals {{\n  readers = {value}\n}}\n");
    let (wide, narrow) = (text("cs:*"), text("cs:Get*"));
    let statement = |action: &str| {
        format!(
            "data \"alicloud_ram_policy_document\" \"d\" {{\n  statement {{\n    action = [\"{action}\"]\n    resource = [\"*\"]\n  }}\n}}\n"
        )
    };
    let files = [
        ("text/main.tf", resource(&wide)),
        ("text/main_override.tf", resource(&narrow)),
        ("last/main.tf", resource(&narrow)),
        ("last/a_override.tf", resource(&wide)),
        ("last/b_override.tf", resource(&narrow)),
        ("file/main.tf", resource("file(\"wide.txt\")")),
        ("file/wide.txt", POLICY.replace("cs:Get*", "cs:*")),
        ("file/override.tf", resource(&narrow)),
        ("local/main.tf", resource("local.readers")),
        ("local/locals.tf", local(&wide)),
        ("local/override.tf", local(&narrow)),
        ("blocks/main.tf", statement("cs:*")),
        ("blocks/override.tf", statement("cs:Get*")),
        ("tofu/main.tf", resource(&wide)),
        ("tofu/main_override.tofu", resource(&narrow)),
        ("fork/main.tofu", resource(&wide)),
        ("fork/main_override.tofu", resource(&narrow)),
        // Nothing is known of these.
        ("computed/main.tf", resource(&wide)),
        ("computed/override.tf", resource("var.policy")),
        ("broken/main.tf", resource(&wide)),
        ("broken/override.tf", resource("<<EOF\n{}")),
        ("json/main.tf", resource(&wide)),
        (
            "json/override.tf.json",
            r#"{"resource": {"alicloud_ram_policy": {"p": {"policy_document": "{}"}}}}"#.to_owned(),
        ),
        // These override something else.
        ("other/main.tf", resource(&wide)),
        (
            "other/override.tf",
            resource(&narrow).replace("\"p\"", "\"q\""),
        ),
        (
            "other/overrides.tf",
            resource(&narrow).replace("\"p\"", "\"r\""),
        ),
        (
            "other/z_override.tf",
            "resource \"alicloud_ram_policy\" \"p\" {\n  description = \"x\"\n}\n".to_owned(),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    let folder = folder(&files);
    for (name, code) in [
        ("text", 1),
        ("last", 1),
        ("file", 1),
        ("local", 1),
        ("blocks", 1),
        ("tofu", 1),
        ("computed", 2),
        ("broken", 2),
        ("json", 2),
        ("other", 0),
    ] {
        for path in [name.to_owned(), format!("{name}/main.tf")] {
            let line = format!("check {path} --action cs:DeleteCluster");
            let report = run_line(folder.path(), &line);
            assert!(report.contains(&format!("exit code {code}")), "{report}");
        }
    }
    for path in ["fork", "fork/main.tofu"] {
        let line = format!("check {path} --action cs:DeleteCluster");
        let report = run_line(folder.path(), &line);
        assert!(report.contains("exit code 1"), "{report}");
    }
    let report: Vec<String> = [
        "check text/main.tf --action cs:GetUpgradeStatus",
        "check computed/main.tf --action cs:DeleteCluster",
        "check json --action cs:DeleteCluster",
        "grant text/main.tf --action cs:StartAlert --resource *",
    ]
    .iter()
    .map(|line| run_line(folder.path(), line))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
}

/// Values of the folder count as Terraform takes them, whichever file is named.
#[test]
fn values_of_the_folder_are_those_of_terraform() {
    let encoded = |actions: &str, resource: &str| {
        format!(
            r#"jsonencode({{ Version = "1", Statement = [{{ Effect = "Allow", Action = {actions}, Resource = "{resource}" }}] }})"#
        )
    };
    let resource = |value: &str| {
        format!("resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n")
    };
    let (all, narrow) = (encoded(r#""cs:*""#, "*"), encoded(r#""cs:Get*""#, "*"));
    let locals = |of: &[(&str, &str)]| {
        let lines = of
            .iter()
            .map(|(name, value)| format!("  {name} = {value}\n"));
        format!("locals {{\n{}}}\n", lines.collect::<String>())
    };
    let folders: [&[(&str, String)]; 5] = [
        &[
            (
                "all/main.tf",
                locals(&[("doc", &all), ("narrow", &narrow)]) + &resource("local.doc"),
            ),
            ("all/override.tf", locals(&[("doc", "local.narrow")])),
        ],
        &[
            ("all/main.tf", resource(&encoded("local.actions", "*"))),
            ("all/locals.tf", locals(&[("actions", r#"["cs:*"]"#)])),
            (
                "all/x_override.tf",
                locals(&[("actions", r#"["cs:Get*"]"#)]),
            ),
        ],
        &[
            ("all/main.tf", resource("local.doc")),
            (
                "all/locals.tf",
                locals(&[
                    ("doc", "jsonencode(local.policy)"),
                    ("policy", &narrow[11..narrow.len() - 1]),
                ]),
            ),
        ],
        &[
            (
                "all/main.tf",
                format!(
                    "variable \"doc\" {{\n  default = {all}\n}}\n{}",
                    resource("var.doc")
                ),
            ),
            ("all/terraform.tfvars", format!("doc = {POLICY:?}\n")),
        ],
        &[
            (
                "all/main.tf",
                resource(&encoded("\"cs:${var.verb}*\"", "*")) + "variable \"verb\" {}\n",
            ),
            ("all/prod.auto.tfvars", "verb = \"Get\"\n".to_owned()),
        ],
    ];
    for files in folders {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
        let folder = folder(&files);
        for input in ["all", "all/main.tf"] {
            let line = format!(
                "check {input} --action cs:GetClusters --action cs:DeleteCluster --resource *"
            );
            let report = run_line(folder.path(), &line);
            assert!(
                report.contains("1 of 2 actions allowed"),
                "{files:?}: {report}"
            );
        }
    }
}

/// Terraform reads `.tfvars` files in the folder that it runs in, and takes the values of a module from its block.
#[test]
fn values_beside_a_module_are_not_read() {
    let module = "variable \"policy\" {}\nresource \"alicloud_ram_policy\" \"p\" {\n  policy_document = var.policy\n}\n";
    let values = format!("policy = {POLICY:?}\n");
    let call = |source: &str| format!("module \"readers\" {{\n  source = \"{source}\"\n}}\n");
    let in_json = r#"{"module": {"readers": [{"source": "./modules/readers"}]}}"#;
    let files = |caller: &'static str, text: String, top: &'static str| {
        folder(&[
            ("all/modules/readers/main.tf", module),
            ("all/modules/readers/terraform.tfvars", &*values),
            (caller, &*text),
            (top, ""),
        ])
    };
    let check = |folder: &Path, input: &str| {
        run_line(
            folder,
            &format!("check {input} --action cs:GetClusters --resource *"),
        )
    };
    let alone = files("all/other.tf", call("./modules/writers"), "none");
    let report = check(alone.path(), "all/modules/readers");
    assert!(report.contains("1 of 1 action allowed"), "{report}");
    for (caller, text, top) in [
        ("all/main.tf", call("./modules/readers"), "none"),
        ("all/main.tf.json", in_json.to_owned(), "none"),
        ("all/main.tofu", call("./modules/readers/"), "none"),
        (
            "all/envs/prod/main.tf",
            call("../../modules/readers"),
            ".git/HEAD",
        ),
    ] {
        let folder = files(caller, text, top);
        for input in [
            "all/modules/readers",
            "all/modules/readers/main.tf",
            "all/modules",
        ] {
            let report = check(folder.path(), input);
            assert!(
                report.contains(&format!(
                    "its folder is a module of {caller}, which sets `var.policy`"
                )),
                "{report}"
            );
            assert!(report.contains("exit code 2"), "{report}");
        }
    }
    // The folder that an argument names is searched as well.
    let folder = files(
        "all/envs/prod/main.tf",
        call("../../modules/readers"),
        "none",
    );
    let report = check(folder.path(), "all");
    assert!(
        report.contains("its folder is a module of all/envs/prod/main.tf"),
        "{report}"
    );
    // A policy beside a module is in no resource.
    let folder = files("all/main.tf", call("./modules/readers"), "none");
    fs::write(
        folder.path().join("all/modules/readers/main.tf"),
        "variable \"policy\" {}\n",
    )
    .expect("a file");
    let report = check(folder.path(), "all");
    assert!(
        report.contains("left out all/modules/readers/terraform.tfvars, in the folder of a module"),
        "{report}"
    );
    assert!(report.contains("no policies found in all"), "{report}");
}

/// A session only limits what the policies of the caller allow.
#[test]
fn policy_of_assume_role_is_of_a_session() {
    let provider = "provider \"alicloud\" {\n  assume_role {\n    policy = local.limit\n  }\n}\n";
    let limit = "locals {\n  limit = jsonencode({ Version = \"1\", Statement = [{ Effect = \"Allow\", Action = \"cs:*\", Resource = \"*\" }] })\n}\n";
    let folder = folder(&[
        ("all/main.tf", provider),
        ("all/a.tf", limit),
        ("all/p.json", POLICY),
    ]);
    let report = run_line(
        folder.path(),
        "check all --action cs:GetClusters --action cs:DeleteCluster --resource *",
    );
    assert!(report.contains("1 of 2 actions allowed"), "{report}");
}

#[test]
fn file_that_cannot_be_taken_is_named_with_the_reason() {
    let main = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = file(\"NAME\")\n}\n";
    let folder = folder(&[
        ("a/x.json", "{\"name\": 1}"),
        ("notes", "secret\n"),
        ("a/broken.json", "{\"Statement\": ["),
        ("a/main.tf", main),
    ]);
    for (name, says) in [
        (
            "missing.json",
            "error: a/main.tf:2:21: cannot read a/missing.json: no such file or folder\n",
        ),
        (
            "x.json",
            "error: a/main.tf:2:21: a/x.json is not a policy\n",
        ),
        ("../a", "error: a/main.tf:2:21: a/../a is a folder\n"),
        (
            "../notes",
            "error: a/main.tf:2:21: a/../notes:1:7: neither JSON nor Terraform",
        ),
        (
            "../../../../../../../../dev/null",
            "dev/null: not a regular file\n",
        ),
        (
            "broken.json",
            "error[syntax]: expected a value or `]`, but the document ends\n --> a/broken.json:1:16\n",
        ),
    ] {
        fs::write(folder.path().join("a/main.tf"), main.replace("NAME", name)).expect("a file");
        let report = run_line(folder.path(), "check a/main.tf");
        assert!(report.contains(says), "{report}");
        assert!(
            report.contains("exit code 2") && !report.contains("secret"),
            "{report}"
        );
    }
}

#[test]
fn computed_part_that_must_be_known_is_named_once() {
    let statement = r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#;
    let list = |statements: &str| {
        let document = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        format!("policy_document = <<EOF\n{document}\nEOF\n")
    };
    let whole = list(statement);
    let files = [
        ("joined", list(&format!("{statement}${{var.more}}"))),
        ("item", list(&format!("{statement}, ${{var.more}}"))),
        ("effect", whole.replace("Allow", "${var.effect}")),
        ("part", whole.replace("Allow", "${var.prefix}Allow")),
        ("version", whole.replace("\"1\"", "\"${var.version}\"")),
        ("key", whole.replace("\"Action\"", "\"${var.element}\"")),
        ("last", whole.replace("]}", "], ${var.element}}")),
        ("member", whole.replace("}]", ", ${var.condition}}]")),
        (
            "encoded",
            "policy_document = jsonencode({ Version = \"1\", Statement = [\n  \
             { Effect = var.effect, Action = \"cs:*\", Resource = \"*\" }\n] })\n"
                .to_owned(),
        ),
    ];
    let files: Vec<(String, String)> = files
        .iter()
        .map(|(name, text)| (format!("{name}.tf"), text.clone()))
        .collect();
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
    let folder = folder(&borrowed);
    let mut errors = Vec::new();
    for (name, _) in &files {
        let [linted, checked] = [
            format!("lint {name}"),
            format!("check {name} --action cs:GetUpgradeStatus"),
        ]
        .map(|line| run_line(folder.path(), &line));
        let of = |report: &str| -> Vec<String> {
            assert!(report.contains("exit code 2"), "{report}");
            let errors = report.lines().filter(|line| line.contains(".tf:"));
            errors.map(str::to_owned).collect()
        };
        assert_eq!(of(&linted), of(&checked), "{linted}{checked}");
        errors.extend(of(&checked));
    }
    insta::assert_snapshot!(errors.join("\n"));
    // What is wrong beside a computed part is not put down to it.
    let text = whole
        .replace(r#""Effect": "Allow", "#, "")
        .replace("\"*\"", "\"${var.x}\"");
    fs::write(folder.path().join("none.tf"), text).expect("a file");
    let report = run_line(folder.path(), "check none.tf --action cs:GetUpgradeStatus");
    assert!(report.contains("has no `Effect`"), "{report}");
}

/// A reason names what the file says, and not the widest text that it may become.
#[test]
fn reasons_show_computed_text_as_written() {
    let id = "cluster/${join(\"-\", [var.name])}";
    let document = format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:{id}"}}]}}"#
    );
    let text = format!(
        "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = <<EOF\n{document}\nEOF\n}}\n"
    );
    let folder = folder(&[("main.tf", &*text)]);
    for (resource, reason) in [
        ("acs:cs:*:*:node/x", "allowed only on"),
        ("acs:cs:*:*:cluster/c1", "depends on"),
    ] {
        let line = format!("check main.tf --action cs:StartAlert --resource {resource}");
        let report = run_line(folder.path(), &line);
        assert!(
            report.contains(&format!("{reason} acs:cs:*:*:{id} (")),
            "{report}"
        );
    }
}

/// `OpenTofu` reads `main.tofu` in the place of `main.tf`.
#[test]
fn tofu_file_takes_the_place_of_the_other() {
    let file = |actions: &str| {
        format!(
            "locals {{\n  actions = {actions}\n}}\nresource \"alicloud_ram_policy\" \"p\" {{
  policy_document = jsonencode({{ Version = \"1\", Statement = [{{ Effect = \"Allow\", Action = local.actions, Resource = \"*\" }}] }})\n}}\n"
        )
    };
    let folder = folder(&[
        ("d/main.tf", &file("[\"cs:*\"]")),
        ("d/main.tofu", &file("[\"oss:*\"]")),
        ("d/other.tf", "variable \"x\" {}\n"),
    ]);
    for (line, code) in [
        ("check d --action cs:StartAlert", 1),
        ("check d --action oss:GetObject --resource *", 0),
        ("check d/main.tofu --action cs:StartAlert", 1),
        ("check d/main.tf --action cs:StartAlert", 0),
    ] {
        let report = run_line(folder.path(), line);
        assert!(report.contains(&format!("exit code {code}")), "{report}");
        let note = "note: left out, since OpenTofu reads the `.tofu` file beside it: d/main.tf\n";
        let is_walked = line.starts_with("check d ");
        assert_eq!(report.contains(note), is_walked, "{report}");
    }
}

/// A module from elsewhere can make a control policy of its argument, which allows nothing by itself.
#[test]
fn policy_that_a_module_gets_opens_no_gate() {
    let module = |argument: &str, policy: &str| {
        format!("module \"a\" {{\n  source = \"x/y/z\"\n  {argument} = <<EOF\n{policy}\nEOF\n}}\n")
    };
    let deny = POLICY.replace("Allow", "Deny");
    let files = [
        ("allow.tf", module("policy_document", POLICY)),
        ("deny.tf", module("policy_document", &deny)),
        ("control.tf", module("control_policy_document", POLICY)),
    ];
    let files: Vec<(&str, &str)> = { files.iter() }
        .map(|(name, text)| (*name, &**text))
        .collect();
    let folder = folder(&files);
    let check = |name: &str| {
        let line = format!("check {name} --action cs:GetClusters");
        run_line(folder.path(), &line)
    };
    let said = "note: what the module does with the policy of allow.tf:4:32 is not known; it counts as one of the caller";
    let text = check("allow.tf");
    assert!(
        text.contains(said) && text.contains("allowed") && text.contains("exit code 1"),
        "{text}"
    );
    for name in ["deny.tf", "control.tf"] {
        let text = check(name);
        assert!(!text.contains("what the module does"), "{text}");
    }
}
