//! Answers about operations, whose sources can disagree.

use crate::alternative::Alternative;
use ram_policy::{Decision, Outcome};

/// Whether policies allow what an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Allowed by all sources since August 2021.
    Allowed,
    /// Allowed if our choices about undocumented behaviour are right.
    Assumed,
    /// Denied by all sources.
    Denied,
    /// Depends on something that is not known.
    Undecided,
}

impl Answer {
    /// Returns the answer of the language alone.
    pub fn of(decision: &Decision) -> Self {
        match decision.outcome {
            Outcome::Allowed if decision.assumes.is_empty() => Self::Allowed,
            Outcome::Allowed => Self::Assumed,
            Outcome::Undecided => Self::Undecided,
            Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Self::Denied,
        }
    }

    /// Returns the answer about actions that are all needed.
    pub fn of_all(answers: impl IntoIterator<Item = Self>) -> Self {
        answers
            .into_iter()
            .fold(Self::Allowed, |all, one| match (all, one) {
                (Self::Denied, _) | (_, Self::Denied) => Self::Denied,
                (Self::Undecided, _) | (_, Self::Undecided) => Self::Undecided,
                (Self::Assumed, _) | (_, Self::Assumed) => Self::Assumed,
                (Self::Allowed, Self::Allowed) => Self::Allowed,
            })
    }

    /// Returns the answer about an operation, from the answers to its alternatives. A source of before August 2021
    /// is not needed for an Allow, but an operation is denied only if every source agrees.
    pub fn of_operation(alternatives: &[(&Alternative, Self)]) -> Self {
        let current = alternatives.iter().filter(|(one, _)| one.is_current);
        let of_current = Self::of_all(current.map(|(_, answer)| *answer));
        if matches!(of_current, Self::Allowed | Self::Assumed) {
            of_current
        } else if alternatives.iter().all(|(_, one)| *one == Self::Denied) {
            Self::Denied
        } else {
            Self::Undecided
        }
    }

    /// Returns whether it is the sources that leave an operation open: those since August 2021 have different answers, or
    /// they agree on a denial and an older one does not.
    pub fn hangs_on_sources(alternatives: &[(&Alternative, Self)]) -> bool {
        let mut current = alternatives.iter().filter(|(one, _)| one.is_current);
        let Some((_, first)) = current.next() else {
            return false;
        };
        current.any(|(_, answer)| answer != first)
            || *first == Self::Denied && alternatives.iter().any(|(_, answer)| answer != first)
    }

    /// Returns `allowed`, `denied` or `undecided`, which an assumption leaves an answer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Assumed | Self::Undecided => "undecided",
        }
    }

    /// Describes the answer to people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Assumed => "allowed under an assumption",
            other => other.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Answer::{Allowed, Assumed, Denied, Undecided};
    use super::*;

    fn asked<T>(
        answers: &[(bool, Answer)],
        question: impl Fn(&[(&Alternative, Answer)]) -> T,
    ) -> T {
        let alternatives = answers.iter().map(|(is_current, answer)| {
            let alternative = Alternative {
                actions: &[],
                facts: Vec::new(),
                is_current: *is_current,
            };
            (alternative, *answer)
        });
        let alternatives: Vec<_> = alternatives.collect();
        let pairs: Vec<_> = alternatives
            .iter()
            .map(|(one, answer)| (one, *answer))
            .collect();
        question(&pairs)
    }

    fn of_operation(answers: &[(bool, Answer)]) -> Answer {
        asked(answers, Answer::of_operation)
    }

    #[test]
    fn older_sources_leave_only_a_denial_open() {
        for (answers, wanted) in [
            (&[(true, Undecided), (true, Denied)][..], true),
            (&[(true, Denied), (false, Allowed)], true),
            (&[(true, Denied), (false, Undecided)], true),
            (&[(true, Undecided), (false, Denied)], false),
            (&[(true, Undecided), (false, Allowed)], false),
            (&[(true, Undecided), (true, Undecided)], false),
        ] {
            let hangs = asked(answers, Answer::hangs_on_sources);
            assert_eq!(hangs, wanted, "{answers:?}");
        }
    }

    #[test]
    fn every_source_since_august_2021_has_to_agree_on_allow() {
        for (answers, wanted) in [
            (&[(true, Allowed)][..], Allowed),
            (&[(true, Allowed), (true, Allowed)], Allowed),
            (&[(true, Allowed), (false, Denied)], Allowed),
            (&[(true, Allowed), (true, Denied)], Undecided),
            (&[(true, Denied), (true, Allowed)], Undecided),
            (&[(true, Allowed), (true, Undecided)], Undecided),
            (&[(true, Assumed)], Assumed),
            (
                &[(true, Allowed), (true, Assumed), (false, Denied)],
                Assumed,
            ),
            (&[(true, Assumed), (true, Denied)], Undecided),
        ] {
            assert_eq!(of_operation(answers), wanted, "{answers:?}");
        }
    }

    #[test]
    fn every_source_has_to_agree_on_denial() {
        for (answers, wanted) in [
            (&[(true, Denied)][..], Denied),
            (&[(true, Denied), (false, Denied)], Denied),
            (&[(true, Denied), (false, Allowed)], Undecided),
            (&[(true, Undecided), (true, Denied)], Undecided),
        ] {
            assert_eq!(of_operation(answers), wanted, "{answers:?}");
        }
    }

    #[test]
    fn one_denied_action_denies_all_that_are_needed_together() {
        assert_eq!(Answer::of_all([]), Allowed);
        assert_eq!(Answer::of_all([Allowed, Assumed, Allowed]), Assumed);
        assert_eq!(Answer::of_all([Allowed, Undecided, Assumed]), Undecided);
        assert_eq!(Answer::of_all([Undecided, Denied, Allowed]), Denied);
    }
}
