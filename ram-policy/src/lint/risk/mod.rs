//! The checks for valid but dangerous permissions.

mod confusable;
mod public;

use crate::analysis::normal_form::Normalized;
use crate::analysis::redundant::{Coverage, candidates, excludes_all};
use crate::lint::checker::{Checker, listed};
use crate::lint::denied::{Denied, Left};
use crate::lint::registry::{
    ALLOW_NOT_ACTION, EVERYTHING_ON_EVERYTHING, KUBECONFIG_ACCESS, PERMISSION_GRANTING,
    WHOLE_SERVICE,
};
use crate::policy::aws;
use crate::policy::document::{Effect, Statement};
use crate::policy::kind::Kind;
use crate::policy::located::Located;
use crate::policy::pattern::{Case, Pattern, is_wildcard};
use std::collections::HashSet;

/// Actions of RAM itself that give permissions.
///
/// Source: the list of RAM's actions in its documentation.
const RAM_GRANTS: [&str; 13] = [
    "ram:AddUserToGroup",
    "ram:AttachPolicyToGroup",
    "ram:AttachPolicyToRole",
    "ram:AttachPolicyToUser",
    "ram:CreateAccessKey",
    "ram:CreateLoginProfile",
    "ram:CreatePolicyVersion",
    "ram:PassRole",
    "ram:SetDefaultPolicyVersion",
    "ram:UpdateLoginProfile",
    "ram:UpdateRole",
    "resourcemanager:AttachPolicy",
    "ram:CreateServiceLinkedRole",
];

