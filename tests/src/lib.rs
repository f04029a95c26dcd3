//! What the tests of the workspace share.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The page that the shipped catalog is made from.
pub const PAGE: &str = include_str!("../../source-doc/ack-api-user-authentication.md");
