//! What a folder has beside its policies: it does not stop the answer, and no policy in it is missed.

use crate::common::{folder, output_of, run_line};

const ALLOW: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#;

const DENY: &str = r#"jsonencode({ Version = "1", Statement = [{ Effect = "Deny", Action = "cs:*", Resource = "*" }] })"#;

/// Returns the exit code of a check of a folder that has these files beside a policy that allows the action.
fn code(files: &[(&str, &str)]) -> Option<i32> {
    let mut all = vec![("allow.json", ALLOW)];
    all.extend(files);
    let folder = folder(&all);
    let args = ["check", ".", "--action", "cs:StartAlert"];
    output_of(folder.path(), args).status.code()
}

/// Asserts the exit code for each value in each place.
fn assert_codes(places: &[&str], values: &[&str], expected: i32) {
    for place in places {
        for value in values {
            let text = place.replace('@', value);
            assert_eq!(code(&[("main.tf", &text)]), Some(expected), "{text}");
        }
    }
}

/// Arguments that are not policies of RAM, though they have a name that others have.
const OTHER_ARGUMENTS: [&str; 6] = [
    "resource \"alicloud_security_group_rule\" \"r\" {\n  policy = @\n}\n",
    "resource \"alicloud_network_acl\" \"a\" {\n  ingress_acl_entries {\n    policy = @\n  }\n}\n",
    "resource \"alicloud_oos_template\" \"t\" {\n  document = @\n}\n",
    "resource \"vault_policy\" \"p\" {\n  policy = @\n}\n",
    "resource \"elasticstack_elasticsearch_index_lifecycle\" \"l\" {\n  policy = @\n}\n",
    "data \"vault_policies\" \"p\" {\n  document = @\n}\n",
];

#[test]
fn arguments_of_other_meaning_are_not_policies() {
    let values = [
        "\"accept\"",
        "each.value.policy",
        "lookup(var.rules[count.index], \"policy\", \"accept\")",
        "var.policy",
        "var.open ? \"accept\" : \"drop\"",
        "file(\"rules.hcl\")",
        "templatefile(\"rules.tftpl\", { port = 443 })",
        "jsonencode({ rules = [{ priority = 1 }] })",
        "module.rules.policy",
    ];
    assert_codes(&OTHER_ARGUMENTS, &values, 0);
    assert_codes(&OTHER_ARGUMENTS, &[DENY], 1);
    let nested = ["module \"m\" {\n  rules = [{ port = 1, policy = @ }]\n}\n"];
    assert_codes(&nested, &values[..5], 0);
    assert_codes(&nested, &[DENY], 1);
    assert_codes(&nested, &["templatefile(\"deny.tftpl\", {})"], 2);
}

/// Arguments with policies.
const ARGUMENTS: [&str; 9] = [
    "module \"m\" {\n  policy = @\n}\n",
    "module \"m\" {\n  policies = { a = @ }\n}\n",
    "module \"m\" {\n  policies = [{ name = var.name, document = @ }]\n}\n",
    "module \"m\" {\n  policy_documents = [@]\n}\n",
    "module \"m\" {\n  policy_documents = { deny = @ }\n}\n",
    "module \"m\" {\n  extra_policy_document = @\n}\n",
    "module \"m\" {\n  users = [{ policy_document = @ }]\n}\n",
    "locals {\n  deny_policy_document = @\n}\n",
    "resource \"alicloud_ots_instance\" \"i\" {\n  policy = @\n}\n",
];

#[test]
fn policy_that_cannot_be_read_is_never_missed() {
    let values = [
        "templatefile(\"deny.tftpl\", {})",
        "var.policy",
        "var.x ? templatefile(\"deny.tftpl\", {}) : \"\"",
        "each.value.policy",
        "module.deny.document",
        "try(var.policy, \"\")",
        "file(\"missing.json\")",
    ];
    assert_codes(&ARGUMENTS, &values, 2);
    // Without a principal, the policy of a resource is unknown.
    assert_codes(&ARGUMENTS, &[DENY], 1);
}

