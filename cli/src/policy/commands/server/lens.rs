//! A line above each statement with a pattern: how many actions it stands for.

use super::document::Document;
use super::markdown::in_a_line;
use super::summaries::summaries;
use super::summary::Summary;
use gen_lsp_types::{CodeLens, Command};
use ram_diagnostics::ByteRange;
use ram_policy::KnownActions;
use std::path::Path;

/// The most statements that have one. A policy has a few.
const MOST: usize = 1_000;

pub(super) fn lenses(
    document: &Document,
    folder: &Path,
    known: &dyn KnownActions,
) -> Vec<CodeLens> {
    let lens = |(start, summary): (usize, Summary<'_>)| {
        let matched = summary.actions.filter(|matched| matched.is_pattern)?;
        matched.is_counted().then(|| CodeLens {
            range: document.range(ByteRange::new(start, start)),
            command: Some(Command {
                // A title is plain text.
                title: matched.covered(in_a_line),
                ..Command::default()
            }),
            data: None,
        })
    };
    let all = summaries(document, folder, known, &|_| true).into_iter();
    all.filter_map(lens).take(MOST).collect()
}
