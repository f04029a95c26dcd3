//! What a trail has, besides the calls that a command is about.

use crate::output::printable::{counted, printable_line};
use crate::policy::excerpt::NAMED;
use ack_catalog_needs::trail::{Totals, UnknownCall};
use ram_diagnostics::first_of;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the period of a trail: `7 events from 2026-11-03T08:15:02Z to 2026-11-03T10:10:00Z`.
pub(crate) fn period(totals: &Totals) -> String {
    let events = &totals.events;
    let count = count(events.count, "event");
    if events.count == 0 {
        return count;
    }
    format!(
        "{count} from {} to {}",
        printable_line(&events.first),
        printable_line(&events.last)
    )
}

/// Writes what was left out, a line for each reason with the first names.
pub(crate) fn left_out(out: &mut impl Write, totals: &Totals) -> io::Result<()> {
    left_out_with(out, totals, NAMED)
}

/// Writes what was left out, a line for each reason with all names.
pub(crate) fn all_left_out(out: &mut impl Write, totals: &Totals) -> io::Result<()> {
    left_out_with(out, totals, usize::MAX)
}

fn left_out_with(out: &mut impl Write, totals: &Totals, most: usize) -> io::Result<()> {
    if totals.answers.are_partial() {
        let answers = match totals.answers.count {
            1 => "the answer of LookupEvents is one page".to_owned(),
            count => format!("none of the {count} answers of LookupEvents is the last page"),
        };
        writeln!(
            out,
            "There are more events: {answers}; ask for the next with its NextToken"
        )?;
    }
    let left_out = &totals.left_out;
    for (counts, what, of) in [
        (&left_out.services, "call", " of services"),
        (&left_out.not_calls, "other event", ""),
    ] {
        let total = counts.values().sum();
        if total > 0 {
            writeln!(
                out,
                "Left out: {}{of}: {}",
                count(total, what),
                named(counts, most)
            )?;
        }
    }
    for (total, whose) in [
        (
            left_out.root,
            "the account itself (root), which no policy limits",
        ),
        (left_out.other_callers, "other callers"),
        (
            left_out.of_own_identity,
            "GetCallerIdentity, which needs no permission",
        ),
    ] {
        if total > 0 {
            writeln!(out, "Left out: {} of {whose}", count(total, "call"))?;
        }
    }
    Ok(())
}

fn named(counts: &BTreeMap<String, u64>, most: usize) -> String {
    let each = counts
        .iter()
        .map(|(name, count)| format!("{} ({count})", printable_line(name)));
    first_of(most, each, ", ")
}

/// Writes the operations whose actions no source names, each after a label.
pub(crate) fn unknown<'a>(
    out: &mut impl Write,
    label: &str,
    unknown: impl IntoIterator<Item = &'a UnknownCall>,
) -> io::Result<()> {
    unknown_since(out, label, "no source names the action", unknown)
}

/// Writes operations whose actions are not known, each after a label and the reason.
pub(crate) fn unknown_since<'a>(
    out: &mut impl Write,
    label: &str,
    why: &str,
    unknown: impl IntoIterator<Item = &'a UnknownCall>,
) -> io::Result<()> {
    for one in unknown {
        let console = if one.is_of_console {
            ", a name of the console"
        } else {
            ""
        };
        writeln!(
            out,
            "{label}: {why} of {} {}{console}: {}, event {}",
            printable_line(&one.service),
            printable_line(&one.operation),
            count(one.seen.count, "call"),
            printable_line(&one.seen.event),
        )?;
    }
    Ok(())
}

pub(crate) fn count(count: u64, what: &str) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), what)
}
