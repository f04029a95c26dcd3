//! Decisions of policies, with their reasons.

pub(crate) mod answer;
pub(crate) mod examples;
pub(crate) mod places;
pub(crate) mod policy_set;
pub(crate) mod reasons;
pub(crate) mod verdicts;
