//! What we write into HCL, read by readers that are not ours: Terraform itself, and python-hcl2. Each is asked where it is
//! installed.

use ram_policy::ByteRange;
use ram_policy_source::{Container, PolicyText, Scope, read, rewrite};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

const MARK: &str = "\"MARK\"";

/// Pieces that mean something in HCL, in JSON, or in both.
const PIECES: [&str; 24] = [
    "${", "%{", "$${", "%%{", "$", "%", "{", "}", "\"", "\\", "\n", "\r\n", "\t", "EOF", "#", "//",
    "/*", "*/", "~", "é", "中", "a", " ", "\\u0024{",
];

/// Returns texts of a few pieces each, always the same ones. Those that are refused are left out.
fn texts(count: usize) -> Vec<String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("a small number")
    };
    let mut texts: Vec<String> = (0..count)
        .map(|_| (0..=next(6)).map(|_| PIECES[next(PIECES.len())]).collect())
        .collect();
    texts.retain(|text| !text.contains("$${") && !text.contains("%%{"));
    texts
}

/// Returns a file with a local value for each text in each container, and the documents that we read in it.
fn written(texts: &[String]) -> (String, Vec<PolicyText>) {
    let mut file = String::new();
    for (number, text) in texts.iter().enumerate() {
        let document = format!(r#"{{"Version": "1", "Statement": [{MARK}]}}"#);
        let escaped = document.replace('"', "\\\"");
        for (kind, value) in [
            ("heredoc", format!("<<EOF\n{document}\nEOF")),
            ("indented", format!("<<-EOF\n      {document}\n    EOF")),
            ("quoted", format!("\"{escaped}\"")),
            (
                "encoded",
                format!("jsonencode({{ Version = \"1\", Statement = [{MARK}] }})"),
            ),
        ] {
            let block = format!("locals {{\n  {kind}_{number} = {value}\n}}\n");
            let found = read("a.tf", &block, Some("tf"))
                .expect("a document")
                .documents;
            let start = found[0].text().find(MARK).expect("the mark");
            let range = ByteRange::new(start, start + MARK.len());
            let change = vec![(range, Value::from(&**text).to_string())];
            let block = rewrite(
                "a.tf",
                &block,
                Some("tf"),
                &Scope::default(),
                &[(&found[0], &change)],
            );
            file += &block.unwrap_or_else(|error| panic!("{error}: {text:?}"));
        }
    }
    let found = read("a.tf", &file, Some("tf"))
        .expect("documents")
        .documents;
    assert_eq!(found.len(), texts.len() * 4);
    (file, found)
}

/// Returns the text that was written into a document.
fn text_in(document: &str) -> Value {
    let json: Value =
        serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {document}"));
    json["Statement"][0].clone()
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn terraform_reads_what_was_written() {
    if Command::new("terraform").arg("version").output().is_err() {
        println!("not compared: there is no terraform");
        return;
    }
    let texts = texts(400);
    let (file, documents) = written(&texts);
    let folder = tempfile::tempdir().expect("a folder");
    let mut outputs = String::new();
    for document in &documents {
        let name = document.address().trim_start_matches("locals.");
        writeln!(outputs, "output \"{name}\" {{\n  value = local.{name}\n}}").expect("a text");
    }
    fs::write(folder.path().join("a.tf"), file).expect("a file");
    fs::write(folder.path().join("outputs.tf"), outputs).expect("a file");
    let terraform = |args: &[&str]| {
        let output = Command::new("terraform")
            .args(args)
            .current_dir(&folder)
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .output()
            .expect("terraform runs");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        output.stdout
    };
    terraform(&["apply", "-auto-approve", "-no-color"]);
    let values: Value = serde_json::from_slice(&terraform(&["output", "-json"])).expect("JSON");
    for (number, document) in documents.iter().enumerate() {
        let name = document.address().trim_start_matches("locals.");
        let value = values[name]["value"].as_str().expect("a text");
        assert_eq!(text_in(value), *texts[number / 4], "{name}");
        assert_eq!(text_in(document.text()), *texts[number / 4], "{name}");
    }
}

/// Prints each local value as python-hcl2 has it: its text in the file, without a meaning of escapes.
const SCRIPT: &str = r#"
import hcl2, json, re, sys
values = {}
for block in hcl2.load(sys.stdin)["locals"]:
    values.update(block)
def quoted(text):
    def meaning(match):
        part = match.group(0)
        if part in ("$${", "%%{"):
            return part[1:]
        return json.loads('"' + part + '"')
    return re.sub(r'\\u....|\\.|\$\$\{|%%\{', meaning, text[1:-1])
def heredoc(text):
    return "\n".join(text[1:-1].split("\n")[1:-1]).replace("$${", "${").replace("%%{", "%{")
read = {}
for name, value in values.items():
    if not name.startswith(("heredoc", "quoted")):
        continue
    read[name] = heredoc(value) if value.startswith('"<<') else quoted(value)
json.dump(read, sys.stdout)
"#;

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn python_reads_what_was_written() {
    let has_reader = Command::new("python3").args(["-c", "import hcl2"]).output();
    if !has_reader.is_ok_and(|output| output.status.success()) {
        println!("not compared: there is no python-hcl2");
        return;
    }
    // It knows no `%%{`, wants the end of what `$${` begins, and takes `EOF` in a line for the end.
    let texts: Vec<String> = texts(400)
        .into_iter()
        .map(|text| text.replace("${", "${x}"))
        .filter(|text| !text.contains("%{") && !text.contains("EOF"))
        .collect();
    let (file, documents) = written(&texts);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.tf");

    fs::write(&path, &file).expect("a file");
    let output = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(fs::File::open(&path).expect("the file"))
        .output()
        .expect("python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let values: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut compared = 0;
    for (number, document) in documents.iter().enumerate() {
        let is_text = matches!(
            document.container(),
            Container::Heredoc { indent: 0 } | Container::HclString
        );
        let name = document.address().trim_start_matches("locals.");
        if is_text {
            let value = values[name]
                .as_str()
                .unwrap_or_else(|| panic!("{name} is not read"));
            assert_eq!(text_in(value), *texts[number / 4], "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, texts.len() * 2);
}
