//! The differences between two policies, with what a reader wants to know of each.

use crate::policy::input::load::Loaded;
use crate::policy::verdict::not_given::Absent;
use crate::policy::verdict::reasons::is_assume_role;
use ack_catalog::CsAction;
use ram_policy::{
    Change, Comparison, Difference, NotGiven, Outcome, Part, Policies, Reach, Request, Side,
};

/// Two policies with their comparison.
pub(super) struct Compared {
    pub(super) old: Loaded,
    pub(super) new: Loaded,
    pub(super) comparison: Comparison,
}

pub(super) struct Described<'a> {
    pub(super) change: Change,
    pub(super) action: &'a str,
    /// True if the action is one example of those that no source lists.
    pub(super) is_example: bool,
    /// `*` where the policies differ on all resources.
    pub(super) resource: &'a str,
    /// `read`, `write` or `unknown` for an action of ACK.
    pub(super) effect: Option<&'static str>,
    /// The policy that was not given and decides with these.
    pub(super) not_given: Option<Absent>,
}

/// Describes all differences, those of listed actions first.
pub(super) fn of(compared: &Compared) -> Vec<Described<'_>> {
    let Compared {
        old,
        new,
        comparison,
    } = compared;
    let policies = [old, new].map(|one| Policies::new().attach(&one.policy));
    let everywhere = Request::new("", "*");
    let mut reaches = policies
        .each_ref()
        .map(|policies| Reach::new(policies, everywhere, &[]));
    let not_given = Absent::Decisive(if old.policy.is_resource_based() {
        NotGiven::CallerPolicies
    } else {
        NotGiven::TrustPolicy
    });
    let known = comparison.known.iter().map(|one| (one, false));
    let others = comparison.others.iter().map(|one| (one, true));
    let described = known.chain(others).map(|(difference, is_example)| {
        let change = difference.change;
        let is_allowed = matches!(change, Change::Gained | Change::Lost);
        let depends = is_allowed && is_assume_role(&difference.action);
        let is_everywhere = difference.resource.is_empty() && is_uniform(difference, &mut reaches);
        Described {
            change,
            action: &difference.action,
            is_example,
            resource: if is_everywhere {
                "*"
            } else {
                &difference.resource
            },
            effect: effect(&difference.action),
            not_given: depends.then_some(not_given),
        }
    });
    described.collect()
}

/// Returns true if the difference holds on all resources.
fn is_uniform(difference: &Difference, reaches: &mut [Reach<'_>; 2]) -> bool {
    let decisive = match difference.change {
        Change::Gained | Change::Lost => Outcome::Allowed,
        Change::NewlyDenied | Change::NoLongerDenied => Outcome::ExplicitlyDenied,
    };
    reaches.iter_mut().all(|reach| {
        let parts = reach.of(&difference.action).unwrap_or_default();
        let outcome = |part: &Part| part.decision.outcome;
        let is = |wanted| parts.iter().all(|part| outcome(part) == wanted);
        let is_other = |part: &Part| ![decisive, Outcome::Undecided].contains(&outcome(part));
        !parts.is_empty() && (is(decisive) || is(Outcome::Undecided) || parts.iter().all(is_other))
    })
}

/// Says what an action of ACK does.
fn effect(action: &str) -> Option<&'static str> {
    let action = CsAction::from_ram_action(action)?;
    Some(match action.is_read() {
        Some(true) => "read",
        Some(false) => "write",
        None => "unknown",
    })
}

/// A statement whose conditions only one of the policies has.
pub(super) struct NotCompared<'a> {
    pub(super) policy: &'a Loaded,
    /// From 0.
    pub(super) statement: usize,
    /// The line and the column in the file.
    pub(super) place: (usize, usize),
}

impl Compared {
    pub(super) fn not_compared(&self) -> Vec<NotCompared<'_>> {
        let [old, new] = [&self.old, &self.new].map(|one| (one, one.document.source()));
        let statements = self.comparison.not_compared.iter();
        let located = statements.map(|&(side, statement)| {
            let (loaded, source) = match side {
                Side::Old => &old,
                Side::New => &new,
            };
            let range = loaded.policy.statements()[statement].range;
            NotCompared {
                policy: loaded,
                statement,
                place: loaded.document.line_column(source, range),
            }
        });
        located.collect()
    }
}
