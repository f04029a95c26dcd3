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
        (":", "："),
        ("\"", "\\\""),
    ] {
        texts.push(POLICY.replace(from, to));
        texts.push(compact.replace(from, to));
    }
    texts.extend(
        MARKS
            .iter()
            .flat_map(|marks| [POLICY, &compact].map(|policy| quoted(policy, marks))),
    );
    texts
}

/// Quotation marks of other languages and programs, as they are and as they are encoded.
const MARKS: [[&str; 2]; 38] = [
    ["“", "”"],
    ["„", "“"],
    ["”", "”"],
    ["«", "»"],
    ["»", "«"],
    ["‹", "›"],
    ["‘", "’"],
    ["‚", "‘"],
    ["`", "`"],
    ["´", "´"],
    ["``", "''"],
    ["″", "″"],
    ["＂", "＂"],
    ["＇", "＇"],
    ["「", "」"],
    ["『", "』"],
    ["\u{200b}\"", "\"\u{200b}"],
    ["\"\u{feff}", "\""],
    ["&quot;", "&quot;"],
    ["&QUOT;", "&QUOT;"],
    ["&quot", "&quot"],
    ["&#34;", "&#34;"],
    ["&#0034;", "&#0034;"],
    ["&#x22;", "&#x22;"],
    ["&#X0022;", "&#X0022;"],
    ["&#39;", "&#39;"],
    ["&ldquo;", "&rdquo;"],
    ["&bdquo;", "&ldquo;"],
    ["&laquo;", "&raquo;"],
    ["&amp;quot;", "&amp;quot;"],
    ["&amp;#34;", "&amp;#34;"],
    ["%22", "%22"],
    ["%2522", "%2522"],
    ["\\u0022", "\\u0022"],
    ["\\u{22}", "\\u{22}"],
    ["\\x22", "\\x22"],
    ["\\042", "\\042"],
    ["\\\\u0022", "\\\\u0022"],
];

fn quoted(policy: &str, [open, close]: &[&str; 2]) -> String {
    let mut parts = policy.split('"');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        text.extend([if index % 2 == 0 { open } else { close }, part]);
    }
    text
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

/// The same text is in the strings of records, settings, plans and Terraform files.
#[test]
fn damaged_policy_in_a_string_is_never_skipped() {
    for (index, text) in damaged().into_iter().enumerate() {
        let value = serde_json::Value::from(&*text).to_string();
        let mut files = vec![
            ("a.json", format!("{{\"spec\": {{\"template\": {value}}}}}")),
            ("a.json", format!("[{{\"content\": {value}}}]")),
            (
                "a.json",
                format!("{{\"kind\": \"ConfigMap\", \"data\": {{\"p.json\": {value}}}}}"),
            ),
            ("a.jsonl", format!("{{\"a\": 1}}\n{{\"b\": [{value}]}}\n")),
            (
                "a.json",
                format!(
                    "{{\"format_version\": \"1.0\", \"values\": {{\"root_module\": {{\"resources\": [{{\"address\": \
                     \"local_file.a\", \"type\": \"local_file\", \"mode\": \"managed\", \"name\": \"a\", \"values\": \
                     {{\"content\": {value}}}}}]}}}}}}"
                ),
            ),
        ];
        // What Terraform computes is read in another way.
        if !text.contains("${") && !text.contains("{{") {
            files.extend([
                ("a.tfvars", format!("x = {{ a = [{value}] }}\n")),
                (
                    "a.tf",
                    format!("variable \"a\" {{\n  default = {value}\n}}\n"),
                ),
                ("a.tf", format!("locals {{\n  a = {value}\n}}\n")),
                ("a.tf", format!("output \"a\" {{\n  value = {value}\n}}\n")),
                (
                    "a.tf",
                    format!("resource \"local_file\" \"a\" {{\n  content = {value}\n}}\n"),
                ),
                ("a.tf", format!("module \"a\" {{\n  inline = {value}\n}}\n")),
                (
                    "a.tf",
                    format!("module \"a\" {{\n  all = {{ b = {{ c = {value} }} }}\n}}\n"),
                ),
            ]);
        }
        // Each place takes a part of the texts, which differ little from one to the next.
        let chosen = files.into_iter().skip(index % 4).step_by(4);
        for (name, file) in chosen {
            assert!(!is_skipped(name, &file), "{name}: {file}");
        }
    }
}

