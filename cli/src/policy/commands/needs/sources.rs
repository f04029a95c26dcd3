//! The sources that the arguments name.

use super::From;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use crate::policy::input::standard_input::{STANDARD_INPUT, standard_input};
use crate::policy::input::walk;
use crate::policy::trail::files::TrailFile;
use ack_catalog_needs::{Found, Language, Note, Phase};
use ram_diagnostics::{ByteRange, Source as Text, line_column};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

const KIND: FileKind = FileKind::new("source");

/// A text in a language whose calls are known.
pub(super) struct Source {
    /// The path as the user named it, which can have any characters.
    pub(super) name: String,
    language: Language,
    text: String,
    /// Where lines begin, since a file can have many calls.
    lines: OnceCell<Vec<usize>>,
    /// Without symlinks; of a file.
    folder: Option<PathBuf>,
}

/// What the arguments name.
#[derive(Default)]
pub(super) struct Named {
    /// Files and folders with events.
    pub(super) trail: Vec<PathBuf>,
    /// Each once. Those of a folder that cannot be read are errors.
    pub(super) sources: Vec<Result<Source, Failure>>,
}

/// Finds the sources that the arguments name.
pub(super) fn named(paths: &[PathBuf], from: Option<From>) -> Result<Named, Failure> {
    let mut named = Named::default();
    let mut seen = HashSet::new();
    let mut is_new = |path: &Path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.into()));
    for path in paths {
        let is_standard = path.as_os_str() == "-";
        let is_trail = match from {
            Some(from) => from == From::Trail,
            None => is_standard && TrailFile::standard_has_events(),
        };
        if is_trail {
            named.trail.push(path.clone());
        } else if is_standard {
            let bytes = standard_input(KIND)?;
            let source = Source::named(STANDARD_INPUT.to_owned(), &bytes, from, None)?;
            named.sources.push(Ok(source));
        } else if path.is_dir() {
            let mut files = walk::files(path, is_known)?;
            files.retain(|file| !is_of_others(path, file) && is_code(file));
            let events = if from.is_none() {
                events(path, &files)?
            } else {
                Vec::new()
            };
            let mut is_empty = events.is_empty();
            for file in files.iter().filter(|file| !is_below(file, &events)) {
                if let Some(source) = Source::of_folder(file, from).transpose() {
                    is_empty = false;
                    named.sources.extend(is_new(file).then_some(source));
                }
            }
            if is_empty {
                let message = format!("no sources found in {}", path_name(path));
                return Err(Failure::new(message).help(format!(
                    "name a folder with files that end in {}",
                    extensions(from)
                )));
            }
            named.trail.extend(events);
        } else if from.is_none() && TrailFile::has_events(path) {
            named.trail.push(path.clone());
        } else if is_new(path) {
            let bytes = read(path, &path_name(path), KIND)?;
            let name = path.display().to_string();
            named
                .sources
                .push(Ok(Source::named(name, &bytes, from, folder_of(path))?));
        }
    }
    Ok(named)
}

impl Named {
    /// Returns the folders that have a configuration of Terraform.
    pub(super) fn configurations(&self) -> HashSet<PathBuf> {
        let sources = self.sources.iter().flatten();
        sources
            .filter_map(Source::configuration)
            .map(Path::to_owned)
            .collect()
    }
}

/// Returns the folder of a file without symlinks.
fn folder_of(file: &Path) -> Option<PathBuf> {
    let parent = file.parent()?;
    let parent = if parent == Path::new("") {
        Path::new(".")
    } else {
        parent
    };
    parent.canonicalize().ok()
}

