//! Decisions on all of a resource, with the facts of the catalog.

use crate::policy::excerpt::example;
use ack_catalog::CsAction;
use ack_catalog_needs::ServiceKeys;
use ram_policy::lint::KnownActions;
use ram_policy::{BudgetExceeded, Context, Outcome, Part, Pattern, Policies, Reach, Request};
use std::borrow::Cow;
use std::fmt;

/// All resources of ACK, and all clusters, as policies name them.
pub(crate) const ACCOUNT_WIDE: &str = "acs:cs:*:*:*";
pub(crate) const CLUSTERS: &str = "acs:cs:*:*:cluster/*";

/// A resource that a policy matches if it does not name the region or the cluster. The account may be any.
const EVERY_CLUSTER: &str = "acs:cs:~:*:cluster/~";

pub(crate) enum Verdict {
    /// Allowed on all of the resource.
    Allowed(Part),
    /// Allowed on some of the resource, but not on this part.
    InPart(Part),
    /// Allowed only on clusters, so denied: the action cannot be limited to a cluster.
    DeniedInPractice(Part),
    Denied(Part),
    Undecided {
        open: Part,
        /// A part that is denied whatever is unknown.
        denied: Option<Part>,
    },
    /// Too many patterns for exact reasoning.
    TooComplex,
}

impl Verdict {
    /// Returns true if it is allowed on all of the resource, without an assumption.
    pub(crate) fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(part) if part.decision.assumes.is_empty())
    }

    /// Returns the part of the resource that explains the verdict.
    pub(crate) fn part(&self) -> Option<&Part> {
        match self {
            Self::Allowed(part)
            | Self::InPart(part)
            | Self::DeniedInPractice(part)
            | Self::Denied(part)
            | Self::Undecided { open: part, .. } => Some(part),
            Self::TooComplex => None,
        }
    }

    /// Names how much of the resource the action is allowed on.
    pub(crate) fn reach(&self) -> &'static str {
        match self {
            Self::Allowed(_) => "whole",
            Self::InPart(_) => "part",
            Self::DeniedInPractice(_) | Self::Denied(_) => "none",
            Self::Undecided { .. } | Self::TooComplex => "undecided",
        }
    }

    /// Returns what to do where an Allow of this action on a cluster has no effect.
    pub(crate) fn help(&self, action: &str) -> Option<&'static str> {
        matches!(self, Self::DeniedInPractice(_)).then(|| denied_in_practice(action))
    }

    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Allowed(part) if part.decision.assumes.is_empty() => "allowed",
            Self::Allowed(_) => "allowed under an assumption",
            Self::InPart(_) => "allowed on some resources",
            Self::DeniedInPractice(_) => "denied in practice",
            Self::Denied(_) => "denied",
            Self::Undecided { .. } | Self::TooComplex => "undecided",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())?;
        match self {
            Self::InPart(part) => {
                write!(f, "; not on, for example, {}", example(&part.witness))
            }
            Self::Undecided {
                denied: Some(part), ..
            } => {
                let witness = example(&part.witness);
                write!(f, " on some resources; denied on, for example, {witness}")
            }
            Self::TooComplex => f.write_str(": too many patterns for exact reasoning"),
            _ => Ok(()),
        }
    }
}

/// Returns why an action that is allowed only on clusters is denied, and what to do.
pub(crate) fn denied_in_practice(action: &str) -> &'static str {
    if is_of_every_cluster(action) {
        "applies to every cluster; allow it on \"Resource\": \"acs:cs:*:*:cluster/*\" or \"*\""
    } else {
        "cannot be limited to a cluster; allow it on \"Resource\": \"*\""
    }
}

/// The verdicts on many actions, on one resource.
pub(crate) struct Verdicts<'a> {
    context: &'a Context,
    keys: ServiceKeys,
    asked: Reach<'a>,
    /// The same without names that have a separator in their last field, unless a policy names one.
    plain: Option<Reach<'a>>,
    practice: Practice<'a>,
}

impl<'a> Verdicts<'a> {
    /// Prepares decisions on requests that differ from this one only in the action.
    pub(crate) fn new(policies: &'a Policies<'a>, request: Request<'a>) -> Self {
        let with_separator = Pattern::resource("acs:*:*:*:*:*");
        let has_fields = |resource: &str| resource.matches(':').count() > 4;
        let mut named = policies.attached().iter().flat_map(|(_, policy)| {
            let resources = policy.statements().iter().flat_map(|one| &one.resources);
            resources.flatten().map(|resource| resource.value.as_str())
        });
        let is_named = has_fields(request.resource) || named.any(has_fields);
        let plain = || Reach::new(policies, request, &[&with_separator]);
        Self {
            context: request.context,
            keys: ServiceKeys::of(policies),
            asked: Reach::new(policies, request, &[]),
            plain: (!is_named).then(plain),
            practice: Practice::new(policies, request),
        }
    }

