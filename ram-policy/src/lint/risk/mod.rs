//! The checks for valid but dangerous permissions.

mod confusable;

use crate::lint::checker::{Checker, listed};
use crate::lint::registry::{
    ALLOW_NOT_ACTION, EVERYTHING_ON_EVERYTHING, KUBECONFIG_ACCESS, PERMISSION_GRANTING,
    WHOLE_SERVICE,
};
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_wildcard};

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
        for statement in &self.policy.statements {
            if statement.effect == Effect::Allow {
                self.allowed(statement);
            }
        }
    }

    fn allowed(&mut self, statement: &Statement) {
        let actions = &statement.actions;
        if actions.is_negated {
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
        let is_open = statement.conditions.is_empty()
            && statement.principal.as_ref().is_none_or(|principal| {
                principal
                    .values
                    .iter()
                    .any(|(_, value)| value.value.as_str() == "*")
            });
        for pattern in &actions.patterns {
            if is_open && self.is_wide(statement, pattern) {
                continue;
            }
            // The principals of a resource's policy are a matter of that resource.
            if statement.principal.is_none() {
                self.sensitive(pattern);
            }
        }
    }

    /// Reports everything, or a whole service, on everything.
    fn is_wide(&mut self, statement: &Statement, pattern: &Located<Pattern>) -> bool {
        let text = pattern.value.as_str();
        let is_any = |text: &str| text.contains('*') && text.chars().all(is_wildcard);
        let (code, name) = text.split_once(':').unwrap_or(("", text));
        if is_any(name) && (code.is_empty() || is_any(code)) {
            let is_everywhere = statement.covers_resource("acs:q:q:q:q");
            if is_everywhere {
                let message = "every action is allowed on every resource";
                let help = "list what is needed; for administrators attach the system policy AdministratorAccess";
                self.report(EVERYTHING_ON_EVERYTHING, pattern.range, message, help);
            }
            return is_everywhere;
        }
        if !is_any(name) || code.contains(is_wildcard) {
            return false;
        }
        let all = format!("acs:{}:q:q:q", code.to_ascii_lowercase());
        let is_everywhere = statement.covers_resource(&all);
        if is_everywhere {
            let message = format!("every action of `{code}` is allowed on every resource");
            let help = "list the actions that are needed; this also allows actions that the service adds later";
            self.report(WHOLE_SERVICE, pattern.range, message, help);
        }
        is_everywhere
    }

    /// Reports access to credentials or permissions.
    fn sensitive(&mut self, pattern: &Located<Pattern>) {
        // Nothing is known about names of other services.
        let code = pattern.value.as_str().split(':').next().unwrap_or_default();
        let is_of_interest = self.settings.service(code).is_some()
            || ["ram", "resourcemanager"]
                .iter()
                .any(|known| code.eq_ignore_ascii_case(known));
        if pattern.value.is_literal() && !is_of_interest {
            return;
        }
        let matched = |names: &'static [&'static str]| -> Vec<&str> {
            let names = names.iter().copied();
            names.filter(|name| pattern.value.matches(name)).collect()
        };
        let (mut kubeconfigs, mut grants) = (Vec::new(), Vec::new());
        for service in &self.settings.services {
            kubeconfigs.extend(matched(service.facts.kubeconfigs));
            grants.extend(matched(service.facts.grants));
        }
        grants.extend(matched(&RAM_GRANTS));
        let what = |names: &[&str]| {
            if pattern.value.is_literal() {
                format!("`{}`", pattern.value)
            } else {
                format!("`{}`, by {},", pattern.value, listed(names))
            }
        };
        if !kubeconfigs.is_empty() {
            let message = format!("{} returns credentials of clusters", what(&kubeconfigs));
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
                what(&grants)
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
