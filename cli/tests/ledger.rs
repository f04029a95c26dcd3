//! `generate` with a ledger.

use crate::common::project::{Project, SECTION};
use std::fmt::Write as _;
use std::fs;

const LEDGER: &str = "ledger = \"source-doc/ledger.tsv\"\n";

/// Creates a page. With eleven actions, one may be removed without `--accept-removals`.
fn page_of(actions: &[&str]) -> String {
    let mut page = String::from("|Operation|RAM Action|Description|\n|---|---|---|\n");
    for action in actions {
        let name = action.split(':').next_back().unwrap_or_default();
        let _ = writeln!(page, "|{name}|{action}|Does {name}|");
    }
    page
}

const ELEVEN: [&str; 11] = [
    "cs:A", "cs:B", "cs:C", "cs:D", "cs:E", "cs:F", "cs:G", "cs:H", "cs:I", "cs:J", "cs:K",
];

impl Project {
    /// Creates a project with a ledger and eleven actions.
    fn with_ledger() -> Self {
        let project = Self::new();
        project.write_manifest(&format!("{SECTION}{LEDGER}"));
        project.write("source-doc/page.md", page_of(&ELEVEN));
        project.generate(&[]);
        project
    }

    /// Replaces the page and its date.
    fn on(&self, date: &str, page: &str) {
        let section = format!("{SECTION}{LEDGER}").replace("2024-01-31", date);
        self.write_manifest(&section);
        self.write("source-doc/page.md", page);
    }

    fn ledger(&self) -> String {
        fs::read_to_string(self.path("source-doc/ledger.tsv")).expect("the ledger")
    }

