//! Findings as text, JSON, workflow commands and Markdown.

use crate::output::markdown;
use crate::output::printable::{counted, printable, printable_line};
use crate::output::report::render;
use crate::policy::commands::lint::run::{Found, Judged};
use ack_catalog_core::{Diagnostic, Severity, Source};
use annotate_snippets::Renderer;
use serde::Serialize;
use std::fmt::Write as _;

/// How many findings there are of each level.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) suppressed: usize,
    pub(crate) documents: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, judged: &Judged) {
        self.documents += judged.documents;
        for found in &judged.found {
            match (&found.reason, found.level) {
                (Some(_), _) => self.suppressed += 1,
                (None, Severity::Error) => self.errors += 1,
                (None, Severity::Warning) => self.warnings += 1,
                (None, Severity::Note) => self.notes += 1,
            }
        }
    }

    pub(crate) fn highest(&self) -> Option<Severity> {
        match self {
            Self { errors: 1.., .. } => Some(Severity::Error),
            Self { warnings: 1.., .. } => Some(Severity::Warning),
            Self { notes: 1.., .. } => Some(Severity::Note),
            _ => None,
        }
    }

    /// `2 errors, 1 warning in 3 policies`
    pub(crate) fn summary(&self) -> String {
        let policies = match self.documents {
            1 => "1 policy".to_owned(),
            more => format!("{more} policies"),
        };
        let each = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ];
        let each: Vec<String> = each
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(count, what))
            .collect();
        let found = if each.is_empty() {
            "nothing found".to_owned()
        } else {
            each.join(", ")
        };
        let suppressed = match self.suppressed {
            0 => String::new(),
            count => format!(", {count} suppressed"),
        };
        format!("{found} in {policies}{suppressed}")
    }
}

/// So many findings of a file are shown; nobody mends more in one go, and other formats have all.
const SHOWN: usize = 200;

/// With carets into the policy.
pub(crate) fn text(judged: &Judged, renderer: &Renderer) -> String {
    let source = Source::new(&judged.name, &judged.text);
    let mut out = String::new();
    for found in judged.open().take(SHOWN) {
        let mut help = found.finding.help.clone();
        match &found.finding.fix {
            Some(fix) if fix.is_safe => help.push_str(" (`--fix` does)"),
            Some(_) => help.push_str(" (`--fix --unsafe-fixes` does)"),
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
        };
        out.push_str(&render(renderer, &source, &diagnostic));
        out.push_str("\n\n");
    }
    let more = judged.open().count().saturating_sub(SHOWN);
    if more > 0 {
        // Writing to a `String` does not fail.
        let name = printable_line(&judged.name);
        let _ = writeln!(
            out,
            "{name}: and {more} more findings; other formats have all\n"
        );
    }
    out
}

#[derive(Serialize)]
struct Json<'a> {
    path: &'a str,
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    help: &'a str,
    policy: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    fix: Option<&'static str>,
}

/// An object for each finding.
pub(crate) fn json(judged: &Judged) -> Vec<String> {
    let object = |found: &Found| {
        let finding = &found.finding;
        let json = Json {
            path: &judged.name,
            rule: finding.rule.name,
            level: found.level.name(),
            message: &finding.message,
            help: &finding.help,
            policy: found.document,
            line: found.start.0,
            column: found.start.1,
            end_line: found.end.0,
            end_column: found.end.1,
            fix: finding
                .fix
                .as_ref()
                .map(|fix| if fix.is_safe { "safe" } else { "unsafe" }),
        };
        // Text and numbers alone: this cannot fail.
        crate::output::json::line(&json).unwrap_or_default()
    };
    judged.open().map(object).collect()
}

/// A workflow command a line, which GitHub shows as annotations of the lines of a change.
pub(crate) fn github(judged: &Judged) -> String {
    let mut out = String::new();
    for found in judged.open() {
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
            property(&printable(&judged.name)),
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

/// A row for each finding, for the comment on a pull request.
pub(crate) fn markdown(judged: &Judged) -> String {
    let mut out = String::new();
    for found in judged.open() {
        let finding = &found.finding;
        let _ = writeln!(
            out,
            "| {} | {}:{}:{} | `{}` | {}<br>{} |",
            found.level,
            markdown::escape(&printable_line(&judged.name)),
            found.start.0,
            found.start.1,
            finding.rule.name,
            markdown::escape(&printable_line(&finding.message)),
            markdown::escape(&printable_line(&finding.help)),
        );
    }
    out
}

pub(crate) const MARKDOWN_HEAD: &str =
    "| Level | Place | Rule | Finding |\n| --- | --- | --- | --- |\n";
