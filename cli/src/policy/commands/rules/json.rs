//! The rules for programs.

use ram_policy::lint::{Rule, rules};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Record {
    name: &'static str,
    group: &'static str,
    severity: &'static str,
    fix: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
    /// In Markdown.
    page: &'static str,
}

impl Record {
    fn new(rule: &Rule) -> Self {
        Self {
            name: rule.name,
            group: rule.group.name(),
            severity: rule.severity.name(),
            fix: rule.fix.name(),
            what: rule.what(),
            why: rule.why(),
            remedy: rule.remedy(),
            page: rule.page,
        }
    }
}

/// Writes an array with one rule or all.
pub(super) fn write(out: &mut impl Write, named: Option<&Rule>) -> io::Result<()> {
    let records: Vec<Record> = match named {
        Some(rule) => vec![Record::new(rule)],
        None => rules().map(Record::new).collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&records)?)
}
