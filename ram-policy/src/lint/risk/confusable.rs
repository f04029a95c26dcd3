//! The check for confusable and invisible characters.

use crate::lint::checker::Checker;
use crate::lint::fix::Fix;
use crate::lint::registry::CONFUSABLE_LETTERS;
use crate::policy::pattern::is_action_character;
use crate::policy::print::quoted;
use ram_diagnostics::ByteRange;
use ram_diagnostics::Severity;
use ram_diagnostics::escaped;
use ram_diagnostics::{Confusable, without_confusables};

impl Checker<'_> {
    /// Checks the names of principals and the values of conditions.
    pub(crate) fn letters(&mut self) {
        for statement in &self.policy.statements {
            let principals = statement.principal.iter().flat_map(|one| &one.values);
            for (_, name) in principals {
                self.is_confusable_name(name.value.as_str(), name.range);
            }
            for value in statement.conditions.iter().flat_map(|one| &one.values) {
                self.is_confusable_name(value.value.as_str(), value.range);
            }
        }
    }

    /// Reports characters of an action or a condition key that look like ASCII or are invisible; returns whether
    /// there are any.
    pub(crate) fn is_confusable(&mut self, text: &str, range: ByteRange) -> bool {
        let odd = Confusable::in_ascii(text);
        odd.is_some_and(|odd| {
            self.odd_letter(odd, text, range);
            true
        })
    }

    /// Does the same for a name in any script. Two scripts in a word may be intended.
    pub(crate) fn is_confusable_name(&mut self, text: &str, range: ByteRange) -> bool {
        let odd = Confusable::in_name(text);
        odd.is_some_and(|odd| {
            self.odd_letter(odd, text, range);
            if let Some(finding) = self.findings.last_mut() {
                finding.severity = Severity::Warning;
            }
            true
        })
    }

    fn odd_letter(&mut self, odd: Confusable, text: &str, range: ByteRange) {
        let message = format!("`{}` contains {odd}", escaped(text));
        let plain = without_confusables(text);
        let is_meant = plain.contains(':') && plain.chars().all(is_action_character);
        let help = if is_meant {
            format!("type it again: `{}`", escaped(&plain))
        } else {
            "type it again".to_owned()
        };
        let finding = self.report(CONFUSABLE_LETTERS, range, message, help);
        finding.fix = is_meant.then(|| Fix::replacing(range, quoted(&plain)));
    }
}
