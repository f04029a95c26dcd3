//! The forms in which a file contains a policy.

use ram_policy::{ByteRange, Kind, Policy};
use ram_policy_source::{Container, Found, PolicyText, Scope, read, read_in, rewrite};
use std::time::Instant;

fn terraform(text: &str) -> Found {
    read("main.tf", text, Some("tf")).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn only(text: &str) -> PolicyText {
    let mut found = terraform(text);
    assert_eq!(
        (found.documents.len(), &found.errors[..]),
        (1, &[][..]),
        "{text}"
    );
    found.documents.remove(0)
}

/// Returns the messages of a file without a policy that can be read.
fn refused(text: &str) -> Vec<String> {
    match read("main.tf", text, Some("tf")) {
        Ok(found) => {
            assert!(found.documents.is_empty(), "{text}");
            let references = found.references.iter().map(|reference| &reference.error);
            let none = found.refuse_empty("main.tf").err();
            let of_aws = &found.of_aws.error;
            let errors = found.errors.iter().chain(of_aws);
            let errors = errors.chain(references).chain(&none);
            errors.map(ToString::to_string).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

const ENCODED: &str = r#"resource "alicloud_ram_policy" "p" {
  policy_document = jsonencode({
    Version = "1" # the only one
    "Statement" : [
      {
        Effect   = "Allow"
        Action   = ["cs:Get*", "a\"b\\c$${d}", /* and */ "cs:List*", ]
        Resource = "acs:cs:*:*:cluster/${var.id}"
      },
      { Effect = "Deny", Action = var.denied, Resource = "*" },
    ]
  })
}
"#;

#[test]
fn object_in_jsonencode_is_the_json_that_it_becomes() {
    let document = only(ENCODED);
    assert_eq!(document.container(), Container::JsonEncode);
    assert_eq!(
        document.address(),
        "resource.alicloud_ram_policy.p.policy_document"
    );
    let json: serde_json::Value = serde_json::from_str(document.text()).expect("JSON");
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["cs:Get*", "a\"b\\c${d}", "cs:List*"],
                "Resource": "acs:cs:*:*:cluster/${var.id}",
            },
            { "Effect": "Deny", "Action": "var.denied", "Resource": "*" },
        ],
    });
    assert_eq!(json, expected);
    let holes: Vec<&str> = document
        .holes()
        .iter()
        .map(|hole| &document.text()[hole.as_range()])
        .collect();
    assert_eq!(holes, ["${var.id}", "\"var.denied\""]);
    for text in ["\"cs:List*\"", "\"Allow\"", "\"*\""] {
        let start = document.text().find(text).expect("the text");
        let range = ByteRange::new(start, start + text.len());
        assert_eq!(&ENCODED[document.outer(range).as_range()], text);
    }
}

#[test]
fn change_in_jsonencode_is_written_as_an_expression() {
    let document = only(ENCODED);
    let end = document.text().rfind("\"*\" }").expect("a statement") + 5;
    let added = ", {\"Effect\": \"Deny\", \"Action\": \"x:${y}\", \"Resource\": [\"*\"]}";
    let change = vec![(ByteRange::new(end, end), added.to_owned())];
    let written = rewrite(
        "main.tf",
        ENCODED,
        Some("tf"),
        &Scope::default(),
        &[(&document, &change)],
    )
    .expect("a file");
    let expected = r#"Resource = "*" }, {Effect = "Deny", Action = "x:$${y}", Resource = ["*"]},"#;
    assert!(written.contains(expected), "{written}");
}

/// A document in `jsonencode` with this list of actions.
fn actions(list: &str) -> String {
    format!(
        "policy = jsonencode({{\n  Statement = [{{\n    Effect = \"Allow\"\n    Action = [\n{list}    ]\n  }}]\n}})\n"
    )
}

#[test]
fn change_in_jsonencode_keeps_comments_at_their_part() {
    // What is replaced is the first of two texts, which may be at any place of the list.
    let cases = [
        // The comment stays beside the part before it.
        (
            "\"a:b\", # one\n\"c:d\"\n",
            "\"a:b\",  \n\"c:d\"",
            "\"a:b\"",
            true,
        ),
        ("\"a:b\", # one\n\"c:d\"\n", ",  \n\"c:d\"", "", true),
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:b\",\n\"c:d\"", true),
        ("\"a:b\" # one\n", "\"a:b\"", "\"a:b\",\n\"c:d\"", true),
        (
            "\"a:b\", // one\n# end\n",
            "\"a:b\"",
            "\"a:b\",\n\"c:d\"",
            true,
        ),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            "\"c:d\",\n",
            "",
            true,
        ),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            ",  \n\"c:d\"",
            "",
            true,
        ),
        // It would have another part after it.
        (
            "\"a:b\", # one\n# two\n\"c:d\"\n",
            ",  \n \n\"c:d\"",
            "",
            false,
        ),
        (
            "\"a:b\",\n# two\n\"c:d\",\n\"e:f\"\n",
            "\"c:d\",\n",
            "",
            false,
        ),
        ("\"a:b\", # one\n\"c:d\"\n", "\"a:b\",  \n", "", false),
        (
            "\"a:b\", /* two */ \"c:d\"\n",
            "\"a:b\"",
            "\"a:b\", \"e:f\"",
            false,
        ),
        // The comment is inside of what is removed.
        (
            "\"a:b\", /* c */ \"c:d\"\n",
            "\"a:b\",   \"c:d\"",
            "\"x:y\"",
            false,
        ),
        // It would follow another part.
        ("\"a:b\",\n\"c:d\" # two\n", ",\n\"c:d\"", "", false),
        ("\"a:b\",\n\"c:d\", // two\n", ",\n\"c:d\"", "", false),
        // It would be above another part, or above none.
        ("# one\n\"a:b\",\n\"c:d\"\n", "\"a:b\",\n", "", false),
        ("# one\n\"a:b\"\n", "\"a:b\"", "\"c:d\",\n\"a:b\"", false),
        // The comment stays with its part, or is elsewhere.
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:B\"", true),
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:*\"", true),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            ",\n\"e:f\"",
            "",
            true,
        ),
        (
            "# one\n\"a:b\",\n\"c:d\"\n",
            "\"c:d\"",
            "\"c:d\",\n\"e:f\"",
            true,
        ),
        ("\"a:#b\",\n\"c:/*d\"\n", ",\n\"c:/*d\"", "", true),
    ];
    for (list, old, new, is_made) in cases {
        let file = actions(list);
        let document = only(&file);
        let start = document.text().find(old).expect(list);
        let range = ByteRange::new(start, start + old.len());
        let change = vec![(range, new.to_owned())];
        let written = rewrite(
            "main.tf",
            &file,
            Some("tf"),
            &Scope::default(),
            &[(&document, &change)],
        );
        assert_eq!(written.is_ok(), is_made, "{list} {old} {new}: {written:?}");
        assert_eq!(document.keeps_comments(&change), is_made, "{list}");
        if let Ok(written) = written {
            let line = |text: &str| {
                let line = text.lines().find(|line| line.contains("one"))?;
                Some(line.replace([',', ' '], "").to_lowercase())
            };
            assert!(
                new.contains('*') || line(&written) == line(&file),
                "{written}"
            );
        }
    }
}

