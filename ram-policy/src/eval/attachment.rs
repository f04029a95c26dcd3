//! Where policies are attached, and how RAM combines the decisions of each place.
//!
//! Source: the pages "Policy evaluation process" and "Policy evaluation process of assuming a RAM
//! role" of RAM's documentation.

use crate::policy::document::Policy;
use crate::policy::kind::Kind;
use std::fmt;
use std::ops::{Index, IndexMut};

/// Defines the attachments and the list of all of them, so that none can be missing from the list.
macro_rules! attachments {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The place to which a policy is attached; it determines the order of evaluation.
        ///
        /// [`Policies::with`](crate::Policies::with) has an example.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Attachment {
            $($(#[$doc])* $name,)*
        }

        impl Attachment {
            /// All attachments, in the order of evaluation.
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];
        }
    };
}

attachments! {
    /// A control policy of the resource directory.
    Control,
    /// The policy of a role's session.
    Session,
    /// The policy of the VPC endpoint through which the request comes.
    Endpoint,
    /// Attached to a user, a group or a role, for the whole account.
    Account,
    /// Attached to a user, a group or a role, for a resource group.
    ResourceGroup,
    /// Attached to the resource: a role's trust policy, a bucket's policy.
    Resource,
}

impl Attachment {
    /// Returns where the policies of a kind are attached.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Identity => Self::Account,
            Kind::Trust | Kind::Bucket | Kind::Key | Kind::Resource => Self::Resource,
            Kind::Endpoint => Self::Endpoint,
            Kind::Control => Self::Control,
            Kind::Session => Self::Session,
        }
    }

    /// Returns where a policy is attached that was given for this place. Given for the account, its
    /// [kind](Policy::kind) decides.
    ///
    /// ```
    /// use ram_policy::{Attachment, Kind, Policy};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"}
    /// ]}"#.parse()?;
    /// assert_eq!(Attachment::Account.place(&policy), Ok(Attachment::Account));
    /// let policy = policy.of_kind(Some(Kind::Bucket));
    /// assert_eq!(Attachment::Account.place(&policy), Ok(Attachment::Resource));
    /// let error = Attachment::Session.place(&policy).unwrap_err();
    /// assert_eq!(error.to_string(), "expected a session policy, found a bucket policy");
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The policy is known to be one of another place.
    pub fn place(self, policy: &Policy) -> Result<Self, Misplaced> {
        let found = policy.kind();
        let of_kind = Self::of(found);
        // Without a `Principal`, policies of several kinds look the same.
        let is_known = policy.known_kind.is_some() || of_kind == Self::Resource;
        match self {
            Self::Account if of_kind.is_identity() && policy.is_resource_based() => {
                Ok(Self::Resource)
            }
            Self::Account => Ok(of_kind),
            Self::ResourceGroup if of_kind.is_identity() => Ok(self),
            _ if of_kind == self || !is_known => Ok(self),
            _ => Err(Misplaced {
                expected: self,
                found,
            }),
        }
    }

    /// Returns true if the policies of this attachment must allow a request, but do not suffice to allow it.
    pub const fn is_gate(self) -> bool {
        match self {
            Self::Control | Self::Session | Self::Endpoint => true,
            Self::Account | Self::ResourceGroup | Self::Resource => false,
        }
    }

    /// Returns true if the policies of this attachment belong to the caller. They have no `Principal`.
    pub const fn is_identity(self) -> bool {
        match self {
            Self::Account | Self::ResourceGroup => true,
            Self::Control | Self::Session | Self::Endpoint | Self::Resource => false,
        }
    }
}

/// The reason why a policy cannot be attached to a place: its kind belongs to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misplaced {
    expected: Attachment,
    found: Kind,
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.expected {
            Attachment::Control => Kind::Control.phrase(),
            Attachment::Session => Kind::Session.phrase(),
            Attachment::Endpoint => Kind::Endpoint.phrase(),
            Attachment::Account | Attachment::ResourceGroup => Kind::Identity.phrase(),
            Attachment::Resource => Kind::Resource.phrase(),
        };
        write!(f, "expected {expected}, found {}", self.found.phrase())
    }
}

impl std::error::Error for Misplaced {}

/// Some of {allow, explicit deny, implicit deny}: the possible outcomes of a set of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutcomeSet(u8);

impl OutcomeSet {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALLOW: Self = Self(1);
    pub(crate) const EXPLICIT: Self = Self(2);
    pub(crate) const IMPLICIT: Self = Self(4);
    const ANY: Self = Self(7);

    const EACH: [Self; 3] = [Self::ALLOW, Self::EXPLICIT, Self::IMPLICIT];

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, member: Self) -> Self {
        Self(self.0 & !member.0)
    }

    pub(crate) const fn has(self, member: Self) -> bool {
        self.0 & member.0 != 0
    }

    fn each(self) -> impl Iterator<Item = Self> {
        Self::EACH
            .into_iter()
            .filter(move |member| self.has(*member))
    }
}

/// A value for each attachment.
#[derive(Clone, Copy, Default)]
pub(crate) struct ByAttachment<T>([T; Attachment::ALL.len()]);

impl<T> Index<Attachment> for ByAttachment<T> {
    type Output = T;

    fn index(&self, attachment: Attachment) -> &T {
        &self.0[attachment as usize]
    }
}

impl<T> IndexMut<Attachment> for ByAttachment<T> {
    fn index_mut(&mut self, attachment: Attachment) -> &mut T {
        &mut self.0[attachment as usize]
    }
}