impl Checker<'_> {
    pub(crate) fn risks(&mut self) {
        if !self.kind.grants() {
            return;
        }
        let is_resource_based = self.policy.is_resource_based();
        let all = Normalized::all(&self.policy.statements, is_resource_based);
        let (denies, allows): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|one| one.statement.effect == Effect::Deny);
        for one in allows {
            let work = &mut self.deny_work;
            // Looking at another statement takes much less time than a step of exact reasoning.
            *work = work.saturating_sub(denies.len() / 16);
            let against = if *work > 0 {
                candidates(one, &denies)
            } else {
                Vec::new()
            };
            let is_denied = !against.is_empty()
                && Coverage::new(one.statement, against).is_whole(Case::Folded, work);
            if !is_denied && !excludes_all(&one.statement.actions, work) {
                self.allowed(one.statement);
            }
        }
    }

    fn allowed(&mut self, statement: &Statement) {
        let actions = &statement.actions;
        // The principals of a resource's policy are a matter of that resource.
        if statement.principal.is_some() {
            self.public(statement);
        }
        let denied = Denied::of(self.policy, statement, &mut self.deny_work);
        if actions.is_negated {
            if denied.left(&Pattern::action("*"), &mut self.deny_work) == Left::Few {
                return;
            }
            let place = actions
                .patterns
                .first()
                .map_or(statement.range, |first| first.range);
            let message =
                "all actions except these are allowed, including those of services added later";
            let help = "list what is allowed in `Action`, and forbid the rest with a `Deny`";
            self.report(ALLOW_NOT_ACTION, place, message, help);
            return;
        }
        if statement.principal.is_some() {
            return;
        }
        let denied_names = self.denied_names(statement, &denied);
        for pattern in &actions.patterns {
            let dangerous = self.dangerous(pattern, &denied_names);
            let is_everything = statement.conditions.is_empty()
                && self.is_wide(statement, pattern, &denied, &dangerous);
            if !is_everything {
                self.sensitive(pattern, &dangerous);
            }
        }
    }

    /// Reports everything, or a whole service, on everything. Returns true for everything.
    fn is_wide(
        &mut self,
        statement: &Statement,
        pattern: &Located<Pattern>,
        denied: &Denied<'_>,
        dangerous: &Dangerous,
    ) -> bool {
        let text = pattern.value.as_str();
        let is_any = |text: &str| text.contains('*') && text.chars().all(is_wildcard);
        let (code, name) = text.split_once(':').unwrap_or(("", text));
        let is_everything = is_any(name) && (code.is_empty() || is_any(code));
        // Another rule reports actions of AWS.
        let is_none = !is_any(name) || aws::is_action(text);
        if is_none || (!is_everything && code.contains(is_wildcard)) {
            return false;
        }
        let service = if is_everything {
            "q"
        } else {
            &*code.to_ascii_lowercase()
        };
        if !statement.covers_resource(&format!("acs:{service}:q:q:q")) {
            return false;
        }
        let except = match denied.left(&pattern.value, &mut self.deny_work) {
            Left::Few => return false,
            Left::Most if dangerous.is_gone() => return false,
            Left::Most => ", except what a `Deny` takes away",
            Left::All => "",
        };
        if is_everything {
            let message = format!("every action is allowed on every resource{except}");
            let mut statements = self.policy.statements.iter();
            // The system policy has no Deny.
            let is_plain =
                self.kind == Kind::Identity && statements.all(|one| one.effect == Effect::Allow);
            let help = if is_plain {
                "list what is needed; for administrators attach the system policy AdministratorAccess"
            } else {
                "list what is needed"
            };
            self.report(EVERYTHING_ON_EVERYTHING, pattern.range, message, help);
        } else {
            let message = format!("every action of `{code}` is allowed on every resource{except}");
            let help = "list the actions that are needed; this also allows actions that the service adds later";
            self.report(WHOLE_SERVICE, pattern.range, message, help);
        }
        is_everything
    }

    /// Returns the dangerous actions that a Deny takes away from a statement.
    fn denied_names(&self, statement: &Statement, denied: &Denied<'_>) -> HashSet<&'static str> {
        let services = self.settings.services.iter();
        let names = services.flat_map(|one| one.facts.kubeconfigs.iter().chain(one.facts.grants));
        let names = names.chain(&RAM_GRANTS).copied();
        // Few statements allow one, and there may be many that deny.
        let allowed = names.filter(|name| statement.actions.cover(name));
        allowed.filter(|name| denied.is_denied(name)).collect()
    }

    /// Returns the matched actions that give access to credentials or permissions.
    fn dangerous(&self, pattern: &Located<Pattern>, denied: &HashSet<&'static str>) -> Dangerous {
        let mut dangerous = Dangerous::default();
        // Nothing is known about names of other services.
        let code = pattern.value.as_str().split(':').next().unwrap_or_default();
        let is_of_interest = self.settings.service(code).is_some()
            || ["ram", "resourcemanager"]
                .iter()
                .any(|known| code.eq_ignore_ascii_case(known));
        if pattern.value.is_literal() && !is_of_interest {
            return dangerous;
        }
        let mut add = |names: &'static [&'static str],
                       to: fn(&mut Dangerous) -> &mut Vec<&'static str>| {
            // A pattern is not written for an earlier name.
            let is_meant = |name: &str| {
                let known = self.settings.known.find(name);
                pattern.value.is_literal() || !known.is_some_and(|known| known.is_earlier_name())
            };
            let matching = names.iter().filter(|name| pattern.value.matches(name));
            for name in matching.filter(|name| is_meant(name)) {
                if denied.contains(name) {
                    dangerous.denied += 1;
                } else {
                    to(&mut dangerous).push(name);
                }
            }
        };
        for service in &self.settings.services {
            add(service.facts.kubeconfigs, |all| &mut all.kubeconfigs);
            add(service.facts.grants, |all| &mut all.grants);
        }
        add(&RAM_GRANTS, |all| &mut all.grants);
        dangerous
    }

    /// Reports access to credentials or permissions.
    fn sensitive(&mut self, pattern: &Located<Pattern>, dangerous: &Dangerous) {
        let what = |names: &[&str]| {
            if pattern.value.is_literal() {
                format!("`{}`", pattern.value)
            } else {
                format!("`{}`, by {},", pattern.value, listed(names))
            }
        };
        let Dangerous {
            kubeconfigs,
            grants,
            ..
        } = dangerous;
        if !kubeconfigs.is_empty() {
            let message = format!("{} returns credentials of clusters", what(kubeconfigs));
            self.report(
                KUBECONFIG_ACCESS,
                pattern.range,
                message,
                "grant it only to those who work in the cluster, and only on that cluster",
            );
        }
        if !grants.is_empty() {
            let message = format!(
                "{} can give permissions to others, or to the caller",
                what(grants)
            );
            self.report(
                PERMISSION_GRANTING,
                pattern.range,
                message,
                "grant it only to administrators, and on named resources",
            );
        }
    }
}

/// The actions of a pattern that give access to credentials or permissions.
#[derive(Default)]
struct Dangerous {
    kubeconfigs: Vec<&'static str>,
    grants: Vec<&'static str>,
    /// How many more a Deny takes away.
    denied: usize,
}

impl Dangerous {
    /// Reports whether there were some, and a Deny takes them all away.
    fn is_gone(&self) -> bool {
        self.denied > 0 && self.kubeconfigs.is_empty() && self.grants.is_empty()
    }
}
