//! What the compiler says to those who use the catalog wrongly. The `.stderr` files are the
//! contract.

use ack_catalog_tests::workspace;
use cargo_metadata::MetadataCommand;
use std::fs;

#[test]
fn compile_errors_are_clear() {
    // trybuild compiles in a folder of its own, to which a page's path is relative.
    let metadata = MetadataCommand::new().no_deps().exec().expect("metadata");
    let pages = metadata
        .target_directory
        .join("tests/trybuild/ack-catalog-tests/pages");
    fs::create_dir_all(&pages).expect("a folder in target");
    let page = workspace().join("tests/pages/three-faults.md");
    fs::copy(page, pages.join("three-faults.md")).expect("a page of ours");

    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
