//! Decisions on all of a resource, with the facts of the catalog.

use crate::policy::excerpt::visible_text;
use crate::policy::scope::{alternatives, cannot_be_limited, doubt, wide_resources};
use crate::policy::verdict::examples::{UNDOCUMENTED, recognisable};
use ack_catalog_needs::{Effect, Practice, ServiceKeys};
use ram_policy::{Context, Outcome, Part, Pattern, Policies, Reach, Request, limits};
use std::borrow::Cow;
use std::fmt;

pub(crate) enum Verdict {
    /// Allowed on all of the resource.
    Allowed(Part),
    /// Allowed on some of the resource, but not on all.
    InPart {
        denied: Part,
        allowed: Part,
    },
    /// Allowed only on clusters, so denied: the action cannot be limited to a cluster.
    DeniedInPractice(Part),
    /// Allowed only on clusters, and a document only suggests that the action cannot be limited to a cluster.
    UndecidedInPractice(Part),
    Denied(Part),
    Undecided {
        open: Part,
        /// A part that is denied whatever is unknown.
        denied: Option<Part>,
    },
    /// Too many patterns for exact reasoning.
    TooComplex,
}

impl Verdict {
    /// Returns true if it is allowed on all of the resource, without an assumption.
    pub(crate) fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(part) if part.decision.assumes.is_empty())
    }

    /// Returns the part of the resource that explains the verdict.
    pub(crate) fn part(&self) -> Option<&Part> {
        match self {
            Self::Allowed(part)
            | Self::InPart { denied: part, .. }
            | Self::DeniedInPractice(part)
            | Self::UndecidedInPractice(part)
            | Self::Denied(part)
            | Self::Undecided { open: part, .. } => Some(part),
            Self::TooComplex => None,
        }
    }

    /// Returns the parts of the resource that it is about, the one that explains it first.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        let other = match self {
            Self::InPart { allowed: other, .. }
            | Self::Undecided {
                denied: Some(other),
                ..
            } => Some(other),
            _ => None,
        };
        self.part().into_iter().chain(other)
    }

    /// Returns resources with different answers, if not all have the same.
    pub(crate) fn witnesses(&self) -> Vec<&str> {
        match self {
            Self::InPart {
                denied,
                allowed: other,
            }
            | Self::Undecided {
                denied: Some(denied),
                open: other,
            } => vec![&denied.witness, &other.witness],
            _ => Vec::new(),
        }
    }

    /// Names how much of the resource the action is allowed on.
    pub(crate) fn reach(&self) -> &'static str {
        match self {
            Self::Allowed(_) => "whole",
            Self::InPart { .. } => "part",
            Self::DeniedInPractice(_) | Self::Denied(_) => "none",
            Self::UndecidedInPractice(_) | Self::Undecided { .. } | Self::TooComplex => "undecided",
        }
    }

    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Allowed(part) if part.decision.assumes.is_empty() => "allowed",
            Self::Allowed(_) => "allowed under an assumption",
            Self::InPart { .. } => "allowed on some resources",
            Self::DeniedInPractice(_) => "denied in practice",
            Self::Denied(_) => "denied",
            Self::UndecidedInPractice(_) | Self::Undecided { .. } | Self::TooComplex => "undecided",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InPart { denied, .. } => f.write_str(&allowed_except_on(&denied.witness)),
            Self::Undecided {
                denied: Some(denied),
                ..
            } => f.write_str(&undecided_except_on(&denied.witness)),
            Self::TooComplex => {
                write!(f, "{}: too many patterns for exact reasoning", self.label())
            }
            _ => f.write_str(self.label()),
        }
    }
}

/// Describes an answer that is "allowed" on some resources, but not on this one.
pub(crate) fn allowed_except_on(witness: &str) -> String {
    format!(
        "allowed on some resources; not on, for example, {}",
        resource_name(witness)
    )
}

/// Describes an answer that is open on some resources, but not on this one.
pub(crate) fn undecided_except_on(witness: &str) -> String {
    format!(
        "undecided on some resources; denied on, for example, {}",
        resource_name(witness)
    )
}

