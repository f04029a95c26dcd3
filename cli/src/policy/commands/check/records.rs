//! The grounds of a decision as JSON.

use crate::policy::verdict::policy_set::PolicySet;
use ram_policy::{Cause, Decision, UnknownCondition};
use serde::Serialize;

#[derive(Default, Serialize)]
pub(super) struct Grounds {
    by: Vec<StatementRecord>,
    depends_on: Vec<ConditionRecord>,
    assumes: Vec<&'static str>,
}

#[derive(Serialize)]
struct StatementRecord {
    policy: String,
    /// From 0.
    statement: usize,
    line: usize,
}

#[derive(Serialize)]
struct ConditionRecord {
    key: String,
    operator: String,
}

impl Grounds {
    pub(super) fn of(policy_set: &PolicySet, decision: &Decision) -> Self {
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
        }
    }
}
