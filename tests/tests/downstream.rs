//! Users' crates, built and run outside of the workspace.

use ack_catalog_tests::cargo::{cargo, copy_folder, succeed};
use ack_catalog_tests::workspace;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A copy of a crate from `tests/downstream`, with the workspace's versions of its dependencies.
fn user_crate(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let source = workspace().join("tests/downstream").join(name);
    copy_folder(&source, folder.path()).expect("a copy");
    fs::copy(
        workspace().join("Cargo.lock"),
        folder.path().join("Cargo.lock"),
    )
    .expect("a copy");

    let manifest = folder.path().join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let catalog = workspace().join("catalog");
    let text = text.replace("../../../catalog", &catalog.to_string_lossy());
    fs::write(manifest, text).expect("a manifest");
    folder
}

fn run(folder: &Path, args: &[&str]) -> String {
    succeed(cargo(folder, args))
}

#[test]
fn a_user_of_the_catalog() {
    let user = user_crate("plain");
    insta::assert_snapshot!(run(user.path(), &["run", "--quiet"]), @r"
    missing: cs:DescribeClustersV1 (Queries the details about all clusters)
    DescribeClusterNamespaces: https://next.api.alibabacloud.com/document/CS/2015-12-15/DescribeClusterNamespaces
    ");
}

#[test]
fn a_user_without_the_standard_library() {
    let user = user_crate("no_std");
    run(user.path(), &["build", "--quiet"]);
    run(user.path(), &["build", "--quiet", "--features", "serde"]);
}

#[test]
fn a_user_with_a_page_of_two_services_and_a_renamed_dependency() {
    let user = user_crate("two_services");
    insta::assert_snapshot!(run(user.path(), &["run", "--quiet"]));

    // A change of the page alone is seen, and nothing else makes cargo build anew.
    let page = user.path().join("source-doc/network.md");
    let text = fs::read_to_string(&page).expect("the page");
    fs::write(&page, text.replace("Tags networks", "Tags any network")).expect("the page");
    let output = run(user.path(), &["run", "--quiet"]);
    assert!(output.contains("Tags any network"), "{output}");
    let messages = run(user.path(), &["build", "--message-format=json"]);
    assert!(!messages.contains("\"fresh\":false"), "{messages}");
}

#[test]
fn the_catalog_has_no_dependencies() {
    let tree = run(&workspace(), &["tree", "-p", "ack-catalog", "-e", "normal"]);
    assert_eq!(tree.lines().count(), 1, "{tree}");
}
