//! From a file to its findings.

use crate::output::failure::Failure;
use crate::policy::commands::lint::settings::Settings;
use crate::policy::input::documents::{Document, Input, Parts};
use ack_catalog_core::{ByteRange, Source};
use ram_policy::Policy;
use ram_policy::edit::split;
use ram_policy::lint::{Finding, Linter, Severity};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

/// A file, and what was found in it.
pub(crate) struct Judged {
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<str>,
    pub(crate) documents: usize,
    /// Why others of its documents could not be read.
    pub(crate) refused: Vec<Failure>,
    pub(crate) found: Vec<Found>,
}

/// A finding in a file.
pub(crate) struct Found {
    pub(crate) finding: Finding,
    /// As the settings have it.
    pub(crate) level: Severity,
    /// The number of the document in the file, counted from 0.
    pub(crate) document: usize,
    /// Where in the file it is.
    pub(crate) place: ByteRange,
    /// Line and column of its start and of its end.
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
    /// Another place that it has to do with.
    pub(crate) related: Option<ByteRange>,
    /// What its fix replaces in the file, where the document stands in it as it is.
    pub(crate) replacements: Vec<Replacement>,
    /// Why it is right as it is, by the settings.
    pub(crate) reason: Option<String>,
}

/// What is to stand between two places of a file, each a line and a column.
pub(crate) struct Replacement {
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
    pub(crate) text: String,
}

impl Judged {
    /// The findings that are no suppressed ones.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| found.reason.is_none())
    }
}

/// Lints the documents of a file.
pub(crate) fn judge(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    bytes: &[u8],
) -> Result<Judged, Failure> {
    let Parts { documents, refused } = input.parts(bytes)?;
    let (name, text): (Arc<str>, Arc<str>) = match documents.first() {
        Some(first) => (Arc::clone(&first.name), Arc::clone(&first.file)),
        None => (input.name().into(), "".into()),
    };
    let source = Source::new(&name, &text);
    let allowed = settings.allowed_in(input);
    let of = |(number, document): (usize, &Document)| -> Vec<Found> {
        let mut findings = linter.text(document.text());
        findings.retain(|finding| settings.is_selected(finding) && !is_computed(document, finding));
        let each = findings.into_iter().map(|finding| {
            let reason = allowed.reason(&finding).map(str::to_owned);
            located(&source, settings, document, number, finding, reason)
        });
        each.collect()
    };
    let found: Vec<Vec<Found>> = documents.par_iter().enumerate().map(of).collect();
    Ok(Judged {
        found: found.into_iter().flatten().collect(),
        documents: documents.len(),
        refused,
        name: Arc::clone(&name),
        text: Arc::clone(&text),
    })
}

/// Of what Terraform fills in nobody knows what will stand there.
fn is_computed(document: &Document, finding: &Finding) -> bool {
    document.computed() > 0 && document.text()[finding.range.as_range()].contains("${")
}

fn located(
    source: &Source<'_>,
    settings: &Settings,
    document: &Document,
    number: usize,
    mut finding: Finding,
    reason: Option<String>,
) -> Found {
    if document.is_quoted() {
        // There it cannot be fixed.
        finding.fix = None;
    }
    if finding.rule.name == "too-long" {
        propose_split(&mut finding, document.text(), settings.size.characters);
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
    Found {
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

/// Says where two policies, attached together, can take the place of one that is too long.
fn propose_split(finding: &mut Finding, text: &str, characters: usize) {
    let Ok(policy) = text.parse::<Policy>() else {
        return;
    };
    if let Some([first, _]) = split(&policy, characters) {
        let count = first
            .parse::<Policy>()
            .map_or(0, |first| first.statements().len());
        let _ = write!(
            finding.help,
            "; two policies fit: statements 1 to {count}, and {} to {}",
            count + 1,
            policy.statements().len()
        );
    }
}
