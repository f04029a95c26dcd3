//! Sizes of the program, and of what the catalog adds to a user's program.

use crate::table::Table;
use crate::users::{User, ours};
use crate::{folder, program, workspace};
use std::fs;
use std::path::Path;
use std::process::Command;

pub fn run() -> Vec<Table> {
    let page = workspace().join("source-doc/ack-api-user-authentication.md");
    let page = fs::metadata(page).expect("the page").len() as f64;
    let without = user("size-without", "", "println!(\"{word}\");");
    let with = user(
        "size-with",
        &ours(&[]),
        "if let Ok(action) = word.parse::<ack_catalog::AckAction>() {\n        \
         println!(\"{} {}\", action.description(), action.doc_url());\n    }",
    );
    let mut table = Table::new("size", "stripped release binaries", "bytes");
    table.row("the text of the page", &[page]);
    table.row(
        "what the catalog adds to a user's program",
        &[with - without],
    );
    table.row("the program ack-catalog", &[stripped(&program())]);
    table.aim_ratio(
        "what the catalog adds to a user's program",
        "the text of the page",
        1.5,
    );
    vec![table]
}

/// Returns the size of a program that does this with a word.
fn user(name: &str, dependencies: &str, body: &str) -> f64 {
    let text = format!(
        "fn main() {{\n    let word = std::env::args().nth(1).unwrap_or_default();\n    {body}\n}}\n"
    );
    let user = User::new(name, dependencies, &[("main.rs", &text)]);
    user.cargo(&["build", "--release", "--quiet"]);
    let program = user.folder.join("target/release").join(name);
    fs::metadata(program).expect("a program").len() as f64
}

fn stripped(program: &Path) -> f64 {
    let copy = folder().join("target/stripped");
    let status = Command::new("strip")
        .arg("-o")
        .arg(&copy)
        .arg(program)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "it is stripped"
    );
    fs::metadata(copy).expect("a program").len() as f64
}
