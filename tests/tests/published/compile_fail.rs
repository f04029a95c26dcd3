//! Compiler messages for user mistakes. The snapshots are the contract.

use ack_catalog_tests::cargo::{cargo, user_crate};
use ack_catalog_tests::workspace;
use regex::Regex;
use std::fs;
use std::path::Path;

#[test]
fn compile_errors_are_clear() {
    let user = user_crate("compile_errors", "compile_errors");
    let pages = user.join("pages");
    fs::create_dir_all(&pages).expect("a folder");
    let page = workspace().join("tests/pages/three-faults.md");
    fs::copy(page, pages.join("three-faults.md")).expect("a page");

    for program in [
        "absolute_path",
        "bad_page",
        "missing_page",
        "misspelt_action",
    ] {
        assert_fails(&user, program);
    }
}

#[test]
fn policies_that_do_not_fit_are_compile_errors() {
    let user = user_crate("policy_check", "policy_errors");
    for program in [
        "broken_policy",
        "conditions",
        "names_not_allowed",
        "not_denied",
        "other_files",
        "own_catalog",
        "set_not_allowed",
        "undecided_constant",
        "unknown_names",
        "unused_set",
        "wrong_arguments",
        "wrong_place",
    ] {
        assert_fails(&user, program);
    }
}

#[test]
fn page_warnings_are_compiler_warnings() {
    let user = user_crate("compile_errors", "page_warnings");
    let pages = user.join("pages");
    fs::create_dir_all(&pages).expect("a folder");
    let head = "|Operation|RAM Action|Description|\n|---|---|---|\n";
    // A warning a table.
    let table = |name: usize| {
        format!(
            "\n{head}|Start{name}|cs:Start{name}|[Starts](https://e.org/1) [it](https://e.org/2)|\n"
        )
    };
    let build = |tables: usize, program: &str| {
        let tables: String = (1..=tables).map(table).collect();
        let page = format!("{tables}|**No action**|||\n");
        fs::write(pages.join("two-links.md"), page).expect("a page");
        let output = cargo(&user, &["build", "--quiet", "--bin", program])
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{program} does not compile");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    insta::assert_snapshot!("page_warnings", build(2, "page_warnings"));
    assert_eq!(build(2, "silenced_warnings"), "");

    // Ten are shown, and the last message counts the rest.
    let many = build(50, "page_warnings");
    let messages = many
        .lines()
        .filter(|line| line.starts_with("warning: use of"));
    let messages: Vec<&str> = messages.collect();
    assert_eq!(messages.len(), 11);
    assert_eq!(
        messages[10],
        "warning: use of deprecated constant `_::PAGE_WARNING`: the page has 41 more warnings; run `ack-catalog inspect pages/two-links.md` to see all"
    );
}

/// Removes the text after the errors, and everything specific to the machine or to generated lines.
fn only_errors(output: &str) -> String {
    let end = Regex::new(r"\n(For more information|Some errors have|error: could not compile)")
        .expect("a pattern");
    let errors = &output[..end.find(output).map_or(output.len(), |end| end.start())];
    let workspace = workspace().display().to_string();
    if !errors.contains(&workspace) {
        return errors.to_owned();
    }
    // The gutter is as wide as its longest line number.
    let gutter = Regex::new(r"(?m)^ *\d* *(-->|\||=)").expect("a pattern");
    let place = Regex::new(r"(generated\.rs):\d+:\d+").expect("a pattern");
    let errors = errors.replace(&workspace, "$WORKSPACE");
    let errors = place.replace_all(&errors, "$1");
    gutter.replace_all(&errors, " $1").into_owned()
}

/// Compares the errors of a program of a user's crate with the reviewed ones.
fn assert_fails(user: &Path, program: &str) {
    let output = cargo(user, &["build", "--quiet", "--bin", program])
        .output()
        .expect("cargo starts");
    assert!(!output.status.success(), "{program} compiles");
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    insta::assert_snapshot!(program, only_errors(&errors));
}
