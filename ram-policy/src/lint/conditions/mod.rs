//! The checks of conditions.

mod satisfiable;

use crate::lint::checker::{Checker, Settings, listed};
use crate::lint::fix::Fix;
use crate::lint::known_actions::KnownAction;
use crate::lint::registry::{
    AWS_OPERATOR, DUPLICATE_VALUE, IDLE_DENY, IMPOSSIBLE_CONDITION, INVALID_VALUE,
    LITERAL_WILDCARD, MALFORMED_CONDITION_KEY, SEVERAL_BOOLEANS, UNKNOWN_CONDITION_KEY,
    UNKNOWN_OPERATOR, UNSUPPORTED_CONDITION_KEY,
};
use crate::policy::aws;
use crate::policy::condition::{Operator, Test};
use crate::policy::document::{Condition, Effect, Statement};
use crate::policy::kind::Kind;
use crate::policy::pattern::{Pattern, is_wildcard};
use crate::policy::print::quoted;
use crate::problem::{confusable_note, rename_help};
use crate::text_edit::Edit;
use ram_diagnostics::Severity;
use ram_diagnostics::escaped;
use ram_diagnostics::nearest;
use satisfiable::{excludes, is_empty_range, is_never};
use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// The condition keys of all services. A name of the user's follows one that ends in `/`.
///
/// Source: the common condition keys in RAM's documentation, and further ones that published policies
/// use.
pub const COMMON_CONDITION_KEYS: [&str; 9] = [
    "acs:CurrentTime",
    "acs:MFAPresent",
    "acs:RequestTag/",
    "acs:ResourceTag/",
    "acs:SecureTransport",
    "acs:Service",
    "acs:SourceIp",
    "acs:SourceVpc",
    "acs:UserAgent",
];

/// Reports whether a text is a condition key of all services.
///
/// ```
/// use ram_policy::lint::is_common_condition_key;
///
/// assert!(is_common_condition_key("acs:RequestTag/team"));
/// assert!(!is_common_condition_key("acs:RequestTag/"));
/// ```
pub fn is_common_condition_key(key: &str) -> bool {
    is_among(key, &COMMON_CONDITION_KEYS)
}

/// Reports whether a key is one of these, or begins with one that a name of the user's follows.
fn is_among(key: &str, keys: &[&str]) -> bool {
    keys.iter().any(|known| match known.strip_suffix('/') {
        Some(_) => key.starts_with(*known) && key.len() > known.len(),
        None => key == *known,
    })
}

/// The actions that a statement covers.
struct Covered<'k> {
    actions: Vec<KnownAction<'k>>,
    /// True if it names actions that no source lists, or no longer lists: nothing is known about their keys.
    has_unlisted: bool,
}

impl<'k> Covered<'k> {
    fn of(settings: &Settings<'k>, statement: &Statement) -> Self {
        let all = &statement.actions;
        let mut actions = Vec::new();
        settings.known.each(&mut |action| {
            if all.cover(action.name) {
                actions.push(action);
            }
        });
        let is_unlisted = |pattern: &Pattern| {
            pattern.as_str().contains("${")
                || pattern.is_literal() && settings.service_of(pattern.as_str()).is_some() && {
                    settings.known.find(pattern.as_str())
                }
                .is_none_or(|known| known.retired.is_some())
        };
        Self {
            actions,
            has_unlisted: all.patterns.iter().any(|one| is_unlisted(&one.value)),
        }
    }
}

