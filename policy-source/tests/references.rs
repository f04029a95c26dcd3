//! References to values of the folder.

use crate::common::{in_folder, only, refused, terraform, with_actions};
use ram_policy::{ByteRange, Kind};
use ram_policy_source::{PolicyText, Scope, read_in, rewrite};
use std::time::Instant;

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
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

/// Each file of a folder is read with all others, and each fix is proved with them.
#[test]
fn folder_of_many_files_is_read_in_time() {
    const COUNT: usize = 300;
    let file = |n: usize| {
        let next = (n + 1) % COUNT;
        format!(
            r#"
locals {{
  policy{n} = jsonencode({{ Statement = [{{ Effect = "Allow", Action = local.actions, Resource = "${{local.prefix}}/{n}" }}] }})
}}
resource "alicloud_ram_policy" "p{n}" {{
  policy_document = local.policy{next}
}}
resource "alicloud_ram_role" "r{n}" {{
  assume_role_policy_document = "{{\"Statement\": []}}"
}}
"#
        )
    };
    let names: Vec<String> = (0..COUNT).map(|n| format!("f{n}.tf")).collect();
    let texts: Vec<String> = (0..COUNT).map(file).collect();
    let shared =
        "locals {\n  prefix = \"acs:cs:*:*:cluster\"\n  actions = [\"cs:GetClusters\"]\n}\n";
    let files = names.iter().zip(&texts);
    let files = files.map(|(name, text)| (&**name, &**text));
    let folder = Scope::new(files.chain([("locals.tf", shared)]));
    let start = Instant::now();
    for (n, (name, text)) in names.iter().zip(&texts).enumerate() {
        let scope = folder.without(name);
        let found = read_in(name, text, Some("tf"), &scope).expect("a file");
        let kinds: Vec<_> = found.documents.iter().map(PolicyText::kind).collect();
        assert_eq!(kinds, [Some(Kind::Identity), Some(Kind::Trust)]);
        assert_eq!(found.documents[0].holes(), []);
        assert_eq!(
            found.references[0].target,
            format!("locals.policy{}", (n + 1) % COUNT)
        );
        let text_of_trust = found.documents[1].text();
        let end = text_of_trust.find("[]").expect("a list");
        let change = vec![(ByteRange::new(end, end + 2), "[{}]".to_owned())];
        let changes: [(&PolicyText, &[_]); 2] =
            [(&found.documents[0], &[]), (&found.documents[1], &change)];
        let fixed = rewrite(name, text, Some("tf"), &scope, &changes).expect("a proof");
        assert!(fixed.contains("[{}]"));
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

/// The text that is read counts in the place of the one that the folder has.
#[test]
fn changed_file_shows_the_kinds_of_its_policies() {
    let policy = r#"{ Statement = [{ Effect = "Allow", Action = "cs:*", Resource = "*" }] }"#;
    let before = "locals {\n  a = local.b\n}\n";
    let after = format!("locals {{\n  a = {policy}\n}}\n");
    let other = "locals {\n  b = 1\n  c = local.a\n}\nresource \"alicloud_ram_role\" \"r\" {\n  assume_role_policy_document = jsonencode(local.c)\n}\n";
    for folder in [
        vec![("main.tf", before), ("other.tf", other)],
        vec![("other.tf", other)],
    ] {
        let scope = Scope::new(folder);
        let found = read_in("main.tf", &after, Some("tf"), &scope).expect("a file");
        let kinds: Vec<_> = found.documents.iter().map(PolicyText::kind).collect();
        assert_eq!(kinds, [Some(Kind::Trust)]);
    }
}

/// A policy in a map is read where it is written.
#[test]
fn policy_of_a_local_map_is_read() {
    let statement = r#"[{ Effect = "Deny", Action = "cs:*", Resource = "*" }]"#;
    for (docs, reference) in [
        ("a = @", "local.docs.a"),
        ("a = @", "local.docs[\"a\"]"),
        ("x = { a = @ }", "local.docs.x.a"),
    ] {
        let policy = format!("{{ Version = \"1\", Statement = {statement} }}");
        let docs = docs.replace('@', &policy);
        let text = format!(
            "locals {{\n  docs = {{ {docs} }}\n}}\nresource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = jsonencode({reference})\n}}\n"
        );
        let found = only(&text);
        assert_eq!(found.kind(), Some(Kind::Identity), "{text}");
    }
}

/// Arguments of modules with the policies of other places.
#[test]
fn policies_that_a_loop_makes_are_an_error() {
    for value in [
        "[for f in data.local_file.p : f.content]",
        "{ for k, f in data.local_file.p : k => f.content }",
        "[for a in module.pols : a.document]",
        "[for f in keys(module.p) : module.p[f].document]",
        "[for f in data.local_file.p : trimspace(f.content)]",
        "[for f in module.p : f]",
        "[for f in module.p : [for x in [\"a\"] : f][0]]",
        "flatten([for f in module.p : [for x in [\"a\"] : f]])",
        "[for f in module.p : [for x in [\"a\"] : f]]",
        "[[for f in module.p : f.name if f.x][0], [for f in module.p : f]]",
    ] {
        for name in [
            "policy",
            "policies",
            "policy_documents",
            "my_policy_document",
        ] {
            let text = format!("module \"m\" {{\n  {name} = {value}\n}}\n");
            let errors = refused(&text);
            let is_computed = errors.iter().any(|error| error.contains("computes"));
            assert!(is_computed, "{text}: {errors:?}");
        }
    }
}

#[test]
fn names_of_policies_are_not_policies() {
    let policy = with_actions("\"cs:*\"");
    for value in [
        "[alicloud_ram_policy.p.id]",
        "[alicloud_ram_policy.p.policy_name]",
        "alicloud_ram_policy.p[*].policy_name",
        "[for p in [alicloud_ram_policy.p] : p.policy_name]",
        "[for name in [\"a\", \"b\"] : name]",
        "{ a = aws_iam_policy.p.arn }",
        "[vault_policy.p.name, alicloud_ecs_auto_snapshot_policy.p.id]",
        "{ dev = data.vault_policy_document.d.hcl }",
        "alicloud_kms_policy.p.policy_name",
        "module.p.arn",
        "toset([\"a\", \"b\"])",
        "toset([alicloud_ram_policy.p.id])",
        "module.p.policy_arn",
        "module.p.policy_names",
        "module.p[\"a\"].policy_ids",
        "concat([alicloud_ram_policy.p.id], [\"a\"], module.p.names)",
        "distinct(compact(flatten([[alicloud_ram_policy.p.id], module.p.all_policy_names])))",
        "try(alicloud_ram_policy.p.id, null)",
        "try(alicloud_ram_policy.p[0].id, \"\")",
        "coalesce(alicloud_ram_policy.p.policy_name, \"none\")",
        "one(alicloud_ram_policy.p[*].id)",
        "one(alicloud_ram_policy.p).id",
        "values(alicloud_ram_policy.p)[*].id",
        "lower(alicloud_ram_policy.p.policy_name)",
        "format(\"%s-x\", alicloud_ram_policy.p.policy_name)",
        "join(\"-\", [\"a\", alicloud_ram_policy.p.id])",
        "split(\",\", alicloud_ram_policy.p.id)[0]",
        "\"${path.module}/policies/a.json\"",
        "[\"${path.root}/a.json\", \"./b.json\"]",
        "\"${alicloud_ram_policy.p.policy_name}-${terraform.workspace}\"",
    ] {
        for name in ["policy", "policies"] {
            only(&format!(
                "{policy}module \"m\" {{\n  {name} = {value}\n}}\n"
            ));
        }
    }
    // That of a value may be a policy.
    for value in [
        "toset([file(\"p.tpl\")])",
        "concat([file(\"p.tpl\")], [\"a\"])",
        "concat([alicloud_ram_policy.p.id], [module.p.document])",
        "try(file(\"p.tpl\"), null)",
        "try(file(\"p.tpl\"), \"a\")",
        "coalesce(data.local_file.p.content, \"none\")",
        "lookup({ a = file(\"p.tpl\") }, \"a\")",
        "lookup({ a = file(\"p.tpl\") }, \"a\", \"none\")",
        "one([file(\"p.tpl\")])",
        "values({ a = file(\"p.tpl\") })",
        "values(local.all)[*].id",
        "values(var.all)[0].policy_name",
        "lower(file(\"p.tpl\"))",
        "format(\"%s\", file(\"p.tpl\"))",
        "format(\"{%s}\", alicloud_ram_policy.p.id)",
        "join(\"\", [file(\"p.tpl\")])",
        "\"${file(\"p.tpl\")}\"",
        "\"${data.local_file.p.content}${alicloud_ram_policy.p.id}\"",
        "[for path in module.p.all : path.document]",
        "[for count in module.p.all : count.policy]",
        "module.p.name_document",
        "module.p[\"id\"]",
        "local.all.name",
        "var.all.id",
        "alicloud_ram_policy.p.document",
    ] {
        let text = format!("module \"m\" {{\n  policies = [{value}]\n}}\n");
        assert_ne!(
            refused(&text),
            ["no policy document found in main.tf"],
            "{text}"
        );
    }
}

/// White space around a document changes nothing, and `lookup` names a key.
#[test]
fn policy_in_a_function_that_keeps_it_is_read() {
    let json =
        r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "cs:*", "Resource": "*"}]}"#;
    let heredoc = format!("<<EOF\n{json}\nEOF\n");
    let main = |value: &str| {
        format!(
            "locals {{\n  p = {heredoc}\n  all = {{ a = jsonencode({json}) }}\n}}\nresource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {value}\n}}\n"
        )
    };
    for (value, kinds) in [
        ("chomp(local.p)", [Some(Kind::Identity), None]),
        ("(chomp(trimspace(local.p)))", [Some(Kind::Identity), None]),
        ("\"${trimspace(local.p)}\"", [Some(Kind::Identity), None]),
        ("lookup(local.all, \"a\")", [None, Some(Kind::Identity)]),
    ] {
        let found = terraform(&main(value));
        let errors = (found.errors.len(), found.references.len());
        assert_eq!(errors, (0, 0), "{value}: {:?}", found.errors);
        let of: Vec<_> = found.documents.iter().map(PolicyText::kind).collect();
        assert_eq!(of, kinds, "{value}");
    }
    for value in [
        "lookup(local.all, \"a\", \"{}\")",
        "lookup(local.all, var.a)",
        "trimsuffix(local.p, \"x\")",
    ] {
        let found = terraform(&main(value));
        assert_eq!(found.errors.len() + found.references.len(), 1, "{value}");
    }
    let found = terraform(&main("trimspace(file(\"${path.module}/a.json\"))"));
    assert_eq!(found.references[0].target, "file:a.json");
    // A literal one can be changed.
    for call in ["chomp", "trimspace"] {
        let text = format!(
            "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = {call}({heredoc})\n}}\n"
        );
        let found = only(&text);
        let star = found.text().rfind('*').expect("a star");
        let change = vec![(ByteRange::new(star, star + 1), "${x}".to_owned())];
        let scope = Scope::default();
        let fixed = rewrite("main.tf", &text, Some("tf"), &scope, &[(&found, &change)]);
        assert_eq!(
            fixed.expect("a proof"),
            text.replace("\"Resource\": \"*\"", "\"Resource\": \"$${x}\"")
        );
    }
}
