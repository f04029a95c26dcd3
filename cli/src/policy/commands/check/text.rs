//! Checked actions and operations for people: by verdict, or by the patterns that cover them.

use super::checked::{Checked, CheckedAction, CheckedAlternative, CheckedOperation};
use crate::output::printable::counted;
use crate::output::wrap::wrapped;
use crate::policy::group_by::grouped;
use crate::policy::terminal::width;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::verdicts::Verdict;
use ack_catalog_needs::Answer;
use ram_policy::Effect;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Groups the actions and operations that share a verdict and its reasons.
pub(super) fn by_verdict(out: &mut impl Write, checked: &Checked<'_>) -> io::Result<()> {
    let actions = checked
        .actions
        .iter()
        .map(|one| (heading(one), one.action.escape_debug().to_string()));
    write_groups(out, actions.chain(operations(checked)))?;
    summary(out, checked)
}

/// Returns the verdict on each operation, and the operation.
fn operations(checked: &Checked<'_>) -> impl Iterator<Item = (String, String)> {
    checked.operations.iter().map(|one| {
        let newest = one.alternatives.first();
        let needs = newest.map_or_else(String::new, |newest| newest.needed.names());
        (operation_heading(one), format!("{} ({needs})", one.name))
    })
}

fn write_groups(
    out: &mut impl Write,
    pairs: impl Iterator<Item = (String, String)>,
) -> io::Result<()> {
    for (heading, group) in grouped(pairs) {
        writeln!(out, "{heading}")?;
        for one in group {
            writeln!(out, "  {one}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn heading(one: &CheckedAction) -> String {
    let mut heading = wrapped(&one.verdict.to_string(), 2, width());
    for reason in &one.reasons {
        push_line(&mut heading, 4, reason);
    }
    heading
}

/// Returns the verdict on an operation, with what each source says where they do not agree on an Allow.
fn operation_heading(operation: &CheckedOperation<'_>) -> String {
    let mut alternatives: Vec<_> = operation.alternatives.iter().collect();
    // A name of before August 2021 matters only if it is not denied, since then the answer is open.
    alternatives.retain(|one| one.needed.is_current || one.may_allow());
    if operation.answer == Answer::Allowed {
        alternatives.retain(|one| one.needed.is_current);
    }
    if let [only] = alternatives[..]
        && let [action] = only.actions[..]
    {
        let mut heading = heading(action);
        if let Some(doubt) = only.needed.doubt(operation.name) {
            push_line(&mut heading, 4, &doubt);
        }
        return heading;
    }
    let label = operation.answer.label();
    let heading = operation.in_part.as_deref().unwrap_or(label);
    let mut heading = wrapped(heading, 2, width());
    if operation.answer == Answer::Allowed {
        let mut actions = alternatives.iter().flat_map(|one| &one.actions);
        let reasons = actions.by_ref().flat_map(|action| &action.reasons);
        for (reason, _) in grouped(reasons.map(|reason| (reason, ()))) {
            push_line(&mut heading, 4, reason);
        }
        return heading;
    }
    if operation.in_part.is_none()
        && alternatives
            .iter()
            .any(|one| one.answer != alternatives[0].answer)
    {
        heading.push_str(": sources disagree on what the operation needs");
    }
    for alternative in alternatives {
        push_line(&mut heading, 4, &explained(alternative));
        let sources = format!("according to {}", alternative.needed.sources());
        push_line(&mut heading, 6, &sources);
    }
    heading
}

/// Returns the answer to an alternative, with the reasons.
fn explained(alternative: &CheckedAlternative<'_>) -> String {
    let names = alternative.needed.names();
    if let [action] = alternative.actions[..] {
        let mut parts = vec![action.verdict.to_string()];
        parts.extend(action.reasons.iter().cloned());
        return format!("{names}: {}", parts.join("; "));
    }
    let mut line = format!("{names}: {}", alternative.answer.label());
    let others = alternative.actions.iter();
    for action in others.filter(|action| !action.verdict.is_allowed()) {
        let mut parts = action.reasons.clone();
        if parts.is_empty() {
            parts.push(action.verdict.to_string());
        }
        // Writing to a `String` does not fail.
        let _ = write!(line, "; {}: {}", action.action, parts.join("; "));
    }
    line
}

fn push_line(heading: &mut String, indent: usize, line: &str) {
    heading.push('\n');
    heading.push_str(&" ".repeat(indent));
    heading.push_str(&wrapped(line, indent + 2, width()));
}

/// Lists the actions that each pattern of an Allow covers, with the verdicts that are not "allowed", and then the
/// operations by verdict.
pub(super) fn by_pattern(
    out: &mut impl Write,
    policy_set: &PolicySet,
    checked: &Checked<'_>,
) -> io::Result<()> {
    let all = checked.all_actions();
    for loaded in policy_set.loaded() {
        let source = loaded.document.source();
        for statement in loaded.policy.statements() {
            if statement.effect != Effect::Allow {
                continue;
            }
            let is_negated = statement.actions.is_negated;
            let covered: Vec<&CheckedAction> = all
                .iter()
                .copied()
                .filter(|one| statement.actions.cover(&one.action))
                .collect();
            for pattern in &statement.actions.patterns {
                let place = loaded.document.line_column(&source, pattern.range);
                writeln!(
                    out,
                    "{}{}  ({})",
                    if is_negated { "all except " } else { "" },
                    pattern.value.as_str().escape_debug(),
                    loaded.document.place_at(place)
                )?;
                let mut of_pattern = covered
                    .iter()
                    .filter(|one| pattern.value.matches(&one.action) != is_negated)
                    .peekable();
                if of_pattern.peek().is_none() {
                    writeln!(out, "  none of the checked actions")?;
                }
                for one in of_pattern {
                    write!(out, "  {}", one.action.escape_debug())?;
                    match &one.verdict {
                        verdict if verdict.is_allowed() => writeln!(out)?,
                        // It names the reason.
                        verdict @ Verdict::TooComplex => writeln!(out, "  ({verdict})")?,
                        verdict => writeln!(out, "  ({})", verdict.label())?,
                    }
                }
            }
        }
    }
    writeln!(out)?;
    write_groups(out, operations(checked))?;
    summary(out, checked)
}

fn summary(out: &mut impl Write, checked: &Checked<'_>) -> io::Result<()> {
    let counts = [
        (checked.allowed_actions(), checked.actions.len(), "action"),
        (
            checked.allowed_operations(),
            checked.operations.len(),
            "operation",
        ),
    ];
    let counts = counts.into_iter().filter(|(_, asked, _)| *asked > 0);
    let counts: Vec<String> = counts
        .map(|(allowed, asked, what)| format!("{allowed} of {}", counted(asked, what)))
        .collect();
    write!(out, "{} allowed", counts.join(" and "))?;
    let all = checked.all_actions().into_iter();
    let mut resources: Vec<&str> = all
        .flat_map(|one| &one.resources)
        .map(String::as_str)
        .collect();
    resources.sort_unstable();
    resources.dedup();
    match resources[..] {
        [resource] => writeln!(out, " on {}", resource.escape_debug()),
        _ => writeln!(out),
    }
}
