//! Crates of users, written and built below `target/users`, with their cost.

use crate::{folder, workspace};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The peers that the users' crates depend on, as lines of Cargo.toml.
pub const PHF: &str = "phf = { version = \"0.13\", features = [\"macros\"] }";
pub const RUSTC_HASH: &str = "rustc-hash = { version = \"2\" }";
pub const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }";
pub const STRUM: &str = "strum = { version = \"0.27\", features = [\"derive\"] }";

/// A crate in a folder of its own.
pub struct User {
    pub folder: PathBuf,
}

/// The cost of a process and its children.
#[derive(Clone, Copy)]
pub struct Usage {
    pub wall_s: f64,
    pub cpu_s: f64,
    /// The peak memory of the largest of them.
    pub peak_mib: f64,
}

impl User {
    /// `dependencies` are lines of Cargo.toml; `files` are those in `src`.
    pub fn new(name: &str, dependencies: &str, files: &[(&str, &str)]) -> Self {
        let folder = folder().join("target/users").join(name);
        fs::create_dir_all(folder.join("src")).expect("a folder");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{dependencies}\n\n[profile.release]\nstrip = true\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
        for (file, text) in files {
            fs::write(folder.join("src").join(file), text).expect("a file");
        }
        Self { folder }
    }

    /// Builds the crate from scratch.
    pub fn cold_build(&self) -> Usage {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target).expect("the old target folder");
        }
        self.cargo(&["build", "--quiet", "--offline"])
    }

    pub fn cargo(&self, args: &[&str]) -> Usage {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(args)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        usage(&command)
    }

    /// Fetches the dependencies, so that no build waits for the network.
    pub fn fetch(&self) {
        self.cargo(&["fetch", "--quiet"]);
    }
}

/// Returns the line of Cargo.toml for our catalog.
pub fn ours(features: &[&str]) -> String {
    let path = workspace().join("catalog");
    format!("ack-catalog = {{ path = {path:?}, features = {features:?} }}")
}

/// Runs a command that must succeed, and returns its cost.
pub fn usage(command: &Command) -> Usage {
    let taken = folder().join("target/usage");
    let mut usage = Command::new(folder().join("target/release/usage"));
    usage
        .arg(&taken)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        usage.env(name, value.expect("a value"));
    }
    if let Some(folder) = command.get_current_dir() {
        usage.current_dir(folder);
    }
    let status = usage.stdout(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?}");
    let taken = fs::read_to_string(taken).expect("what it took");
    let taken: Vec<f64> = taken
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    Usage {
        wall_s: taken[0],
        cpu_s: taken[1],
        peak_mib: taken[2] / 1024.0 / 1024.0,
    }
}

/// Returns the flags with which rustc finds the dependencies of a crate that cargo built in debug mode.
pub fn externs(user: &User, names: &[&str]) -> Vec<String> {
    let deps = user.folder.join("target/debug/deps");
    let mut flags = vec!["-L".to_owned(), format!("dependency={}", deps.display())];
    for name in names {
        let library = library(&deps, name);
        flags.push("--extern".to_owned());
        flags.push(format!("{name}={}", library.display()));
    }
    flags
}

fn library(deps: &Path, name: &str) -> PathBuf {
    let start = format!("lib{name}-");
    let files = fs::read_dir(deps).expect("the folder of dependencies");
    let mut files = files.flatten().map(|file| file.path());
    let found = files.find(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && name.ends_with(".rlib")
    });
    found.unwrap_or_else(|| panic!("no library of {name} in {}", deps.display()))
}
