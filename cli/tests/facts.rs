//! `generate` with a table of facts, and with several catalogs.

use crate::common::project::{PAGE, Project, SECTION};
use crate::common::{run_in, run_line};
use std::fs;

const FACTS: &str = "\
# Operations

|Operation|Request|RAM Action|Description|Resource|State|As of|Source|
|---|---|---|---|---|---|---|---|
|StartAlert|POST /alerts/{Id}/start||Enables an alert rule||current|2024-01|API listing|
|StartAlert||cs:StartAlert||acs:cs:\\*:\\*:cluster/{Id}||2024-01|[Reference](https://example.com/start)|
|StartAlert||cs:RunAlert||\\*||2023-12|Old reference|
|ScaleAlert||cs:ScaleAlert|Scales an alert rule|||undated|Reference|
";

const PATH: &str = "source-doc/facts.md";

/// The section of the page, and that of the table.
fn sections() -> String {
    let page = SECTION
        .replace("[package", "[[package")
        .replace("catalog]", "catalog]]");
    let table = page
        .replace("source-doc/page.md", PATH)
        .replace("src/generated.rs", "src/service.rs")
        .replace("AlertAction", "ServiceAction");
    format!("{page}facts = \"{PATH}\"\n{table}ledger = \"source-doc/ledger.tsv\"\n")
}

#[test]
fn facts_are_added_to_the_actions_of_a_page() {
    let project = Project::new();
    project.write_manifest(&format!("{SECTION}facts = \"{PATH}\"\n"));
    project.write(PATH, FACTS);
    let report = project.generate(&[]);
    insta::assert_snapshot!("facts", [report, project.generated()].join("\n"));
}

#[test]
fn faults_of_facts_are_reported_and_nothing_is_written() {
    let project = Project::new();
    project.write_manifest(&format!("{SECTION}facts = \"{PATH}\"\n"));
    project.write(
        PATH,
        format!("{FACTS}|StopAlert||cs:StopAlert||Galaxy|||Reference|\n"),
    );
    let refused = project.generate(&[]);
    project.write(PATH, PAGE);
    let no_facts = project.generate(&[]);
    fs::remove_file(project.path(PATH)).expect("a file");
    let missing = project.generate(&[]);
    insta::assert_snapshot!("facts_faults", [refused, no_facts, missing].join("\n"));
    assert!(!project.path("src/generated.rs").exists());
}

#[test]
fn each_of_several_catalogs_is_generated_and_reported() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    let missing = project.generate(&["--check"]);
    let first = project.generate(&[]);
    let service = fs::read_to_string(project.path("src/service.rs")).expect("a file");
    let fresh = project.generate(&["--check"]);
    // Only the second changes.
    let more = "|StopAlert||cs:StopAlert|Disables an alert rule|||undated|Reference|\n";
    project.write(PATH, format!("{FACTS}{more}"));
    project.write_manifest(&sections().replace(
        "facts.md\"\npage-date = \"2024-01-31\"",
        "facts.md\"\npage-date = \"2024-02-29\"",
    ));
    let stale = project.generate(&["--check"]);
    let second = project.generate(&[]);
    insta::assert_snapshot!(
        "several_catalogs_of_a_crate",
        [missing, first, service, fresh, stale, second].join("\n")
    );
}

/// The operations of an action are those that need it by the newest source.
#[test]
fn tables_of_facts_are_compared_by_their_newest_sources() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    project.generate(&[]);
    let newer = "|StartAlert||cs:BeginAlert||||2024-03|Reference|\n";
    project.write("newer.md", format!("{FACTS}{newer}"));
    let run = |args: &[&str]| run_in(project.folder.path(), args);
    let same = run(&["diff", "src/service.rs", PATH]);
    let changed = run(&["diff", PATH, "newer.md"]);
    insta::assert_snapshot!([same, changed].join("\n"), @r"
    $ ack-catalog diff src/service.rs source-doc/facts.md
    --- exit code 0
    --- stdout
    3 actions: no change
    verdict: none, nothing changed

    $ ack-catalog diff source-doc/facts.md newer.md
    --- exit code 1
    --- stdout
    4 actions: 1 added, 1 mapping changed, 2 facts changed, 1 statement changed
      added       cs:BeginAlert
      mapping     cs:StartAlert
        - StartAlert
        + 
      required instead cs:StartAlert
        - 
        + cs:BeginAlert (2024-03)
      required instead cs:RunAlert
        - cs:StartAlert (2024-01)
        + cs:BeginAlert (2024-03)
      statement   StartAlert, Reference
        - 
        + actions: cs:BeginAlert; month: 2024-03
    verdict: minor, an action was added
    ");
}

