//! Findings as an array of JSON objects.

use super::renderer::Renderer;
use crate::policy::commands::lint::linted::Linted;
use serde::Serialize;

pub(crate) struct Json;

#[derive(Serialize)]
struct Record<'a> {
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

impl Renderer for Json {
    fn head(&self) -> String {
        "[\n".to_owned()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn items(&self, linted: &Linted) -> Vec<String> {
        linted
            .open()
            .map(|found| {
                let finding = &found.finding;
                let record = Record {
                    path: &linted.name,
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
                        .map(|fix| if fix.is_safe() { "safe" } else { "unsafe" }),
                };
                // Strings and numbers always serialize.
                crate::output::json::line(&record).unwrap_or_default()
            })
            .collect()
    }

    fn end(&self, has_items: bool, _: Option<&str>) -> String {
        if has_items { "\n]\n" } else { "[]\n" }.to_owned()
    }
}
