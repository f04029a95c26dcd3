//! `generate` in temporary projects.

use crate::common::project::{PAGE, Project, SECTION};
use crate::common::{ack_catalog, run_line};
use std::fs;
#[cfg(unix)]
use std::path::Path;

#[test]
fn a_fresh_file_is_not_written_again() {
    let project = Project::new();
    let first = project.generate(&[]);
    let written = fs::metadata(project.path("src/generated.rs")).expect("a file");
    let second = project.generate(&[]);
    let left = fs::metadata(project.path("src/generated.rs")).expect("a file");
    assert_eq!(
        written.modified().expect("a time"),
        left.modified().expect("a time")
    );
    insta::assert_snapshot!("new_file", [first, second, project.generated()].join("\n"));
}

#[test]
fn the_summary_counts_changes() {
    let project = Project::new();
    project.generate(&[]);
    project.change_page(
        &PAGE
            .replace("Enables an", "Switches on an")
            .replace("|StopAlert|cs:StopAlert|", "|StopAlert|cs:SilenceAlert|")
            .replace("com/StartAlert", "org/StartAlert"),
    );
    let check = project.generate(&["--check", "--accept-removals"]);
    let written = project.generate(&["--accept-removals"]);
    insta::assert_snapshot!("changed", [check, written].join("\n"));
}

#[test]
fn tracking_parameters_and_moved_rows_are_not_changes() {
    let project = Project::new();
    project.generate(&[]);
    let mut lines: Vec<&str> = PAGE.lines().collect();
    lines.swap(4, 5);
    let moved = lines
        .join("\n")
        .replace("StopAlert)", "StopAlert?spm=a.b.c)");
    project.change_page(&moved);
    insta::assert_snapshot!(project.generate(&[]), @r"
    $ ack-catalog generate
    --- exit code 0
    --- stdout
    verdict: none, nothing changed

    read   source-doc/page.md, published 2024-02-29
    wrote  src/generated.rs with 2 actions: no change
    next   review the changes, build the crate, and commit the files
    ");
}

#[test]
fn check_writes_nothing() {
    let project = Project::new();
    let missing = project.generate(&["--check"]);
    assert!(!project.path("src/generated.rs").exists());
    project.generate(&[]);
    let fresh = project.generate(&["--check"]);
    let merged = format!("<<<<<<< ours\n{}", project.generated());
    project.write("src/generated.rs", &merged);
    let manifest = ["--check", "--manifest-path", "Cargo.toml"];
    let damaged = project.generate(&manifest);
    assert_eq!(project.generated(), merged);
    insta::assert_snapshot!("check", [missing, fresh, damaged].join("\n"));
}

#[test]
fn check_names_the_command_that_was_used() {
    let project = Project::new();
    let output = ack_catalog()
        .args(["generate", "--check"])
        .current_dir(project.folder.path())
        .env("CARGO_PKG_NAME", "ack-catalog-cli")
        .output()
        .expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("run `cargo run -- generate`"), "{error}");
}

