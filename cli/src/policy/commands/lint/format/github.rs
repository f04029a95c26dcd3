//! Findings as workflow commands, which GitHub shows as annotations of changed lines.

use super::renderer::Renderer;
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

/// Source of both escapes: `toolkit` of GitHub's actions, the file `command.ts`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
