//! How what is required is decided, and by which statements.

use super::policy_name::PolicyName;
use ack_catalog_needs::Answer;
use serde::Serialize;
use std::collections::HashMap;

/// The answer about something that is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decided {
    Allowed,
    /// Allowed under an assumption.
    Assumed,
    Denied,
    Undecided,
    /// A list or a document is missing.
    Unknown,
}

impl From<Answer> for Decided {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Allowed => Self::Allowed,
            Answer::Assumed => Self::Assumed,
            Answer::Denied => Self::Denied,
            Answer::Undecided => Self::Undecided,
        }
    }
}

/// A statement of a policy, by its index in the policy, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub(super) struct StatementName {
    pub(super) policy: PolicyName,
    pub(super) statement: usize,
}

/// Why something is decided as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Grounds {
    /// The statements that decide.
    pub(super) statements: Vec<StatementName>,
    pub(super) reasons: Vec<String>,
}

impl Grounds {
    /// Adds the grounds of one of several actions that are needed together.
    pub(super) fn add(&mut self, action: &str, other: &Self) {
        for statement in &other.statements {
            if !self.statements.contains(statement) {
                self.statements.push(statement.clone());
            }
        }
        for reason in &other.reasons {
            let reason = format!("{action}: {reason}");
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
    }
}

/// Actions and operations that are decided alike, on the same grounds.
#[derive(Serialize)]
pub(super) struct Decision {
    pub(super) answer: Decided,
    #[serde(flatten)]
    pub(super) grounds: Grounds,
    pub(super) needs: Vec<String>,
}

/// The decisions on all that is required.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Decisions {
    pub(super) all: Vec<Decision>,
    #[serde(skip)]
    index: HashMap<(Decided, Grounds), usize>,
}

impl Decisions {
    pub(super) fn add(&mut self, need: &str, answer: Decided, grounds: Grounds) {
        let next = self.all.len();
        let at = *self.index.entry((answer, grounds.clone())).or_insert(next);
        if at == next {
            self.all.push(Decision {
                answer,
                grounds,
                needs: Vec::new(),
            });
        }
        self.all[at].needs.push(need.to_owned());
    }
}
