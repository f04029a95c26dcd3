//! The completions and manual pages of a release.

mod common;

use common::{names, run_in};
use std::fs;

#[test]
fn every_command_has_a_manual_page_and_completions() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = run_in(folder.path(), &["release-files", "out"]);
    assert!(report.contains("exit code 0"), "{report}");
    let out = folder.path().join("out");
    insta::assert_snapshot!(
        "files",
        [names(&out.join("completions")), names(&out.join("man"))]
            .concat()
            .join("\n")
    );

    let commands = names(&out.join("man"));
    let commands = commands
        .iter()
        .filter_map(|page| page.strip_prefix("ack-catalog-")?.strip_suffix(".1"));
    let commands: Vec<&str> = commands.collect();
    for file in names(&out.join("completions")) {
        let text = fs::read_to_string(out.join("completions").join(&file)).expect("a file");
        for command in &commands {
            assert!(text.contains(command), "{file} lacks {command}");
        }
        assert!(text.contains("manifest-path"), "{file}");
        assert!(!text.contains("release-files"), "{file}");
    }
    let page = fs::read_to_string(out.join("man/ack-catalog-lint.1")).expect("a page");
    assert!(
        page.contains("fix") && page.contains("Exit codes"),
        "{page}"
    );
}
