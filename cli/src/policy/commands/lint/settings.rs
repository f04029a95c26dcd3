//! The settings of a run: `ack-catalog.toml` and the arguments.

use super::extra_pages::Known;
use super::rule_names::{RuleName, rules_of, rules_of_arguments};
use super::settings_file::{NAME, SettingsFile};
use super::suppressions::{FileSuppressions, Suppression};
use crate::output::failure::Failure;
use crate::policy::input::documents::Input;
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use ram_policy::lint::{Finding, Linter, Severity, SizeLimit, SizeUnit};
use ram_policy::{Kind, KnownActions, Pattern};
use ram_policy_source::PolicyText;
use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// An exception to add to a settings file.
pub(crate) struct Exception {
    pub(crate) file: PathBuf,
    /// The text of the file, if there is one.
    pub(crate) text: Option<String>,
    /// The text to add at its end.
    pub(crate) added: String,
}

pub(crate) struct Settings {
    /// The folder that patterns of paths are relative to.
    folder: PathBuf,
    /// The file, as messages name it.
    pub(super) name: Option<String>,
    /// The text of the file.
    text: String,
    /// The rules that are not applied.
    deselected: Vec<&'static str>,
    /// Those of them that only the file deselects.
    ignored: Vec<&'static str>,
    levels: BTreeMap<&'static str, Severity>,
    exclude: Vec<Pattern>,
    suppressions: Vec<Suppression>,
    pub(super) size: SizeLimit,
    /// The kind of the policies, if an argument gives it.
    pub(super) kind: Option<Kind>,
    pub(super) known: Known,
    pub(super) pages: usize,
    /// Whether the run counts what pages and a length limit suppress, which takes a second run of the linter.
    is_counted: bool,
}

impl Settings {
    /// Reads the settings, or none if isolated. `select` overrides their rules, `ignore` adds to their ignored ones.
    pub(super) fn find(
        select: &[String],
        ignore: &[String],
        is_isolated: bool,
    ) -> Result<Self, Failure> {
        let here = env::current_dir()
            .map_err(|error| Failure::new(format!("cannot find the current folder: {error}")))?;
        let settings = Self::new(SettingsFile::find(here, is_isolated)?, select, ignore)?;
        Ok(Self {
            is_counted: true,
            ..settings
        })
    }

