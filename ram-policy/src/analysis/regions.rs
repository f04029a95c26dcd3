//! The resources of a pattern by the statements that cover them.

use crate::analysis::automaton::BudgetExceeded;
use crate::analysis::by_resource::{Covering, witnesses};
use crate::eval::decide::Policies;
use crate::limits;
use crate::policy::pattern::Pattern;

/// The resources of a pattern that the same statements cover.
///
/// [`Regions`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// One of the resources.
    pub witness: String,
    /// The statements, each as the index of its policy and its own, in order.
    pub statements: Vec<(usize, usize)>,
}

/// Divides the resources that a pattern matches by the statements that cover them, regardless of the action. A wildcard
/// stays in its field, as in [`Policies::reach`].
///
/// On all resources of a region, the statements decide each action the same.
///
/// ```
/// use ram_policy::{Policies, Policy, Regions};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*"},
///     {"Effect": "Deny", "Action": "cs:Delete*", "Resource": "acs:cs:*:*:cluster/c1"}
/// ]}"#.parse()?;
/// let policies = Policies::new().attach(&policy);
/// let mut regions = Regions::new(&policies, "acs:cs:*:*:cluster/*");
/// let found = regions.of(&[(0, 0), (0, 1)])?;
/// let statements: Vec<_> = found.into_iter().map(|region| region.statements).collect();
/// // All clusters but c1, and that one.
/// assert_eq!(statements, [vec![(0, 0)], vec![(0, 0), (0, 1)]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Regions<'a> {
    policies: &'a Policies<'a>,
    resource: &'a str,
    except: Vec<Pattern>,
    /// The steps that are left for all questions together.
    work: usize,
}

impl<'a> Regions<'a> {
    /// Prepares questions about one pattern of resources.
    pub fn new(policies: &'a Policies<'a>, resource: &'a str) -> Self {
        Self {
            policies,
            resource,
            except: Vec::new(),
            work: limits::work(),
        }
    }

    /// Leaves out the resources that these patterns match.
    ///
    /// ```
    /// use ram_policy::{Pattern, Policies, Policy, Regions};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*"}
    /// ]}"#.parse()?;
    /// let policies = Policies::new().attach(&policy);
    /// let clusters = Pattern::resource("acs:cs:*:*:cluster/*");
    /// let mut outside = Regions::new(&policies, "acs:cs:*:*:*").except(&[&clusters]);
    /// let found = outside.of(&[(0, 0)])?;
    /// assert!(found.iter().all(|region| region.statements.is_empty()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn except(self, patterns: &[&Pattern]) -> Self {
        Self {
            except: patterns.iter().copied().cloned().collect(),
            ..self
        }
    }

    /// Returns the regions by these statements, each the index of a policy and of a statement.
    ///
    /// # Errors
    ///
    /// There are too many patterns to reason about within [`limits::WORK`] for all questions so far.
    pub fn of(&mut self, statements: &[(usize, usize)]) -> Result<Vec<Region>, BudgetExceeded> {
        let covering = statements.iter();
        let covering = covering.map(|&(policy, one)| Covering::of_any_action(policy, one));
        let covering: Vec<Covering> = covering.collect();
        let found = witnesses(
            self.policies,
            &covering,
            self.resource,
            &self.except,
            &mut self.work,
        )?;
        let regions = found.iter().map(|witness| Region {
            witness: witness.resource.clone(),
            statements: (witness.covered_by.iter())
                .map(|&number| statements[number])
                .collect(),
        });
        let mut regions: Vec<Region> = regions.collect();
        // The first of several witnesses is the shortest.
        regions.sort_by(|one, other| one.statements.cmp(&other.statements));
        regions.dedup_by(|one, other| one.statements == other.statements);
        Ok(regions)
    }
}
