//! The change of a decision on a request from one policy to another.

use crate::policy::document::Effect;
use std::collections::BTreeSet;

/// The kind of a difference between the old and the new policy.
///
/// ```
/// use ram_policy::{Change, Policy, compare};
///
/// let [get, stop] = [("Allow", "cs:Get*"), ("Deny", "cs:Stop*")].map(|(effect, action)| {
///     format!(r#"{{"Effect": "{effect}", "Action": "{action}", "Resource": "*"}}"#)
/// });
/// let of = |statements: &[&str]| -> Result<Policy, _> {
///     format!(r#"{{"Version": "1", "Statement": [{}]}}"#, statements.join(", ")).parse()
/// };
/// let (old, new) = (of(&[&get])?, of(&[&get, &stop])?);
/// // Not allowed either way, but another policy can no longer allow it.
/// assert_eq!(compare(&old, &new, &["cs:StopAlert"]).known[0].change, Change::NewlyDenied);
/// assert_eq!(compare(&new, &old, &["cs:StopAlert"]).known[0].change, Change::NoLongerDenied);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Newly allowed.
    Gained,
    /// No longer allowed.
    Lost,
    /// Newly denied, whatever other policies allow; it was not allowed before, or only under conditions or to some.
    NewlyDenied,
    /// No longer denied, but still not allowed, or only under conditions or to some.
    NoLongerDenied,
}

/// A change for all callers whom a principal includes.
pub(crate) struct ChangeFor {
    pub(crate) change: Change,
    pub(crate) principal: Conditions,
    /// The principals who may not have it, with their conditions.
    pub(crate) excluded: BTreeSet<Conditions>,
}

/// What is known of the callers whom conditions are about.
pub(crate) trait Callers {
    /// Reports whether these conditions are one principal and nothing else.
    fn is_principal(&self, one: Conditions) -> bool;

    /// Reports whether no caller meets both.
    fn is_apart(&mut self, one: Conditions, other: Conditions) -> bool;

    /// Reports whether each caller whom a principal includes is one whom another principal includes.
    fn includes(&mut self, outer: Conditions, inner: Conditions) -> bool;

    /// Reports whether a principal includes callers whom none of the others can include.
    fn has_others(&mut self, one: Conditions, others: &BTreeSet<Conditions>) -> bool;
}

/// An id for the conditions and principals of a statement; equal ones share an id.
pub(crate) type Conditions = usize;

/// No conditions.
pub(crate) const UNCONDITIONAL: Conditions = 0;

/// The conditions under which a policy allows and denies a request. In a normal form; each condition is an
/// independent variable.
#[derive(PartialEq, Eq)]
pub(crate) struct Status {
    allow: BTreeSet<Conditions>,
    deny: BTreeSet<Conditions>,
}

impl Status {
    /// Creates the status of a request from the statements of one policy that match it.
    pub(crate) fn of(statements: &[(Effect, Conditions)]) -> Self {
        let of = |wanted| -> BTreeSet<Conditions> {
            statements
                .iter()
                .filter(|(effect, _)| *effect == wanted)
                .map(|(_, conditions)| *conditions)
                .collect()
        };
        let only = |set: BTreeSet<Conditions>| {
            if set.contains(&UNCONDITIONAL) {
                BTreeSet::from([UNCONDITIONAL])
            } else {
                set
            }
        };
        let deny = only(of(Effect::Deny));
        if deny.contains(&UNCONDITIONAL) {
            return Self {
                allow: BTreeSet::new(),
                deny,
            };
        }
        // Where the same conditions allow and deny, the Deny overrides.
        let allow = only(&of(Effect::Allow) - &deny);
        Self { allow, deny }
    }