#[test]
fn a_damaged_file_is_repaired() {
    let project = Project::new();
    project.generate(&[]);
    let good = project.generated();
    let merged = format!("<<<<<<< ours\n{good}");
    let reports = [&*merged, &good[..good.len() - 2]].map(|damaged| {
        project.write("src/generated.rs", damaged);
        let report = project.generate(&[]);
        assert_eq!(project.generated(), good);
        report
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    $ ack-catalog generate
    --- exit code 0
    --- stdout
    read   source-doc/page.md, published 2024-01-31
    wrote  src/generated.rs with 2 actions: repaired
    next   build the crate, and commit the files

    $ ack-catalog generate
    --- exit code 0
    --- stdout
    read   source-doc/page.md, published 2024-01-31
    wrote  src/generated.rs with 2 actions: code repaired or updated
    next   review the changes, build the crate, and commit the files
    ");
}

#[test]
fn a_missing_or_damaged_file_is_restored() {
    let project = Project::new();
    project.generate(&[]);
    let good = project.generated();
    let cut = &good[..good.len() / 2];
    let merged = good.replace("StopAlert = 2,", "=======\nStopAlert = 3,\n>>>>>>> theirs");
    for damaged in ["", "\n", cut, &merged] {
        project.write("src/generated.rs", damaged);
        project.generate(&[]);
        assert_eq!(project.generated(), good);
    }
    fs::remove_file(project.path("src/generated.rs")).expect("a file");
    project.generate(&[]);
    assert_eq!(project.generated(), good);
}

#[test]
fn a_file_written_by_hand_is_not_overwritten() {
    let project = Project::new();
    project.write("src/generated.rs", "fn main() {}\n");
    let refused = project.generate(&[]);
    assert_eq!(project.generated(), "fn main() {}\n");
    project.write_manifest(&SECTION.replace("src/generated.rs", "source-doc/page.md"));
    let same = project.generate(&[]);
    project
        .write_manifest(&SECTION.replace("src/generated.rs", "source-doc/../source-doc/page.md"));
    let also_same = project.generate(&[]);
    insta::assert_snapshot!("by_hand", [refused, same, also_same].join("\n"));
    let page = fs::read_to_string(project.path("source-doc/page.md")).expect("the page");
    assert_eq!(page, PAGE);
}

#[test]
fn a_changed_page_needs_a_new_date() {
    let project = Project::new();
    project.generate(&[]);
    let old = project.generated();
    project.write("source-doc/page.md", PAGE.replace("Enables", "Starts"));
    insta::assert_snapshot!("unchanged_date", project.generate(&[]));
    assert_eq!(project.generated(), old);
}

#[test]
fn all_errors_are_reported_and_nothing_is_written() {
    let project = Project::new();
    project.generate(&[]);
    let old = project.generated();
    project.change_page(
        &PAGE
            .replace("cs:StartAlert", "StartAlert")
            .replace("(https://example.com/StopAlert)", "()"),
    );
    insta::assert_snapshot!("errors", project.generate(&[]));
    assert_eq!(project.generated(), old);
}

#[test]
fn warnings_are_shown_and_the_file_is_written() {
    let project = Project::new();
    project.write(
        "source-doc/page.md",
        format!("\u{feff}{PAGE}").replace('\n', "\r\n"),
    );
    insta::assert_snapshot!("warnings", project.generate(&[]));
    assert!(project.generated().contains("StopAlert = 2,"));
}

#[test]
fn line_breaks_and_white_space_do_not_matter() {
    let project = Project::new();
    project.generate(&[]);
    let facts = |file: String| -> String {
        // The page's hash is a line of its own.
        let is_hash = |line: &str| line.trim_matches([' ', '"', ',']).len() == 64;
        let facts = file.lines().filter(|line| !is_hash(line));
        facts.collect::<Vec<_>>().join("\n")
    };
    let plain = facts(project.generated());
    let trimmed = PAGE.trim_end().to_owned();
    let spaced = PAGE
        .replace("|cs:", "|\u{a0}cs:")
        .replace("an alert", "an\u{a0}alert");
    for page in [
        format!("\u{feff}{PAGE}"),
        PAGE.replace('\n', "\r\n"),
        trimmed,
        spaced,
    ] {
        fs::remove_file(project.path("src/generated.rs")).expect("a file");
        project.write("source-doc/page.md", &page);
        project.generate(&[]);
        assert_eq!(facts(project.generated()), plain, "{page:?}");
    }
}

#[test]
fn options_of_the_section_apply() {
    let project = Project::new();
    project.write(
        "source-doc/page.md",
        "|API|What|Permission|\n|-|-|-|\n|Walk|Walks|robot:Walk|\n|Talk|Talks|r-voice:Talk|\n",
    );
    project.write_manifest(&format!(
        "{SECTION}set = \"Needs\"\nservice-prefix = true\ncrate = \"::catalog\"\n\
         columns = {{ operation = \"API\", ram-action = \"Permission\", description = \"What\" }}\n"
    ));
    let report = project.generate(&[]);
    insta::assert_snapshot!("options", [report, project.generated()].join("\n"));
}

#[test]
fn errors_in_the_section_name_the_key() {
    let project = Project::new();
    for (line, problem) in [
        (
            "wildcards = \"yes\"",
            "`wildcards`: expected a boolean, found string \"yes\"",
        ),
        (
            "service = [\"cs\"]",
            "`service`: expected a string, found a list",
        ),
        (
            "columns = { operation = 1 }",
            "`columns`: expected a string, found integer `1`",
        ),
        (
            "columns = { ramaction = \"Action\" }",
            "`columns`: unknown column `ramaction`; expected one of `operation`, `ram-action`, `description`",
        ),
        ("wildcard = true", ": unknown key `wildcard`; expected "),
    ] {
        project.write_manifest(&format!("{SECTION}repair = true\n{line}\n"));
        let report = project.generate(&[]);
        assert!(report.contains(problem), "{line}\n{report}");
        assert!(report.contains("exit code 2"), "{report}");
    }
}

/// Strings of Rust and of TOML have different escapes.
#[test]
fn the_printed_columns_can_be_pasted_into_the_manifest() {
    for action in [
        "Permission",
        "\u{905}\u{928}\u{941}\u{92e}\u{924}\u{94d}",
        "Permission\u{200b}",
        "Permission \u{1f600}\u{e0101}",
        "A \"Permission\" it's \\\\ ram_action",
    ] {
        let project = Project::new();
        project.write(
            "source-doc/page.md",
            format!("|API|{action}|Description|\n|-|-|-|\n|Walk|robot:Walk|Walks away|\n"),
        );
        let report = project.generate(&[]);
        let printed = report.split("in Cargo.toml `").nth(1);
        let (columns, _) = printed
            .and_then(|text| text.split_once("`, to read"))
            .expect(&report);
        project.write_manifest(&format!("{SECTION}{columns}\n"));
        let report = project.generate(&[]);
        assert!(report.contains("with 1 action"), "{columns}\n{report}");
        assert!(project.generated().contains("Walks away"), "{columns}");
    }
}

#[test]
fn options_for_pages_of_other_shapes_apply() {
    let project = Project::new();
    project.write(
        "source-doc/page.md",
        "|Action|\n|-|\n|Walk|\n|Talk\\*|\n\nText.\n\n|Action|\n|-|\n|arm:left:lift|\n",
    );
    project.write_manifest(&format!(
        "{SECTION}ledger = \"ledger.tsv\"\nservice = \"robot\"\ntables = \"all\"\nwildcards = true\n\
         columns = {{ operation = \"Action\", ram-action = \"Action\" }}\n"
    ));
    project.generate(&[]);
    let report = project.generate(&["--check"]);
    assert!(
        report.contains("kept   src/generated.rs with 3 actions: no change"),
        "{report}"
    );
    for (variant, alias) in [
        ("Walk = 1", "robot:Walk"),
        ("TalkAny = 2", "robot:Talk*"),
        ("LeftLift = 3", "arm:left:lift"),
    ] {
        let lines = format!("    #[doc(alias = {alias:?})]\n    {variant},\n");
        assert!(project.generated().contains(&lines), "{lines}");
    }
}

#[test]
fn errors_in_the_section_are_explained() {
    let project = Project::new();
    let sections = [
        String::new(),
        SECTION.replace("page-date", "page_date"),
        SECTION.replace("enum = \"AlertAction\"\n", ""),
        SECTION.replace("enum = \"AlertAction\"", "enum = \"Alert Action\""),
        format!("{SECTION}set = \"1st\""),
        SECTION.replace("2024-01-31", "31 January"),
        SECTION.replace("2024-01-31", "2024-02-30"),
        format!("{SECTION}set = \"AlertAction\""),
        format!("{SECTION}service = \"NAS\""),
        format!("{SECTION}tables = \"some\""),
        format!("{SECTION}crate = \"::catalog // comment\""),
        SECTION.replace("page.md", "pa\\nge.md"),
        SECTION.replace("source-doc/page.md", "/pages/page.md"),
        SECTION.replace("source-doc/page.md", "C:/pages/page.md"),
        SECTION.replace("source-doc/page.md", "source-doc/other.md"),
        SECTION.replace("src/generated.rs", "no/such/folder/generated.rs"),
        SECTION.replace("src/generated.rs", "src"),
        format!("{SECTION}colour = \"red\""),
        format!("{SECTION}crate = \"not a path\""),
        "metadata".to_owned(),
    ];
    let reports = sections.map(|section| {
        project.write_manifest(&section);
        project.generate(&[])
    });
    insta::assert_snapshot!("wrong_section", reports.join("\n"));
}

#[test]
fn a_binary_page_is_refused() {
    let project = Project::new();
    project.write("source-doc/page.md", b"# Caf\xe9\n");
    insta::assert_snapshot!("not_utf8", project.generate(&[]));
}

#[test]
fn a_workspace_with_several_catalogs_needs_a_choice() {
    let project = Project::new();
    project.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"one\", \"two\"]\n",
    );
    for name in ["one", "two"] {
        project.write(
            &format!("{name}/Cargo.toml"),
            format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{SECTION}"),
        );
        project.write(&format!("{name}/src/lib.rs"), "");
        project.write(&format!("{name}/source-doc/page.md"), PAGE);
    }
    let reports = [
        project.generate(&[]),
        project.generate(&["--manifest-path", "two/Cargo.toml"]),
        project.generate(&["--manifest-path", "three/Cargo.toml"]),
    ];
    insta::assert_snapshot!("several_catalogs", reports.join("\n"));
    assert!(project.path("two/src/generated.rs").exists());
    assert!(!project.path("one/src/generated.rs").exists());
}

#[test]
fn outside_of_a_project_the_help_names_the_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = run_line(folder.path(), "generate");
    let path = folder.path().canonicalize().expect("a folder");
    insta::assert_snapshot!(
        "no_project",
        report.replace(&path.display().to_string(), "[folder]")
    );
}

