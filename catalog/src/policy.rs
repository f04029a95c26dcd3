//! What a policy makes of the actions of a catalog, and what the linter knows of them.

use core::marker::PhantomData;

/// The actions of a catalog, by what a policy makes of them on all of a resource. Each is in exactly
/// one of the sets. Made by `allowed_by` of a catalog's set.
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
/// assert!(found.refused.contains(AckAction::OpenAckService));
/// # Ok::<(), ack_catalog::ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions<Set> {
    /// They are allowed on all of the resource.
    pub allowed: Set,
    /// Whether they are allowed hangs on conditions, or would take too long to tell.
    pub undecided: Set,
    /// They are refused, on some of the resource at least.
    pub refused: Set,
}

/// A catalog as the linter of [`ram_policy`] takes it: the constant `KNOWN` of its enum.
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
