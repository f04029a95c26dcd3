//! Laws of completion: an item that is applied leaves the text readable.

use crate::common::CLUSTERS;
use crate::common::editor::edited;
use lsp_server::Message;
use serde_json::{Value, json};

/// A language server in this process, with one document.
struct Typing {
    server: ack_catalog_cli::Server,
    uri: String,
}

impl Typing {
    fn new(name: &str) -> Self {
        let mut typing = Self {
            server: ack_catalog_cli::Server::new(),
            uri: format!("untitled:{name}"),
        };
        typing.send(&json!({ "id": 0, "method": "initialize", "params": { "capabilities": {} } }));
        let language = match name.rsplit('.').next() {
            Some("tf") => "terraform",
            Some(other) => other,
            None => "json",
        };
        let document =
            json!({ "uri": typing.uri, "languageId": language, "version": 0, "text": "" });
        let params = json!({ "textDocument": document });
        typing.send(&json!({ "method": "textDocument/didOpen", "params": params }));
        typing
    }

    fn send(&mut self, message: &Value) -> Vec<Message> {
        let message = serde_json::from_value(message.clone()).expect("a message");
        self.server.answer(vec![message], &[])
    }

    /// Returns the items at an offset of a text.
    fn items(&mut self, text: &str, offset: usize) -> Vec<Value> {
        let document = json!({ "uri": self.uri, "version": 0 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.send(&json!({ "method": "textDocument/didChange", "params": params }));
        let before = &text[..offset];
        let line = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        let params = json!({
            "textDocument": { "uri": self.uri },
            "position": { "line": line, "character": column },
        });
        let asked = json!({ "id": 1, "method": "textDocument/completion", "params": params });
        let answers = self.send(&asked);
        let Some(Message::Response(answer)) = answers.first() else {
            panic!("{answers:?}");
        };
        let items = answer.response_result.clone().expect("items");
        items.as_array().expect("a list").clone()
    }
}

/// Counts the errors of syntax in a file, and in the policies in it. A file that its reader refuses has the most.
fn errors(name: &str, text: &str) -> usize {
    let of_json = |text: &str| {
        let parsed = ram_policy::json::parse(text);
        parsed.problems.len() + parsed.leniencies.len()
    };
    match name.rsplit('.').next() {
        Some("json") => of_json(text),
        Some("jsonl") => text.lines().map(of_json).sum(),
        extension => match ram_policy_source::read(name, text, extension) {
            Ok(found) => found.documents.iter().map(|one| of_json(one.text())).sum(),
            Err(_) => usize::MAX,
        },
    }
}

const LINES: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:Get*", ""], "Resource": "*"}]}
{"Version": "1", "Statement": [{"Effect": "Deny", "NotAction": "cs:*", "Resource": ["*"], "Condition": {"Bool": {"acs:MFAPresent": "false"}}}]}
"#;

const SPACED: &str = r#"
{ "Version" : "1" ,
  "Statement" : [ { "Effect" : "Deny" , "Action" : [ ] , "Resource" : [ "acs:cs:*:*:cluster/a b" , "*" ] ,
    "Principal" : { "RAM" : [ "acs:ram::1:root" ] } , "Condition" : { } } , { } ] }
"#;

const EMPTY: &str = "{}";

const ESCAPES: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["c\u0073:Get*", "cs:Get*, cs:Stop*", "cs:é🦀\"", "cs:$x", "cs:${x}"], "Resource": "*"}]}"#;

const HEREDOC: &str = r#"resource "alicloud_ram_policy" "p" {
  # A policy for "${var.team}": see cs:
  policy_document = <<-EOT
    {
      "Version": "1",
      "Statement": [
        {"Effect": "Allow", "Action": ["cs:Get*", "cs:${var.verb}*", "${var.a["b"]}"], "Resource": "acs:cs:*:*:cluster/${alicloud_cs_cluster.a.id}"},
        {"Effect": "Deny", "Action": [${join(", ", [for one in var.all : "\"${one}\""])}], "Resource": "*"}
      ]
    }
  EOT
}
"#;

