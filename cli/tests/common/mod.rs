//! Running the program.
#![allow(dead_code)] // Each test file uses its part.

pub(crate) mod project;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    cli.parent().unwrap_or(cli).to_owned()
}

/// The program, as it runs where nothing is set up for it.
pub(crate) fn ack_catalog() -> Command {
    plain(env!("CARGO_BIN_EXE_ack-catalog"))
}

/// A program, where nothing is set up for ours.
pub(crate) fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    // The tests' own environment: what cargo sets for them, and what a terminal or CI may set.
    for variable in [
        "CARGO_PKG_NAME",
        "CARGO_TARGET_DIR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "NO_COLOR",
    ] {
        command.env_remove(variable);
    }
    command
}

/// What the program does with these arguments.
pub(crate) fn run(args: &[&str]) -> String {
    run_in(&workspace(), args)
}

/// What the program does with these arguments in a folder.
pub(crate) fn run_in(folder: &Path, args: &[&str]) -> String {
    let output = ack_catalog()
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let shown: Vec<String> = args
        .iter()
        .map(|arg| {
            let plain = !arg.is_empty() && !arg.contains(['*', ' ']);
            if plain {
                (*arg).to_owned()
            } else {
                format!("'{arg}'")
            }
        })
        .collect();
    let mut report = format!("$ ack-catalog {}\n", shown.join(" "));
    let code = output.status.code().expect("no signal");
    let _ = writeln!(report, "--- exit code {code}");
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        let text = String::from_utf8(bytes).expect("UTF-8");
        if !text.is_empty() {
            let _ = write!(report, "--- {name}\n{text}");
        }
    }
    report
}
