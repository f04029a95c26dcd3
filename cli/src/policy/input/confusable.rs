//! Names that are not what they look like.

use crate::output::failure::report;
use crate::policy::input::document::Document;
use annotate_snippets::Level;
use ram_policy::lint::{NothingKnown, lint};
use ram_policy::{ByteRange, Confusable, Policy, Statement};

/// Says on standard error where they are: an answer about them shows the same letters.
pub(crate) fn tell_of_confusable(document: &Document, ranges: &[ByteRange]) {
    if ranges.is_empty() {
        return;
    }
    let message = format!(
        "{}: confusable, invalid or invisible characters at {}",
        document.shown(),
        document.first_places(ranges)
    );
    let help = "type them again; `ack-catalog lint` names them";
    report(Level::WARNING, &message, Some(help));
}

/// The parts of a policy that hold letters that look like others, or characters that do not show, and actions
/// with letters that no action has, in their order.
pub(crate) fn confusable(policy: &Policy) -> Vec<ByteRange> {
    // To look for all faults takes longer than most questions.
    if policy.statements().iter().all(is_ascii) {
        return Vec::new();
    }
    let mut found = lint(policy, &NothingKnown);
    found.retain(|finding| finding.rule.name == "confusable-letters");
    let found = found.into_iter().map(|finding| finding.range);
    let odd_actions = policy
        .statements()
        .iter()
        .flat_map(|statement| &statement.actions.patterns)
        .filter(|action| !action.value.as_str().is_ascii())
        .map(|action| action.range);
    let mut found: Vec<ByteRange> = found.chain(odd_actions).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn is_ascii(statement: &Statement) -> bool {
    let principals = statement.principal.iter().flat_map(|one| &one.values);
    statement
        .actions
        .patterns
        .iter()
        .chain(statement.resources.iter().flatten())
        .chain(principals.map(|(_, name)| name))
        .all(|pattern| pattern.value.as_str().is_ascii())
        && statement.conditions.iter().all(|condition| {
            condition.key.value.is_ascii()
                && condition
                    .values
                    .iter()
                    .all(|one| one.value.as_str().is_ascii())
        })
}

/// Says on standard error which letter of an argument is not what it looks like.
pub(crate) fn tell_of_odd_letter(argument: &str) {
    if let Some(odd) = Confusable::in_name(argument) {
        let message = format!("`{}` contains {odd}", argument.escape_debug());
        report(Level::WARNING, &message, Some("type it again"));
    }
}
