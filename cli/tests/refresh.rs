//! `.github/refresh.sh`, in a small repository without a network.

use crate::common::project::PAGE;
use crate::common::{folder, plain, workspace};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const MANIFEST: &str = r#"[package]
name = "alerts"
version = "0.0.0"
edition = "2024"

[package.metadata.catalog]
page = "../source-doc/ack-api-user-authentication.md"
page-date = "2024-01-31"
ledger = "../source-doc/ledger.tsv"
output = "src/generated.rs"
enum = "AlertAction"
"#;

const CHANGELOG: &str = "\
# Changelog

## [0.2.0] - not released yet

### Catalog

- Added `cs:StopAlert`.

### Added

- Something else.

## [0.1.0] - 2024-01-31

### Catalog

- Added `cs:StartAlert`.
";

/// A repository with a page and a catalog, and a program `cargo` that runs ours instead of building it.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let script = |name: &str| {
            fs::read_to_string(workspace().join(".github").join(name)).expect("a script")
        };
        let cargo = format!(
            "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec '{}' \"$@\"\n",
            env!("CARGO_BIN_EXE_ack-catalog")
        );
        let repository = Self {
            folder: folder(&[
                ("bin/cargo", &cargo),
                ("root/.github/refresh.sh", &script("refresh.sh")),
                ("root/.github/page-rows.sh", &script("page-rows.sh")),
                ("root/CHANGELOG.md", CHANGELOG),
                (
                    "root/Cargo.toml",
                    "[workspace]\nresolver = \"3\"\nmembers = [\"catalog\"]\n",
                ),
                ("root/catalog/Cargo.toml", MANIFEST),
                ("root/catalog/src/lib.rs", "mod generated;\n"),
                ("root/source-doc/ack-api-user-authentication.md", PAGE),
            ]),
        };
        for script in [
            "bin/cargo",
            "root/.github/refresh.sh",
            "root/.github/page-rows.sh",
        ] {
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(repository.folder.path().join(script), mode).expect("a mode");
        }
        let generated = repository.run("ack-catalog", &["generate"]);
        assert!(generated.status.success(), "{generated:?}");
        for call in [
            "init --quiet --initial-branch main",
            "config user.name tester",
            "config user.email tester@example.com",
            "add --all",
            "commit --quiet --message first",
        ] {
            repository.git(call);
        }
        repository
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn run(&self, program: &str, args: &[&str]) -> Output {
        let program = match program {
            "ack-catalog" => Path::new(env!("CARGO_BIN_EXE_ack-catalog")).to_owned(),
            other => PathBuf::from(other),
        };
        let mut path = vec![self.folder.path().join("bin")];
        path.extend(std::env::split_paths(
            &std::env::var_os("PATH").unwrap_or_default(),
        ));
        let mut command: Command = plain(program.to_str().expect("UTF-8"));
        command
            .args(args)
            .current_dir(self.root())
            .env("PATH", std::env::join_paths(path).expect("a path"))
            .env("CARGO", env!("CARGO"));
        command.output().expect("it runs")
    }

    fn git(&self, call: &str) -> String {
        let output = self.run("git", &call.split(' ').collect::<Vec<_>>());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs the script with a new page; returns the exit code, standard output and standard error.
    fn refresh(&self, page: &str) -> (Option<i32>, String, String) {
        let path = self.folder.path().join("new.md");
        fs::write(&path, page).expect("a page");
        self.refresh_with(&[path.to_str().expect("UTF-8"), "2024-02-29"])
    }

    fn refresh_with(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let output = self.run(".github/refresh.sh", args);
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// Checks that the current branch and its files are as before, and that no copy is left.
    fn assert_untouched(&self) {
        assert_eq!(self.git("status --porcelain --branch"), "## main\n");
        assert_eq!(self.git("log --format=%s"), "first\n");
        assert_eq!(self.git("worktree list").lines().count(), 1);
    }

    fn branches(&self) -> Vec<String> {
        let branches = self.git("branch --format %(refname:short)");
        let others = branches.lines().filter(|name| *name != "main");
        others.map(str::to_owned).collect()
    }
}

fn changed() -> String {
    PAGE.replace("Enables an alert rule", "Turns an alert rule on")
        + "|CopyAlert|cs:CopyAlert|Copies an alert rule|\n"
}

#[test]
fn a_changed_page_gives_a_branch_and_a_text() {
    let repository = Repository::new();
    let (code, text, messages) = repository.refresh(&changed());
    assert_eq!(code, Some(0), "{messages}");
    insta::assert_snapshot!(text);
    repository.assert_untouched();

    let branches = repository.branches();
    let [branch] = branches.as_slice() else {
        panic!("{branches:?}");
    };
    assert!(messages.contains(&format!("made the branch {branch}\n")));
    let change = repository.git(&format!("diff --stat=200 --name-only main {branch}"));
    insta::assert_snapshot!(change, @r"
    CHANGELOG.md
    catalog/Cargo.toml
    catalog/src/generated.rs
    source-doc/ack-api-user-authentication.md
    source-doc/ledger.tsv
    ");
    insta::assert_snapshot!(repository.git(&format!("log -1 --format=%B {branch}")), @r"
    catalog: refresh the page

    It was published on 2024-02-29.
    ");
    repository.git(&format!("switch --quiet {branch}"));
    let check = repository.run("ack-catalog", &["generate", "--check"]);
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    let changelog = fs::read_to_string(repository.root().join("CHANGELOG.md")).expect("a file");
    let entry = "- Added `cs:CopyAlert`.\n- Changed the description of `cs:StartAlert`: Turns an alert rule on.\n";
    let heading = "not released yet\n\n### Catalog\n\n";
    assert_eq!(
        changelog,
        CHANGELOG.replace(heading, &format!("{heading}{entry}"))
    );
}

#[test]
fn one_page_gets_one_branch() {
    let repository = Repository::new();
    repository.refresh(&changed());
    let branch = repository.branches().remove(0);
    let again = repository.refresh(&changed());
    let message = format!("the branch {branch} exists already\n");
    assert_eq!(again, (Some(0), String::new(), message));

    // It exists only in the other repository.
    repository.git("init --quiet --bare ../origin");
    repository.git("remote add origin ../origin");
    repository.git(&format!("push --quiet origin {branch}"));
    repository.git(&format!("branch --quiet -D {branch}"));
    let again = repository.refresh(&changed());
    let message = format!("the branch {branch} exists already in origin\n");
    assert_eq!(again, (Some(0), String::new(), message));
    repository.assert_untouched();
}

#[test]
fn an_unchanged_page_gives_nothing() {
    let repository = Repository::new();
    let expected = (Some(0), String::new(), "the page is unchanged\n".to_owned());
    assert_eq!(repository.refresh(PAGE), expected);
    assert_eq!(repository.branches(), [""; 0]);
}

#[test]
fn a_page_with_the_same_actions_gives_no_entry() {
    let repository = Repository::new();
    let (code, text, _) = repository.refresh(&format!("{PAGE}\nMore text.\n"));
    assert_eq!(code, Some(0));
    assert!(
        text.contains("\nVersion: none, because nothing changed.\n"),
        "{text}"
    );
    let change = repository.git(&format!(
        "diff --name-only main {}",
        repository.branches()[0]
    ));
    assert!(!change.contains("CHANGELOG.md"), "{change}");
}

#[test]
fn errors_change_nothing() {
    let repository = Repository::new();
    let faulty = PAGE.replace("cs:StopAlert", "cs:Stop Alert");
    let (code, text, messages) = repository.refresh(&faulty);
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(
        messages.contains("unexpected text among the actions: `Alert`"),
        "{messages}"
    );
    assert!(
        messages.ends_with("error: nothing was changed\n"),
        "{messages}"
    );

    let (_, _, messages) = repository.refresh(&PAGE.replace("|StopAlert|", "|Stop"));
    assert!(
        messages.ends_with("error: nothing was changed\n"),
        "{messages}"
    );
    for (args, expected) in [
        (&["none.md"][..], "error: cannot read the page\n"),
        (
            &["http://example.com/page.md"],
            "error: the page is neither a file nor an https address\n",
        ),
        (
            &["CHANGELOG.md", "29/2/2024"],
            "error: invalid date 29/2/2024; expected YYYY-MM-DD\n",
        ),
        (
            &["CHANGELOG.md", "2099-13-31"],
            "error: invalid date 2099-13-31; expected YYYY-MM-DD\n",
        ),
        (
            &["CHANGELOG.md", "2099-12-31"],
            "error: the date 2099-12-31 is in the future\n",
        ),
        (&[], "error: expected: refresh.sh PAGE [DATE]\n"),
    ] {
        let (code, text, messages) = repository.refresh_with(args);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{args:?}");
        assert!(messages.ends_with(expected), "{messages}");
    }
    // A page without a table, and a day that does not exist.
    for args in [&["CHANGELOG.md"][..], &["CHANGELOG.md", "2024-02-30"]] {
        let (code, text, messages) = repository.refresh_with(args);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{args:?}");
        assert!(
            messages.ends_with("error: nothing was changed\n"),
            "{messages}"
        );
    }
    repository.assert_untouched();
    assert_eq!(repository.branches(), [""; 0]);
}

/// Text that would mention people, close issues or run as code.
#[test]
fn text_of_the_page_is_inert() {
    let repository = Repository::new();
    let text = "Closes #1 for @everyone `$(id)` $HOME \\<img src=x\\> \\*\\*now\\*\\*";
    let page = PAGE.replace("Enables an alert rule", text);
    let (code, text, messages) = repository.refresh(&page);
    assert_eq!(code, Some(0), "{messages}");
    let line = text.lines().find(|line| line.starts_with("- Changed"));
    insta::assert_snapshot!(line.expect("a change"), @r"- Changed the description of `cs:StartAlert`: Closes `#1` for `@everyone` $(id) $HOME \<img src=x> \*\*now\*\*.");
    let branch = repository.branches().remove(0);
    let message = repository.git(&format!("log -1 --format=%B {branch}"));
    assert!(!message.contains("Closes"), "{message}");
}

#[test]
fn after_a_release_the_changelog_gets_a_new_section() {
    let repository = Repository::new();
    let released = CHANGELOG.replace("not released yet", "2024-02-01");
    fs::write(repository.root().join("CHANGELOG.md"), &released).expect("a file");
    repository.git("commit --quiet --all --amend --message first");
    repository.refresh(&changed());
    let branch = repository.branches().remove(0);
    let changelog = repository.git(&format!("show {branch}:CHANGELOG.md"));
    let (before, _) = changelog.split_once("## [0.2.0]").expect("a version");
    insta::assert_snapshot!(before, @r"
    # Changelog

    ## [Unreleased]

    ### Catalog

    - Added `cs:CopyAlert`.
    - Changed the description of `cs:StartAlert`: Turns an alert rule on.
    ");
}

#[test]
fn the_workflow_only_runs_the_script_and_publishes_its_branch() {
    let workflow = workspace().join(".github/workflows/refresh.yml");
    let workflow = fs::read_to_string(workflow).expect("the workflow");
    assert!(workflow.contains(r#".github/refresh.sh "$PAGE_URL" > "$RUNNER_TEMP/text.md""#));
    for step in ["cargo run", "sed ", "curl ", "git commit"] {
        assert!(!workflow.contains(step), "{step}");
    }
}
