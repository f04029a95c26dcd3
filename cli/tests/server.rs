//! `ack-catalog server`, driven over its protocol as an editor does.

use crate::common::editor::{Editor, applied, shown};
use crate::common::{CLUSTERS, folder, output_of, policy};
use serde_json::{Value, json};

const REDUNDANT: &str = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["cs:*Alert", "cs:StartAlert"], "Resource": "*"}
]}
"#;

#[test]
fn findings_follow_every_change_of_a_policy() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    insta::assert_snapshot!(shown(&editor.open("policy.json", "json", REDUNDANT)), @"1:46 warning redundant-action: `cs:StartAlert` is covered by `cs:*Alert`");
    let misspelt =
        policy(&[r#"{"Effect": "Allow", "Action": "cs:DescribeClusterNods", "Resource": "*"}"#]);
    insta::assert_snapshot!(shown(&editor.change("policy.json", &misspelt)), @"0:58 warning misspelt-action: `cs:DescribeClusterNods` seems to be misspelt: no source lists it");
    insta::assert_snapshot!(shown(&editor.change("policy.json", &misspelt[..60])), @"0:58 error unclosed-string: unclosed string");
    let good = policy(&[r#"{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*"}"#]);
    assert_eq!(shown(&editor.change("policy.json", &good)), "");
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_page_of_actions_has_the_faults_that_inspect_reports() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    let page = "# Actions\n\n| Operation | RAM action | Description |\n| --- | --- | --- |\n\
                | StartAlert | cs:StartAlert | Starts. |\n| StopAlert | cs:Stop Alert | Stops. |\n";
    insta::assert_snapshot!(shown(&editor.open("page.md", "markdown", page)), @"5:14 error text-among-actions: unexpected text among the actions: `Alert`");
    let prose = "# Notes\n\n| Key | Action |\n| --- | --- |\n| F1 | help |\n";
    assert_eq!(shown(&editor.change("page.md", prose)), "");
    assert_eq!(shown(&editor.change("page.md", "# Notes\n")), "");
}

#[test]
fn findings_of_terraform_are_at_their_places_in_the_file() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    let heredoc = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = <<-EOF\n    {\"Version\": \"1\", \"Statement\": [\n      {\"Effect\": \"Allow\", \"Action\": [\"cs:*Alert\", \"cs:StartAlert\"], \"Resource\": \"*\"}\n    ]}\n  EOF\n}\n";
    insta::assert_snapshot!(shown(&editor.open("main.tf", "terraform", heredoc)), @"3:50 warning redundant-action: `cs:StartAlert` is covered by `cs:*Alert`");
    let encoded = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = jsonencode({\n    Version = \"1\"\n    Statement = [{\n      Effect = \"Allow\"\n      Action = [\"cs:*Alert\", \"cs:StartAlert\"]\n      Resource = \"*\"\n    }]\n  })\n}\n";
    insta::assert_snapshot!(shown(&editor.change("main.tf", encoded)), @"5:29 warning redundant-action: `cs:StartAlert` is covered by `cs:*Alert`");
    // A text that is not Terraform has its problem at the place.
    insta::assert_snapshot!(shown(&editor.change("main.tf", "locals {\n  p = \"\n}\n")), @"1:2 error: neither JSON nor Terraform: invalid block body; expected `}`, newline or identifier");
    assert_eq!(shown(&editor.change("main.tf", "variable \"x\" {}\n")), "");
}

#[test]
fn a_file_that_is_not_a_policy_has_no_findings() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    for (name, language, text) in [
        (
            "package.json",
            "json",
            "{\"name\": \"a\", \"version\": \"1.0.0\"}",
        ),
        ("broken.json", "json", "{\"name\": \"a"),
        ("empty.json", "json", ""),
        ("main.rs", "rust", "fn main() {}"),
        ("notes.txt", "plaintext", REDUNDANT),
        (
            "README.md",
            "markdown",
            "# Notes\n\n```json\n{\"Statement\": []}\n```\n",
        ),
    ] {
        assert_eq!(shown(&editor.open(name, language, text)), "", "{name}");
    }
}

#[test]
fn settings_are_those_of_lint_in_the_open_folder() {
    let folder = folder(&[
        (
            "ack-catalog.toml",
            "[lint]\nignore = [\"redundant-action\"]\nexclude = [\"old\"]\n",
        ),
        ("nested/ack-catalog.toml", "[lint]\nselect = [\"risk\"]\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    let everything =
        policy(&[r#"{"Effect": "Allow", "Action": ["*", "cs:GetClusters"], "Resource": "*"}"#]);
    insta::assert_snapshot!(shown(&editor.open("nested/policy.json", "json", &everything)), @"0:59 warning everything-on-everything: every action is allowed on every resource");
    assert_eq!(
        shown(&editor.open("old/policy.json", "json", &everything)),
        ""
    );
    // A save of any file shows that files have changed.
    std::fs::write(
        folder.path().join("ack-catalog.toml"),
        "[lint]\nselct = []\n",
    )
    .expect("written");
    let saved = json!({ "textDocument": { "uri": editor.uri("nested/policy.json") } });
    editor.tell("textDocument/didSave", saved);
    insta::assert_snapshot!(shown(&editor.diagnostics("nested/policy.json")), @"0:0 error: ack-catalog.toml:2:1: unknown key `selct`; expected `select`, `ignore`, `exclude`, `levels`, `size`, `pages` or `allow`");
}

#[test]
fn positions_count_in_the_encoding_of_the_editor() {
    let folder = folder(&[]);
    let text = "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"cs:é🦀*\", \"cs:é🦀a\"], \"Resource\": \"*\"}]}";
    let at = |capabilities: &Value| {
        let mut editor = Editor::with(folder.path(), capabilities);
        let found = editor.open("policy.json", "json", text);
        let found = found.iter().find(|one| one["code"] == "redundant-action");
        found.expect("a finding")["range"]["start"]["character"].clone()
    };
    assert_eq!(at(&json!({})), 73);
    assert_eq!(
        at(&json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } })),
        76
    );
}

/// The titles of code actions, a line each.
fn titles(actions: &[Value]) -> String {
    let titles = actions
        .iter()
        .map(|action| format!("{}: {}\n", action["kind"], action["title"]));
    titles.collect()
}

#[test]
fn a_fix_is_a_code_action_at_its_finding() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    editor.open("policy.json", "json", REDUNDANT);
    let actions = editor.actions("policy.json", [(1, 50); 2], None);
    insta::assert_snapshot!(titles(&actions), @r#"
    "quickfix": "ack-catalog (redundant-action): remove it; no decision changes"
    "quickfix": "ack-catalog (redundant-action): accept it in this file, in ack-catalog.toml"
    "source.fixAll.ack-catalog": "ack-catalog: apply all safe fixes"
    "#);
    assert!(
        actions[0]["isPreferred"] == true
            && actions[0]["diagnostics"][0]["code"] == "redundant-action"
    );
    insta::assert_snapshot!(applied(&actions[0], &editor.uri("policy.json"), REDUNDANT), @r#"
    {"Version": "1", "Statement": [
      {"Effect": "Allow", "Action": ["cs:*Alert"], "Resource": "*"}
    ]}
    "#);
    // Elsewhere there is none, but all safe fixes can be applied from anywhere.
    insta::assert_snapshot!(titles(&editor.actions("policy.json", [(0, 0); 2], None)), @r#"
    "source.fixAll.ack-catalog": "ack-catalog: apply all safe fixes"
    "#);
    assert_eq!(
        editor.actions("policy.json", [(0, 0), (9, 9)], Some("refactor")),
        [Value::Null; 0]
    );
    // A fix that may change decisions says so, and is not among the safe ones.
    let misspelt = policy(&[r#"{"Effect": "Allow", "Action": "cs:StartAlrt", "Resource": "*"}"#]);
    editor.change("policy.json", &misspelt);
    let actions = editor.actions("policy.json", [(0, 60); 2], Some("quickfix"));
    insta::assert_snapshot!(titles(&actions), @r#"
    "quickfix": "ack-catalog (misspelt-action): did you mean `cs:StartAlert`? (may change what the policy allows)"
    "quickfix": "ack-catalog (misspelt-action): accept it in this file, in ack-catalog.toml"
    "#);
    assert!(applied(&actions[0], &editor.uri("policy.json"), &misspelt).contains("cs:StartAlert"));
    assert_eq!(
        editor.actions("policy.json", [(0, 0); 2], Some("source.fixAll")),
        [Value::Null; 0]
    );
    // Nothing was written.
    assert_eq!(crate::common::names(folder.path()), [""; 0]);
}

#[test]
fn all_safe_fixes_do_what_lint_with_fix_does() {
    let broken = "{\"Version\": \"1\", \"Statement\": {\"Sid\": \"a\", \"Effect\": \"Allow\", \"Action\": [\"cs:*Alert\", \"cs:StartAlert\",], \"Resource\": \"*\"}}\n";
    let heredoc = format!("locals {{\n  policy_document = <<EOF\n{broken}EOF\n}}\n");
    for (name, language, text) in [
        ("policy.json", "json", broken),
        ("main.tf", "terraform", &*heredoc),
    ] {
        let folder = folder(&[(name, text)]);
        let mut editor = Editor::new(folder.path());
        editor.open(name, language, text);
        let actions = editor.actions(name, [(0, 0); 2], Some("source.fixAll"));
        assert_eq!(actions[0]["kind"], "source.fixAll.ack-catalog");
        let fixed = applied(&actions[0], &editor.uri(name), text);
        output_of(folder.path(), ["lint", "--fix", name]);
        assert_eq!(
            fixed,
            std::fs::read_to_string(folder.path().join(name)).expect("the file")
        );
        assert_eq!(shown(&editor.change(name, &fixed)), "");
    }
}

#[test]
fn an_exception_is_a_code_action_that_edits_the_settings() {
    let settings = "[lint]\nignore = [\"sid\"]";
    for (old, files) in [("", &[][..]), (settings, &[("ack-catalog.toml", settings)])] {
        let folder = folder(files);
        let mut editor = Editor::new(folder.path());
        editor.open("team/policy.json", "json", REDUNDANT);
        let actions = editor.actions("team/policy.json", [(1, 50); 2], Some("quickfix"));
        let new = applied(&actions[1], &editor.uri("ack-catalog.toml"), old);
        insta::allow_duplicates! {
            insta::assert_snapshot!(new.strip_prefix(old).expect("more").trim_start(), @r#"
    [[lint.allow]]
    rule = "redundant-action"
    path = "team/policy.json"
    reason = "TODO: say why this is acceptable"
    "#);
        }
        let is_new = actions[1]["edit"]["documentChanges"][0]["kind"] == "create";
        assert_eq!(is_new, old.is_empty());
        // The exception holds once it is saved.
        std::fs::create_dir(folder.path().join("team")).expect("a folder");
        std::fs::write(folder.path().join("team/policy.json"), REDUNDANT).expect("written");
        std::fs::write(folder.path().join("ack-catalog.toml"), new).expect("written");
        editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        assert_eq!(shown(&editor.diagnostics("team/policy.json")), "");
    }
    // An editor that cannot create files has no such action where there are no settings, and other edits are plain.
    let folder = folder(&[]);
    let mut editor = Editor::with(folder.path(), &json!({}));
    editor.open("policy.json", "json", REDUNDANT);
    let actions = editor.actions("policy.json", [(1, 50); 2], Some("quickfix"));
    assert_eq!(actions.len(), 1);
    let edits = &actions[0]["edit"]["changes"][editor.uri("policy.json")];
    assert_eq!(edits.as_array().map(Vec::len), Some(1));
}

#[test]
fn an_editor_that_watches_files_is_asked_to() {
    let folder = folder(&[]);
    let capabilities =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::with(folder.path(), &capabilities);
    let asked = editor.next("client/registerCapability");
    let watchers = &asked["params"]["registrations"][0]["registerOptions"]["watchers"];
    assert_eq!(watchers[0]["globPattern"], "**/ack-catalog.toml");
    editor.send(&json!({ "id": asked["id"], "result": null }));
    assert_eq!(editor.end(), 0);
}

#[test]
fn the_server_ends_as_the_protocol_says() {
    let folder = folder(&[]);
    assert_eq!(Editor::new(folder.path()).end(), 0);
    // Without `shutdown`.
    let mut editor = Editor::new(folder.path());
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 1);
    assert_eq!(Editor::new(folder.path()).code(), 1);
    let mut editor = Editor::unopened(folder.path());
    assert_eq!(editor.ask("textDocument/hover", json!({}))["code"], -32002);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 1);
}

#[test]
fn a_request_that_cannot_be_answered_is_refused() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    assert_eq!(editor.ask("textDocument/rename", json!({}))["code"], -32601);
    assert_eq!(editor.ask("initialize", json!({}))["code"], -32600);
    // A request that is cancelled before its turn.
    let text = |message: Value| {
        let message = message.to_string();
        format!("Content-Length: {}\r\n\r\n{message}", message.len())
    };
    let slow = json!({ "id": "a", "method": "shutdown" });
    let cancel = json!({ "method": "$/cancelRequest", "params": { "id": "a" } });
    editor.send_raw((text(slow) + &text(cancel)).as_bytes());
    assert_eq!(editor.end(), 0);
}

#[test]
fn hostile_messages_neither_end_the_server_nor_fill_its_memory() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    for body in [
        "{",
        "[]",
        "{\"method\": \"textDocument/didOpen\"}",
        "{\"method\": \"textDocument/didChange\", \"params\": {}}",
    ] {
        editor.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    for uri in [
        "",
        "file:",
        "file:///%00",
        "untitled:1",
        "https://example.com/policy.json",
    ] {
        let document = json!({ "uri": uri, "languageId": "json", "version": 1, "text": REDUNDANT });
        editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }
    let large = format!("{REDUNDANT}{}", " ".repeat(10 << 20));
    insta::assert_snapshot!(shown(&editor.open("large.json", "json", &large)), @"0:0 note: not checked: the document is over 2 MiB");
    insta::assert_snapshot!(shown(&editor.open("policy.json", "json", REDUNDANT)), @"1:46 warning redundant-action: `cs:StartAlert` is covered by `cs:*Alert`");
    // A length that no memory holds, and then nothing.
    editor.send_raw(b"Content-Length: 1073741824\r\n\r\n{");
    assert_eq!(editor.code(), 1);
}

/// The findings of `lint`, as the editor shows them.
fn of_lint(folder: &std::path::Path, name: &str) -> String {
    let output = output_of(folder, ["lint", "--format", "json", name]);
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let lines = found.iter().map(|one| {
        let number = |key: &str| one[key].as_u64().expect("a number") - 1;
        let text = |key: &str| one[key].as_str().expect("a text");
        let (level, rule, message) = (text("level"), text("rule"), text("message"));
        format!(
            "{}:{} {level} {rule}: {message}\n",
            number("line"),
            number("column")
        )
    });
    lines.collect()
}

#[test]
fn findings_are_those_of_lint() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    for text in [
        CLUSTERS,
        REDUNDANT,
        &REDUNDANT.replace("*", ""),
        &CLUSTERS[..200],
    ] {
        std::fs::write(folder.path().join("policy.json"), text).expect("written");
        let found = editor.open("policy.json", "json", text);
        assert_eq!(shown(&found), of_lint(folder.path(), "policy.json"));
    }
}
