//! The crates as published: packed, unpacked elsewhere, and built there.

use ack_catalog_tests::cargo::{cargo, outside_folder, succeed, target};
use ack_catalog_tests::crates::PUBLISHED;
use ack_catalog_tests::workspace;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Packs the crates, unpacks them into this folder, and returns the folder and the files of each archive.
fn unpacked(folder: &str) -> (PathBuf, String) {
    let mut package = cargo(
        &workspace(),
        &["package", "--quiet", "--no-verify", "--allow-dirty"],
    );
    for name in PUBLISHED.iter().map(|published| published.package) {
        package.args(["-p", name]);
    }
    succeed(package);

    let elsewhere = outside_folder(folder);
    let mut listing = String::new();
    for name in PUBLISHED.iter().map(|published| published.package) {
        let archive = target().join(format!("package/{name}-{VERSION}.crate"));
        let mut tar = Command::new("tar");
        // Uses the current time: cargo would consider the archive's old files already built.
        tar.arg("-xvmzf").arg(archive).current_dir(&elsewhere);
        let files = succeed(tar);
        // The build shows that no source is missing. The other file exists only for sources from git.
        let mut files: Vec<&str> = files
            .lines()
            .filter(|file| !file.contains("/src/") && !file.ends_with(".cargo_vcs_info.json"))
            .collect();
        files.sort_unstable();
        let _ = writeln!(listing, "{}\n", files.join("\n"));
    }
    (elsewhere, listing.replace(VERSION, "[version]"))
}

#[test]
fn published_archives_are_complete() {
    insta::assert_snapshot!("archives", unpacked("listed").1);
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn published_archives_build_elsewhere() {
    let (elsewhere, _) = unpacked("packed");
    let mut manifest = String::from("[workspace]\nresolver = \"3\"\nmembers = [");
    for name in PUBLISHED.iter().map(|published| published.package) {
        let _ = write!(manifest, "\"{name}-{VERSION}\", ");
    }
    manifest.push_str("\"readme\"]\n[patch.crates-io]\n");
    for name in PUBLISHED.iter().map(|published| published.package) {
        let _ = writeln!(manifest, "{name} = {{ path = \"{name}-{VERSION}\" }}");
    }
    fs::write(elsewhere.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace().join("Cargo.lock"), elsewhere.join("Cargo.lock")).expect("a copy");
    let readme = elsewhere.join("readme");
    fs::create_dir_all(readme.join("src")).expect("a folder");
    fs::create_dir_all(readme.join("source-doc")).expect("a folder");
    let dependency = format!(
        "[package]\nname = \"readme\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nack-catalog = {{ version = \"{VERSION}\", features = [\"macro\", \"policy\"] }}\n"
    );
    fs::write(readme.join("Cargo.toml"), dependency).expect("a manifest");
    let library = format!("#![doc = include_str!(\"../../ack-catalog-{VERSION}/README.md\")]\n");
    fs::write(readme.join("src/lib.rs"), library).expect("a library");
    fs::copy(
        workspace().join("tests/source-doc/ecs.md"),
        readme.join("source-doc/ecs.md"),
    )
    .expect("a page");
    for name in PUBLISHED.iter().map(|published| published.package) {
        succeed(cargo(&elsewhere, &["check", "--quiet", "-p", name]));
    }
    let macros = ["check", "--quiet", "-p", "ack-catalog", "--all-features"];
    succeed(cargo(&elsewhere, &macros));
    // The examples of the packed README, as a user would copy them.
    let output = succeed(cargo(&elsewhere, &["test", "--doc", "-p", "readme"]));
    assert!(output.contains("3 passed"), "{output}");
}
