//! The resources of a pattern by the statements that cover them.

use crate::analysis::automaton::BudgetExceeded;
use crate::analysis::by_resource::{Covering, witnesses};
use crate::eval::decide::Policies;
use crate::limits;

/// The resources of a pattern that the same statements cover.
///
/// [`Policies::regions`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// One of the resources.
    pub witness: String,
    /// The statements, each as the index of its policy and its own, in order.
    pub statements: Vec<(usize, usize)>,
}

impl Policies<'_> {
    /// Divides the resources that a pattern matches by the statements that cover them, regardless of the action.
    /// A wildcard stays in its field, as in [`reach`](Self::reach).
    ///
    /// On all resources of a region, the policies decide each action the same.
    ///
    /// ```
    /// use ram_policy::{Policies, Policy};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*"},
    ///     {"Effect": "Deny", "Action": "cs:Delete*", "Resource": "acs:cs:*:*:cluster/c1"}
    /// ]}"#.parse()?;
    /// let regions = Policies::new().attach(&policy).regions("acs:cs:*:*:cluster/*")?;
    /// let mut statements: Vec<_> = regions.into_iter().map(|region| region.statements).collect();
    /// statements.sort();
    /// // All clusters but c1, and that one.
    /// assert_eq!(statements, [vec![(0, 0)], vec![(0, 0), (0, 1)]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There are too many patterns to reason about within [`limits::WORK`].
    pub fn regions(&self, resource: &str) -> Result<Vec<Region>, BudgetExceeded> {
        let mut all = Vec::new();
        for (policy, (_, attached)) in self.attached().iter().enumerate() {
            let statements = 0..attached.statements.len();
            all.extend(statements.map(|statement| Covering::of_any_action(policy, statement)));
        }
        let found = witnesses(self, &all, resource, &[], &mut limits::work())?;
        let regions = found.iter().map(|witness| Region {
            witness: witness.resource.clone(),
            statements: (witness.covered_by.iter())
                .map(|&number| (all[number].policy, all[number].statement))
                .collect(),
        });
        let mut regions: Vec<Region> = regions.collect();
        // The first of several witnesses is the shortest.
        regions.sort_by(|one, other| one.statements.cmp(&other.statements));
        regions.dedup_by(|one, other| one.statements == other.statements);
        Ok(regions)
    }
}