#[test]
fn removal_of_the_last_item_changes_no_comment() {
    for comment in [
        "# one",
        "// one",
        "/* one */",
        "# \"one\" — ",
        "# a,",
        "/* a,\n b */",
    ] {
        for comma in ["", ","] {
            for line_end in ["\n", "\r\n"] {
                let with = |last: &str| {
                    actions(&format!("\"a:b\", {comment}\n{last}")).replace('\n', line_end)
                };
                let file = with(&format!("\"c:d\"{comma}\n"));
                let document = only(&file);
                let start = document.text().find("\"a:b\"").expect("an action") + 5;
                let end = document.text().find("\"c:d\"").expect("an action") + 5;
                let change = vec![(ByteRange::new(start, end), String::new())];
                let written = rewrite(
                    "main.tf",
                    &file,
                    Some("tf"),
                    &Scope::default(),
                    &[(&document, &change)],
                );
                assert_eq!(written, Ok(with("")), "{file}");
                // Two removals, of the last two items.
                let file = with(&format!("\"c:d\",\n\"e:f\"{comma}\n"));
                let document = only(&file);
                let place = |item: &str| document.text().find(item).expect("an action") + 5;
                let places = [place("\"a:b\""), place("\"c:d\""), place("\"e:f\"")];
                let removal = |start, end| (ByteRange::new(start, end), String::new());
                let changes = [removal(places[0], places[1]), removal(places[1], places[2])];
                let written = rewrite(
                    "main.tf",
                    &file,
                    Some("tf"),
                    &Scope::default(),
                    &[(&document, &changes)],
                );
                assert_eq!(written, Ok(with("")), "{file}");
            }
        }
    }
}

