//! The checks of trust policies.

use crate::lint::checker::{Checker, listed};
use crate::lint::denied::Denied;
use crate::lint::fix::Fix;
use crate::lint::registry::{TRUST_ACTION, UNCHECKED_TOKEN};
use crate::policy::aws;
use crate::policy::condition::{Operator, Test, Value};
use crate::policy::document::{Condition, Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_wildcard};
use crate::policy::print::quoted;
use ram_diagnostics::{ByteRange, escaped};

type Principal = (Option<String>, Located<Pattern>);

/// The action of trust policies, and the one that lets the caller name itself.
const ACTIONS: [&str; 2] = ["sts:AssumeRole", "sts:SetSourceIdentity"];

/// The claims of a token that tell who it is for, and who has it.
const CLAIMS: [&str; 2] = ["oidc:aud", "oidc:sub"];

impl Checker<'_> {
    /// Reports actions that no trust policy has.
    pub(super) fn trust_action(&mut self, statement: &Statement) {
        let actions = &statement.actions;
        if actions.is_negated {
            return;
        }
        for pattern in &actions.patterns {
            let text = pattern.value.as_str();
            let is_action = ACTIONS.iter().any(|action| pattern.value.matches(action));
            if is_action || text.contains("${") || aws::is_action(text) {
                continue;
            }
            let message = format!(
                "`{}` is not an action of a trust policy; that is `{}`, for every kind of principal",
                escaped(text),
                ACTIONS[0]
            );
            let help = format!("write `{}`", ACTIONS[0]);
            // Any other action, which allows nothing here, must not become trust.
            let name = text.rsplit(':').next().unwrap_or_default();
            let start = name.get(..10).unwrap_or_default();
            let is_meant = actions.patterns.len() == 1 && start.eq_ignore_ascii_case("AssumeRole");
            self.report(TRUST_ACTION, pattern.range, message, help).fix =
                is_meant.then(|| Fix::replacing(pattern.range, quoted(ACTIONS[0])));
        }
    }

    /// Reports a trusted OIDC provider whose tokens are not checked.
    pub(super) fn token(&mut self, statement: &Statement) {
        if statement.effect != Effect::Allow {
            return;
        }
        let principals = statement.principal.iter().flat_map(|all| &all.values);
        let mut providers = principals.cloned().collect::<Vec<_>>();
        providers.retain(|one| {
            one.1.value.as_str().contains(":oidc-provider/")
                && !self.denies(statement, std::slice::from_ref(one), |conditions| {
                    conditions.is_empty()
                })
        });
        if providers.is_empty() {
            return;
        }
        let is_required = CLAIMS.map(|claim| self.is_required(statement, &providers, claim));
        let has_pattern = |claim: &str| {
            let mut of_claim = open_subjects(statement);
            claim == "oidc:sub" && of_claim.next().is_some()
        };
        let of_claims = CLAIMS.into_iter().zip(is_required);
        let unchecked = of_claims.filter(|(claim, is_required)| {
            !is_required && !is_checked(statement, claim) && !has_pattern(claim)
        });
        let unchecked: Vec<&str> = unchecked.map(|(claim, _)| claim).collect();
        let [_, is_subject_required] = is_required;
        if !is_subject_required {
            self.open_subjects(statement);
        }
        if unchecked.is_empty() {
            return;
        }
        let who = match unchecked[..] {
            ["oidc:aud"] => "tokens for any audience are accepted",
            _ => "whoever has a token of the provider can assume the role",
        };
        let message = format!("no condition on {}: {who}", listed(&unchecked));
        let help = "add it under `StringEquals`, with the value that your tokens have";
        // The account of the provider is often computed, and a finding on a computed part is not reported.
        let start = statement.range.start;
        let place = ByteRange::new(start, start + 1);
        self.report(UNCHECKED_TOKEN, place, message, help);
    }

    /// Reports patterns of subjects that match those of all users or workloads of a provider.
    fn open_subjects(&mut self, statement: &Statement) {
        if is_checked(statement, "oidc:sub") {
            return;
        }
        let open: Vec<&Located<Value>> = open_subjects(statement).collect();
        for value in open {
            let text = escaped(value.value.as_str());
            let message = format!(
                "`{text}` does not tell whose token it is: any user of the provider can assume the role"
            );
            let help = "write the subject that your tokens have, or at least who it belongs to";
            self.report(UNCHECKED_TOKEN, value.range, message, help);
        }
    }

    /// Reports whether a Deny refuses tokens of the providers that lack a value of the claim.
    fn is_required(&mut self, statement: &Statement, providers: &[Principal], claim: &str) -> bool {
        self.denies(
            statement,
            providers,
            |conditions| matches!(conditions, [only] if is_on_claim(only, claim, true)),
        )
    }

    /// Reports whether a Deny with such conditions keeps these principals from assuming the role.
    fn denies(
        &mut self,
        statement: &Statement,
        principals: &[Principal],
        applies: impl Fn(&[Condition]) -> bool,
    ) -> bool {
        let work = &mut self.deny_work;
        let denied = Denied::that(self.policy, statement, principals, work, |deny| {
            applies(&deny.conditions)
        });
        denied.is_denied(ACTIONS[0])
    }
}

