//! The laws of the fuzz targets hold for the seeds that earlier runs have found.

use ack_catalog_tests::fuzzing::TARGETS;
use ack_catalog_tests::workspace;
use std::path::{Path, PathBuf};
use std::{fs, panic};

/// Returns the texts in a folder and its subfolders.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort_unstable();
    let mut texts = Vec::new();
    for path in paths {
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            texts.push((path, text));
        }
    }
    texts
}

/// Checks a law on texts and names those that break it.
fn hold(law: fn(&str), texts: &[(PathBuf, String)]) {
    assert!(!texts.is_empty());
    let is_broken = |(_, text): &&(PathBuf, String)| panic::catch_unwind(|| law(text)).is_err();
    let broken: Vec<&Path> = texts
        .iter()
        .filter(is_broken)
        .map(|(path, _)| &**path)
        .collect();
    assert!(broken.is_empty(), "violated by: {broken:#?}");
}

fn seeds(name: &str) {
    let target = TARGETS.iter().find(|(target, _)| *target == name);
    let (name, law) = *target.expect("a target");
    hold(law, &texts(&workspace().join("fuzz/seeds").join(name)));
}

macro_rules! seeds {
    ($($test:ident: $target:literal,)+) => {
        $(
            #[test]
            fn $test() {
                seeds($target);
            }
        )+

        #[test]
        fn every_target_has_a_test() {
            let tested = [$($target),+];
            assert_eq!(TARGETS.map(|(target, _)| target), tested);
        }
    };
}

seeds! {
    the_laws_of_pages_hold_for_the_seeds: "page",
    the_laws_of_differences_hold_for_the_seeds: "diff",
    the_laws_of_reading_hold_for_the_seeds: "read",
    the_laws_of_repairing_hold_for_the_seeds: "repair",
    the_laws_of_decisions_hold_for_the_seeds: "decide",
    the_laws_of_fixing_hold_for_the_seeds: "lint",
    the_laws_of_edits_hold_for_the_seeds: "edit",
    the_laws_of_refusals_hold_for_the_seeds: "refusal",
    the_laws_of_files_hold_for_the_seeds: "source",
    the_laws_of_the_language_server_hold_for_the_seeds: "server",
    the_laws_of_trails_hold_for_the_seeds: "trail",
}

#[test]
fn page_laws_hold_for_the_test_pages() {
    let texts = texts(&workspace().join("tests/pages"));
    for law in [
        ack_catalog_tests::fuzzing::page,
        ack_catalog_tests::fuzzing::diff,
    ] {
        hold(law, &texts);
    }
}
