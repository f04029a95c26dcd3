//! Files that are not policies: one finding says what each is, and no fix touches it.

use crate::common::{folder, run_in, run_line};
use std::fs;

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;

/// Returns files of each kind, and what their finding says.
#[allow(clippy::too_many_lines)] // A table.
fn files() -> Vec<(&'static str, String, &'static str)> {
    let within = |before: &str, after: &str| format!("{before}{POLICY}{after}");
    vec![
        (
            "set-up.sh",
            "#!/bin/sh\n# Sets up.\nset -eu\n".to_owned(),
            "this is a script",
        ),
        (
            "print.py",
            within("#!/usr/bin/env python3\nprint(", ")\n"),
            "this is a script",
        ),
        (
            "README.md",
            within("# Policies\n\n```json\n", "\n```\n"),
            "README.md is Markdown",
        ),
        (
            "indented.md",
            "# Policies\n\n    {\"Version\": \"1\", \"Statement\": []}\n".to_owned(),
            "indented.md is Markdown",
        ),
        (
            "fenced.json",
            within("# Policies\n\n[All](all.json)\n\n```json\n", "\n```\n"),
            "this is Markdown",
        ),
        (
            "block.go",
            "{\n\tversion, err := read()\n}\n".to_owned(),
            "it is not JSON",
        ),
        (
            "value.json",
            POLICY.replace("\"cs:GetClusters\"", ""),
            "expected a value, found `,`",
        ),
        (
            "last-value.json",
            r#"{"Version": "1", "Foo":}"#.to_owned(),
            "expected a value, found `}`",
        ),
        (
            "stack.json",
            format!(
                r#"{{"ROSTemplateFormatVersion": "2015-09-01", "Resources": {{"A": {POLICY}}}}}"#
            ),
            "this is a ROS template, not a RAM policy",
        ),
        (
            "stack-comma.json",
            r#"{"ROSTemplateFormatVersion": "2015-09-01", "Resources": {},}"#.to_owned(),
            "this is a ROS template, not a RAM policy",
        ),
        (
            "cloud.json",
            r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}} // a"#.to_owned(),
            "this is an AWS template, not a RAM policy",
        ),
        (
            "NOTICE.json",
            "// Copyright of ours\n# All rights.\n".to_owned(),
            "only comments",
        ),
        (
            "block.json",
            within("/* ", " */\n"),
            "the document contains only comments",
        ),
        (
            "LICENSE",
            "                 A License\n      Version 2.0, of today\n".to_owned(),
            "neither JSON nor Terraform",
        ),
        (
            ".env",
            "# of ours\nexport TOKEN=a\n".to_owned(),
            "it is not JSON",
        ),
        (
            "page.html",
            within("<!DOCTYPE html>\n<!-- a -->\n<br>", "\n"),
            "page.html is HTML",
        ),
        (
            "package.json",
            r#"{"name": "a", "files": ["b",],} // c"#.to_owned(),
            "neither `Version` nor `Statement`",
        ),
        ("list.json", "[1, 2,] // a\n".to_owned(), "found a list"),
        ("word.json", "\"a\" // b\n".to_owned(), "found a string"),
        (
            "null.json",
            "# a\nnull\n".to_owned(),
            "expected an object, found null",
        ),
        ("empty.json", String::new(), "the document is empty"),
        ("mark.json", "\u{feff}".to_owned(), "the document is empty"),
        (
            "half.json",
            format!("// a\n{}", &POLICY[..60]),
            "but the document ends",
        ),
        (
            "commented.json",
            "{\n#  \"Version\": \"1\",\n#  \"Statement\": []\n#}\n".to_owned(),
            "but the document ends",
        ),
        (
            "helm.json",
            within("{{- if .a }}\n", "\n{{- end }}\n"),
            "expected a key, found `{`",
        ),
        (
            "change.diff",
            format!("--- a.json\n+++ a.json\n@@ -1 +1 @@\n-{POLICY}\n+{POLICY}\n"),
            "this is a patch",
        ),
        (
            "conflict.json",
            format!("<<<<<<< HEAD\n{POLICY}\n=======\n{POLICY}\n>>>>>>> a\n"),
            "unresolved merge conflict",
        ),
        (
            "within.json",
            POLICY.replacen(", ", ",\n<<<<<<< HEAD\n", 1),
            "unresolved merge conflict",
        ),
        (
            "stack.yaml",
            "ROSTemplateFormatVersion: '2015-09-01'\n# a\nResources: {}\n".to_owned(),
            "is a ROS template in YAML",
        ),
    ]
}

#[test]
fn file_that_is_no_policy_has_one_finding_and_stays() {
    for (name, text, says) in files() {
        let folder = folder(&[(name, &*text)]);
        for arguments in [
            &["lint", name][..],
            &["lint", "--fix", name],
            &["lint", "--fix", "--unsafe-fixes", name],
        ] {
            let report = run_in(folder.path(), arguments);
            let found = report.lines().filter(|line| line.starts_with("error"));
            let found: Vec<&str> = found.filter(|line| !line.contains("cannot be")).collect();
            assert!(found.len() == 1 && found[0].contains(says), "{report}");
            assert!(!report.contains("fixable"), "{report}");
            let after = fs::read_to_string(folder.path().join(name)).expect("the file");
            assert_eq!(after, text, "{report}");
        }
    }
}