#[test]
fn with_repair_a_damaged_page_is_accepted() {
    let project = Project::new();
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n|Start|cs: StartAlert|Starts|\n|cs:StopAlert|Stops|\n";
    project.write("source-doc/page.md", page);
    let strict = project.generate(&[]);
    project.write_manifest(&format!("{SECTION}repair = true\n"));
    let repaired = project.generate(&[]);
    assert!(
        project
            .generated()
            .contains("(Self::StopAlert, support::Row {")
    );
    insta::assert_snapshot!("repair", [strict, repaired].join("\n"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("a file").mode() & 0o777
    }

    #[test]
    fn files_keep_their_permissions_and_new_ones_get_the_usual() {
        let project = Project::new();
        project.generate(&[]);
        let file = project.path("src/generated.rs");
        assert_eq!(mode(&file), mode(&project.path("src/lib.rs")));

        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
        project.change_page(&PAGE.replace("Enables", "Starts"));
        project.generate(&[]);
        assert_eq!(mode(&file), 0o640);
    }

    #[test]
    fn a_symlink_stays() {
        let project = Project::new();
        project.write("elsewhere/real.rs", "");
        symlink(
            project.path("elsewhere/real.rs"),
            project.path("src/generated.rs"),
        )
        .expect("a link");
        project.generate(&[]);
        assert!(project.path("src/generated.rs").is_symlink());
        let real = fs::read_to_string(project.path("elsewhere/real.rs")).expect("a file");
        assert!(real.starts_with("// @generated"));
    }
}
