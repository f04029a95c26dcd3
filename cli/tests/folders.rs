//! Folders of policies, with links in them.
#![cfg(unix)]

mod common;

use common::{ack_catalog, folder};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}]}"#;

/// What the command prints of a folder, with the exit code.
fn run(command: &str, folder: &Path) -> (String, Option<i32>) {
    let output = ack_catalog()
        .args([command, "all"])
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
fn a_link_that_leads_back_up_is_followed_once() {
    let folder = folder(&[("all/sub/policy.json", POLICY)]);
    symlink("..", folder.path().join("all/sub/up")).expect("a link");
    let (shown, code) = run("expand", folder.path());
    assert_eq!(code, Some(0), "{shown}");
    assert_eq!(shown.matches("policy.json").count(), 1, "{shown}");
}

/// Of fourteen folders with four links each there are 4¹⁴ ways to the last one.
#[test]
fn a_folder_to_which_many_ways_lead_is_read_once() {
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
    let (shown, _) = run("expand", folder.path());
    assert_eq!(shown.matches("policy.json").count(), 1, "{shown}");
}

#[test]
fn folders_may_lie_deep() {
    let deep = "d/".repeat(60);
    let folder = folder(&[(&*format!("all/{deep}policy.json"), POLICY)]);
    let (shown, code) = run("expand", folder.path());
    assert_eq!(code, Some(0), "{shown}");
}

/// Each would mend it, and one of them find it changed.
#[test]
fn a_file_with_several_names_is_linted_and_mended_once() {
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
        common::shown(&output)
    };
    let file = folder.path().join("all/a.json");
    for names in [&["all"][..], &["all/a.json", "./all/a.json", "all/b.json"]] {
        fs::write(&file, &faulty).expect("a file");
        let found = run(names);
        assert_eq!(found.matches("unquoted-value").count(), 1, "{found}");
        let fixed = run(&[&["--fix"], names].concat());
        assert!(fixed.starts_with("0\n"), "{fixed}");
        assert!(fixed.contains("1 finding mended"), "{fixed}");
        let text = fs::read_to_string(&file).expect("the file");
        assert!(text.contains("\"Version\": \"1\""), "{text}");
    }
}
