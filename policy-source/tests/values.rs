//! Values of Terraform in a policy.

use crate::common::{in_folder, terraform, with_actions};
use ram_policy::ByteRange;
use ram_policy_source::{Scope, rewrite};

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
fn names_paths_and_dates_are_not_policies() {
    let of_module = |value: &str| {
        format!(
            "locals {{\n  names = [\"a\", \"b\"]\n  all = {{ a = \"x\" }}\n}}\nmodule \"m\" {{\n  policies = {value}\n}}\n"
        )
    };
    for value in [
        "fileset(path.module, \"policies/*.json\")",
        "[for path in fileset(path.module, \"*.json\") : path]",
        "{ for path in fileset(path.module, \"*.json\") : basename(path) => path }",
        "[for path in fileset(path.module, \"*.json\") : filemd5(path)]",
        "[for name in local.names : upper(name)]",
        "[for name in var.names : lower(name)]",
        "[for name in local.names : \"team-${name}\"]",
        "[for name in local.names : [for number in [1, 2] : format(\"%s-%d\", name, number)]]",
        "[for name, value in local.all : name]",
        "keys(local.all)",
        "jsonencode(local.names)",
        "jsonencode([for policy in alicloud_ram_policy.p : policy.policy_name])",
        "alicloud_ram_policy.p.create_date",
        "data.alicloud_ram_policies.all.policies[0].update_date",
        "alicloud_ram_policy.p.description",
        "random_id.p.hex",
        "timestamp()",
    ] {
        let text = of_module(value);
        let found = terraform(&text);
        let errors = found.errors.len() + found.references.len();
        assert_eq!((found.documents.len(), errors), (0, 0), "{text}");
    }
    for value in [
        "{ for path in fileset(path.module, \"*.json\") : path => file(path) }",
        "[for name in var.names : name.document]",
        "[for name in var.policies : name]",
        "[for name in local.names : templatefile(\"p.tftpl\", { name = name })]",
        "[for name in local.names : jsonencode({ Statement = [{ Effect = \"Deny\", Action = name }] })]",
        // The variable of the inner loop has another value.
        "[for name in local.names : [for name in var.policies : name]]",
        "[for name, value in var.policies : name]",
        "jsonencode(var.policies)",
        "jsonencode([for policy in alicloud_ram_policy.p : policy.policy_document])",
    ] {
        let text = of_module(value);
        let found = terraform(&text);
        assert!(found.documents.is_empty(), "{text}");
        assert_ne!(found.errors.len() + found.references.len(), 0, "{text}");
    }
}
