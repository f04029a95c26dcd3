//! The parts of a decision as JSON has them.

use crate::policy::verdict::policy_set::PolicySet;
use ram_policy::Decision;
use serde::Serialize;

/// What a decision rests on.
#[derive(Default, Serialize)]
pub(super) struct Grounds {
    by: Vec<StatementRecord>,
    depends_on: Vec<ConditionRecord>,
    assumes: Vec<&'static str>,
}

#[derive(Serialize)]
struct StatementRecord {
    policy: String,
    /// Its index in the policy, from 0.
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
        let by = decision.by.iter().map(|cause| StatementRecord {
            policy: policy_set.get(cause.policy).document.name.to_string(),
            statement: cause.statement,
            line: policy_set.line(cause),
        });
        let depends_on = decision.depends_on.iter().map(|open| ConditionRecord {
            key: open.key.clone(),
            operator: open.operator.clone(),
        });
        let assumes = decision.assumes.iter().map(|assumption| assumption.name());
        Self {
            by: by.collect(),
            depends_on: depends_on.collect(),
            assumes: assumes.collect(),
        }
    }
}
