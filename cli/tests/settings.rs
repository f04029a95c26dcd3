//! An unreadable `ack-catalog.toml`: ignoring it could drop stricter settings.
#![cfg(unix)]

use crate::common::{folder, plain, run_in};
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
        let folder = folder(&[(".git/HEAD", ""), ("sub/policy.json", POLICY)]);
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

const EVERYTHING: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;

/// A repository under review does not keep a finding from its reviewer without saying so.
#[test]
fn applied_settings_are_named_with_what_they_suppress() {
    let settings = "[lint]\nignore = [\"everything-on-everything\"]\nexclude = [\"vendor\"]\n[lint.size]\ncharacters = 9000\nas-of = \"2026-03\"\n\
        [lint.levels]\nredundancy = \"note\"\n\
        [[lint.allow]]\nrule = \"sid\"\nreason = \"of ours\"\n";
    let twice = EVERYTHING.replace("\"*\",", "[\"*\", \"*\"], \"Sid\": \"a\",");
    let folder = folder(&[
        ("ack-catalog.toml", settings),
        ("a.json", &twice),
        ("vendor/b.json", EVERYTHING),
    ]);
    let said = "settings of ack-catalog.toml: 2 findings ignored, 1 finding accepted, 1 finding lowered, 1 file excluded, \
        length limit 9,000";
    for format in ["text", "json", "sarif", "github", "markdown"] {
        let report = run_in(folder.path(), &["lint", "--format", format, "."]);
        assert!(report.contains(said), "{report}");
        let has_summary = ["text", "markdown"].contains(&format);
        let summary = "3 suppressed by ack-catalog.toml";
        assert_eq!(report.contains(summary), has_summary, "{report}");
    }
    let isolated = run_in(folder.path(), &["lint", "--isolated", "."]);
    assert!(!isolated.contains("ack-catalog.toml"), "{isolated}");
    let found = isolated.matches("everything-on-everything").count();
    assert_eq!(found, 3, "{isolated}");
    // What an argument deselects, the settings do not suppress.
    let ignored = run_in(
        folder.path(),
        &["lint", "--ignore", "everything-on-everything", "."],
    );
    assert!(ignored.contains("toml: 1 finding accepted"), "{ignored}");
}

/// A limit and pages also suppress findings, and are counted as such.
#[test]
fn findings_without_the_limit_and_the_pages_are_counted() {
    let actions: Vec<String> = (0..400)
        .map(|at| format!("\"cs:GetClusterPart{at}\""))
        .collect();
    let long = format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": [{}], "Resource": "*"}}]}}"#,
        actions.join(", ")
    );
    let misspelt = EVERYTHING.replace("\"Action\": \"*\"", "\"Action\": \"cs:GetClustrs\"");
    let page = "| action | level |\n| --- | --- |\n| cs:GetClustrs | Read |\n";
    let size = "[lint.size]\ncharacters = 99999\nas-of = \"2026-03\"\n";
    let pages = "[lint]\npages = [\"page.md\"]\n";
    for (settings, policy, selected, said) in [
        (
            size,
            &long,
            "too-long",
            "length limit 99,999, 1 finding suppressed by the limit",
        ),
        (
            pages,
            &misspelt,
            "misspelt-action",
            "1 page of known actions added, 1 finding suppressed by pages",
        ),
        (size, &misspelt, "misspelt-action", "length limit 99,999\n"),
    ] {
        let folder = folder(&[
            ("ack-catalog.toml", settings),
            ("page.md", page),
            ("a.json", policy),
        ]);
        let arguments = ["lint", "--select", selected, "a.json"];
        let report = run_in(folder.path(), &arguments);
        assert!(
            report.contains(&format!("settings of ack-catalog.toml: {said}")),
            "{report}"
        );
        let is_counted = said.contains("finding");
        assert_eq!(
            report.contains("1 suppressed by ack-catalog.toml"),
            is_counted,
            "{report}"
        );
        let isolated = run_in(folder.path(), &[&arguments[..], &["--isolated"]].concat());
        assert!(isolated.contains(selected), "{isolated}");
    }
}

#[test]
fn settings_above_the_repository_are_not_read() {
    let folder = folder(&[
        ("ack-catalog.toml", "[lint]\nignore = [\"all\"]\n"),
        ("repository/.git/HEAD", "ref: refs/heads/main\n"),
        ("repository/sub/policy.json", EVERYTHING),
    ]);
    let sub = folder.path().join("repository/sub");
    let report = run_in(&sub, &["lint", "policy.json"]);
    assert!(report.contains("everything-on-everything"), "{report}");
    // In the repository they are.
    let here = folder.path().join("repository/ack-catalog.toml");
    fs::rename(folder.path().join("ack-catalog.toml"), here).expect("moved");
    let report = run_in(&sub, &["lint", "policy.json"]);
    assert!(!report.contains("[everything-on-everything]"), "{report}");
}