#[test]
fn fault_in_one_catalog_keeps_all_as_they_are() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS.replace("2024-01|API", "soon|API"));
    let report = project.generate(&[]);
    assert!(report.contains("exit code 2"), "{report}");
    assert!(!project.path("src/generated.rs").exists());
    assert!(!project.path("source-doc/ledger.tsv").exists());
}

#[test]
fn faults_of_several_sections_name_the_section() {
    let project = Project::new();
    project.write(PATH, FACTS);
    let good = sections();
    let reports = [
        good.replace("\"ServiceAction\"", "\"Service Action\""),
        good.replace("src/service.rs", "src/generated.rs"),
        good.replace("source-doc/ledger.tsv", "source-doc/page.md"),
        "[package.metadata]\ncatalog = []\n".to_owned(),
    ]
    .map(|section| {
        project.write_manifest(&section);
        project.generate(&[])
    });
    insta::assert_snapshot!("several_sections_faults", reports.join("\n"));
    assert!(!project.path("src/generated.rs").exists());
}

/// Each cell of a table is in what `diff` and `generate` compare; a changed answer needs a minor version.
#[test]
fn changed_facts_are_reported_with_a_version() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    project.generate(&[]);
    let run = |line: &str| run_line(project.folder.path(), line);
    let searched = "|StopAlert||||||2024-03|Search (not found)|\n";
    for (old, new, expected) in [
        (
            "{Id}||2024-01",
            "\\*||2024-01",
            "minor, a fact of an action changed",
        ),
        (
            "current",
            "deprecated",
            "minor, a fact of an action changed",
        ),
        (
            "POST /alerts",
            "PUT /alerts",
            "minor, the request of an operation changed",
        ),
        (
            "cs:RunAlert",
            "cs:StartAlert",
            "minor, an action was retired",
        ),
        (
            FACTS,
            &format!("{FACTS}{searched}"),
            "minor, an operation was added",
        ),
        (
            "2024-01|API",
            "2023-10|API",
            "patch, only the sources of facts changed, or text",
        ),
        (
            "2023-12",
            "2023-11",
            "patch, only the sources of facts changed, or text",
        ),
        (
            "com/start",
            "com/begin",
            "patch, only the sources of facts changed, or text",
        ),
        (
            "API listing",
            "The API listing",
            "patch, only the sources of facts changed, or text",
        ),
    ] {
        let changed = if old == FACTS {
            new.to_owned()
        } else {
            FACTS.replace(old, new)
        };
        assert_ne!(changed, FACTS, "{old}");
        project.write("new.md", changed);
        for from in [PATH, "src/service.rs"] {
            let report = run(&format!("diff {from} new.md"));
            assert!(
                report.ends_with(&format!("verdict: {expected}\n")),
                "{report}"
            );
            assert!(report.contains("exit code 1"), "{report}");
            let entry = run(&format!("diff {from} new.md --format markdown"));
            assert!(entry.contains("\n- "), "{entry}");
        }
    }
}

#[test]
fn changed_facts_are_shown_in_each_format() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    project.generate(&[]);
    let newer = FACTS
        .replace("{Id}||2024-01", "\\*||2024-03")
        .replace("POST /alerts/{Id}", "PUT /alerts/{Id}")
        .replace("|undated|", "|2024-03|");
    let newer = format!(
        "{newer}|ScaleAlert||cs:GetAlert||||undated|Examples (inferred)|\n|StopAlert||||||2024-03|Search|\n"
    );
    project.write("new.md", &newer);
    let formats = ["text", "json", "markdown"];
    let mut reports: Vec<String> = formats
        .iter()
        .map(|format| {
            let line = format!("diff {PATH} new.md --format {format}");
            run_line(project.folder.path(), &line)
        })
        .collect();
    // Of the page, only the answers change.
    project.write(PATH, &newer);
    project.write_manifest(&sections().replace(
        "facts.md\"\npage-date = \"2024-01-31\"",
        "facts.md\"\npage-date = \"2024-03-31\"",
    ));
    reports.push(project.generate(&[]));
    insta::assert_snapshot!("changed_facts", reports.join("\n"));
}

