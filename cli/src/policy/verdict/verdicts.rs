//! What policies make of an action on all of a resource, with what the catalog knows of the action.

use crate::policy::excerpt::visible_text;
use ack_catalog::{AckAction, Scope};
use ram_policy::{Outcome, Part, Pattern, Policies, Reach, Request};
use std::fmt;

/// All resources of a service, and clusters, as policies name them.
pub(crate) const ACCOUNT_WIDE: &str = "acs:cs:*:*:*";
pub(crate) const CLUSTERS: &str = "acs:cs:*:*:cluster/*";

pub(crate) enum Verdict {
    /// Allowed on all of the resource.
    Allowed(Part),
    /// Allowed on a part; this is what is left out.
    InPart(Part),
    /// Allowed on clusters alone, and so refused: the action cannot be limited to a cluster.
    DeniedInPractice(Part),
    /// Allowed on nothing of it.
    Denied(Part),
    /// Nothing is certain.
    Undecided(Part),
    /// It would take too long to tell.
    NotDecided,
}

impl Verdict {
    /// Whether it is allowed on all of it, whatever is not known and not documented.
    pub(crate) fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(part) if part.decision.assumes.is_empty())
    }

    /// The resources that the verdict is explained by.
    pub(crate) fn part(&self) -> Option<&Part> {
        match self {
            Self::Allowed(part)
            | Self::InPart(part)
            | Self::DeniedInPractice(part)
            | Self::Denied(part)
            | Self::Undecided(part) => Some(part),
            Self::NotDecided => None,
        }
    }

    /// How much of the resource the action is allowed on.
    pub(crate) fn reach(&self) -> &'static str {
        match self {
            Self::Allowed(_) => "whole",
            Self::InPart(_) => "part",
            Self::DeniedInPractice(_) | Self::Denied(_) => "none",
            Self::Undecided(_) | Self::NotDecided => "undecided",
        }
    }

    /// Returns what to do where an Allow on a cluster has no effect.
    pub(crate) fn help(&self) -> Option<&'static str> {
        matches!(self, Self::DeniedInPractice(_)).then_some(
            "the action cannot be limited to a cluster: allow it in a statement with \"Resource\": \"*\"",
        )
    }

    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Allowed(part) if part.decision.assumes.is_empty() => "allowed",
            Self::Allowed(_) => "allowed by an assumption",
            Self::InPart(_) => "allowed on some resources",
            Self::DeniedInPractice(_) => "denied in practice",
            Self::Denied(_) => "denied",
            Self::Undecided(_) => "undecided",
            Self::NotDecided => "not decided",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())?;
        match self {
            Self::InPart(part) => {
                write!(f, "; not on, for example, {}", visible_text(&part.witness))
            }
            Self::NotDecided => f.write_str(": too many patterns for exact reasoning"),
            _ => Ok(()),
        }
    }
}

/// The verdicts on many actions, on one resource.
pub(crate) struct Verdicts<'a> {
    asked: Reach<'a>,
    /// On all that is no cluster.
    beside: Reach<'a>,
}

impl<'a> Verdicts<'a> {
    /// For requests that are as this one but for their actions.
    pub(crate) fn new(policies: &'a Policies<'a>, request: Request<'a>) -> Self {
        let account_wide = Request {
            resource: ACCOUNT_WIDE,
            ..request
        };
        Self {
            asked: Reach::new(policies, request, &[]),
            beside: Reach::new(policies, account_wide, &[&Pattern::resource(CLUSTERS)]),
        }
    }

    pub(crate) fn of(&mut self, action: &str) -> Verdict {
        let Ok(parts) = self.asked.of(action) else {
            return Verdict::NotDecided;
        };
        let is_allowed = |part: &Part| part.decision.outcome == Outcome::Allowed;
        let has_allowed = parts.iter().any(is_allowed);
        // What says most about why not: a refusal before an open question, a plain one before a Deny.
        let rank = |part: &Part| match part.decision.outcome {
            Outcome::ImplicitlyDenied => 0,
            Outcome::ExplicitlyDenied => 1,
            Outcome::Undecided => 2,
            Outcome::Allowed if part.decision.assumes.is_empty() => 4,
            Outcome::Allowed => 3,
        };
        let Some(part) = parts.into_iter().min_by_key(rank) else {
            return Verdict::NotDecided;
        };
        match part.decision.outcome {
            _ if has_allowed && is_account_wide(action) && self.is_only_on_clusters(action) => {
                Verdict::DeniedInPractice(part)
            }
            Outcome::Allowed => Verdict::Allowed(part),
            _ if has_allowed => Verdict::InPart(part),
            Outcome::Undecided => Verdict::Undecided(part),
            _ => Verdict::Denied(part),
        }
    }

    /// Whether the action is allowed on nothing but clusters.
    fn is_only_on_clusters(&mut self, action: &str) -> bool {
        self.beside.of(action).map_or(true, |parts| {
            parts
                .iter()
                .all(|part| part.decision.outcome != Outcome::Allowed)
        })
    }
}

/// Whether a resource is all of the account, as actions that cannot be limited need it, however it is
/// written.
pub(crate) fn is_whole_account(resource: &str) -> bool {
    Pattern::resource(resource).matches("acs:cs:q:1:q")
}

/// Whether an action of the page cannot be limited to a cluster.
pub(crate) fn is_account_wide(action: &str) -> bool {
    let is_same = |known: &&AckAction| known.ram_action().eq_ignore_ascii_case(action);
    let known = AckAction::ALL.iter().find(is_same);
    known.is_some_and(|action| action.scope() == Scope::Account)
}
