//! How the decisions of several policies make one.
//!
//! Source: the pages "Policy evaluation process" and "Policy evaluation process of assuming a RAM
//! role" of RAM's documentation.

/// Some of {allow, explicit deny, implicit deny}: what a set of policies may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Members(u8);

impl Members {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALLOW: Self = Self(1);
    pub(crate) const EXPLICIT: Self = Self(2);
    pub(crate) const IMPLICIT: Self = Self(4);

    const EACH: [Self; 3] = [Self::ALLOW, Self::EXPLICIT, Self::IMPLICIT];

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
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

/// What the sets of policies may come to; `None` where there is no policy of that kind.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sets {
    pub(crate) control: Option<Members>,
    pub(crate) session: Option<Members>,
    pub(crate) account: Option<Members>,
    pub(crate) resource_group: Option<Members>,
    pub(crate) resource: Option<Members>,
}

impl Sets {
    /// What all of them together may come to, each choice of a member from each set taken in the
    /// documented order. `is_assume_role`: whether the action is `sts:AssumeRole`.
    pub(crate) fn combine(self, is_assume_role: bool) -> Members {
        // Most questions are about the caller's policies alone.
        if let (None, None, Some(account), None, None, false) = (
            self.control,
            self.session,
            self.account,
            self.resource_group,
            self.resource,
            is_assume_role,
        ) {
            return account;
        }
        let mut result = Members::NONE;
        // A control policy or a session policy that does not allow ends it.
        let mut goes_on = true;
        for gate in [self.control, self.session].into_iter().flatten() {
            if goes_on {
                for member in gate.each().filter(|member| *member != Members::ALLOW) {
                    result = result.and(member);
                }
                goes_on = gate.has(Members::ALLOW);
            }
        }
        if !goes_on {
            return result;
        }
        let resource = self.resource.unwrap_or(Members::IMPLICIT);
        for identity in self.identity().each() {
            for resource in resource.each() {
                result = result.and(both(identity, resource, is_assume_role));
            }
        }
        result
    }

    /// Those of resource-group scope are only looked at where those of account scope give an implicit
    /// deny: an Allow of the account hides a Deny of the group.
    fn identity(self) -> Members {
        let account = self.account.unwrap_or(Members::IMPLICIT);
        let Some(group) = self.resource_group else {
            return account;
        };
        let kept = Members(account.0 & !Members::IMPLICIT.0);
        if account.has(Members::IMPLICIT) {
            kept.and(group)
        } else {
            kept
        }
    }
}

fn both(identity: Members, resource: Members, is_assume_role: bool) -> Members {
    let is_allowed = if is_assume_role {
        identity == Members::ALLOW && resource == Members::ALLOW
    } else {
        identity == Members::ALLOW || resource == Members::ALLOW
    };
    if identity == Members::EXPLICIT || resource == Members::EXPLICIT {
        Members::EXPLICIT
    } else if is_allowed {
        Members::ALLOW
    } else {
        Members::IMPLICIT
    }
}
