//! Code actions: fixes and exceptions for the findings in a range, and all safe fixes.

use super::check::{is_excluded, lint, of_finding};
use super::document::{Content, Document};
use super::position::Lines;
use super::publish::diagnostic;
use crate::output::uri::file_uri;
use crate::policy::commands::lint::{Exception, LintedFinding, Settings, fix_file, fix_one};
use gen_lsp_types::{
    CodeAction, CodeActionKind, CreateFile, DocumentChange,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, WorkspaceEdit,
};
use ram_diagnostics::ByteRange;
use ram_policy::lint::{Applicability, Fix};
use std::path::Path;

/// The kind of the action that applies all safe fixes.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.ack-catalog");

/// The most findings in a range that have actions: a client that selects everything asks for all of them.
const MOST: usize = 20;

/// What a client asks for.
pub(super) struct Wanted<'a> {
    pub(super) range: ByteRange,
    /// The kinds of actions, or all if empty.
    pub(super) only: &'a [CodeActionKind],
    pub(super) edits: Edits,
}

/// The edits that the client can apply.
#[derive(Clone, Copy)]
pub(super) struct Edits {
    /// True if an edit names the version of its document, so that it is not applied to a later one.
    pub(super) are_versioned: bool,
    /// True if an edit may create a file.
    pub(super) can_create: bool,
}

impl Wanted<'_> {
    /// Reports whether a kind is asked for, or one above it.
    fn has(&self, kind: &CodeActionKind) -> bool {
        let name = String::from(kind.clone());
        let mut only = self.only.iter().map(|one| String::from(one.clone()));
        self.only.is_empty()
            || only.any(|above| {
                above.is_empty() || name == above || name.starts_with(&format!("{above}."))
            })
    }
}

/// Returns the actions for a range of a document.
pub(super) fn actions(
    document: &Document,
    folder: &Path,
    settings: &Settings,
    wanted: &Wanted<'_>,
) -> Vec<CodeAction> {
    let is_linted =
        matches!(document.content, Content::Policy { .. }) && !is_excluded(document, settings);
    let has = |kind: &CodeActionKind| is_linted && wanted.has(kind);
    if !has(&CodeActionKind::QuickFix) && !has(&FIX_ALL) {
        return Vec::new();
    }
    let Ok(linted) = lint(document, folder, settings) else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    if has(&CodeActionKind::QuickFix) {
        let touches = |found: &&LintedFinding| {
            found.place.start <= wanted.range.end && wanted.range.start <= found.place.end
        };
        let found: Vec<&LintedFinding> = linted.open().filter(touches).take(MOST).collect();
        let fixes = found
            .iter()
            .filter_map(|one| fix(document, folder, settings, one, wanted.edits));
        actions.extend(fixes);
        let exceptions = found
            .iter()
            .filter_map(|one| exception(document, settings, one, wanted));
        actions.extend(exceptions);
    }
    let is_safe = |one: &LintedFinding| one.finding.fix.as_ref().is_some_and(Fix::is_safe);
    if has(&FIX_ALL) && linted.open().any(is_safe) {
        actions.extend(fix_all(document, folder, settings, wanted.edits));
    }
    actions
}

/// Returns the action that fixes a finding.
fn fix(
    document: &Document,
    folder: &Path,
    settings: &Settings,
    found: &LintedFinding,
    edits: Edits,
) -> Option<CodeAction> {
    let risk = found.finding.fix.as_ref()?.risk;
    let input = document.input(folder);
    let new = fix_one(&settings.linter(), settings, &input, &document.text, found)?;
    let note = risk.map_or(String::new(), |risk| format!(" ({})", risk.phrase()));
    let finding = &found.finding;
    Some(CodeAction {
        title: format!(
            "ack-catalog ({}): {}{note}",
            finding.rule.name, finding.help
        ),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic(document, &of_finding(found))]),
        is_preferred: Some(risk.is_none()),
        edit: Some(edits.replacing(document, &new)),
        ..CodeAction::default()
    })
}