const ENCODED: &str = r#"locals {
  one = { Statement = "none" } // Not a policy.
  policy = jsonencode({
    Version = "1" # The only one: "1"
    Statement = [
      {
        Effect = "Allow"
        Action = ["cs:Get*", "cs:${var.verb}*", /* "cs:" */ "cs:$${a}"] // cs:
        Resource = var.all ? "*" : "acs:cs:*:*:cluster/c1"
      }, {
        Effect = "Deny", "Action" : concat(["cs:Stop*"], lookup(var.actions, "cs:"), [var.one])
        Resource = ["*", format("acs:cs:*:*:cluster/%s", var.id)],
        Condition = { StringEquals = { "acs:SourceIp" = ["1.1.1.1"] } }
      },
      { Effect = var.effect, Action = [for verb in ["Get", "List"] : "cs:${verb}*"], Resource = (
        "*"
      ) },
      {}
    ]
  })
}
"#;

const BLOCKS: &str = r#"data "alicloud_ram_policy_document" "d" {
  version = "1"
  statement {
    effect   = "Allow"
    action   = ["cs:Get*"]
    resource = ["*"]

    condition {
      operator = "Bool"
      variable = "acs:MFAPresent"
      values   = ["true"]
    }
    principal {
      entity      = "RAM"
      identifiers = ["acs:ram::1:root"]
    }
  }
  statement {}
  dynamic "statement" {
    for_each = var.all
    content { action = [statement.value] }
  }
}

data "aws_iam_policy_document" "d" {
  statement {
    actions = ["s3:*"]
  }
}
"#;

const DOCUMENTS: [(&str, &str); 8] = [
    ("a.json", CLUSTERS),
    ("b.jsonl", LINES),
    ("c.json", SPACED),
    ("d.json", EMPTY),
    ("e.json", ESCAPES),
    ("f.tf", HEREDOC),
    ("g.tf", ENCODED),
    ("h.tf", BLOCKS),
];

/// Applies items at an offset, and returns how many there were.
fn apply(typing: &mut Typing, name: &str, text: &str, offset: usize) -> usize {
    let items = typing.items(text, offset);
    if items.is_empty() {
        return 0;
    }
    let before = errors(name, text);
    // Those of a kind are written alike.
    for item in items.iter().step_by(40).chain(items.last()) {
        let applied = edited_in(&item["textEdit"], text);
        assert!(
            errors(name, &applied) <= before,
            "{}|{}\nbecomes\n{applied}",
            &text[..offset],
            &text[offset..]
        );
    }
    items.len()
}

/// Applies an edit, whose places count UTF-16 units.
fn edited_in(edit: &Value, text: &str) -> String {
    if text.is_ascii() {
        return edited(edit, text);
    }
    let place = |end: &str| {
        let number = |key: &str| {
            let number = edit["range"][end][key].as_u64();
            usize::try_from(number.expect("a number")).expect("small")
        };
        let start: usize = text
            .split_inclusive('\n')
            .take(number("line"))
            .map(str::len)
            .sum();
        let line = text[start..].chars();
        let units = line.scan(0, |units, c| {
            let before = *units;
            *units += c.len_utf16();
            (before < number("character")).then_some(c.len_utf8())
        });
        start + units.sum::<usize>()
    };
    let new = edit["newText"].as_str().expect("a text");
    [&text[..place("start")], new, &text[place("end")..]].concat()
}

#[test]
fn an_item_leaves_a_valid_text_valid() {
    for (name, text) in DOCUMENTS {
        assert!(errors(name, text) < usize::MAX, "{name}");
        let typing = &mut Typing::new(name);
        let offsets = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let offered = offsets.filter(|at| apply(typing, name, text, *at) > 0);
        assert!(offered.count() > 0, "{name}");
    }
}

#[test]
fn an_item_does_not_add_errors_to_a_broken_text() {
    for (name, text) in DOCUMENTS {
        let typing = &mut Typing::new(name);
        for (at, c) in text.char_indices() {
            // The end of what was typed so far, and the place of a character that is missing.
            if at % 3 == 0 {
                apply(typing, name, &text[..at], at);
            }
            if c.is_ascii_punctuation() {
                let without = [&text[..at], &text[at + 1..]].concat();
                apply(typing, name, &without, at);
            }
        }
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            // A line that is being written, below another.
            for typed in ["    ", "    \"", "    \"\"", "    \"cs:\"", "    E"] {
                let text = [&text[..start], typed, "\n", &text[start..]].concat();
                apply(
                    typing,
                    name,
                    &text,
                    start + typed.trim_end_matches('"').len(),
                );
                apply(typing, name, &text, start + typed.len());
            }
            start += line.len();
        }
    }
}

