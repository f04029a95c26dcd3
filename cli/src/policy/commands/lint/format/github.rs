//! Findings as workflow commands, which GitHub shows as annotations of changed lines.

use super::renderer::Renderer;
use crate::output::github::{data, property};
use crate::output::printable::{printable, printable_line};
use crate::policy::commands::lint::linted::Linted;
use ram_policy::lint::Severity;
use std::fmt::Write as _;

pub(crate) struct Github;

impl Renderer for Github {
    fn items(&self, linted: &Linted) -> Vec<String> {
        vec![commands(linted)]
    }
}

fn commands(linted: &Linted) -> String {
    let mut out = String::new();
    for found in linted.open() {
        let command = match found.level {
            Severity::Note => "notice",
            level => level.name(),
        };
        let finding = &found.finding;
        let message = format!(
            "{}\n{}",
            printable_line(&finding.message),
            printable_line(&finding.help)
        );
        // Writing to a `String` does not fail.
        let _ = writeln!(
            out,
            "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            property(&printable(&linted.name)),
            found.start.0,
            found.start.1,
            found.end.0,
            found.end.1,
            finding.rule.name,
            data(&message)
        );
    }
    out
}
