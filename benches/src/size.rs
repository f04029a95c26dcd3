//! Bytes: the program, and what the catalog adds to a user's.

use crate::table::Table;
use crate::{folder, program, workspace};
use std::fs;
use std::path::Path;
use std::process::Command;

pub fn run() -> Vec<Table> {
    let page = workspace().join("source-doc/ack-api-user-authentication.md");
    let page = fs::metadata(page).expect("the page").len() as f64;
    let without = user("");
    let with = user(
        "let name = std::env::args().nth(1).unwrap_or_default();\n\
         if let Ok(action) = name.parse::<ack_catalog::AckAction>() {\n\
         println!(\"{} {}\", action.description(), action.doc_url()); }",
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

/// The size of a program that depends on the catalog and does this.
fn user(body: &str) -> f64 {
    let crate_folder = folder().join("target/size-user");
    fs::create_dir_all(crate_folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"size-user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nack-catalog = {{ path = {:?} }}\n\n[profile.release]\nstrip = true\n",
        workspace().join("catalog")
    );
    fs::write(crate_folder.join("Cargo.toml"), manifest).expect("a file");
    fs::write(
        crate_folder.join("src/main.rs"),
        format!("fn main() {{\n{body}\n}}\n"),
    )
    .expect("a file");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet"])
        .current_dir(&crate_folder)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "it builds");
    fs::metadata(crate_folder.join("target/release/size-user"))
        .expect("a program")
        .len() as f64
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
