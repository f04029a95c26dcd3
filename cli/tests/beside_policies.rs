//! What a folder has beside its policies: it does not stop the answer, and no policy in it is missed.

use crate::common::{folder, output_of};

const ALLOW: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#;

const DENY: &str = r#"jsonencode({ Version = "1", Statement = [{ Effect = "Deny", Action = "cs:*", Resource = "*" }] })"#;

/// Returns the exit code of a check of a folder that has these files beside a policy that allows the action.
fn code(files: &[(&str, &str)]) -> Option<i32> {
    let mut all = vec![("allow.json", ALLOW)];
    all.extend(files);
    let folder = folder(&all);
    let args = ["check", ".", "--action", "cs:StartAlert"];
    output_of(folder.path(), &args).status.code()
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
const OTHER_ARGUMENTS: [&str; 7] = [
    "resource \"alicloud_security_group_rule\" \"r\" {\n  policy = @\n}\n",
    "resource \"alicloud_network_acl\" \"a\" {\n  ingress_acl_entries {\n    policy = @\n  }\n}\n",
    "resource \"alicloud_oos_template\" \"t\" {\n  document = @\n}\n",
    "resource \"vault_policy\" \"p\" {\n  policy = @\n}\n",
    "resource \"elasticstack_elasticsearch_index_lifecycle\" \"l\" {\n  policy = @\n}\n",
    "resource \"volcengine_iam_policy\" \"p\" {\n  policy_document = @\n}\n",
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