    /// Returns the variants with their discriminants and deprecations.
    fn variants(&self) -> String {
        let file = self.generated();
        let marks = ["    #[deprecated", "    /// Retired"];
        let wanted = |line: &&str| {
            let is_variant =
                line.starts_with("    ") && line.ends_with(',') && line.contains(" = ");
            is_variant || marks.iter().any(|mark| line.starts_with(mark))
        };
        let body = file.split("pub enum").nth(1).unwrap_or_default();
        let body = body.split("\n}").next().unwrap_or_default();
        body.lines().filter(wanted).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn a_new_row_changes_no_other_discriminant() {
    let project = Project::with_ledger();
    let mut actions = ELEVEN.to_vec();
    actions.insert(2, "cs:New");
    project.on("2024-02-29", &page_of(&actions));
    let report = project.generate(&[]);
    insta::assert_snapshot!(
        "inserted",
        [report, project.variants(), project.ledger()].join("\n")
    );
}

#[test]
fn a_removed_action_stays_deprecated_and_may_come_back() {
    let project = Project::with_ledger();
    let without = page_of(&ELEVEN[1..]);
    // The operation A now has another action.
    let renamed = format!("{without}|A|cs:NewA|Does A|\n");
    project.on("2024-02-29", &renamed);
    let gone = project.generate(&[]);
    let (variants, ledger) = (project.variants(), project.ledger());
    let fresh = project.generate(&["--check"]);
    fs::remove_file(project.path("src/generated.rs")).expect("the file");
    project.generate(&[]);
    assert_eq!(
        project.variants(),
        variants,
        "nothing but page and ledger is needed"
    );

    project.on("2024-03-31", &format!("{renamed}|Old|cs:A|Does A|\n"));
    let back = project.generate(&[]);
    let all = [
        gone,
        variants,
        ledger,
        fresh,
        back,
        project.variants(),
        project.ledger(),
    ];
    insta::assert_snapshot!("retired", all.join("\n"));
}

#[test]
fn losing_a_tenth_of_the_page_needs_accept_removals() {
    let project = Project::with_ledger();
    let (file, ledger) = (project.generated(), project.ledger());
    project.on("2024-02-29", &page_of(&ELEVEN[..9]));
    let refused = project.generate(&[]);
    assert_eq!((project.generated(), project.ledger()), (file, ledger));
    let accepted = project.generate(&["--accept-removals"]);
    insta::assert_snapshot!("lost", [refused, accepted].join("\n"));
}

#[test]
fn an_edited_ledger_is_refused_with_the_line() {
    let project = Project::with_ledger();
    let ledger = project.ledger();
    let edits = [
        ledger.replace("cs:C\t", "cs:Changed\t"),
        ledger.replace("cs:B\t2024-01-31\n", ""),
        ledger.replace("cs:K\t2024-01-31\n", ""),
        ledger.replace("cs:D\t", "cs:A\t"),
        ledger.replace("cs:E\t2024-01-31", "cs:E\tyesterday"),
        ledger.replace("cs:F\t2024-01-31", "cs:F"),
        ledger.replace("cs:G\t2024-01-31", "cs:G\t2024-01-31\t2023-01-01"),
        ledger.replace(
            "cs:H\t2024-01-31",
            "cs:H\t2024-01-31\t2024-01-31\tcs:Nobody",
        ),
        ledger.replace("cs:I\t2024-01-31", "cs:I\t2024-01-31\t2024-01-31\tcs:I"),
        ledger.replace("cs:J\t", "<<<<<<< ours\ncs:J\t"),
        ledger.replace("cs:K\t2024-01-31", "cs:K\t2025-01-01"),
        ledger.replace("cs:K\t2024-01-31", "cs:K\t2999-01-01"),
        // What a merge leaves.
        format!("{ledger}{ledger}"),
        format!("{ledger}\ncs:L\t2024-01-31\n"),
        format!("{ledger}=======\r\ncs:L\t2024-01-31\r\n"),
        format!("{ledger}cs:L\t2024-01-01\t2024-01-31\ncs:L\t2024-01-01\t2024-01-30\n"),
        // Replacements in a circle.
        format!("{ledger}cs:L\t2024-01-01\t2024-01-31\tcs:M\ncs:M\t2024-01-01\t2024-01-31\tcs:l\n"),
    ];
    let reports = edits.map(|edit| {
        assert_ne!(edit, ledger);
        project.write("source-doc/ledger.tsv", &edit);
        let report = project.generate(&[]);
        assert_eq!(project.ledger(), edit, "nothing is written");
        report
    });
    insta::assert_snapshot!("edited", reports.join("\n"));
}

#[test]
fn line_ends_of_another_system_are_repaired() {
    let project = Project::with_ledger();
    let ledger = project.ledger();
    for edit in [
        ledger.replace('\n', "\r\n"),
        format!("\u{feff}{ledger}"),
        ledger.trim_end().to_owned(),
    ] {
        project.write("source-doc/ledger.tsv", &edit);
        let check = project.generate(&["--check"]);
        assert!(check.contains("source-doc/ledger.tsv is stale"), "{check}");
        project.generate(&[]);
        assert_eq!(project.ledger(), ledger);
    }
}

/// A merge may join two lines that no run of `generate` would write.
#[test]
fn retired_actions_of_one_variant_are_refused() {
    let project = Project::with_ledger();
    let retired = "cs:get-x\t2024-01-01\t2024-01-02\ncs:getX\t2024-01-01\t2024-01-02\n";
    let ledger = project.ledger() + retired;
    project.write("source-doc/ledger.tsv", &ledger);
    let report = project.generate(&[]);
    assert_eq!(project.ledger(), ledger);
    insta::assert_snapshot!(report, @r"
    $ ack-catalog generate
    --- exit code 2
    --- stderr
    error: source-doc/ledger.tsv:13: the retired `cs:get-x` and `cs:getX` would both be the variant `getX`
     |
     = help: restore this line from the last commit; only `generate` changes the ledger
    ");
}

/// RAM would see one action on the page and in the past.
#[test]
fn a_ledger_with_one_action_in_two_letter_cases_is_refused() {
    let project = Project::with_ledger();
    let ledger = project.ledger() + "cs:a\t2024-01-20\t2024-01-25\t\tA\tDoes A\t\n";
    project.write("source-doc/ledger.tsv", &ledger);
    let report = project.generate(&[]);
    assert_eq!(project.ledger(), ledger);
    insta::assert_snapshot!(report, @r"
    $ ack-catalog generate
    --- exit code 2
    --- stderr
    error: source-doc/ledger.tsv:12: `cs:a` and `cs:A` in line 1 differ only in letter case; RAM treats them as the same action
     |
     = help: restore this line from the last commit, or delete it if a merge added it; `generate` adds what is missing
    ");
}

#[test]
fn a_new_letter_case_changes_the_variant_and_keeps_the_id() {
    let project = Project::with_ledger();
    let mut actions = ELEVEN.to_vec();
    actions[2] = "cs:GetUserQuota";
    project.on("2024-02-29", &page_of(&actions));
    project.generate(&[]);
    let (ledger, variants) = (project.ledger(), project.variants());

    let page = page_of(&actions).replace("|cs:GetUserQuota|", "|cs:Getuserquota|");
    project.on("2024-03-31", &page);
    let report = project.generate(&[]);
    let respelled = |text: &str| text.replace("GetUserQuota", "Getuserquota");
    assert_eq!(project.ledger(), respelled(&ledger));
    assert_eq!(project.variants(), respelled(&variants));
    assert_eq!(
        project.generate(&["--check"]).lines().nth(1),
        Some("--- exit code 0")
    );

    // Also if the run ended between the two files.
    project.write("source-doc/ledger.tsv", &ledger);
    project.generate(&[]);
    assert_eq!(project.ledger(), respelled(&ledger));
    insta::assert_snapshot!(report, @r"
    $ ack-catalog generate
    --- exit code 0
    --- stdout
      respelled   cs:GetUserQuota -> cs:Getuserquota
    verdict: major, an action is spelled in another letter case, and so is its variant

    read   source-doc/page.md, published 2024-03-31
    wrote  source-doc/ledger.tsv
    wrote  src/generated.rs with 11 actions: 1 respelled
    next   review the changes, build the crate, and commit the files
    ");
}

/// Its description is only in the generated file.
#[test]
fn an_action_is_retired_only_with_its_description() {
    let project = Project::with_ledger();
    let good = project.generated();
    let removed = |file: &str| {
        project.write("src/generated.rs", file);
        project.on("2024-02-29", &page_of(&ELEVEN[1..]));
        project.generate(&[])
    };
    let damaged = removed(&format!("<<<<<<< ours\n{good}"));
    let whole = removed(&good);
    let ledger = project.ledger();
    assert!(
        ledger.starts_with("cs:A\t2024-01-31\t2024-02-29\t\tA\tDoes A\n"),
        "{ledger}"
    );
    // Now the ledger keeps it.
    fs::remove_file(project.path("src/generated.rs")).expect("the file");
    project.generate(&[]);
    assert!(project.generated().contains("/// Does A."));
    insta::assert_snapshot!("described", [damaged, whole].join("\n"));
}

#[test]
fn a_ledger_that_is_not_utf8_is_refused() {
    let project = Project::with_ledger();
    let ledger = project.ledger();
    let mut bytes = ledger.into_bytes();
    bytes.extend(b"cs:Old\t2024-01-01\t2024-01-02\t\tOld\tCaf\xe9\n");
    project.write("source-doc/ledger.tsv", bytes);
    insta::assert_snapshot!(project.generate(&[]), @r"
    $ ack-catalog generate
    --- exit code 2
    --- stderr
    error: source-doc/ledger.tsv:12:38: invalid UTF-8; save the file as UTF-8 text
    ");
}

#[test]
fn an_empty_or_missing_ledger_is_refused() {
    let project = Project::with_ledger();
    let mut actions = ELEVEN.to_vec();
    actions.insert(2, "cs:New");
    project.on("2024-02-29", &page_of(&actions));
    project.generate(&[]);
    let file = project.generated();
    project.write("source-doc/ledger.tsv", "");
    let emptied = project.generate(&[]);
    fs::remove_file(project.path("source-doc/ledger.tsv")).expect("the ledger");
    project.on("2024-03-31", &page_of(&ELEVEN[..3]));
    let gone = project.generate(&[]);
    assert_eq!(project.generated(), file);
    insta::assert_snapshot!("gone", [emptied, gone].join("\n"));
}

#[test]
fn a_missing_ledger_is_written_if_the_file_is_fresh() {
    let project = Project::with_ledger();
    let before = project.ledger();
    fs::remove_file(project.path("source-doc/ledger.tsv")).expect("the ledger");
    let written = || {
        let file = fs::metadata(project.path("src/generated.rs")).expect("the file");
        file.modified().expect("a time")
    };
    let time = written();
    let report = project.generate(&[]);
    assert!(report.contains("wrote  source-doc/ledger.tsv"), "{report}");
    assert_eq!(project.ledger(), before);
    assert_eq!(written(), time);
}

/// One would overwrite the other.
#[test]
fn two_keys_cannot_name_one_file() {
    let project = Project::with_ledger();
    let files = || {
        ["source-doc/ledger.tsv", "src/generated.rs"].map(|name| fs::read(project.path(name)).ok())
    };
    let before = files();
    project.change_page(&page_of(&ELEVEN[..10]));
    for (ledger, output, keys) in [
        (
            "src/generated.rs",
            "src/generated.rs",
            "`ledger` and `output`",
        ),
        (
            "src/../src/generated.rs",
            "src/generated.rs",
            "`ledger` and `output`",
        ),
        ("src/./new.rs", "src/new.rs", "`ledger` and `output`"),
        (
            "source-doc/page.md",
            "src/generated.rs",
            "`page` and `ledger`",
        ),
        (
            "source-doc/ledger.tsv",
            "source-doc/../source-doc/page.md",
            "`page` and `output`",
        ),
    ] {
        let section = SECTION
            .replace("src/generated.rs", output)
            .replace("2024-01-31", "2024-02-29");
        assert!(section.contains(output), "{section}");
        project.write_manifest(&format!("{section}ledger = {ledger:?}\n"));
        let report = project.generate(&[]);
        assert!(report.contains("exit code 2"), "{report}");
        assert!(
            report.contains(&format!("{keys} are the same file")),
            "{report}"
        );
    }
    project.write_manifest(&format!(
        "{SECTION}{LEDGER}facts = \"source-doc/ledger.tsv\"\n"
    ));
    let report = project.generate(&[]);
    assert!(
        report.contains("`ledger` and `facts` are the same file"),
        "{report}"
    );
    assert!(files() == before);
}
