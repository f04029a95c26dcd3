//! Files that are not JSON, with and without marks of a policy.

use ram_policy_source::{Found, PolicyText, read};

const POLICY: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "cs:StartAlert",
      "Resource": "*"
    }
  ]
}"#;

/// Reports whether a file in a folder is skipped, as one without a policy.
fn is_skipped(file: &str, text: &str) -> bool {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension);
    let found = read(file, text, extension).unwrap_or_else(|error| Found {
        errors: vec![error],
        ..Found::default()
    });
    found.errors.is_empty() && found.documents.iter().all(PolicyText::is_other)
}

/// Returns texts with a fault in each place of a policy.
fn damaged() -> Vec<String> {
    let compact: String = POLICY.split_whitespace().collect();
    let mut texts = Vec::new();
    for (at, removed) in compact.char_indices() {
        let (start, end) = (&compact[..at], &compact[at + removed.len_utf8()..]);
        texts.push(format!("{start}{end}"));
        if start.contains("\"Statement\"") {
            texts.push(start.to_owned());
        }
        for added in ["\"", ",", "x", "}", "\n", "\\"] {
            texts.push(format!("{start}{added}{removed}{end}"));
        }
    }
    let lines: Vec<&str> = POLICY.lines().collect();
    for line in [
        "```",
        "# x",
        "- x",
        "=======",
        "<<<<<<< HEAD",
        ">>>>>>> b",
        "||||||| base",
        "$ x",
        "EOF",
        "{{ if x }}",
        "${x}",
        "x: y",
        "import x",
        "<div>",
        "@@ -1 +1 @@",
        "…",
        "*/",
        "\"",
        "}",
        "[",
    ] {
        for at in 0..=lines.len() {
            let with = [&lines[..at], &[line], &lines[at..]].concat();
            texts.push(with.join("\n"));
        }
    }
    for (from, to) in [
        ("\"", ""),
        ("\"", "'"),
        ("\"", "`"),
        ("\"", "”"),
        (":", "："),
        ("\"", "&quot;"),
        ("\"", "\\\""),
    ] {
        texts.push(POLICY.replace(from, to));
    }
    texts
}

#[test]
fn damaged_policy_is_never_skipped() {
    for text in damaged() {
        assert!(!is_skipped("a.json", &text), "{text}");
    }
    let line: String = POLICY.split_whitespace().collect();
    for (before, after) in [
        ("policy = ", ""),
        ("export default ", ";"),
        ("(", ")"),
        ("; c\n", ""),
        ("-- c\n", ""),
        ("HTTP/1.1 200 OK\n\n", ""),
        ("diff --git a b\n+", ""),
        ("---\n", "\n..."),
        ("INFO: ", ""),
        (",", ""),
        ("\u{c}\u{1b}[32m", ""),
        ("{\"a\": 1},\n", ""),
        ("{\"a\": NaN, \"p\": ", "}"),
        ("aliyun ram CreatePolicy --PolicyDocument '", "'"),
    ] {
        for policy in [POLICY, &line] {
            assert!(!is_skipped("a.json", &format!("{before}{policy}{after}")));
        }
        let lines = format!("{{\"a\": 1}}\n{before}{line}{after}\n");
        assert!(!is_skipped("a.jsonl", &lines), "{lines}");
    }
}

#[test]
fn broken_json_about_something_else_is_skipped() {
    for text in [
        "{\n  // Ours\n  \"name\": \"a\",\n  \"scripts\": { \"Action\": \"b\" }\n",
        "{\n  /* Side Effect of the Statement here. */\n  \"compilerOptions\": { \"noUncheckedSideEffectImports\": tru }\n}",
        "{name: 'a', effect: 'burn', action: 'attack',, }",
        "{\"check-coverage\": true \"statements\": 80, \"branches\": 80}",
        "{\"Action\": \"DescribeClusters\" \"RegionId\": \"a\"}",
        "{\"taints\": [{\"effect\": \"NoSchedule\"]}",
        "{{ include \"a\" . }}",
        "a: b\n",
    ] {
        assert!(is_skipped("a.json", text), "{text}");
    }
}

/// Other events are beside that of a policy.
#[test]
fn line_of_json_without_a_policy_is_left_out() {
    let line: String = POLICY.split_whitespace().collect();
    let text = format!("{{\"eventName\": \"AttachPolicyToUser\"}}\n[1]\n{line}\n{{\"a\": 1}}\n");
    let found = read("a.jsonl", &text, Some("jsonl")).expect("lines");
    let texts: Vec<&str> = found
        .documents
        .iter()
        .map(|one| one.text().trim())
        .collect();
    assert_eq!((texts, found.errors), (vec![&*line], vec![]));
    // A line that is not JSON may be a part of a policy.
    let text = format!("{line}\n=======\n");
    let found = read("a.jsonl", &text, Some("jsonl")).expect("lines");
    assert_eq!(found.documents.len(), 2);
}
