//! What an Allow comes to: some actions cannot be limited to a cluster, and an Allow of them on clusters has no effect.

use crate::answer::Answer;
use ack_catalog::CsAction;
use ram_policy::lint::{KnownAction, KnownActions};
use ram_policy::{
    BudgetExceeded, Context, Decision, Outcome, Part, Pattern, Policies, Reach, Request, limits,
};

/// All resources of ACK, as policies name them.
const ACCOUNT_WIDE: &str = "acs:cs:*:*:*";

/// All clusters, as policies name them.
pub const CLUSTERS: &str = "acs:cs:*:*:cluster/*";

/// A resource that a policy matches if it does not name the region or the cluster. The account may be any.
pub const EVERY_CLUSTER: &str = "acs:cs:~:*:cluster/~";

/// Steps of reasoning for each question.
const WORK: usize = limits::WORK / 4;

/// What policies allow outside single clusters, without which an Allow of some actions has no effect.
///
/// ```
/// use ack_catalog_needs::{Answer, Practice};
/// use ram_policy::{Context, Policies, Policy, Request};
///
/// let on_clusters = Policy::allowing(["cs:DescribeEvents"], "acs:cs:*:*:cluster/*");
/// let policies = Policies::new().attach(&on_clusters);
/// let request = Request::new("cs:DescribeEvents", "acs:cs:cn-beijing:1:cluster/c1");
/// let decision = policies.decide(&request);
/// assert_eq!(decision.outcome.name(), "allowed");
/// let mut practice = Practice::new(&policies, request);
/// assert_eq!(practice.answer(&decision, request.action, &Context::open()), Ok(Answer::Denied));
/// ```
pub struct Practice<'a> {
    outside_clusters: Reach<'a>,
    every_cluster: Reach<'a>,
}

/// The effect that an Allow of an action has for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Where the policies allow it.
    AsWritten,
    /// Perhaps none: it is allowed only on clusters, and a document suggests that it cannot be limited to one.
    Uncertain,
    /// None: it is allowed only on clusters, and cannot be limited to one.
    None,
}

impl<'a> Practice<'a> {
    /// Prepares answers about requests that differ from this one only in action and resource.
    pub fn new(policies: &'a Policies<'a>, request: Request<'a>) -> Self {
        let on = |resource| Request {
            resource,
            ..request
        };
        let outside = Reach::new(policies, on(ACCOUNT_WIDE), &[&Pattern::resource(CLUSTERS)]);
        Self {
            outside_clusters: outside.within(WORK),
            every_cluster: Reach::new(policies, on(EVERY_CLUSTER), &[]).within(WORK),
        }
    }

    /// Returns true if an Allow of the action can have another effect than its text says.
    pub fn limits(action: &str) -> bool {
        is_account_wide(action) || may_be_account_wide(action)
    }

    /// Returns the effect that an Allow of the action has.
    ///
    /// # Errors
    ///
    /// There are too many patterns for exact reasoning.
    pub fn effect(&mut self, action: &str, context: &Context) -> Result<Effect, BudgetExceeded> {
        if !Self::limits(action) {
            return Ok(Effect::AsWritten);
        }
        let outside = if is_of_every_cluster(action) {
            self.every_cluster.of_under(action, context)?
        } else {
            self.outside_clusters.of_under(action, context)?
        };
        Ok(match outside.iter().any(may_allow) {
            true => Effect::AsWritten,
            false if may_be_account_wide(action) => Effect::Uncertain,
            false => Effect::None,
        })
    }

    /// Returns what a decision on the action comes to: an Allow without an effect is a denial, and one under an
    /// assumption is not certain.
    ///
    /// # Errors
    ///
    /// There are too many patterns for exact reasoning.
    pub fn answer(
        &mut self,
        decision: &Decision,
        action: &str,
        context: &Context,
    ) -> Result<Answer, BudgetExceeded> {
        let by_language = Answer::of(decision);
        if by_language == Answer::Denied {
            return Ok(by_language);
        }
        Ok(match self.effect(action, context)? {
            Effect::AsWritten => by_language,
            Effect::Uncertain => Answer::Undecided,
            Effect::None => Answer::Denied,
        })
    }

    /// Returns true if the action may be allowed where all sources agree that an Allow has an effect, or if that is too
    /// much to reason about.
    pub fn may_allow_outside_clusters(&mut self, action: &str, context: &Context) -> bool {
        let outside = self.outside_clusters.of_under(action, context);
        outside.map_or(true, |parts| parts.iter().any(may_allow))
    }
}

fn may_allow(part: &Part) -> bool {
    matches!(part.decision.outcome, Outcome::Allowed | Outcome::Undecided)
}

/// Returns the action in the catalog, perhaps retired.
fn known(action: &str) -> Option<KnownAction<'static>> {
    CsAction::KNOWN.find(action)
}

/// Returns true for an action that cannot be limited to one cluster, as a source states.
pub fn is_account_wide(action: &str) -> bool {
    is_account_wide_in(&CsAction::KNOWN, action)
}

fn is_account_wide_in(catalog: &impl KnownActions, action: &str) -> bool {
    let known = catalog.find(action);
    known.is_some_and(|known| known.cannot_be_limited())
}

/// Returns true for an action that no source describes, but that a document only uses on the whole account.
pub fn may_be_account_wide(action: &str) -> bool {
    known(action)
        .is_some_and(|known| known.can_be_limited == Some(false) && known.is_limit_inferred())
}

/// Returns true for an action that applies to every cluster at once.
pub fn is_of_every_cluster(action: &str) -> bool {
    known(action).is_some_and(|known| known.is_of_every())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ram_policy::lint::{LimitDoubt, Retired, Service};

    /// A catalog with a retired action only.
    struct Gone(Option<bool>, Option<LimitDoubt<'static>>);

    impl KnownActions for Gone {
        fn services(&self) -> Vec<Service<'_>> {
            Vec::new()
        }

        fn find(&self, action: &str) -> Option<KnownAction<'_>> {
            (action == "cs:StopAlert").then_some(KnownAction {
                can_be_limited: self.0,
                limit_doubt: self.1,
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
        for (can_be_limited, doubt, wanted) in [
            (Some(false), None, true),
            (Some(false), Some(LimitDoubt::Disputed("")), true),
            (Some(false), Some(LimitDoubt::Inferred("")), false),
            (Some(true), None, false),
            (None, None, false),
        ] {
            let catalog = Gone(can_be_limited, doubt);
            assert_eq!(is_account_wide_in(&catalog, "cs:StopAlert"), wanted);
            assert!(!is_account_wide_in(&catalog, "cs:StartAlert"));
        }
    }
}