/// Statements of the argument of a module become a policy there.
#[test]
fn statement_without_a_policy_is_never_missed() {
    let statement = "{ Effect = \"Deny\", Action = \"cs:*\", Resource = \"*\" }";
    let computed = "{ effect = \"Deny\", actions = local.actions, resources = [\"*\"] }";
    let module = "module \"m\" {\n  statements = @\n}\n";
    let list = format!("[{statement}]");
    for text in [
        module.replace('@', &list),
        module.replace('@', &format!("[{computed}]")),
        module.replace('@', &format!("{{ deny = {statement} }}")),
        module.replace('@', "local.all") + &format!("locals {{\n  all = {list}\n}}\n"),
        module.replace('@', "concat(local.all, [])") + &format!("locals {{\n  all = {list}\n}}\n"),
        format!("variable \"all\" {{\n  default = {list}\n}}\n"),
    ] {
        assert_eq!(code(&[("main.tf", &text)]), Some(2), "{text}");
    }
    let values = format!("all = {list}\n");
    assert_eq!(code(&[("terraform.tfvars", &values)]), Some(2));
    let used = module.replace('@', "var.all");
    let files = [("terraform.tfvars", &*values), ("main.tf", &*used)];
    assert_eq!(code(&files), Some(2));
    // In a policy, they count.
    let policy = format!(
        "module \"m\" {{\n  policy = {}\n}}\n",
        DENY.replace(&list, "var.all")
    );
    let files = [("terraform.tfvars", &*values), ("main.tf", &*policy)];
    assert_eq!(code(&files), Some(1));
    for other in [
        "module \"m\" {\n  rules = [{ effect = \"allow\", action = \"read\" }]\n}\n",
        "module \"m\" {\n  rules = [{ effect = \"NoSchedule\", action = \"a:b\" }]\n}\n",
        "resource \"alicloud_vpc\" \"v\" {\n  tags = { Statement = \"monthly\" }\n}\n",
        "resource \"alicloud_vpc\" \"v\" {\n  tags = { Statement = var.team }\n}\n",
        "module \"m\" {\n  settings = { Statement = true }\n}\n",
    ] {
        assert_eq!(code(&[("main.tf", other)]), Some(0), "{other}");
    }
}

/// A `ConfigMap` has files of other tools.
#[test]
fn policy_in_the_text_of_another_form_is_never_missed() {
    let unread = [
        "- Effect: Deny\n  Action: 'cs:*'\n  Resource: '*'\n",
        "effect: deny\naction:\n  - cs:DeleteCluster\n",
        "data \"alicloud_ram_policy_document\" \"d\" {\n statement {\n  effect = \"Deny\"\n  action = [\"cs:*\"]\n }\n}\n",
        "dynamic \"statement\" {\n content {\n  effect = \"Deny\"\n }\n}\n",
        "Version = \"1\"\n[[Statement]]\nEffect = \"Deny\"\nAction = \"cs:*\"\n",
        "Effect = \"Deny\"\nAction = [\n  \"*\",\n]\n",
    ];
    let others = [
        "effect: allow\naction: read\nresource: data1\n",
        "tolerations:\n- effect: NoSchedule\n  action: none\n",
        "if (statement) { effect = deny }",
        "effect: allow\naction: https://example.com/a\n",
        "our statement: the effect is that we deny it\n",
    ];
    for (text, expected) in unread
        .iter()
        .map(|text| (text, 2))
        .chain(others.iter().map(|text| (text, 0)))
    {
        let json = serde_json::json!({ "kind": "ConfigMap", "data": { "file": text } });
        assert_eq!(
            code(&[("a.json", &json.to_string())]),
            Some(expected),
            "{text}"
        );
        let terraform = format!(
            "resource \"kubernetes_config_map\" \"c\" {{\n  data = {{\n    file = <<EOF\n{text}EOF\n  }}\n}}\n"
        );
        let terraform = terraform.replace("}EOF", "}\nEOF");
        assert_eq!(code(&[("main.tf", &terraform)]), Some(expected), "{text}");
    }
}

