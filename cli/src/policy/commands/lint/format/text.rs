//! Findings for people, with carets into the policy.

use super::renderer::Renderer;
use crate::output::printable::printable_line;
use crate::output::report::{Rendering, render, renderer};
use crate::policy::commands::lint::linted::Linted;
use crate::policy::terminal::width;
use ack_catalog_core::{Diagnostic, Source};
use ram_diagnostics::thousands;
use std::fmt::Write as _;

pub(crate) struct Text;

impl Renderer for Text {
    fn items(&self, linted: &Linted) -> Vec<String> {
        // The stream that it is written to removes the colours if the output is not a terminal.
        vec![text(linted, &renderer(width()))]
    }

    fn end(&self, _: bool, summary: Option<&str>) -> String {
        summary.map_or_else(String::new, |summary| format!("{summary}\n"))
    }
}

/// The most findings of a file that are shown. Nobody fixes more at once, and other formats show all.
const SHOWN: usize = 200;

fn text(linted: &Linted, renderer: &Rendering) -> String {
    let source = Source::new(&linted.name, &linted.text);
    let mut out = String::new();
    for found in linted.open().take(SHOWN) {
        let mut help = found.finding.help.clone();
        match &found.finding.fix {
            Some(fix) if fix.is_safe() => help.push_str(" (fixable with `--fix`)"),
            Some(_) => help.push_str(" (fixable with `--fix --unsafe-fixes`)"),
            None => {}
        }
        let diagnostic = Diagnostic {
            severity: found.level,
            code: found.finding.rule.name,
            message: found.finding.message.clone(),
            place: found.place,
            related: found.related.map(|place| (place, "first here".to_owned())),
            help,
            is_repaired: false,
            is_of_other_file: found.is_of_other_file,
        };
        out.push_str(&render(renderer, &source, &diagnostic));
        out.push_str("\n\n");
    }
    let more = linted.open().count().saturating_sub(SHOWN);
    if more > 0 {
        // Writing to a `String` does not fail.
        let name = printable_line(&linted.name);
        let _ = writeln!(
            out,
            "{name}: {} more findings; other formats show all\n",
            thousands(more)
        );
    }
    out
}
