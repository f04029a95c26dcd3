//! Where an action that cannot be limited to a cluster must be allowed, to be allowed at all.

use crate::policy::regions::Grouped;
use ram_policy::{BudgetExceeded, Context, Outcome, Pattern, Policies, Reach, Request, Statement};

/// All resources of ACK and those of them that are clusters.
const OF_ACK: (&str, &str) = ("acs:cs:*:*:*", "acs:cs:*:*:cluster/*");

/// A resource that a policy matches if it names neither a region nor a cluster. The account may be any.
const EVERY_CLUSTER: &str = "acs:cs:~:*:cluster/~";

/// Whether a policy may allow an action outside clusters, and on every cluster.
pub(super) struct Practice<'a>([Reach<'a>; 2]);

impl<'a> Practice<'a> {
    pub(super) fn new(policies: &'a Policies<'a>, context: &'a Context) -> Self {
        let (all, clusters) = (OF_ACK.0, Pattern::resource(OF_ACK.1));
        let on = |resource| Request::new("", resource).under(context);
        Self([
            Reach::new(policies, on(all), &[&clusters]),
            Reach::new(policies, on(EVERY_CLUSTER), &[]),
        ])
    }

    pub(super) fn may_allow(&mut self, action: &str) -> [bool; 2] {
        let Self(places) = self;
        places.each_mut().map(|reach| {
            let denies = |outcome| {
                matches!(
                    outcome,
                    Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied
                )
            };
            // An action that is not decided is no error.
            reach.of(action).map_or(true, |parts| {
                parts.iter().any(|part| !denies(part.decision.outcome))
            })
        })
    }
}

/// Returns the parts of both places on which statements differ.
pub(super) fn in_practice(
    policies: &Policies<'_>,
    statements: &[Statement],
) -> Result<[Grouped; 2], BudgetExceeded> {
    let clusters = Pattern::resource(OF_ACK.1);
    Ok([
        Grouped::new(policies, statements, (OF_ACK.0, &[&clusters]))?,
        Grouped::new(policies, statements, (EVERY_CLUSTER, &[]))?,
    ])
}
