//! Actions with their verdicts.

use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::{Verdict, Verdicts};
use ram_policy::{Context, Request};
use std::collections::HashMap;

pub(super) struct CheckedAction {
    pub(super) action: String,
    pub(super) resource: String,
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<String>,
}

/// A request without its action.
pub(super) struct Question<'a> {
    /// `None` for all resources of the action's service.
    pub(super) resource: Option<&'a str>,
    pub(super) principal: Option<&'a str>,
    pub(super) context: &'a Context,
}

impl Question<'_> {
    pub(super) fn check(&self, policy_set: &PolicySet, actions: Vec<String>) -> Vec<CheckedAction> {
        let policies = policy_set.policies();
        let resources: Vec<String> = actions.iter().map(|action| self.resource(action)).collect();
        let mut verdicts: HashMap<&str, Verdicts<'_>> = HashMap::new();
        let mut checked = Vec::with_capacity(actions.len());
        for (action, resource) in actions.into_iter().zip(&resources) {
            let request = Request {
                action: "",
                resource,
                principal: self.principal,
                context: self.context,
            };
            let verdict = verdicts
                .entry(resource)
                .or_insert_with(|| Verdicts::new(&policies, request))
                .of(&action);
            let mut reasons = verdict.part().map_or_else(Vec::new, |part| {
                let request = Request {
                    action: &action,
                    resource: &part.witness,
                    ..request
                };
                reasons(policy_set, &policies, &request, &part.decision)
            });
            reasons.extend(verdict.help().map(str::to_owned));
            checked.push(CheckedAction {
                action,
                resource: resource.clone(),
                verdict,
                reasons,
            });
        }
        checked
    }

    fn resource(&self, action: &str) -> String {
        let service = action.split_once(':').map_or("cs", |(service, _)| service);
        self.resource
            .map_or_else(|| format!("acs:{service}:*:*:*"), str::to_owned)
    }
}
