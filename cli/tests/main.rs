//! Tests of the program, in one program of their own.

mod arguments;
mod audit;
mod beside_policies;
mod commands;
mod common;
mod comparing_laws;
mod completion_laws;
mod confusable;
mod contradictions;
mod docs;
mod documents;
mod edits;
mod facts;
mod faults;
mod folders;
mod formats;
mod generate;
mod hostile;
mod hostile_pages;
mod kinds;
mod least_policy;
mod ledger;
mod lint;
mod names;
mod needs;
mod needs_files;
mod not_given;
mod not_policies;
mod operations;
mod other_services;
mod pages;
mod pipes;
mod policies;
mod policy_tests;
#[cfg(unix)]
mod refresh;
mod refusals;
mod refusals_hostile;
mod replay;
mod replay_laws;
mod reports;
mod reports_hostile;
mod requests;
mod rules;
mod server;
mod settings;
mod shown;
#[cfg(unix)]
mod tables;
mod terraform;
mod trail_forms;
mod writes;

/// Fails for a file that is not listed above, and so would not be run.
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
            ["main", "schema", "release_files"].contains(&name)
                || listed.contains(&format!("\nmod {name};\n")),
            "{name}"
        );
    }
}
