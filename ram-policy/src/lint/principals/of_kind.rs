//! The checks for statements with and without a `Principal`.

use crate::lint::checker::Checker;
use crate::lint::registry::{MISSING_PRINCIPAL, UNEXPECTED_PRINCIPAL};
use crate::policy::document::Statement;
use ram_diagnostics::ByteRange;

impl Checker<'_> {
    /// Reports a statement that has a `Principal` against the kind of the policy, or lacks it.
    pub(super) fn principal_of_kind(&mut self, statement: &Statement) {
        let kind = self.kind.phrase();
        match &statement.principal {
            Some(principal) if !self.kind.has_principals() => {
                let message = format!("{kind} has no `Principal`");
                let help = "remove it; the policy applies to those to whom it is attached";
                self.report(UNEXPECTED_PRINCIPAL, principal.range, message, help);
            }
            // Statements without a `Principal` do not show the kind, but others do.
            None if self.kind.needs_principals()
                || (self.kind.has_principals() && !self.is_kind_given) =>
            {
                let start = statement.range.start;
                let reason = if self.kind.needs_principals() {
                    format!("{kind} needs one")
                } else {
                    "others of the policy have one".to_owned()
                };
                let message = format!("the statement has no `Principal`, and {reason}");
                let help = "add it, or move the statement to a policy of users, groups or roles";
                let place = ByteRange::new(start, start + 1);
                self.report(MISSING_PRINCIPAL, place, message, help);
            }
            _ => {}
        }
    }
}
