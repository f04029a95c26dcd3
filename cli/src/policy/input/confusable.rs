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
    let statements = policy.statements().iter();
    let actions = statements.flat_map(|statement| &statement.actions.patterns);
    let actions = actions.filter(|action| !action.value.as_str().is_ascii());
    let mut found: Vec<ByteRange> = found.chain(actions.map(|action| action.range)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn is_ascii(statement: &Statement) -> bool {
    let actions = &statement.actions.patterns;
    let resources = statement.resources.iter().flatten();
    let principals = statement.principal.iter().flat_map(|one| &one.values);
    let principals = principals.map(|(_, name)| name);
    let mut patterns = actions.iter().chain(resources).chain(principals);
    patterns.all(|pattern| pattern.value.as_str().is_ascii())
        && statement.conditions.iter().all(|condition| {
            let mut values = condition.values.iter();
            condition.key.value.is_ascii() && values.all(|one| one.value.as_str().is_ascii())
        })
}

/// Says on standard error which letter of an argument is not what it looks like.
pub(crate) fn tell_of_odd_letter(argument: &str) {
    if let Some(odd) = Confusable::in_name(argument) {
        let message = format!("`{}` contains {odd}", argument.escape_debug());
        report(Level::WARNING, &message, Some("type it again"));
    }
}
