//! The generator builds without the generated file, also after a broken merge.

use ack_catalog_tests::cargo::{cargo, copy_folder, outside_folder, succeed};
use ack_catalog_tests::crates::PUBLISHED;
use ack_catalog_tests::workspace;
use std::fs;

/// The files, each with the number of its actions.
const GENERATED: [(&str, usize); 2] = [
    ("catalog/src/generated.rs", ack_catalog::AckAction::COUNT),
    ("catalog/src/cs/generated.rs", ack_catalog::CsAction::COUNT),
];

#[test]
fn deleted_or_broken_generated_file_is_regenerated() {
    let clone = outside_folder("clone");
    let crates = PUBLISHED.iter().map(|published| published.folder);
    for folder in crates.chain(["source-doc", "tests"]) {
        copy_folder(&workspace().join(folder), &clone.join(folder)).expect("a copy");
    }
    for file in ["Cargo.toml", "Cargo.lock", "README.md"] {
        fs::copy(workspace().join(file), clone.join(file)).expect("a copy");
    }
    let generate = || {
        let args = "run --quiet -p ack-catalog-cli --no-default-features -- generate";
        let args: Vec<&str> = args.split(' ').collect();
        succeed(cargo(&clone, &args))
    };

    for (file, count) in GENERATED {
        let generated = clone.join(file);
        let shipped = fs::read_to_string(&generated).expect("the file");
        fs::remove_file(&generated).expect("the file");
        let wrote = format!("wrote  {file} with {count} actions");
        assert!(generate().contains(&format!("{wrote}: {count} added")));
        assert_eq!(fs::read_to_string(&generated).expect("the file"), shipped);

        let merged = format!("<<<<<<< ours\n{shipped}=======\n>>>>>>> theirs\n");
        fs::write(&generated, merged).expect("the file");
        assert!(generate().contains(&format!("{wrote}: repaired\n")));
        assert_eq!(fs::read_to_string(&generated).expect("the file"), shipped);
    }
}
