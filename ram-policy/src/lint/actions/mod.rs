//! The checks of actions.

mod known_service;

use crate::lint::checker::{Checker, listed};
use crate::lint::fix::Fix;
use crate::lint::known_actions::Service;
use crate::lint::other_services::OtherServices;
use crate::lint::registry::{
    GET_IS_NOT_READ, IDLE_WILDCARD, MALFORMED_ACTION, MISSING_PREFIX, SERVICE_WILDCARD,
    WRONG_PREFIX,
};
use crate::policy::aws;
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_action_character, is_wildcard};
use crate::policy::print::quoted;
use ram_diagnostics::escaped;

/// The first field of resources, and the prefix of the condition keys of all services.
const OF_RESOURCES: &str = "acs";

const HELP_OF_SERVICE: &str = "start with the service and a colon";

impl Checker<'_> {
    pub(crate) fn actions(&mut self) {
        for statement in &self.policy.statements {
            for pattern in &statement.actions.patterns {
                self.action(statement, pattern);
            }
        }
    }

    fn action(&mut self, statement: &Statement, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        // A placeholder has no value yet.
        if text == "*" || text.contains("${") || self.is_confusable(text, pattern.range) {
            return;
        }
        if aws::is_action(text) {
            self.aws(text, "an action", pattern.range);
            return;
        }
        if let Some(odd) = text.chars().find(|c| !is_action_character(*c)) {
            let message = format!(
                "`{}` cannot be an action: it contains {}",
                escaped(text),
                match odd {
                    ' ' => "a space".to_owned(),
                    odd if odd.is_ascii() => format!("`{}`", odd.escape_debug()),
                    // It may be invisible, or look like a character of actions.
                    odd => format!(
                        "`{}`, which is U+{:04X}",
                        odd.escape_debug(),
                        u32::from(odd)
                    ),
                }
            );
            self.report(
                MALFORMED_ACTION,
                pattern.range,
                message,
                "write `<service>:<name>`, such as `cs:DescribeEvents`",
            );
            return;
        }
        let Some((code, name)) = text.split_once(':') else {
            self.without_service(pattern);
            return;
        };
        if code.contains(is_wildcard) {
            if name.trim_matches('*').is_empty() && code.trim_matches('*').is_empty() {
                return;
            }
            let message = if code == "*" {
                format!("`{text}` covers every service")
            } else {
                format!("`{text}` covers every service whose code matches `{code}`")
            };
            let help = "list the services, unless all are meant, including later ones";
            self.report(SERVICE_WILDCARD, pattern.range, message, help);
            return;
        }
        if code.is_empty() || name.is_empty() {
            let message = format!("`{text}` has no service or no name, and matches no action");
            let help = "write `<service>:<name>`, such as `cs:DescribeEvents`";
            self.report(MALFORMED_ACTION, pattern.range, message, help);
            return;
        }
        if name.contains(':') {
            let message = format!("`{text}` has two colons, and matches no action");
            let help = "write `<service>:<name>`, such as `cs:DescribeEvents`";
            self.report(MALFORMED_ACTION, pattern.range, message, help);
            return;
        }
        let settings = self.settings;
        if let Some(service) = settings.service(code) {
            if pattern.value.is_literal() {
                self.known_service(statement, service, pattern);
            } else {
                self.wildcard(statement, service, pattern);
            }
        } else if code.eq_ignore_ascii_case(OF_RESOURCES) {
            self.prefix_of_resources(pattern, name);
        } else if let Some(service) = settings.misnamed(code) {
            let message = format!(
                "`{code}` is not a RAM code; the code of this service is `{}`",
                service.code
            );
            self.wrong_prefix(pattern, message, &format!("{}:{name}", service.code));
        } else if let Some(list) = settings.other_services {
            self.other_service(list, pattern, code, name);
        }
    }

    /// Reports an action that starts like a resource or a common condition key.
    fn prefix_of_resources(&mut self, pattern: &Located<Pattern>, name: &str) {
        let message =
            format!("`{OF_RESOURCES}` starts resources and condition keys; it is not a RAM code");
        let services = self.settings.services.iter();
        let right = services.map(|service| format!("{}:{name}", service.code));
        let mut right = right.filter(|right| self.matches_known(&Pattern::action(right)));
        if let Some(right) = right.next() {
            self.wrong_prefix(pattern, message, &right);
        } else {
            let help = "start with the code of the service, such as `cs`";
            self.report(WRONG_PREFIX, pattern.range, message, help);
        }
    }

    fn wrong_prefix(&mut self, pattern: &Located<Pattern>, message: String, right: &str) {
        let help = format!("write `{right}`");
        self.report(WRONG_PREFIX, pattern.range, message, help).fix =
            Some(Fix::replacing(pattern.range, quoted(right)));
    }

    /// Checks an action of a service that the catalog does not have.
    fn other_service(
        &mut self,
        list: &dyn OtherServices,
        pattern: &Located<Pattern>,
        code: &str,
        name: &str,
    ) {
        let text = pattern.value.as_str();
        let is_literal = pattern.value.is_literal();
        let codes = list.codes(code);
        if let [first, ..] = codes {
            let is_listed = |code: &&&str| list.find(&format!("{code}:{name}")).is_some();
            let right = match codes {
                [_] => Some(first),
                _ => codes.iter().find(is_listed).filter(|_| is_literal),
            };
            let all: Vec<String> = codes.iter().map(|code| format!("`{code}:`")).collect();
            let message = format!(
                "`{code}` is not a RAM code; the actions of this service start with {}",
                all.join(" or ")
            );
            if let Some(right) = right {
                self.wrong_prefix(pattern, message, &format!("{right}:{name}"));
            } else {
                let help = "write the one that the documentation of the action gives";
                self.report(WRONG_PREFIX, pattern.range, message, help);
            }
            return;
        }
        if !is_literal {
            return;
        }
        if let Some(listed) = list.find(text) {
            if listed != text {
                self.other_case(listed, pattern);
            }
            return;
        }
        if let Some(meant) = self.meant(text) {
            self.misspelt(pattern, &meant);
        }
    }

    fn without_service(&mut self, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        if !pattern.value.is_literal() && self.matches_known(&pattern.value) {
            let message = if text.contains('*') {
                format!("`{text}` matches actions of several services")
            } else {
                format!("the wildcard of `{text}` matches the colon of an action")
            };
            self.report(SERVICE_WILDCARD, pattern.range, message, HELP_OF_SERVICE);
            return;
        }
        // `DescribeEvents`, and names with another separator than the colon.
        let candidates = self
            .settings
            .services
            .iter()
            .map(|service| format!("{}:{text}", service.code));
        let candidates = candidates.chain([text.replacen(['.', '/'], ":", 1)]);
        let is_meant = |name: &String| {
            let pattern = Pattern::action(name);
            let is_known = if pattern.is_literal() {
                self.settings.known.find(name).is_some()
            } else {
                self.matches_known(&pattern)
            };
            name.contains(':') && is_known
        };
        // `r*` matches actions of `ram`, so a service in front of it would be another policy. Names of actions have capitals.
        let head = text.split(['*', '?']).next().unwrap_or_default();
        let can_be_service =
            !pattern.value.is_literal() && !head.bytes().any(|byte| byte.is_ascii_uppercase());
        let meant = { candidates }.find(is_meant).filter(|_| !can_be_service);
        if meant.is_none() && text.contains('*') {
            let message = format!("`{text}` matches actions of several services");
            self.report(SERVICE_WILDCARD, pattern.range, message, HELP_OF_SERVICE);
            return;
        }
        let help = match &meant {
            Some(name) => format!("write `{name}`"),
            None => "write `<service>:<name>`, such as `cs:DescribeEvents`".to_owned(),
        };
        // The actions of all services are not known.
        let known = if text.contains('*') { "known " } else { "" };
        let message = format!("`{text}` has no service, and matches no {known}action");
        let right = meant.map(|name| match self.settings.known.find(&name) {
            Some(known) => known.name.to_owned(),
            None => name,
        });
        let fix = right.map(|name| Fix::replacing(pattern.range, quoted(&name)));
        self.report(MISSING_PREFIX, pattern.range, message, help)
            .fix = fix;
    }

    /// Reports whether a pattern names a service of the catalog.
    pub(crate) fn is_of_known_service(&self, pattern: &Pattern) -> bool {
        self.settings.service_of(pattern.as_str()).is_some()
    }

    /// Reports whether a pattern matches a known action that an operation still requires.
    pub(crate) fn matches_known(&self, pattern: &Pattern) -> bool {
        let mut is_known = false;
        self.settings.known.each(&mut |action| {
            is_known = is_known || !action.is_earlier_name() && pattern.matches(action.name);
        });
        is_known
    }

    fn wildcard(
        &mut self,
        statement: &Statement,
        service: &Service<'_>,
        pattern: &Located<Pattern>,
    ) {
        let text = pattern.value.as_str();
        let is_idle = !self.matches_known(&pattern.value);
        if is_idle {
            let message = format!("`{text}` matches no known action of this service");
            let mut earlier = None;
            self.settings.known.each(&mut |action| {
                earlier = earlier.or(Some(action.name).filter(|name| pattern.value.matches(name)));
            });
            let help = match earlier {
                Some(name) => format!(
                    "it matches only earlier names, such as `{name}`, which their operations no longer require"
                ),
                None => format!("look the names up; the linter knows {}", service.source),
            };
            self.report(IDLE_WILDCARD, pattern.range, message, help);
        }
        let is_get = text
            .split_once(':')
            .is_some_and(|(_, name)| name.eq_ignore_ascii_case("Get*"));
        let is_allow = statement.effect == Effect::Allow && !statement.actions.is_negated;
        // Once for each service, since the whole policy lacks them.
        if is_get && is_allow && self.reported_reads.insert(service.code.to_owned()) {
            self.reads(service, pattern);
        }
    }

    /// Reports the reads that a policy with `Get*` does not allow.
    fn reads(&mut self, service: &Service<'_>, pattern: &Located<Pattern>) {
        let policy = self.policy;
        let is_granted = |action: &str| {
            let mut allows = policy
                .statements
                .iter()
                .filter(|statement| statement.effect == Effect::Allow);
            allows.any(|statement| statement.actions.cover(action))
        };
        let (mut reads, mut missed) = (0, Vec::new());
        self.settings.known.each(&mut |action| {
            let code = action.name.split(':').next();
            let is_read = action.is_read == Some(true);
            if code == Some(service.code) && is_read && action.superseded.is_none() {
                reads += 1;
                if !is_granted(action.name) {
                    missed.push(action.name);
                }
            }
        });
        if missed.is_empty() {
            return;
        }
        let message = format!(
            "`{}` does not cover all reads: the policy lacks {} of the {reads} in {}",
            pattern.value,
            missed.len(),
            service.source
        );
        let mut help = format!("if they are needed, add {}", listed(&missed));
        let mut secret = missed;
        secret.retain(|name| service.facts.kubeconfigs.contains(name));
        if !secret.is_empty() {
            let secret = listed(&secret);
            help.push_str("; reading these gives access to clusters: ");
            help.push_str(&secret);
        }
        self.report(GET_IS_NOT_READ, pattern.range, message, help);
    }
}
