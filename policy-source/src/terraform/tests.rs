//! Documents in Terraform files.

use super::documents::documents;
use super::found::Documents;
use super::scope::Scope;
use crate::container::Container;
use crate::policy_text::PolicyText;
use std::{env, fs};

fn found(text: &str) -> Documents {
    let found = documents("main.tf", text, &Scope::default())
        .unwrap_or_else(|error| panic!("{error:?} in {text}"));
    let texts = found
        .read
        .iter()
        .filter(|it| !matches!(it.container, Container::JsonEncode | Container::Blocks));
    texts.for_each(|it| check(it, text));
    found
}

fn only(text: &str) -> PolicyText {
    let mut read = found(text).read;
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0)
}

/// Checks that every run is a copy of the file or starts at an escape or a computed part.
fn check(document: &PolicyText, file: &str) {
    let ram_policy::json::Embedded { text, runs } = &document.embedded;
    assert_eq!(runs.first().map(|run| run.0), Some(0), "{text}");
    for pair in runs.windows(2) {
        let ((start, place), (end, next)) = (pair[0], pair[1]);
        assert!(start < end && place < next, "{runs:?} in {file}");
        let is_copy = file[place..].starts_with(&text[start..end]);
        let escapes = ["\\", "$${", "%%{", "${", "%{"];
        let is_escape = escapes.iter().any(|it| file[place..].starts_with(it));
        assert!(is_copy || is_escape, "{runs:?} in {file}");
    }
    assert_eq!(runs.last().map(|run| run.0), Some(text.len()));
    for (offset, _) in text.char_indices() {
        assert!(file.is_char_boundary(document.place(offset)));
    }
}

fn json(document: &PolicyText) -> serde_json::Value {
    let value = serde_json::from_str(&document.embedded.text);
    value.unwrap_or_else(|error| panic!("{error} in {}", document.embedded.text))
}

#[test]
fn corpus_policies_are_found_and_are_json() {
    let Some(corpus) = env::var_os("ACK_CATALOG_CORPUS") else {
        return;
    };
    let folder = std::path::Path::new(&corpus).join("policies-terraform");
    let mut files = 0;
    for file in fs::read_dir(folder).expect("the corpus") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("text");
        for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text] {
            let document = only(&text);
            assert_eq!(document.address, "locals.policy_json");
            assert!(json(&document)["Statement"].is_array());
        }
        files += 1;
    }
    assert_eq!(files, 18);
}

#[test]
fn address_names_blocks_and_objects() {
    let file = r#"
        module "b" {
          inner { policy_document = "{1}" }
          many = [merge({ "policy" = "{\"Statement\": 2}" }, {})]
          other = "{}"
          text = "{\"Statement\": 3}"
        }
        policy = "no document"
    "#;
    let found = found(file);
    let names: Vec<&str> = found.read.iter().map(|it| &*it.address).collect();
    let inner = "module.b.inner.policy_document";
    assert_eq!(names, [inner, "module.b.many.policy", "module.b.text"]);
    assert_eq!(found.unread, []);
}

#[test]
fn expressions_are_reported_as_unread() {
    let file = r#"
        policy   = jsonencode(merge(var.a, { policy = "{}" }))
        document = "${local.é}"
        x = { policy_document = data.a.b.json, assume_role_policy_document = null }
        other = file("a")
    "#;
    let found = found(file);
    assert_eq!(found.read.len(), 0);
    let unread = found.unread.iter();
    let unread: Vec<_> = unread
        .map(|it| (&*it.address, &file[it.range.start..][..6]))
        .collect();
    let x = ("x.policy_document", "data.a");
    assert_eq!(unread, [("policy", "jsonen"), ("document", "\"${loc"), x]);
}

/// Returns the addresses of the policies that are read, and of those that are not.
fn addresses(text: &str) -> [Vec<String>; 2] {
    let Documents { read, unread, .. } = found(text);
    let read = read.into_iter().map(|it| it.address).collect();
    [read, unread.into_iter().map(|it| it.address).collect()]
}

