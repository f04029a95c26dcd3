//! A line above each statement with a pattern: how many actions it stands for.

use super::document::Document;
use super::matched::Matched;
use super::statement::{Read, statements};
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
    let all = statements(document, folder).into_iter();
    // What is computed may be anything.
    let is_known = |read: &Read| read.has_known_actions && read.computed_by.is_none();
    let lens = |read: Read| {
        let matched = Matched::of_actions(known, &read.statement.actions)?;
        if !matched.is_pattern || !matched.is_counted() {
            return None;
        }
        Some(CodeLens {
            range: document.range(ByteRange::new(read.start, read.start)),
            command: Some(Command {
                // A title is plain text.
                title: matched.covered().replace('`', ""),
                ..Command::default()
            }),
            data: None,
        })
    };
    all.filter(is_known).take(MOST).filter_map(lens).collect()
}