#[test]
fn lines_after_a_comment_keep_their_ends() {
    let file = actions("# all\n\"a:b\" # one\n").replace('\n', "\r\n");
    let text = only(&file).text().to_owned();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn change_in_jsonencode_has_no_spaces_at_line_ends() {
    let file = actions("\"a:b\"\n");
    let document = only(&file);
    let end = document.text().find("\"a:b\"").expect("an action") + 5;
    let change = vec![(ByteRange::new(end, end), ",  \n   \n\n  \"c:d\"".to_owned())];
    let written = rewrite(
        "main.tf",
        &file,
        Some("tf"),
        &Scope::default(),
        &[(&document, &change)],
    )
    .expect("a file");
    assert_eq!(written, actions("\"a:b\",\n\n  \"c:d\"\n"));
}

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
fn reference_to_a_document_of_the_file_is_read() {
    let text = r#"
locals {
  readers = { Version = "1", Statement = [{ Effect = "Allow", Action = "cs:Get*", Resource = "*" }] }
}
data "alicloud_ram_policy_document" "d" {
  statement {
    action   = ["cs:List*"]
    resource = ["*"]
  }
}
resource "alicloud_ram_policy" "a" {
  policy_document = jsonencode(local.readers)
}
resource "alicloud_ram_policy" "b" {
  policy_document = data.alicloud_ram_policy_document.d.document
}
"#;
    let found = terraform(text);
    let addresses: Vec<&str> = found.documents.iter().map(PolicyText::address).collect();
    assert_eq!(
        addresses,
        ["locals.readers", "data.alicloud_ram_policy_document.d"]
    );
    assert_eq!((found.errors, found.references), (vec![], vec![]));
}

#[test]
fn reference_to_another_file_names_its_target() {
    let text = r#"
resource "alicloud_ram_policy" "p" {
  for_each        = var.x
  policy_document = VALUE
}
"#;
    for (value, target) in [
        ("local.readers", "locals.readers"),
        ("\"${local.readers}\"", "locals.readers"),
        ("jsonencode(local.readers)", "locals.readers"),
        (
            "data.alicloud_ram_policy_document.d.document",
            "data.alicloud_ram_policy_document.d",
        ),
        ("file(\"policies/a.json\")", "file:policies/a.json"),
        ("file(\"${path.module}/a.json\")", "file:a.json"),
        ("var.policy", "var.policy"),
        ("local.policies[\"a\"]", "locals.policies.a"),
        ("local.policies.a", "locals.policies.a"),
        (
            "data.alicloud_ram_policy_document.d[0].json",
            "data.alicloud_ram_policy_document.d",
        ),
        (
            "data.alicloud_ram_policy_document.d[each.key].json",
            "data.alicloud_ram_policy_document.d",
        ),
        (
            "alicloud_ram_policy.other.policy_document",
            "resource.alicloud_ram_policy.other.policy_document",
        ),
    ] {
        let found = terraform(&text.replace("VALUE", value));
        let targets: Vec<&str> = found.references.iter().map(|one| &*one.target).collect();
        assert_eq!(targets, [target], "{value}");
        let error = found.references[0].error.to_string();
        let named = "resource.alicloud_ram_policy.p.policy_document at main.tf:4:21";
        let written = match target.split_once('.') {
            Some(("locals", name)) => format!("local.{name}"),
            _ => target.trim_start_matches("resource.").to_owned(),
        };
        let expected = match target.split_once([':', '.']) {
            Some(("file", path)) => {
                format!("cannot read a policy from the file \"{path}\", for {named}")
            }
            Some(("var", _)) => {
                format!(
                    "cannot read the policy of {named}: no `.tfvars` file in its folder sets `{written}`"
                )
            }
            _ => format!(
                "cannot read the policy of {named}: no file in its folder defines `{written}`"
            ),
        };
        assert_eq!(error, expected);
    }
    // A chain that ends in something else.
    let others = "locals {\n  a = local.b\n  b = jsonencode({})\n  c = \"accept\"\n}\n";
    for (value, end) in [("local.a", "local.b"), ("local.c", "local.c")] {
        let found = terraform(&(text.replace("VALUE", value) + others));
        assert_eq!(
            found.references[0].error.to_string(),
            format!(
                "cannot read the policy of resource.alicloud_ram_policy.p.policy_document at main.tf:4:21: \
                 `{end}` is not a policy"
            )
        );
    }
    for value in [
        "each.value",
        "local.a[0]",
        "module.m.policy",
        "file(var.path)",
        "file(\"/etc/a.json\")",
        "templatefile(\"a\", {})",
    ] {
        let found = terraform(&text.replace("VALUE", value));
        assert_eq!(
            (found.references.len(), found.errors.len()),
            (0, 1),
            "{value}"
        );
    }
}

/// A policy of the resource in `main.tf`, whose folder has other files.
fn in_folder(main: &str, others: &[(&str, &str)]) -> Result<PolicyText, String> {
    let scope = Scope::new(others.iter().copied());
    let mut found = read_in("main.tf", main, Some("tf"), &scope).expect("a file");
    let unread = found
        .references
        .into_iter()
        .map(|reference| reference.error);
    match found.errors.into_iter().chain(unread).next() {
        Some(error) => Err(error.to_string()),
        None => Ok(found.documents.remove(0)),
    }
}

/// A statement with this list of actions.
fn with_actions(actions: &str) -> String {
    format!(
        "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = jsonencode({{ Version = \"1\", Statement = [{{ Effect = \"Allow\", Action = {actions}, Resource = \"*\" }}] }})\n}}\n"
    )
}

#[test]
fn reference_to_a_literal_value_is_its_value() {
    let others = [
        (
            "locals.tf",
            "locals {\n  acts = [\"cs:Get*\", local.more]\n  more = \"cs:List*\"\n  by = { read = [\"cs:Get*\"] }\n  id = \"c-${var.n}\"\n}\n",
        ),
        ("terraform.tfvars", "n = 1\nname = \"a\\\"b\"\n"),
        (
            "variables.tf",
            "variable \"n\" {\n  default = 2\n}\nvariable \"free\" {\n  default = \"cs:*\"\n}\n",
        ),
    ];
    for (actions, written) in [
        ("local.acts", r#"["cs:Get*", "cs:List*"]"#),
        ("[local.more, \"cs:B\"]", r#"["cs:List*", "cs:B"]"#),
        ("local.by.read", r#"["cs:Get*"]"#),
        ("local.by[\"read\"][0]", r#""cs:Get*""#),
        (
            "concat(local.acts, [\"cs:B\"])",
            r#"["cs:Get*", "cs:List*", "cs:B"]"#,
        ),
        ("\"cs:${local.id}\"", r#""cs:c-1""#),
        ("(local.more)", r#""cs:List*""#),
        ("var.name", r#""a\"b""#),
        ("\"cs:${var.name}\"", r#""cs:a\"b""#),
    ] {
        let document = in_folder(&with_actions(actions), &others);
        let document = document.unwrap_or_else(|error| panic!("{actions}: {error}"));
        assert!(
            document
                .text()
                .contains(&format!("\"Action\" : {written},")),
            "{}",
            document.text()
        );
        assert!(document.holes().is_empty(), "{actions}");
    }
    // A default counts only if nothing else is given.
    for actions in [
        "var.free",
        "local.nothing",
        "var.nothing",
        "local.acts[7]",
        "local.acts[*]",
        "upper(local.more)",
    ] {
        let document = in_folder(&with_actions(actions), &others).expect("a policy");
        assert_eq!(document.holes().len(), 1, "{actions}");
    }
    let heredoc = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = <<EOF\n{\"Statement\": [{\"Action\": ${jsonencode(local.acts)}, \"Resource\": \"acs:cs:*:*:cluster/${local.id}\"}]}\nEOF\n}\n";
    let document = in_folder(heredoc, &others).expect("a policy");
    assert_eq!(
        document.text(),
        "{\"Statement\": [{\"Action\": [\"cs:Get*\",\"cs:List*\"], \"Resource\": \"acs:cs:*:*:cluster/c-1\"}]}\n"
            .replace(",\"cs:L", ", \"cs:L")
    );
}

/// Terraform 1.11 writes each of these numbers so, in `${…}` and in `jsonencode`.
#[test]
fn number_is_written_as_terraform_writes_it() {
    for (number, written) in [
        ("0", "0"),
        ("01234567890123456", "1234567890123456"),
        ("1234567890123456", "1234567890123456"),
        ("1234567890123456.0", "1234567890123456"),
        ("1.234567890123456e15", "1234567890123456"),
        ("1234567890123456e0", "1234567890123456"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
        ("12E+2", "1200"),
        ("1200e-2", "12"),
        ("0.10", "0.1"),
        ("00.0", "0"),
        ("5e-3", "0.005"),
        ("12.5e-1", "1.25"),
    ] {
        let locals = format!("locals {{\n  n = {number}\n}}\n");
        let tfvars = format!("n = {number}\n");
        for (actions, json) in [
            (
                "[\"a:${local.n}\", local.n]",
                format!("[\"a:{written}\", {written}]"),
            ),
            (
                "[\"a:${var.n}\", var.n]",
                format!("[\"a:{written}\", {written}]"),
            ),
            (&format!("[{number}, 1]"), format!("[{written}, 1]")),
        ] {
            let others = [("a.tf", &*locals), ("terraform.tfvars", &*tfvars)];
            let document = in_folder(&with_actions(actions), &others).expect("a policy");
            let action = format!("\"Action\" : {json},");
            assert!(document.text().contains(&action), "{}", document.text());
            assert!(document.holes().is_empty(), "{number}");
        }
    }
    // Terraform may round these, and makes a number of the text.
    let long = "9".repeat(155);
    for number in [&*long, "1e200", "1e-200", "\"01\""] {
        let others = [
            ("a.tf", "variable \"n\" {\n  type = number\n}\n"),
            ("terraform.tfvars", &format!("n = {number}\n")),
        ];
        for actions in ["\"a:${var.n}\"", "[var.n]"] {
            let document = in_folder(&with_actions(actions), &others).expect("a policy");
            assert_eq!(document.holes().len(), 1, "{number}");
        }
    }
}

#[test]
fn value_that_is_not_certain_is_computed() {
    let acts = "locals {\n  acts = [\"cs:Get*\"]\n}\n";
    for others in [
        // Defined twice, which Terraform refuses.
        &[("a.tf", acts), ("b.tf", acts)][..],
        // Under a key that is computed, or twice.
        &[(
            "a.tf",
            "locals {\n  acts = local.all.a\n  k = \"a\"\n  all = { a = [\"cs:Get*\"], (local.k) = [] }\n}\n",
        )],
        &[(
            "a.tf",
            "locals {\n  acts = local.all.a\n  k = \"a\"\n  all = { a = [\"cs:Get*\"], \"${local.k}\" = [] }\n}\n",
        )],
        &[(
            "a.tf",
            "locals {\n  acts = local.all.a\n  all = { a = [\"cs:Get*\"], a = [] }\n}\n",
        )],
        // In a form that is not read.
        &[
            ("a.tf", acts),
            ("override.tf.json", r#"{"locals": {"acts": []}}"#),
        ],
        &[("a.tf", acts), ("b.tf", "locals {\n  acts = [\n}\n")],
        &[("a.tf", "locals {\n  acts = local.acts\n}\n")],
        &[(
            "a.tf",
            "locals {\n  acts = local.b\n  b = [local.acts]\n}\n",
        )],
    ] {
        let document = in_folder(&with_actions("local.acts"), others).expect("a policy");
        assert_eq!(document.holes().len(), 1, "{others:?}");
    }
    let other = ("prod.tfvars", "x = [\"cs:*\"]\n");
    for (others, holes) in [
        (&[("terraform.tfvars", "x = [\"cs:Get*\"]\n"), other][..], 1),
        (&[other, ("copy.tfvars", "x = [\"cs:*\"]\n")], 0),
        (&[other], 0),
        // The later one counts.
        (
            &[
                ("terraform.tfvars", "x = [\"cs:Get*\"]\n"),
                ("a.auto.tfvars", "x = [\"cs:*\"]\n"),
            ],
            0,
        ),
    ] {
        let document = in_folder(&with_actions("var.x"), others).expect("a policy");
        assert_eq!(document.holes().len(), holes, "{others:?}");
        assert!(
            holes == 1 || document.text().contains("cs:*"),
            "{}",
            document.text()
        );
    }
    let overridden = [
        ("a.tf", acts),
        ("a_override.tf", "locals {\n  acts = [\"cs:*\"]\n}\n"),
    ];
    let document = in_folder(&with_actions("local.acts"), &overridden).expect("a policy");
    assert!(
        document.text().contains("[\"cs:*\"]"),
        "{}",
        document.text()
    );
    // Each value doubles: the text is limited.
    let lines: Vec<String> = (1..60)
        .map(|n| format!("  a{n} = [local.a{0}, local.a{0}]", n - 1))
        .collect();
    let text = format!("locals {{\n  a0 = \"cs:Get*\"\n{}\n}}\n", lines.join("\n"));
    for n in [3, 20, 59] {
        let document =
            in_folder(&with_actions(&format!("local.a{n}")), &[("a.tf", &text)]).expect("a policy");
        assert_eq!(document.holes().is_empty(), n == 3);
    }
    let lines: Vec<String> = (1..20_000)
        .map(|n| format!("  a{n} = local.a{}", n - 1))
        .collect();
    let text = format!("locals {{\n  a0 = \"cs:Get*\"\n{}\n}}\n", lines.join("\n"));
    let document = in_folder(&with_actions("local.a19999"), &[("a.tf", &text)]).expect("a policy");
    assert_eq!(document.holes().len(), 1);
}

#[test]
fn value_from_elsewhere_is_not_edited() {
    let others = [("a.tf", "locals {\n  acts = [\"cs:Get*\", \"cs:B\"]\n}\n")];
    let file = with_actions("local.acts");
    let document = in_folder(&file, &others).expect("a policy");
    let at = |text: &str| {
        let start = document.text().find(text).expect("the text");
        ByteRange::new(start, start + text.len())
    };
    let edited = |range: ByteRange, with: &str| {
        let change = vec![(range, with.to_owned())];
        let scope = Scope::new(others);
        rewrite(
            "main.tf",
            &file,
            Some("tf"),
            &scope,
            &[(&document, &change)],
        )
        .map_err(|error| error.to_string())
    };
    let elsewhere = "a value that it would change is defined elsewhere, such as in a local value";
    for (range, with) in [
        (at(", \"cs:B\""), ""),
        (at("cs:B"), "cs:C"),
        (ByteRange::new(at("]").start, at("]").start), ", \"cs:C\""),
        (at("\"cs:B\"], \"Resource\""), "\"x\""),
    ] {
        assert_eq!(edited(range, with), Err(elsewhere.to_owned()));
    }
    let whole = at("[\"cs:Get*\", \"cs:B\"]");
    assert_eq!(
        edited(whole, "[\"cs:C\"]"),
        Ok(file.replace("local.acts", "[\"cs:C\"]"))
    );
    let resource = at("\"*\"");
    assert_eq!(
        edited(resource, "\"acs:cs:*:*:*\""),
        Ok(file.replace("\"*\"", "\"acs:cs:*:*:*\""))
    );
}

#[test]
fn reference_that_cannot_be_followed_says_why() {
    let named = "resource.alicloud_ram_policy.p.policy_document at main.tf:2:21";
    let main = |value: &str| {
        format!("resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n")
    };
    let policy = "jsonencode({ Version = \"1\", Statement = [] })";
    let others = [
        (
            "a.tf",
            format!(
                "locals {{\n  a = local.b\n  b = local.a\n  c = local.d\n  e = jsonencode(local.f)\n  f = var.f\n  g = 1\n}}\nvariable \"h\" {{\n  default = {policy}\n}}\nvariable \"i\" {{}}\nlocals {{\n  g = 2\n}}\n"
            ),
        ),
        ("b.tf.json", "{\"locals\": {\"k\": 1}}".to_owned()),
    ];
    let others: Vec<(&str, &str)> = others.iter().map(|(name, text)| (*name, &**text)).collect();
    for (value, why) in [
        ("local.a", "`local.a` refers to itself"),
        ("local.c", "no file in its folder defines `local.d`"),
        ("local.e", "no `.tfvars` file in its folder sets `var.f`"),
        ("local.g", "`local.g` is defined twice"),
        (
            "var.h",
            "the default of `var.h` counts only if nothing else sets it",
        ),
        ("var.i", "no `.tfvars` file in its folder sets `var.i`"),
        (
            "local.k",
            "`local.k` may be defined in b.tf.json, which is not read",
        ),
        (
            "data.alicloud_ram_policy_document.d.document",
            "no file in its folder defines `data.alicloud_ram_policy_document.d`",
        ),
    ] {
        let error = format!("cannot read the policy of {named}: {why}");
        assert_eq!(
            in_folder(&main(value), &others).map(|found| found.text().to_owned()),
            Err(error)
        );
    }
    let computed = format!("cannot read policies that Terraform computes: {named}");
    for value in [
        "templatefile(\"a\", {})",
        "var.x ? local.a : local.b",
        "replace(local.c, \"a\", \"b\")",
    ] {
        assert_eq!(
            in_folder(&main(value), &others).map(|found| found.text().to_owned()),
            Err(computed.clone())
        );
    }
    let blocks = |inside: &str| {
        format!(
            "data \"alicloud_ram_policy_document\" \"d\" {{\n  statement {{\n    {inside}\n  }}\n}}\n"
        )
    };
    for (inside, says) in [
        (
            "actions = [\"cs:Get*\"]",
            "main.tf:3:5: `actions` is not a part of `statement` that this reads, in data.alicloud_ram_policy_document.d",
        ),
        (
            "principals {\n    }",
            "main.tf:3:5: `principals` is not a part of `statement` that this reads, in data.alicloud_ram_policy_document.d",
        ),
        (
            "condition {\n      variable = \"acs:SourceIp\"\n    }",
            "main.tf:3:5: this block has no `operator`, in data.alicloud_ram_policy_document.d",
        ),
        (
            "dynamic \"condition\" {\n    }",
            "cannot read policies that Terraform computes: data.alicloud_ram_policy_document.d at main.tf:1:1",
        ),
    ] {
        assert_eq!(
            in_folder(&blocks(inside), &[]).map(|found| found.text().to_owned()),
            Err(says.to_owned())
        );
    }
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
    let error = "policies of AWS, not of Alibaba Cloud RAM: data.aws_iam_policy_document.d at main.tf:1:1, data.aws_iam_policy_document.e at main.tf:13:1";
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

#[test]
fn unknown_policy_of_a_plan_is_an_error() {
    let plan = |kind: &str, unknown: &str, configuration: &str| {
        let text = format!(
            r#"{{"format_version": "1.2", "planned_values": {{}}, "resource_changes": [
            {{"address": "{kind}.a", "mode": "managed", "type": "{kind}", "name": "a", "change": {{"after_unknown": {unknown}}}}}
        ]{configuration}}}"#
        );
        let found = read("plan.json", &text, Some("json")).expect("a plan");
        let errors = found.errors.iter().map(|error| error.message().to_owned());
        errors.collect::<Vec<_>>()
    };
    let sets = |kind: &str, attribute: &str| {
        format!(
            r#", "configuration": {{"root_module": {{"module_calls": {{"m": {{"module": {{"resources": [
            {{"type": "{kind}", "name": "a", "expressions": {{"{attribute}": {{}}}}}}]}}}}}}}}}}"#
        )
    };
    let sso = "alicloud_cloud_sso_access_configuration";
    for (kind, unknown, at) in [
        (
            sso,
            r#"{"permission_policies": [{"permission_policy_document": true}]}"#,
            "permission_policies.permission_policy_document",
        ),
        (
            sso,
            r#"{"permission_policies": true}"#,
            "permission_policies",
        ),
        (
            "alicloud_ram_policy",
            r#"{"policy_document": true}"#,
            "policy_document",
        ),
    ] {
        let error =
            format!("policies that are known only after the plan is applied: {kind}.a.{at}");
        let (attribute, _) = at.split_once('.').unwrap_or((at, ""));
        for configuration in [String::new(), sets(kind, attribute)] {
            assert_eq!(plan(kind, unknown, &configuration), [&*error]);
        }
    }
    // The provider computes what the configuration does not set.
    let policy = "alicloud_ram_policy";
    let set = sets(policy, "policy_document");
    assert_eq!(plan(policy, r#"{"document": true}"#, &set), [""; 0]);
    let instance = "alicloud_ots_instance";
    let unknown = r#"{"policy": true}"#;
    assert_eq!(plan(instance, unknown, &sets(instance, "name")), [""; 0]);
    assert_eq!(plan(instance, unknown, &sets(instance, "policy")).len(), 1);
}

#[test]
fn plan_and_state_have_the_policies_of_their_resources() {
    let values = r#"{"root_module": {
        "resources": [
            {"address": "alicloud_ram_policy.p", "mode": "managed", "type": "alicloud_ram_policy",
             "values": {"policy_name": "p", "policy_document": "{\"Statement\": 1}"}},
            {"address": "data.x.d", "mode": "data", "type": "x", "values": {"document": "{\"Statement\": 1}"}},
            {"address": "r", "mode": "managed", "type": "x", "values": {"policy": "accept", "n": 1}}
        ],
        "child_modules": [{"resources": [
            {"address": "module.m.alicloud_oss_bucket_policy.b", "mode": "managed",
             "type": "alicloud_oss_bucket_policy", "values": {"policy": "// broken"}}
        ]}]
    }}"#;
    let plan = format!(
        r#"{{"format_version": "1.2", "planned_values": {values}, "resource_changes": [
        {{"address": "alicloud_ram_role.r", "type": "alicloud_ram_role",
          "change": {{"after_unknown": {{"id": true, "assume_role_policy_document": true}}}}}}
    ]}}"#
    );
    let state = format!(r#"{{"format_version": "1.0", "values": {values}}}"#);
    for (text, errors) in [(plan, 1), (state, 0)] {
        let found = read("plan.json", &text, Some("json")).expect("a plan");
        let documents: Vec<_> = found
            .documents
            .iter()
            .map(|one| (one.address(), one.text()))
            .collect();
        assert_eq!(
            documents,
            [
                (
                    "alicloud_ram_policy.p.policy_document",
                    r#"{"Statement": 1}"#
                ),
                ("module.m.alicloud_oss_bucket_policy.b.policy", "// broken"),
            ]
        );
        assert_eq!(found.errors.len(), errors);
    }
}