/// Names a resource.
pub(crate) fn resource_name(witness: &str) -> String {
    match witness {
        "" | UNDOCUMENTED => "a resource not named `acs:…`".to_owned(),
        witness => visible_text(witness),
    }
}

/// Returns why an action that is allowed only on clusters is denied, and what to do.
fn denied_in_practice(action: &str) -> String {
    let on = alternatives(wide_resources(&[action]), '"');
    let why = cannot_be_limited(action);
    format!("{why}; allow it on \"Resource\": {on}")
}

/// Steps of reasoning for each question besides the one that was asked.
const WORK_BESIDES: usize = limits::WORK / 4;

/// Steps of decisions on resources that a reader recognises; a step is a look at a statement.
const WORK_ON_EXAMPLES: usize = 1_000_000;

/// The verdicts on many actions, on one resource.
pub(crate) struct Verdicts<'a> {
    policies: &'a Policies<'a>,
    request: Request<'a>,
    /// What is left of [`WORK_ON_EXAMPLES`].
    work_on_examples: usize,
    keys: ServiceKeys,
    asked: Reach<'a>,
    /// The same without names that have a separator in their last field, unless a policy names one.
    plain: Option<Reach<'a>>,
    practice: Practice<'a>,
}

impl<'a> Verdicts<'a> {
    /// Prepares decisions on requests that differ from this one only in the action.
    pub(crate) fn new(policies: &'a Policies<'a>, request: Request<'a>) -> Self {
        let with_separator = Pattern::resource("acs:*:*:*:*:*");
        let has_fields = |resource: &str| resource.matches(':').count() > 4;
        let mut named = policies.attached().iter().flat_map(|(_, policy)| {
            let resources = policy.statements().iter().flat_map(|one| &one.resources);
            resources.flatten().map(|resource| resource.value.as_str())
        });
        let is_named = has_fields(request.resource) || named.any(has_fields);
        let plain = || Reach::new(policies, request, &[&with_separator]).within(WORK_BESIDES);
        Self {
            policies,
            request,
            work_on_examples: WORK_ON_EXAMPLES,
            keys: ServiceKeys::of(policies),
            asked: Reach::new(policies, request, &[]),
            plain: (!is_named).then(plain),
            practice: Practice::new(policies, request),
        }
    }

