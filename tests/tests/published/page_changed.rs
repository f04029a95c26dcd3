//! `docs/page-changed.md`, followed on a copy of the project with a new page.

use ack_catalog::PUBLISHED;
use ack_catalog_core::{Action, Catalog, Settings, Source};
use ack_catalog_tests::cargo::{outside_folder, shell, succeed, target};
use ack_catalog_tests::{PAGE, workspace};
use std::fs;
use std::path::Path;

/// The tests of what depends on the page. `published` would build the project once more.
const TESTS: &str = "\
cargo test -p ack-catalog -p ack-catalog-cli -p ack-catalog-features -p ack-catalog-tests --lib \
    --test main --test schema --test catalogs --test enums --test lint --test pages
cargo test -p ack-catalog -p ack-catalog-tests --doc
";

/// Runs a script offline; returns what it prints.
fn run(folder: &Path, script: &str) -> String {
    let mut shell = shell(folder, script);
    // Another test builds the same program, of the current page.
    shell.env("CARGO_TARGET_DIR", target().join("of-page-changed"));
    for (name, value) in [
        ("CARGO_NET_OFFLINE", "true"),
        ("INSTA_UPDATE", "no"),
        ("GIT_PAGER", "cat"),
        ("GIT_AUTHOR_NAME", "tester"),
        ("GIT_AUTHOR_EMAIL", "tester@example.com"),
        ("GIT_COMMITTER_NAME", "tester"),
        ("GIT_COMMITTER_EMAIL", "tester@example.com"),
    ] {
        shell.env(name, value);
    }
    succeed(shell)
}

/// Returns a copy of the project as a repository with one commit.
fn copy() -> std::path::PathBuf {
    let copy = outside_folder("page-changed");
    let files = run(
        &workspace(),
        "git ls-files --cached --others --exclude-standard",
    );
    for file in files.lines().filter(|file| workspace().join(file).exists()) {
        let to = copy.join(file);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(workspace().join(file), to).expect("a copy");
    }
    run(
        &copy,
        "git init --quiet && git add --all && git commit --quiet --message copy",
    );
    copy
}

/// Changes the page in every way: a row is added, removed and renamed, an operation gets a second action, and a
/// description has odd characters.
fn changed_page() -> String {
    let settings = Settings::new("AckAction".parse().expect("a name"));
    let catalog = Catalog::read(&Source::new("page.md", PAGE), &settings).catalog;
    let row = |action: &Action| {
        let start = PAGE[..action.place.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let end = PAGE[start..]
            .find('\n')
            .map_or(PAGE.len(), |at| start + at + 1);
        &PAGE[start..end]
    };
    let [.., second, removed, renamed] = catalog.actions.as_slice() else {
        panic!("three actions");
    };
    let name = |action: &Action| {
        let (_, name) = action
            .ram_action
            .as_str()
            .split_once(':')
            .expect("a service");
        name.to_owned()
    };
    let action = second.ram_action.as_str();
    let two = row(second).replacen(action, &format!("{action}, {action}More"), 1);
    let action = renamed.ram_action.as_str();
    let other = row(renamed).replacen(action, &format!("{action}Next"), 1);
    let added = row(renamed).replace(&name(renamed), "ZoneOfTheNewPage");
    let described = catalog
        .actions
        .iter()
        .find(|action| row(action).contains(&action.texts.description))
        .expect("a description as it is on the page");
    let odd =
        r#"Odd: "quotes", 'more', \*, \|, \\, \<b\>, {braces}, $HOME, @someone, #1, 简体中文 🙂"#;
    let odd = row(described).replacen(&described.texts.description, odd, 1);
    PAGE.replacen(row(described), &format!("{odd}{added}"), 1)
        .replacen(row(second), &two, 1)
        .replacen(row(removed), "", 1)
        .replacen(row(renamed), &other, 1)
}

/// Returns the commands of the four steps.
fn recipe() -> String {
    let page = fs::read_to_string(workspace().join("docs/page-changed.md")).expect("the page");
    let steps = page.split("\n## ").next().unwrap_or_default();
    let blocks: Vec<&str> = steps
        .split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .collect();
    assert_eq!(blocks.len(), 4, "a block for each step");
    blocks.concat()
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn page_changed_instructions_work() {
    let copy = copy();
    let page = copy.with_file_name("new-page.md");
    fs::write(&page, changed_page()).expect("a page");
    // The months of the sources, and so their order, stay as they are.
    let month = PUBLISHED.rsplit_once('-').expect("a date").0;
    let date = &*format!("{month}-28");
    assert_ne!(
        date, PUBLISHED,
        "a page of this day cannot change again on it"
    );

    let text = run(&copy, &format!(".github/refresh.sh ../new-page.md {date}"));
    assert!(
        text.contains("\n- Added `cs:ZoneOfTheNewPage`.\n"),
        "{text}"
    );
    assert!(text.contains("\nVersion: minor, because "), "{text}");

    let commands = recipe()
        .replace("NEW.md", "../new-page.md")
        .replace("YYYY-MM-DD", date)
        .replace("cargo test --workspace\n", TESTS);
    assert!(commands.contains(TESTS), "{commands}");
    run(&copy, &commands);
    assert_eq!(run(&copy, "git status --porcelain"), "");
    let changed = run(&copy, "git diff --name-only HEAD~1");
    insta::assert_snapshot!(changed, @r"
    catalog/Cargo.toml
    catalog/src/cs/generated.rs
    catalog/src/generated.rs
    source-doc/ack-actions.md
    source-doc/ack-api-user-authentication.md
    source-doc/cs-ledger.tsv
    source-doc/ledger.tsv
    ");
    // The script has made the same change, with an entry in the changelog.
    let branches = run(
        &copy,
        "git branch --list 'refresh-*' --format '%(refname:short)'",
    );
    let other = run(
        &copy,
        &format!("git diff --name-only HEAD {}", branches.trim()),
    );
    assert_eq!(other, "CHANGELOG.md\n");
}