impl Checker<'_> {
    pub(crate) fn conditions(&mut self) {
        let settings = self.settings;
        for statement in &self.policy.statements {
            // Once for all keys of the statement.
            let covered = LazyCell::new(|| Covered::of(settings, statement));
            let mut operator = None;
            for condition in &statement.conditions {
                // An operator with several keys occurs once in the text.
                if operator != Some(condition.operator.range) {
                    operator = Some(condition.operator.range);
                    self.operator(statement, condition);
                }
                self.key(statement, condition, &covered);
                self.values(statement, condition);
            }
            self.possible(statement);
        }
    }

    fn operator(&mut self, statement: &Statement, condition: &Condition) {
        let Operator::Unknown(name) = &condition.operator.value else {
            return;
        };
        let range = condition.operator.range;
        let named = escaped(name);
        let is_aws = name == "Null"
            || name.to_ascii_lowercase().ends_with("ifexists")
            || ["ForAllValues:", "ForAnyValue:", "Arn", "BinaryEquals"]
                .iter()
                .any(|start| name.starts_with(start));
        if is_aws {
            let message = format!("`{named}` is an AWS operator, not documented for RAM");
            let help = match name
                .strip_suffix("IfExists")
                .filter(|plain| Operator::known().any(|known| known == *plain))
            {
                Some(plain) => format!(
                    "write `{plain}`; for requests without the key, write a second statement"
                ),
                None => "use RAM's operators, or two statements".to_owned(),
            };
            self.report(AWS_OPERATOR, range, message, help);
            return;
        }
        let near = nearest(name, Operator::known());
        let is_taken = |near: &str| {
            statement
                .conditions
                .iter()
                .any(|other| other.operator.value.name() == near)
        };
        let help = match near {
            Some(near) => rename_help(near, is_taken(near)),
            None => {
                "use one of RAM's operators, which start with String, Numeric, Date, Bool or IpAddress".to_owned()
            }
        };
        let message = format!("unknown operator `{named}`{}", confusable_note(name));
        self.report(UNKNOWN_OPERATOR, range, message, help).fix = near
            .filter(|near| !is_taken(near))
            .map(|near| Fix::replacing(range, quoted(near)));
    }

    fn key<'k>(
        &mut self,
        statement: &Statement,
        condition: &Condition,
        covered: &LazyCell<Covered<'k>, impl FnOnce() -> Covered<'k>>,
    ) {
        let key = condition.key.value.as_str();
        let range = condition.key.range;
        if self.is_confusable(key, range) {
            return;
        }
        let named = escaped(key);
        if aws::is_key(key) {
            self.aws(key, "a condition key", range);
            return;
        }
        let is_taken = |right: &str| {
            statement.conditions.iter().any(|other| {
                other.operator.range == condition.operator.range && other.key.value == right
            })
        };
        let (service, name) = key.split_once(':').unwrap_or_default();
        if service.is_empty() || name.is_empty() {
            let known = COMMON_CONDITION_KEYS.iter().find(|known| {
                let known = known[4..].trim_end_matches('/');
                !known.is_empty() && key.trim_start_matches(':').eq_ignore_ascii_case(known)
            });
            let known = known.filter(|known| !known.ends_with('/'));
            self.malformed_key(condition, known.map(|known| (*known, is_taken(known))));
            return;
        }
        let keys = match service {
            _ if service.eq_ignore_ascii_case("acs") => &COMMON_CONDITION_KEYS[..],
            _ => self
                .settings
                .service(service)
                .map_or(&[][..], |service| service.facts.condition_keys),
        };
        if is_among(key, keys) {
            self.supported(condition, covered);
            return;
        }
        if keys.is_empty() {
            return;
        }
        // Keys differ in few letters, so that only letter case or a single letter counts as a typo.
        let whole = keys.iter().copied().filter(|known| !known.ends_with('/'));
        let near = nearest(key, whole).filter(|near| {
            near.eq_ignore_ascii_case(key) || {
                let [near, key] = [near, key].map(str::to_ascii_lowercase);
                is_one_off(&near, &key)
            }
        });
        let message = format!("unknown condition key `{named}`");
        let help = match near {
            Some(near) => rename_help(near, is_taken(near)),
            None => "look it up in the service's documentation".to_owned(),
        };
        let finding = self.report(UNKNOWN_CONDITION_KEY, range, message, help);
        match near {
            Some(near) => {
                finding.fix = (!is_taken(near)).then(|| Fix::replacing(range, quoted(near)));
            }
            // The service may have added it.
            None => finding.severity = Severity::Note,
        }
    }

    /// Reports a key without a service or a name.
    fn malformed_key(&mut self, condition: &Condition, meant: Option<(&str, bool)>) {
        let key = condition.key.value.as_str();
        // A computed key may have both.
        if key.contains("${") {
            return;
        }
        let range = condition.key.range;
        let message = format!(
            "`{}` is not a condition key, which has a service and a name",
            escaped(key)
        );
        let help = match meant {
            Some((meant, is_taken)) => rename_help(meant, is_taken),
            None => "write `<service>:<name>`, such as `acs:SourceIp`".to_owned(),
        };
        self.report(MALFORMED_CONDITION_KEY, range, message, help)
            .fix = meant
            .filter(|(_, is_taken)| !is_taken)
            .map(|(meant, _)| Fix::replacing(range, quoted(meant)));
    }

    /// Reports a known key that no action of the statement has.
    fn supported(&mut self, condition: &Condition, covered: &Covered<'_>) {
        let key = condition.key.value.as_str();
        let service = key.split(':').next();
        let may_have = |action: &KnownAction<'_>| match action.condition_keys {
            Some(keys) => keys.contains(&key),
            None => action.name.split(':').next() == service,
        };
        if covered.has_unlisted || covered.actions.iter().any(may_have) {
            return;
        }
        let mut having: Vec<&str> = Vec::new();
        self.settings.known.each(&mut |action| {
            if action
                .condition_keys
                .is_some_and(|keys| keys.contains(&key))
            {
                having.push(action.name);
            }
        });
        if having.is_empty() {
            return;
        }
        let message = format!("no action of this statement has the condition key `{key}`");
        let help = format!("use it with {}", listed(&having));
        self.report(
            UNSUPPORTED_CONDITION_KEY,
            condition.key.range,
            message,
            help,
        );
    }

    fn values(&mut self, statement: &Statement, condition: &Condition) {
        let Operator::Known { test, .. } = condition.operator.value else {
            return;
        };
        let operator = condition.operator.value.name();
        for value in &condition.values {
            let text = value.value.as_str();
            if let Some((name, what)) = aws::name(text) {
                self.aws(name, what, value.range);
            }
            let service = condition.key.value.split(':').next().unwrap_or_default();
            let is_claim = ["oidc", "saml"]
                .iter()
                .any(|code| service.eq_ignore_ascii_case(code));
            let is_trust = is_claim || self.kind == Kind::Trust;
            if !self.placeholders(&[text], value.range) && is_trust {
                self.placeholder_words(&condition.key.value, text, value.range);
            }
        }
        for value in condition
            .values
            .iter()
            .filter(|value| !value.value.is_valid())
        {
            let text = value.value.as_str();
            // The type of a placeholder is not known.
            if text.contains("${") {
                continue;
            }
            let message = format!("`{}` is not a valid value for `{operator}`", escaped(text));
            self.report(INVALID_VALUE, value.range, message, test.expected_value());
        }
        if test == Test::Bool && condition.values.len() > 1 {
            let first = condition.values[1].range;
            let message = "`Bool` has several values, and any of them may match";
            self.report(
                SEVERAL_BOOLEANS,
                first,
                message,
                "keep the value that is meant",
            );
        }
        let is_exact = matches!(test, Test::StringEquals | Test::StringEqualsIgnoreCase);
        let starred = condition
            .values
            .iter()
            .find(|value| value.value.as_str().contains(is_wildcard));
        if let Some(value) = starred.filter(|_| is_exact) {
            let like = if operator.contains("Not") {
                "StringNotLike"
            } else {
                "StringLike"
            };
            let message = format!(
                "`{operator}` does not support wildcards: `{}` matches only itself",
                escaped(value.value.as_str())
            );
            let is_alone = statement.conditions.iter().all(|other| {
                other.operator.value.name() != like
                    && (other.key.range == condition.key.range
                        || other.operator.range != condition.operator.range)
            });
            let fix = (is_alone && test == Test::StringEquals)
                .then(|| Fix::replacing(condition.operator.range, quoted(like)));
            let help = match test {
                Test::StringEquals => format!("write `{like}` if a wildcard is meant"),
                _ => format!("write `{like}` if a wildcard is meant; letter case matters there"),
            };
            let finding = self.report(LITERAL_WILDCARD, value.range, message, help);
            finding.fix = fix;
            // A question mark is more often meant literally.
            if !value.value.as_str().contains('*') {
                finding.severity = Severity::Note;
            }
        }
        let mut seen = HashSet::new();
        for value in &condition.values {
            if !seen.insert(value.value.as_str()) {
                let message = format!("duplicate value `{}`", escaped(value.value.as_str()));
                self.report(DUPLICATE_VALUE, value.range, message, "remove it")
                    .fix = Some(Fix::safe(vec![Edit::Remove(value.range)]));
            }
        }
    }

    /// Reports keys on which not all operators can hold at once.
    fn possible(&mut self, statement: &Statement) {
        let mut keys: Vec<&str> = Vec::new();
        let mut of_key: HashMap<&str, Vec<&Condition>> = HashMap::new();
        for condition in &statement.conditions {
            let key = condition.key.value.as_str();
            let all = of_key.entry(key).or_default();
            if all.is_empty() {
                keys.push(key);
            }
            all.push(condition);
        }
        for key in keys {
            let Some((at, operators)) = of_key.get(key).and_then(|all| impossible(all)) else {
                continue;
            };
            let named = escaped(key);
            let message = match operators.as_slice() {
                [one] => format!("no value of `{named}` satisfies `{one}`"),
                several => format!(
                    "no value of `{named}` satisfies {} at once",
                    listed(several)
                ),
            };
            let (rule, help) = match statement.effect {
                Effect::Allow => (
                    IMPOSSIBLE_CONDITION,
                    "check the values; for one of two ranges, write two statements",
                ),
                Effect::Deny => (IDLE_DENY, "check the values; nothing is denied"),
            };
            self.report(rule, at.key.range, message, help);
        }
    }
}

