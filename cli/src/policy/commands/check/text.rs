//! Checked actions for people: by verdict, or by the patterns that cover them.

use super::checked::CheckedAction;
use crate::output::printable::counted;
use crate::policy::group_by::grouped;
use crate::policy::terminal::{width, wrapped};
use crate::policy::verdict::policy_set::PolicySet;
use ram_policy::Effect;
use std::io::{self, Write};

/// Groups the actions that share a verdict and its reasons.
pub(super) fn by_verdict(out: &mut impl Write, checked: &[CheckedAction]) -> io::Result<()> {
    let groups = grouped(checked.iter().map(|one| {
        let mut heading = one.verdict.to_string();
        for reason in &one.reasons {
            heading.push_str("\n    ");
            heading.push_str(&wrapped(reason, 6, width()));
        }
        (heading, one)
    }));
    for (heading, group) in &groups {
        writeln!(out, "{heading}")?;
        for one in group {
            writeln!(out, "  {}", one.action.escape_debug())?;
        }
        writeln!(out)?;
    }
    summary(out, checked)
}

/// Lists the actions that each pattern of an Allow covers, with the verdicts that are not "allowed".
pub(super) fn by_pattern(
    out: &mut impl Write,
    policy_set: &PolicySet,
    checked: &[CheckedAction],
) -> io::Result<()> {
    for loaded in policy_set.loaded() {
        let source = loaded.document.source();
        for statement in loaded.policy.statements() {
            if statement.effect != Effect::Allow {
                continue;
            }
            let is_negated = statement.actions.is_negated;
            let covered: Vec<&CheckedAction> = checked
                .iter()
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
                    if one.verdict.is_allowed() {
                        writeln!(out)?;
                    } else {
                        writeln!(out, "  ({})", one.verdict.label())?;
                    }
                }
            }
        }
    }
    writeln!(out)?;
    summary(out, checked)
}

fn summary(out: &mut impl Write, checked: &[CheckedAction]) -> io::Result<()> {
    let allowed = checked.iter().filter(|one| one.verdict.is_allowed());
    let asked = counted(checked.len(), "action");
    write!(out, "{} of {asked} allowed", allowed.count())?;
    let mut resources: Vec<&str> = checked.iter().map(|one| &*one.resource).collect();
    resources.dedup();
    match resources[..] {
        [resource] => writeln!(out, " on {}", resource.escape_debug()),
        _ => writeln!(out),
    }
}