    /// Returns the context of a request for an action.
    pub(crate) fn context(&self, action: &str) -> Cow<'a, Context> {
        self.keys.context(action, self.context)
    }

    pub(crate) fn of(&mut self, action: &str) -> Verdict {
        let context = self.context(action);
        let Ok(parts) = self.asked.of_under(action, &context) else {
            return Verdict::TooComplex;
        };
        let mut denied: Option<Part> = None;
        let (mut open, mut allowed) = (None, None);
        for part in parts {
            match part.decision.outcome {
                // An implicit denial explains more than a Deny.
                Outcome::ImplicitlyDenied => denied = Some(part),
                Outcome::ExplicitlyDenied => denied = denied.or(Some(part)),
                Outcome::Undecided => open = Some(part),
                Outcome::Allowed if part.decision.assumes.is_empty() => {
                    allowed = allowed.or(Some(part));
                }
                Outcome::Allowed => allowed = Some(part),
            }
        }
        let has_effect = open.is_some() || allowed.is_some();
        let Ok(is_denied_in_practice) = (if has_effect {
            self.practice.denies(action, &context)
        } else {
            Ok(false)
        }) else {
            return Verdict::TooComplex;
        };
        match (denied, open, allowed) {
            (denied, open, allowed) if is_denied_in_practice => denied
                .or(open)
                .or(allowed)
                .map_or(Verdict::TooComplex, Verdict::DeniedInPractice),
            (Some(denied), open, allowed)
                if (open.is_some() || allowed.is_some())
                    && self.is_denied_on_plain(action, &context) =>
            {
                Verdict::Denied(denied)
            }
            (Some(denied), _, Some(_)) => Verdict::InPart(denied),
            (denied, Some(open), _) => Verdict::Undecided { open, denied },
            (None, None, Some(allowed)) => Verdict::Allowed(allowed),
            (Some(denied), None, None) => Verdict::Denied(denied),
            (None, None, None) => Verdict::TooComplex,
        }
    }
}

impl Verdicts<'_> {
    /// Returns true if the rest is allowed only on names such as `backup/:logs/`, where a wildcard of a policy matches
    /// what is a name of another resource.
    fn is_denied_on_plain(&mut self, action: &str, context: &Context) -> bool {
        let plain = self.plain.as_mut();
        let parts = plain.and_then(|plain| plain.of_under(action, context).ok());
        parts.is_some_and(|parts| !parts.is_empty() && !parts.iter().any(may_allow))
    }
}

fn may_allow(part: &Part) -> bool {
    matches!(part.decision.outcome, Outcome::Allowed | Outcome::Undecided)
}

/// What policies allow outside single clusters, without which an Allow of some actions has no effect.
pub(crate) struct Practice<'a> {
    outside_clusters: Reach<'a>,
    every_cluster: Reach<'a>,
}

impl<'a> Practice<'a> {
    /// Prepares answers about requests that differ from this one only in action and resource.
    pub(crate) fn new(policies: &'a Policies<'a>, request: Request<'a>) -> Self {
        let on = |resource| Request {
            resource,
            ..request
        };
        Self {
            outside_clusters: Reach::new(
                policies,
                on(ACCOUNT_WIDE),
                &[&Pattern::resource(CLUSTERS)],
            ),
            every_cluster: Reach::new(policies, on(EVERY_CLUSTER), &[]),
        }
    }

    /// Returns true if the action cannot be limited to a cluster, and is denied everywhere else.
    pub(crate) fn denies(
        &mut self,
        action: &str,
        context: &Context,
    ) -> Result<bool, BudgetExceeded> {
        if !is_account_wide(action) {
            return Ok(false);
        }
        let outside = if is_of_every_cluster(action) {
            self.every_cluster.of_under(action, context)?
        } else {
            self.outside_clusters.of_under(action, context)?
        };
        Ok(!outside.iter().any(may_allow))
    }
}

/// Returns true for a resource that includes the whole account, which some actions require.
pub(crate) fn is_whole_account(resource: &str) -> bool {
    Pattern::resource(resource).matches("acs:cs:q:1:q")
}

/// Returns true if a policy can allow the action on this resource: one that covers every cluster, or the whole account,
/// if the action cannot be limited to less.
pub(crate) fn has_effect_on(action: &str, resource: &str) -> bool {
    let covers_every_cluster = || {
        let account = resource.split(':').nth(3).unwrap_or_default();
        let is_one = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
        let cluster = EVERY_CLUSTER.replace('*', if is_one { account } else { "1" });
        Pattern::resource(resource).matches(&cluster)
    };
    !is_account_wide(action)
        || is_whole_account(resource)
        || (is_of_every_cluster(action) && covers_every_cluster())
}

/// Returns true for an action in the catalog, perhaps retired, that cannot be limited to one cluster.
pub(crate) fn is_account_wide(action: &str) -> bool {
    is_account_wide_in(&CsAction::KNOWN, action)
}

fn is_of_every_cluster(action: &str) -> bool {
    let known = CsAction::KNOWN.find(action);
    known.is_some_and(|known| known.is_of_every)
}

fn is_account_wide_in(catalog: &impl KnownActions, action: &str) -> bool {
    let known = catalog.find(action);
    known.is_some_and(|known| known.can_be_limited == Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ram_policy::lint::{KnownAction, Retired, Service};

    /// A catalog with a retired action only.
    struct Gone(Option<bool>);

    impl KnownActions for Gone {
        fn services(&self) -> Vec<Service<'_>> {
            Vec::new()
        }

        fn find(&self, action: &str) -> Option<KnownAction<'_>> {
            (action == "cs:StopAlert").then_some(KnownAction {
                can_be_limited: self.0,
                retired: Some(Retired {
                    on: "2024-02-29",
                    replaced_by: None,
                }),
                ..KnownAction::named("cs:StopAlert")
            })
        }

        fn each<'k>(&'k self, _: &mut dyn FnMut(KnownAction<'k>)) {}
    }

    #[test]
    fn retired_action_keeps_its_scope() {
        for (can_be_limited, wanted) in [(Some(false), true), (Some(true), false), (None, false)] {
            let catalog = Gone(can_be_limited);
            assert_eq!(is_account_wide_in(&catalog, "cs:StopAlert"), wanted);
            assert!(!is_account_wide_in(&catalog, "cs:StartAlert"));
        }
    }
}
