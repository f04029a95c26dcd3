//! The result of an audit for people.

use super::report::IdentityReport;
use crate::output::printable::printable_line;
use crate::output::wrap::wrapped;
use crate::policy::edit::patch::for_terminal;
use crate::policy::table::table;
use crate::policy::terminal::width;
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, reports: &[IdentityReport]) -> io::Result<()> {
    let cells: Vec<[String; 6]> = reports
        .iter()
        .map(|report| {
            let [allowed, assumed, missing, unknown] = [
                &report.allowed,
                &report.assumed,
                &report.missing,
                &report.unknown,
            ]
            .map(|actions| actions.len().to_string());
            let name = printable_line(&report.name);
            let kind = report.kind.to_owned();
            [kind, name, allowed, assumed, missing, unknown]
        })
        .collect();
    let rows = cells
        .iter()
        .map(|row| row.iter().map(String::as_str).collect());
    let header = ["KIND", "NAME", "ALLOWED", "ASSUMED", "MISSING", "UNKNOWN"];
    out.write_all(table(&header, rows, None).as_bytes())?;
    for report in reports {
        if report.is_well() {
            continue;
        }
        writeln!(out, "\n{} {}", report.kind, printable_line(&report.name))?;
        for (label, actions) in [
            ("allowed under an assumption", &report.assumed),
            ("missing", &report.missing),
            ("explicitly denied", &report.denied),
            ("unknown", &report.unknown),
            ("not given", &report.not_given),
        ] {
            if !actions.is_empty() {
                let line = format!("  {label}: {}", printable_line(&actions.join(", ")));
                writeln!(out, "{}", wrapped(&line, 4, width()))?;
            }
        }
        if !report.conditional.is_empty() {
            writeln!(
                out,
                "  depends on conditions; `ack-catalog check` shows which"
            )?;
        }
        if !report.disputed.is_empty() {
            let disputed = printable_line(&report.disputed.join(", "));
            let line = format!(
                "  sources disagree on what these need; `ack-catalog check --operation` shows who says what: {disputed}"
            );
            writeln!(out, "{}", wrapped(&line, 4, width()))?;
        }
        if !report.suggested.is_empty() {
            let suggested = printable_line(&report.suggested.join(", "));
            let line = format!(
                "  no source states whether these can be limited to a cluster; `ack-catalog check` shows what is suggested: {suggested}"
            );
            writeln!(out, "{}", wrapped(&line, 4, width()))?;
        }
        for absent in &report.not_there {
            writeln!(out, "  not in the folder: {}", printable_line(absent))?;
        }
        if let Some(patch) = &report.patch {
            writeln!(out, "\n{}", for_terminal(patch.trim_end()))?;
        }
    }
    let count =
        |is_counted: fn(&&IdentityReport) -> bool| reports.iter().filter(is_counted).count();
    let lacking = count(|report| !report.missing.is_empty());
    let unknown = count(|report| !report.unknown.is_empty());
    let assumed = match count(|report| !report.assumed.is_empty()) {
        0 => String::new(),
        count => format!(", {count} under an assumption"),
    };
    let verb = if lacking == 1 { "lacks" } else { "lack" };
    let checked = reports.len();
    writeln!(
        out,
        "\n{checked} checked, {lacking} {verb} permissions, {unknown} unknown{assumed}"
    )
}