    /// Reads the settings as a run in this folder does, whose path is absolute. What they suppress is not counted.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, Failure> {
        Self::new(SettingsFile::find(folder.to_owned(), false)?, &[], &[])
    }

    /// Returns the settings of a folder that has no file of them.
    pub(crate) fn without_file(folder: &Path) -> Result<Self, Failure> {
        Self::new(SettingsFile::find(folder.to_owned(), true)?, &[], &[])
    }

    /// Returns the file of the settings of a folder, with its size and time: what changes if the settings do.
    pub(crate) fn stamp(folder: &Path) -> Option<(PathBuf, u64, Option<SystemTime>)> {
        let file = SettingsFile::nearest(folder)?;
        let found = file.metadata().ok()?;
        Some((file, found.len(), found.modified().ok()))
    }

    fn new(file: SettingsFile, select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let section = &file.section;
        let all = |names: &[RuleName]| -> Vec<&'static str> {
            names.iter().flat_map(|name| &name.rules).copied().collect()
        };
        let selected = match &section.select {
            _ if !select.is_empty() => rules_of_arguments(select)?,
            Some(names) => all(names),
            None => rules_of("all"),
        };
        let by_file = all(&section.ignore);
        let by_arguments = rules_of_arguments(ignore)?;
        let is_ignored =
            |rule: &&'static str| by_file.contains(rule) || by_arguments.contains(rule);
        let mut deselected = rules_of("all");
        deselected.retain(|rule| !selected.contains(rule) || is_ignored(rule));
        let mut ignored = deselected.clone();
        ignored.retain(|rule| {
            let is_selected = select.is_empty() || selected.contains(rule);
            is_selected && !by_arguments.contains(rule)
        });
        let mut levels = BTreeMap::new();
        for (name, level) in &section.levels {
            levels.extend(
                name.rules
                    .iter()
                    .map(|rule| (*rule, Severity::from(*level))),
            );
        }
        let mut known = Known::default();
        for page in &section.pages {
            let (path, name) = file.page(page)?;
            known.read(&path, &name)?;
        }
        let exclude = section
            .exclude
            .iter()
            .flat_map(|path| excluded(path))
            .collect();
        let suppressions = section.allow.iter().map(|one| Suppression {
            rules: one.rule.get_ref().rules.clone(),
            path: one.path.as_deref().map(Pattern::resource),
            reason: one.reason.clone(),
            place: file.line(one.rule.span().start),
            ..Suppression::default()
        });
        let size = section.size.as_ref().map(|size| SizeLimit {
            most: size.characters.get(),
            unit: SizeUnit::Characters,
            as_of: size.as_of.clone(),
        });
        Ok(Self {
            pages: section.pages.len(),
            is_counted: false,
            name: file.name.clone(),
            text: file.text.clone(),
            deselected,
            ignored,
            levels,
            exclude,
            suppressions: suppressions.collect(),
            size: size.unwrap_or_default(),
            kind: None,
            known,
            folder: file.folder,
        })
    }

    /// Returns the actions that the linter knows.
    pub(crate) fn known(&self) -> &dyn KnownActions {
        &self.known
    }

    /// Returns the linter with these settings.
    pub(crate) fn linter(&self) -> Linter<'_> {
        Linter::new(&self.known)
            .other_services(&OtherActions)
            .size_limit(self.size.clone())
    }

    /// Returns the linter without the pages and the length limit of the settings, if they have any and it is counted what
    /// they suppress.
    pub(super) fn plain_linter(&self) -> Option<Linter<'static>> {
        let is_plain = self.pages == 0 && self.size == SizeLimit::default();
        (!is_plain && self.is_counted)
            .then(|| Linter::new(&CsAction::KNOWN).other_services(&OtherActions))
    }

    /// Returns the path that patterns match, relative to the folder of the settings and with `/`, if it is in there.
    fn relative(&self, path: &Path) -> Option<String> {
        let full = path.canonicalize().or_else(|_| {
            // A dangling symlink is in a folder all the same.
            let parent = path.parent().filter(|parent| *parent != Path::new(""));
            let parent = parent.unwrap_or(Path::new(".")).canonicalize()?;
            Ok::<_, io::Error>(parent.join(path.file_name().unwrap_or_default()))
        });
        let full = full.unwrap_or_else(|_| path.to_owned());
        let folder = self.folder.canonicalize();
        let folder = folder.as_deref().unwrap_or(&self.folder);
        let path = full.strip_prefix(folder).ok()?;
        Some(path.display().to_string().replace('\\', "/"))
    }

    pub(crate) fn is_excluded(&self, path: &Path) -> bool {
        !self.exclude.is_empty()
            && self
                .relative(path)
                .is_some_and(|path| self.exclude.iter().any(|pattern| pattern.matches(&path)))
    }

    /// Returns the kind of a policy, if an argument gives it or the place shows it.
    pub(super) fn kind_of(&self, document: &PolicyText) -> Option<Kind> {
        self.kind.or(document.kind())
    }

    pub(super) fn is_selected(&self, finding: &Finding) -> bool {
        !self.deselected.contains(&finding.rule.name)
    }

    /// Reports whether a finding is shown: also one of another rule, if it keeps the selected ones from being applied.
    pub(super) fn is_shown(&self, finding: &Finding) -> bool {
        finding.is_unreadable || self.is_selected(finding)
    }

    /// Reports whether the file, and no argument, deselects the rule of a finding that is not shown.
    pub(super) fn is_ignored(&self, finding: &Finding) -> bool {
        !finding.is_unreadable && self.ignored.contains(&finding.rule.name)
    }

    pub(super) fn level(&self, finding: &Finding) -> Severity {
        let level = self.levels.get(finding.rule.name);
        level.copied().unwrap_or(finding.severity)
    }

    /// Returns the suppressions that apply to a file.
    pub(super) fn suppressions_for(&self, input: &Input) -> FileSuppressions<'_> {
        let path = input.path().filter(|_| !self.suppressions.is_empty());
        let path = path.and_then(|path| self.relative(path));
        let applies = |one: &&Suppression| one.applies_to(path.as_deref());
        FileSuppressions(self.suppressions.iter().filter(applies).collect())
    }

    /// Returns the exception for a rule in a file, unless the file is outside of the folder.
    pub(crate) fn exception(&self, rule: &str, path: &Path) -> Option<Exception> {
        let path = self.relative(path)?;
        let added = SettingsFile::addition(&self.text, rule, &path)?;
        Some(Exception {
            file: self.folder.join(NAME),
            text: self.name.is_some().then(|| self.text.clone()),
            added,
        })
    }

    pub(super) fn warn_of_unused(&self) {
        for suppression in &self.suppressions {
            suppression.warn_if_unused(&self.deselected);
        }
    }
}

/// Returns patterns of a path, and of everything in it if it is a folder.
fn excluded(path: &str) -> [Pattern; 2] {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    [path.to_owned(), format!("{path}/*")].map(|path| Pattern::resource(&path))
}
