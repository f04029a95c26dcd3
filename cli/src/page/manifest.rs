//! The section `[package.metadata.catalog]` of a Cargo.toml, or several of them.

use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::output::serde_message::reworded;
use crate::page::options::with_hyphens;
use ack_catalog_core::{Date, InvalidName, Settings, is_absolute};
use cargo_metadata::{MetadataCommand, Package};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

pub(crate) const SECTION: &str = "[package.metadata.catalog]";

const EXAMPLE: &str = "add this to the Cargo.toml of the crate that contains the generated file:
[package.metadata.catalog]
page = \"source-doc/page.md\"
page-date = \"2024-01-31\"
output = \"src/generated.rs\"
enum = \"MyAction\"";

/// The settings for a generated file, with absolute paths.
pub(crate) struct Manifest {
    /// The section as messages name it.
    pub(crate) section: String,
    pub(crate) page: PathBuf,
    /// The page's path as Cargo.toml has it.
    pub(crate) page_as_written: String,
    pub(crate) page_date: Date,
    pub(crate) ledger: Option<PathBuf>,
    /// A table of facts about the operations of the page.
    pub(crate) facts: Option<PathBuf>,
    pub(crate) output: PathBuf,
    pub(crate) settings: Settings,
}

/// `[package.metadata.catalog]`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Section {
    page: String,
    page_date: String,
    ledger: Option<String>,
    facts: Option<String>,
    output: String,
    #[serde(rename = "enum")]
    enum_name: String,
    set: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    service: Option<String>,
    tables: Option<String>,
    #[serde(default)]
    wildcards: bool,
    #[serde(default)]
    service_prefix: bool,
    #[serde(default)]
    repair: bool,
    #[serde(rename = "crate")]
    crate_path: Option<String>,
}

impl Manifest {
    /// Reads the sections in the given Cargo.toml, or in the only one of the workspace that has any.
    pub(crate) fn find(manifest: Option<&Path>) -> Result<Vec<Self>, Failure> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(manifest) = manifest {
            if manifest.to_str().is_none() {
                let name = path_name(manifest);
                let message =
                    format!("cannot read the project: the path `{name}` is not valid UTF-8");
                return Err(Failure::new(message).help("rename the file, or its folder"));
            }
            command.manifest_path(manifest);
        }
        let metadata = command.exec().map_err(|error| {
            let error = match error {
                cargo_metadata::Error::CargoMetadata { stderr } => stderr,
                other => other.to_string(),
            };
            let error = error.trim().trim_start_matches("error: ");
            Failure::new(format!("cannot read the project: {error}"))
                .help("run this in the folder of the project, or name its Cargo.toml with `--manifest-path`")
        })?;