#[test]
fn reference_to_a_local_document_is_read() {
    let local = r#"locals { a = "{\"Statement\": 1}" }"#;
    for (value, is_read) in [
        ("local.a", true),
        (r#""${local.a}""#, true),
        (r#""${ local.a }""#, true),
        ("local.b", false),
        (r#""${local.b}""#, false),
        ("local.a[0]", false),
        ("local.a.b", false),
        ("local.a == 1 ? local.b : null", false),
        (r#"replace(local.a, "a", "b")"#, false),
    ] {
        let unread = if is_read { &[][..] } else { &["policy"] };
        let [read, not] = addresses(&format!("{local}\npolicy = {value}\n"));
        assert_eq!(
            (&*read[0], &*not),
            (
                "locals.a",
                &*unread.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()
            ),
            "{value}"
        );
    }
}

#[test]
fn computed_policies_are_reported_as_unread() {
    let text = r#""{\"Statement\": 1}""#;
    for (file, address) in [
        (
            format!("locals {{\n a = var.x ? {text} : \"\"\n}}"),
            "locals.a",
        ),
        (format!("locals {{\n a = replace({text}, \"a\", \"b\")\n}}"), "locals.a"),
        (format!("locals {{\n a = ({text})\n}}"), "locals.a"),
        (
            format!("locals {{\n a = [for x in var.x : {{ policy = {text} }}]\n}}"),
            "locals.a.policy",
        ),
        (
            format!("locals {{\n a = var.x ? {{ policy = {text} }} : null\n}}"),
            "locals.a.policy",
        ),
        ("locals {\n a = jsonencode({ Statement = var.x })\n}".to_owned(), "locals.a"),
        ("locals {\n a = { Statement = [var.x] }\n}".to_owned(), "locals.a"),
        ("policy = jsonencode({ (var.x) = [] })".to_owned(), "policy"),
        ("resource \"alicloud_ram_policy\" \"a\" {\n statement = [{ effect = var.x }]\n}".to_owned(), "resource.alicloud_ram_policy.a.statement"),
        ("policy = jsonencode({ Statement = [for x in var.x : {}] })".to_owned(), "policy"),
        ("policy = jsonencode(var.x ? { Statement = [] } : {})".to_owned(), "policy"),
        ("policy_document = file(\"b.json\")".to_owned(), "policy_document"),
        ("policy_document = \"${file(\"b.json\")}\"".to_owned(), "policy_document"),
        (
            "a = <<EOF\n%{ if x }{\"Statement\": 1}%{ endif }\nEOF".to_owned(),
            "a",
        ),
        (
            "data \"alicloud_ram_policy_document\" \"a\" {\n source_policy_documents = var.x\n statement {\n }\n}"
                .to_owned(),
            "data.alicloud_ram_policy_document.a",
        ),
        (
            "resource \"alicloud_ram_policy\" \"a\" {\n dynamic \"statement\" {\n }\n}".to_owned(),
            "resource.alicloud_ram_policy.a",
        ),
    ] {
        assert_eq!(
            addresses(&format!("{file}\n")),
            [vec![], vec![address.to_owned()]],
            "{file}"
        );
    }
    // Of three with one address, two are named: the third refers to a document.
    let shared = format!(
        "locals {{\n a = {text}\n}}\nx = [{{ policy = local.a }}, {{ policy = file(\"b\") }}, {{ policy = local.b }}]\n"
    );
    assert_eq!(addresses(&shared)[1], ["x.policy", "x.policy"]);
    // Each item of a list is read.
    let list = format!("locals {{\n a = [{text}, {text}]\n}}\n");
    assert_eq!(addresses(&list), [vec!["locals.a".to_owned(); 2], vec![]]);
}

#[test]
fn escapes_of_a_quoted_string_are_decoded() {
    let file = r#"policy = "{\"é\": \"\u4e2d\U0001F600\\\"\\n$${a}%%{b}$c\"}\n""#;
    let document = only(file);
    assert_eq!(
        document.embedded.text,
        "{\"é\": \"中😀\\\"\\n${a}%{b}$c\"}\n"
    );
    assert!(document.holes.is_empty());
    let (from, to) = (document.embedded.text.find("$c"), file.find("$c"));
    assert_eq!(from.map(|it| document.place(it)), to);
    assert_eq!(document.place(document.embedded.text.len()), file.len() - 1);
}

#[test]
fn heredoc_has_only_template_escapes() {
    let document = only("policy = <<EOF\n{\"a\": \"\\n$${x}\\\"${y}\"}\nEOF\n");
    assert_eq!(document.embedded.text, "{\"a\": \"\\n${x}\\\"${y}\"}\n");
    assert_eq!(
        &document.embedded.text[document.holes[0].as_range()],
        "${y}"
    );
}

#[test]
fn heredoc_indentation_is_removed() {
    for end in ["\n", "\r\n"] {
        let file =
            "policy = <<-EOF\n    {\n      \"é\":\n\n    ${x}}\n    EOF\n".replace('\n', end);
        let document = only(&file);
        let text = "{\n  \"é\":\n\n\"${x}\"}\n".replace('\n', end);
        assert_eq!(document.embedded.text, text);
    }
}

#[test]
fn computed_parts_become_json_strings() {
    let lines = "policy = <<EOF\n{\"a\": \"b/${x[\"é\\n\"]}/c\", \"d\": ${f(\n\"${y}\")}}\nEOF\n";
    let document = only(lines);
    assert_eq!(json(&document)["a"], "b/${x[\"é\\n\"]}/c");
    assert_eq!(json(&document)["d"], "${f(\n\"${y}\")}");
    let start = document.holes[1].start;
    assert!(lines[document.place(start + 7)..].starts_with("${f("));
    assert!(lines[document.place(document.holes[1].end)..].starts_with("}\nEOF"));
    let quoted = only(r#"policy = "{\"a\": \"${x["b"]}\", \"c\": ${d}}""#);
    assert_eq!(json(&quoted)["a"], "${x[\"b\"]}");
    assert_eq!(json(&quoted)["c"], "${d}");
}

#[test]
fn directive_is_a_value_only_where_one_fits() {
    for (text, expected) in [
        (
            r#"{"a": "%{ if x }b%{ endif }"}"#,
            r#"{"a": "%{ if x }b%{ endif }"}"#,
        ),
        (
            r#"{"a": %{ if x }1%{ else }2%{ endif }}"#,
            r#"{"a": "%{ if x }1%{ else }2%{ endif }"}"#,
        ),
        (r#"["b" %{ if x }, "c"%{ endif }]"#, r#"["b"  ]"#),
        (r#"[%{ for a in b }"${a}",%{ endfor } "c"]"#, r#"[  "c"]"#),
        (
            r"[%{ for a in b }1%{ endfor }]",
            r#"["%{ for a in b }1%{ endfor }"]"#,
        ),
    ] {
        let document = only(&format!("policy = <<EOF\n{{\"x\": {text}}}\nEOF\n"));
        assert_eq!(document.embedded.text, format!("{{\"x\": {expected}}}\n"));
        assert_eq!(
            (json(&document).is_object(), document.holes.len()),
            (true, 1)
        );
    }
}

#[test]
fn syntax_error_has_a_position() {
    let error =
        documents("main.tf", "\u{feff}a = 1\nb = é)\n", &Scope::default()).expect_err("an error");
    assert_eq!(error.offset, 15, "{}", error.message);
    assert_eq!(
        documents("main.tf", "a = [é", &Scope::default())
            .expect_err("an error")
            .offset,
        5
    );
}

#[test]
fn deep_nesting_is_rejected() {
    let pairs = [
        ("[", "]"),
        ("${\"", "\"}"),
        ("(", ")"),
        ("{a=", "}"),
        ("f(", ")"),
        ("!", ""),
        ("b?c:", ""),
    ];
    for (open, close) in pairs.into_iter().chain([("1+", "")]) {
        let (open, close) = (open.repeat(10_000), close.repeat(10_000));
        let quote = if open.starts_with('$') { "\"" } else { "" };
        for close in [&*close, ""] {
            let file = format!("a = {quote}{open}1{close}{quote}\n");
            assert!(documents("main.tf", &file, &Scope::default()).is_err());
        }
    }
    assert!(
        documents(
            "main.tf",
            &("a {\n".repeat(10_000) + &"}\n".repeat(10_000)),
            &Scope::default()
        )
        .is_err()
    );
    assert!(
        documents(
            "main.tf",
            &("a = <<EOF\n".to_owned() + &"%{ if a }".repeat(10_000)),
            &Scope::default()
        )
        .is_err()
    );
}
