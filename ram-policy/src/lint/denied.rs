//! What Deny statements take away from an Allow.

use crate::analysis::automaton::{Inclusion, is_subset_as};
use crate::analysis::intersect::intersect_as;
use crate::policy::condition::Operator;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};
use crate::policy::principal_type::PrincipalType;

/// The Deny statements that apply wherever an Allow statement does.
pub(crate) struct Denied<'a>(Vec<&'a Statement>);

/// What is left of a pattern of actions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    All,
    /// All but some.
    Most,
    /// Nothing, or only what a `NotAction` lists.
    Few,
}

/// A principal, with its kind where one is given.
type Value = (Option<String>, Located<Pattern>);

impl<'a> Denied<'a> {
    /// Finds the Deny statements that always apply to the resources and principals of an Allow.
    pub(crate) fn of(policy: &'a Policy, allow: &Statement, work: &mut usize) -> Self {
        let principals = allow.principal.as_ref().map_or(&[][..], |all| &all.values);
        Self::that(policy, allow, principals, work, |deny| {
            deny.conditions.is_empty()
        })
    }

    /// Finds those that apply to everyone whom a principal of the Allow includes, or to everyone but a few.
    pub(crate) fn to_strangers(
        policy: &'a Policy,
        allow: &Statement,
        principal: &Value,
        work: &mut usize,
    ) -> Self {
        let principals = std::slice::from_ref(principal);
        Self::that(policy, allow, principals, work, |deny| {
            deny.conditions.iter().all(|condition| {
                let is_negated = matches!(
                    condition.operator.value,
                    Operator::Known {
                        is_negated: true,
                        ..
                    }
                );
                is_negated && tells_callers_apart(&condition.key.value)
            })
        })
    }

    /// Finds those that apply to these principals, under conditions of the wanted form.
    pub(crate) fn that(
        policy: &'a Policy,
        allow: &Statement,
        principals: &[Value],
        work: &mut usize,
        applies: impl Fn(&Statement) -> bool,
    ) -> Self {
        let statements = policy.statements.iter().filter(|deny| {
            deny.effect == Effect::Deny
                && applies(deny)
                && includes(deny, principals, work)
                && covers(deny.resources.as_deref(), allow.resources.as_deref(), work)
        });
        Self(statements.collect())
    }

    /// Reports whether an action is denied.
    pub(crate) fn is_denied(&self, action: &str) -> bool {
        self.0.iter().any(|deny| deny.actions.cover(action))
    }

    /// Returns the rest of a pattern, which is all of it once no `work` is left.
    pub(crate) fn left(&self, pattern: &Pattern, work: &mut usize) -> Left {
        let mut denied: Vec<&Pattern> = Vec::new();
        for deny in &self.0 {
            let patterns = values(&deny.actions.patterns);
            if !deny.actions.is_negated {
                denied.extend(patterns);
                continue;
            }
            let except: Vec<&Pattern> = patterns.collect();
            let is_in = is_subset_as(&[pattern], &except, Case::Folded, work);
            if matches!(is_in, Inclusion::No { .. }) {
                return Left::Few;
            }
        }
        match is_subset_as(&[pattern], &denied, Case::Folded, work) {
            Inclusion::Yes => Left::Few,
            Inclusion::No { .. } => {
                let mut meets = |one: &&Pattern| {
                    matches!(intersect_as(pattern, one, Case::Folded, work), Ok(Some(_)))
                };
                if denied.iter().any(&mut meets) {
                    Left::Most
                } else {
                    Left::All
                }
            }
            Inclusion::NotDecided => Left::All,
        }
    }
}

/// Reports whether a Deny includes everyone whom these principals include.
fn includes(deny: &Statement, principals: &[Value], work: &mut usize) -> bool {
    let Some(denied) = &deny.principal else {
        return true;
    };
    let is_all = |(kind, value): &Value| kind.is_none() && value.value.as_str() == "*";
    let mut is_included = |(kind, principal): &Value| {
        let shown = PrincipalType::of(principal.value.as_str());
        let shown = shown.filter(|_| principal.value.is_literal());
        let kind = kind.as_deref().or(shown.map(PrincipalType::name));
        denied.values.iter().any(|(of, value)| {
            (of.is_none() || of.as_deref() == kind)
                && value.value.covers(&principal.value, Case::Exact, work)
        })
    };
    denied.values.iter().any(is_all)
        || (!principals.is_empty() && principals.iter().all(&mut is_included))
}

/// Reports whether resources of a Deny include those of an Allow.
fn covers(
    deny: Option<&[Located<Pattern>]>,
    allow: Option<&[Located<Pattern>]>,
    work: &mut usize,
) -> bool {
    let Some(deny) = deny else {
        return true;
    };
    let deny: Vec<&Pattern> = values(deny).collect();
    if deny.iter().any(|pattern| pattern.as_str() == "*") {
        return true;
    }
    // Preparing a question takes time, even if there is none left to decide it.
    if *work == 0 {
        return false;
    }
    let allow: Vec<&Pattern> = allow.map_or(Vec::new(), |all| values(all).collect());
    !allow.is_empty() && is_subset_as(&allow, &deny, Case::Exact, work) == Inclusion::Yes
}

/// Keys of the request, whoever the caller is.
const OF_REQUEST: [&str; 6] = [
    "acs:CurrentTime",
    "acs:MFAPresent",
    "acs:SecureTransport",
    "acs:UserAgent",
    "oss:Delimiter",
    "oss:Prefix",
];

/// Reports whether a condition on this key can tell one caller from another. The claims of a token are what its provider
/// says.
pub(crate) fn tells_callers_apart(key: &str) -> bool {
    let service = key.split(':').next().unwrap_or_default();
    let is_claim = ["oidc", "saml"]
        .iter()
        .any(|code| service.eq_ignore_ascii_case(code));
    !is_claim
        && !OF_REQUEST
            .iter()
            .any(|of_request| key.eq_ignore_ascii_case(of_request))
}
