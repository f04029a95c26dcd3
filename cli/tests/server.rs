//! `ack-catalog server`, driven over its protocol as an editor does.

use crate::common::editor::{Editor, applied, edited, language, shown};
use crate::common::{CLUSTERS, folder, output_of, policy, with_input};
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
    // Names without their service are actions, and other words are not.
    let bare = "| Action | Description |\n|---|---|\n| DescribeDisks | lists |\n";
    insta::assert_snapshot!(shown(&editor.change("page.md", bare)), @"2:2 error action-without-service: the action `DescribeDisks` lacks its service");
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
    // What Terraform computes is underlined as a whole, and not the rest of its line.
    let computed = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = templatestring(\n    var.x, {}\n  ) # later\n}\n";
    let found = editor.change("main.tf", computed);
    insta::assert_snapshot!(shown(&found), @"1:20 error: cannot read policies that Terraform computes: resource.alicloud_ram_policy.p.policy_document at main.tf:2:21");
    assert_eq!(
        found[0]["range"]["end"],
        json!({ "line": 3, "character": 3 })
    );
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
fn a_part_of_a_policy_has_the_findings_of_lint() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    for text in [
        "{\"Version\": \"1\", \"Effect\": \"Allow\", \"Principal\": {\"Service\": [\"ecs.aliyuncs.com\"]}}]}",
        "{\"Version\": \"1\", \"tatement\": [{\"Effect\": \"allow\", \"Act\\ion\": [\"cs:GetClusters\"]}]}",
        "{\"Effect\": \"Deny\", ",
        "{\"Effect\": \"Deny\"}",
        "[{\"Effect\": \"Allow\"}]",
        "{\"Action\": [\"cs:GetClusters\"], \"Resource\": \"*\"}",
        "{\"Action\": [\"cs:GetClusters\",",
        "{\"Effect\": \"Burn\", \"Action\": \"cs:StartAlert\"}",
        "{\"Version\": \"1\"}",
        "{\"Version\": \"1\", \"Statement\": {\"a\": [{\"Effect\": {}}]}}",
        "{\"Statement\": [{}]}",
        "{\"Statement\": null}",
    ] {
        let found = shown(&editor.open("policy.json", "json", text));
        std::fs::write(folder.path().join("policy.json"), text).expect("written");
        assert_eq!(found, of_lint(folder.path(), "policy.json"), "{text}");
        assert_ne!(found, "", "{text}");
    }
    // Other programs have effects, actions, versions and statements as well.
    for other in [
        "{\"Effect\": \"Burn\", \"Range\": ",
        "{\"Effect\": \"Allow\", \"Range\": 5}",
        "{\"Action\": \"jump\"}",
        "{\"Action\": [\"jump\",",
        "{\"Version\": \"1.0.0\"}",
        "{\"Version\": \"1\", \"Name\": \"a\"}",
        "{\"Statement\": [{\"Amount\": 5}]}",
        "{\"Statement\": \"of May\"}",
        "{}",
        "[]",
        "[{}]",
        "null",
    ] {
        assert_eq!(
            shown(&editor.open("game.json", "json", other)),
            "",
            "{other}"
        );
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
    let actions = editor.actions("old/policy.json", [(0, 0), (9, 9)], None);
    assert_eq!(titles(&actions), "");
    // Other settings count at the next change.
    let settings = folder.path().join("ack-catalog.toml");
    std::fs::write(&settings, "[lint]\nselect = [\"redundant-action\"]\n").expect("written");
    insta::assert_snapshot!(shown(&editor.change("nested/policy.json", &everything)), @"0:64 warning redundant-action: `cs:GetClusters` is covered by `*`");
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

/// What a title says is as sure as the fix is.
#[test]
fn the_title_of_a_fix_names_its_risk() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    let mut fixes = |text: &str| {
        editor.open("policy.json", "json", text);
        let actions = editor.actions("policy.json", [(0, 0), (9, 0)], Some("quickfix"));
        let fixes = actions.iter().filter(|one| one["isPreferred"].is_boolean());
        let fixes = fixes.map(|one| {
            let title = one["title"].as_str().expect("a title");
            let title = title.strip_prefix("ack-catalog ").expect("our name");
            format!("{} {title}\n", one["isPreferred"])
        });
        fixes.collect::<String>()
    };
    insta::assert_snapshot!(fixes(&REDUNDANT.replace("\n]}", "\n,]}")), @r"
    true (redundant-action): remove it; no decision changes
    true (trailing-comma): remove it
    ");
    insta::assert_snapshot!(fixes(&REDUNDANT.replace("\n]}", " // draft\n]}")), @r"
    false (redundant-action): remove it; no decision changes (not proved, since the policy is not readable without other fixes)
    false (comment): remove it (removes a comment)
    ");
    insta::assert_snapshot!(fixes(&REDUNDANT.replace("Allow", "Alow")), @r#"
    false (wrong-effect): did you mean "Allow"? (may change what the policy allows)
    "#);
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
    let mut watched = watchers.as_array().expect("a list").iter();
    assert!(watched.any(|one| one["globPattern"] == "**/*.{md,markdown}"));
    editor.send(&json!({ "id": asked["id"], "result": null }));
    assert_eq!(editor.end(), 0);
}

/// The labels of completions at the place `|`, and the text after the first of them is chosen.
fn completed(editor: &mut Editor, name: &str, text: &str, chosen: &str) -> String {
    let found = editor.completions(name, text);
    // Neovim 0.7 takes the start of the range only if it is the same for all, and without a text to filter by.
    for item in &found {
        assert!(item.get("filterText").is_none(), "{item}");
        let start = &found[0]["textEdit"]["range"]["start"];
        assert_eq!(&item["textEdit"]["range"]["start"], start, "{item}");
    }
    let labels: Vec<&str> = found
        .iter()
        .filter_map(|one| one["label"].as_str())
        .collect();
    let first = found.iter().find(|one| one["label"] == chosen);
    let Some(first) = first else {
        return format!("no {chosen} among {labels:?}");
    };
    let (few, more) = labels.split_at(labels.len().min(6));
    let more = if more.is_empty() { "" } else { ", …" };
    format!(
        "{}{more}\n{}",
        few.join(", "),
        edited(&first["textEdit"], &text.replacen('|', "", 1))
    )
}

#[test]
fn elements_are_completed_where_they_are_allowed() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut complete = |text: &str, chosen: &str| completed(editor, "policy.json", text, chosen);
    insta::assert_snapshot!(complete("{|}", "Statement"), @r#"
    Version, Statement
    {"Statement": []}
    "#);
    insta::assert_snapshot!(complete("{\"Version\": \"1\", |}", "Statement"), @r#"
    Statement
    {"Version": "1", "Statement": []}
    "#);
    insta::assert_snapshot!(complete("{\"Version\": \"|\"}", "1"), @r#"
    1
    {"Version": "1"}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Effect\": \"Allow\", \"A|\"}]}", "Action"), @r#"
    Action, NotAction, Resource, Condition, Principal
    {"Statement": [{"Effect": "Allow", "Action"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Effect\": \"|\"}]}", "Deny"), @r#"
    Allow, Deny
    {"Statement": [{"Effect": "Deny"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Effect\": |", "Deny"), @r#"
    Allow, Deny
    {"Statement": [{"Effect": "Deny"
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Principal\": {\"|\": \"a\"}}]}", "Service"), @r#"
    RAM, Service, Federated
    {"Statement": [{"Principal": {"Service": "a"}}]}
    "#);
    // On a line between others, and not beside the opposite.
    insta::assert_snapshot!(complete("{\"Statement\": [{\n  \"Action\": \"cs:*\",\n  |\n  \"Resource\": \"*\"\n}]}", "Effect"), @r#"
    Effect, Condition, Principal
    {"Statement": [{
      "Action": "cs:*",
      "Effect": "",
      "Resource": "*"
    }]}
    "#);
}

#[test]
fn the_cursor_goes_into_an_empty_value_where_it_can() {
    let folder = folder(&[]);
    let snippets = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let editor = &mut Editor::with(folder.path(), &snippets);
    let mut complete = |text: &str, chosen: &str| completed(editor, "policy.json", text, chosen);
    insta::assert_snapshot!(complete("{|}", "Statement"), @r#"
    Version, Statement
    {"Statement": [$0]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Effect\": \"Deny\", |}]}", "Condition"), @r#"
    Action, NotAction, Resource, Condition, Principal
    {"Statement": [{"Effect": "Deny", "Condition": {$0\}}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\n|\n\"Action\": \"cs:*\"}]}", "Effect"), @r#"
    Effect, Resource, Condition, Principal
    {"Statement": [{
    "Effect": "$0",
    "Action": "cs:*"}]}
    "#);
    // Nothing is to be written into these.
    insta::assert_snapshot!(complete("{|}", "Version"), @r#"
    Version, Statement
    {"Version": "1"}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"|\": {}}]}", "Condition"), @r#"
    Effect, Action, NotAction, Resource, Condition, Principal
    {"Statement": [{"Condition": {}}]}
    "#);
}

#[test]
fn actions_are_completed_with_what_is_known_about_them() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let text =
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"cs:Get*\", \"cs:ModifyCl|\"]}]}";
    let found = editor.completions("policy.json", text);
    let modify = found
        .iter()
        .find(|one| one["label"] == "cs:ModifyCluster")
        .expect("the action");
    let action = ack_catalog::CsAction::ModifyCluster;
    assert_eq!(modify["detail"], "update, one cluster");
    let about = modify["documentation"]["value"].as_str().expect("a text");
    assert!(
        about.starts_with(action.description()) && about.contains(action.doc_url()),
        "{about}"
    );
    for action in ack_catalog::CsAction::iter() {
        assert!(
            found.iter().any(|one| one["label"] == action.ram_action()),
            "{action}"
        );
    }
    let mut complete = |text: &str, chosen: &str| {
        completed(editor, "policy.json", text, chosen)
            .split_once('\n')
            .expect("a text")
            .1
            .to_owned()
    };
    insta::assert_snapshot!(complete(text, "cs:ModifyCluster"), @r#"
    {"Statement": [{"Effect": "Allow", "Action": ["cs:Get*", "cs:ModifyCluster"]}]}
    "#);
    // In the middle of a name, without quotation marks, and where the rest is broken.
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Action\": \"cs:Mo|difyClustr\"}]}", "cs:ModifyCluster"), @r#"
    {"Statement": [{"Action": "cs:ModifyCluster"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"NotAction\": [|]}]}", "cs:ModifyCluster"), @r#"
    {"Statement": [{"NotAction": ["cs:ModifyCluster"]}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Action\": [\"cs:Mo|], \"Resource\": \"*\"}]}", "cs:ModifyCluster"), @r#"
    {"Statement": [{"Action": ["cs:ModifyCluster"], "Resource": "*"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\n  \"Action\": |\n  \"Resource\": \"*\"\n}]}", "cs:ModifyCluster"), @r#"
    {"Statement": [{
      "Action": "cs:ModifyCluster"
      "Resource": "*"
    }]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Action\": \"oss:Get|\"}]}", "oss:GetObject"), @r#"
    {"Statement": [{"Action": "oss:GetObject"}]}
    "#);
}

#[test]
fn resources_and_conditions_are_completed_for_the_actions() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut complete = |text: &str, chosen: &str| completed(editor, "policy.json", text, chosen);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Action\": \"cs:ModifyCluster\", \"Resource\": \"|\"}]}", "acs:cs:*:*:cluster/*"), @r#"
    *, acs:cs:*:*:cluster/*
    {"Statement": [{"Action": "cs:ModifyCluster", "Resource": "acs:cs:*:*:cluster/*"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Action\": \"cs:*\", \"Condition\": {\"|\"}}]}", "Bool"), @r#"
    StringEquals, StringNotEquals, StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike, …
    {"Statement": [{"Action": "cs:*", "Condition": {"Bool"}}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Condition\": {\"StringEquals\": {\"|\"}}, \"Action\": \"cs:*\"}]}", "acs:SourceIp"), @r#"
    cs:AddonName, cs:AddonNames, cs:ApiServerEipId, cs:EnableAddonLogtailDs, cs:EnableApiServerEip, cs:EnableCoreControlPlaneComponentsLog, …
    {"Statement": [{"Condition": {"StringEquals": {"acs:SourceIp"}}, "Action": "cs:*"}]}
    "#);
    insta::assert_snapshot!(complete("{\"Statement\": [{\"Condition\": {\"Bool\": {\"acs:MFAPresent\": \"|\"}}}]}", "true"), @r#"
    true, false
    {"Statement": [{"Condition": {"Bool": {"acs:MFAPresent": "true"}}}]}
    "#);
    // The resources of other services are not known.
    for action in ["ecs:StopInstance", "oss:*", "nosuch:Get"] {
        let text = format!(r#"{{"Statement": [{{"Action": "{action}", "Resource": "|"}}]}}"#);
        assert!(!complete(&text, "").contains("acs:cs"), "{action}");
    }
    // What has no effect on a resource is said there.
    let text = "{\"Statement\": [{\"Action\": [\"cs:ModifyCluster\", \"cs:DescribeEvents\"], \"Resource\": [\"|\"]}]}";
    let found = editor.completions("policy.json", text);
    let cluster = found
        .iter()
        .find(|one| one["label"] == "acs:cs:*:*:cluster/*")
        .expect("one");
    let about = cluster["documentation"]["value"].as_str().expect("a text");
    assert!(
        about.ends_with("Without effect on it: `cs:DescribeEvents`"),
        "{about}"
    );
}

#[test]
fn policies_in_terraform_are_completed() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut complete = |text: &str, chosen: &str| {
        completed(editor, "main.tf", text, chosen)
            .split_once('\n')
            .map_or_else(|| format!("none in {text}"), |(_, text)| text.to_owned())
    };
    insta::assert_snapshot!(complete("locals {\n  p = <<-EOT\n    {\"Statement\": [{\"Action\": [\"cs:Mod|\"]}]}\n  EOT\n}\n", "cs:ModifyCluster"), @r#"
    locals {
      p = <<-EOT
        {"Statement": [{"Action": ["cs:ModifyCluster"]}]}
      EOT
    }
    "#);
    insta::assert_snapshot!(complete("policy = jsonencode({\n  Statement = [{\n    Effect = \"Allow\"\n    Action = [\"cs:Mod|\n    Resource = \"*\"\n", "cs:ModifyCluster"), @r#"
    policy = jsonencode({
      Statement = [{
        Effect = "Allow"
        Action = ["cs:ModifyCluster"
        Resource = "*"
    "#);
    insta::assert_snapshot!(complete("policy = jsonencode({\n  Version = \"1\"\n  |\n})\n", "Statement"), @r#"
    policy = jsonencode({
      Version = "1"
      Statement = []
    })
    "#);
    insta::assert_snapshot!(complete("policy = jsonencode({\n  Statement = [{\n    Action = \"cs:*\"\n    Re|\n  }]\n})\n", "Resource"), @r#"
    policy = jsonencode({
      Statement = [{
        Action = "cs:*"
        Resource = []
      }]
    })
    "#);
    insta::assert_snapshot!(complete("policy = <<EOT\n{|}\nEOT\n", "Version"), @r#"
    policy = <<EOT
    {"Version": "1"}
    EOT
    "#);
    insta::assert_snapshot!(complete("data \"alicloud_ram_policy_document\" \"d\" {\n  statement {\n    effect = \"|\"\n  }\n}\n", "Deny"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        effect = "Deny"
      }
    }
    "#);
    insta::assert_snapshot!(complete("data \"alicloud_ram_policy_document\" \"d\" {\n  statement {\n    action = [\"cs:Mod|\"]\n  }\n}\n", "cs:ModifyCluster"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        action = ["cs:ModifyCluster"]
      }
    }
    "#);
    insta::assert_snapshot!(complete("data \"alicloud_ram_policy_document\" \"d\" {\n  statement {\n    condition {\n      operator = |\n    }\n  }\n}\n", "Bool"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        condition {
          operator = "Bool"
        }
      }
    }
    "#);
}

#[test]
fn blocks_of_terraform_are_completed() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut complete = |text: &str, chosen: &str| {
        completed(editor, "main.tf", text, chosen)
            .split_once('\n')
            .map_or_else(|| format!("none in {text}"), |(_, text)| text.to_owned())
    };
    let block = |inside: &str| {
        format!(
            "data \"alicloud_ram_policy_document\" \"d\" {{\n  statement {{\n    {inside}\n  }}\n}}\n"
        )
    };
    insta::assert_snapshot!(complete(&block("condition {\n operator = \"Bool\"\n values = [\"|\"]\n }"), "true"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        condition {
     operator = "Bool"
     values = ["true"]
     }
      }
    }
    "#);
    insta::assert_snapshot!(complete(&block("principal {\n |\n }"), "entity"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        principal {
     entity = ""
     }
      }
    }
    "#);
    insta::assert_snapshot!(complete(&block("principal {\n entity = \"|\"\n }"), "Service"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        principal {
     entity = "Service"
     }
      }
    }
    "#);
    insta::assert_snapshot!(complete(&block("con|"), "condition"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {
        condition {}
      }
    }
    "#);
    insta::assert_snapshot!(complete("data \"alicloud_ram_policy_document\" \"d\" {\n  |\n}\n", "statement"), @r#"
    data "alicloud_ram_policy_document" "d" {
      statement {}
    }
    "#);
}

/// The hover at the place `|`, without the number of known actions.
fn hovered(editor: &mut Editor, name: &str, text: &str) -> String {
    let hover = editor.ask_in("textDocument/hover", name, text);
    let text = hover["contents"]["value"].as_str().unwrap_or("nothing");
    let all = ack_catalog::CsAction::ALL.len();
    text.replace(&format!("of {all} actions"), "of [all] actions")
}

#[test]
fn hover_explains_actions_patterns_and_statements() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut hover = |text: &str| hovered(editor, "policy.json", text);
    let about = hover(
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:Upgrade|Cluster\", \"Resource\": \"*\"}]}",
    );
    let action = ack_catalog::CsAction::UpgradeCluster;
    for part in [
        action.description(),
        action.doc_url(),
        "Access: update (",
        "Scope: can be limited to a cluster (",
        "Sources",
    ] {
        assert!(about.contains(part), "{part} in {about}");
    }
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"cs:*Al|ert\"], \"Resource\": \"*\"}]}"), @r"
    `cs:*Alert`: 3 of [all] actions

    - update (3): `cs:StartAlert`, `cs:StopAlert`, `cs:UpdateContactGroupForAlert`
    ");
    insta::assert_snapshot!(hover("{\"Version\": \"1\", \"Statement\": [|{\"Effect\": \"Allow\", \"Action\": [\"cs:*Alert\", \"cs:DescribeEvents\"], \"Resource\": \"acs:cs:*:*:cluster/c1\", \"Condition\": {\"IpAddress\": {\"acs:SourceIp\": \"10.0.0.0/8\"}}}]}"), @r"
    **Allows** 4 of [all] actions

    - get (1): `cs:DescribeEvents`
    - update (3): `cs:StartAlert`, `cs:StopAlert`, `cs:UpdateContactGroupForAlert`

    On `acs:cs:*:*:cluster/c1`

    Without effect on it: `cs:DescribeEvents`

    If `IpAddress acs:SourceIp`
    ");
    insta::assert_snapshot!(hover("{\"Version\": \"1\", \"Statement\": [{\"Effe|ct\": \"Deny\", \"NotAction\": \"cs:*\", \"Resource\": \"*\"}]}"), @r"
    **Denies** 0 of [all] actions, and all actions of other services

    On `*`
    ");
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Action\": \"cs:DescribeEvents\", \"Resource\": \"acs:cs:cn-hangzhou:*:clus|ter/c1\"}]}"), @r"
    `acs:cs:cn-hangzhou:*:cluster/c1`: resources with

    - service `cs`
    - region `cn-hangzhou`
    - any account
    - resource `cluster/c1`

    Without effect on it: `cs:DescribeEvents`
    ");
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Resour|ce\": \"*\"}]}"), @"The resources, as `acs:<service>:<region>:<account>:<resource>`; a cluster is `acs:cs:<region>:<account>:cluster/<id>`. `*` is any text, `?` one character, and a single `*` every resource.");
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Condition\": {\"Bool\": {\"acs:MFA|Present\": \"true\"}}}]}"), @"`acs:MFAPresent`: a key of all services");
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Action\": \"oss:Get|Object\"}]}"), @"`oss:GetObject`: an action of another service");
    // Also while the text is broken, and in Terraform.
    insta::assert_snapshot!(hover("{\"Statement\": [{\"Action\": [\"cs:*Al|ert"), @r"
    `cs:*Alert`: 3 of [all] actions

    - update (3): `cs:StartAlert`, `cs:StopAlert`, `cs:UpdateContactGroupForAlert`
    ");
    let text = "policy = jsonencode({\n  Statement = [{\n    Action = [\"cs:*Al|ert\"]\n";
    insta::assert_snapshot!(hovered(editor, "main.tf", text), @r"
    `cs:*Alert`: 3 of [all] actions

    - update (3): `cs:StartAlert`, `cs:StopAlert`, `cs:UpdateContactGroupForAlert`
    ");
    assert_eq!(
        hovered(editor, "package.json", "{\"name\": \"cs:Start|Alert\"}"),
        "nothing"
    );
}

/// The sentences of a hover on a statement of JSON with these elements, without lists.
fn statement_hovered(editor: &mut Editor, elements: &str) -> String {
    let text =
        format!("{{\"Version\": \"1\", \"Statement\": [|{{\"Effect\": \"Allow\", {elements}}}]}}");
    sentences(&hovered(editor, "policy.json", &text))
}

/// The paragraphs of a hover that are not lists.
fn sentences(hover: &str) -> String {
    let paragraphs = hover.split("\n\n").filter(|one| !one.starts_with('-'));
    paragraphs.collect::<Vec<_>>().join("\n")
}

#[test]
fn hover_of_a_statement_says_all_that_it_covers() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let mut hover = |elements: &str| statement_hovered(editor, elements);
    let escaped = hover(r#""Action": "c\u0073:\u0053top\u002a", "Resource": "*""#);
    insta::assert_snapshot!(escaped, @r"
    **Allows** 1 of [all] actions
    On `*`
    ");
    insta::assert_snapshot!(hover(r#""Action": ["cs:*Alert", "nosuch:*", "nosuch:Get"], "Resource": "*""#), @r"
    **Allows** 3 of [all] actions, and `nosuch:*`, `nosuch:Get` of other services
    On `*`
    ");
    insta::assert_snapshot!(hover(r#""Action": "nosuch:*", "Resource": "*""#), @r"
    **Allows** `nosuch:*` of other services
    On `*`
    ");
    let listed = hover(r#""Action": "ecs:StopInstance", "Resource": "*""#);
    assert!(
        listed.starts_with("**Allows** 1 of ") && listed.contains(" listed actions of `ecs`\n"),
        "{listed}"
    );
    let all = ack_catalog::CsAction::ALL.len();
    let everything = hover(r#""Action": "*", "Resource": "*""#);
    assert_eq!(
        everything,
        format!("**Allows** {all} of [all] actions, and all actions of other services\nOn `*`")
    );
    insta::assert_snapshot!(hover(r#""NotAction": ["cs:*", "nosuch:*"], "Resource": "*""#), @r"
    **Allows** 0 of [all] actions, and all actions of other services except `nosuch:*`
    On `*`
    ");
    insta::assert_snapshot!(hover(r#""NotAction": ["cs:*", "*:*"], "Resource": "*""#), @r"
    **Allows** no action
    On `*`
    ");
    insta::assert_snapshot!(hover(r#""Action": "cs:StopAlert", "Principal": {"Service": "ecs.aliyuncs.com"}"#), @r"
    **Allows** 1 of [all] actions
    For `Service` `ecs.aliyuncs.com`
    ");
    // What no action can match, as `lint` says.
    for nothing in [
        "Stop*",
        "StopAlert",
        " cs:Stop*",
        "cs :Stop*",
        ":*",
        "cs:",
        "a:b:*",
        "",
    ] {
        let said = hover(&format!(r#""Action": {nothing:?}, "Resource": "*""#));
        let found = said.replace("0 of [all] actions", "no action");
        assert_eq!(found, "**Allows** no action\nOn `*`", "{nothing:?}");
    }
    // The diagnostics say what is wrong with the others.
    for broken in [
        r#""Action": "cs:Stop*", "NotResource": "*""#,
        r#""Action": "cs:Stop*", "NotAction": "cs:*", "Resource": "*""#,
        r#""Action": "cs:Stop*", "Action": "cs:*", "Resource": "*""#,
        r#""Effect": "Deny", "Action": "cs:Stop*", "Resource": "*""#,
        r#""Action": "cs:${verb}*", "Resource": "*""#,
    ] {
        assert_eq!(hover(broken), "nothing", "{broken}");
    }
}

/// Both wildcards match a colon, so that a pattern without one is about actions, too.
#[test]
fn a_wildcard_for_the_colon_is_counted() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    for pattern in [
        "*Stop*",
        "*Alert",
        "cs?Stop*",
        "cs?StopAlert",
        "cs*lert",
        "c?*Get*",
        "*p*t",
        "c*",
        "?*",
        "cs*",
        "??????*",
        "*:*Alert",
        "*",
        "**",
        "?s*",
        "*s:Stop?lert",
    ] {
        let matched = ack_catalog::CsAction::iter();
        let by_pattern = ram_policy::Pattern::action(pattern);
        let matched = matched.filter(|one| by_pattern.matches(one.ram_action()));
        let wanted = format!("{} of [all] actions", matched.count());
        let said = statement_hovered(
            editor,
            &format!(r#""Action": "{pattern}", "Resource": "*""#),
        );
        assert!(
            said.starts_with(&format!("**Allows** {wanted}")),
            "{pattern}: {said}"
        );
        let lens = counted(editor, "policy.json");
        let all = ack_catalog::CsAction::ALL.len();
        let wanted = wanted.replace("[all]", &all.to_string());
        assert!(
            lens.starts_with(&format!("0: \"{wanted}")),
            "{pattern}: {lens}"
        );
        let text = format!(r#"{{"Statement": [{{"Action": "|{pattern}"}}]}}"#);
        let said = hovered(editor, "policy.json", &text).replace("[all]", &all.to_string());
        assert!(
            said.starts_with(&format!("`{pattern}`: {wanted}")),
            "{pattern}: {said}"
        );
    }
    // Nor does `lint` say that such a pattern matches nothing.
    for pattern in ["c*", "r*", "?*", "cs?Stop*", "cs?StopAlert", "*", "*Stop*"] {
        let text = policy(&[&format!(
            r#"{{"Effect": "Deny", "Action": "{pattern}", "Resource": "*"}}"#
        )]);
        let found = shown(&editor.change("policy.json", &text));
        assert!(!found.contains("matches no"), "{pattern}: {found}");
    }
}

/// Lists of other services are in the order of their names, which does not change from one start to the next.
#[test]
fn listed_actions_are_in_order() {
    use ram_policy::lint::OtherServices as _;
    for service in ["ecs", "vpc", "oss"] {
        let listed = ack_catalog_needs::OtherActions.actions(service);
        assert!(listed.len() > 12 && listed.is_sorted(), "{service}");
    }
}

#[test]
fn what_terraform_computes_is_not_counted() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let encoded = |elements: &str| {
        format!(
            "p = jsonencode({{\n  Version = \"1\"\n  Statement = [|{{\n    Effect = \"Allow\"\n    {elements}\n  }}]\n}})\n"
        )
    };
    let blocks = |elements: &str| {
        format!(
            "data \"alicloud_ram_policy_document\" \"d\" {{\n  statement |{{\n    {elements}\n  }}\n}}\n"
        )
    };
    let of_actions = [
        encoded("Action = concat([\"cs:Stop*\"], var.x)\n    Resource = \"*\""),
        encoded("Action = [\"cs:Stop*\", var.x]\n    Resource = \"*\""),
        encoded("Action = setsubtract([\"cs:*\"], [\"cs:DeleteCluster\"])\n    Resource = \"*\""),
        encoded("Action = split(\",\", \"cs:Stop*,cs:Get*\")\n    Resource = \"*\""),
        blocks("action = concat([\"cs:Stop*\"], var.x)\n    resource = [\"*\"]"),
        blocks("action = [\"cs:Stop*\", local.x]\n    resource = [\"*\"]"),
    ];
    for text in of_actions {
        assert_eq!(
            sentences(&hovered(editor, "main.tf", &text)),
            "**Allows** actions that are computed\nOn `*`\nTerraform computes the actions",
            "{text}"
        );
        assert_eq!(counted(editor, "main.tf"), "", "{text}");
    }
    let stop = "**Allows** 1 of [all] actions";
    for (text, on, computed) in [
        (
            encoded("Action = \"cs:StopA*\"\n    Resource = concat([\"*\"], var.r)"),
            "`concat([\"*\"], var.r)`",
            "the resources",
        ),
        (
            encoded("Action = \"cs:StopA*\"\n    Resource = var.r"),
            "`var.r`",
            "the resources",
        ),
        (
            encoded(
                "Action = \"cs:StopA*\"\n    Resource = \"*\"\n    Condition = { Bool = { a = var.c } }",
            ),
            "`*`\nIf `Bool a`",
            "the conditions",
        ),
        (
            encoded("Action = \"cs:StopA*\"\n    Resource = \"*\"\n    Condition = var.c"),
            "`*`",
            "the conditions",
        ),
        (
            encoded(
                "Action = \"cs:StopA*\"\n    Resource = [var.r, \"*\"]\n    Condition = { Bool = var.c }",
            ),
            "`*`",
            "the resources and the conditions",
        ),
        (
            blocks(
                "action = [\"cs:StopA*\"]\n    resource = [\"*\"]\n    dynamic \"condition\" {\n      for_each = var.c\n      content {}\n    }",
            ),
            "`*`",
            "the conditions",
        ),
        (
            blocks("action = [\"cs:StopA*\"]\n    resource = [\"*\", var.r]"),
            "`*`, `var.r`",
            "the resources",
        ),
    ] {
        let hover = sentences(&hovered(editor, "main.tf", &text));
        assert_eq!(
            hover,
            format!("{stop}\nOn {on}\nTerraform computes {computed}"),
            "{text}"
        );
        assert!(counted(editor, "main.tf").contains(": \"1 of "), "{text}");
    }
    // What is not a policy of RAM.
    let of_aws = blocks("action = [\"cs:Stop*\"]\n    resource = [\"*\"]")
        .replace("alicloud_ram", "aws_iam");
    assert_eq!(hovered(editor, "main.tf", &of_aws), "nothing");
    assert_eq!(counted(editor, "main.tf"), "");
    // A value that is known is not computed.
    let known = format!(
        "{}locals {{\n  x = \"cs:StartAlert\"\n}}\n",
        encoded("Action = [\"cs:StopAl*\", local.x]\n    Resource = \"*\"")
    );
    assert_eq!(
        sentences(&hovered(editor, "main.tf", &known)),
        "**Allows** 2 of [all] actions\nOn `*`"
    );
}

#[test]
fn a_computed_effect_leaves_the_rest_known() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let encoded = |effect: &str| {
        format!(
            "p = jsonencode({{\n  Version = \"1\"\n  Statement = [|{{\n    Effect = {effect}\n    Action = \"cs:StopA*\"\n    Resource = \"*\"\n  }}]\n}})\n"
        )
    };
    for text in [
        encoded("var.e"),
        encoded("var.is_on ? \"Allow\" : \"Deny\""),
        "data \"alicloud_ram_policy_document\" \"d\" {\n  statement |{\n    effect = var.e\n    action = [\"cs:StopA*\"]\n    resource = [\"*\"]\n  }\n}\n".to_owned(),
    ] {
        assert_eq!(
            sentences(&hovered(editor, "main.tf", &text)),
            "**Allows or denies** 1 of [all] actions\nOn `*`\nTerraform computes the effect",
            "{text}"
        );
        assert!(
            counted(editor, "main.tf").contains(": \"1 of "),
            "{text}"
        );
    }
}

/// The lenses of an open file.
fn counted(editor: &mut Editor, name: &str) -> String {
    let params = json!({ "textDocument": { "uri": editor.uri(name) } });
    let found = editor.ask("textDocument/codeLens", params);
    let lines = found.as_array().expect("a list").iter().map(|lens| {
        format!(
            "{}: {}\n",
            lens["range"]["start"]["line"], lens["command"]["title"]
        )
    });
    lines.collect::<String>()
}

#[test]
fn a_lens_counts_the_actions_of_each_statement_with_a_pattern() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    let mut lenses = |name: &str, text: &str| {
        editor.open(name, language(name), text);
        counted(&mut editor, name)
    };
    let count = ack_catalog::CsAction::ALL.len();
    let alerts = ack_catalog::CsActionSet::matching("cs:*Alert").len();
    let two = format!("1: \"{alerts} of {count} actions\"\n");
    assert_eq!(lenses("policy.json", REDUNDANT), two);
    // Not for an action, for a service whose actions are not known, or for a part of a template.
    for action in ["cs:StartAlert", "nosuch:*", "cs:${var.verb}*"] {
        let text = REDUNDANT.replace("\"cs:*Alert\", \"cs:StartAlert\"", &format!("{action:?}"));
        assert_eq!(lenses("policy.json", &text), "", "{action}");
    }
    // Not for a statement that cannot be read.
    for (old, new) in [
        ("*\"}", "*\""),
        ("\"Resource\"", "\"NotAction\""),
        ("\"Resource\"", "\"Action\""),
    ] {
        assert_eq!(
            lenses("policy.json", &REDUNDANT.replace(old, new)),
            "",
            "{new}"
        );
    }
    let escaped = REDUNDANT.replace("cs:*Alert", "c\\u0073:\\u002aAlert");
    assert_eq!(lenses("policy.json", &escaped), two);
    let listed = lenses("policy.json", &REDUNDANT.replace("cs:StartAlert", "ecs:*"));
    assert!(
        listed.starts_with(&two.replace("\"\n", ", and "))
            && listed.ends_with(" listed actions of ecs\"\n"),
        "{listed}"
    );
    let heredoc = format!("policy = <<EOT\n{REDUNDANT}EOT\n");
    assert_eq!(lenses("main.tf", &heredoc), two.replace("1:", "2:"));
    assert_eq!(lenses("package.json", "{\"Action\": \"cs:*\"}"), "");
}

#[test]
fn a_statement_that_is_not_finished_leaves_the_others_explained() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    let whole = r#"|{"Effect": "Allow", "Action": "cs:StopA*", "Resource": "*"}"#;
    for unfinished in [
        "{}",
        r#"{"Effect": "Allow"}"#,
        r#"{"Effect": "allow", "Action": "cs:*", "Resource": "*", "Foo": 1}"#,
        r#"{"Effect": "Allow", "Action": "cs:*"}"#,
        "{\"Effect\": \"Allow\", \"Action\": \"cs:\n}",
    ] {
        let json = format!("{{\"Version\": \"1\", \"Statement\": [\n{whole},\n{unfinished}\n]}}\n");
        let heredoc = format!(
            "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = <<-EOT\n{json}EOT\n}}\n"
        );
        for (name, text) in [("policy.json", &json), ("main.tf", &heredoc)] {
            assert_eq!(
                sentences(&hovered(editor, name, text)),
                "**Allows** 1 of [all] actions\nOn `*`",
                "{text}"
            );
            let lenses = counted(editor, name);
            assert_eq!(lenses.matches(": \"").count(), 1, "{text}: {lenses}");
        }
    }
    let blocks = "data \"alicloud_ram_policy_document\" \"d\" {\n  statement |{\n    action = [\"cs:StopA*\"]\n    resource = [\"*\"]\n  }\n  statement {\n  }\n}\n";
    assert_eq!(
        sentences(&hovered(editor, "main.tf", blocks)),
        "**Allows** 1 of [all] actions\nOn `*`"
    );
}

#[test]
fn a_name_that_no_source_lists_is_counted_apart() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    for (names, expected) in [
        (
            "[\"cs:Foo\", \"cs:StartAlert\"]",
            "1 of [all] actions, and 1 that is not known",
        ),
        (
            "[\"cs:Foo\", \"cs:Bar\", \"CS:foo\", \"cs:StopA*\"]",
            "1 of [all] actions, and 2 that are not known",
        ),
    ] {
        let elements = format!("\"Action\": {names}, \"Resource\": \"*\"");
        assert_eq!(
            statement_hovered(editor, &elements),
            format!("**Allows** {expected}\nOn `*`")
        );
    }
}

#[test]
fn an_action_without_effect_is_one_that_lint_reports() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    for (action, resource, is_without) in [
        ("cs:CreateCluster", "acs:cs:*:*:*", false),
        ("cs:CreateCluster", "acs:*:*:*:*", false),
        ("cs:CreateCluster", "acs:cs:*:1234567890123456:*", false),
        ("cs:CreateCluster", "acs:cs:*:*:cluster*", false),
        ("cs:CreateCluster", "acs:cs:*:*:cluster/*", true),
        (
            "cs:GetClusters",
            "acs:cs:*:1234567890123456:cluster/*",
            false,
        ),
        ("cs:GetClusters", "acs:cs:*:*:cluster/c1", true),
        ("cs:GetClusters", "acs:cs:cn-hangzhou:*:cluster/*", true),
        // Resources of another service, or of no form of this one.
        ("cs:CreateCluster", "acs:ecs:*:*:*", true),
        ("cs:ModifyCluster", "acs:ecs:*:*:*", true),
        ("cs:ModifyCluster", "acs:cs:*:*:node/*", true),
        ("cs:ModifyCluster", "acs:*:*:*:cluster/*", false),
        ("cs:ModifyCluster", "acs:?s:*:*:cluster/c1", false),
        ("cs:ModifyCluster", "acs:cs:*:*:*", false),
        ("cs:ModifyCluster", "acs:cs:*", false),
    ] {
        let text = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": "|{resource}"}}]}}"#
        );
        let hover = hovered(editor, "policy.json", &text);
        assert_eq!(
            hover.contains("Without effect"),
            is_without,
            "{action} {resource}"
        );
        let found = shown(&editor.change("policy.json", &text.replace('|', "")));
        let rules = ["action-beyond-cluster", "resource-service", "relative-id"];
        assert_eq!(
            rules.iter().any(|rule| found.contains(rule)),
            is_without,
            "{action} {resource}"
        );
    }
    let mut hover = |actions: &str, resources: &str| {
        statement_hovered(
            editor,
            &format!("\"Action\": {actions}, \"Resource\": {resources}"),
        )
    };
    insta::assert_snapshot!(hover(r#""cs:*Alert""#, r#""acs:ecs:*:*:*""#), @r"
    **Allows** 3 of [all] actions
    On `acs:ecs:*:*:*`
    Without effect on it: `cs:StartAlert`, `cs:StopAlert`, `cs:UpdateContactGroupForAlert`
    ");
    insta::assert_snapshot!(hover(r#"["cs:*Alert", "cs:GetClusters"]"#, r#"["acs:ecs:*:*:*", "acs:cs:*:*:cluster/c1"]"#), @r"
    **Allows** 4 of [all] actions
    On `acs:ecs:*:*:*`, `acs:cs:*:*:cluster/c1`
    Without effect on any: `cs:GetClusters`
    ");
    insta::assert_snapshot!(hover(r#""cs:GetClusters""#, r#"["acs:cs:*:*:cluster/c1", "*"]"#), @r"
    **Allows** 1 of [all] actions
    On `acs:cs:*:*:cluster/c1`, `*`
    ");
}

/// An editor reads `<…>` as a tag, which it hides, and `*` as emphasis.
#[test]
fn explanations_show_each_text_as_it_is() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    // Without its code and its escapes, no explanation has such a mark.
    let is_plain = |text: &str| {
        let parts: String = text.split('`').step_by(2).collect();
        let mut shown = String::new();
        let mut characters = parts.chars();
        while let Some(c) = characters.next() {
            match c {
                // The character after it is text.
                '\\' => _ = characters.next(),
                _ => shown.push(c),
            }
        }
        !shown.replace("**", "").contains(['<', '>', '*'])
    };
    let mut all = Vec::new();
    for text in [
        "{|}",
        "{\"Statement\": [{|}]}",
        "{\"Statement\": [{\"Principal\": {|}}]}",
        "{\"Statement\": [{\"Action\": [|]}]}",
        "{\"Statement\": [{\"Action\": \"cs:*\", \"Resource\": [|]}]}",
        "{\"Statement\": [{\"Action\": \"cs:*\", \"Condition\": {\"Bool\": {|}}}]}",
    ] {
        for item in editor.completions("policy.json", text) {
            all.push(
                item["documentation"]["value"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    for action in ack_catalog::CsAction::ALL {
        let text = format!("{{\"Statement\": [{{\"Action\": \"|{action}\"}}]}}");
        all.push(hovered(editor, "policy.json", &text));
    }
    for element in ["Action", "NotAction", "Resource", "Condition", "Principal"] {
        let text = format!("{{\"Statement\": [{{\"|{element}\": []}}]}}");
        all.push(hovered(editor, "policy.json", &text));
    }
    for text in &all {
        assert!(is_plain(text), "{text}");
    }
    // A name with marks of Markdown stays in its code.
    let mut hover = |elements: &str| statement_hovered(editor, elements);
    insta::assert_snapshot!(hover(r#""Action": "no`such:*", "Resource": "acs:oss:*:*:a`<b>``\n[c](d)", "Condition": {"StringEquals": {"a`b": "c"}}, "Principal": {"RAM": ["`"]}"#), @r"
    **Allows** ``no`such:*`` of other services
    On ```acs:oss:*:*:a`<b>``\n[c](d)```
    For `RAM` `` ` ``
    If ``StringEquals a`b``
    ");
}

#[test]
fn a_key_is_explained_where_lint_knows_it() {
    let folder = folder(&[]);
    let editor = &mut Editor::new(folder.path());
    for (key, expected) in [
        ("acs:SourceIp", "`acs:SourceIp`: a key of all services"),
        (
            "acs:RequestTag/team",
            "`acs:RequestTag/team`: a key of all services",
        ),
        ("acs:Foo", "nothing"),
        ("acs:SourceIP", "nothing"),
        ("acs:RequestTag", "nothing"),
        ("acs:RequestTag/", "nothing"),
        ("acs:", "nothing"),
    ] {
        let text = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "cs:*", "Resource": "*", "Condition": {{"StringEquals": {{"|{key}": "a"}}}}}}]}}"#
        );
        assert_eq!(hovered(editor, "policy.json", &text), expected);
    }
    // What is offered is valid as it is.
    let text = r#"{"Statement": [{"Action": "cs:*", "Condition": {"StringEquals": {"|": "a"}}}]}"#;
    let found = editor.completions("policy.json", text);
    let labels = found.iter().filter_map(|one| one["label"].as_str());
    let labels: Vec<&str> = labels.filter(|one| one.contains("Tag/")).collect();
    assert_eq!(labels, ["acs:RequestTag/key", "acs:ResourceTag/key"]);
}

#[test]
fn what_is_written_in_a_block_has_the_helps_of_a_block() {
    let folder = folder(&[]);
    let mut editor = Editor::new(folder.path());
    let text = "data \"alicloud_ram_policy_document\" \"d\" {\n  statement {\n  }\n}\n";
    let found = editor.open("main.tf", "terraform", text);
    let messages: Vec<&str> = found
        .iter()
        .filter_map(|one| one["message"].as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "the statement has neither `Action` nor `NotAction`\nwrite action = [\"cs:DescribeEvents\"]",
            "the statement has no `Resource`\nwrite resource = [\"*\"] for all, or list them",
        ]
    );
}

#[test]
fn settings_that_are_not_valid_leave_explanations() {
    let folder = folder(&[("ack-catalog.toml", "[lint]\nignore = [\n")]);
    let mut editor = Editor::new(folder.path());
    let found = shown(&editor.open("policy.json", "json", REDUNDANT));
    assert!(found.contains("ack-catalog.toml"), "{found}");
    assert_ne!(counted(&mut editor, "policy.json"), "");
    let text = REDUNDANT.replace("cs:StartAlert", "|cs:StartAlert");
    assert!(hovered(&mut editor, "policy.json", &text).contains("StartAlert"));
}

#[test]
fn a_stream_that_is_not_of_the_protocol_ends_the_server_with_a_reason() {
    let output = with_input(folder(&[]).path(), &["server"], "garbage\r\n\r\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: the input is not of the Language Server Protocol: expected a header such as `Content-Length: 100`, not `garbage`\n"
    );
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
    assert_eq!(editor.ask("textDocument/hover", json!([]))["code"], -32602);
    // There is nothing to say about an unknown document.
    assert_eq!(
        editor.ask_at("textDocument/hover", "other.json", (9, 9)),
        Value::Null
    );
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_cancelled_request_that_waits_is_not_answered() {
    let message = |message: Value| serde_json::from_value(message).expect("a message");
    let mut server = ack_catalog_cli::Server::new();
    let capabilities = json!({ "capabilities": {} });
    let start = json!({ "id": 1, "method": "initialize", "params": capabilities });
    server.answer(vec![message(start)], &[]);
    let waiting = json!({ "id": "a", "method": "shutdown" });
    let cancel = json!({ "method": "$/cancelRequest", "params": { "id": "a" } });
    let answers = server.answer(vec![message(waiting), message(cancel)], &[]);
    let answers = serde_json::to_value(&answers).expect("JSON");
    assert_eq!(answers[0]["error"]["code"], -32800);
    // The server was not shut down.
    server.answer(vec![message(json!({ "method": "exit" }))], &[]);
    assert_eq!(server.has_ended(), Some(false));
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
    let refused = editor.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": 1 } }),
    );
    assert_eq!(refused["code"], -32602);
    editor.send(&json!({ "id": "mine", "method": ["exit"] }));
    assert_eq!(editor.next_answer("mine")["error"]["code"], -32600);
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
    // Half of a surrogate pair counts as one character.
    let uri = editor.uri("half.json");
    let text = REDUNDANT
        .replace('\n', "\\n")
        .replace('"', "\\\"")
        .replace("Alert\\\", ", "Alert\\\", \\\"\\ud83e\\\", ");
    let body = format!(
        "{{\"method\": \"textDocument/didOpen\", \"params\": {{\"textDocument\": {{\"uri\": \"{uri}\", \"languageId\": \"json\", \"version\": 1, \"text\": \"{text}\"}}}}}}"
    );
    editor.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    let found = editor.next("textDocument/publishDiagnostics")["params"]["diagnostics"].take();
    let found = shown(found.as_array().expect("a list"));
    assert!(found.contains("1:51 warning redundant-action"), "{found}");
    // A length that no memory holds, and then nothing.
    editor.send_raw(b"Content-Length: 1073741824\r\n\r\n{");
    assert_eq!(editor.code(), 1);
}

/// The findings of `lint`, as the editor shows them.
fn of_lint(folder: &std::path::Path, name: &str) -> String {
    let output = output_of(folder, ["lint", "--format", "json", name]);
    // Without a policy there is only an error.
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
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
        &REDUNDANT.replace('*', ""),
        &CLUSTERS[..200],
    ] {
        std::fs::write(folder.path().join("policy.json"), text).expect("written");
        let found = editor.open("policy.json", "json", text);
        assert_eq!(shown(&found), of_lint(folder.path(), "policy.json"));
    }
}

/// Numbers that look random, and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most.max(1)
    }

    /// Changes a part of a text.
    fn edit(&mut self, text: &str) -> String {
        const PARTS: [&str; 18] = [
            "",
            "",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\n",
            " ",
            "\\",
            "cs:Get*",
            "\"Action\": \"cs:StartAlert\",",
            "é🦀",
            "EOT\n",
            "${var.x}",
            "\"Statement\": [{",
        ];
        let chars: Vec<char> = text.chars().collect();
        let start = self.below(chars.len() + 1);
        let end = chars.len().min(start + self.below(6) * self.below(4));
        let part = PARTS[self.below(PARTS.len())];
        let [before, after] =
            [&chars[..start], &chars[end..]].map(|part| part.iter().collect::<String>());
        before + part + &after
    }
}

/// Edits documents at random, asks about random places, and compares the findings with those of `lint`.
fn edit_at_random(edits: usize, compared: usize) {
    let heredoc = format!(
        "resource \"alicloud_ram_policy\" \"p\" {{\n  policy_document = <<-EOT\n{CLUSTERS}  EOT\n}}\n"
    );
    let encoded = "locals {\n  p = jsonencode({\n    Version = \"1\"\n    Statement = [{\n      Effect = \"Allow\"\n      Action = [\"cs:*Alert\", \"cs:StartAlert\"]\n      Resource = \"*\"\n    }]\n  })\n}\n";
    let starts = [
        ("a.json", CLUSTERS),
        ("b.json", REDUNDANT),
        ("c.tf", &heredoc),
        ("d.tf", encoded),
    ];
    let mut numbers = Numbers(7);
    for (name, start) in starts {
        let folder = folder(&[]);
        let mut editor = Editor::new(folder.path());
        let mut text = start.to_owned();
        editor.open(name, "", &text);
        for number in 1..=edits / starts.len() {
            // A text that is far from a policy has few findings.
            text = if numbers.below(12) == 0 {
                start.to_owned()
            } else {
                numbers.edit(&text)
            };
            let found = editor.change(name, &text);
            let place = (numbers.below(text.lines().count() + 2), numbers.below(60));
            for method in ["completion", "hover", "codeLens"] {
                let answer = editor.ask_at(&format!("textDocument/{method}"), name, place);
                assert!(answer.get("code").is_none(), "{answer} for {text}");
            }
            if number % compared == 0 {
                editor.actions(name, [place; 2], None);
                std::fs::write(folder.path().join(name), &text).expect("written");
                let found: Vec<Value> = found
                    .into_iter()
                    .filter(|one| one["code"].is_string())
                    .collect();
                // A file that is not a policy has none.
                let linted = if found.is_empty() { "." } else { name };
                let of_lint = of_lint(folder.path(), linted);
                assert_eq!(in_characters(&found, &text), of_lint, "{text}");
            }
        }
        assert_eq!(editor.end(), 0);
    }
}

/// Shows diagnostics with columns that count characters, as `lint` does.
fn in_characters(found: &[Value], text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut found = found.to_vec();
    for one in &mut found {
        let start = &mut one["range"]["start"];
        let line = usize::try_from(start["line"].as_u64().expect("a line")).expect("small");
        let units = usize::try_from(start["character"].as_u64().expect("a column")).expect("small");
        let line = lines.get(line).copied().unwrap_or_default();
        let before: Vec<u16> = line.encode_utf16().take(units).collect();
        start["character"] = json!(String::from_utf16_lossy(&before).chars().count());
    }
    shown(&found)
}

/// `EDITS` says how many, 400 by default.
#[test]
fn random_edits_leave_the_findings_of_lint() {
    let edits = std::env::var("EDITS").ok();
    let edits = edits.and_then(|edits| edits.parse().ok());
    edit_at_random(edits.unwrap_or(400), 20);
}