/// Returns what has events in a folder: each such file if there is also code, and otherwise the folder, so that its
/// other files are reported.
fn events(folder: &Path, files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let is_json = |file: &PathBuf| walk::extension(file).is_some_and(|end| end == "json");
    if files.iter().all(is_json) && TrailFile::has_events(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let mut events = walk::files(folder, TrailFile::is_wanted)?;
    events.retain(|file| !is_of_others(folder, file) && TrailFile::has_events(file));
    Ok(events)
}

fn is_below(file: &Path, folders: &[PathBuf]) -> bool {
    // Sorted, as the files of a folder are.
    let at = folders.partition_point(|folder| folder.as_path() <= file);
    at > 0 && file.starts_with(&folders[at - 1])
}

fn extensions(from: Option<From>) -> String {
    let all = Language::EXTENSIONS.iter();
    let all = all.filter(|(language, _)| is_from(*language, from));
    all.flat_map(|(_, ends)| *ends)
        .map(|end| format!(".{end}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns whether a file with this extension can be a source. JSON can be a plan, and a file without an extension a
/// script.
fn is_known(extension: &str) -> bool {
    matches!(extension, "" | "json")
        || Language::EXTENSIONS
            .iter()
            .any(|(_, ends)| ends.contains(&extension))
}

/// Returns whether a text is a state of Terraform, as it is stored or shown, and not a plan.
fn is_state(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let has = |key: &str| start.contains(&format!("\"{key}\""));
    start.starts_with('{') && has("terraform_version") && !has("planned_values")
}

/// Returns whether a file has an extension, or begins as a script does. Others can be large programs.
fn is_code(file: &Path) -> bool {
    let mut start = [0; 2];
    let opened = File::open(file);
    file.extension().is_some()
        || match opened {
            Ok(mut opened) => opened.read_exact(&mut start).is_ok() && start == *b"#!",
            // Reading it is an error.
            Err(_) => true,
        }
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
    fn named(
        name: String,
        bytes: &[u8],
        from: Option<From>,
        folder: Option<PathBuf>,
    ) -> Result<Self, Failure> {
        let shown = printable_line(&name);
        let text = text(&shown, bytes)?;
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
            if is_state(&text) {
                let message = format!("{shown} is a state of Terraform, which tells no calls");
                let help =
                    "name a plan, as `terraform show -json FILE` prints it, or the `.tf` files";
                return Err(Failure::new(message).help(help));
            }
            let failure = match from {
                None => Failure::new(format!("{shown} is not a source whose calls are known")),
                Some(_) => Failure::new(format!(
                    "{shown} is not a source of the kind that `--from` names"
                )),
            };
            return Err(failure.help(match from {
                None => format!(
                    "name events of ActionTrail, a plan of Terraform, or a file that ends in {}",
                    extensions(None)
                ),
                Some(_) => format!(
                    "leave out `--from`, or name a file that ends in {}",
                    extensions(from)
                ),
            }));
        };
        Ok(Self {
            name,
            language,
            text,
            lines: OnceCell::new(),
            folder,
        })
    }

    /// Reads a file of a folder, unless it is of another kind.
    fn of_folder(path: &Path, from: Option<From>) -> Result<Option<Self>, Failure> {
        let named = path.strip_prefix(".").unwrap_or(path);
        let (name, shown) = (named.display().to_string(), path_name(named));
        let by_name = Language::of(&name, "");
        if by_name.is_some_and(|language| !is_from(language, from)) {
            return Ok(None);
        }
        let text = read(path, &shown, KIND).and_then(|bytes| text(&shown, &bytes));
        let text =
            text.map_err(|failure| failure.help("correct the file, or move it out of the folder"))?;
        let language = Language::of(&name, &text).filter(|language| is_from(*language, from));
        Ok(language.map(|language| Self {
            name,
            language,
            text,
            lines: OnceCell::new(),
            folder: folder_of(path),
        }))
    }

    /// Returns the folder if it is one of Terraform.
    fn configuration(&self) -> Option<&Path> {
        let is_configuration = self.language == Language::Terraform;
        self.folder.as_deref().filter(|_| is_configuration)
    }

    /// Finds the calls in the source. Modules in other folders than these are unclear.
    pub(super) fn read(
        &self,
        phases: &[Phase],
        configurations: &HashSet<PathBuf>,
    ) -> Result<Found, Failure> {
        let found = ack_catalog_needs::read(self.language, &self.text, phases);
        let mut found = found.map_err(|error| {
            let (line, column) = line_column(&self.text, error.range.start);
            let place = format!("{}:{line}:{column}", self.name);
            let failure = Failure::new(&error.message).at(printable_line(&place));
            failure.help("correct this place, or leave the file out")
        })?;
        for module in &found.modules {
            let folder = self.folder.as_ref().map(|own| own.join(&module.folder));
            let folder = folder.and_then(|folder| folder.canonicalize().ok());
            if !folder.is_some_and(|folder| configurations.contains(&folder)) {
                found.notes.push(Note {
                    message: format!(
                        "the resources of the module are in `{}`, which is not among the sources",
                        module.folder.escape_debug()
                    ),
                    range: module.range,
                });
            }
        }
        found.notes.sort_by_key(|note| note.range.start);
        Ok(found)
    }

    /// Returns the name with the line, as in `main.go:12`; in a plan, the address of the resource.
    pub(super) fn place(&self, range: ByteRange) -> String {
        if self.language == Language::TerraformPlan {
            // The name of an instance is in quotation marks, which JSON escapes.
            let address = self.excerpt(range).replace("\\\"", "\"");
            return format!("{}: {address}", self.name);
        }
        self.line(range)
    }

    fn line(&self, range: ByteRange) -> String {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let line = lines.partition_point(|start| *start <= range.start);
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
