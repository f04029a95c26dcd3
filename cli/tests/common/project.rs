//! A crate with a page, in a temporary folder.

use super::run_in;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const SECTION: &str = r#"
[package.metadata.catalog]
page = "source-doc/page.md"
page-date = "2024-01-31"
output = "src/generated.rs"
enum = "AlertAction"
"#;

pub(crate) const PAGE: &str = "\
# Alerts

|Operation|RAM Action|Description|
|---------|----------|-----------|
|StartAlert|cs:StartAlert|[Enables an alert rule](https://example.com/StartAlert)|
|StopAlert|cs:StopAlert|[Disables an alert rule](https://example.com/StopAlert)|
";

/// A crate with a page.
pub(crate) struct Project {
    pub(crate) folder: TempDir,
}

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        project.write_manifest(SECTION);
        project.write("src/lib.rs", "");
        project.write("source-doc/page.md", PAGE);
        project
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub(crate) fn write_manifest(&self, section: &str) {
        let package = "[package]\nname = \"alerts\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
        self.write("Cargo.toml", format!("{package}{section}"));
    }

    /// Replaces the page and its date.
    pub(crate) fn change_page(&self, page: &str) {
        self.write("source-doc/page.md", page);
        self.write_manifest(&SECTION.replace("2024-01-31", "2024-02-29"));
    }

    pub(crate) fn generated(&self) -> String {
        fs::read_to_string(self.path("src/generated.rs")).expect("the generated file")
    }

    pub(crate) fn generate(&self, args: &[&str]) -> String {
        let report = run_in(self.folder.path(), &[&["generate"], args].concat());
        // Messages may name files outside the current folder by their full path.
        let folder = self.folder.path().canonicalize().expect("a folder");
        report.replace(&folder.display().to_string(), "[project]")
    }
}
