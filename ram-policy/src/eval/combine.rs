//! The combination of the decisions of several policies.
//!
//! Source: the pages "Policy evaluation process" and "Policy evaluation process of assuming a RAM
//! role" of RAM's documentation.

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

/// The possible outcomes of each scope; `None` where no policy has that scope.
#[derive(Clone, Copy, Default)]
pub(crate) struct ScopeOutcomes {
    pub(crate) control: Option<OutcomeSet>,
    pub(crate) session: Option<OutcomeSet>,
    pub(crate) account: Option<OutcomeSet>,
    pub(crate) resource_group: Option<OutcomeSet>,
    pub(crate) resource: Option<OutcomeSet>,
}

impl ScopeOutcomes {
    /// Returns the possible outcomes of all scopes together, in the documented order of evaluation.
    /// `is_assume_role`: whether the action is `sts:AssumeRole`.
    pub(crate) fn combine(self, is_assume_role: bool) -> OutcomeSet {
        let mut result = OutcomeSet::NONE;
        // Evaluation ends at a control policy or a session policy that does not allow.
        for gate in [self.control, self.session].into_iter().flatten() {
            result = result.and(gate.without(OutcomeSet::ALLOW));
            if !gate.has(OutcomeSet::ALLOW) {
                return result;
            }
        }
        let resource = self.resource.unwrap_or(OutcomeSet::IMPLICIT);
        for identity in self.identity().each() {
            for resource in resource.each() {
                result = result.and(both(identity, resource, is_assume_role));
            }
        }
        result
    }

    /// Policies of resource-group scope are consulted only where those of account scope give an implicit
    /// deny: an Allow of the account hides a Deny of the group.
    fn identity(self) -> OutcomeSet {
        let account = self.account.unwrap_or(OutcomeSet::IMPLICIT);
        let Some(group) = self.resource_group else {
            return account;
        };
        let kept = account.without(OutcomeSet::IMPLICIT);
        if account.has(OutcomeSet::IMPLICIT) {
            kept.and(group)
        } else {
            kept
        }
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
