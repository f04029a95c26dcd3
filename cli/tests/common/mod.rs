//! Runs the program, and prepares files for it.
#![allow(dead_code)] // Each test file uses its part.

pub(crate) mod editor;
pub(crate) mod html;
#[cfg(unix)]
pub(crate) mod limited;
pub(crate) mod project;
pub(crate) mod trail;

use ack_catalog::{CS_NEWEST_SOURCE, CsAction, PUBLISHED};
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, DirEntry};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A policy with several statements, one of them conditional.
pub(crate) const CLUSTERS: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:Describe*", "cs:ModifyCluster"],
      "Resource": "acs:cs:*:*:cluster/c1"
    },
    {
      "Effect": "Deny",
      "Action": "cs:DescribeEvents",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": "cs:StartAlert",
      "Resource": "*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
    },
    {
      "Effect": "Allow",
      "Action": "cs:stopalert",
      "Resource": "*"
    }
  ]
}
"#;

/// A policy in a style of its own, and the same one after a grant of `cs:DescribeEvents`.
pub(crate) const GRANTED: [&str; 2] = [
    r#"{
 "Statement": [{
     "Action": [
         "cs:Get*"
     ],
     "Effect": "Allow",
     "Resource": [
         "acs:cs:*:*:*"
     ]
 }],
 "Version": "1"
}
"#,
    r#"{
 "Statement": [{
     "Action": [
         "cs:Get*",
         "cs:DescribeEvents"
     ],
     "Effect": "Allow",
     "Resource": [
         "acs:cs:*:*:*"
     ]
 }],
 "Version": "1"
}
"#,
];

/// Returns a policy with these statements.
pub(crate) fn policy(statements: &[&str]) -> String {
    format!(
        "{{\"Version\":\"1\",\"Statement\":[{}]}}\n",
        statements.join(",")
    )
}

/// Returns output as a document shows it: a line of the document is kept if it still shows the new one.
pub(crate) fn as_shown(document: &[&str], output: Vec<String>) -> Vec<String> {
    if document.len() != output.len() {
        return output;
    }
    let lines = document.iter().zip(output);
    lines
        .map(|(&shown, line)| {
            if shows(shown, &line) {
                shown.to_owned()
            } else {
                line
            }
        })
        .collect()
}

/// Returns true if the line of a document shows the line of an output. What depends on the page may differ: a
/// description or a link at the end, and all after the sign `…`.
fn shows(shown: &str, line: &str) -> bool {
    if let Some(start) = shown.strip_suffix('…') {
        return line.starts_with(start);
    }
    let is_start = |text: &str| {
        let start = line.strip_suffix(text).unwrap_or_default();
        !text.is_empty() && start.ends_with("  ") && shown.starts_with(start)
    };
    shown == line
        || all().any(|action| is_start(action.description()) || is_start(action.doc_url()))
}

/// Creates a folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Returns the sorted names of all files in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let name = |file: io::Result<DirEntry>| file.expect("a file").file_name();
    let files = fs::read_dir(folder).expect("the folder").map(name);
    let mut names: Vec<String> = files
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

/// Returns the folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    cli.parent().unwrap_or(cli).to_owned()
}

/// Returns the program without settings in its environment.
pub(crate) fn ack_catalog() -> Command {
    plain(env!("CARGO_BIN_EXE_ack-catalog"))
}

/// Copies the program to where every user may run it.
///
/// A separate process makes the copy. If this one had the file open for writing, a child that another thread starts at
/// that moment would inherit it, and running the copy would fail with "Text file busy".
pub(crate) fn copy_of_program(folder: &Path) -> PathBuf {
    let copy = folder.join("ack-catalog");
    let status = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_ack-catalog"))
        .arg(&copy)
        .status();
    assert!(status.expect("cp starts").success(), "no copy");
    copy
}

/// Returns any program without settings for ours in its environment.
pub(crate) fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    // Cargo sets some of these for the tests; a terminal or CI may set the others.
    for variable in [
        "CARGO_PKG_NAME",
        "CARGO_TARGET_DIR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "NO_COLOR",
    ] {
        command.env_remove(variable);
    }
    command
}

/// Runs the program in the workspace and reports its exit code and output.
pub(crate) fn run(args: &[&str]) -> String {
    run_in(&workspace(), args)
}

/// Runs the program in a folder.
pub(crate) fn output_of(
    folder: &Path,
    args: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Output {
    let mut command = ack_catalog();
    command.args(args).current_dir(folder);
    command.output().expect("the program runs")
}

/// Runs the program in a folder with arguments that contain no spaces.
pub(crate) fn run_line(folder: &Path, args: &str) -> String {
    run_in(folder, &args.split(' ').collect::<Vec<_>>())
}

/// Runs the program in a folder and reports its exit code and output.
pub(crate) fn run_in(folder: &Path, args: &[&str]) -> String {
    let output = output_of(folder, args);
    let shown: Vec<String> = args
        .iter()
        .map(|arg| {
            let plain = !arg.is_empty() && !arg.contains(['*', ' ']);
            if plain {
                (*arg).to_owned()
            } else {
                format!("'{arg}'")
            }
        })
        .collect();
    let mut report = format!("$ ack-catalog {}\n", shown.join(" "));
    let code = output.status.code().expect("no signal");
    let _ = writeln!(report, "--- exit code {code}");
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        let text = String::from_utf8(bytes).expect("UTF-8");
        if !text.is_empty() {
            let _ = write!(report, "--- {name}\n{}", without_page(&text));
        }
    }
    report
}

/// Returns all actions that were ever in the catalog.
fn all() -> impl Iterator<Item = CsAction> {
    (1..).map_while(|id| CsAction::try_from(id).ok())
}

/// Replaces what a new page changes: its date, and the descriptions and links of its actions.
///
/// Only values of the current catalog are replaced, so that a wrong one is seen.
pub(crate) fn without_page(text: &str) -> String {
    let mut text = text.to_owned();
    for words in ["the page of", "the catalog of", "the catalog is of"] {
        text = text.replace(&format!("{words} {PUBLISHED}"), &format!("{words} [date]"));
    }
    let newest = format!("is of {CS_NEWEST_SOURCE}");
    text = text.replace(&newest, "is of [month]");
    for (label, of) in [
        (
            "description  ",
            CsAction::description as fn(CsAction) -> &'static str,
        ),
        ("reference    ", CsAction::doc_url),
    ] {
        let values: BTreeSet<&str> = all().map(of).collect();
        let masked = |line: &str| match line.trim_start().strip_prefix(label) {
            Some(value) if values.contains(value) => {
                format!("{}[from the page]", &line[..line.len() - value.len()])
            }
            _ => line.to_owned(),
        };
        text = text.split('\n').map(masked).collect::<Vec<_>>().join("\n");
    }
    text
}

/// Runs the program in a folder with this standard input.
pub(crate) fn with_input(folder: &Path, args: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = ack_catalog()
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    // The program may end before it has read everything.
    let _ = stdin.write_all(input.as_ref());
    drop(stdin);
    child.wait_with_output().expect("an end")
}

/// Returns the exit code and the output as text.
pub(crate) fn shown(output: &Output) -> String {
    let code = output.status.code().expect("no signal");
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{code}\n{out}{err}")
}

/// Returns standard error as text.
pub(crate) fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Returns true if stale pages and snapshots are to be rewritten.
pub(crate) fn is_update() -> bool {
    env::var("INSTA_UPDATE").is_ok_and(|update| update == "always")
}