impl<T> ByAttachment<T> {
    pub(crate) fn map<U>(self, map: impl FnMut(T) -> U) -> ByAttachment<U> {
        ByAttachment(self.0.map(map))
    }
}

/// The policies that must allow a request that the gates allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deciders {
    /// Those of the caller or that of the resource.
    Either,
    /// Those of the caller and the trust policy of the role that the caller assumes.
    Both,
    /// The trust policy of the role, which a caller without policies assumes.
    TrustPolicy,
}

/// A policy that exists, and decides, but was not given.
///
/// ```
/// use ram_policy::{NotGiven, Outcome, Policies, Policy, Request};
///
/// let of_caller: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
/// ]}"#.parse()?;
/// let request = Request::new("sts:AssumeRole", "acs:ram::1:role/reader");
/// let decision = Policies::new().attach(&of_caller).decide(&request);
/// assert_eq!(decision.outcome, Outcome::Undecided);
/// assert_eq!(decision.not_given, Some(NotGiven::TrustPolicy));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotGiven {
    /// The trust policy of a role. Every role has one.
    TrustPolicy,
    /// The policies of the user or the role that assumes a role, where only its trust policy was given.
    CallerPolicies,
    /// The control policies that allow, such as `FullAliyunAccess`, where those that were given only deny.
    ControlPolicies,
}

/// `None` where no policy is attached.
impl ByAttachment<Option<OutcomeSet>> {
    /// Returns the possible outcomes of all policies together, in the documented order of evaluation.
    pub(crate) fn combine(self, deciders: Deciders) -> OutcomeSet {
        let mut result = OutcomeSet::NONE;
        // Evaluation ends at a gate that does not allow.
        for gate in gates() {
            let Some(gate) = self[gate] else { continue };
            result = result.and(gate.without(OutcomeSet::ALLOW));
            if !gate.has(OutcomeSet::ALLOW) {
                return result;
            }
        }
        let not_given = self.not_given(deciders);
        let resource = match not_given {
            Some(NotGiven::TrustPolicy) => OutcomeSet::ANY,
            _ => self[Attachment::Resource].unwrap_or(OutcomeSet::IMPLICIT),
        };
        let identity = match not_given {
            _ if deciders == Deciders::TrustPolicy => OutcomeSet::IMPLICIT,
            Some(NotGiven::CallerPolicies) => OutcomeSet::ANY,
            _ => self.identity(),
        };
        for identity in identity.each() {
            for resource in resource.each() {
                result = result.and(both(identity, resource, deciders));
            }
        }
        result
    }

    /// Returns the policy that decides and was not given. Without any policy of a caller or a resource, the caller
    /// has none.
    pub(crate) fn not_given(self, deciders: Deciders) -> Option<NotGiven> {
        let is_given = |attachment| self[attachment].is_some();
        let has_caller = is_given(Attachment::Account) || is_given(Attachment::ResourceGroup);
        match (deciders, is_given(Attachment::Resource)) {
            (Deciders::Both | Deciders::TrustPolicy, false) => Some(NotGiven::TrustPolicy),
            (Deciders::Both, true) if !has_caller => Some(NotGiven::CallerPolicies),
            _ => None,
        }
    }

    fn account(self) -> OutcomeSet {
        self[Attachment::Account].unwrap_or(OutcomeSet::IMPLICIT)
    }

    /// Policies attached for a resource group are consulted only where those for the account give an implicit
    /// deny: an Allow of the account hides a Deny of the group.
    fn identity(self) -> OutcomeSet {
        let account = self.account();
        let kept = account.without(OutcomeSet::IMPLICIT);
        match self[Attachment::ResourceGroup] {
            Some(group) if account.has(OutcomeSet::IMPLICIT) => kept.and(group),
            Some(_) => kept,
            None => account,
        }
    }

    /// Returns the possible outcomes of an attachment, if evaluation can reach it.
    pub(crate) fn consulted(
        self,
        attachment: Attachment,
        deciders: Deciders,
    ) -> Option<OutcomeSet> {
        let passes = |gate: Attachment| self[gate].is_none_or(|gate| gate.has(OutcomeSet::ALLOW));
        let is_reached = gates().take_while(|gate| *gate != attachment).all(passes);
        let is_hidden =
            attachment == Attachment::ResourceGroup && !self.account().has(OutcomeSet::IMPLICIT);
        let is_ignored = attachment.is_identity() && deciders == Deciders::TrustPolicy;
        self[attachment].filter(|_| is_reached && !is_hidden && !is_ignored)
    }
}

/// Returns the gates in the order of evaluation, which is before everything else.
fn gates() -> impl Iterator<Item = Attachment> {
    Attachment::ALL.into_iter().filter(|one| one.is_gate())
}

fn both(identity: OutcomeSet, resource: OutcomeSet, deciders: Deciders) -> OutcomeSet {
    let allows = [identity, resource].map(|outcome| outcome == OutcomeSet::ALLOW);
    let is_allowed = match deciders {
        Deciders::Both => allows == [true, true],
        Deciders::Either | Deciders::TrustPolicy => allows.contains(&true),
    };
    if identity == OutcomeSet::EXPLICIT || resource == OutcomeSet::EXPLICIT {
        OutcomeSet::EXPLICIT
    } else if is_allowed {
        OutcomeSet::ALLOW
    } else {
        OutcomeSet::IMPLICIT
    }
}
