//! The public interface of each library, so that reviewers see changes.
//!
//! The format of rustdoc's JSON changes with each version of Rust, so this runs only with the version that
//! CI pins. With any other version it prints a note and passes.

use ack_catalog_tests::cargo::{cargo, outside_folder, succeed, target};
use ack_catalog_tests::crates::PUBLISHED;
use ack_catalog_tests::workspace;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

const RUST: &str = "rustc 1.95.0 ";

/// Returns true for a variant of the catalog: a page decides them, and the generated file shows them.
fn is_variant(item: &str) -> bool {
    let name = item.strip_prefix("pub ack_catalog::AckAction::");
    name.is_some_and(|name| name.contains(" = "))
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn public_interface_matches_the_reviewed_one() {
    let version = succeed({
        let mut rustc = Command::new("rustc");
        rustc.arg("--version").current_dir(workspace());
        rustc
    });
    if !version.starts_with(RUST) {
        println!("not compared: {version} is not {RUST}");
        return;
    }
    // The format is not stable; its content is. Only rustdoc may know: crates that see the variable are built anew.
    let rustdoc = outside_folder("rustdoc").join("rustdoc");
    let script = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n";
    fs::write(&rustdoc, script).expect("a script");
    fs::set_permissions(&rustdoc, Permissions::from_mode(0o755)).expect("a script");
    let mut doc = cargo(
        &workspace(),
        &[
            "doc",
            "--quiet",
            "--workspace",
            "--no-deps",
            "--all-features",
        ],
    );
    doc.env("RUSTDOC", rustdoc)
        .env("RUSTDOCFLAGS", "-Zunstable-options --output-format=json")
        // Uses what `cargo doc` has checked.
        .env_remove("CARGO_PROFILE_DEV_DEBUG");
    succeed(doc);
    for published in PUBLISHED.iter().filter(|published| published.is_library) {
        let package = published.package;
        let library = package.replace('-', "_");
        let json = target().join(format!("doc/{library}.json"));
        let interface = public_api::Builder::from_rustdoc_json(json)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true)
            .build()
            .expect("rustdoc's JSON");
        let interface: Vec<String> = interface
            .items()
            .map(ToString::to_string)
            .filter(|item| !is_variant(item))
            .collect();
        insta::assert_snapshot!(package, interface.join("\n"));
    }
}
