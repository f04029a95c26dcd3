//! Warnings about confusable and invisible characters.

use crate::output::failure::warn;
use crate::policy::excerpt::short;
use crate::policy::input::document::Document;
use ram_policy::{ByteRange, Confusable, Policy};

/// Warns about confusable characters in a policy, which an answer about it would only repeat.
pub(crate) fn warn_about_confusables(document: &Document, ranges: &[ByteRange]) {
    if ranges.is_empty() {
        return;
    }
    let message = format!(
        "{}: confusable, invalid or invisible characters at {}",
        document.printable_name(),
        document.first_places(ranges)
    );
    let help = "type them again; `ack-catalog lint` names them";
    warn(&message, Some(help));
}

/// Returns the strings of a policy with confusable or invisible characters, and actions with characters that no
/// action has.
pub(crate) fn confusables(policy: &Policy) -> Vec<ByteRange> {
    let mut found = Vec::new();
    for statement in policy.statements() {
        let actions = &statement.actions.patterns;
        let actions = actions
            .iter()
            .filter(|action| !action.value.as_str().is_ascii());
        found.extend(actions.map(|action| action.range));

        let principals = statement.principal.iter().flat_map(|one| &one.values);
        let resources = statement.resources.iter().flatten();
        let names = resources.chain(principals.map(|(_, name)| name));
        let names = names.filter(|name| Confusable::in_name(name.value.as_str()).is_some());
        found.extend(names.map(|name| name.range));

        for condition in &statement.conditions {
            let key = Some(&condition.key).filter(|key| Confusable::in_ascii(&key.value).is_some());
            found.extend(key.map(|key| key.range));
            let values = condition.values.iter();
            let values = values.filter(|one| Confusable::in_name(one.value.as_str()).is_some());
            found.extend(values.map(|value| value.range));
        }
    }
    found.sort_unstable();
    found
}

/// Returns the help for a name that contains a confusable character, which an error would only repeat.
pub(crate) fn retype(name: &str) -> Option<String> {
    let confusable = Confusable::in_ascii(name)?;
    Some(format!("type it again: it contains {confusable}"))
}

/// Warns about a confusable letter in an argument.
pub(crate) fn warn_about_confusable(argument: &str) {
    if let Some(confusable) = Confusable::in_name(argument) {
        let message = format!("`{}` contains {confusable}", short(argument).escape_debug());
        warn(&message, Some("type it again"));
    }
}
