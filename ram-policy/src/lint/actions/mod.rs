//! The checks of actions.

use crate::lint::checker::{Checker, listed};
use crate::lint::fix::Fix;
use crate::lint::known_actions::{KnownAction, Operation, Service};
use crate::lint::other_services::OtherServices;
use crate::lint::registry::{
    ACTION_CASE, GET_IS_NOT_READ, IDLE_WILDCARD, MALFORMED_ACTION, MISSING_PREFIX, MISSPELT_ACTION,
    NOT_AN_ACTION, OUTDATED_OPERATION, RENAMED_ACTION, SERVICE_WILDCARD, UNLISTED_ACTION,
    WRONG_PREFIX,
};
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_action_character, is_wildcard};
use crate::policy::print::quoted;
use ram_diagnostics::escaped;
use ram_diagnostics::nearest;

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
        let settings = self.settings;
        if let Some(service) = settings.service(code) {
            if pattern.value.is_literal() {
                self.known_service(service, pattern);
            } else {
                self.wildcard(statement, service, pattern);
            }
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
        let Some(suggestions) = self.suggestions.checked_sub(1) else {
            return;
        };
        self.suggestions = suggestions;
        if let Some(meant) = list.meant(text) {
            let message = format!("`{text}` seems to be misspelt: no list has it");
            let help = format!("did you mean `{meant}`?");
            self.report(MISSPELT_ACTION, pattern.range, message, help)
                .fix = Some(Fix::replacing(pattern.range, quoted(meant)));
        }
    }

    fn without_service(&mut self, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
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
        let meant = { candidates }
            .find(is_meant)
            .filter(|_| !text.starts_with('*'));
        if meant.is_none() && text.contains('*') {
            let message = format!("`{text}` matches actions of several services");
            let help = "start with the service and a colon";
            self.report(SERVICE_WILDCARD, pattern.range, message, help);
            return;
        }
        let help = match &meant {
            Some(name) => format!("write `{name}`"),
            None => "write `<service>:<name>`, such as `cs:DescribeEvents`".to_owned(),
        };
        let message = format!("`{text}` has no service, and matches no action");
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

    /// Reports whether a pattern matches a known action: of the page, of other sources, or also required.
    pub(crate) fn matches_known(&self, pattern: &Pattern) -> bool {
        let mut is_known = false;
        self.settings.known.each(&mut |action| {
            let mut names = std::iter::once(&action.name).chain(action.also_required);
            is_known = is_known || names.any(|name| pattern.matches(name));
        });
        let mut others = self
            .settings
            .services
            .iter()
            .flat_map(|service| service.facts.other_actions);
        is_known || others.any(|other| pattern.matches(other.name))
    }

    /// Checks a name of a known service.
    fn known_service(&mut self, service: &Service<'_>, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        let range = pattern.range;
        let facts = service.facts;
        let not_actions = facts.not_actions.iter();
        if let Some((name, what)) =
            { not_actions }.find(|(name, _)| name.eq_ignore_ascii_case(text))
        {
            let message = format!("`{name}` is {what}, not an action");
            let help = match *what {
                "a condition key" => "move it to `Condition`, under an operator",
                _ => "remove it; it allows nothing here",
            };
            self.report(NOT_AN_ACTION, range, message, help);
            return;
        }
        let known = self.settings.known.find(text);
        if let Some(known) = known.filter(|known| known.retired.is_none()) {
            self.known_action(&known, pattern);
            return;
        }
        let retired = known.and_then(|known| known.retired);
        let source = service.source;
        let others = facts.other_actions.iter();
        if let Some(other) = others
            .clone()
            .find(|other| other.name.eq_ignore_ascii_case(text))
        {
            if other.name != text {
                self.other_case(other.name, pattern);
            }
            let message = format!("`{}` is not on {source}", other.name);
            let help = format!(
                "a later source lists it ({}); nothing else is known about it",
                other.as_of
            );
            self.report(UNLISTED_ACTION, range, message, help);
            return;
        }
        let mut current: Vec<&str> = Vec::new();
        let mut beside: Vec<&str> = Vec::new();
        let is_this = |name: &&str| name.eq_ignore_ascii_case(text);
        self.settings.known.each(&mut |action| {
            if action.also_required.iter().any(is_this) {
                beside.push(action.name);
            } else if action.earlier.iter().any(is_this) {
                current.push(action.name);
            }
        });
        let renamed = others.filter(|other| other.earlier.iter().any(is_this));
        current.extend(renamed.map(|other| other.name));
        if let Some(replaced_by) = retired.and_then(|retired| retired.replaced_by) {
            current = vec![replaced_by];
        }
        if !beside.is_empty() {
            let message = format!("`{text}` is not on {source}");
            let help = format!(
                "a later source requires it in addition to {}",
                listed(&beside)
            );
            self.report(UNLISTED_ACTION, range, message, help);
        } else if !current.is_empty() {
            let message =
                format!("`{text}` is an earlier name; its operation requires another action now");
            let names = current.iter().map(|name| quoted(name)).collect::<Vec<_>>();
            let fix = match current.as_slice() {
                [only] => Some(Fix::replacing(range, quoted(only))),
                // Several need a list, and whether there is one is not known here.
                _ => None,
            };
            self.report(
                RENAMED_ACTION,
                range,
                message,
                format!("write {}", names.join(", ")),
            )
            .fix = fix;
        } else if let Some(retired) = retired {
            let message = format!("`{text}` is not on {source}");
            let help = format!(
                "an earlier version listed it, until {}; look up which action its operation requires now",
                retired.on
            );
            self.report(UNLISTED_ACTION, range, message, help);
        } else if let Some(near) = self.near(service, text) {
            let message = format!("unknown action `{text}`");
            let fix = Some(Fix::replacing(range, quoted(&near)));
            self.report(
                MISSPELT_ACTION,
                range,
                message,
                format!("did you mean `{near}`?"),
            )
            .fix = fix;
        } else {
            let message = format!("`{text}` is not on {source}");
            let help = "look it up in the service's documentation; no other source lists it either";
            self.report(UNLISTED_ACTION, range, message, help);
        }
    }

    fn near(&mut self, service: &Service<'_>, text: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        let mut names: Vec<&str> = Vec::new();
        self.settings
            .known
            .each(&mut |action| names.push(action.name));
        names.extend(service.facts.other_actions.iter().map(|other| other.name));
        nearest(text, names).map(str::to_owned)
    }

    fn other_case(&mut self, name: &str, pattern: &Located<Pattern>) {
        let message = format!("the documentation writes `{name}`");
        let help =
            "write it as the documentation does; letter case does not matter \"in most cases\"";
        self.report(ACTION_CASE, pattern.range, message, help).fix =
            Some(Fix::replacing(pattern.range, quoted(name)));
    }

    fn known_action(&mut self, known: &KnownAction<'_>, pattern: &Located<Pattern>) {
        let text = pattern.value.as_str();
        if known.name != text {
            self.other_case(known.name, pattern);
        }
        let what = match known.operation {
            Operation::Deprecated => "is deprecated",
            Operation::Absent => "is no longer listed",
            Operation::Current | Operation::Unknown => return,
        };
        let message = format!(
            "the operation of `{}` {what} ({})",
            known.name, known.operation_as_of
        );
        let help = "also grant the action of the operation that replaced it";
        self.report(OUTDATED_OPERATION, pattern.range, message, help);
    }

    fn wildcard(
        &mut self,
        statement: &Statement,
        service: &Service<'_>,
        pattern: &Located<Pattern>,
    ) {
        let text = pattern.value.as_str();
        let matches = |name: &&str| pattern.value.matches(name);
        let is_idle = !self.matches_known(&pattern.value);
        if is_idle {
            let message = format!("`{text}` matches no known action of this service");
            let mut earlier = None;
            self.settings.known.each(&mut |action| {
                earlier = earlier.or_else(|| action.earlier.iter().copied().find(matches));
            });
            let earlier = earlier.or_else(|| {
                service
                    .facts
                    .other_actions
                    .iter()
                    .flat_map(|other| other.earlier)
                    .copied()
                    .find(matches)
            });
            let help = match earlier {
                Some(name) => format!(
                    "it matches only earlier names, such as `{name}`, which their operations no longer require"
                ),
                None => format!(
                    "look the names up; the catalog has those of {}",
                    service.source
                ),
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
            let Some((code, name)) = action.name.split_once(':') else {
                return;
            };
            if code == service.code && is_read(name) {
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
            "`{}` does not cover all reads: the policy lacks {} of the {reads} on {}",
            pattern.value,
            missed.len(),
            service.source
        );
        let help = format!("if they are needed, add {}", listed(&missed));
        self.report(GET_IS_NOT_READ, pattern.range, message, help);
    }
}

/// Reports whether the name of an action is that of a read.
fn is_read(name: &str) -> bool {
    ["Describe", "Get", "List", "Query"]
        .iter()
        .any(|verb| name.starts_with(verb))
}
