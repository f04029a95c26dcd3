//! The rule on policies that are too long.

use crate::lint::checker::Checker;
use crate::lint::form::rules::TOO_LONG;
use crate::lint::size::{Size, SizeLimit, without_space};
use crate::policy::document::Policy;
use ram_diagnostics::ByteRange;
use ram_diagnostics::Severity;
use std::collections::HashSet;

impl Checker<'_> {
    /// `redundant`: the places of what can go.
    pub(crate) fn size(&mut self, redundant: &[ByteRange]) {
        let limit = &self.settings.size;
        let text = self.policy.text();
        if text.len() <= limit.characters {
            return;
        }
        let Size { whole, packed } = Size::of(text);
        if whole <= limit.characters {
            return;
        }
        let tidy = without_space(&without(self.policy, redundant).to_string()).min(packed);
        let SizeLimit { characters, as_of } = limit;
        let message =
            format!("the policy has {whole} characters, and {characters} is the most ({as_of})");
        let help = format!(
            "without white space it has {packed}, and without what is redundant, too, {tidy}; {}",
            match () {
                () if packed <= *characters => "whether white space counts is not documented",
                () if tidy <= *characters => "remove what is redundant",
                () => "split it in two",
            }
        );
        let start = text.find(['{', '｛']).unwrap_or_default();
        let brace = text[start..].chars().next();
        let place = ByteRange::new(start, start + brace.map_or(0, char::len_utf8));
        let is_certain = packed > *characters;
        let finding = self.report(&TOO_LONG, place, message, help);
        if is_certain {
            finding.severity = Severity::Error;
        }
    }
}

fn without(policy: &Policy, redundant: &[ByteRange]) -> Policy {
    let redundant: HashSet<ByteRange> = redundant.iter().copied().collect();
    let stays = |range: ByteRange| !redundant.contains(&range);
    let mut left = policy.clone();
    left.statements.retain(|statement| stays(statement.range));
    for statement in &mut left.statements {
        let actions = &mut statement.actions.patterns;
        actions.retain(|pattern| stays(pattern.range));
        let resources = statement.resources.iter_mut();
        resources.for_each(|all| all.retain(|pattern| stays(pattern.range)));
    }
    left
}