    /// Returns the change to the new policy for all callers, except those whom both deny; `None` if it depends on
    /// conditions or on the caller.
    pub(crate) fn change_to(&self, new: &Self) -> Option<Change> {
        let certain = |set: &BTreeSet<Conditions>| match set.first() {
            None => Some(false),
            Some(&UNCONDITIONAL) => Some(true),
            Some(_) => None,
        };
        if self.deny == new.deny {
            return match (certain(&self.allow)?, certain(&new.allow)?) {
                (false, true) => Some(Change::Gained),
                (true, false) => Some(Change::Lost),
                _ => None,
            };
        }
        certain(&self.deny)?;
        let new_deny = certain(&new.deny)?;
        // One of the two denies the request to everyone, which is a difference whatever the other allows.
        match (certain(&self.allow), certain(&new.allow)) {
            (Some(false), Some(true)) => Some(Change::Gained),
            (Some(true), Some(false)) => Some(Change::Lost),
            _ if new_deny => Some(Change::NewlyDenied),
            _ => Some(Change::NoLongerDenied),
        }
    }

    /// Returns the change for all callers except those whom only one policy names, and their conditions: one policy
    /// allows everyone what the other one allows some.
    pub(crate) fn opening_to(&self, new: &Self) -> Option<(Change, BTreeSet<Conditions>)> {
        let everyone = BTreeSet::from([UNCONDITIONAL]);
        match () {
            () if self.deny != new.deny || self.allow == new.allow => None,
            () if new.allow == everyone => Some((Change::Gained, self.allow.clone())),
            () if self.allow == everyone => Some((Change::Lost, new.allow.clone())),
            () => None,
        }
    }

    /// Returns the conditions of what both deny, if they deny the same.
    pub(crate) fn denied_by_both(&self, new: &Self) -> BTreeSet<Conditions> {
        if self.deny == new.deny {
            self.deny.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// Returns what changes for single principals to the new policy, and the rest of the conditions that differ.
    pub(crate) fn changes_to(
        &self,
        new: &Self,
        callers: &mut impl Callers,
    ) -> (Vec<ChangeFor>, BTreeSet<Conditions>) {
        let same_deny = self.deny == new.deny;
        let allowed = &self.allow | &new.allow;
        let denied = &self.deny | &new.deny;
        // A condition on what both deny is one on the difference.
        let of_all = |one: &Conditions| !same_deny || callers.is_principal(*one);
        let denied_apart = denied.iter().copied().filter(of_all).collect();
        let all = &allowed | &denied_apart;
        let differing = &(&self.allow ^ &new.allow) | &(&self.deny ^ &new.deny);
        let (mut changes, mut left) = (Vec::new(), BTreeSet::new());
        for one in differing {
            let is_principal = callers.is_principal(one);
            let is_near = |other: &Conditions| {
                *other != one && !(is_principal && callers.is_apart(one, *other))
            };
            let near: BTreeSet<Conditions> = all.iter().copied().filter(is_near).collect();
            let in_allow = [&self.allow, &new.allow].map(|set| set.contains(&one));
            let in_deny = [&self.deny, &new.deny].map(|set| set.contains(&one));
            let change = match (in_allow, in_deny) {
                ([true, false], _) => Change::Lost,
                ([false, true], _) => Change::Gained,
                (_, [false, true]) => Change::NewlyDenied,
                _ => Change::NoLongerDenied,
            };
            let is_denied = same_deny && denied.contains(&one);
            // What the same policy allows besides does not matter.
            let other = if change == Change::Lost {
                &new.allow
            } else {
                &self.allow
            };
            let others = &near & &(other | &denied_apart);
            let mut has_change = || match () {
                () if !is_principal || is_denied => false,
                () if near.is_empty() => true,
                () => same_deny && (others.is_empty() || callers.has_others(one, &others)),
            };
            if has_change() {
                // Who has conditions may have a part of the difference.
                left.extend(others.iter().filter(|one| !callers.is_principal(**one)));
                changes.push(ChangeFor {
                    change,
                    principal: one,
                    excluded: others,
                });
                continue;
            }
            let is_included = is_principal && same_deny && !is_denied && {
                let mut others = others.intersection(other);
                others.any(|other| callers.includes(*other, one))
            };
            if !is_included {
                left.insert(one);
                left.extend(near);
            }
        }
        // Each is told once.
        for ChangeFor { principal, .. } in &changes {
            left.remove(principal);
        }
        (changes, left)
    }

    /// Reports whether the request is allowed only under conditions.
    pub(crate) fn is_conditional(&self) -> bool {
        !self.allow.is_empty() && !self.allow.contains(&UNCONDITIONAL)
    }
}
