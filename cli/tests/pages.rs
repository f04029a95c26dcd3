//! `inspect` and `diff`.

use crate::common::project::{PAGE, Project, SECTION};
use crate::common::{output_of, run_in, run_line, workspace};
use std::fs;
use tempfile::TempDir;

const OLD: &str = "\
# Alerts

|Operation|RAM Action|Description|
|---------|----------|-----------|
|StartAlert|cs:StartAlert|[Enables a rule](https://example.com/StartAlert?spm=1)|
|StopAlert|cs:StopAlert|[Disables a rule](https://example.com/StopAlert)|
|ReadAlert|cs:GetAlert|Reads a rule|
|ListAlerts|cs:GetAlert|Lists rules|
|DropAlert|cs:DropAlert|Drops a rule|
";

const NEW: &str = "\
# Alerts

|Operation|RAM Action|Description|
|---------|----------|-----------|
|StopAlert|cs:StopAlert|[Disables one rule](https://example.com/Stop)|
|StartAlert|cs:BeginAlert|[Enables a rule](https://example.com/StartAlert)|
|ReadAlert|cs:GetAlert|Reads a rule|
|CopyAlert|cs:CopyAlert|Copies a rule|
";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    folder
}

#[test]
fn diff_separates_renamed_from_added_and_retired() {
    let folder = folder(&[("old.md", OLD.as_bytes()), ("new.md", NEW.as_bytes())]);
    let formats = ["text", "json", "markdown"];
    let reports = formats.map(|format| {
        run_in(
            folder.path(),
            &["diff", "old.md", "new.md", "--format", format],
        )
    });
    insta::assert_snapshot!("diff", reports.join("\n"));
}

#[test]
fn pages_are_not_read_from_standard_input() {
    let folder = folder(&[("old.md", OLD.as_bytes())]);
    for arguments in ["inspect -", "diff - -", "diff old.md -"] {
        let report = run_line(folder.path(), arguments);
        assert!(report.contains("exit code 2"), "{report}");
        let error = "error: cannot read -: this command does not read standard input";
        assert!(report.contains(error), "{report}");
    }
}

#[test]
fn diff_shows_where_a_link_leads() {
    let without = OLD.replace(
        "[Disables a rule](https://example.com/StopAlert)",
        "Disables a rule",
    );
    let moved = OLD.replace("example.com/StopAlert", "example.com/`@everyone`/Stop");
    let folder = folder(&[
        ("old.md", OLD.as_bytes()),
        ("without.md", without.as_bytes()),
        ("moved.md", moved.as_bytes()),
    ]);
    let lines = |new: &str| {
        let report = run_line(
            folder.path(),
            &format!("diff old.md {new} --format markdown"),
        );
        let lines = report.lines().filter(|line| line.starts_with("- "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("without.md"),
        ["- Removed the link of `cs:StopAlert`."]
    );
    let to = "`` https://example.com/`@everyone`/Stop ``";
    let changed = format!("- Changed the link of `cs:StopAlert` to {to}.");
    assert_eq!(lines("moved.md"), [changed]);
}

#[test]
fn changed_texts_are_coloured() {
    let folder = folder(&[("old.md", OLD.as_bytes()), ("new.md", NEW.as_bytes())]);
    let mut command = crate::common::ack_catalog();
    command
        .args(["diff", "old.md", "new.md"])
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1");
    let output = command.output().expect("the program runs");
    let report = String::from_utf8(output.stdout).expect("UTF-8");
    for line in [
        "\u{1b}[31m- Disables a rule\u{1b}[0m",
        "\u{1b}[32m+ Disables one rule\u{1b}[0m",
    ] {
        assert!(report.contains(line), "{report:?}");
    }
}

#[test]
fn moved_rows_and_tracking_parameters_are_not_changes() {
    let mut lines: Vec<&str> = OLD.lines().collect();
    lines.swap(4, 5);
    let moved = lines.join("\n").replace("spm=1", "spm=2");
    let folder = folder(&[("old.md", OLD.as_bytes()), ("new.md", moved.as_bytes())]);
    insta::assert_snapshot!(run_line(folder.path(), "diff old.md new.md"), @r"
    $ ack-catalog diff old.md new.md
    --- exit code 0
    --- stdout
    4 actions: no change
    verdict: none, nothing changed
    ");
}

#[test]
fn a_page_is_compared_with_a_generated_file() {
    let project = Project::new();
    project.generate(&[]);
    project.write("new.rs", "fn main() {}");
    let reports = [
        "diff src/generated.rs source-doc/page.md",
        "diff new.rs source-doc/page.md",
        "diff none.md source-doc/page.md",
    ]
    .map(|call| run_line(project.folder.path(), call));
    insta::assert_snapshot!("diff_generated", reports.join("\n"));
}

#[test]
fn the_committed_file_is_read_back() {
    let page = "source-doc/ack-api-user-authentication.md";
    let call = format!("diff catalog/src/generated.rs {page}");
    let report = run_line(&workspace(), &call);
    assert!(
        report.ends_with("verdict: none, nothing changed\n"),
        "{report}"
    );
}

#[test]
fn an_action_that_leaves_the_enum_is_a_major_change() {
    let generated = |rows: usize| {
        let project = Project::new();
        let last = PAGE.lines().count() - 2 + rows;
        let lines: Vec<&str> = PAGE.lines().take(last).collect();
        project.write("source-doc/page.md", lines.join("\n") + "\n");
        project.generate(&[]);
        project.generated()
    };
    let [old, new] = [2, 1].map(generated);
    let folder = folder(&[("old.rs", old.as_bytes()), ("new.rs", new.as_bytes())]);
    insta::assert_snapshot!(run_line(folder.path(), "diff old.rs new.rs"), @r"
    $ ack-catalog diff old.rs new.rs
    --- exit code 1
    --- stdout
    1 action: 1 removed from the enum
      removed     cs:StopAlert
    verdict: major, an action was removed from the enum
    ");
}

#[test]
fn diff_reads_pages_with_the_options_that_it_advises() {
    let page = |rows: &str| format!("|API|Needs|\n|-|-|\n{rows}");
    let old = page("|Stop|Stop|\n");
    let new = page("|Stop|Stop|\n|List|List\\*|\n");
    let folder = folder(&[("old.md", old.as_bytes()), ("new.md", new.as_bytes())]);
    let diff = |options: &str| run_line(folder.path(), &format!("diff old.md new.md {options}"));
    let columns = "--columns operation=API --columns ram-action=Needs";
    let report = diff(columns);
    assert!(report.contains("set the option `service`"), "{report}");
    let report = diff(&format!("{columns} --service svc"));
    assert!(report.contains("set `wildcards = true`"), "{report}");
    assert!(report.contains("exit code 2"), "{report}");
    let report = diff(&format!("{columns} --service svc --wildcards"));
    assert!(report.contains("exit code 1"), "{report}");
    assert!(report.contains("  added       svc:List*\n"), "{report}");
    assert!(!report.contains("error"), "{report}");
}

#[test]
fn inspect_checks_the_option_columns() {
    let page = "|API operation|Required permissions|Description|\n|-|-|-|\n|Stop|svc:Stop|It|\n";
    let folder = folder(&[("page.md", page.as_bytes())]);
    let report = run_line(folder.path(), "inspect page.md");
    assert!(report.contains("exit code 0"), "{report}");
    assert!(report.contains("for a catalog, set `columns("), "{report}");
    for (columns, said) in [
        ("--columns operation=API", "error[no-table]"),
        (
            "--columns ramaction=API",
            "expected one of `operation`, `ram-action`, `description`",
        ),
        (
            "--columns operation",
            "expected a column and its header, such as `ram-action=Permission`",
        ),
    ] {
        let report = run_line(folder.path(), &format!("inspect page.md {columns}"));
        assert!(
            report.contains("exit code 2") && report.contains(said),
            "{report}"
        );
    }
    let arguments = [
        "inspect",
        "page.md",
        "--columns",
        "operation=API operation",
        "--columns",
        "ram_action=required permission",
    ];
    let report = run_in(folder.path(), &arguments);
    assert!(report.contains("exit code 0"), "{report}");
    assert!(!report.contains("for a catalog"), "{report}");
}

#[test]
fn inspect_reads_pages_of_every_shape() {
    let shapes = workspace().join("tests/pages/shapes");
    let mut names: Vec<String> = fs::read_dir(&shapes)
        .expect("pages")
        .map(|entry| {
            entry
                .expect("a page")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    for name in names {
        let text = run_in(&shapes, &["inspect", &name]);
        let json = run_in(&shapes, &["inspect", "--format", "json", &name]);
        insta::assert_snapshot!(format!("inspect_{name}"), [text, json].join("\n"));
    }
}

#[test]
fn tables_in_html_become_an_enum() {
    let project = Project::new();
    project.write(
        "html.md",
        "# Nodes\n\n<table><tr><th>API</th><th>Action</th><th>Description</th></tr>\n\
         <tr><td rowspan=2>CreateNode</td><td>cce:node:create</td><td>Creates a node</td></tr>\n\
         <tr><td>cce:cluster:get</td><td>Reads | its cluster</td></tr></table>\n",
    );
    project.write(
        "source-doc/page.md",
        fs::read(project.path("html.md")).expect("a page"),
    );
    let columns = "columns = { operation = \"API\", ram-action = \"Action\" }\n";
    project.write_manifest(&format!("{SECTION}{columns}"));
    let command = "run `ack-catalog inspect --as-markdown`";
    let refused = project.generate(&[]);
    assert!(
        refused.contains("error[no-table]") && refused.contains(command),
        "{refused}"
    );
    assert!(refused.contains("warning[html-table]"), "{refused}");

    let inspect = |options: &[&str]| {
        let args = [&["inspect"], options, &["html.md"]].concat();
        output_of(project.folder.path(), args)
    };
    assert_eq!(inspect(&[]).status.code(), Some(2));
    let page = inspect(&["--as-markdown"]);
    assert_eq!(page.status.code(), Some(0));
    project.write("source-doc/page.md", &page.stdout);
    let report = project.generate(&[]);
    assert!(
        report.contains("wrote  src/generated.rs with 2 actions"),
        "{report}"
    );
    let code = project.generated();
    for part in ["NodeCreate = 1,", "ClusterGet = 2,", "Reads | its cluster"] {
        assert!(code.contains(part), "{part}: {code}");
    }
}

/// The codes are compared by a test of all ways to read a page.
#[test]
fn inspect_and_generate_refuse_a_page_with_the_same_exit_code() {
    let pages = workspace().join("tests/pages/faulty");
    let project = Project::new();
    let mut refused = 0;
    for page in fs::read_dir(pages).expect("pages") {
        let path = page.expect("a page").path();
        project.write("source-doc/page.md", fs::read(&path).expect("a page"));
        for (option, flag) in [("", ""), ("repair = true\n", " --repair")] {
            project.write_manifest(&format!("{SECTION}{option}"));
            let made = output_of(project.folder.path(), ["generate", "--accept-removals"]);
            let line = format!("inspect{flag} source-doc/page.md");
            let inspected = output_of(project.folder.path(), line.split(' '));
            let error = String::from_utf8_lossy(&made.stderr);
            // `inspect` finds the columns, whatever they are called.
            if !error.contains("set the option `columns(") {
                let codes = [made.status.code(), inspected.status.code()];
                assert_eq!(codes[0], codes[1], "{} {option}: {error}", path.display());
                refused += usize::from(codes[0] == Some(2));
            }
            let _ = fs::remove_file(project.path("src/generated.rs"));
        }
    }
    assert!(refused > 60, "{refused}");
}

#[test]
fn inspect_refuses_invalid_pages_in_bounded_time() {
    let long = vec![b'|'; 1 << 20];
    let quotes = b"> ".repeat(100_000);
    let brackets = b"[".repeat(200_000);
    let lists = b"- ".repeat(50_000);
    let folder = folder(&[
        ("empty.md", b""),
        ("binary.md", b"|a|\0|b|\n"),
        ("latin-1.md", b"# Caf\xe9\n"),
        ("pipes.md", &long),
        ("quotes.md", &quotes),
        ("brackets.md", &brackets),
        ("lists.md", &lists),
    ]);
    let large = fs::File::create(folder.path().join("large.md")).expect("a file");
    large.set_len(100 << 20).expect("a file with a hole");
    let names = [
        "empty.md",
        "binary.md",
        "latin-1.md",
        "large.md",
        "none.md",
        ".",
        "pipes.md",
        "quotes.md",
        "brackets.md",
        "lists.md",
    ];
    let codes = names.map(|name| {
        let start = std::time::Instant::now();
        let output = output_of(folder.path(), ["inspect", name]);
        // Only a hang takes so long.
        assert!(start.elapsed().as_secs() < 120, "{name}");
        let error = String::from_utf8_lossy(&output.stderr);
        let first = error.lines().next().unwrap_or_default().to_owned();
        format!("{name}: {:?} {first}", output.status.code())
    });
    insta::assert_snapshot!("inspect_no_page", codes.join("\n"));
}

/// A workflow puts this text into a pull request.
#[test]
fn diff_shows_operations_with_backticks_as_code() {
    let page = |action: &str, operations: [&str; 2]| {
        let [a, b] = operations;
        format!("|Operation|RAM Action|Description|\n|-|-|-|\n|{a}|{action}|a|\n|{b}|cs:B|b|\n")
    };
    let old = page("cs:A", ["A\\`<img src=x>@everyone", "B"]);
    let new = page("cs:New", ["A\\`<img src=x>@everyone", "\\`\\`C\\`, \\`<b>"]);
    let folder = folder(&[("old.md", old.as_bytes()), ("new.md", new.as_bytes())]);
    let command = ["diff", "old.md", "new.md", "--format", "markdown"];
    insta::assert_snapshot!(run_in(folder.path(), &command), @r"
    $ ack-catalog diff old.md new.md --format markdown
    --- exit code 1
    --- stdout
    ### Catalog

    - Renamed `cs:A` to `cs:New` for the operation `` A`<img src=x>@everyone ``.
    - Changed the operations of `cs:B` to ``` ``C`, ` ```.

    Version: minor, because an operation requires another action.
    ");
}
