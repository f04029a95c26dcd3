//! The checks of trust policies.

use crate::lint::checker::{Checker, listed};
use crate::lint::fix::Fix;
use crate::lint::registry::{TRUST_ACTION, UNCHECKED_TOKEN};
use crate::policy::aws;
use crate::policy::condition::{Operator, Value};
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::is_wildcard;
use crate::policy::print::quoted;
use ram_diagnostics::{ByteRange, escaped};

/// The action of trust policies, and the one that lets the caller name itself.
const ACTIONS: [&str; 2] = ["sts:AssumeRole", "sts:SetSourceIdentity"];

/// The claims of a token that tell who it is for, and who has it.
const CLAIMS: [&str; 2] = ["oidc:aud", "oidc:sub"];

impl Checker<'_> {
    /// Reports actions that no trust policy has.
    pub(super) fn trust_action(&mut self, statement: &Statement) {
        let actions = &statement.actions;
        if actions.is_negated {
            return;
        }
        for pattern in &actions.patterns {
            let text = pattern.value.as_str();
            let is_action = ACTIONS.iter().any(|action| pattern.value.matches(action));
            if is_action || text.contains("${") || aws::is_action(text) {
                continue;
            }
            let message = format!(
                "`{}` is not an action of a trust policy; that is `{}`, for every kind of principal",
                escaped(text),
                ACTIONS[0]
            );
            let help = format!("write `{}`", ACTIONS[0]);
            // Any other action, which allows nothing here, must not become trust.
            let name = text.rsplit(':').next().unwrap_or_default();
            let start = name.get(..10).unwrap_or_default();
            let is_meant = actions.patterns.len() == 1 && start.eq_ignore_ascii_case("AssumeRole");
            self.report(TRUST_ACTION, pattern.range, message, help).fix =
                is_meant.then(|| Fix::replacing(pattern.range, quoted(ACTIONS[0])));
        }
    }

    /// Reports a trusted OIDC provider whose tokens are not checked.
    pub(super) fn token(&mut self, statement: &Statement) {
        if statement.effect != Effect::Allow {
            return;
        }
        let mut principals = statement.principal.iter().flat_map(|all| &all.values);
        if !principals.any(|(_, value)| value.value.as_str().contains(":oidc-provider/")) {
            return;
        }
        let is_unchecked = |claim: &&str| !is_checked(statement, claim) && !self.is_required(claim);
        let unchecked: Vec<&str> = CLAIMS.into_iter().filter(is_unchecked).collect();
        if unchecked.is_empty() {
            return;
        }
        let who = match unchecked[..] {
            ["oidc:aud"] => "tokens for any audience are accepted",
            _ => "whoever has a token of the provider can assume the role",
        };
        let message = format!("no condition on {}: {who}", listed(&unchecked));
        let help = "add it under `StringEquals`, with the value that your tokens have";
        // The account of the provider is often computed, and a finding on a computed part is not reported.
        let start = statement.range.start;
        let place = ByteRange::new(start, start + 1);
        self.report(UNCHECKED_TOKEN, place, message, help);
    }

    /// Reports whether a Deny refuses tokens that lack a value of the claim.
    fn is_required(&self, claim: &str) -> bool {
        let mut statements = self.policy.statements.iter();
        statements.any(|statement| {
            statement.effect == Effect::Deny
                && matches!(&statement.conditions[..], [only] if only.key.value == *claim
                    && matches!(only.operator.value, Operator::Known { is_negated: true, .. }))
        })
    }
}

/// Reports whether a statement requires a value of the claim.
fn is_checked(statement: &Statement, claim: &str) -> bool {
    let is_anything = |value: &Located<Value>| value.value.as_str().chars().all(is_wildcard);
    statement.conditions.iter().any(|condition| {
        let key = &condition.key.value;
        // A computed key may be that of the claim.
        (key.eq_ignore_ascii_case(claim) || key.contains("${"))
            && !matches!(
                condition.operator.value,
                Operator::Known {
                    is_negated: true,
                    ..
                }
            )
            && !condition.values.iter().any(is_anything)
    })
}