/// Truth values, numbers and words under names of policies.
#[test]
fn values_that_are_not_texts_are_not_policies() {
    let values = [
        "true",
        "\"true\"",
        "1",
        "\"${local.attach}\"",
        "local.attach",
        "local.rules.a.policy",
        "!var.x",
        "var.a && var.b",
        "var.d != null",
        "length(var.d) > 0",
        "length(var.d)",
        "can(var.d)",
        "try(var.d, false)",
        "lookup(var.d, \"policy\", \"accept\")",
        "var.x ? true : false",
        "var.x ? local.attach : null",
        "(var.flag)",
        "var.flag",
        "var.number",
        "var.word",
        "var.set",
        "count.index",
    ];
    let beside = "locals {\n  attach = true\n  rules = { a = { policy = \"accept\" } }\n}
variable \"flag\" {\n  type = bool\n}
variable \"number\" {\n  type = number\n  default = null\n}
variable \"word\" {\n  type = string\n  default = \"accept\"\n}
variable \"set\" {\n}
";
    let names = ["policy", "create_policy_document", "policy_documents"];
    for name in names {
        for value in values {
            let text = format!("module \"m\" {{\n  {name} = {value}\n}}\n");
            let files = [
                ("main.tf", &*text),
                ("beside.tf", beside),
                ("terraform.tfvars", "set = true\n"),
            ];
            assert_eq!(code(&files), Some(0), "{text}");
        }
        // The default does not count where there is a value.
        let text = format!("module \"m\" {{\n  {name} = var.word\n}}\n");
        let values = format!("word = <<EOF\n{}\nEOF\n", ALLOW.replace("Allow", "Deny"));
        let files = [
            ("main.tf", &*text),
            ("beside.tf", beside),
            ("terraform.tfvars", &values),
        ];
        assert_eq!(code(&files), Some(1), "{text}");
    }
}

/// JSON about something else, with a place for a value.
const OTHER_JSON: [&str; 26] = [
    // Answers of other services, and of RAM about other things.
    r#"{"RequestId": "1", "Clusters": [{"ClusterId": "c1"}], "x": @}"#,
    r#"{"RequestId": "1", "Code": "Throttling", "Message": "denied", "x": @}"#,
    r#"{"RequestId": "1", "Policy": "accept", "x": @}"#,
    r#"{"RequestId": "1", "Policy": {"PolicyName": "nightly", "PolicyId": "p-1"}, "x": @}"#,
    r#"{"RequestId": "1", "PolicyDocument": "https://example.com/terms.pdf", "x": @}"#,
    r#"{"RequestId": "1", "Role": "slave", "x": @}"#,
    r#"{"RequestId": "1", "PolicyVersions": 3, "x": @}"#,
    r#"{"RequestId": "1", "Role": {"name": "slave"}, "PolicyVersion": "2", "x": @}"#,
    r#"{"RequestId": "1", "Ids": [1,], "x": @}"#,
    // Settings and documents.
    r#"{"Policy": {"prefix": "pol", "body": ["policy $1"]}, "x": @}"#,
    r#"{"Policy": "round-robin", "policy": "accept", "x": @}"#,
    r#"{"Role": "admin", "x": @}"#,
    r#"{"Role": {"name": "admin"}, "x": @}"#,
    r#"{"PolicyVersion": "2", "x": @}"#,
    r#"{"policyDocument": "https://example.com/terms.pdf", "x": @}"#,
    r#"{"createPolicyDocument": true, "policyDocument": "true", "x": @}"#,
    r#"{"tags": {"Statement": "monthly"}, "x": @}"#,
    r#"{"Statement": "monthly", "x": @}"#,
    r#"{"Statement": {"Id": "1", "Lines": []}, "x": @}"#,
    r#"{"Version": "1", "Statement": [{"date": "2026-01-01", "amount": 5}], "x": @}"#,
    r#"{"Version": "1", "Statement": {"Id": "1", "Lines": []}, "x": @}"#,
    // Lists.
    r#"["Version", "Statement", "Effect", "Action", @]"#,
    r#"["a Statement", @]"#,
    r#"[{"eventName": "x", "requestParameters": {"Action": "DescribeClusters"}}, @]"#,
    r#"[{"Policy": "accept", "Action": "ingress", "Effect": "none"}, @]"#,
    r#"[{"effect": "allow", "action": "read"}, @]"#,
];

#[test]
fn json_about_something_else_is_skipped() {
    for text in OTHER_JSON {
        let plain = text.replace('@', "null");
        assert_eq!(code(&[("a.json", &plain)]), Some(0), "{plain}");
        let line = format!("{plain}\n{plain}\n");
        assert_eq!(code(&[("a.jsonl", &line)]), Some(0), "{plain}");
        // By its name, it is not a policy.
        let folder = folder(&[("a.json", &plain)]);
        let args = ["check", "a.json", "--action", "cs:StartAlert"];
        assert_eq!(output_of(folder.path(), args).status.code(), Some(2));
    }
}

