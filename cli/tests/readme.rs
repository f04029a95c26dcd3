//! What the README shows is what the program does.

mod common;

use common::{ack_catalog, workspace};
use std::fs;

/// The blocks of the README in a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("the README");
    let start = format!("```{language}\n");
    let blocks = readme.split(&start).skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

#[test]
fn every_command_in_the_readme_prints_what_stands_below_it() {
    let mut commands = 0;
    for block in blocks("console") {
        for call in block.split("$ ack-catalog ").skip(1) {
            let (args, expected) = call.split_once('\n').expect("a command is a line");
            // What stands between quotation marks is one argument.
            let mut args: Vec<&str> = args.split('\'').collect();
            let quoted: Vec<&str> = args.iter().skip(1).step_by(2).copied().collect();
            args = args.into_iter().step_by(2).collect();
            let mut quoted = quoted.into_iter();
            let args: Vec<&str> = args
                .iter()
                .flat_map(|plain| plain.split_whitespace().chain(quoted.next()))
                .collect();
            let output = ack_catalog()
                .args(args)
                .current_dir(workspace())
                .output()
                .expect("the program runs");
            assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
            // A refusal is a finding, and so is what can be mended.
            let is_finding = [
                "refused",
                "warning",
                "--- docs/faulty.json",
                "cs:DescribeClustersV1: refused",
            ]
            .iter()
            .any(|start| expected.starts_with(start));
            assert_eq!(output.status.code(), Some(i32::from(is_finding)));
            commands += 1;
        }
    }
    assert_eq!(commands, 8);

    // The first of the two commands, on a catalog that is fresh.
    let output = ack_catalog()
        .args(["generate", "--check"])
        .current_dir(workspace())
        .output()
        .expect("the program runs");
    assert_eq!(blocks("text"), [String::from_utf8_lossy(&output.stdout)]);
}

#[test]
fn the_readme_names_the_version_that_is_here() {
    let version = env!("CARGO_PKG_VERSION");
    let minor = version.rsplit_once('.').expect("three numbers").0;
    let dependency = format!("[dependencies]\nack-catalog = \"{minor}\"\n");
    assert_eq!(blocks("toml"), [dependency]);
}

#[test]
fn the_two_commands_are_those_that_ci_runs() {
    assert_eq!(
        blocks("sh"),
        ["cargo run -- generate\ncargo test --workspace\n"]
    );
    let ci = fs::read_to_string(workspace().join(".ci/run")).expect("the script");
    for command in ["cargo run -- generate", "cargo test --workspace"] {
        assert!(ci.lines().any(|line| line.contains(command)), "{command}");
    }
}
