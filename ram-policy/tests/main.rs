//! Tests of the policy language, in one binary.

mod comparing;
mod condition;
mod deciding;
mod differences;
mod editing;
mod evaluation_order;
mod fixing;
mod impossible_conditions;
mod json;
mod kept;
mod kinds;
mod letters;
mod linting_conditions;
mod linting_names;
mod linting_redundancy;
mod messages;
mod oracle;
mod patterns;
mod placeholders;
mod random;
mod reaching;
mod reading;
mod reasoning;
mod redundant;
mod second_evaluator;
mod sizes;
mod values;

/// Fails if a file is not listed above, because its tests would not run.
#[test]
fn every_file_is_listed() {
    let listed = include_str!("main.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    for file in std::fs::read_dir(folder).expect("the folder") {
        let name = file.expect("a file").file_name();
        let Some(name) = name.to_str().and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        assert!(
            name == "main" || listed.contains(&format!("\nmod {name};\n")),
            "{name}"
        );
    }
}