/// `diff` reads a page as strictly as `generate` does.
#[test]
fn pages_with_errors_are_not_compared() {
    let project = Project::new();
    project.write(PATH, FACTS);
    let row = |cells: &str| format!("{FACTS}|{cells}|\n");
    for faulty in [
        FACTS.replace("2024-01|API", "2024-13|API"),
        row("StartAlert||cs:StartAlert||||2024-01|Reference"),
        FACTS.replace("|current|", "|curent|"),
        row("StopAlert||cs:StopAlert||||2024-01|Reference|more"),
        FACTS.replace("Enables", "En\u{7}ables"),
    ] {
        project.write("new.md", faulty);
        for line in [format!("diff {PATH} new.md"), format!("diff new.md {PATH}")] {
            let report = run_line(project.folder.path(), &line);
            assert!(report.contains("exit code 2"), "{report}");
            let end = "error: 1 error in new.md; nothing was compared\n";
            assert!(
                report.ends_with(end) && !report.contains("verdict"),
                "{report}"
            );
        }
    }
}

/// The date of a table of facts is that of its last change, which may be one of several on a day.
#[test]
fn changed_table_of_facts_needs_a_new_date() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    project.generate(&[]);
    let changed = FACTS.replace("current", "deprecated");
    project.write(PATH, &changed);
    let report = project.generate(&[]);
    for expected in [
        "exit code 2",
        "error: source-doc/facts.md has changed, but its date is still 2024-01-31; nothing was written",
        "set `page-date` in the section `[[package.metadata.catalog]] 2 of 2` to today",
    ] {
        assert!(report.contains(expected), "{report}");
    }
    let today = std::process::Command::new("date")
        .args(["-u", "+%Y-%m-%d"])
        .output();
    let today = String::from_utf8(today.expect("a date").stdout).expect("UTF-8");
    let sections = sections();
    let (page, table) = sections.split_at(sections.rfind("[[").expect("two sections"));
    project.write_manifest(&format!(
        "{page}{}",
        table.replace("2024-01-31", today.trim())
    ));
    for table in [changed, FACTS.replace("current", "absent")] {
        project.write(PATH, table);
        let report = project.generate(&[]);
        assert!(report.contains("wrote  src/service.rs"), "{report}");
    }
}

#[test]
fn sources_newer_than_the_table_are_errors() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS.replace("2024-01|API", "2024-03|API"));
    let report = project.generate(&[]);
    let error = "error[invalid-fact]: the source is of 2024-03, but the table is of 2024-01-31";
    assert!(report.contains(error), "{report}");
}

/// Each catalog with errors is reported, and the file with its section is named.
#[test]
fn faults_of_several_catalogs_are_all_reported() {
    let project = Project::new();
    project.write_manifest(&sections());
    project.write(PATH, FACTS);
    project.generate(&[]);
    project.write("source-doc/page.md", PAGE.replace("Enables", "Starts"));
    project.write(PATH, FACTS.lines().take(5).collect::<Vec<_>>().join("\n"));
    let both = project.generate(&[]);
    project.write("source-doc/page.md", PAGE);
    fs::remove_file(project.path(PATH)).expect("a file");
    let missing = project.generate(&[]);
    project.write(PATH, FACTS);
    project.write_manifest(&sections().replace("src/service.rs", "none/service.rs"));
    let no_folder = project.generate(&[]);
    insta::assert_snapshot!("several_faults", [both, missing, no_folder].join("\n"));
}

#[test]
fn inspect_names_each_column_of_facts() {
    let project = Project::new();
    project.write(PATH, FACTS.replace("|State|", "|Status|"));
    let report = run_line(project.folder.path(), &format!("inspect {PATH}"));
    let json = run_line(
        project.folder.path(),
        &format!("inspect {PATH} --format json"),
    );
    let json = json
        .split_once("\"entries\"")
        .expect("entries")
        .0
        .to_owned();
    insta::assert_snapshot!("inspected_facts", [report, json].join("\n"));
}
