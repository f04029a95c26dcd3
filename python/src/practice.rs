//! What decisions come to, of which `ack_catalog_needs` knows the rule.

use ack_catalog_needs::{Answer, Practice};
use ram_policy::{Context, Decision, Policies, Request};
use std::collections::HashMap;

/// Answers about requests with the same policies. Those of one caller share their reasoning.
pub(crate) struct InPractice<'a> {
    policies: &'a Policies<'a>,
    context: &'a Context,
    of_callers: HashMap<Option<&'a str>, Practice<'a>>,
}

/// Callers whose reasoning is kept.
const CALLERS: usize = 1_000;

impl<'a> InPractice<'a> {
    /// Prepares answers. Each request has a context of its own.
    pub(crate) fn new(policies: &'a Policies<'a>, context: &'a Context) -> Self {
        Self {
            policies,
            context,
            of_callers: HashMap::new(),
        }
    }

    /// Returns `allowed`, `denied` or `undecided`.
    pub(crate) fn of(
        &mut self,
        decision: &Decision,
        action: &str,
        principal: Option<&'a str>,
        context: &Context,
    ) -> &'static str {
        let by_language = Answer::of(decision);
        if by_language == Answer::Denied || !Practice::limits(action) {
            return by_language.name();
        }
        if self.of_callers.len() > CALLERS {
            self.of_callers.clear();
        }
        let request = Request {
            action: "",
            resource: "",
            principal,
            context: self.context,
        };
        let new = || Practice::new(self.policies, request);
        let kept = self.of_callers.entry(principal).or_insert_with(new);
        // Requests share the steps of reasoning. Each has all of them by itself.
        let answer = kept.answer(decision, action, context);
        let answer = answer.or_else(|_| new().answer(decision, action, context));
        answer.map_or(Answer::Undecided.name(), Answer::name)
    }
}
