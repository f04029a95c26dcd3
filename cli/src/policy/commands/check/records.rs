//! The grounds of a decision as JSON.

use crate::policy::verdict::policy_set::PolicySet;
use ack_catalog_needs::Absent;
use ram_policy::{Cause, Decision, Policies, Request, UnknownCondition};
use serde::Serialize;

#[derive(Clone, Default, Serialize)]
pub(super) struct Grounds {
    by: Vec<StatementRecord>,
    depends_on: Vec<ConditionRecord>,
    assumes: Vec<&'static str>,
    /// The policy that the decision depends on, or that can also allow the request, and that was not given.
    not_given: Option<&'static str>,
    /// The policies of endpoints of other services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_applied: Vec<String>,
}

#[derive(Clone, Serialize)]
struct StatementRecord {
    policy: String,
    /// From 0.
    statement: usize,
    line: usize,
}

#[derive(Clone, Serialize)]
struct ConditionRecord {
    key: String,
    operator: String,
}

impl Grounds {
    pub(super) fn of(
        policy_set: &PolicySet,
        policies: &Policies<'_>,
        request: &Request<'_>,
        decision: &Decision,
    ) -> Self {
        let statement = |cause: &Cause| StatementRecord {
            policy: policy_set.get(cause.policy).document.name.to_string(),
            statement: cause.statement,
            line: policy_set.line(cause),
        };
        let condition = |open: &UnknownCondition| ConditionRecord {
            key: open.key.clone(),
            operator: open.operator.clone(),
        };
        Self {
            by: decision.by.iter().map(statement).collect(),
            depends_on: decision.depends_on.iter().map(condition).collect(),
            assumes: decision
                .assumes
                .iter()
                .map(|assumption| assumption.name())
                .collect(),
            not_given: Absent::of(policies, request, decision).map(Absent::name),
            not_applied: policies
                .not_applied(request.action)
                .map(|policy| policy_set.get(policy).document.name.to_string())
                .collect(),
        }
    }
}