#[test]
fn nothing_is_offered_where_it_would_be_wrong() {
    let encoded = |action: &str| {
        format!("p = jsonencode({{\n  Statement = [{{\n    Action = {action}\n  }}]\n}})\n")
    };
    let block = |body: &str| {
        format!("data \"alicloud_ram_policy_document\" \"d\" {{\n  statement {body}\n}}\n")
    };
    let of_json = [
        // Beside keys and values that are finished.
        r#"{"Version"|: "1"}"#,
        r#"{"Version":| "1"}"#,
        r#"{"Version": |"1"}"#,
        r#"{"Version": "1"|}"#,
        r#"{|"Version": "1"}"#,
        r#"{"Version": "1" |}"#,
        r#"{"Statement": [{"Action": ["cs:Get*"|]}]}"#,
        r#"{"Statement": [{"Action": [|"cs:Get*"]}]}"#,
        r#"{"Statement": [{"Action": ["cs:Get*",| "cs:Stop*"]}]}"#,
        r#"{"Statement": [{"Action": cs:De|}]}"#,
        // In parts of a template, and strings with escapes.
        r#"{"Statement": [{"Action": "cs:|${a}"}]}"#,
        r#"{"Statement": [{"Action": "cs:${a|}"}]}"#,
        r#"{"Statement": [{"Action": "c\u0073:|"}]}"#,
        r#"{"Statement": [{"Resource": "acs:cs:*:*:cluster/|${var.id}"}]}"#,
        // In comments.
        "{\"Statement\": [{ // see: |\n}]}",
        r#"{"Statement": [{"Action": [ /* "|" */ ]}]}"#,
        // Not a policy.
        "|",
        r#"{"name": "a", "|"}"#,
        r#"{"scripts": {|}}"#,
    ];
    let of_terraform = [
        encoded("\"cs:|${a}\""),
        encoded("\"cs:|$${a}\""),
        encoded("\"${var.|}\""),
        encoded("\"${lookup(var.m, \"cs:|\")}\""),
        encoded("var.|"),
        encoded("var.x ? \"cs:|\" : \"b\""),
        encoded("var.x ? [\"cs:|\"] : []"),
        encoded("lookup(var.m, \"cs:|\")"),
        encoded("concat([\"cs:Stop*\", |], var.x)"),
        encoded("[for one in var.x : \"cs:|\"]"),
        encoded("(\"cs:|\")"),
        encoded("[\"cs:*\"] # see cs:|"),
        encoded("[\n# see \"|\"\n]"),
        "p = <<EOT\n{\"Statement\": [{\"Action\": [\"${|}\"]}]}\nEOT\n".to_owned(),
        "p = <<EOT\n{\"Statement\": [{\"Action\": [${|}]}]}\nEOT\n".to_owned(),
        "p = <<EOT\n{\"Statement\": [{\"Action\": [\"${var.a[\"|\"]}\"]}]}\nEOT\n".to_owned(),
        "p = <<EOT\n{\"Statement\": [{\"Action\": []}]}\n|EOT\n".to_owned(),
        // Of other providers, and of none.
        "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    |\n  }\n}\n".to_owned(),
        "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    effect = \"|\"\n  }\n}\n".to_owned(),
        "resource \"aws_wafv2_rule_group\" \"x\" {\n  rule {\n    statement {\n      |\n    }\n  }\n}\n".to_owned(),
        "resource \"aws_iam_policy\" \"x\" {\n  policy = jsonencode({\n    Statement = [{\n      |\n    }]\n  })\n}\n".to_owned(),
        "resource \"alicloud_vpc\" \"v\" {\n  |\n}\n".to_owned(),
        "variable \"policy\" {\n  |\n}\n".to_owned(),
        // Before a key, beside the braces of a block, and before what computes an object.
        "p = jsonencode({\n  Statement = [{ |Effect = \"Allow\" }]\n})\n".to_owned(),
        "policy = jsonencode({\n  |Statement = []\n})\n".to_owned(),
        block("{\n    |effect = \"Allow\"\n  }"),
        block("{\n    |condition {\n    }\n  }"),
        block("{|\n    effect = \"Allow\"\n  }"),
        block("{\n    effect = \"Allow\"\n  |}"),
        block("{\n  |}"),
        block("{\n    principal {|\n    }\n  }"),
        "p = jsonencode({\n  Statement = {|\n    for a in var.b : a => a }\n})\n".to_owned(),
    ];
    let of_json = of_json.map(|text| ("a.json", text.to_owned()));
    let of_terraform = of_terraform.map(|text| ("a.tf", text));
    for (name, text) in of_json.into_iter().chain(of_terraform) {
        let offset = text.find('|').expect("a place");
        let items = Typing::new(name).items(&text.replacen('|', "", 1), offset);
        let labels: Vec<&Value> = items.iter().map(|item| &item["label"]).take(3).collect();
        assert!(labels.is_empty(), "{labels:?} in {text}");
    }
}

