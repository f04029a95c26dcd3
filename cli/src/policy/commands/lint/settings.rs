//! The settings in `ack-catalog.toml`.

use crate::files::read::read;
use crate::output::failure::{Failure, NOT_REGULAR, report};
use crate::output::printable::{path_name, printable_line};
use crate::policy::commands::lint::known_actions::Known;
use crate::policy::input::documents::Input;
use crate::policy::input::kinds::SETTINGS;
use ack_catalog_core::Source;
use annotate_snippets::Level as Shown;
use ram_policy::Pattern;
use ram_policy::lint::{Finding, Rule, Severity, SizeLimit, rules};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use toml::Spanned;

const NAME: &str = "ack-catalog.toml";

/// What the settings and the arguments ask for.
pub(crate) struct Settings {
    /// The file, if there is one, and the folder that paths in it start from.
    file: Option<PathBuf>,
    folder: PathBuf,
    selected: Vec<&'static str>,
    levels: BTreeMap<&'static str, Severity>,
    exclude: Vec<Pattern>,
    allowed: Vec<Allowed>,
    pub(crate) size: SizeLimit,
    pub(crate) known: Known,
}

/// A finding that somebody has looked at.
struct Allowed {
    rules: Vec<&'static str>,
    path: Option<Pattern>,
    reason: String,
    line: usize,
    is_used: AtomicBool,
    is_in_sight: AtomicBool,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[serde(default)]
    lint: Section,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Section {
    select: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    levels: BTreeMap<Spanned<String>, LevelName>,
    size: Option<Size>,
    #[serde(default)]
    pages: Vec<PathBuf>,
    #[serde(default)]
    allow: Vec<AllowSection>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LevelName {
    Note,
    Warning,
    Error,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Size {
    characters: usize,
    as_of: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct AllowSection {
    rule: Spanned<String>,
    path: Option<String>,
    reason: Spanned<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            file: None,
            folder: PathBuf::new(),
            selected: rules().map(|rule| rule.name).collect(),
            levels: BTreeMap::new(),
            exclude: Vec::new(),
            allowed: Vec::new(),
            size: SizeLimit::default(),
            known: Known::default(),
        }
    }
}

impl Settings {
    /// The settings of the nearest `ack-catalog.toml`, in this folder or above it, with what the
    /// arguments say instead (`select`) or besides (`ignore`).
    pub(crate) fn find(select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let here = env::current_dir()
            .map_err(|error| Failure::new(format!("cannot tell the current folder: {error}")))?;
        let file = here
            .ancestors()
            .map(|folder| folder.join(NAME))
            .find(|file| file.symlink_metadata().is_ok());
        let (text, section) = match &file {
            Some(path) => parse(&shortened(path, &here))?,
            None => (String::new(), Section::default()),
        };
        let place = |offset| {
            let (line, column) = ram_policy::line_column(&text, offset);
            let path = shortened(file.as_deref().unwrap_or(Path::new(NAME)), &here);
            format!("{}:{line}:{column}: ", path_name(&path))
        };
        let of_file = |names: &[Spanned<String>]| -> Result<Vec<&'static str>, Failure> {
            let each = names
                .iter()
                .map(|name| named(name.get_ref(), &place(name.span().start)));
            Ok(each.collect::<Result<Vec<_>, _>>()?.concat())
        };
        let of_arguments = |names: &[String]| -> Result<Vec<&'static str>, Failure> {
            let each = names.iter().map(|name| named(name, ""));
            Ok(each.collect::<Result<Vec<_>, _>>()?.concat())
        };
        let mut selected = of_arguments(select)?;
        if selected.is_empty() {
            selected = match &section.select {
                Some(names) => of_file(names)?,
                None => rules().map(|rule| rule.name).collect(),
            };
        }
        let mut ignored = of_file(&section.ignore)?;
        ignored.extend(of_arguments(ignore)?);
        selected.retain(|name| !ignored.contains(name));

        let mut levels = BTreeMap::new();
        for (name, level) in &section.levels {
            let level = match level {
                LevelName::Note => Severity::Note,
                LevelName::Warning => Severity::Warning,
                LevelName::Error => Severity::Error,
            };
            for name in named(name.get_ref(), &place(name.span().start))? {
                levels.insert(name, level);
            }
        }
        let mut allowed = Vec::new();
        for one in &section.allow {
            if one.reason.get_ref().trim().is_empty() {
                let place = place(one.reason.span().start);
                return Err(Failure::new(format!("{place}the reason is empty"))
                    .help("say why this is right, for whoever reads it next"));
            }
            let start = one.rule.span().start;
            allowed.push(Allowed {
                rules: named(one.rule.get_ref(), &place(start))?,
                path: one.path.as_deref().map(Pattern::resource),
                reason: one.reason.get_ref().clone(),
                line: ram_policy::line_column(&text, start).0,
                is_used: AtomicBool::new(false),
                is_in_sight: AtomicBool::new(false),
            });
        }
        if let Some(size) = &section.size {
            let mut parts = size.as_of.split('-').map(str::parse::<u32>);
            let is_month = matches!(
                (size.as_of.len(), parts.next(), parts.next(), parts.next()),
                (7, Some(Ok(1..)), Some(Ok(1..=12)), None)
            );
            if size.characters == 0 || !is_month {
                let message = format!(
                    "{}: `lint.size` is no size",
                    place(0).trim_end_matches(": ")
                );
                return Err(Failure::new(message).help(
                    "write characters = 6144 and as-of = \"2026-03\", a number and a month",
                ));
            }
        }
        let folder = file
            .as_deref()
            .and_then(Path::parent)
            .unwrap_or(&here)
            .to_owned();
        let mut known = Known::default();
        for page in &section.pages {
            known.read(&shortened(&folder.join(page), &here))?;
        }
        Ok(Self {
            selected,
            levels,
            exclude: section
                .exclude
                .iter()
                .flat_map(|path| {
                    // A folder is all that lies in it.
                    let path = path.trim_start_matches("./").trim_end_matches('/');
                    [
                        Pattern::resource(path),
                        Pattern::resource(&format!("{path}/*")),
                    ]
                })
                .collect(),
            allowed,
            size: section
                .size
                .map_or_else(SizeLimit::default, |size| SizeLimit {
                    characters: size.characters,
                    as_of: size.as_of,
                }),
            known,
            folder,
            file: file.map(|file| shortened(&file, &here)),
        })
    }

