//! `ack-catalog.toml` as it is written.

use super::rule_names::RuleName;
use crate::files::read::{FileKind, leads_out, read};
use crate::output::failure::{Failure, NOT_REGULAR};
use crate::output::printable::{path_name, printable_line};
use crate::output::serde_message::reworded;
use ack_catalog_core::Source;
use ram_policy::lint::Severity;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;

pub(super) const NAME: &str = "ack-catalog.toml";

/// The settings of a run, or none.
#[derive(Default)]
pub(super) struct SettingsFile {
    pub(super) section: Section,
    /// The folder that its paths start from, or else the current one.
    pub(super) folder: PathBuf,
    /// The file as messages name it, if there is one.
    pub(super) name: Option<String>,
    pub(super) text: String,
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
    /// Reads the nearest `ack-catalog.toml`, in a folder or above it, but not above the repository. Outside a
    /// repository, folders above can belong to others.
    pub(super) fn find(here: PathBuf, is_isolated: bool) -> Result<Self, Failure> {
        let Some(file) = Self::nearest(&here).filter(|_| !is_isolated) else {
            return Ok(Self {
                folder: here.clone(),
                here,
                ..Self::default()
            });
        };
        let name = path_name(file.strip_prefix(&here).unwrap_or(&file));
        refuse_irregular(&file, &name, "make it a settings file, or remove it")?;
        let folder = file.parent().unwrap_or(&here).to_owned();
        if leads_out(&file, &folder) {
            let message = format!("cannot read {name}: it links to a file outside its folder");
            return Err(Failure::new(message).help("copy the settings into the folder"));
        }
        let (section, text) = parse(&file, &name)?;
        let file = Self {
            section,
            folder,
            name: Some(name),
            text,
            here,
        };
        file.refuse_outside()?;
        Ok(file)
    }

    /// Returns the file that [`SettingsFile::find`] reads.
    pub(super) fn nearest(here: &Path) -> Option<PathBuf> {
        let is_top = |folder: &&Path| folder.join(".git").exists();
        let top = here.ancestors().find(is_top).unwrap_or(here);
        let folders = here
            .ancestors()
            .take_while(|folder| folder.starts_with(top));
        let mut files = folders.map(|folder| folder.join(NAME));
        files.find(|file| file.symlink_metadata().is_ok())
    }

    /// Returns the path of a page, and its name in messages. The page has to be a file in the folder of the settings: they
    /// come with the policies under review, and may not make the program read anything else.
    pub(super) fn page(&self, page: &Path) -> Result<(PathBuf, String), Failure> {
        let path = self.folder.join(page);
        let name = path_name(page);
        if is_outside(page) || leads_out(&path, &self.folder) {
            return Err(self.outside("pages", &name));
        }
        refuse_irregular(&path, &name, "name a page in `pages`")?;
        let name = path_name(path.strip_prefix(&self.here).unwrap_or(&path));
        Ok((path, name))
    }

    /// Returns what to add to a text of settings, so that a rule is accepted in a file, whose path is relative to the
    /// folder. `None` if the new text would not be valid, such as one with `allow = […]`.
    pub(super) fn addition(text: &str, rule: &str, path: &str) -> Option<String> {
        let before = match text {
            "" => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        // The escapes of JSON are also those of TOML.
        let path = serde_json::Value::from(path);
        let added = format!(
            "{before}[[lint.allow]]\nrule = \"{rule}\"\npath = {path}\n\
             reason = \"TODO: say why this is acceptable\"\n"
        );
        let is_valid = section(&format!("{text}{added}"), NAME).is_ok();
        is_valid.then_some(added)
    }

    /// Refuses patterns of paths outside the folder of the settings, which would never match.
    fn refuse_outside(&self) -> Result<(), Failure> {
        let exclude = self.section.exclude.iter().map(|path| ("exclude", path));
        let allow = self.section.allow.iter();
        let allow = allow.filter_map(|one| Some(("path", one.path.as_ref()?)));
        match exclude
            .chain(allow)
            .find(|(_, path)| is_outside(Path::new(path)))
        {
            Some((key, path)) => Err(self.outside(key, &printable_line(path))),
            None => Ok(()),
        }
    }

    fn outside(&self, key: &str, path: &str) -> Failure {
        let name = self.name.as_deref().unwrap_or(NAME);
        let message = format!("{name}: `{path}` in `{key}` is outside the folder of the settings");
        Failure::new(message).help("name a path in that folder, relative to it")
    }

    /// Returns `ack-catalog.toml:3`.
    pub(super) fn line(&self, offset: usize) -> String {
        let (line, _) = ram_policy::line_column(&self.text, offset);
        format!("{}:{line}", self.name.as_deref().unwrap_or(NAME))
    }
}

/// Refuses a pipe, which would wait, or a device. A dangling symlink is reported when it is read.
fn refuse_irregular(path: &Path, name: &str, help: &str) -> Result<(), Failure> {
    if path.exists() && !path.is_file() {
        return Err(Failure::new(format!("cannot read {name}: {NOT_REGULAR}")).help(help));
    }
    Ok(())
}

/// Reports whether a path names a place outside the folder that it is relative to.
fn is_outside(path: &Path) -> bool {
    let is_up = |part| !matches!(part, Component::Normal(_) | Component::CurDir);
    path.components().any(is_up)
}

fn parse(path: &Path, name: &str) -> Result<(Section, String), Failure> {
    let bytes = read(path, name, FileKind::new("settings file"))?;
    let source = Source::from_bytes(name, &bytes).map_err(Failure::new)?;
    Ok((section(source.text(), name)?, source.text().to_owned()))
}

fn section(text: &str, name: &str) -> Result<Section, Failure> {
    let file = toml::from_str::<File>(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let (line, column) = ram_policy::line_column(text, start);
        let what = printable_line(&reworded(error.message()));
        Failure::new(format!("{name}:{line}:{column}: {what}"))
            .help("docs/lint.md shows the settings")
    })?;
    Ok(file.lint)
}