/// A folder such as `/tmp` belongs to everyone.
#[test]
fn outside_a_repository_settings_are_in_the_current_folder() {
    let settings = "[lint]\nignore = [\"all\"]\n";
    let folder = folder(&[
        ("ack-catalog.toml", settings),
        ("sub/policy.json", EVERYTHING),
    ]);
    let sub = folder.path().join("sub");
    let report = run_in(&sub, &["lint", "policy.json"]);
    assert!(report.contains("[everything-on-everything]"), "{report}");
    fs::write(sub.join("ack-catalog.toml"), settings).expect("a file");
    let report = run_in(&sub, &["lint", "policy.json"]);
    assert!(!report.contains("[everything-on-everything]"), "{report}");
}

/// Settings make the program read only files beside them, and no message quotes one that is not a page.
#[test]
fn paths_in_settings_stay_in_their_folder() {
    let folder = folder(&[
        ("secret.md", "a secret line\n"),
        ("repository/secret.md", "a secret line\n"),
        ("repository/policy.json", EVERYTHING),
    ]);
    let repository = folder.path().join("repository");
    symlink("../secret.md", repository.join("link.md")).expect("a link");
    symlink("/dev/zero", repository.join("device.md")).expect("a link");
    let _bound = UnixListener::bind(repository.join("socket.md")).expect("a socket");
    let absolute = folder.path().join("secret.md").display().to_string();
    let outside = "is outside the folder of the settings";
    for (key, path, says) in [
        ("pages", "../secret.md", outside),
        ("pages", "sub/../../secret.md", outside),
        ("pages", &*absolute, outside),
        ("pages", "link.md", outside),
        ("pages", "device.md", outside),
        ("pages", "socket.md", "not a regular file"),
        ("pages", "secret.md", "lists no actions"),
        ("exclude", "../*", outside),
        ("exclude", "/*", outside),
    ] {
        let settings = format!("[lint]\n{key} = [\"{path}\"]\n");
        fs::write(repository.join("ack-catalog.toml"), settings).expect("settings");
        let report = run_in(&repository, &["lint", "policy.json"]);
        assert!(report.contains("exit code 2"), "{report}");
        assert!(
            report.contains(says) && !report.contains("a secret"),
            "{report}"
        );
    }
    let settings =
        "[[lint.allow]]\nrule = \"all\"\npath = \"../policy.json\"\nreason = \"of ours\"\n";
    fs::write(repository.join("ack-catalog.toml"), settings).expect("settings");
    let report = run_in(&repository, &["lint", "policy.json"]);
    assert!(report.contains(outside), "{report}");
    // A file elsewhere has no path that a pattern could match.
    fs::write(
        repository.join("ack-catalog.toml"),
        "[lint]\nexclude = [\"*\"]\n",
    )
    .expect("settings");
    fs::write(folder.path().join("other.json"), EVERYTHING).expect("a policy");
    let report = run_in(&repository, &["lint", "../other.json"]);
    assert!(report.contains("[everything-on-everything]"), "{report}");
}

#[test]
fn linked_settings_of_another_folder_are_an_error() {
    let folder = folder(&[("secret.toml", "secret = 1\n"), ("sub/policy.json", POLICY)]);
    symlink("../secret.toml", folder.path().join("sub/ack-catalog.toml")).expect("a link");
    let report = lint(folder.path());
    let says = "cannot read ack-catalog.toml: it links to a file outside its folder";
    assert!(report.contains(says), "{report}");
}

/// A folder from elsewhere may have a symlink to a policy of the user.
#[test]
fn fixes_do_not_follow_links_out_of_the_folder() {
    let broken = POLICY.replace("}]", "},]");
    let folder = folder(&[
        ("ours.json", &*broken),
        ("ours/b.json", &broken),
        ("theirs/a.json", &broken),
        ("theirs/sub/c.json", &broken),
    ]);
    let theirs = folder.path().join("theirs");
    symlink("../ours.json", theirs.join("file.json")).expect("a link");
    symlink("../ours", theirs.join("folder")).expect("a link");
    symlink("sub/c.json", theirs.join("inside.json")).expect("a link");
    let report = run_in(folder.path(), &["lint", "--fix", "theirs"]);
    let says = "was not fixed: a symlink leads out of the folder";
    assert_eq!(report.matches(says).count(), 2, "{report}");
    assert!(report.contains("exit code 2"), "{report}");
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).expect("the file");
    for (path, is_fixed) in [
        ("ours.json", false),
        ("ours/b.json", false),
        ("theirs/a.json", true),
        ("theirs/sub/c.json", true),
    ] {
        assert_eq!(text(path) != broken, is_fixed, "{path}");
    }
    // An argument names the file that it links to.
    run_in(folder.path(), &["lint", "--fix", "theirs/file.json"]);
    assert_ne!(text("ours.json"), broken);
}
