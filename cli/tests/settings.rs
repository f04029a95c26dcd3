//! An unreadable `ack-catalog.toml`: ignoring it could drop stricter settings.
#![cfg(unix)]

use crate::common::{folder, plain};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;

/// Lints in the folder `sub`, below that of the settings.
fn lint(folder: &Path) -> String {
    let output = plain(env!("CARGO_BIN_EXE_ack-catalog"))
        .args(["lint", "policy.json"])
        .current_dir(folder.join("sub"))
        .output()
        .expect("the program runs");
    crate::common::shown(&output).replace(&folder.display().to_string(), "[folder]")
}

#[test]
fn settings_that_cannot_be_read_are_an_error() {
    let make: [fn(&Path); 5] = [
        |path| symlink("nowhere.toml", path).expect("a link"),
        |path| symlink("/dev/null", path).expect("a link"),
        |path| drop(UnixListener::bind(path).expect("a socket")),
        |path| fs::create_dir(path).expect("a folder"),
        |path| fs::write(path, b"[lint]\nignore = []\n# \xfc\n").expect("a file"),
    ];
    let said = make.map(|make| {
        let folder = folder(&[("sub/policy.json", POLICY)]);
        let here = folder.path().canonicalize().expect("the folder");
        make(&here.join("ack-catalog.toml"));
        lint(&here)
    });
    insta::assert_snapshot!(said.join("\n"), @r"
    2
    error: cannot read [folder]/ack-catalog.toml: dangling symlink
     |
     = help: remove the symlink, or create its target

    2
    error: cannot read [folder]/ack-catalog.toml: not a regular file
     |
     = help: make it a settings file, or remove it

    2
    error: cannot read [folder]/ack-catalog.toml: not a regular file
     |
     = help: make it a settings file, or remove it

    2
    error: cannot read [folder]/ack-catalog.toml: not a regular file
     |
     = help: make it a settings file, or remove it

    2
    error: [folder]/ack-catalog.toml:3:3: invalid UTF-8; save the file as UTF-8 text
    ");
}
