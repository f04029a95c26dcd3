//! The sources that the arguments name.

use super::From;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::policy::input::standard_input::{STANDARD_INPUT, standard_input};
use crate::policy::input::walk;
use crate::policy::trail::files::TrailFile;
use ack_catalog_needs::{Found, Language, Phase};
use ram_diagnostics::{ByteRange, Source as Text};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const KIND: FileKind = FileKind::new("source");

/// A text in a language whose calls are known.
pub(super) struct Source {
    pub(super) name: String,
    language: Language,
    text: String,
}

/// Separates the arguments that are trails: folders and files whose first file has an event.
pub(super) fn split(paths: &[PathBuf], from: Option<From>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let is_trail = |path: &PathBuf| match from {
        None => path.as_os_str() != "-" && TrailFile::has_events(path),
        Some(from) => from == From::Trail,
    };
    paths.iter().cloned().partition(is_trail)
}

/// Returns the sources that the arguments name, each once.
pub(super) fn of(paths: &[PathBuf], from: Option<From>) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    let mut seen = HashSet::new();
    let mut is_new = |path: &Path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.into()));
    for path in paths {
        if path.as_os_str() == "-" {
            let bytes = standard_input(KIND)?;
            sources.push(Source::named(STANDARD_INPUT.to_owned(), &bytes, from)?);
        } else if path.is_dir() {
            let mut has_sources = false;
            let files = walk::files(path, is_known)?;
            for file in files.iter().filter(|file| !is_of_others(path, file)) {
                if let Some(source) = Source::of_folder(file, from)? {
                    has_sources = true;
                    sources.extend(is_new(file).then_some(source));
                }
            }
            if !has_sources {
                let message = format!("no sources found in {}", path_name(path));
                return Err(Failure::new(message).help(format!(
                    "name a folder with files that end in {}",
                    extensions()
                )));
            }
        } else if is_new(path) {
            let name = path_name(path);
            sources.push(Source::named(
                name.clone(),
                &read(path, &name, KIND)?,
                from,
            )?);
        }
    }
    Ok(sources)
}

fn extensions() -> String {
    let all = Language::EXTENSIONS.iter().flat_map(|(_, ends)| *ends);
    all.map(|end| format!(".{end}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns whether a file with this extension can be a source. JSON can be a plan.
fn is_known(extension: &str) -> bool {
    extension == "json"
        || Language::EXTENSIONS
            .iter()
            .any(|(_, ends)| ends.contains(&extension))
}

/// Returns whether a file of a folder belongs to a dependency or is a product of the build.
fn is_of_others(folder: &Path, file: &Path) -> bool {
    let inner = file.strip_prefix(folder).unwrap_or(file);
    inner.ancestors().skip(1).any(|parent| {
        let name = parent.file_name().unwrap_or_default();
        name == "node_modules"
            || name == "vendor"
            || folder.join(parent).join("CACHEDIR.TAG").exists() && parent != Path::new("")
    })
}

const fn is_from(language: Language, from: Option<From>) -> bool {
    match from {
        None => true,
        Some(From::Rust) => matches!(language, Language::Rust),
        Some(From::Terraform) => is_terraform(language),
        Some(From::Trail) => false,
        Some(From::Sdk) => !matches!(language, Language::Rust) && !is_terraform(language),
    }
}

const fn is_terraform(language: Language) -> bool {
    matches!(language, Language::Terraform | Language::TerraformPlan)
}

impl Source {
    /// Reads a source that an argument names, which has to be one.
    fn named(name: String, bytes: &[u8], from: Option<From>) -> Result<Self, Failure> {
        let text = text(&name, bytes)?;
        let language = Language::of(&name, &text);
        let language = language
            .filter(|language| is_from(*language, from))
            .or(match from {
                Some(From::Rust) => Some(Language::Rust),
                Some(From::Terraform) if text.trim_start().starts_with('{') => {
                    Some(Language::TerraformPlan)
                }
                Some(From::Terraform) => Some(Language::Terraform),
                Some(From::Sdk | From::Trail) | None => None,
            });
        let Some(language) = language else {
            let message = format!("{name} is not a source whose calls are known");
            let help = format!(
                "name a plan of Terraform, or a file that ends in {}",
                extensions()
            );
            return Err(Failure::new(message).help(help));
        };
        Ok(Self {
            name,
            language,
            text,
        })
    }

    /// Reads a file of a folder, unless it is of another kind.
    fn of_folder(path: &Path, from: Option<From>) -> Result<Option<Self>, Failure> {
        let name = path_name(path.strip_prefix(".").unwrap_or(path));
        let bytes = read(path, &name, KIND)?;
        let text = text(&name, &bytes)?;
        let language = Language::of(&name, &text).filter(|language| is_from(*language, from));
        Ok(language.map(|language| Self {
            name,
            language,
            text,
        }))
    }

    /// Finds the calls in the source.
    pub(super) fn read(&self, phases: &[Phase]) -> Result<Found, Failure> {
        ack_catalog_needs::read(self.language, &self.text, phases).map_err(|error| {
            let failure = Failure::new(&error.message).at(self.line(error.range));
            failure.help("correct this place, or leave the file out")
        })
    }

    /// Returns the name with the line, as in `main.go:12`; in a plan, the address of the resource.
    pub(super) fn place(&self, range: ByteRange) -> String {
        if self.language == Language::TerraformPlan {
            return format!("{}: {}", self.name, self.excerpt(range));
        }
        self.line(range)
    }

    fn line(&self, range: ByteRange) -> String {
        let (line, _) = ram_diagnostics::line_column(&self.text, range.start);
        format!("{}:{line}", self.name)
    }

    pub(super) fn excerpt(&self, range: ByteRange) -> &str {
        range.of(&self.text)
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<String, Failure> {
    let source = Text::from_bytes(name, bytes).map_err(Failure::new)?;
    Ok(source.text().to_owned())
}