/// Reports whether two texts differ in one letter, or by one more letter.
fn is_one_off(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same..], &right[same..]);
    let after = |text: &[u8]| text.get(1..).map(<[u8]>::to_vec);
    match left.len().cmp(&right.len()) {
        Ordering::Equal => after(left) == after(right),
        Ordering::Less => after(right).as_deref() == Some(left),
        Ordering::Greater => after(left).as_deref() == Some(right),
    }
}

/// The most conditions on a key to compare; there are hardly more operators.
const MOST: usize = 60;

/// Returns a condition on a key that cannot hold together with the others, and the operators involved.
fn impossible<'c>(all: &[&'c Condition]) -> Option<(&'c Condition, Vec<&'c str>)> {
    if all.len() > MOST {
        return None;
    }
    if let Some(never) = all.iter().find(|condition| is_never(condition)) {
        return Some((never, vec![never.operator.value.name()]));
    }
    for (index, condition) in all.iter().enumerate() {
        if let Some(other) = all[..index].iter().find(|other| excludes(other, condition)) {
            let operators = vec![other.operator.value.name(), condition.operator.value.name()];
            return Some((condition, operators));
        }
    }
    let last = *all.last()?;
    let operators = all.iter().map(|condition| condition.operator.value.name());
    is_empty_range(all).then(|| (last, operators.collect()))
}
