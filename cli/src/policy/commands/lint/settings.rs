//! What the settings and the arguments ask for.

use super::known_actions::Known;
use super::rule_names::{all_rules, rules_of};
use super::settings_file::{Level, SettingsFile, Size};
use super::suppressions::{FileSuppressions, Suppression};
use crate::output::failure::Failure;
use crate::policy::input::documents::Input;
use ram_policy::Pattern;
use ram_policy::lint::{Finding, Severity, SizeLimit};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

pub(super) struct Settings {
    /// The folder that patterns of paths start from.
    folder: PathBuf,
    selected: Vec<&'static str>,
    levels: BTreeMap<&'static str, Severity>,
    exclude: Vec<Pattern>,
    suppressions: Vec<Suppression>,
    pub(super) size: SizeLimit,
    pub(super) known: Known,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            selected: all_rules(),
            levels: BTreeMap::new(),
            exclude: Vec::new(),
            suppressions: Vec::new(),
            size: SizeLimit::default(),
            known: Known::default(),
        }
    }
}

impl Settings {
    /// Reads the settings. `select` takes the place of theirs, `ignore` is added to theirs.
    pub(super) fn find(select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let file = SettingsFile::find()?;
        let mut known = Known::default();
        for page in &file.section.pages {
            known.read(&file.relative_to_here(page))?;
        }
        Ok(Self {
            selected: selected(&file, select, ignore)?,
            levels: levels(&file)?,
            exclude: file
                .section
                .exclude
                .iter()
                .flat_map(|path| excluded(path))
                .collect(),
            suppressions: suppressions(&file)?,
            size: size(&file)?,
            known,
            folder: file.folder,
        })
    }

    /// Returns the path that patterns match: from the folder of the settings, with `/`.
    fn relative(&self, path: &Path) -> String {
        let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = self.folder.canonicalize();
        let folder = folder.as_deref().unwrap_or(&self.folder);
        let path = full.strip_prefix(folder).unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }

    pub(super) fn is_excluded(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && {
            let path = self.relative(path);
            self.exclude.iter().any(|pattern| pattern.matches(&path))
        }
    }

    pub(super) fn is_selected(&self, finding: &Finding) -> bool {
        self.selected.contains(&finding.rule.name)
    }

    pub(super) fn level(&self, finding: &Finding) -> Severity {
        let level = self.levels.get(finding.rule.name);
        level.copied().unwrap_or(finding.severity)
    }

    /// Returns the suppressions that apply to a file.
    pub(super) fn suppressions_for(&self, input: &Input) -> FileSuppressions<'_> {
        let path = match input {
            Input::File(path) if !self.suppressions.is_empty() => Some(self.relative(path)),
            _ => None,
        };
        let applies = |one: &&Suppression| one.applies_to(path.as_deref());
        FileSuppressions(self.suppressions.iter().filter(applies).collect())
    }

    pub(super) fn warn_of_unused(&self) {
        for suppression in &self.suppressions {
            suppression.warn_if_unused(&self.selected);
        }
    }
}

fn of_file(file: &SettingsFile, names: &[Spanned<String>]) -> Result<Vec<&'static str>, Failure> {
    let mut all = Vec::new();
    for name in names {
        let place = file.place(name.span().start);
        all.extend(rules_of(name.get_ref(), &format!("{place}: "))?);
    }
    Ok(all)
}

fn of_arguments(names: &[String]) -> Result<Vec<&'static str>, Failure> {
    let each: Result<Vec<_>, _> = names.iter().map(|name| rules_of(name, "")).collect();
    Ok(each?.concat())
}

fn selected(
    file: &SettingsFile,
    select: &[String],
    ignore: &[String],
) -> Result<Vec<&'static str>, Failure> {
    let mut selected = match &file.section.select {
        _ if !select.is_empty() => of_arguments(select)?,
        Some(names) => of_file(file, names)?,
        None => all_rules(),
    };
    let mut ignored = of_file(file, &file.section.ignore)?;
    ignored.extend(of_arguments(ignore)?);
    selected.retain(|name| !ignored.contains(name));
    Ok(selected)
}

fn levels(file: &SettingsFile) -> Result<BTreeMap<&'static str, Severity>, Failure> {
    let mut levels = BTreeMap::new();
    for (name, level) in &file.section.levels {
        let level = match level {
            Level::Note => Severity::Note,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        for rule in of_file(file, std::slice::from_ref(name))? {
            levels.insert(rule, level);
        }
    }
    Ok(levels)
}

/// Returns the patterns of a path, and of all that is in it if it is a folder.
fn excluded(path: &str) -> [Pattern; 2] {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    [path.to_owned(), format!("{path}/*")].map(|path| Pattern::resource(&path))
}

fn suppressions(file: &SettingsFile) -> Result<Vec<Suppression>, Failure> {
    let mut all = Vec::new();
    for one in &file.section.allow {
        if one.reason.get_ref().trim().is_empty() {
            let place = file.place(one.reason.span().start);
            return Err(Failure::new(format!("{place}: the reason is empty"))
                .help("say why the finding is acceptable"));
        }
        all.push(Suppression::new(
            of_file(file, std::slice::from_ref(&one.rule))?,
            one.path.as_deref().map(Pattern::resource),
            one.reason.get_ref().clone(),
            file.line(one.rule.span().start),
        ));
    }
    Ok(all)
}

fn size(file: &SettingsFile) -> Result<SizeLimit, Failure> {
    let Some(Size { characters, as_of }) = &file.section.size else {
        return Ok(SizeLimit::default());
    };
    let mut parts = as_of.split('-').map(str::parse::<u32>);
    let is_month = matches!(
        (as_of.len(), parts.next(), parts.next(), parts.next()),
        (7, Some(Ok(1..)), Some(Ok(1..=12)), None)
    );
    if *characters == 0 || !is_month {
        let message = format!("{}: invalid `lint.size`", file.place(0));
        let help = "write a number and a month: characters = 6144 and as-of = \"2026-03\"";
        return Err(Failure::new(message).help(help));
    }
    Ok(SizeLimit {
        characters: *characters,
        as_of: as_of.clone(),
    })
}