#[test]
fn encoded_policy_in_broken_json_is_never_skipped() {
    let base64 = "eyJTdGF0ZW1lbnQiOlt7IkVmZmVjdCI6IkRlbnkiLCJBY3Rpb24iOiJjczoqIn1dfQ==";
    for text in [
        format!("{{\"name\": \"a\", \"policy\": \"{base64}\", }} }}"),
        format!("{{\"name\": a \"policy\": \"{base64}\"}}"),
        format!("POLICY={base64}\n"),
    ] {
        assert!(!is_skipped("a.json", &text), "{text}");
        let value = serde_json::Value::from(&*text);
        assert!(
            !is_skipped("a.json", &format!("{{\"env\": {value}}}")),
            "{text}"
        );
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
        "2026-01-01 INFO executing Statement \"SELECT 1\"\n",
        "LOG: Statement \"x\"\n{\"a\": 1}\n",
        "LOG:  statement: SELECT 1\nStatement = x\n",
        "The `Effect` and the `Action` are parts of a `Statement`.\n",
        "Effect: none\nAction: book\n",
        "{'Effect': 'x', 'Action': 'y'}\n",
        "{\"Statement\": \"Erklärung\" \"Effect\": \"Wirkung\", \"Action\": \"Aktion\"}",
        "aliases: [\"Statement\", \"Block\"], visitor: { Statement: { enter() {} } }",
    ] {
        assert!(is_skipped("a.json", text), "{text}");
        assert!(
            is_skipped("a.jsonl", &format!("{{\"a\": 1}}\n{text}\n")),
            "{text}"
        );
        let value = serde_json::Value::from(text);
        assert!(
            is_skipped("a.json", &format!("{{\"b\": [{value}]}}")),
            "{text}"
        );
        let file = format!("locals {{\n  a = [{value}]\n}}\n");
        assert!(text.starts_with('{') || is_skipped("a.tf", &file), "{text}");
    }
}

/// A text about policies has their words, but not as keys that follow each other.
#[test]
fn text_about_policies_is_skipped() {
    for text in [
        "The policy has \"Effect\": \"Deny\" and \"Action\": \"cs:*\" so the call fails.",
        "If \"Effect\": \"Deny\" is set, then \"Action\": \"cs:*\" matches every call.",
        "Use \"Action\": \"cs:*\" together with \"Effect\": \"Deny\" in another statement.",
        "This prints `Effect: Deny` with `Action: cs:*` on one line.",
        "La política tiene \"Effect\": \"Deny\" y \"Action\": \"cs:*\".",
        "策略包含 \"Effect\": \"Deny\" 和 \"Action\": \"cs:*\"，因此调用失败。",
        "拒绝策略\"Effect\": \"Deny\"以及\"Action\": \"cs:*\"。",
        "level=warn msg=denied effect=deny because action=cs:DeleteCluster matched",
        "The \"Statement\" [#12] is now checked, and \"Effect\" too.",
        "Add the key \"Statement\" (see below) before \"Version\".",
        "The \"Statement\" {id} was not found.",
        "fix: handle \"Statement\" [] in the parser",
        "A policy needs the key \"Statement\"",
        "interface Statement { Effect: \"Allow\" | \"Deny\"; Action: string | string[]; }",
        "for statement in all: if statement.effect == Effect::Deny: return statement(Effect::Allow)",
        "{\"Statement\": {\"Effect\": \"Sepia\", \"Action\": \"cut\"}}",
    ] {
        assert!(is_skipped("a.json", text), "{text}");
        let value = serde_json::Value::from(text);
        for (name, file) in [
            ("a.json", format!("[{{\"number\": 12, \"body\": {value}}}]")),
            ("a.jsonl", format!("{{\"a\": 1}}\n{{\"msg\": {value}}}\n")),
            (
                "a.tf",
                format!("variable \"a\" {{\n  default = {value}\n}}\n"),
            ),
            ("a.tf", format!("output \"a\" {{\n  value = {value}\n}}\n")),
        ] {
            assert!(is_skipped(name, &file), "{name}: {file}");
        }
    }
    // What is written as a policy is one, also among words.
    for text in [
        "Apply \"Effect\": \"Deny\", \"Action\": \"cs:*\" to all users.",
        "Apply \"Effect\": \"Deny\" \"Action\": \"cs:*\" to all users.",
        "Sid: deny all\nEffect: Deny\nAction: cs:*\n",
        "The team has {\"Statement\" [{\"Effect\": \"Deny\", \"Action\": \"cs:*\"}]} today.",
        "{\"Statement\": {\"Effect\": \"Sepia\", \"Action\": \"cs:*\"}}",
        "{\"Statement\": {\"Effect\": \"Dney\", \"Action\": \"cut\"}}",
        "{\"Statement\": {\"Effect\": \"Sepia\", \"Action\": \"cut\", \"Resource\": \"*\"}}",
    ] {
        assert!(!is_skipped("a.json", text), "{text}");
        let value = serde_json::Value::from(text);
        let file = format!("[{{\"number\": 12, \"body\": {value}}}]");
        assert!(!is_skipped("a.json", &file), "{text}");
    }
}

/// The error for a file that an argument names says its format.
#[test]
fn page_without_a_policy_is_skipped() {
    let pages = [
        (
            "<!doctype html><p>Hello</p>",
            "a.json is HTML; expected JSON",
        ),
        (
            "<html>\n<code>Statement</code>",
            "a.json is HTML; expected JSON",
        ),
        (
            "<?xml version=\"1.0\"?><a/>",
            "a.json is XML; expected JSON",
        ),
    ];
    for (text, error) in pages {
        assert!(is_skipped("a.json", text), "{text}");
        let found = read("a.json", text, Some("json")).expect("a page");
        let named = found
            .refuse_empty("a.json")
            .map_err(|error| error.to_string());
        assert_eq!(named, Err(error.to_owned()));
        assert!(!is_skipped("a.xml", text), "{text}");
        let escaped = POLICY.replace('"', "&quot;");
        for policy in [POLICY, &escaped] {
            assert!(!is_skipped(
                "a.json",
                &format!("{text}\n<pre>{policy}</pre>")
            ));
        }
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
