//! The findings in the documents of a file.

use super::linted::{Linted, LintedFinding, Replacement};
use super::settings::Settings;
use crate::output::failure::Failure;
use crate::policy::input::document::{Document, Parts};
use crate::policy::input::documents::Input;
use crate::policy::input::load::is_of_other_file;
use ack_catalog_core::Source;
use ram_policy::lint::{Finding, Group, Linter};
use ram_policy_source::{Container, PolicyText};
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lints the documents of a file.
pub(crate) fn lint_documents(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    bytes: &[u8],
) -> Result<Linted, Failure> {
    Ok(lint_parts(linter, settings, input, input.parts(bytes)?))
}

/// Lints documents of a file.
pub(super) fn lint_parts(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    parts: Parts,
) -> Linted {
    let Parts {
        documents,
        failures,
        elsewhere,
        ..
    } = parts;
    let (name, text): (Arc<str>, Arc<str>) = match documents.first() {
        Some(first) => (Arc::clone(&first.name), Arc::clone(&first.file)),
        None => (input.name().into(), "".into()),
    };
    let source = Source::new(&name, &text);
    let suppressions = settings.suppressions_for(input);
    let ignored = AtomicUsize::new(0);
    let avoided = AtomicUsize::new(0);
    let plain_linter = settings.plain_linter();
    let found = documents.par_iter().enumerate().flat_map_iter(
        |(number, document)| -> Vec<LintedFinding> {
            let kind = settings.kind_of(document);
            let mut findings = linter.text_of(kind, document.text());
            findings.retain(|one| !is_open(document, one));
            if let Some(plain) = &plain_linter {
                let found: HashSet<_> = findings
                    .iter()
                    .map(|one| (one.rule.name, one.range))
                    .collect();
                let mut without = plain.text_of(kind, document.text());
                without.retain(|one| {
                    let is_found = found.contains(&(one.rule.name, one.range));
                    !is_found && settings.is_selected(one) && !is_open(document, one)
                });
                avoided.fetch_add(without.len(), Ordering::Relaxed);
            }
            let count = findings
                .iter()
                .filter(|one| settings.is_ignored(one))
                .count();
            ignored.fetch_add(count, Ordering::Relaxed);
            findings.retain(|one| settings.is_shown(one));
            let located = findings.into_iter().map(|finding| {
                let reason = suppressions.reason(&finding).map(str::to_owned);
                located(&source, settings, document, number, finding, reason)
            });
            located.collect()
        },
    );
    Linted {
        found: found.collect(),
        ignored: ignored.into_inner(),
        avoided: avoided.into_inner(),
        documents: documents.len(),
        failures,
        elsewhere,
        name: Arc::clone(&name),
        text: Arc::clone(&text),
    }
}

/// Reports whether a finding depends on a part that is computed.
pub(super) fn is_open(document: &PolicyText, finding: &Finding) -> bool {
    let is_redundancy = finding.rule.group == Group::Redundancy;
    document.is_computed(finding.range)
        || finding
            .related
            .is_some_and(|other| document.is_computed(other))
        || (is_redundancy && document.resembles_hole(finding.range))
}

/// Reports whether the fix of a finding keeps the comments of the document.
pub(super) fn keeps_comments(document: &PolicyText, finding: &Finding) -> bool {
    let fix = finding.fix.as_ref();
    let changes = fix.map_or(Vec::new(), |fix| fix.replacements(document.text()));
    document.keeps_comments(&changes)
}

fn located(
    source: &Source<'_>,
    settings: &Settings,
    document: &Document,
    number: usize,
    mut finding: Finding,
    reason: Option<String>,
) -> LintedFinding {
    if document.container() == Container::Blocks {
        finding.help = of_block(&finding.help);
    }
    finding.message.push_str(&document.in_resource());
    let outer = document.outer(finding.range);
    // The answer of the API is not what is to be fixed.
    if document.container() == Container::JsonString || !keeps_comments(document, &finding) {
        finding.fix = None;
    }
    let fix = finding.fix.as_ref();
    let replacements = fix.map_or(Vec::new(), |fix| fix.replacements(document.text()));
    let replacements = document.encoded(&replacements).unwrap_or_else(|_| {
        finding.fix = None;
        Vec::new()
    });
    let replacements = replacements.into_iter().map(|(range, text)| Replacement {
        start: source.line_column(range.start),
        end: source.line_column(range.end),
        text,
    });
    LintedFinding {
        level: settings.level(&finding),
        document: number,
        is_of_other_file: is_of_other_file(document, finding.rule.name),
        place: outer,
        start: source.line_column(outer.start),
        end: source.line_column(outer.end),
        related: finding.related.map(|range| document.outer(range)),
        replacements: replacements.collect(),
        reason,
        is_unproved: false,
        finding,
    }
}

/// The elements of a statement as JSON names them, and as a block of Terraform does.
const OF_BLOCKS: [(&str, &str); 3] = [
    ("Action", "action"),
    ("NotAction", "not_action"),
    ("Resource", "resource"),
];

/// Writes the elements in a help as a block of Terraform has them, where a single value is a list, too.
fn of_block(help: &str) -> String {
    let mut help = help.to_owned();
    for (element, name) in OF_BLOCKS {
        let written = format!("\"{element}\": ");
        while let Some((before, value)) = help.split_once(&written) {
            let text = value
                .strip_prefix('"')
                .and_then(|text| text.split_once('"'));
            help = match text {
                Some((text, after)) => format!("{before}{name} = [\"{text}\"]{after}"),
                None => format!("{before}{name} = {value}"),
            };
        }
    }
    help
}