/// Reports whether a condition that is negated or not compares the claim with values that not every token has.
fn is_on_claim(condition: &Condition, claim: &str, wanted: bool) -> bool {
    let is_anything = |value: &Located<Value>| value.value.as_str().chars().all(is_wildcard);
    let key = &condition.key.value;
    let is_negated = matches!(
        condition.operator.value,
        Operator::Known {
            is_negated: true,
            ..
        }
    );
    // A computed key may be that of the claim.
    (key.eq_ignore_ascii_case(claim) || key.contains("${"))
        && is_negated == wanted
        && !condition.values.iter().any(is_anything)
        && !(claim == "oidc:sub"
            && condition
                .values
                .iter()
                .any(|value| is_open_subject(condition, value)))
}

/// Reports whether a statement requires a value of the claim.
fn is_checked(statement: &Statement, claim: &str) -> bool {
    let mut conditions = statement.conditions.iter();
    conditions.any(|condition| is_on_claim(condition, claim, false))
}

/// Returns the patterns of subjects that are no more than the form of a subject.
fn open_subjects(statement: &Statement) -> impl Iterator<Item = &Located<Value>> {
    let of_subject = statement.conditions.iter().filter(|condition| {
        let is_negated = matches!(
            condition.operator.value,
            Operator::Known {
                is_negated: true,
                ..
            }
        );
        condition.key.value.eq_ignore_ascii_case("oidc:sub") && !is_negated
    });
    of_subject.flat_map(|condition| {
        let values = condition.values.iter();
        values.filter(|value| is_open_subject(condition, value))
    })
}

/// The forms of subjects, and whether the name after them says by itself whose token it is.
///
/// Sources: the documentation of GitHub, GitLab and Kubernetes.
const SUBJECTS: [(&str, bool); 3] = [
    ("repo:", true),
    ("project_path:", true),
    ("system:serviceaccount:", false),
];

/// Reports whether a pattern matches any subject of a form: `repo:*`, `*:*`, `system:serviceaccount:*:*`.
fn is_open_subject(condition: &Condition, value: &Located<Value>) -> bool {
    let is_like = matches!(
        condition.operator.value,
        Operator::Known {
            test: Test::StringLike,
            ..
        }
    );
    let text = value.value.as_str();
    let is_open = |text: &str| {
        text.contains('*') && text.chars().all(|c| is_wildcard(c) || c == ':' || c == '/')
    };
    if !is_like || text.chars().all(is_wildcard) {
        return false;
    }
    is_open(text)
        || SUBJECTS.iter().any(|(form, is_owner_first)| {
            let Some(rest) = text.strip_prefix(form) else {
                return false;
            };
            let owner = rest.split([':', '/']).next().unwrap_or_default();
            is_open(rest) || (*is_owner_first && is_open(owner))
        })
}
