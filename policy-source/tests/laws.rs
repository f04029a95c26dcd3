//! Laws of every container: text that is written into one is that text when it is read again.

use proptest::prelude::*;
use ram_policy::ByteRange;
use ram_policy_source::{Container, PolicyText, Scope, read, rewrite};

/// A document in each container, with a hole where there are holes, and its extension.
fn files() -> Vec<(&'static str, String)> {
    let document = r#"{"Version": "1", "Statement": ["MARK", {"Action": "${hole}"}]}"#;
    let plain = document.replace("${hole}", "x");
    let escaped = document.replace('"', "\\\"");
    vec![
        ("json", plain.clone()),
        ("jsonl", format!("{plain}\n\n{plain}\n")),
        (
            "json",
            format!("{{\"PolicyVersion\": {{\"PolicyDocument\": \"{}\"}}}}", plain.replace('"', "\\\"")),
        ),
        ("tf", format!("policy = <<EOF\n{document}\nEOF\n")),
        ("tf", format!("a {{\n  policy = <<-EOF\n    {document}\n  EOF\n}}\n")),
        ("tf", format!("policy = <<EOF\r\n{document}\r\nEOF\r\n")),
        ("tf", format!("policy = \"{escaped}\"\n")),
        (
            "tf",
            "policy = jsonencode({\n  Version   = \"1\"\n  Statement = [\"MARK\", { Action = \"${hole}\" }]\n})\n".to_owned(),
        ),
    ]
}

/// Writes a string of JSON into each container, and checks what is read again. Returns how often it could be written.
fn assert_kept(text: &str) -> usize {
    let json = serde_json::Value::from(text).to_string();
    let mut written = 0;
    for (extension, file) in files() {
        let found = read("a", &file, Some(extension))
            .expect("a document")
            .documents;
        let document = &found[0];
        let start = document.text().find("\"MARK\"").expect("the mark");
        let range = ByteRange::new(start, start + "\"MARK\"".len());
        let change = vec![(range, json.clone())];
        let mut changes: Vec<(&PolicyText, &[(ByteRange, String)])> = vec![(document, &change)];
        changes.extend(found[1..].iter().map(|other| (other, &[][..])));
        let Ok(file) = rewrite("a", &file, Some(extension), &Scope::default(), &changes) else {
            // Terraform composes characters, and readers differ in what they take for an escape.
            let is_refused = !text.is_ascii() || text.contains("$${") || text.contains("%%{");
            assert!(
                document.container().is_terraform() && is_refused,
                "{text:?} in {file}"
            );
            continue;
        };
        written += 1;
        let again = read("a", &file, Some(extension))
            .expect("a document")
            .documents;
        assert_eq!(again.len(), found.len());
        assert_eq!(again[0].holes().len(), document.holes().len(), "{file}");
        let parsed = ram_policy::json::parse(again[0].text());
        let root = parsed.root.expect("a value");
        let ram_policy::json::Value::Array(items) = &root.get("Statement").expect("the list").value
        else {
            panic!("a list in {file}")
        };
        assert_eq!(items[0].as_str(), Some(text), "{file}");
        assert!(!again[0].is_computed(items[0].range), "{file}");
    }
    written
}

#[test]
fn marks_of_templates_stay_text_in_every_container() {
    for text in [
        "${x}",
        "%{if x}",
        "$",
        "%",
        "{",
        "$\\u0024{",
        "\\",
        "\"",
        "\n",
        "\r\n",
        "\t",
        "EOF",
        "\nEOF\n",
        "a\u{1}b",
        "\u{7f}",
        "é中😀",
        "${~ x ~}",
        "#",
        "//",
        "/* */",
        "]",
        "}",
        "<br>",
        "\u{2028}",
        "${base64decode(keys({a=1})[0])}",
        "\u{feff}",
        "MARK",
        "-EOF",
        "<<EOF",
        "\\${x}",
        "\\\"${x}",
    ] {
        assert_eq!(assert_kept(text), files().len(), "{text:?}");
    }
    for refused in ["e\u{301}", "$${x}", "%%{", "$$${"] {
        assert_eq!(assert_kept(refused), 3, "{refused:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn text_is_itself_in_every_container(text in "[a-z$%{}~\\\\\"'\n\r\t #/*<>EOF=:,.\u{1}\u{7f}é中-]{0,12}") {
        assert_kept(&text);
    }

    #[test]
    fn any_text_is_itself_or_refused(text in any::<String>()) {
        assert_kept(&text);
    }

    /// Anything that is not a part of JSON is refused or stays what it is.
    #[test]
    fn no_change_makes_a_hole(text in "[a-z$%{}\"\\\\\n\r #/,:\\[\\]=EOF]{0,12}", at in 0..60_usize) {
        for (extension, file) in files() {
            let found = read("a", &file, Some(extension)).expect("a document").documents;
            let document = &found[0];
            if !document.text().is_char_boundary(at) {
                continue;
            }
            let change = vec![(ByteRange::new(at, at), text.clone())];
            let mut changes: Vec<(&PolicyText, &[(ByteRange, String)])> = vec![(document, &change)];
            changes.extend(found[1..].iter().map(|other| (other, &[][..])));
            let Ok(file) = rewrite("a", &file, Some(extension), &Scope::default(), &changes) else {
                continue;
            };
            let again = read("a", &file, Some(extension)).expect("a document").documents;
            prop_assert_eq!(again[0].holes().len(), document.holes().len(), "{}", file);
            if document.container() == Container::Plain {
                let text = [&document.text()[..at], &text, &document.text()[at..]].concat();
                let packed = |text: &str| text.replace(|c: char| c.is_ascii_whitespace(), "");
                prop_assert_eq!(packed(again[0].text()), packed(&text));
            }
        }
    }
}
