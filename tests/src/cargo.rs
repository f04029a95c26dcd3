//! Runs cargo on crates outside the workspace.

use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

/// Returns the build folder for crates outside the workspace. It is kept between runs.
pub fn target() -> PathBuf {
    workspace().join("target/outside")
}

/// Returns cargo as a user would call it, in a folder outside the workspace.
pub fn cargo(folder: &Path, args: &[&str]) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    outside(Command::new(program), folder, args)
}

/// Returns a shell that runs a script until a command fails, in a folder outside the workspace.
pub fn shell(folder: &Path, script: &str) -> Command {
    outside(Command::new("sh"), folder, &["-ec", script])
}

/// Sets the folder and the environment in which a program, or cargo below it, builds crates.
fn outside(mut command: Command, folder: &Path, args: &[&str]) -> Command {
    command
        .args(args)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target())
        // Reuses the dependencies that were built for the tests. An older cargo ignores this.
        .env("CARGO_BUILD_BUILD_DIR", workspace().join("target"))
        // Each crate is built once, and its backtraces are not read.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    // The cargo that runs the tests sets these for the crate of the tests.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "RUSTFLAGS" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command that must succeed, and returns its standard output.
///
/// # Panics
///
/// If the command fails; the message has all of its output.
pub fn succeed(mut command: Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("cargo starts");
    let stdout = String::from_utf8_lossy(&stdout).into_owned();
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(
        status.success(),
        "{command:?}: {status}\n{stdout}\n{stderr}"
    );
    stdout
}

/// Returns an empty folder of this name for a crate outside the workspace. Its path is the same in each run,
/// so that a build replaces the previous one.
///
/// # Panics
///
/// If the folder cannot be created.
pub fn outside_folder(name: &str) -> PathBuf {
    let folder = target().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Copies a crate from `tests/downstream`, with the workspace's versions of its dependencies. The copy gets a
/// unique name, since all copies are built in one folder.
///
/// # Panics
///
/// If the crate cannot be copied.
pub fn user_crate(name: &str, own_name: &str) -> PathBuf {
    let folder = outside_folder(own_name);
    let source = workspace().join("tests/downstream").join(name);
    copy_folder(&source, &folder).expect("a copy");
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");

    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let catalog = workspace().join("catalog");
    let text = text.replace("../../../catalog", &catalog.to_string_lossy());
    let text = text.replace(
        &format!("name = \"{name}\""),
        &format!("name = \"{own_name}\""),
    );
    fs::write(manifest, text).expect("a manifest");
    folder
}

/// Copies a folder recursively, following symlinks.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (name, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        if fs::metadata(&path)?.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
