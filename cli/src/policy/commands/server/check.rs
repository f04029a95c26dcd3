//! The problems of a document: the findings of `lint` in its policies, or the faults of a page.

use super::document::{Content, Document, MOST};
use crate::output::failure::Failure;
use crate::policy::commands::lint::{Linted, LintedFinding, Settings, lint_documents};
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use ack_catalog_core::{Column, Inspection, PageOptions, Source};
use ram_diagnostics::{ByteRange, Diagnostic, Severity, first_of_each_code, line_column};
use ram_policy::lint::{Group, OtherServices as _};
use std::collections::HashSet;
use std::path::Path;

/// A problem at a place of a document.
pub(super) struct Problem {
    pub(super) place: ByteRange,
    pub(super) severity: Severity,
    /// The rule, if it is of one.
    pub(super) code: Option<&'static str>,
    pub(super) message: String,
    pub(super) help: String,
    /// A second place, with its part in the problem.
    pub(super) related: Option<(ByteRange, String)>,
    /// True if the place has no effect.
    pub(super) is_redundant: bool,
}

/// Returns the problems of a document, with the settings of a folder.
pub(super) fn check(document: &Document, folder: &Path, settings: &Settings) -> Vec<Problem> {
    if is_excluded(document, settings) {
        return Vec::new();
    }
    match &document.content {
        Content::Policy { .. } | Content::Page if document.text.len() > MOST => vec![too_large()],
        Content::Policy { .. } => match lint(document, folder, settings) {
            Ok(linted) => problems(document, folder, &linted),
            Err(failure) => vec![of_failure(document, folder, &failure)],
        },
        Content::Page => page(document),
        Content::Other => Vec::new(),
    }
}

/// Reports whether the settings leave a document out. It has neither findings nor fixes then.
pub(super) fn is_excluded(document: &Document, settings: &Settings) -> bool {
    let path = document.path.as_deref();
    path.is_some_and(|path| settings.is_excluded(path))
}

fn too_large() -> Problem {
    Problem {
        place: ByteRange::new(0, 0),
        severity: Severity::Note,
        code: None,
        message: format!("not checked: the document is over {} MiB", MOST >> 20),
        help: "run `ack-catalog lint` or `ack-catalog inspect` on the file".to_owned(),
        related: None,
        is_redundant: false,
    }
}

/// Lints the policies of a document.
pub(super) fn lint(
    document: &Document,
    folder: &Path,
    settings: &Settings,
) -> Result<Linted, Failure> {
    let input = document.input(folder);
    let bytes = document.text.as_bytes();
    lint_documents(&settings.linter(), settings, &input, bytes)
}

fn problems(document: &Document, folder: &Path, linted: &Linted) -> Vec<Problem> {
    let failures = linted.failures.iter();
    let failures = failures.map(|failure| of_failure(document, folder, failure));
    failures.chain(linted.open().map(of_finding)).collect()
}

pub(super) fn of_finding(found: &LintedFinding) -> Problem {
    let finding = &found.finding;
    Problem {
        place: found.place,
        severity: found.level,
        code: Some(finding.rule.name),
        message: finding.message.clone(),
        help: finding.help.clone(),
        related: found.related.map(|place| (place, "first here".to_owned())),
        is_redundant: finding.rule.group == Group::Redundancy,
    }
}

/// Returns the places of policies in a document that cannot be read, while the document can be.
pub(super) fn places_of_failures(document: &Document, folder: &Path) -> Vec<ByteRange> {
    let parts = document.input(folder).parts(document.text.as_bytes());
    let failures = parts.map_or(Vec::new(), |parts| parts.failures);
    failures.iter().filter_map(Failure::range).collect()
}

/// Returns the problem of a document that cannot be read, without the place that its message may begin with.
pub(super) fn of_failure(document: &Document, folder: &Path, failure: &Failure) -> Problem {
    let name = document.input(folder).printable_name();
    let message = failure.to_string();
    let range = failure.range().unwrap_or(ByteRange::new(0, 0));
    let (line, column) = line_column(&document.text, range.start);
    let prefix = format!("{name}:{line}:{column}: ");
    let without = message.strip_prefix(&prefix).map(str::to_owned);
    Problem {
        place: range,
        severity: Severity::Error,
        code: None,
        message: without.unwrap_or(message),
        help: failure.help_text().unwrap_or_default().to_owned(),
        related: None,
        is_redundant: false,
    }
}

/// Returns the faults of a page. A page without a table of actions has none.
fn page(document: &Document) -> Vec<Problem> {
    let source = Source::new("", &document.text);
    let inspection = Inspection::for_catalog(&source, &PageOptions::default());
    let tables = inspection.tables.iter();
    let mut of_actions = tables.filter(|table| table.roles.get(Column::Action).is_some());
    let is_page = of_actions
        .any(|table| table.entries.iter().any(|entry| !entry.actions.is_empty()))
        || has_names(document, &inspection.diagnostics);
    if !is_page {
        return Vec::new();
    }
    let (shown, _) = first_of_each_code(&inspection.diagnostics);
    shown.into_iter().map(of_diagnostic).collect()
}

/// Reports whether a fault is about the name of an action without its service. Tables of other kinds have a column of
/// that name, too.
fn has_names(document: &Document, faults: &[Diagnostic]) -> bool {
    let faults = faults
        .iter()
        .filter(|fault| fault.code == "action-without-service");
    let names: HashSet<&str> = faults.map(|fault| fault.place.of(&document.text)).collect();
    let own = CsAction::iter().filter_map(|action| action.ram_action().split_once(':'));
    let mut found = own.into_iter().any(|(_, name)| names.contains(name));
    if !names.is_empty() {
        OtherActions.each_name(&mut |name| found |= names.contains(name));
    }
    found
}

fn of_diagnostic(found: &Diagnostic) -> Problem {
    Problem {
        place: found.place,
        severity: found.severity,
        code: Some(found.code),
        message: found.message.clone(),
        help: found.help.clone(),
        related: found.related.clone(),
        is_redundant: false,
    }
}