#[test]
fn policy_in_json_about_something_else_is_never_missed() {
    let deny = ALLOW.replace("Allow", "Deny");
    let statement = r#"{"Effect": "Deny", "Action": "cs:*", "Resource": "*"}"#;
    for text in OTHER_JSON {
        for value in [
            deny.clone(),
            serde_json::Value::from(&*deny).to_string(),
            deny.replace("Statement", "Statment"),
            statement.to_owned(),
            statement.replace("Effect", "Efect"),
            format!(r#"{{"deny": [{deny}]}}"#),
            format!(r#"{{"PolicyDocument": {deny}}}"#),
        ] {
            let text = text.replace('@', &value);
            assert_ne!(code(&[("a.json", &text)]), Some(0), "{text}");
        }
    }
    for text in [
        // Answers of RAM without a document.
        r#"{"RequestId": "1", "Policy": {"PolicyName": "a", "DefaultVersion": "v1"}}"#,
        r#"{"Role": {"RoleName": "a", "Arn": "acs:ram::1:role/a"}}"#,
        r#"{"PolicyVersion": {"VersionId": "v1", "IsDefaultVersion": true}}"#,
        r#"{"Version": "1", "Statement": [{"Efect": "Deny"}]}"#,
        r#"{"Version": "1", "Statement": [{}]}"#,
        r#"{"Version": "1", "Statement": ["cs:*"]}"#,
        r#"{"PolicyDocument": "deny everything"}"#,
    ] {
        assert_eq!(code(&[("a.json", text)]), Some(2), "{text}");
    }
}

/// Damage to a policy is an error with its place, also in a folder.
#[test]
fn damaged_policy_in_a_folder_is_an_error_with_its_place() {
    let deny = ALLOW.replace("Allow", "Deny");
    for (text, place) in [
        (deny.replace("\"Resource", "Resource"), "deny.json:1:77"),
        (format!("```json\n{deny}\n```\n"), "deny.json:1:1"),
        (
            deny.replace("\"Action", "\n<<<<<<< HEAD\n\"Action"),
            "deny.json:2:1",
        ),
        (deny.replace("\"Action", "\n```\n\"Action"), "deny.json:2:1"),
        (
            deny.replace("\"Action", "\n=======\n\"Action"),
            "deny.json:3:1",
        ),
        (format!("policy = {deny}"), "deny.json:1:1"),
    ] {
        let folder = folder(&[("allow.json", ALLOW), ("deny.json", &text)]);
        for command in ["check", "lint"] {
            let shown = run_line(folder.path(), &format!("{command} ."));
            assert!(!shown.contains("exit code 0"), "{command} {text}: {shown}");
            assert!(shown.contains(place), "{command} {text}: {shown}");
        }
    }
}

/// Policies of AWS, which a folder of both clouds has.
const OF_AWS: &str = r#"
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "r" {
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_policy" "text" {
  policy = <<END
{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
END
}
resource "aws_iam_role_policy" "encoded" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = var.effect, Action = "s3:*", Resource = aws_s3_bucket.b.arn }]
  })
}
locals {
  readers = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:*", Resource = "*" }] })
}
resource "aws_iam_group_policy" "local" {
  policy = local.readers
}
resource "aws_iam_user_policy" "computed" {
  policy = templatefile("user.tftpl", {})
}
resource "aws_s3_bucket_policy" "b" {
  policy = file("${path.module}/bucket.json")
}
resource "aws_ecr_lifecycle_policy" "l" {
  policy = jsonencode({ rules = [{ rulePriority = 1 }] })
}
"#;

const BUCKET: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}]}"#;

/// A policy of another cloud has the elements of RAM's, and says nothing about Alibaba Cloud.
#[test]
fn resources_of_other_clouds_have_no_policies_of_ram() {
    let text = r#""{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": [\"auto_scaling:*\"], \"Resource\": [\"*\"]}]}""#;
    let resources = [
        "resource \"volcengine_iam_policy\" \"p\" {\n  policy_document = @\n}\n",
        "resource \"tencentcloud_cam_policy\" \"p\" {\n  document = @\n}\n",
        "resource \"google_iam_policy\" \"p\" {\n  policy = @\n}\n",
    ];
    assert_codes(&resources, &[text, DENY, "jsonencode(local.p)"], 0);
    // Any file may be a policy of RAM.
    let file = ["resource \"local_file\" \"p\" {\n  content = @\n}\n"];
    assert_codes(&file, &[DENY], 1);
}