#[test]
fn yaml_is_recognised() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n";
    let foreign = template.replace("ROS", "AWS");
    for (extension, text) in [
        (Some("yaml"), template),
        (Some("template"), template),
        (Some("yml"), &*foreign),
        (None, template),
    ] {
        let found = read("a", text, extension).expect("a template");
        let error = found.documents[0].text().parse::<Policy>().unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].code, "template");
    }
    let error = read("a", "kind: ConfigMap\n", Some("yml")).expect_err("YAML");
    assert_eq!(error.to_string(), "a is YAML; expected JSON");
}

#[test]
fn settings_are_recognised_by_their_extension() {
    for (extension, what) in [("toml", "TOML"), ("ini", "INI"), ("cfg", "INI")] {
        let error = read("a", "[a]\nb = 1\n", Some(extension)).expect_err("settings");
        assert_eq!(error.message(), format!("a is {what}; expected JSON"));
        assert!(read("a", "{\"Version\": \"1\"}", Some(extension)).is_ok());
    }
}

#[test]
fn terraform_in_json_is_recognised() {
    let text = r#"{"resource": {"alicloud_ram_policy": {"p": {"policy_document": "{}"}}}}"#;
    let error = read("main.tf.json", text, Some("json")).expect_err("not read");
    assert_eq!(
        error.to_string(),
        "main.tf.json is Terraform in JSON, which is not read"
    );
}

