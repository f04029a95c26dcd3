//! The findings in a file.

use super::linted::{Linted, LintedFinding, Replacement};
use super::settings::Settings;
use crate::output::failure::Failure;
use crate::policy::input::document::{Document, Parts};
use crate::policy::input::documents::Input;
use ack_catalog_core::Source;
use ram_policy::lint::{Finding, Linter};
use rayon::prelude::*;
use std::sync::Arc;

/// Lints the documents of a file.
pub(super) fn lint_file(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    bytes: &[u8],
) -> Result<Linted, Failure> {
    let Parts {
        documents,
        failures: refused,
    } = input.parts(bytes)?;
    let (name, text): (Arc<str>, Arc<str>) = match documents.first() {
        Some(first) => (Arc::clone(&first.name), Arc::clone(&first.file)),
        None => (input.name().into(), "".into()),
    };
    let source = Source::new(&name, &text);
    let suppressions = settings.suppressions_for(input);
    let of = |(number, document): (usize, &Document)| -> Vec<LintedFinding> {
        let mut findings = linter.text(document.text());
        findings.retain(|finding| settings.is_selected(finding) && !is_computed(document, finding));
        let each = findings.into_iter().map(|finding| {
            let reason = suppressions.reason(&finding).map(str::to_owned);
            located(&source, settings, document, number, finding, reason)
        });
        each.collect()
    };
    let found: Vec<Vec<LintedFinding>> = documents.par_iter().enumerate().map(of).collect();
    Ok(Linted {
        found: found.into_iter().flatten().collect(),
        documents: documents.len(),
        refused,
        name: Arc::clone(&name),
        text: Arc::clone(&text),
    })
}

/// Returns true if Terraform fills in a part of the place.
fn is_computed(document: &Document, finding: &Finding) -> bool {
    !document.computed().is_empty() && document.text()[finding.range.as_range()].contains("${")
}

fn located(
    source: &Source<'_>,
    settings: &Settings,
    document: &Document,
    number: usize,
    mut finding: Finding,
    reason: Option<String>,
) -> LintedFinding {
    if document.is_quoted() {
        // A fix would need the escapes of the string.
        finding.fix = None;
    }
    let outer = document.outer(finding.range);
    let replacements = finding
        .fix
        .as_ref()
        .map_or(Vec::new(), |fix| fix.replacements(document.text()));
    let replacements = replacements.into_iter().map(|(range, text)| {
        let range = document.outer(range);
        Replacement {
            start: source.line_column(range.start),
            end: source.line_column(range.end),
            text,
        }
    });
    LintedFinding {
        level: settings.level(&finding),
        document: number,
        place: outer,
        start: source.line_column(outer.start),
        end: source.line_column(outer.end),
        related: finding.related.map(|range| document.outer(range)),
        replacements: replacements.collect(),
        reason,
        finding,
    }
}