#[test]
fn policies_of_aws_in_a_folder_are_left_out() {
    let plan = r#"{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
        {"address": "aws_iam_policy.p", "type": "aws_iam_policy", "values":
            {"policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}"}}]}}}"#;
    let one = "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    actions = [\"s3:*\"]\n  }\n}\n";
    let folder = folder(&[
        ("both/allow.json", ALLOW),
        ("both/aws.tf", OF_AWS),
        ("both/bucket.json", BUCKET),
        ("plan/allow.json", ALLOW),
        ("plan/plan.json", plan),
        ("aws/one.tf", one),
        ("shared/aws.tf", OF_AWS),
        ("shared/bucket.json", BUCKET),
        (
            "shared/main.tf",
            "resource \"alicloud_oss_bucket_policy\" \"b\" {\n  policy = file(\"bucket.json\")\n}\n",
        ),
    ]);
    let reports = [
        "check both --action cs:StartAlert",
        "check plan --action cs:StartAlert",
        // Named, or taken by a resource of Alibaba Cloud, they are refused.
        "check both/aws.tf --action cs:StartAlert",
        "check plan/plan.json --action cs:StartAlert",
        "check shared --action cs:StartAlert",
        "check aws --action cs:StartAlert",
        "lint both --select aws-policy",
    ]
    .map(|line| run_line(folder.path(), line));
    insta::assert_snapshot!(reports.join("\n"));
    // Beside them, a policy of RAM counts.
    let deny = format!("module \"m\" {{\n  policy = {DENY}\n}}\n");
    let files = [
        ("aws.tf", OF_AWS),
        ("bucket.json", BUCKET),
        ("main.tf", &*deny),
    ];
    assert_eq!(code(&files), Some(1));
}

/// In any place that is not one of Alibaba Cloud, a policy with the marks of another cloud is left out.
#[test]
fn policy_of_another_cloud_stops_no_folder() {
    let tencent = r#"{"version": "2.0", "statement": [{"effect": "deny", "action": ["name/cos:*"], "resource": ["qcs::cos:::b/*"]}]}"#;
    let huawei = r#"{"Version": "1.1", "Statement": [{"Effect": "Deny", "Action": ["obs:bucket:ListBucket"], "Resource": ["OBS:*:*:bucket:b"]}]}"#;
    for policy in [BUCKET, tencent, huawei] {
        let quoted = serde_json::Value::from(policy).to_string();
        for (name, text) in [
            (
                "m.tf",
                format!("module \"m\" {{\n  policy = {quoted}\n}}\n"),
            ),
            (
                "m.tf",
                format!("module \"m\" {{\n  policies = [<<EOF\n{policy}\nEOF\n]\n}}\n"),
            ),
            ("m.tf", format!("output \"o\" {{\n  value = {quoted}\n}}\n")),
            (
                "m.tf",
                format!("locals {{\n  all = {{ p = {quoted} }}\n}}\n"),
            ),
            (
                "m.tf",
                format!("resource \"local_file\" \"f\" {{\n  content = {quoted}\n}}\n"),
            ),
            ("m.json", policy.to_owned()),
            ("m.json", format!("{{\"data\": {{\"p.json\": {quoted}}}}}")),
        ] {
            let folder = folder(&[("allow.json", ALLOW), (name, &text)]);
            let check = |path| {
                run_line(
                    folder.path(),
                    &format!("check {path} --action cs:StartAlert"),
                )
            };
            let shown = check(".");
            assert!(
                shown.contains("1 policy of another cloud was left out"),
                "{shown}"
            );
            assert!(shown.contains("exit code 0"), "{shown}");
            let named = check(name);
            assert!(named.contains("exit code 2"), "{named}");
        }
        let module = "module \"m\" {\n  policy = file(\"p.tpl\")\n}\n";
        let files = [("allow.json", ALLOW), ("m.tf", module), ("p.tpl", policy)];
        assert_eq!(code(&files), Some(0));
        let template =
            "resource \"aws_iam_policy\" \"p\" {\n  policy = templatefile(\"p.json\", {})\n}\n";
        let files = [
            ("allow.json", ALLOW),
            ("m.tf", template),
            ("p.json", policy),
        ];
        assert_eq!(code(&files), Some(0));
        for start in [
            "policy_document = ",
            "policy_document = local.p\n}\nlocals {\n  p = ",
        ] {
            let own = format!("resource \"alicloud_ram_policy\" \"p\" {{\n  {start}{quoted}\n}}\n");
            assert_eq!(
                code(&[("allow.json", ALLOW), ("m.tf", &own)]),
                Some(2),
                "{own}"
            );
        }
    }
    // Marks of RAM beside them make a policy with faults.
    let mixed = BUCKET.replace("arn:aws:s3:::b/*", "acs:oss:*:*:b/*");
    assert_eq!(code(&[("allow.json", ALLOW), ("m.json", &mixed)]), Some(2));
}