#[test]
fn place_shows_the_kind() {
    let document = r#"{\"Version\": \"1\", \"Statement\": []}"#;
    let answers = [
        (
            format!(r#"{{"PolicyVersion": {{"PolicyDocument": "{document}"}}}}"#),
            Kind::Identity,
        ),
        (
            format!(r#"{{"Role": {{"AssumeRolePolicyDocument": "{document}"}}}}"#),
            Kind::Trust,
        ),
        (
            format!(r#"{{"ControlPolicy": {{"PolicyDocument": "{document}"}}}}"#),
            Kind::Control,
        ),
        (
            format!(r#"{{"RequestId": "1", "Policy": "{document}"}}"#),
            Kind::Key,
        ),
        (
            format!(r#"{{"RequestId": "1", "PolicyDocument": "{document}"}}"#),
            Kind::Endpoint,
        ),
    ];
    for (answer, kind) in answers {
        let found = read("a.json", &answer, Some("json")).expect("an answer");
        assert_eq!(found.documents[0].kind(), Some(kind), "{answer}");
        let text = found.documents[0].text();
        assert_eq!(text, document.replace('\\', ""));
    }
    let resources = [
        (
            "alicloud_ram_policy",
            "policy_document",
            Some(Kind::Identity),
        ),
        (
            "alicloud_ram_role",
            "assume_role_policy_document",
            Some(Kind::Trust),
        ),
        ("alicloud_ram_role", "document", Some(Kind::Trust)),
        (
            "alicloud_resource_manager_control_policy",
            "policy_document",
            Some(Kind::Control),
        ),
        ("alicloud_oss_bucket", "policy", Some(Kind::Bucket)),
        ("alicloud_kms_key", "policy", Some(Kind::Key)),
        (
            "alicloud_vpc_gateway_endpoint",
            "policy_document",
            Some(Kind::Endpoint),
        ),
        ("alicloud_log_project", "policy", Some(Kind::Resource)),
        ("example_service", "policy_document", None),
    ];
    for (resource, attribute, kind) in resources {
        let text =
            format!("resource \"{resource}\" \"r\" {{\n  {attribute} = \"{document}\"\n}}\n");
        let found = read("main.tf", &text, Some("tf")).expect("a file");
        assert_eq!(found.documents[0].kind(), kind, "{text}");
        let values =
            format!(r#"{{"type": "{resource}", "values": {{"{attribute}": "{document}"}}}}"#);
        let state = format!(
            r#"{{"format_version": "1.0", "values": {{"root_module": {{"resources": [{values}]}}}}}}"#
        );
        let found = read("state.json", &state, Some("json")).expect("a state");
        assert_eq!(found.documents[0].kind(), kind, "{state}");
    }
}

#[test]
fn policy_of_a_session_in_terraform_is_known() {
    for (start, attribute, end) in [
        ("provider \"alicloud\" {\n  assume_role {", "policy", "}\n}"),
        (
            "provider \"alicloud\" {\n  assume_role_with_oidc {",
            "policy",
            "}\n}",
        ),
        (
            "terraform {\n  backend \"oss\" {",
            "assume_role_policy",
            "}\n}",
        ),
        (
            "data \"terraform_remote_state\" \"r\" {\n  config = {",
            "assume_role_policy",
            "}\n}",
        ),
        (
            "locals {\n  settings = { assume_role = {",
            "policy",
            "} }\n}",
        ),
    ] {
        let text = format!(
            "{start}\n{attribute} = jsonencode({{ Version = \"1\", Statement = [] }})\n{end}\n"
        );
        assert_eq!(only(&text).kind(), Some(Kind::Session), "{text}");
    }
}

#[test]
fn reference_shows_the_kind() {
    let document = r#"{\"Version\": \"1\", \"Statement\": []}"#;
    let role = "resource \"alicloud_ram_role\" \"r\" {\n  document = local.policy\n}\n";
    let key = "resource \"alicloud_kms_key\" \"k\" {\n  policy = local.policy\n}\n";
    let blocks = "data \"alicloud_ram_policy_document\" \"policy\" {\n  statement {\n    action = [\"sts:AssumeRole\"]\n  }\n}\n";
    let by_name = |uses: &str| {
        let text = format!("locals {{\n  policy = \"{document}\"\n}}\n{uses}");
        read("main.tf", &text, Some("tf"))
            .expect("a file")
            .documents[0]
            .kind()
    };
    assert_eq!(by_name(role), Some(Kind::Trust));
    assert_eq!(
        by_name(&role.replace("\"r\"", "\"s\"").repeat(2)),
        Some(Kind::Trust)
    );
    assert_eq!(by_name(&format!("{role}{key}")), Some(Kind::Resource));
    assert_eq!(by_name(""), None);
    let role = role.replace(
        "local.policy",
        "data.alicloud_ram_policy_document.policy.document",
    );
    let found = read("main.tf", &format!("{blocks}{role}"), Some("tf")).expect("a file");
    assert_eq!(found.documents[0].kind(), Some(Kind::Trust));
}

/// A reference in another file of the folder shows the kind as well.
#[test]
fn reference_in_another_file_shows_the_kind() {
    let policy = "locals {\n  doc = jsonencode({ Version = \"1\", Statement = [] })\n}\n";
    let control = "resource \"alicloud_resource_manager_control_policy\" \"c\" {\n  policy_document = local.doc\n}\n";
    let through = control.replace("local.doc", "local.other");
    let other = "locals {\n  other = local.doc\n}\n";
    let key = "resource \"alicloud_kms_key\" \"k\" {\n  policy = local.doc\n}\n";
    for (others, kind) in [
        (&[("b.tf", control)][..], Some(Kind::Control)),
        (&[("b.tf", &*through), ("c.tf", other)], Some(Kind::Control)),
        (&[("c.tf", other)], None),
    ] {
        let document = in_folder(policy, others).expect("a policy");
        assert_eq!(document.kind(), kind, "{others:?}");
    }
    // One that limits permissions in one place and grants them in another is not known.
    let at = "grants permissions in one place, and only limits them in another";
    let user = key
        .replace("kms_key", "ram_policy")
        .replace("policy =", "policy_document =");
    let module = key.replace("resource \"alicloud_kms_key\"", "module");
    let own = control.replace(
        "local.doc",
        "jsonencode({ Version = \"1\", Statement = [] })",
    );
    let of_own = user.replace(
        "local.doc",
        "alicloud_resource_manager_control_policy.c.policy_document",
    );
    for (file, others) in [
        (format!("{policy}{key}"), &[("b.tf", control)][..]),
        (format!("{policy}{control}{user}"), &[]),
        (policy.to_owned(), &[("b.tf", control), ("c.tf", &*module)]),
        (format!("{own}{of_own}"), &[]),
        (own, &[("b.tf", &*of_own)]),
    ] {
        let error = in_folder(&file, others).expect_err("a policy of two kinds");
        assert!(error.contains(at), "{error}");
    }
}

/// A chain of references is followed once, however many policies refer to it.
#[test]
fn long_chain_of_references_is_followed_in_time() {
    let mut chain: Vec<String> = (0..1_500)
        .map(|n| format!("  a{n} = local.a{}", n + 1))
        .collect();
    chain.push("  a1500 = \"{}\"\n  b = local.c\n  c = local.d\n  d = local.c".to_owned());
    let uses = |name: &str| {
        let uses = (0..400).map(|n| {
            format!("resource \"alicloud_ram_policy\" \"p{n}\" {{\n  policy_document = local.{name}\n}}\n")
        });
        format!(
            "locals {{\n{}\n}}\n{}",
            chain.join("\n"),
            uses.collect::<String>()
        )
    };
    let start = Instant::now();
    for (name, target) in [
        ("a0", "locals.a1500"),
        ("a700", "locals.a1500"),
        ("b", "locals.c"),
        ("d", "locals.d"),
    ] {
        let found = terraform(&uses(name));
        assert_eq!(found.references.len(), 400);
        assert!(found.references.iter().all(|one| one.target == target));
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

/// Reads a record as a file and as a line, which is the same.
fn record(text: &str) -> Result<PolicyText, String> {
    let [file, line] = ["json", "jsonl"].map(|extension| {
        let mut found = read("a", text, Some(extension)).unwrap_or_else(|error| Found {
            errors: vec![error],
            ..Found::default()
        });
        match found.errors.pop() {
            Some(error) => Err(error.message().replace("a, line 1", "a")),
            None => Ok(found.documents.remove(0)),
        }
    });
    let text = |found: &Result<PolicyText, String>| match found {
        Ok(found) => found.text().to_owned(),
        Err(error) => error.clone(),
    };
    assert_eq!(text(&file), text(&line));
    file
}

const IN_RECORDS: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "cs:*", "Resource": "*"}]}"#;

#[test]
fn policy_in_a_record_is_read_at_any_depth() {
    let quoted = serde_json::Value::from(IN_RECORDS).to_string();
    for value in [IN_RECORDS, &quoted] {
        for text in [
            format!(r#"{{"PolicyName": "deny", "PolicyDocument": {value}}}"#),
            format!(r#"{{"a": {{"PolicyDocument": {value}}}}}"#),
            format!(r#"{{"policies": [1, {{"policy": {value}}}]}}"#),
            format!(r#"{{"Data": {{"Policies": [{{"PolicyDocument": {value}}}]}}}}"#),
            format!(r#"{{"kind": "ConfigMap", "data": {{"deny.json": {value}}}}}"#),
            format!(r#"{{"Version": "1", "x": {{"y": [[{value}]]}}}}"#),
            format!(r#"{{"RequestId": "1", "Data": {{"PolicyDocument": {value}}}}}"#),
            format!(r#"{{"x": {value},}} // mine"#),
        ] {
            let document = record(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(document.text(), IN_RECORDS, "{text}");
            let place = document.outer(ByteRange::new(0, 1)).start;
            assert_eq!(&text[place..=place], "{");
        }
    }
    let inactive = format!(r#"{{"v": {{"IsDefaultVersion": false, "x": {quoted}}}}}"#);
    assert!(record(&inactive).is_ok_and(|found| found.is_inactive_version()));
    let session = format!(r#"{{"RoleArn": "a", "RoleSessionName": "b", "Policy": {quoted}}}"#);
    let kind = record(&session).map(|found| found.kind());
    assert_eq!(kind, Ok(Some(Kind::Session)));
    let trust = format!(r#"{{"r": {{"AssumeRolePolicyDocument": {quoted}}}}}"#);
    let kind = record(&trust).map(|found| found.kind());
    assert_eq!(kind, Ok(Some(Kind::Trust)));
}

#[test]
fn policy_of_a_record_that_cannot_be_read_is_an_error() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let within = quoted(&format!(r#"{{"p": {}}}"#, quoted(IN_RECORDS)));
    for (text, says) in [
        (
            format!(r#"{{"old": {IN_RECORDS}, "new": {IN_RECORDS}}}"#),
            "a contains 2 policies among other values, at 1:9, 1:104; expected one",
        ),
        (
            format!(r#"{{"a": {IN_RECORDS}, "a": [{{"b": {IN_RECORDS}}}]}}"#),
            "a contains 2 policies among other values, at 1:7, 1:107; expected one",
        ),
        (
            format!(r#"{{"body": {within}}}"#),
            "a:1:10: cannot read a policy that is a part of a string",
        ),
        (
            format!(r#"{{"a": {IN_RECORDS}}} b"#),
            "a:1:7: cannot read this policy, since the JSON around it is broken: \
             unexpected text after the document",
        ),
    ] {
        assert_eq!(
            record(&text).map(|found| found.text().to_owned()),
            Err(says.to_owned())
        );
    }
}

/// RAM and its tools escape, indent and comment policies, and people rename their keys.
#[test]
fn policy_of_a_record_is_never_missed() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let misspelt = r#"{"version": "1", "statement": [{"effect": "Deny", "action": "cs:*"}]}"#;
    // Handed to the reader of policies, which reads it or says what is wrong.
    for policy in [
        format!("// mine\n{IN_RECORDS}"),
        format!("# mine\n{IN_RECORDS}"),
        format!("/* mine */ {IN_RECORDS}"),
        format!("\u{feff}{IN_RECORDS}"),
        format!("\n\t {IN_RECORDS}"),
        format!("```json\n{IN_RECORDS}\n```"),
        IN_RECORDS.replace("\"Statement\"", "\"Statements\""),
        IN_RECORDS.replace('"', "'"),
        IN_RECORDS.replace("}]}", "}]"),
        misspelt.to_owned(),
        misspelt.replace("statement", "STATEMENT"),
        misspelt.replace("\"version\": \"1\", ", ""),
    ] {
        for key in ["PolicyDocument", "policy_document", "x"] {
            let text = format!(r#"{{"a": [{{"{key}": {}}}]}}"#, quoted(&policy));
            let found = record(&text);
            assert_eq!(
                found.map(|found| found.text().to_owned()),
                Ok(policy.clone())
            );
        }
    }
    for object in [misspelt, &misspelt.replace("statement", "Statements")] {
        let text = format!(r#"{{"a": {object}}}"#);
        assert_eq!(
            record(&text).map(|found| found.text().to_owned()),
            Ok(object.to_owned())
        );
        assert!(record(&text).is_ok_and(|found| !found.is_other()));
    }
    for text in [
        "# c",
        "acs:ram::system:policy/x",
        "[1]",
        "{\"Version\": \"1\"}",
    ] {
        let record_text = format!(
            r#"{{"r": {{"NewAssumeRolePolicyDocument": {}}}}}"#,
            quoted(text)
        );
        assert_eq!(
            record(&record_text).map(|found| found.text().to_owned()),
            Ok(text.to_owned())
        );
    }
    for text in [
        r#"{"PolicyDocument": ""}"#,
        r#"{"PolicyDocument": "N/A"}"#,
        r#"{"PolicyDocument": {}}"#,
    ] {
        assert!(record(text).is_ok_and(|found| found.is_other()), "{text}");
    }
}

#[test]
fn policy_in_another_form_is_an_error_with_its_place() {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let url = "%7B%22Version%22%3A%221%22%2C%22Statement%22%3A%5B%5D%7D";
    let base64 = "eyJWZXJzaW9uIjoiMSIsIlN0YXRlbWVudCI6W119";
    let statement = r#"{"Effect": "Deny", "Action": ["cs:*"], "Resource": "*"}"#;
    for (value, says) in [
        (
            quoted("CnsiVmVyc2lvbiI6IjEiLCJTdGF0ZW1lbnQiOltdfQ=="),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(url),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(&IN_RECORDS.replace('"', "&quot;")),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(base64),
            "a policy that is encoded, for a URL, for HTML or as Base64",
        ),
        (
            quoted(&format!("[{IN_RECORDS}]")),
            "a policy that is a part of a string",
        ),
        (
            quoted(&quoted(IN_RECORDS)),
            "a policy that is a part of a string",
        ),
        (
            quoted(&format!("[{statement}]")),
            "a policy that is a part of a string",
        ),
        (statement.to_owned(), "a statement that is not in a policy"),
    ] {
        for key in ["PolicyDocument", "x", "policy.json"] {
            let text = format!(r#"{{"{key}": {value}}}"#);
            let at = key.len() + 6;
            let error = format!("a:1:{at}: cannot read {says}");
            assert_eq!(
                record(&text).map(|found| found.text().to_owned()),
                Err(error),
                "{text}"
            );
        }
    }
    // The reader of policies says that a list is not a policy.
    let deep = format!(
        "{}{{\"a\": {IN_RECORDS}}}{}",
        "[".repeat(50),
        "]".repeat(50)
    );
    for text in [&*deep, &format!("[{statement}]"), statement] {
        assert!(record(text).is_ok_and(|found| !found.is_other()), "{text}");
    }
    for answer in [
        format!(
            r#"{{"PolicyVersion": {{"PolicyDocument": {0}}}, "x": {0}}}"#,
            quoted(IN_RECORDS)
        ),
        format!(
            r#"{{"RequestId": "1", "Policy": {0}, "x": [{IN_RECORDS}]}}"#,
            quoted(IN_RECORDS)
        ),
    ] {
        let error = "a is not a valid answer of the RAM API with one policy document";
        assert_eq!(
            record(&answer).map(|found| found.text().to_owned()),
            Err(error.to_owned())
        );
    }
}

/// A field that is about something else may have a policy in its text.
#[test]
fn policy_in_the_text_of_a_record_is_never_missed() {
    let base64 = "a policy that is encoded, for a URL, for HTML or as Base64";
    let inside = "a policy that is a part of a string";
    let not_json = "a policy that is not JSON, such as one in YAML";
    let yaml =
        "Version: '1'\nStatement:\n- Effect: Deny\n  Action: cs:*\n  Resource: '*'\n".to_owned();
    let flow = "Statement: [{Effect: Deny, Action: 'cs:*', Resource: '*'}]".to_owned();
    let template = yaml.replace('\n', "\n    ");
    let template =
        format!("ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  P:\n    {template}");
    let hcl = r#"policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "cs:*" }] })"#;
    for (text, says) in [
        // Base64 of `[{`, of a comment, of spaces and of a line break before the policy, and of YAML.
        (
            "W3siU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJEZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX1d".to_owned(),
            base64,
        ),
        (
            "Ly8geAp7IlN0YXRlbWVudCI6W3siRWZmZWN0IjoiRGVueSIsIkFjdGlvbiI6ImNzOioifV19".to_owned(),
            base64,
        ),
        (
            "ICB7IlN0YXRlbWVudCI6W3siRWZmZWN0IjoiRGVueSIsIkFjdGlvbiI6ImNzOioifV19".to_owned(),
            base64,
        ),
        (
            "\nCnsiU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJE\nZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX0=\n".to_owned(),
            base64,
        ),
        (
            "data:;base64,CnsiU3RhdGVtZW50IjpbeyJFZmZlY3QiOiJEZW55IiwiQWN0aW9uIjoiY3M6KiJ9XX0="
                .to_owned(),
            base64,
        ),
        (
            "U3RhdGVtZW50OgotIEVmZmVjdDogRGVueQogIEFjdGlvbjogY3M6Kgo=".to_owned(),
            base64,
        ),
        (
            format!("aliyun ram CreatePolicy --PolicyDocument '{IN_RECORDS}'"),
            inside,
        ),
        (format!("policy={IN_RECORDS}"), inside),
        (
            format!("<PolicyDocument>{IN_RECORDS}</PolicyDocument>"),
            inside,
        ),
        (format!("x \"{}\"", IN_RECORDS.replace('"', "\\\"")), inside),
        (yaml.to_lowercase(), not_json),
        (yaml, not_json),
        (flow, not_json),
        (template, not_json),
        (hcl.to_owned(), not_json),
    ] {
        let value = serde_json::Value::from(&*text);
        let found = record(&format!(r#"{{"data": {{"a": {value}}}}}"#));
        let error = format!("a:1:16: cannot read {says}");
        assert_eq!(
            found.map(|found| found.text().to_owned()),
            Err(error),
            "{text}"
        );
        // Text for people has examples.
        let prose = record(&format!(r#"{{"description": {value}}}"#));
        assert!(
            prose.is_ok_and(|found| found.is_other()) || says == base64,
            "{text}"
        );
        let file = format!("resource \"x\" \"y\" {{\n  a = <<EOF\n{text}\nEOF\n}}\n");
        let found = read("main.tf", &file, Some("tf")).expect("a file");
        assert_eq!(found.errors.len(), 1, "{file}");
    }
    let boundary = record(&format!(r#"{{"PermissionBoundary": {IN_RECORDS}}}"#));
    let error =
        "a:1:24: cannot read a permission boundary, which only limits what other policies allow";
    assert_eq!(
        boundary.map(|found| found.text().to_owned()),
        Err(error.to_owned())
    );
}

/// Asserts the kinds of a policy in the place of `@`.
fn assert_kinds(records: &[(&str, Option<Kind>)]) {
    let policy = serde_json::Value::from(IN_RECORDS).to_string();
    for (text, kind) in records {
        let found = record(&text.replace('@', &policy));
        assert_eq!(found.map(|found| found.kind()), Ok(*kind), "{text}");
    }
}

#[test]
fn parameters_of_an_operation_show_the_kind() {
    assert_kinds(&[
        (
            r#"{"RoleArn": "a", "SAMLProviderArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"OIDCToken": "a", "OIDCProviderArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"role_arn": "a", "role_session_name": "b", "policy": @}"#,
            Some(Kind::Session),
        ),
        (r#"{"roleArn": "a", "policy": @}"#, Some(Kind::Session)),
        (
            r#"{"profiles": [{"ram_role_arn": "a", "policy": @}]}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"assume_role_with_oidc": {"policy": @}}"#,
            Some(Kind::Session),
        ),
        (r#"{"assume_role": [{"policy": @}]}"#, Some(Kind::Session)),
        (
            r#"{"RoleName": "a", "NewAssumeRolePolicyDocument": @}"#,
            Some(Kind::Trust),
        ),
        (
            r#"{"role": {"assume_role_policy_document": @}}"#,
            Some(Kind::Trust),
        ),
        (
            r#"{"PolicyName": "a", "EffectScope": "RAM", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"x": {"ControlPolicy": {"PolicyDocument": @}}}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"KeyId": "a", "PolicyName": "default", "Policy": @}"#,
            Some(Kind::Key),
        ),
        (
            r#"{"EndpointId": "a", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (r#"{"RoleArn": "a", "PolicyDocument": @}"#, None),
        (r#"{"PolicyName": "a", "Policy": @}"#, None),
    ]);
}

/// What is nearest to the policy counts.
#[test]
fn events_and_recorded_requests_show_the_kind() {
    assert_kinds(&[
        (
            r#"{"RequestId": "a", "RoleArn": "b", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (r#"{"RequestId": "a", "Policy": @}"#, Some(Kind::Key)),
        (
            r#"{"eventName": "AssumeRoleWithOIDC", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"RequestId": "a", "Action": "AssumeRole", "Policy": @}"#,
            Some(Kind::Session),
        ),
        (
            r#"{"eventName": "SetKeyPolicy", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Key),
        ),
        (
            r#"{"eventName": "PutBucketPolicy", "requestParameters": {"Policy": @}}"#,
            Some(Kind::Bucket),
        ),
        (r#"{"session_policy": @}"#, Some(Kind::Session)),
        (r#"{"SessionPolicy": {"Document": @}}"#, Some(Kind::Session)),
        (r#"{"SessionPolicies": [@]}"#, Some(Kind::Session)),
        (
            r#"{"PolicyId": "a", "NewPolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"PolicyId": "cp-a", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"eventName": "UpdateControlPolicy", "requestParameters": {"NewPolicyDocument": @}}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"ControlPolicies": [{"PolicyType": "Custom", "PolicyDocument": @}]}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"RequestId": "a", "VpcId": "b", "PolicyName": "c", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (
            r#"{"RequestId": "a", "PolicyDocument": @}"#,
            Some(Kind::Endpoint),
        ),
        (
            r#"{"RequestId": "a", "PolicyName": "b", "PolicyDocument": @}"#,
            None,
        ),
        (
            r#"{"RequestId": "a", "PolicyName": "b", "EffectScope": "RAM", "PolicyDocument": @}"#,
            Some(Kind::Control),
        ),
        (
            r#"{"eventName": "CreatePolicyVersion", "requestParameters": {"PolicyDocument": @}}"#,
            Some(Kind::Identity),
        ),
    ]);
}

#[test]
fn record_about_something_else_has_no_policy() {
    for text in [
        r#"{"name": "a", "version": "1", "Version": "1", "scripts": {"Action": "b"}}"#,
        r#"{"type": "object", "properties": {"Statement": {"type": "array"}, "Version": {}}}"#,
        r#"{"account": {"Statement": [{"date": "1", "amount": 2}]}}"#,
        r#"{"text": "a \"Statement\" of ours", "more": "[\"Statement\"]"}"#,
        r#"{"text": "{\"type\": {\"Statement\": {\"type\": 1}}}"}"#,
        r#"{"rules": [{"effect": "allow", "action": "read"}], "more": {"statement": "SELECT 1"}}"#,
        r#"{"PolicyDocument": {"type": "string"}, "a": "eyJ4IjogMX0=", "b": "ewww", "c": "%22"}"#,
        r#"{"ROSTemplateFormatVersion": "1", "a": {"Version": "1", "Statement": []}}"#,
        r#"{"lint": "effect: none\nstatement: all", "build": "sideEffect=deny; if (statement) {}"}"#,
        r#"{"a": "our statement on the effect: we deny it", "integrity": "sha512-c3RhdGVtZW50c3RhdGVtZW50"}"#,
    ] {
        assert_eq!(
            record(text).map(|found| found.text().to_owned()),
            Ok(text.to_owned())
        );
    }
}

#[test]
fn policy_inside_a_value_of_a_plan_is_found() {
    let policy = serde_json::Value::from(IN_RECORDS);
    let plan = |values: &str| {
        let resource = format!(r#"{{"address": "a.b", "type": "alicloud_a", "values": {values}}}"#);
        let text = format!(
            r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resource}]}}}}}}"#
        );
        read("plan.json", &text, Some("json")).expect("a plan")
    };
    let found = plan(&format!(
        r#"{{"data": [{{"p.json": {policy}}}], "policy": "// mine"}}"#
    ));
    assert_eq!(found.documents[0].address(), "a.b.data.p.json");
    assert_eq!(found.documents[0].text(), IN_RECORDS);
    // As an object, and in a state.
    let manifest = format!(r#"{{"manifest": {{"spec": [{{"policy": {IN_RECORDS}}}]}}}}"#);
    let state = format!(
        r#"{{"version": 4, "terraform_version": "1", "lineage": "l", "resources": [
        {{"type": "a", "name": "b", "instances": [{{"attributes": {manifest}}}]}}]}}"#
    );
    let of_state = read("terraform.tfstate", &state, Some("json")).expect("a state");
    for found in [plan(&manifest), of_state] {
        assert_eq!(found.documents[0].address(), "a.b.manifest.spec.policy");
        assert_eq!(found.documents[0].text(), IN_RECORDS);
    }
    let statement = r#"{"spec": {"rule": {"Effect": "Deny", "Action": "cs:*"}}}"#;
    assert_eq!(
        plan(statement).errors[0].message(),
        "cannot read a statement that is not in a policy: a.b.spec.rule"
    );
    let blocks = r#""statement": [{"effect": "Deny", "action": ["cs:*"], "resource": ["*"]}]"#;
    assert_eq!(plan(&format!("{{{blocks}}}")).errors.len(), 1);
    let with_document = plan(&format!(r#"{{{blocks}, "policy_document": {policy}}}"#));
    assert_eq!(with_document.errors, []);
    assert_eq!(with_document.documents.len(), 1);
    let broken = r#"{"permission_policies": [{"permission_policy_document": "{'oops"}]}"#;
    assert_eq!(plan(broken).documents[0].text(), "{'oops");
    let url = r#"{"data": {"p": "%7B%22Statement%22%3A%5B%5D%7D"}}"#;
    assert_eq!(
        plan(url).errors[0].message(),
        "cannot read a policy that is encoded, for a URL, for HTML or as Base64: a.b.data.p"
    );
}

/// A plan has far more values than a policy may have, and is nested deeper.
#[test]
fn large_plan_is_read() {
    let other = "[".repeat(60) + &"]".repeat(60);
    let resource = r#"{"address": "alicloud_vpc.v", "type": "alicloud_vpc", "values": {"n": 1}}"#;
    let policy = serde_json::Value::from(IN_RECORDS);
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {other},
        "planned_values": {{"root_module": {{"resources": [{}
        {{"address": "alicloud_ram_policy.p", "type": "alicloud_ram_policy", "values": {{"policy_document": {policy}}}}}]}}}}}}"#,
        format!("{resource},").repeat(30_000)
    );
    let found = read("plan.json", &text, Some("json")).expect("a plan");
    assert_eq!(found.documents[0].text(), IN_RECORDS);
    assert_eq!(
        found.documents[0].address(),
        "alicloud_ram_policy.p.policy_document"
    );
}