    /// The path of a file as patterns see it: from the folder of the settings, with `/`.
    fn seen(&self, path: &Path) -> String {
        let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = self
            .folder
            .canonicalize()
            .unwrap_or_else(|_| self.folder.clone());
        let path = full.strip_prefix(folder).unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }

    pub(crate) fn is_excluded(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && {
            let seen = self.seen(path);
            self.exclude.iter().any(|pattern| pattern.matches(&seen))
        }
    }

    pub(crate) fn is_selected(&self, finding: &Finding) -> bool {
        self.selected.contains(&finding.rule.name)
    }

    pub(crate) fn level(&self, finding: &Finding) -> Severity {
        *self
            .levels
            .get(finding.rule.name)
            .unwrap_or(&finding.severity)
    }

    /// The suppressions that speak of a file.
    pub(crate) fn allowed_in(&self, input: &Input) -> AllowedIn<'_> {
        let seen = match input {
            Input::File(path) if !self.allowed.is_empty() => Some(self.seen(path)),
            _ => None,
        };
        let speaks = |allowed: &&Allowed| match (&allowed.path, &seen) {
            (None, _) => true,
            (Some(pattern), Some(seen)) => pattern.matches(seen),
            (Some(_), None) => false,
        };
        let of_file: Vec<&Allowed> = self.allowed.iter().filter(speaks).collect();
        for allowed in &of_file {
            allowed.is_in_sight.store(true, Ordering::Relaxed);
        }
        AllowedIn(of_file)
    }

    /// A warning for each suppression that could have been of use, and was not.
    pub(crate) fn warn_of_unused(&self) {
        for allowed in &self.allowed {
            let is_idle = allowed.is_in_sight.load(Ordering::Relaxed)
                && !allowed.is_used.load(Ordering::Relaxed)
                && allowed
                    .rules
                    .iter()
                    .any(|rule| self.selected.contains(rule));
            if is_idle {
                let file = self.file.as_deref().unwrap_or(Path::new(NAME));
                let message = format!(
                    "{}:{}: nothing is found that this exception is for",
                    path_name(file),
                    allowed.line
                );
                report(Shown::WARNING, &message, Some("remove the entry"));
            }
        }
    }
}

/// The suppressions that speak of a file.
pub(crate) struct AllowedIn<'s>(Vec<&'s Allowed>);

impl<'s> AllowedIn<'s> {
    /// Why a finding is right as it is, if somebody has said so.
    pub(crate) fn reason(&self, finding: &Finding) -> Option<&'s str> {
        let allowed = self
            .0
            .iter()
            .find(|allowed| allowed.rules.contains(&finding.rule.name))?;
        allowed.is_used.store(true, Ordering::Relaxed);
        Some(&allowed.reason)
    }
}

fn parse(path: &Path) -> Result<(String, Section), Failure> {
    let name = path_name(path);
    // A link to nothing is told of where it is read; a pipe would be waited for.
    if path.exists() && !path.is_file() {
        let message = format!("cannot read {name}: {NOT_REGULAR}");
        return Err(Failure::new(message).help("make it a file of settings, or remove it"));
    }
    let bytes = read(path, &name, SETTINGS)?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let text = source.text();
    match toml::from_str::<File>(text) {
        Ok(file) => Ok((text.to_owned(), file.lint)),
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let (line, column) = ram_policy::line_column(text, start);
            let what = printable_line(error.message());
            let message = format!("{name}:{line}:{column}: {what}");
            Err(Failure::new(message).help("docs/lint.md shows the settings"))
        }
    }
}

/// The rules of this name: a rule, or a group of them.
fn named(name: &str, place: &str) -> Result<Vec<&'static str>, Failure> {
    let is_meant = |rule: &&Rule| {
        rule.name == name || rule.group.name().eq_ignore_ascii_case(name) || name == "all"
    };
    let found: Vec<&str> = rules().filter(is_meant).map(|rule| rule.name).collect();
    if found.is_empty() {
        return Err(unknown_rule(name, place));
    }
    Ok(found)
}

pub(crate) fn unknown_rule(name: &str, place: &str) -> Failure {
    let near = ram_policy::lint::nearest_rule(name);
    let help = match near {
        Some(rule) => format!("did you mean `{}`?", rule.name),
        None => "`ack-catalog rules` lists the rules and their groups".to_owned(),
    };
    let name = printable_line(name);
    Failure::new(format!("{place}`{name}` is no rule")).help(help)
}

/// A path from here, where it lies below.
fn shortened(path: &Path, here: &Path) -> PathBuf {
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
