//! `ack-catalog.toml` as it is written.

use super::rule_names::RuleName;
use crate::files::read::{FileKind, read};
use crate::output::failure::{Failure, NOT_REGULAR};
use crate::output::printable::{path_name, printable_line};
use crate::output::serde_message::reworded;
use ack_catalog_core::Source;
use ram_policy::lint::Severity;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::env;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use toml::Spanned;

const NAME: &str = "ack-catalog.toml";

/// The settings of a run, or none.
#[derive(Default)]
pub(super) struct SettingsFile {
    pub(super) section: Section,
    /// The folder that its paths start from, or else the current one.
    pub(super) folder: PathBuf,
    /// The file as messages name it.
    name: String,
    text: String,
    here: PathBuf,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[serde(default)]
    lint: Section,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Section {
    pub(super) select: Option<Vec<RuleName>>,
    #[serde(default)]
    pub(super) ignore: Vec<RuleName>,
    #[serde(default)]
    pub(super) exclude: Vec<String>,
    #[serde(default)]
    pub(super) levels: BTreeMap<RuleName, Level>,
    pub(super) size: Option<Size>,
    #[serde(default)]
    pub(super) pages: Vec<PathBuf>,
    #[serde(default)]
    pub(super) allow: Vec<Allow>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Size {
    pub(super) characters: NonZeroUsize,
    #[serde(deserialize_with = "month")]
    pub(super) as_of: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Allow {
    pub(super) rule: Spanned<RuleName>,
    pub(super) path: Option<String>,
    #[serde(deserialize_with = "reason")]
    pub(super) reason: String,
}

impl TryFrom<String> for Level {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match name.as_str() {
            "note" => Ok(Self::Note),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            _ => Err(format!(
                "invalid level `{name}`; expected `note`, `warning` or `error`"
            )),
        }
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Note => Self::Note,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

fn month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut parts = text.split('-').map(str::parse::<u32>);
    match (text.len(), parts.next(), parts.next(), parts.next()) {
        (7, Some(Ok(1..)), Some(Ok(1..=12)), None) => Ok(text),
        _ => Err(D::Error::custom("invalid month; expected YYYY-MM")),
    }
}

fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom(
            "empty reason; say why the finding is acceptable",
        ));
    }
    Ok(text)
}

impl SettingsFile {
    /// Reads the nearest `ack-catalog.toml`, in the current folder or above it.
    pub(super) fn find() -> Result<Self, Failure> {
        let here = env::current_dir()
            .map_err(|error| Failure::new(format!("cannot find the current folder: {error}")))?;
        let file = here
            .ancestors()
            .map(|folder| folder.join(NAME))
            .find(|file| file.symlink_metadata().is_ok());
        let Some(file) = file else {
            return Ok(Self {
                folder: here.clone(),
                here,
                ..Self::default()
            });
        };
        let path = file.strip_prefix(&here).unwrap_or(&file);
        let name = path_name(path);
        let (section, text) = parse(path, &name)?;
        Ok(Self {
            section,
            folder: file.parent().unwrap_or(&here).to_owned(),
            name,
            text,
            here,
        })
    }

    /// Returns a path from the current folder, if it is below it.
    pub(super) fn relative_to_here(&self, path: &Path) -> PathBuf {
        let path = self.folder.join(path);
        path.strip_prefix(&self.here).unwrap_or(&path).to_owned()
    }

    /// Returns `ack-catalog.toml:3`.
    pub(super) fn line(&self, offset: usize) -> String {
        let (line, _) = ram_policy::line_column(&self.text, offset);
        format!("{}:{line}", self.name)
    }
}

fn parse(path: &Path, name: &str) -> Result<(Section, String), Failure> {
    // Reading a pipe would wait. A dangling symlink is reported when it is read.
    if path.exists() && !path.is_file() {
        let message = format!("cannot read {name}: {NOT_REGULAR}");
        return Err(Failure::new(message).help("make it a settings file, or remove it"));
    }
    let bytes = read(path, name, FileKind::new("settings file"))?;
    let source = Source::from_bytes(name, &bytes).map_err(Failure::new)?;
    let text = source.text();
    let file = toml::from_str::<File>(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let (line, column) = ram_policy::line_column(text, start);
        let what = printable_line(&reworded(error.message()));
        Failure::new(format!("{name}:{line}:{column}: {what}"))
            .help("docs/lint.md shows the settings")
    })?;
    Ok((file.lint, text.to_owned()))
}
