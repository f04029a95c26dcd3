//! Folders of policies, with symlinks.
#![cfg(unix)]

use crate::common::{ack_catalog, folder};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}]}"#;

const CHECK: &str = "check --by-pattern --action cs:GetUpgradeStatus";

/// Runs a command on a folder; returns its output and its exit code.
fn run(command: &str, folder: &Path) -> (String, Option<i32>) {
    let output = ack_catalog()
        .args(command.split(' '))
        .arg("all")
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let shown = [output.stdout, output.stderr].concat();
    (
        String::from_utf8(shown).expect("UTF-8"),
        output.status.code(),
    )
}

#[test]
fn a_symlink_to_a_parent_is_followed_once() {
    let folder = folder(&[("all/sub/policy.json", POLICY)]);
    symlink("..", folder.path().join("all/sub/up")).expect("a link");
    let (shown, code) = run(CHECK, folder.path());
    assert_eq!(code, Some(0), "{shown}");
    assert_eq!(shown.matches("policy.json").count(), 1, "{shown}");
}

/// With four links in each of fourteen folders, 4¹⁴ paths lead to the last one.
#[test]
fn a_folder_with_many_paths_is_read_once() {
    let folder = folder(&[("all/d14/policy.json", POLICY)]);
    for depth in 0..14 {
        let from = folder.path().join(format!("all/d{depth}"));
        fs::create_dir(&from).expect("a folder");
        for name in ["a", "b", "c", "d"] {
            symlink(format!("../d{}", depth + 1), from.join(name)).expect("a link");
        }
    }
    let (shown, code) = run("lint", folder.path());
    assert_eq!(code, Some(0), "{shown}");
    let (shown, _) = run(CHECK, folder.path());
    assert_eq!(shown.matches("policy.json").count(), 1, "{shown}");
}

#[test]
fn deep_folders_are_read() {
    let deep = "d/".repeat(60);
    let folder = folder(&[(&*format!("all/{deep}policy.json"), POLICY)]);
    let (shown, code) = run(CHECK, folder.path());
    assert_eq!(code, Some(0), "{shown}");
}

/// Otherwise each name would fix the file, and all but the first would find it changed.
#[test]
fn a_file_with_several_paths_is_fixed_once() {
    let faulty = POLICY.replace("\"1\"", "1");
    let folder = folder(&[("all/a.json", &*faulty)]);
    symlink("a.json", folder.path().join("all/b.json")).expect("a link");
    let run = |arguments: &[&str]| {
        let output = ack_catalog()
            .arg("lint")
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        crate::common::shown(&output)
    };
    let file = folder.path().join("all/a.json");
    for names in [&["all"][..], &["all/a.json", "./all/a.json", "all/b.json"]] {
        fs::write(&file, &faulty).expect("a file");
        let found = run(names);
        assert_eq!(found.matches("unquoted-value").count(), 1, "{found}");
        let fixed = run(&[&["--fix"], names].concat());
        assert!(fixed.starts_with("0\n"), "{fixed}");
        assert!(fixed.contains("; 1 fixed"), "{fixed}");
        let text = fs::read_to_string(&file).expect("the file");
        assert!(text.contains("\"Version\": \"1\""), "{text}");
    }
}

/// An unreadable policy that denies must not count as missing.
#[test]
fn a_dangling_symlink_in_a_folder_is_an_error() {
    for name in ["deny.json", "circle.json", "team"] {
        let folder = folder(&[("all/a.json", POLICY)]);
        let target = if name == "circle.json" {
            name
        } else {
            "missing"
        };
        symlink(target, folder.path().join("all").join(name)).expect("a link");
        for command in ["check", "lint"] {
            let (shown, code) = run(command, folder.path());
            assert_eq!(code, Some(2), "{command} {name}: {shown}");
            assert!(
                shown.contains(&format!("cannot read all/{name}: ")),
                "{shown}"
            );
            assert!(shown.contains("help: "), "{shown}");
        }
    }
    let folder = folder(&[("all/a.json", POLICY)]);
    symlink("missing", folder.path().join("all/deny.json")).expect("a link");
    let (shown, _) = run("check", folder.path());
    insta::assert_snapshot!(shown, @r"
    error: cannot read all/deny.json: dangling symlink
     |
     = help: remove the symlink, or create its target
    ");
    // A dangling symlink is ignored if it is excluded, or if its name is not that of a policy.
    symlink("missing", folder.path().join("all/notes.txt")).expect("a link");
    let settings = "[lint]\nexclude = [\"all/deny.json\"]\n";
    fs::write(folder.path().join("ack-catalog.toml"), settings).expect("settings");
    let (shown, code) = run("lint", folder.path());
    assert_eq!(code, Some(0), "{shown}");
}

#[test]
fn a_socket_in_a_folder_is_an_error() {
    let folder = folder(&[("all/a.json", POLICY)]);
    let socket = folder.path().join("all/deny.json");
    let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let shown = ["check", "lint"].map(|command| {
        let (shown, code) = run(command, folder.path());
        assert_eq!(code, Some(2), "{shown}");
        shown
    });
    insta::assert_snapshot!(shown.join("\n"), @r"
    error: cannot read all/deny.json: not a regular file
     |
     = help: move it out of the folder; a pipe can be named directly

    error: cannot read all/deny.json: not a regular file
     |
     = help: move it out of the folder; a pipe can be named directly
    ");
}

/// The folder `System` says to whom its policies belong. A link to it that sorts first must not change that.
#[test]
fn a_file_is_named_by_its_own_path() {
    let faulty = POLICY.replace("\"1\"", "1");
    let folder = folder(&[("all/a/a.json", POLICY), ("all/z/policy.json", &*faulty)]);
    symlink("z", folder.path().join("all/b")).expect("a link");
    symlink("../z", folder.path().join("all/a/z")).expect("a link");
    let (shown, code) = run("lint", folder.path());
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("all/z/policy.json"), "{shown}");
    assert!(
        !shown.contains("all/b") && !shown.contains("all/a/z"),
        "{shown}"
    );
}
