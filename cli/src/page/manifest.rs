//! Which crate holds the generated file, and what its Cargo.toml says of it.

use crate::output::failure::Failure;
use crate::output::printable::path_name;
use ack_catalog_core::{Date, InvalidName, Settings, is_absolute};
use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::{MetadataCommand, Package};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

const EXAMPLE: &str = "add this to the Cargo.toml of the crate that holds the generated file:
[package.metadata.catalog]
page = \"source-doc/page.md\"
page-date = \"2021-08-13\"
output = \"src/generated.rs\"
enum = \"MyAction\"";

/// A crate that holds a generated file. The paths are absolute unless they say otherwise.
pub(crate) struct Manifest {
    pub(crate) page: PathBuf,
    /// The page's path as it stands in Cargo.toml.
    pub(crate) page_as_written: String,
    pub(crate) page_date: Date,
    pub(crate) ledger: Option<PathBuf>,
    pub(crate) supplement: Option<PathBuf>,
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
    supplement: Option<String>,
    output: String,
    #[serde(rename = "enum")]
    enum_name: String,
    set: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    service_prefix: bool,
    #[serde(default)]
    repair: bool,
    #[serde(rename = "crate")]
    crate_path: Option<String>,
}

impl Manifest {
    /// The crate with the section `[package.metadata.catalog]`: that of the manifest, or the only
    /// one in its workspace.
    pub(crate) fn find(manifest: Option<&Path>) -> Result<Self, Failure> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(manifest) = manifest {
            if manifest.to_str().is_none() {
                let message = format!(
                    "cannot read the project: `{}` is no UTF-8, and cargo takes no other paths",
                    path_name(manifest)
                );
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

        let has_section = |package: &&Package| package.metadata.get("catalog").is_some();
        let candidates: Vec<&Package> = metadata.packages.iter().filter(has_section).collect();
        let named = manifest.and_then(|path| path.canonicalize().ok());
        let is_named = |package: &&&Package| {
            let path = package.manifest_path.as_std_path().canonicalize().ok();
            named.is_some() && named == path
        };
        let is_package = metadata.packages.iter().any(|package| is_named(&&package));
        let package = match (candidates.iter().find(is_named), candidates.as_slice()) {
            (Some(package), _) => package,
            (None, [package]) if !is_package => package,
            (None, _) if is_package => {
                return Err(
                    Failure::new("this crate has no section `[package.metadata.catalog]`")
                        .help(EXAMPLE),
                );
            }
            (None, []) => {
                return Err(Failure::new(
                    "no crate here has a section `[package.metadata.catalog]`",
                )
                .help(EXAMPLE));
            }
            (None, several) => {
                let crates: Vec<&str> = several
                    .iter()
                    .map(|package| package.name.as_str())
                    .collect();
                return Err(Failure::new(format!(
                    "several crates have a section `[package.metadata.catalog]`: {}",
                    crates.join(", ")
                ))
                .help("name the Cargo.toml of one of them with `--manifest-path`"));
            }
        };
        Self::read(package)
    }

    fn read(package: &Package) -> Result<Self, Failure> {
        let manifest = &package.manifest_path;
        let section = Section::deserialize(&package.metadata["catalog"]).map_err(|error| {
            Failure::new(format!("{manifest}: [package.metadata.catalog]: {error}"))
                .help("`ack-catalog generate --help` shows the whole section")
        })?;
        let folder = manifest
            .parent()
            .map_or(Path::new(""), |folder| folder.as_std_path());
        let paths = [
            ("page", Some(&section.page)),
            ("ledger", section.ledger.as_ref()),
            ("supplement", section.supplement.as_ref()),
            ("output", Some(&section.output)),
        ];
        for (key, path) in paths {
            if path.is_some_and(|path| is_absolute(path)) {
                return Err(Failure::new(format!(
                    "{manifest}: [package.metadata.catalog]: `{key}` is an absolute path, and would work on this machine alone"
                ))
                .help("write it relative to the folder of that Cargo.toml"));
            }
            if path.is_some_and(|path| path.contains(char::is_control)) {
                return Err(Failure::new(format!(
                    "{manifest}: [package.metadata.catalog]: `{key}` holds a control character"
                )));
            }
        }
        refuse_same_file(manifest, folder, &paths)?;
        let page_date = section.page_date.parse::<Date>().map_err(|error| {
            Failure::new(format!(
                "{manifest}: [package.metadata.catalog]: `page-date`: {error}"
            ))
            .help("it is the day on which the page was published")
        })?;

        let mut settings = Settings::new(parse(manifest, "enum", &section.enum_name)?);
        if let Some(set) = section.set {
            let name = parse(manifest, "set", &set)?;
            settings = settings
                .set_name(name)
                .map_err(|error| wrong(manifest, "set", &error))?;
        }
        if let Some(path) = section.crate_path {
            settings.crate_path = parse(manifest, "crate", &path)?;
        }
        settings.service_prefix = section.service_prefix;
        settings.repair = section.repair;
        for (column, header) in &section.columns {
            let set = settings.columns.set(column, header);
            set.map_err(|error| wrong(manifest, "columns", &error))?;
        }
        Ok(Self {
            page: folder.join(&section.page),
            page_as_written: section.page,
            page_date,
            ledger: section.ledger.map(|path| folder.join(path)),
            supplement: section.supplement.map(|path| folder.join(path)),
            output: folder.join(&section.output),
            settings,
        })
    }
}

/// Refuses two keys that name one file, which the one would write over the other.
fn refuse_same_file(
    manifest: &Utf8PathBuf,
    folder: &Path,
    paths: &[(&str, Option<&String>)],
) -> Result<(), Failure> {
    let mut seen: Vec<(&str, PathBuf)> = Vec::new();
    for (key, path) in paths {
        let Some(path) = path else {
            continue;
        };
        let place = resolved(&folder.join(path));
        if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == place) {
            let message = format!(
                "{manifest}: [package.metadata.catalog]: `{other}` and `{key}` are the same file"
            );
            return Err(Failure::new(message).help("name a file of its own for each"));
        }
        seen.push((key, place));
    }
    Ok(())
}

/// The one path of a file that may not be there yet.
fn resolved(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    let whole = path.canonicalize().ok();
    whole.or_else(in_folder).unwrap_or_else(|| path.to_owned())
}

fn parse<T: FromStr<Err = InvalidName>>(
    manifest: &Utf8PathBuf,
    key: &str,
    text: &str,
) -> Result<T, Failure> {
    text.parse().map_err(|error| wrong(manifest, key, &error))
}

fn wrong(manifest: &Utf8PathBuf, key: &str, error: &impl Display) -> Failure {
    Failure::new(format!(
        "{manifest}: [package.metadata.catalog]: `{key}`: {error}"
    ))
}
