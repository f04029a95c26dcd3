//! The result of a replay for people.

use crate::output::printable::printable_line;
use crate::policy::table::table;
use crate::policy::terminal::width;
use crate::policy::trail::summary::{count, left_out, period, unknown};
use ack_catalog_needs::replay::{Changes, ReplayedCall};
use ack_catalog_needs::trail::Totals;
use ram_diagnostics::thousands;
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, totals: &Totals, changes: &Changes) -> io::Result<()> {
    let Changes {
        newly_refused,
        newly_allowed,
        undecided,
        unchanged,
        ..
    } = changes;
    for (heading, calls) in [
        ("Newly refused", newly_refused),
        ("Newly allowed", newly_allowed),
        ("Undecided", undecided),
    ] {
        if !calls.is_empty() {
            writeln!(out, "{heading}: {}", count(sum(calls), "call"))?;
            writeln!(out, "{}", calls_table(calls))?;
        }
    }
    writeln!(
        out,
        "{}: {} newly refused, {} newly allowed, {} undecided, {} unchanged",
        period(totals),
        count(sum(newly_refused), "call"),
        thousands(usize::try_from(sum(newly_allowed)).unwrap_or(usize::MAX)),
        thousands(usize::try_from(sum(undecided)).unwrap_or(usize::MAX)),
        thousands(usize::try_from(sum(unchanged)).unwrap_or(usize::MAX)),
    )?;
    let assumed = changes.assumed();
    if assumed > 0 {
        let count = count(assumed, "call");
        writeln!(
            out,
            "Rests on an assumption: {count} not refused before, so the exit code is 1"
        )?;
    }
    let all = [newly_refused, newly_allowed, undecided, unchanged];
    let of_console = all.into_iter().flatten().map(|call| call.of_console).sum();
    if of_console > 0 {
        let count = count(of_console, "call");
        writeln!(
            out,
            "Of the console: {count}, by names that may not be operations"
        )?;
    }
    unknown(out, "Not looked at", &changes.unknown)?;
    left_out(out, totals)
}

pub(super) fn sum(calls: &[ReplayedCall]) -> u64 {
    calls.iter().map(|call| call.seen.count).sum()
}

fn calls_table(calls: &[ReplayedCall]) -> String {
    let rows: Vec<[String; 5]> = calls
        .iter()
        .map(|call| {
            [
                printable_line(&call.caller),
                printable_line(&call.action),
                thousands(usize::try_from(call.seen.count).unwrap_or(usize::MAX)),
                printable_line(&call.seen.event),
                printable_line(&remarks(call)),
            ]
        })
        .collect();
    let has_remarks = rows.iter().any(|row| !row[4].is_empty());
    let columns = if has_remarks { 5 } else { 4 };
    let header = ["CALLER", "ACTION", "CALLS", "EVENT", "REMARKS"];
    let rows = rows
        .iter()
        .map(|row| row[..columns].iter().map(String::as_str).collect());
    table(&header[..columns], rows, width())
}

/// Says what a decision depends on, and how certain the request is.
pub(super) fn remarks(call: &ReplayedCall) -> String {
    let mut remarks = Vec::new();
    if !call.depends_on.is_empty() {
        remarks.push(format!("depends on {}", call.depends_on.join(", ")));
    }
    if !call.assumes.is_empty() {
        remarks.push(format!("assumes {}", call.assumes.join(", ")));
    }
    if call.is_assumed {
        remarks.push("assumed action".to_owned());
    }
    if call.of_console > 0 {
        remarks.push(format!("{} of the console", call.of_console));
    }
    if call.failed > 0 {
        remarks.push(format!("{} failed for another reason", call.failed));
    }
    remarks.join("; ")
}
