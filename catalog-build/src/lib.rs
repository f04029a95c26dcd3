//! Makes a typed catalog of RAM actions from a documentation page, in a build script.
//!
//! In `Cargo.toml`, below `[dependencies]`:
//!
//! ```toml
//! ack-catalog = "0.1"
//! [build-dependencies]
//! ack-catalog-build = "0.1"
//! ```
//!
//! In `build.rs`:
//!
//! ```no_run
//! fn main() {
//!     ack_catalog_build::catalog("source-doc/ecs.md", "EcsAction");
//! }
//! ```
//!
//! In the crate, include the file, which is named after the page:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/ecs.rs"));
//! ```
//!
//! Warnings and notes of the page are shown as warnings of the build, and errors fail it, each in one line with its
//! place on the page. The script runs again only when the page changes.

#![allow(clippy::needless_doctest_main)] // A build script has one.

use ack_catalog_core::{Catalog, rust_file};
use ram_diagnostics::{Diagnostic, Severity, Source, first_of_each_code, is_hidden};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

pub use ack_catalog_core;
pub use ack_catalog_core::Settings;

/// Reads a page, and writes its enum and set to a file in `OUT_DIR`: `ecs.rs` for `source-doc/ecs.md`.
///
/// The path of the page is relative to the folder of `Cargo.toml`.
pub fn catalog(page: &str, enum_name: &str) {
    match enum_name.parse() {
        Ok(name) => catalog_with(page, &Settings::new(name)),
        Err(error) => print("error", &error.to_string()),
    }
}

/// Does the same as [`catalog`], with settings.
///
/// ```no_run
/// use ack_catalog_build::{Settings, catalog_with};
///
/// let name = "EcsAction".parse().expect("a name");
/// let mut settings = Settings::new(name);
/// settings.page.repair = true;
/// catalog_with("source-doc/ecs.md", &settings);
/// ```
pub fn catalog_with(page: &str, settings: &Settings) {
    print("rerun-if-changed", page);
    let bytes = match fs::read(page) {
        Ok(bytes) => bytes,
        Err(error) => return print("error", &unreadable(page, &error)),
    };
    let source = match Source::from_bytes(page, &bytes) {
        Ok(source) => source,
        Err(error) => return print("error", &error.to_string()),
    };
    let reading = Catalog::read(&source, settings);
    report(&source, &reading.diagnostics);
    if reading.has_errors() {
        return;
    }
    let head = format!("// Made by ack-catalog-build from {}.\n", one_line(page));
    let code = rust_file(&reading.catalog, settings, &head);
    let Some(folder) = env::var_os("OUT_DIR") else {
        return print(
            "error",
            "OUT_DIR is not set; call this function from a build script",
        );
    };
    let file = output(Path::new(&folder), page);
    if let Err(error) = fs::write(&file, code) {
        print(
            "error",
            &format!("cannot write {}: {error}", file.display()),
        );
    }
}

/// Returns the path of the generated file, which has the name of the page.
fn output(folder: &Path, page: &str) -> PathBuf {
    let name = Path::new(page).file_stem().unwrap_or_default();
    let mut file = folder.join(name).into_os_string();
    file.push(".rs");
    file.into()
}

fn unreadable(page: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    format!(
        "cannot read the page `{page}`: {reason}; the path is relative to the folder of Cargo.toml"
    )
}

/// Prints errors, which fail the build, and all else as warnings: cargo knows no notes, and a note tells
/// of something on the page that is not in the catalog.
fn report(source: &Source<'_>, diagnostics: &[Diagnostic]) {
    let directive = |severity| match severity {
        Severity::Error => "error",
        Severity::Warning | Severity::Note => "warning",
    };
    let (first, left_out) = first_of_each_code(diagnostics);
    for diagnostic in first {
        print(directive(diagnostic.severity), &text(source, diagnostic));
    }
    for left_out in left_out {
        let text = format!("{left_out} in {}", source.name());
        print(directive(left_out.severity), &text);
    }
}

/// Returns a diagnostic as one line: cargo shows only one line of a message.
fn text(source: &Source<'_>, diagnostic: &Diagnostic) -> String {
    let place = |offset: usize| {
        let (line, column) = source.line_column(offset);
        format!("{}:{line}:{column}", source.name())
    };
    let Diagnostic {
        code,
        message,
        help,
        ..
    } = diagnostic;
    let related = diagnostic
        .related
        .as_ref()
        .map_or(String::new(), |related| {
            format!("; {}: {}", related.1, place(related.0.start))
        });
    format!(
        "{}: [{code}]: {message}{related}; help: {help}",
        place(diagnostic.place.start)
    )
}

/// Prints a directive of cargo.
fn print(directive: &str, value: &str) {
    println!("cargo::{directive}={}", one_line(value));
}

/// Escapes line breaks, so that text of a page cannot start another directive, and control characters.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{one_line, output};
    use std::path::Path;

    #[test]
    fn text_of_a_page_cannot_start_a_directive() {
        for text in [
            "a\ncargo::rustc-cfg=b",
            "a\r\ncargo::error=b",
            "\u{2028}cargo:rustc-env=A=b",
            "\u{1b}[31m",
        ] {
            let line = one_line(text);
            assert!(
                !line.contains(|c: char| c.is_control() || c == '\u{2028}'),
                "{line}"
            );
        }
    }

    #[test]
    fn file_has_the_name_of_the_page() {
        for (page, file) in [
            ("source-doc/ecs.md", "ecs.rs"),
            ("vpc.v2.md", "vpc.v2.rs"),
            ("page", "page.rs"),
        ] {
            assert_eq!(output(Path::new("out"), page), Path::new("out").join(file));
        }
    }
}
