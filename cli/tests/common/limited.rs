//! Runs the program with 2 GiB of memory and a minute of processor time at most, which do not depend on
//! what else the machine does.
#![allow(dead_code)] // Each test file uses its part.

use super::plain;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

/// Runs a command on a file with this text.
pub(crate) fn run(command: &str, name: &str, text: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file");
    run_in(&folder, command)
}

pub(crate) fn run_in(folder: &TempDir, command: &str) -> Output {
    let script =
        format!("ulimit -v 2097152 && ulimit -t 60 && exec \"$ack\" {command} > out 2> err");
    let mut shell = plain("sh");
    shell
        .args(["-c", &script])
        .env("ack", env!("CARGO_BIN_EXE_ack-catalog"))
        // Each thread reserves address space.
        .env("RAYON_NUM_THREADS", "2")
        .current_dir(folder.path());
    let status = shell.status().expect("a shell");
    let output = Output {
        status,
        stdout: fs::read(folder.path().join("out")).expect("standard output"),
        stderr: fs::read(folder.path().join("err")).expect("standard error"),
    };
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code().is_some_and(|code| code <= 2),
        "`{command}`: {}\n{}",
        output.status,
        error.chars().take(1_000).collect::<String>()
    );
    output
}
