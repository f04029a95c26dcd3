//! What two policies decide differently.

use crate::analysis::change::Change;
use crate::eval::decision::Assumption;
use crate::policy::kind::Kind;

/// A request that shows a difference.
///
/// The example at [`Comparison`] has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The kind of difference.
    pub change: Change,
    /// The action. In [`Comparison::others`] it is the shortest of those that the pattern matches.
    pub action: String,
    /// The shortest resource of the action's service with the difference.
    pub resource: String,
    /// The principals with the difference, as the policy names them, in a policy of a resource; empty for all callers.
    pub principals: Vec<String>,
    /// The principals without the difference, if all others have it, or all others of `principals`: both policies
    /// deny the request to them, or both allow it, perhaps under conditions.
    pub excluded: Vec<String>,
}

/// A policy of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

impl Side {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// The differences between two policies.
///
/// ```
/// use ram_policy::{Change, Policy, Side, compare};
///
/// let old: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"},
///     {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*",
///      "Condition": {"Bool": {"acs:MFAPresent": "true"}}}
/// ]}"#.parse()?;
/// let new: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:GetA*", "Resource": "acs:cs:*"}
/// ]}"#.parse()?;
///
/// let comparison = compare(&old, &new, &[]);
/// assert!(comparison.is_decided && !comparison.is_same());
/// // No action was given as known, so one represents all with the same difference.
/// let lost = &comparison.others[0];
/// assert_eq!((lost.change, lost.action.as_str()), (Change::Lost, "cs:Get"));
/// // Statements with a condition that only one of the two has.
/// assert_eq!(comparison.not_compared, [(Side::Old, 1)]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The differences in the actions that were named as known: all of them.
    pub known: Vec<Difference>,
    /// The differences in all other actions, one for each set of them that the statements tell apart.
    pub others: Vec<Difference>,
    /// The differences that exist only on resources that are not of the action's service: one for each service and
    /// change. A service checks its actions on its own resources, so that hardly any request shows one.
    pub elsewhere: Vec<Difference>,
    /// The indices of statements with conditions or principals that only one of the policies has. Their effects are
    /// not compared.
    pub not_compared: Vec<(Side, usize)>,
    /// True if the comparison is complete; otherwise there may be more differences.
    pub is_decided: bool,
    /// Our choices without which policies that are the same would not be.
    pub assumes: Vec<Assumption>,
    /// The kinds of the policies, the old one first. Equal statements of two kinds do different things: one policy
    /// can grant what the other only limits, and the policies of two resources decide on different calls.
    pub kinds: [Kind; 2],
}

impl Comparison {
    /// Reports whether both policies are proved to decide every request the same, as far as
    /// [`assumes`](Self::assumes) holds.
    pub fn is_same(&self) -> bool {
        self.kinds[0] == self.kinds[1]
            && self.is_decided
            && !self.has_differences()
            && self.not_compared.is_empty()
    }

    pub(crate) fn has_differences(&self) -> bool {
        [&self.known, &self.others, &self.elsewhere]
            .into_iter()
            .any(|some| !some.is_empty())
    }
}
