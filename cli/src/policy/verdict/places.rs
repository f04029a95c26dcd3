//! Policies with the places of their statements.

use ram_policy::Policy;

/// Policies that decide, and how a reason names their statements.
pub(crate) trait Places {
    /// Returns a policy by its number among those that decide.
    fn policy(&self, number: usize) -> &Policy;

    /// Names a statement, as in `policy.json:3:9`.
    fn place(&self, policy: usize, statement: usize) -> String;
}
