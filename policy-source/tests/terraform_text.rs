//! Policies as text and as blocks of Terraform, and what is none.

use crate::common::{in_folder, only, refused, terraform, with_actions};

#[test]
fn blocks_become_the_document_of_the_data_source() {
    let document = only(
        r#"data "alicloud_ram_policy_document" "p" {
          statement {
            action   = ["sts:AssumeRole"]
            principal {
              entity      = "Federated"
              identifiers = [local.provider]
            }
            condition {
              operator = "StringEquals"
              variable = "oidc:aud"
              values   = ["sts.aliyuncs.com"]
            }
            condition {
              operator = "StringLike"
              variable = "oidc:sub"
              values   = ["system:serviceaccount:${var.ns}:*"]
            }
            condition {
              operator = "StringEquals"
              variable = "oidc:iss"
              values   = ["https://example.com"]
            }
          }
          statement {
            effect   = "Deny"
            action   = ["oss:*"]
            resource = ["*"]
          }
        }"#,
    );
    let json: serde_json::Value = serde_json::from_str(document.text()).expect("JSON");
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Principal": { "Federated": ["local.provider"] },
                "Condition": {
                    "StringEquals": {
                        "oidc:aud": ["sts.aliyuncs.com"],
                        "oidc:iss": ["https://example.com"],
                    },
                    "StringLike": { "oidc:sub": ["system:serviceaccount:${var.ns}:*"] },
                },
            },
            { "Effect": "Deny", "Action": ["oss:*"], "Resource": ["*"] },
        ],
    });
    assert_eq!(json, expected);
    assert_eq!(document.holes().len(), 2);
    assert!(
        document
            .encoded(&[(document.holes()[0], String::new())])
            .is_err()
    );
}

#[test]
fn policy_that_is_broken_is_still_the_policy() {
    let policy = r#"{"Version": "1", "Statement": []}"#;
    for start in [
        "# no deletes\n",
        "\u{feff}",
        "[",
        "```json\n",
        "<br>",
        "// a\n",
        "｛",
    ] {
        for attribute in ["policy_document", "assume_role_policy_document", "policy"] {
            let text = format!("a {{\n  {attribute} = <<EOF\n{start}{policy}\nEOF\n}}\n");
            assert_eq!(only(&text).text(), format!("{start}{policy}\n"));
        }
    }
    // An empty text is a broken policy where a resource cannot do without one, and no policy elsewhere.
    for empty in ["\"\"", "\" \"", "<<EOF\nEOF\n", "<<EOF\n\nEOF\n"] {
        let text = |head: &str| format!("{head} {{\n  policy_document = {empty}\n}}\n");
        let policy = text("resource \"alicloud_ram_policy\" \"a\"");
        assert_eq!(only(&policy).text().trim(), "", "{policy}");
        let role = policy
            .replace("ram_policy", "ram_role")
            .replace("policy_document", "assume_role_policy_document");
        assert_eq!(only(&role).text().trim(), "", "{role}");
        for other in [
            "resource \"alicloud_vpc_gateway_endpoint\" \"e\"",
            "module \"m\"",
        ] {
            let found = terraform(&text(other));
            assert!(found.documents.is_empty(), "{other}");
        }
    }
    let bucket = "resource \"alicloud_oss_bucket_policy\" \"b\" {\n  policy = \"no policy\"\n}\n";
    assert_eq!(only(bucket).text(), "no policy");
}

#[test]
fn text_beside_policies_is_not_a_policy() {
    let text = r#"
variable "policy_document" {
  type        = map(object({ policy_document = string }))
  description = <<EOT
  { "Parameters": { "Statement": { "Type": "Json" } } }
  EOT
  validation {
    condition     = length(var.policy_document) > 0
    error_message = "{ \"Statement\": [] } is empty"
  }
}
resource "alicloud_security_group_rule" "r" {
  policy = "accept"
}
module "m" {
  policy_document = ""
}
resource "user_policies" "p" {
  policy_document = ["AliyunECSFullAccess"]
}
"#;
    assert_eq!(refused(text), ["no policy document found in main.tf"]);
    let default = "variable \"roles\" {\n  type = list(object({ policy_document = string }))\n  default = [{ policy_document = \"{}\" }]\n}\n";
    assert_eq!(
        only(default).address(),
        "variable.roles.default.policy_document"
    );
}

#[test]
fn stripped_white_space_is_not_in_the_document() {
    let text = "policy = <<EOF\n{\"a\": \" ${~ x ~}\n  b ${y} c\"}\nEOF\n";
    assert_eq!(only(text).text(), "{\"a\": \"${~ x ~}b ${y} c\"}\n");
    let text = r#"policy = "{\"a\": \" \n ${~ x ~} \t\n b\"}""#;
    assert_eq!(only(text).text(), "{\"a\": \"${~ x ~}b\"}");
}

