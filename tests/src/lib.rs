//! Shared code of the workspace's tests.

pub mod cargo;
pub mod crates;
pub mod fuzzing;

use std::path::{Path, PathBuf};

/// Returns the root folder of the workspace.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The page of the shipped catalog.
pub const PAGE: &str = include_str!("../../source-doc/ack-api-user-authentication.md");

/// A page with text that has a meaning in Markdown, Rust or rustdoc. It is in the library so that every build
/// of the documentation, where warnings are errors, includes it.
#[ack_catalog::catalog(page = "pages/small/hostile-text.md", repair = true)]
#[allow(deprecated)] // The warnings of the page.
pub enum HostileAction {}

/// The code in the README and in `docs/`, compiled and run.
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
    #[doc = include_str!("../../docs/policy-macro.md")]
    pub struct PolicyMacro;
    #[doc = include_str!("../../docs/refusals.md")]
    pub struct Refusals;
}