/// Returns the action that applies all safe fixes.
fn fix_all(
    document: &Document,
    folder: &Path,
    settings: &Settings,
    edits: Edits,
) -> Option<CodeAction> {
    let input = document.input(folder);
    let text = &document.text;
    let linter = settings.linter();
    let fixed = fix_file(&linter, settings, &input, text, Applicability::Safe).ok()?;
    (fixed.text != *text).then(|| CodeAction {
        title: "ack-catalog: apply all safe fixes".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(edits.replacing(document, &fixed.text)),
        ..CodeAction::default()
    })
}

/// Returns the action that adds an exception for the rule of a finding to the settings.
fn exception(
    document: &Document,
    settings: &Settings,
    found: &LintedFinding,
    wanted: &Wanted<'_>,
) -> Option<CodeAction> {
    let rule = found.finding.rule.name;
    let Exception { file, text, added } = settings.exception(rule, document.path.as_deref()?)?;
    let uri = file_uri(&file);
    if text.is_none() && !wanted.edits.can_create {
        return None;
    }
    let created = text.is_none().then_some(uri.as_str());
    let text = text.unwrap_or_default();
    let end = Lines::new(&text, document.encoding()).position(&text, text.len());
    let insert = TextEdit {
        range: Range { start: end, end },
        new_text: added,
    };
    Some(CodeAction {
        title: format!("ack-catalog ({rule}): accept it in this file, in ack-catalog.toml"),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic(document, &of_finding(found))]),
        edit: Some(wanted.edits.change(&uri, None, insert, created)),
        ..CodeAction::default()
    })
}

impl Edits {
    /// Returns the edit that gives a document another text.
    fn replacing(self, document: &Document, new: &str) -> WorkspaceEdit {
        let old = document.text.as_str();
        let range = difference(old, new);
        let end = new.len() - (old.len() - range.end);
        let edit = TextEdit {
            range: document.range(range),
            new_text: new[range.start..end].to_owned(),
        };
        self.change(&document.uri, Some(document.version), edit, None)
    }

    /// Returns an edit of a file, which is created first if it is `created`.
    fn change(
        self,
        uri: &str,
        version: Option<i32>,
        edit: TextEdit,
        created: Option<&str>,
    ) -> WorkspaceEdit {
        if !self.are_versioned {
            return WorkspaceEdit {
                changes: Some([(uri.into(), vec![edit])].into()),
                ..WorkspaceEdit::default()
            };
        }
        let create = created.map(|uri| CreateFile::new(uri.into(), None, None).into());
        let edit = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version,
                text_document_identifier: TextDocumentIdentifier { uri: uri.into() },
            },
            edits: vec![edit.into()],
        };
        let changes: Vec<DocumentChange> = create.into_iter().chain([edit.into()]).collect();
        WorkspaceEdit {
            document_changes: Some(changes),
            ..WorkspaceEdit::default()
        }
    }
}

/// Returns the range of the old text that the new one replaces, without what both begin and end with. It splits no
/// line break, inside of which the protocol has no position.
fn difference(old: &str, new: &str) -> ByteRange {
    let is_split = |at: usize| old[..at].ends_with('\r') && old[at..].starts_with('\n');
    let pairs = old.chars().zip(new.chars());
    let same = pairs.take_while(|(one, other)| one == other);
    let mut start: usize = same.map(|(c, _)| c.len_utf8()).sum();
    start -= usize::from(is_split(start));
    let pairs = old[start..].chars().rev().zip(new[start..].chars().rev());
    let same = pairs.take_while(|(one, other)| one == other);
    let mut end = old.len() - same.map(|(c, _)| c.len_utf8()).sum::<usize>();
    end += usize::from(is_split(end));
    ByteRange::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_leaves_line_breaks_whole() {
        for (old, new, changed) in [
            ("abc", "axc", "b"),
            ("aa", "a", "a"),
            ("", "é", ""),
            ("é", "è", "é"),
            ("a\r\nb", "a\rb", "\r\n"),
            ("a\r\nb", "a\nb", "\r\n"),
            ("a\r\n\r\nb", "a\r\nb", "\r\n"),
        ] {
            let range = difference(old, new);
            assert_eq!(range.of(old), changed, "{old:?} to {new:?}");
            let end = new.len() - (old.len() - range.end);
            let applied = [
                &old[..range.start],
                &new[range.start..end],
                &old[range.end..],
            ];
            assert_eq!(applied.concat(), new);
        }
    }
}
