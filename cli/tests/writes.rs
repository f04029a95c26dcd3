//! Replacing files: kept owners and permissions, and no leftovers.
#![cfg(unix)]

use crate::common::{folder, names, run_line};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;

const GRANT: &str = "grant policy.json --action cs:StartAlert --write";
const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:GetClusters"], "Resource": "*"}]}"#;
/// A policy that `lint --fix` fixes: its version is a number.
const FAULTY: &str = r#"{"Version": 1, "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;

/// The new file needs the owner of the old one: a service may read it.
#[test]
fn a_file_keeps_its_owner_and_its_group() {
    let folder = folder(&[("policy.json", POLICY), ("faulty.json", FAULTY)]);
    let files = ["policy.json", "faulty.json"].map(|name| folder.path().join(name));
    for file in &files {
        if chown(file, Some(65_534), Some(65_533)).is_err() {
            println!("skipped: only root can give files away");
            return;
        }
    }
    for arguments in [GRANT, "lint --fix faulty.json"] {
        let report = run_line(folder.path(), arguments);
        assert!(report.contains("exit code 0"), "{report}");
    }
    for (file, text) in files.iter().zip([POLICY, FAULTY]) {
        assert_ne!(fs::read_to_string(file).expect("the file"), text);
        let owner = fs::metadata(file).expect("the file");
        assert_eq!((owner.uid(), owner.gid()), (65_534, 65_533));
    }

    // A user who may write into the folder but does not own the file.
    let program = crate::common::copy_of_program(folder.path());
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("permissions");
    fs::set_permissions(&files[0], Permissions::from_mode(0o666)).expect("permissions");
    let text = fs::read_to_string(&files[0]).expect("the file");
    let mut command = crate::common::plain(&program.display().to_string());
    let output = command
        .args("grant policy.json --action cs:StopAlert --write".split(' '))
        .current_dir(folder.path())
        .uid(65_532)
        .gid(65_532)
        .output()
        .expect("the program runs");
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: cannot write policy.json: its owner and group cannot be kept
     |
     = help: run the command as the file's owner, or change the owner first
    ");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&files[0]).expect("the file"), text);
    assert_eq!(
        names(folder.path()),
        ["ack-catalog", "faulty.json", "policy.json"]
    );
}

#[test]
fn an_unchanged_file_is_not_written() {
    let answer = format!("{{\"PolicyVersion\": {{\"PolicyDocument\": {POLICY:?}}}}}\n");
    let folder = folder(&[("policy.json", POLICY), ("answer.json", &answer)]);
    for name in ["policy.json", "answer.json"] {
        let file = folder.path().join(name);
        fs::set_permissions(&file, Permissions::from_mode(0o444)).expect("permissions");
        let before = fs::metadata(&file).expect("the file").ino();
        for arguments in [
            format!("grant {name} --action cs:GetClusters --write"),
            format!("revoke {name} --action cs:StopAlert --write"),
            format!("lint --fix {name}"),
        ] {
            let report = run_line(folder.path(), &arguments);
            assert!(report.contains("exit code 0"), "{report}");
        }
        assert_eq!(fs::metadata(&file).expect("the file").ino(), before);
    }
}

/// A run that is killed while it writes leaves a temporary file.
#[test]
fn the_next_run_removes_leftovers_of_a_killed_run() {
    let folder = folder(&[
        ("policy.json", POLICY),
        (".policy.json.ack-catalog", "half a pol"),
    ]);
    let left = folder.path().join(".policy.json.ack-catalog");
    fs::set_permissions(&left, Permissions::from_mode(0o400)).expect("permissions");
    let report = run_line(folder.path(), GRANT);
    assert!(report.contains("exit code 0"), "{report}");
    assert_eq!(names(folder.path()), ["policy.json"]);

    // A name so long that a temporary name beside it would be too long.
    let long = format!("{}.json", "p".repeat(250));
    fs::rename(folder.path().join("policy.json"), folder.path().join(&long)).expect("the file");
    let report = run_line(
        folder.path(),
        &GRANT
            .replace("policy.json", &long)
            .replace("StartAlert", "StopAlert"),
    );
    assert!(report.contains("exit code 0"), "{report}");
    assert_eq!(names(folder.path()), [long]);
}

#[test]
fn replacing_a_file_with_hard_links_causes_a_warning() {
    let folder = folder(&[("policy.json", POLICY)]);
    let [file, other] = ["policy.json", "other.json"].map(|name| folder.path().join(name));
    fs::hard_link(&file, &other).expect("a link");
    let report = run_line(folder.path(), GRANT);
    insta::assert_snapshot!(report, @r"
    $ ack-catalog grant policy.json --action cs:StartAlert --write
    --- exit code 0
    --- stderr
    warning: policy.json had 2 hard links; the others keep the old text
     |
     = help: link them to the new file
    note: newly allowed: cs:StartAlert
    note: nothing else changed (proved for all actions and all resources)
    ");
    assert_eq!(fs::read_to_string(other).expect("the file"), POLICY);
}
