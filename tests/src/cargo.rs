//! Running cargo on crates that stand outside of the workspace.

use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};
use tempfile::TempDir;

/// The folder in which crates outside of the workspace are built. It is kept between runs.
pub fn target() -> PathBuf {
    workspace().join("target/outside")
}

/// Cargo as a user would call it, in a folder outside of the workspace.
pub fn cargo(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(args)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target())
        // Each is built once, and its backtraces are nobody's.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    // Set by the cargo that runs the tests, for the crate of the tests.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "RUSTFLAGS" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command that has to succeed, and gives what it wrote to standard output.
///
/// # Panics
///
/// With all that the command wrote, if it does not succeed.
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

/// A copy of a crate from `tests/downstream` under a name of its own, with the workspace's versions of
/// its dependencies. All are built in one folder, where crates of one name would be in each other's way.
///
/// # Panics
///
/// When it cannot be copied.
pub fn user_crate(name: &str, own_name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let source = workspace().join("tests/downstream").join(name);
    copy_folder(&source, folder.path()).expect("a copy");
    fs::copy(
        workspace().join("Cargo.lock"),
        folder.path().join("Cargo.lock"),
    )
    .expect("a copy");

    let manifest = folder.path().join("Cargo.toml");
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

/// Copies a folder with all that is in it; a symbolic link becomes what it points to.
///
/// # Errors
///
/// When a file cannot be read or written.
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