#[test]
fn resource_that_is_never_created_has_no_policy() {
    let with = |line: &str| with_actions("[]").replace("{\n", &format!("{{\n  {line}\n"));
    let locals = "locals {\n  none = 0\n}\n";
    for line in ["count = 0", "count = local.none", "for_each = {}"] {
        let text = with(line) + locals;
        assert_eq!(refused(&text), ["no policy document found in main.tf"]);
    }
    for line in ["count = 1", "count = var.n", "for_each = { a = 1 }"] {
        only(&(with(line) + locals));
    }
    let override_file = "resource \"alicloud_ram_policy\" \"p\" {\n  count = 1\n}\n";
    let found = in_folder(&with("count = 0"), &[("override.tf", override_file)]);
    assert!(found.is_ok(), "{found:?}");
}

#[test]
fn policy_of_a_stack_is_not_one_of_ram() {
    let stack = |value: &str, more: &str| {
        format!(
            "resource \"alicloud_ros_stack\" \"s\" {{\n  stack_policy_body = {value}\n  stack_policy_during_update_body = {value}\n}}\n{more}"
        )
    };
    let policy = r#"{ Statement = [{ Effect = "Allow", Action = "Update:*", Principal = "*", Resource = "*" }] }"#;
    let local = format!("locals {{\n  s = {policy}\n}}\n");
    for text in [
        stack(&format!("jsonencode({policy})"), ""),
        stack("<<EOF\n{\"Statement\": []}\nEOF", ""),
        stack("jsonencode(local.s)", &local),
    ] {
        assert_eq!(refused(&text), ["no policy document found in main.tf"]);
    }
    let role =
        "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = jsonencode(local.s)\n}\n";
    only(&stack("jsonencode(local.s)", &format!("{local}{role}")));
}

#[test]
fn policies_of_aws_are_one_error() {
    let text = r#"data "aws_iam_policy_document" "d" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role_policy" "r" {
  policy = data.aws_iam_policy_document.d.json
}
data "aws_iam_policy_document" "e" {
  dynamic "statement" {
    for_each = []
  }
}
"#;
    let error = "policies of another cloud, not of Alibaba Cloud RAM: data.aws_iam_policy_document.d at main.tf:1:1, data.aws_iam_policy_document.e at main.tf:13:1";
    assert_eq!(refused(text), [error]);
    let other = with_actions("[]").replace("jsonencode", "data.aws_iam_policy_document.d.json #");
    assert!(in_folder(&other, &[("aws.tf", text)]).is_err());
}

#[test]
fn policy_that_is_not_literal_is_never_missed() {
    let nested = |value: &str| {
        format!(
            "resource \"alicloud_cloud_sso_access_configuration\" \"a\" {{\n  permission_policies {{\n    permission_policy_document = {value}\n  }}\n}}\n"
        )
    };
    let encoded = |value: &str| {
        format!(
            "resource \"alicloud_cloud_control_resource\" \"a\" {{\n  desire_attributes = jsonencode({{ PolicyName = \"p\", PolicyDocument = {value} }})\n}}\n"
        )
    };
    let module = |value: &str| format!("module \"m\" {{\n  extra_policy_document = {value}\n}}\n");
    for value in [
        "file(\"deny.json\")",
        "templatefile(\"deny.json\", {})",
        "var.p",
        "jsonencode(merge(var.p, {}))",
        "var.x ? local.a : local.b",
        "module.m.policy",
        "element(local.all, 0)",
    ] {
        for text in [nested(value), encoded(value), module(value)] {
            assert_eq!(refused(&text).len(), 1, "{text}");
        }
    }
    let policy = r#""{\"Version\": \"1\", \"Statement\": []}""#;
    assert_eq!(only(&nested(policy)).kind(), None);
    assert_eq!(refused(&encoded(policy)).len(), 1);
    assert_eq!(refused(&encoded("{ Statement = [] }")).len(), 1);
    let other = encoded("null").replace("PolicyDocument", "Comment");
    assert_eq!(refused(&other), ["no policy document found in main.tf"]);
    let dynamic = "resource \"alicloud_cloud_sso_access_configuration\" \"a\" {\n  dynamic \"permission_policies\" {\n    for_each = var.all\n    content {\n      permission_policy_document = permission_policies.value\n    }\n  }\n}\n";
    assert_eq!(refused(dynamic).len(), 1);
}
