//! What Deny statements take away from an Allow.

use crate::analysis::automaton::{Inclusion, is_subset_as};
use crate::analysis::intersect::intersect_as;
use crate::policy::condition::Operator;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};

/// The Deny statements that apply wherever an Allow statement does.
pub(super) struct Denied<'a>(Vec<&'a Statement>);

/// What is left of a pattern of actions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    All,
    /// All but some.
    Most,
    /// Nothing, or only what a `NotAction` lists.
    Few,
}

impl<'a> Denied<'a> {
    /// Finds the Deny statements that always apply to the resources and principals of an Allow.
    pub(super) fn of(policy: &'a Policy, allow: &Statement, work: &mut usize) -> Self {
        Self::that(policy, allow, work, |deny| deny.conditions.is_empty())
    }

    /// Finds those that apply to everyone, or to everyone but a few.
    pub(super) fn to_strangers(policy: &'a Policy, allow: &Statement, work: &mut usize) -> Self {
        Self::that(policy, allow, work, |deny| {
            deny.conditions.iter().all(|condition| {
                let is_negated = matches!(
                    condition.operator.value,
                    Operator::Known {
                        is_negated: true,
                        ..
                    }
                );
                is_negated && tells_callers_apart(&condition.key.value)
            })
        })
    }

    fn that(
        policy: &'a Policy,
        allow: &Statement,
        work: &mut usize,
        applies: impl Fn(&Statement) -> bool,
    ) -> Self {
        let is_to_all = |deny: &Statement| {
            deny.principal.as_ref().is_none_or(|all| {
                let mut values = all.values.iter();
                values.any(|(_, value)| value.value.as_str() == "*")
            })
        };
        let statements = policy.statements.iter().filter(|deny| {
            deny.effect == Effect::Deny
                && is_to_all(deny)
                && applies(deny)
                && covers(deny.resources.as_deref(), allow.resources.as_deref(), work)
        });
        Self(statements.collect())
    }

    /// Reports whether an action is denied.
    pub(super) fn is_denied(&self, action: &str) -> bool {
        self.0.iter().any(|deny| deny.actions.cover(action))
    }

    /// Returns the rest of a pattern, which is all of it once no `work` is left.
    pub(super) fn left(&self, pattern: &Pattern, work: &mut usize) -> Left {
        let mut left = Left::All;
        for deny in &self.0 {
            let denied: Vec<&Pattern> = values(&deny.actions.patterns).collect();
            let is_in = is_subset_as(&[pattern], &denied, Case::Folded, work);
            match (deny.actions.is_negated, is_in) {
                (false, Inclusion::Yes) | (true, Inclusion::No { .. }) => return Left::Few,
                (false, Inclusion::No { .. }) => {
                    let meets = |one: &&Pattern| {
                        matches!(intersect_as(pattern, one, Case::Folded, work), Ok(Some(_)))
                    };
                    if denied.iter().any(meets) {
                        left = Left::Most;
                    }
                }
                _ => {}
            }
        }
        left
    }
}

/// Reports whether resources of a Deny include those of an Allow.
fn covers(
    deny: Option<&[Located<Pattern>]>,
    allow: Option<&[Located<Pattern>]>,
    work: &mut usize,
) -> bool {
    let Some(deny) = deny else {
        return true;
    };
    let deny: Vec<&Pattern> = values(deny).collect();
    if deny.iter().any(|pattern| pattern.as_str() == "*") {
        return true;
    }
    let allow: Vec<&Pattern> = allow.map_or(Vec::new(), |all| values(all).collect());
    !allow.is_empty() && is_subset_as(&allow, &deny, Case::Exact, work) == Inclusion::Yes
}

/// Keys of the request, whoever the caller is.
const OF_REQUEST: [&str; 6] = [
    "acs:CurrentTime",
    "acs:MFAPresent",
    "acs:SecureTransport",
    "acs:UserAgent",
    "oss:Delimiter",
    "oss:Prefix",
];

/// Reports whether a condition on this key can tell one caller from another. The claims of a token are what its provider
/// says.
pub(super) fn tells_callers_apart(key: &str) -> bool {
    let service = key.split(':').next().unwrap_or_default();
    let is_claim = ["oidc", "saml"]
        .iter()
        .any(|code| service.eq_ignore_ascii_case(code));
    !is_claim
        && !OF_REQUEST
            .iter()
            .any(|of_request| key.eq_ignore_ascii_case(of_request))
}
