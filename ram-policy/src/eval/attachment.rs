//! Where policies are attached, and how RAM combines the decisions of each place.
//!
//! Source: the pages "Policy evaluation process" and "Policy evaluation process of assuming a RAM
//! role" of RAM's documentation.

use std::ops::{Index, IndexMut};

/// The place to which a policy is attached; it determines the order of evaluation.
///
/// [`Policies::with`](crate::Policies::with) has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attachment {
    /// A control policy of the resource directory.
    Control,
    /// The policy of a role's session.
    Session,
    /// Attached to a user, a group or a role, for the whole account.
    Account,
    /// Attached to a user, a group or a role, for a resource group.
    ResourceGroup,
    /// Attached to the resource: a role's trust policy, a bucket's policy.
    Resource,
}

impl Attachment {
    const COUNT: usize = Self::Resource as usize + 1;
}

/// Some of {allow, explicit deny, implicit deny}: the possible outcomes of a set of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutcomeSet(u8);

impl OutcomeSet {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALLOW: Self = Self(1);
    pub(crate) const EXPLICIT: Self = Self(2);
    pub(crate) const IMPLICIT: Self = Self(4);

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
pub(crate) struct ByAttachment<T>([T; Attachment::COUNT]);

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

/// `None` where no policy is attached.
impl ByAttachment<Option<OutcomeSet>> {
    /// Returns the possible outcomes of all policies together, in the documented order of evaluation.
    /// `is_assume_role`: whether the action is `sts:AssumeRole`.
    pub(crate) fn combine(self, is_assume_role: bool) -> OutcomeSet {
        let mut result = OutcomeSet::NONE;
        // Evaluation ends at a control policy or a session policy that does not allow.
        for gate in [Attachment::Control, Attachment::Session] {
            let Some(gate) = self[gate] else { continue };
            result = result.and(gate.without(OutcomeSet::ALLOW));
            if !gate.has(OutcomeSet::ALLOW) {
                return result;
            }
        }
        let resource = self[Attachment::Resource].unwrap_or(OutcomeSet::IMPLICIT);
        for identity in self.identity().each() {
            for resource in resource.each() {
                result = result.and(both(identity, resource, is_assume_role));
            }
        }
        result
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
    pub(crate) fn consulted(self, attachment: Attachment) -> Option<OutcomeSet> {
        let passes = |gate| self[gate].is_none_or(|gate| gate.has(OutcomeSet::ALLOW));
        let is_reached = match attachment {
            Attachment::Control => true,
            Attachment::Session => passes(Attachment::Control),
            Attachment::Account | Attachment::Resource => {
                passes(Attachment::Control) && passes(Attachment::Session)
            }
            Attachment::ResourceGroup => {
                passes(Attachment::Control)
                    && passes(Attachment::Session)
                    && self.account().has(OutcomeSet::IMPLICIT)
            }
        };
        self[attachment].filter(|_| is_reached)
    }
}

fn both(identity: OutcomeSet, resource: OutcomeSet, is_assume_role: bool) -> OutcomeSet {
    let is_allowed = if is_assume_role {
        identity == OutcomeSet::ALLOW && resource == OutcomeSet::ALLOW
    } else {
        identity == OutcomeSet::ALLOW || resource == OutcomeSet::ALLOW
    };
    if identity == OutcomeSet::EXPLICIT || resource == OutcomeSet::EXPLICIT {
        OutcomeSet::EXPLICIT
    } else if is_allowed {
        OutcomeSet::ALLOW
    } else {
        OutcomeSet::IMPLICIT
    }
}
