//! The decisions on actions that the macro knows by name.

use crate::policy::practice::Practice;
use ram_policy::{Context, Outcome, Policies, Reach, Request};

/// The required decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Required {
    Allowed,
    Denied,
}

/// The answer of the macro about an action.
pub(super) enum Answer {
    AsRequired,
    /// Allowed, but perhaps not outside clusters and on every cluster. That is denied in practice if the action cannot
    /// be limited to a cluster, which only the catalog knows.
    AllowedOnClusters([bool; 2]),
    /// A constant decides it, and has the text of the error.
    Open,
}

/// Decides actions on all of a resource.
pub(super) struct Names<'a> {
    reach: Reach<'a>,
    /// `None` if the resource is the whole account.
    practice: Option<Practice<'a>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        policies: &'a Policies<'a>,
        resource: &'a str,
        context: &'a Context,
        is_whole_account: bool,
    ) -> Self {
        let request = Request::new("", resource).under(context);
        Self {
            reach: Reach::new(policies, request, &[]),
            practice: (!is_whole_account).then(|| Practice::new(policies, context)),
        }
    }

    pub(super) fn answer(&mut self, action: &str, required: Required) -> Answer {
        let Ok(parts) = self.reach.of(action) else {
            return Answer::Open;
        };
        let is_as_required = parts.iter().all(|part| {
            let required = match part.decision.outcome {
                Outcome::Allowed => required == Required::Allowed,
                Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => {
                    required == Required::Denied
                }
                Outcome::Undecided => false,
            };
            // Another treatment of letter case may change the decision.
            required && part.decision.assumes.is_empty()
        });
        match (&mut self.practice, required) {
            _ if !is_as_required => Answer::Open,
            (Some(practice), Required::Allowed) => match practice.may_allow(action) {
                [true, true] => Answer::AsRequired,
                places => Answer::AllowedOnClusters(places),
            },
            _ => Answer::AsRequired,
        }
    }
}
