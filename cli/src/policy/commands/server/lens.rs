//! A line above each statement with a pattern: how many actions it stands for.

use super::document::Document;
use super::matched::Matched;
use super::syntax::statements;
use gen_lsp_types::{CodeLens, Command};
use ram_diagnostics::ByteRange;
use ram_policy::KnownActions;

/// The most statements that have one. A policy has a few.
const MOST: usize = 1_000;

pub(super) fn lenses(document: &Document, known: &dyn KnownActions) -> Vec<CodeLens> {
    let roots = document.tree();
    let all = statements(&roots);
    let statements = all.into_iter().take(MOST);
    let lens = |statement: &super::syntax::Node| {
        let matched = Matched::of_statement(known, statement)?;
        if !matched.is_pattern || matched.all == 0 {
            return None;
        }
        let start = statement.range.start;
        Some(CodeLens {
            range: document.range(ByteRange::new(start, start)),
            command: Some(Command {
                title: matched.counted(),
                ..Command::default()
            }),
            data: None,
        })
    };
    statements.filter_map(lens).collect()
}
