//! Rules on what is right, and dangerous.

use super::fix::Fix;
use super::form::quoted;
use super::table::risk::{CONFUSABLE, EVERYTHING, GRANTS, KUBECONFIG, NOT_ACTION, WHOLE_SERVICE};
use super::{Subject, listed};
use crate::pattern::Pattern;
use crate::place::Located;
use crate::policy::{Effect, Statement};
use crate::problem::is_hidden;

/// Actions of RAM itself that give permissions.
///
/// Source: the list of RAM's actions in its documentation.
const RAM_GRANTS: [&str; 12] = [
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
    "ram:CreateServiceLinkedRole",
];

impl Subject<'_> {
    pub(super) fn risks(&mut self) {
        for statement in &self.policy.statements {
            if statement.effect == Effect::Allow && statement.principal.is_none() {
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
                "all actions but these are allowed, those of services that come later included";
            self.found(
                &NOT_ACTION,
                place,
                message,
                "name what is allowed in `Action`; forbid with a statement that denies",
            );
            return;
        }
        let is_everywhere =
            statement.conditions.is_empty() && statement.covers_resource("acs:q:q:q:q");
        for pattern in &actions.patterns {
            let text = pattern.value.as_str();
            let is_all = pattern.value.matches("q:q") && pattern.value.matches("z:z");
            if is_all {
                if is_everywhere {
                    let message = "every action is allowed on every resource";
                    let help = "name what is needed; for administrators attach the system policy AdministratorAccess";
                    self.found(&EVERYTHING, pattern.range, message, help);
                }
                continue;
            }
            if let Some(code) = text
                .strip_suffix(":*")
                .filter(|code| !code.contains(['*', '?', ':']))
            {
                let all = format!("acs:{}:q:q:q", code.to_ascii_lowercase());
                if statement.conditions.is_empty() && statement.covers_resource(&all) {
                    let message = format!("every action of `{code}` is allowed on every resource");
                    let help = "name the actions that are needed; what the service adds later is allowed, too";
                    self.found(&WHOLE_SERVICE, pattern.range, message, help);
                }
                continue;
            }
            self.sensitive(pattern);
        }
    }

    /// What hands out credentials or permissions.
    fn sensitive(&mut self, pattern: &Located<Pattern>) {
        let matched = |names: &'static [&'static str]| -> Vec<&str> {
            let names = names.iter().copied();
            names.filter(|name| pattern.value.matches(name)).collect()
        };
        let service = self.linter.service_of(pattern.value.as_str());
        let kubeconfigs = service.map_or(Vec::new(), |service| matched(service.facts.kubeconfigs));
        let mut grants = service.map_or(Vec::new(), |service| matched(service.facts.grants));
        let is_of_ram = pattern
            .value
            .as_str()
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("ram:"));
        if is_of_ram {
            grants.extend(matched(&RAM_GRANTS));
        }
        let what = |names: &[&str]| {
            if pattern.value.is_literal() {
                format!("`{}`", pattern.value)
            } else {
                format!("`{}`, by {},", pattern.value, listed(names))
            }
        };
        if !kubeconfigs.is_empty() {
            let message = format!("{} hands out credentials of clusters", what(&kubeconfigs));
            self.found(
                &KUBECONFIG,
                pattern.range,
                message,
                "grant it to those who work in the cluster, and on that cluster only",
            );
        }
        if !grants.is_empty() {
            let message = format!(
                "{} can give permissions to others, or to the caller",
                what(&grants)
            );
            self.found(
                &GRANTS,
                pattern.range,
                message,
                "grant it to administrators only, and on named resources",
            );
        }
    }

    /// Whether an action holds letters that look like those of actions, or do not show. It is reported.
    pub(super) fn is_confusable(&mut self, pattern: &Located<Pattern>) -> bool {
        let text = pattern.value.as_str();
        if text.is_ascii() {
            return false;
        }
        let odd = text
            .chars()
            .find(|c| is_hidden(*c) || looks_like(*c).is_some());
        let Some(odd) = odd else {
            return false;
        };
        let shown: String = text
            .chars()
            .filter(|c| !is_hidden(*c))
            .map(|c| looks_like(c).unwrap_or(c))
            .collect();
        let message = match looks_like(odd) {
            Some(letter) => format!(
                "`{}` holds U+{:04X}, which looks like `{letter}` and is another character",
                text.escape_debug(),
                u32::from(odd)
            ),
            None => format!(
                "`{}` holds U+{:04X}, which does not show",
                visible(text),
                u32::from(odd)
            ),
        };
        let help = format!("type it anew: `{}`", shown.escape_debug());
        let finding = self.found(&CONFUSABLE, pattern.range, message, help);
        finding.fix = Some(Fix::replacing(pattern.range, quoted(&shown)));
        true
    }
}

fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.extend(c.escape_debug());
        }
    }
    out
}

/// The ASCII character that this one looks like.
///
/// Source: the table of confusable characters of Unicode Technical Standard 39, for the letters of
/// the Cyrillic, Greek and full-width blocks.
fn looks_like(c: char) -> Option<char> {
    const CYRILLIC: &str = "аaеeоoрpсcхxуyіiјjѕsԁdһhԛqԝwАAВBЕEКKМMНHОOРPСCТTХXІIЈJЅSҮYԌG";
    const GREEK: &str = "οoνvαaιiκkρpυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    const SIGNS: &str = "∗*⁎*＊*？?∶:";
    let pairs: Vec<char> = [CYRILLIC, GREEK, SIGNS].concat().chars().collect();
    let found = pairs
        .chunks(2)
        .find(|pair| pair[0] == c)
        .map(|pair| pair[1]);
    found.or_else(|| match c {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{131}' => Some('i'),
        _ => None,
    })
}