    /// Returns the context of a request for an action.
    pub(crate) fn context(&self, action: &str) -> Cow<'a, Context> {
        self.keys.context(action, self.request.context)
    }

    /// Decides an action on the resource. The parts of the answer are shown by resources as a person writes them, where
    /// those have the same decision.
    pub(crate) fn of(&mut self, action: &str) -> Verdict {
        let mut verdict = self.by_shortest(action);
        let parts = match &mut verdict {
            Verdict::InPart { denied, allowed } => vec![denied, allowed],
            Verdict::Undecided { open, denied } => {
                let mut parts = vec![open];
                parts.extend(denied);
                parts
            }
            Verdict::Allowed(part)
            | Verdict::DeniedInPractice(part)
            | Verdict::UndecidedInPractice(part)
            | Verdict::Denied(part) => vec![part],
            Verdict::TooComplex => Vec::new(),
        };
        for part in parts {
            self.recognise(action, part);
        }
        verdict
    }

    /// Shows a part by a resource that a reader recognises.
    fn recognise(&mut self, action: &str, part: &mut Part) {
        let asked = self.request.resource;
        if part.witness == asked {
            return;
        }
        let statements = self.policies.attached().iter();
        let statements: usize = statements.map(|(_, one)| one.statements().len()).sum();
        let context = self.context(action).into_owned();
        let is_asked = Pattern::resource(asked);
        let mut left = self.work_on_examples;
        let found = recognisable(action, &part.witness, |resource| {
            let Some(less) = left.checked_sub(statements + 1) else {
                return false;
            };
            left = less;
            let request = Request {
                action,
                resource,
                context: &context,
                ..self.request
            };
            is_asked.matches(resource) && self.policies.decide(&request) == part.decision
        });
        self.work_on_examples = left;
        if let Some(found) = found {
            part.witness = found;
        }
    }

    fn by_shortest(&mut self, action: &str) -> Verdict {
        let context = self.context(action);
        let Ok(parts) = self.asked.of_under(action, &context) else {
            return Verdict::TooComplex;
        };
        let mut denied: Option<Part> = None;
        let (mut open, mut allowed) = (None, None);
        for part in parts {
            match part.decision.outcome {
                // An implicit denial explains more than a Deny.
                Outcome::ImplicitlyDenied => denied = Some(part),
                Outcome::ExplicitlyDenied => denied = denied.or(Some(part)),
                Outcome::Undecided => open = Some(part),
                Outcome::Allowed if part.decision.assumes.is_empty() => {
                    allowed = allowed.or(Some(part));
                }
                Outcome::Allowed => allowed = Some(part),
            }
        }
        let has_effect = open.is_some() || allowed.is_some();
        let Ok(effect) = (if has_effect {
            self.practice.effect(action, &context)
        } else {
            Ok(Effect::AsWritten)
        }) else {
            return Verdict::TooComplex;
        };
        match (denied, open, allowed) {
            (denied, open, allowed) if effect == Effect::None => denied
                .or(open)
                .or(allowed)
                .map_or(Verdict::TooComplex, Verdict::DeniedInPractice),
            (denied, open, allowed) if effect == Effect::Uncertain => denied
                .or(open)
                .or(allowed)
                .map_or(Verdict::TooComplex, Verdict::UndecidedInPractice),
            (Some(denied), _, Some(allowed)) => Verdict::InPart { denied, allowed },
            (denied, Some(open), _) => Verdict::Undecided { open, denied },
            (None, None, Some(allowed)) => Verdict::Allowed(allowed),
            (Some(denied), None, None) => Verdict::Denied(denied),
            (None, None, None) => Verdict::TooComplex,
        }
    }
}

impl Verdicts<'_> {
    /// Returns what to add to the reasons of this verdict on an action: why an Allow on clusters has no effect, who says
    /// something else about that, and which names the rest of the resource has.
    pub(crate) fn on_scope(&mut self, action: &str, verdict: &Verdict) -> Vec<String> {
        let may_allow = !matches!(verdict, Verdict::Denied(_) | Verdict::TooComplex);
        if !may_allow {
            return Vec::new();
        }
        let context = self.context(action).into_owned();
        let mut reasons = reasons_of_practice(&mut self.practice, action, &context);
        let other = match verdict {
            Verdict::InPart { allowed, .. } => Some(allowed),
            Verdict::Undecided { open, denied } => denied.as_ref().map(|_| open),
            _ => None,
        };
        if let Some(other) = other
            && self.is_denied_on_plain(action, &context)
        {
            let name = visible_text(&other.witness);
            reasons.push(format!(
                "denied except on names with `:` in the last field, such as {name}: `*` in a policy matches `:`"
            ));
        }
        reasons
    }

    /// Returns true if the rest is allowed only on names such as `backup/:logs/`, where a wildcard of a policy matches
    /// what is a name of another resource.
    fn is_denied_on_plain(&mut self, action: &str, context: &Context) -> bool {
        let plain = self.plain.as_mut();
        let parts = plain.and_then(|plain| plain.of_under(action, context).ok());
        parts.is_some_and(|parts| !parts.is_empty() && !parts.iter().any(may_allow))
    }
}

fn may_allow(part: &Part) -> bool {
    matches!(part.decision.outcome, Outcome::Allowed | Outcome::Undecided)
}

/// Returns why an Allow of the action has no effect, and who says something else about where it has one. None if it is
/// also allowed where all sources agree.
pub(crate) fn reasons_of_practice(
    practice: &mut Practice<'_>,
    action: &str,
    context: &Context,
) -> Vec<String> {
    let mut reasons = Vec::new();
    if practice.effect(action, context) == Ok(Effect::None) {
        reasons.push(denied_in_practice(action));
    }
    if let Some(doubt) = doubt(action)
        && !practice.may_allow_outside_clusters(action, context)
    {
        reasons.push(doubt.to_owned());
    }
    reasons
}
