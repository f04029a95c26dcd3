//! The answers of verdicts.

use crate::policy::verdict::verdicts::Verdict;
use ack_catalog_needs::Answer;

pub(crate) fn answer_of(verdict: &Verdict) -> Answer {
    match verdict {
        verdict if verdict.is_allowed() => Answer::Allowed,
        Verdict::Allowed(_) => Answer::Assumed,
        Verdict::UndecidedInPractice(_) | Verdict::Undecided { .. } | Verdict::TooComplex => {
            Answer::Undecided
        }
        Verdict::InPart { .. } | Verdict::DeniedInPractice(_) | Verdict::Denied(_) => {
            Answer::Denied
        }
    }
}
