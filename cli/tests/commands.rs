//! Output, errors and exit codes of commands on the catalog.

use crate::common::{ack_catalog, run, run_line, workspace};
use std::process::Stdio;

#[test]
fn help_has_examples() {
    let pages = [
        &["--help"][..],
        &["generate", "--help"],
        &["list", "--help"],
        &["show", "--help"],
    ];
    insta::assert_snapshot!("help", pages.map(run).join("\n"));
}

#[test]
fn list_prints_a_table() {
    insta::assert_snapshot!("list_all", run(&["list"]));
}

#[test]
fn list_filters_by_pattern_and_has_four_formats() {
    let calls = ["table", "json", "csv", "markdown"];
    let outputs = calls.map(|format| run(&["list", "cs:get*", "--format", format]));
    insta::assert_snapshot!("list_formats", outputs.join("\n"));
}

#[test]
fn list_notes_that_a_pattern_matches_nothing() {
    let outputs = [
        run(&["list", "cs:Got*"]),
        run(&["list", "Get*"]),
        run(&["list", "Get*", "--format", "json"]),
    ];
    insta::assert_snapshot!("list_nothing", outputs.join("\n"));
}

#[test]
fn list_as_markdown_is_a_readable_page() {
    let output = run(&["list", "--format", "markdown"]);
    let page = output.split_once("--- stdout\n").expect("a part").1;
    let source = ack_catalog_core::Source::new("list.md", page);
    let settings = ack_catalog_core::Settings::new("AckAction".parse().expect("a name"));
    let reading = ack_catalog_core::Catalog::read(&source, &settings);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(reading.catalog.actions.len(), 42);
    for (read, shipped) in reading
        .catalog
        .actions
        .iter()
        .zip(ack_catalog::AckAction::ALL)
    {
        assert_eq!(read.ram_action.as_str(), shipped.ram_action());
        assert_eq!(read.operations, shipped.operations());
        assert_eq!(read.texts.description, shipped.description());
        assert_eq!(read.texts.doc_url, shipped.doc_url());
    }
}

#[test]
fn show_takes_an_action_with_or_without_its_service() {
    let outputs = ["cs:DescribeEvents", "DescribeEvents"].map(|name| run(&["show", name]));
    insta::assert_snapshot!("show", outputs.join("\n"));
}

#[test]
fn show_suggests_similar_names() {
    let names = [
        "cs:DescribeCluster",
        "describeevents",
        "StartAlrt",
        "ecs:StartInstance",
        "",
    ];
    insta::assert_snapshot!(
        "show_miss",
        names.map(|name| run(&["show", name])).join("\n")
    );
}

#[test]
fn invalid_usage_is_exit_code_2() {
    let calls = [
        &[][..],
        &["lits"],
        &["list", "--format", "yaml"],
        &["show"],
        &["generate", "extra"],
    ];
    insta::assert_snapshot!("usage", calls.map(run).join("\n"));
}

#[test]
fn the_committed_file_is_fresh() {
    let output = run_line(&workspace(), "generate --check");
    insta::assert_snapshot!(output, @r"
    $ ack-catalog generate --check
    --- exit code 0
    --- stdout
    read   source-doc/ack-api-user-authentication.md, published 2021-08-13
    read   source-doc/supplement.md
    kept   source-doc/ledger.tsv
    kept   catalog/src/generated.rs with 42 actions: no change
    next   nothing to do
    ");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for format in ["table", "json", "csv", "markdown"] {
        let mut child = ack_catalog()
            .args(["list", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

#[test]
fn colours_need_a_terminal_or_an_environment_variable() {
    let error = |variables: &[(&str, &str)]| {
        let mut command = ack_catalog();
        command
            .args(["show", "cs:Nothing"])
            .envs(variables.iter().copied());
        command.output().expect("the program runs").stderr
    };
    let has_colour = |text: Vec<u8>| text.contains(&b'\x1b');
    assert!(!has_colour(error(&[])), "standard error is not a terminal");
    assert!(has_colour(error(&[("CLICOLOR_FORCE", "1")])));
}