/// The text after the item of this label is chosen at the place `|`.
fn chosen(name: &str, text: &str, label: &str) -> Option<String> {
    let offset = text.find('|').expect("a place");
    let text = text.replacen('|', "", 1);
    let items = Typing::new(name).items(&text, offset);
    let item = items.iter().find(|item| item["label"] == label)?;
    Some(edited_in(&item["textEdit"], &text))
}

#[test]
fn a_key_without_its_second_mark_keeps_its_sign() {
    for (label, typed, whole) in [
        (
            "Action",
            r#""Act|: ["cs:Get*"]"#,
            r#""Action": ["cs:Get*"]"#,
        ),
        ("Action", r#""Act|:["cs:Get*"]"#, r#""Action":["cs:Get*"]"#),
        ("Action", r#""|: ["cs:Get*"]"#, r#""Action": ["cs:Get*"]"#),
        (
            "Effect",
            r#""Eff|: "Allow", "Action": []"#,
            r#""Effect": "Allow", "Action": []"#,
        ),
        (
            "Bool",
            r#""Condition": {"Bo|: {}}"#,
            r#""Condition": {"Bool": {}}"#,
        ),
        (
            "acs:MFAPresent",
            r#""Condition": {"Bool": {"acs:MFA|: "true"}}"#,
            r#""Condition": {"Bool": {"acs:MFAPresent": "true"}}"#,
        ),
    ] {
        let text = |inside: &str| format!(r#"{{"Statement": [{{{inside}}}]}}"#);
        let found = chosen("a.json", &text(typed), label);
        assert_eq!(found, Some(text(whole)), "{typed}");
    }
}

#[test]
fn a_block_in_a_line_takes_one_element() {
    let block = |body: &str| {
        format!("data \"alicloud_ram_policy_document\" \"d\" {{\n  statement {body}\n}}\n")
    };
    for (typed, whole) in [("{|}", "{action = []}"), ("{ | }", "{ action = [] }")] {
        let found = chosen("a.tf", &block(typed), "action");
        assert_eq!(found, Some(block(whole)), "{typed}");
    }
    // A block is written on a line of its own.
    assert_eq!(chosen("a.tf", &block("{|}"), "condition"), None);
}

#[test]
fn what_a_condition_has_already_is_not_offered() {
    let text = |inside: &str| format!(r#"{{"Statement": [{{"Condition": {{{inside}}}}}]}}"#);
    for (inside, had, other) in [
        ("\n|\n\"Bool\": {}", "Bool", "StringEquals"),
        ("\"Bool\": {}, \"|\": {}", "Bool", "StringEquals"),
        (
            "\"Bool\": {\n|\n\"acs:MFAPresent\": \"true\"}",
            "acs:MFAPresent",
            "acs:SourceIp",
        ),
        (
            "\"Bool\": {\"acs:MFAPresent\": \"true\", \"|\": []}",
            "acs:MFAPresent",
            "acs:SourceIp",
        ),
    ] {
        let text = text(inside);
        assert_eq!(chosen("a.json", &text, had), None, "{inside}");
        assert!(chosen("a.json", &text, other).is_some(), "{inside}");
    }
    // The one at the place may stay.
    assert!(chosen("a.json", &text("\"Bo|ol\": {}"), "Bool").is_some());
}
