//! What is not used, for people.

use super::{Judged, Rest};
use crate::policy::edit::patch::{for_terminal, patch};
use crate::policy::excerpt::{first, short, visible_text};
use crate::policy::trail::read::Trail;
use crate::policy::trail::summary::{left_out, period, unknown, unknown_since};
use ack_catalog::{CsAction, CsActionSet};
use ack_catalog_needs::replay::Unused;
use ram_policy_source::Container;
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn write(
    out: &mut impl Write,
    trail: &Trail<Unused<'_>>,
    judged: &[Judged<'_>],
) -> io::Result<()> {
    for one in judged {
        statements(out, one)?;
    }
    writeln!(out, "{}", period(&trail.totals))?;
    let (own, others): (Vec<_>, Vec<_>) =
        { trail.question.unknown() }.partition(|one| one.service.eq_ignore_ascii_case("cs"));
    let label = "Can have used any action of its product";
    unknown(out, label, own)?;
    let why = "no statement allows the usual action";
    unknown_since(out, label, why, others)?;
    if trail.question.assumes() {
        writeln!(
            out,
            "Actions of other services are taken in their usual form, `code:Operation`, which can be wrong."
        )?;
    }
    left_out(out, &trail.totals)?;
    if !judged.iter().any(|one| one.has_unused) {
        return Ok(());
    }
    writeln!(
        out,
        "\nA trail does not record all calls: data events and most reads of some services are missing, and \
         so is what happens less often than in this period."
    )?;
    for (reads, what) in [
        (Reads::Only, "These only read, and"),
        (Reads::Also, "These also allow to read, and"),
    ] {
        let patterns = unused_patterns(judged, reads);
        if !patterns.is_empty() {
            let patterns = first(patterns.into_iter(), ", ");
            writeln!(out, "{what} may be used without an event: {patterns}")?;
        }
    }
    for one in judged.iter().filter(|one| one.has_unused) {
        writeln!(out)?;
        smaller(out, one)?;
    }
    Ok(())
}

fn statements(out: &mut impl Write, judged: &Judged<'_>) -> io::Result<()> {
    let document = &judged.loaded.document;
    let source = document.source();
    for one in &judged.statements {
        let statement = &judged.loaded.policy.statements()[one.number];
        let place = document.place_at(document.line_column(&source, statement.range));
        if !one.is_used {
            writeln!(out, "{place}: unused statement\n")?;
            continue;
        }
        writeln!(out, "{place}: used")?;
        for (pattern, used) in &one.actions {
            let shown = visible_text(&short(pattern.as_str()));
            if one.perhaps_used.contains(pattern) {
                writeln!(out, "  perhaps used     {shown}")?;
            } else if used.is_empty() {
                writeln!(out, "  unused action    {shown}")?;
            } else if pattern.as_str().contains(ram_policy::is_wildcard) {
                let used = first(used.iter().map(|action| visible_text(action)), ", ");
                writeln!(out, "  used action      {shown} for {used}")?;
            } else {
                writeln!(out, "  used action      {shown}")?;
            }
        }
        for pattern in &one.unused_resources {
            writeln!(
                out,
                "  unused resource  {}",
                visible_text(&short(pattern.as_str()))
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Which of the actions that a pattern matches only read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// All that are known.
    Only,
    /// Some.
    Also,
}

impl Reads {
    fn of(pattern: &str) -> Option<Self> {
        let matched = CsActionSet::matching(pattern).into_iter();
        let (reads, others): (Vec<CsAction>, Vec<CsAction>) =
            matched.partition(|action| action.is_read() == Some(true));
        // The other services of `*` have more than reads.
        let is_of_ack = pattern.to_ascii_lowercase().starts_with("cs:");
        match reads[..] {
            [] => None,
            _ if others.is_empty() && is_of_ack => Some(Self::Only),
            _ => Some(Self::Also),
        }
    }
}

/// Returns the unused patterns of which this is true.
fn unused_patterns(judged: &[Judged<'_>], wanted: Reads) -> Vec<String> {
    let unused = judged.iter().flat_map(|one| {
        let statements = one.statements.iter();
        statements.flat_map(|statement| {
            let actions = statement.actions.iter();
            let is_unused = |pattern| !statement.perhaps_used.contains(pattern);
            actions.filter(move |(pattern, used)| {
                !statement.is_used || (used.is_empty() && is_unused(pattern))
            })
        })
    });
    let patterns: BTreeSet<&str> = unused
        .map(|(pattern, _)| pattern.as_str())
        .filter(|one| Reads::of(one) == Some(wanted))
        .collect();
    patterns
        .into_iter()
        .map(|one| visible_text(&short(one)))
        .collect()
}

fn smaller(out: &mut impl Write, judged: &Judged<'_>) -> io::Result<()> {
    let name = judged.loaded.document.printable_name();
    match &judged.rest {
        Rest::Policy(policy) => {
            let is_file = judged.loaded.document.container() == Container::Plain;
            let form = if is_file { "" } else { "; its policy as JSON" };
            writeln!(
                out,
                "Without what is not used, {name} still allows all that was used{form}:"
            )?;
            // A patch would not apply to the file.
            if !is_file {
                return writeln!(out, "{}", policy.text().trim_end());
            }
            let patch = patch(
                &judged.loaded.document.name,
                judged.loaded.policy.text(),
                policy.text(),
            );
            write!(out, "{}", for_terminal(&patch))
        }
        Rest::Nothing => writeln!(
            out,
            "{name}: no call used any of it; detach or delete the policy"
        ),
        Rest::NotProved => writeln!(
            out,
            "{name}: removing what is not used was not proved to keep the rest; remove it by hand"
        ),
    }
}