/// A comment may be a statement for another day, and it is somebody's own words in any case.
#[test]
fn comments_are_removed_only_by_unsafe_fixes() {
    let statement = r#"{"Effect": "Deny", "Action": "cs:DeleteCluster", "Resource": "*"}"#;
    for comment in [
        format!("// {statement},\n"),
        format!("/* {statement}, */\n"),
        "# For the operators\n".to_owned(),
    ] {
        let text = POLICY
            .replace("[{", &format!("[\n{comment}{{"))
            .replace("}]", "},]");
        let folder = folder(&[("a.json", &*text)]);
        let after = |arguments: &[&str]| {
            run_in(folder.path(), arguments);
            fs::read_to_string(folder.path().join("a.json")).expect("the file")
        };
        assert_eq!(after(&["lint", "--fix", "a.json"]), text);
        let fixed = after(&["lint", "--fix", "--unsafe-fixes", "a.json"]);
        assert!(
            fixed.parse::<serde_json::Value>().is_ok() && !fixed.contains(comment.trim()),
            "{fixed}"
        );
    }
}

/// No message repeats the text of a file that is not what it should be: it may be a list of passwords.
#[test]
fn text_of_another_file_is_not_shown() {
    for text in [
        "root:x:0:0:SECRET:/root\nSECRET\n",
        "# SECRET\nSECRET\n",
        "password = \"SECRET\"\n",
        "{\"password\": \"SECRET\"}",
        "[\"SECRET\"]",
        "\"SECRET\"",
        "<password>SECRET</password>",
        "password: SECRET\n",
        "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n",
    ] {
        let folder = folder(&[
            ("a", text),
            ("a.txt", text),
            ("a.json", text),
            ("policy.json", POLICY),
        ]);
        for command in [
            "inspect #",
            "inspect --format json #",
            "diff # #",
            "lint --isolated #",
            "check #",
            "show GetClusters #",
            "compare # policy.json",
            "grant # --action cs:GetClusters",
            "revoke # --action cs:GetClusters",
            "check policy.json --requests #",
            "explain # --policy policy.json",
            "replay --policy policy.json --trail #",
        ] {
            for name in ["a", "a.txt", "a.json"] {
                let command = command.replace('#', name);
                let report = run_line(folder.path(), &command);
                assert!(!report.contains("SECRET"), "{command}: {text}: {report}");
            }
        }
    }
}

/// A fix that needs another one is offered only with it.
#[test]
fn finding_is_called_fixable_only_where_fixes_lead_to_a_policy() {
    let json5 = POLICY
        .replace("\"Version\"", "Version")
        .replace("}]", "},]");
    let by_hand = POLICY
        .replace("\"Allow\"", "[]")
        .replace("\"Resource\"", "\"Sid\": \"a\", \"Resource\"");
    for (text, fixable, is_fixed) in [
        (POLICY.replace("}]", "},]"), "fixable with `--fix`)", true),
        (json5, "fixable with `--fix --unsafe-fixes`)", true),
        (by_hand, "", false),
    ] {
        let folder = folder(&[("a.json", &*text)]);
        let report = run_in(folder.path(), &["lint", "a.json"]);
        let offers: Vec<&str> = report.matches("fixable with").collect();
        assert_eq!(
            offers.len(),
            report.matches(fixable).count().min(offers.len()),
            "{report}"
        );
        assert_eq!(offers.is_empty(), !is_fixed, "{report}");
        run_in(
            folder.path(),
            &["lint", "--fix", "--unsafe-fixes", "a.json"],
        );
        let after = fs::read_to_string(folder.path().join("a.json")).expect("the file");
        assert_eq!(after != text, is_fixed, "{after}");
    }
}

/// Rules that are not selected hide no document that the selected ones could not be applied to.
#[test]
fn unreadable_document_is_shown_whatever_rules_are_selected() {
    let unselected = [
        &["--select", "risk"][..],
        &["--ignore", "form,syntax"],
        &["--select", "risk", "--ignore", "all"],
    ];
    let lines = "{\"name\": \"a\"}\n";
    for (name, text, says) in files().into_iter().chain([
        (
            "other.jsonl",
            lines.to_owned(),
            "neither `Version` nor `Statement`",
        ),
        (
            "version.json",
            "{\"Version\": \"1\"}".to_owned(),
            "`Statement`",
        ),
    ]) {
        let folder = folder(&[
            (name, &*text),
            (
                "ack-catalog.toml",
                "[lint]\nignore = [\"form\", \"syntax\"]\n",
            ),
        ]);
        for args in [
            &[&["--isolated"], unselected[0]].concat(),
            &[&["--isolated"], unselected[1]].concat(),
            unselected[2],
            &[][..],
        ] {
            let report = run_in(folder.path(), &[&["lint"][..], args, &[name]].concat());
            assert!(report.contains(says), "{report}");
            assert!(!report.contains("exit code 0"), "{report}");
            assert!(!report.contains("no findings"), "{report}");
        }
    }
}
