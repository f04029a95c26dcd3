//! What the tests of the workspace share.

pub mod cargo;
pub mod crates;
pub mod fuzzing;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The page that the shipped catalog is made from.
pub const PAGE: &str = include_str!("../../source-doc/ack-api-user-authentication.md");

/// A page with text that Markdown, Rust and rustdoc would take for something else. It stands in the
/// library so that every build of the documentation, where warnings are errors, reads it.
#[ack_catalog::catalog(page = "pages/small/hostile-text.md", repair = true)]
pub enum HostileAction {}

/// The code in the README and in the pages of `docs/`, compiled and run.
#[cfg(doctest)]
pub mod docs {
    #[doc = include_str!("../../README.md")]
    pub struct Readme;
    #[doc = include_str!("../../README.zh-CN.md")]
    pub struct ReadmeInChinese;
    #[doc = include_str!("../../docs/enum.md")]
    pub struct Enum;
    #[doc = include_str!("../../docs/lint.md")]
    pub struct Lint;
    #[doc = include_str!("../../docs/own-page.md")]
    pub struct OwnPage;
    #[doc = include_str!("../../docs/policies.md")]
    pub struct Policies;
    #[doc = include_str!("../../docs/refusals.md")]
    pub struct Refusals;
}