        let named = manifest.and_then(|path| path.canonicalize().ok());
        let package = metadata.packages.iter().find(|package| {
            named.is_some() && package.manifest_path.as_std_path().canonicalize().ok() == named
        });
        let has_section = |package: &&Package| package.metadata.get("catalog").is_some();
        if let Some(package) = package {
            if has_section(&package) {
                return Self::read_all(package);
            }
            let message = format!("this crate has no section `{SECTION}`");
            return Err(Failure::new(message).help(EXAMPLE));
        }
        let packages: Vec<&Package> = metadata.packages.iter().filter(has_section).collect();
        match packages.as_slice() {
            [package] => Self::read_all(package),
            [] => {
                Err(Failure::new(format!("no crate here has a section `{SECTION}`")).help(EXAMPLE))
            }
            several => {
                let crates: Vec<&str> = several.iter().map(|package| &**package.name).collect();
                let crates = crates.join(", ");
                Err(Failure::new(format!(
                    "several crates have a section `{SECTION}`: {crates}"
                ))
                .help("name the Cargo.toml of one of them with `--manifest-path`"))
            }
        }
    }

    /// Reads the section of a crate, or each of several.
    fn read_all(package: &Package) -> Result<Vec<Self>, Failure> {
        let sections = &package.metadata["catalog"];
        let Some(several) = sections.as_array() else {
            return Ok(vec![Self::read(package, sections, SECTION)?]);
        };
        let count = several.len();
        let catalogs = several.iter().enumerate().map(|(at, section)| {
            let name = format!("[{SECTION}] {} of {count}", at + 1);
            Self::read(package, section, &name)
        });
        let catalogs: Vec<Self> = catalogs.collect::<Result<_, _>>()?;
        let manifest = &package.manifest_path;
        if catalogs.is_empty() {
            return Err(Failure::new(format!("{manifest}: no section `{SECTION}`")).help(EXAMPLE));
        }
        check_written(manifest.as_std_path(), &catalogs)?;
        Ok(catalogs)
    }

    fn read(package: &Package, section: &Value, name: &str) -> Result<Self, Failure> {
        let manifest = &package.manifest_path;
        let failure =
            |problem: &dyn Display| Failure::new(format!("{manifest}: {name}: {problem}"));
        let invalid = |key: &str, error: &dyn Display| failure(&format!("`{key}`: {error}"));
        let section = Section::deserialize(section).map_err(|error| {
            let problem = reworded(&error.to_string());
            match faulty_key(section, &error) {
                Some(key) => invalid(key, &problem),
                None => failure(&problem),
            }
            .help("run `ack-catalog generate --help` to see the whole section")
        })?;
        let folder = manifest
            .parent()
            .map_or(Path::new(""), |folder| folder.as_std_path());
        let mut seen: Vec<(&str, PathBuf)> = Vec::new();
        for (key, path) in [
            ("page", Some(&section.page)),
            ("ledger", section.ledger.as_ref()),
            ("facts", section.facts.as_ref()),
            ("output", Some(&section.output)),
        ] {
            let Some(path) = path else {
                continue;
            };
            if is_absolute(path) {
                return Err(invalid(key, &"absolute paths work only on this machine")
                    .help("write it relative to the folder of this Cargo.toml"));
            }
            if path.contains(char::is_control) {
                return Err(invalid(key, &"the path contains a control character"));
            }
            // One would overwrite the other.
            let path = resolved(&folder.join(path));
            if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == path) {
                return Err(failure(&format!("`{other}` and `{key}` are the same file"))
                    .help("use a different file for each"));
            }
            seen.push((key, path));
        }
        let page_date = section.page_date.parse::<Date>().map_err(|error| {
            invalid("page-date", &error).help("set it to the day on which the page was published")
        })?;

        let enum_name = section.enum_name.parse();
        let mut settings =
            Settings::new(enum_name.map_err(|error: InvalidName| invalid("enum", &error))?);
        if let Some(set) = section.set {
            settings = set
                .parse()
                .and_then(|name| settings.set_name(name))
                .map_err(|error| invalid("set", &error))?;
        }
        if let Some(path) = section.crate_path {
            settings.crate_path = path
                .parse()
                .map_err(|error: InvalidName| invalid("crate", &error))?;
        }
        let page = &mut settings.page;
        page.service_prefix = section.service_prefix;
        page.repair = section.repair;
        page.wildcards = section.wildcards;
        if let Some(service) = section.service {
            let service = service.parse();
            page.service = Some(service.map_err(|error: InvalidName| invalid("service", &error))?);
        }
        if let Some(tables) = section.tables {
            let tables = tables.parse();
            page.tables = tables.map_err(|error: InvalidName| invalid("tables", &error))?;
        }
        for (column, header) in &section.columns {
            page.columns
                .set(column, header)
                .map_err(|error| invalid("columns", &with_hyphens(&error)))?;
        }
        Ok(Self {
            section: name.to_owned(),
            page: folder.join(&section.page),
            page_as_written: section.page,
            page_date,
            ledger: section.ledger.map(|path| folder.join(path)),
            facts: section.facts.map(|path| folder.join(path)),
            output: folder.join(&section.output),
            settings,
        })
    }
}

/// Returns the key whose value has the wrong type. The error itself names only unknown and missing keys.
fn faulty_key<'s>(section: &'s Value, error: &serde_json::Error) -> Option<&'s str> {
    let error = error.to_string();
    if !error.starts_with("invalid ") {
        return None;
    }
    let mut keys = section.as_object()?.iter();
    let (key, _) = keys.find(|(key, value)| {
        let only = Value::Object([((*key).clone(), (*value).clone())].into_iter().collect());
        Section::deserialize(only).is_err_and(|found| found.to_string() == error)
    })?;
    Some(key)
}

/// Checks that no catalog writes a file that another one reads or writes.
fn check_written(manifest: &Path, catalogs: &[Manifest]) -> Result<(), Failure> {
    let files = |files: [Option<&PathBuf>; 2]| -> Vec<PathBuf> {
        files
            .into_iter()
            .flatten()
            .map(|path| resolved(path))
            .collect()
    };
    for (at, catalog) in catalogs.iter().enumerate() {
        let written = files([Some(&catalog.output), catalog.ledger.as_ref()]);
        let mut used = Vec::new();
        for (_, other) in catalogs
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
        {
            used.extend(files([Some(&other.page), other.facts.as_ref()]));
            used.extend(files([Some(&other.output), other.ledger.as_ref()]));
        }
        if let Some(path) = written.iter().find(|path| used.contains(path)) {
            let (manifest, path) = (path_name(manifest), path_name(path));
            let message = format!("{manifest}: two catalogs use {path}, and one writes it");
            return Err(Failure::new(message)
                .help("use an `output` and a `ledger` of its own for each catalog"));
        }
    }
    Ok(())
}

/// Resolves a path to a file that may not exist yet.
fn resolved(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    let whole = path.canonicalize().ok();
    whole.or_else(in_folder).unwrap_or_else(|| path.to_owned())
}
