//! The permissions of a policy as sets of actions, and the catalog for the linter.

use core::marker::PhantomData;

/// The actions of a catalog, sorted by the decision of a policy on all of a resource. Each action is in
/// exactly one of the sets. The function `allowed_by` of a catalog's set returns it.
///
/// ```
/// use ack_catalog::{AckAction, AckActionSet, ram_policy::Policy};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Start*", "Resource": "*"},
///     {"Effect": "Allow", "Action": "cs:Stop*", "Resource": "*",
///      "Condition": {"Bool": {"acs:MFAPresent": "true"}}}
/// ]}"#.parse()?;
/// let found = AckActionSet::allowed_by(&policy, "acs:cs:*:*:*");
/// assert_eq!(found.allowed, AckActionSet::of(&[AckAction::StartAlert]));
/// assert_eq!(found.undecided, AckActionSet::of(&[AckAction::StopAlert]));
/// assert!(found.denied.contains(AckAction::OpenAckService));
/// # Ok::<(), ack_catalog::ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions<Set> {
    /// Allowed on all of the resource.
    pub allowed: Set,
    /// The decision depends on conditions, or would take too long.
    pub undecided: Set,
    /// Denied on at least a part of the resource.
    pub denied: Set,
}

/// A catalog for the linter of [`ram_policy`]: the constant `KNOWN` of its enum.
///
/// ```
/// use ack_catalog::AckAction;
/// use ack_catalog::ram_policy::lint::Linter;
///
/// let found = Linter::new(&AckAction::KNOWN).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:DescribeEvnets", "Resource": "*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "misspelt-action");
/// assert!(found[0].help.contains(AckAction::DescribeEvents.ram_action()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Known<A>(PhantomData<fn() -> A>);

impl<A> Known<A> {
    #[doc(hidden)]
    #[inline]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}
