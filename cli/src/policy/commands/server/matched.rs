//! What the patterns of a statement match in the catalog, and in the lists of other services.

use super::syntax::Node;
use crate::policy::other_services::OtherActions;
use ram_diagnostics::first_of;
use ram_policy::lint::{KnownAction, OtherServices as _};
use ram_policy::{Actions, KnownActions, Pattern, is_wildcard};
use std::collections::BTreeSet;

/// The most patterns of a statement. The longest policy has fewer.
const MOST: usize = 1_000;

/// The most services whose lists are counted.
const MOST_LISTED: usize = 5;

/// The most patterns in a sentence.
const NAMED: usize = 5;

/// The actions that a statement covers.
pub(super) struct Matched<'k> {
    pub(super) actions: Vec<KnownAction<'k>>,
    /// The number of known actions of the services that the patterns are about.
    pub(super) all: usize,
    /// The services that are only listed, each with the actions that are covered.
    pub(super) listed: Vec<Listed>,
    /// The patterns and names about services that are neither known nor counted.
    elsewhere: Vec<String>,
    /// The names that no list of their service has, in lower case.
    unlisted: BTreeSet<String>,
    /// True if a pattern has a wildcard, or all but the patterns are covered.
    pub(super) is_pattern: bool,
    /// True for `NotAction`.
    is_negated: bool,
    /// True if a pattern matches every action.
    has_everything: bool,
}

/// A service whose actions are listed, perhaps not all of them.
pub(super) struct Listed {
    pub(super) code: String,
    pub(super) actions: Vec<&'static str>,
    all: usize,
}

impl<'k> Matched<'k> {
    /// Returns the actions of a statement in the middle of being typed. `None` if an expression computes a part of
    /// them, or there are none.
    pub(super) fn of_node(known: &'k dyn KnownActions, statement: &Node) -> Option<Self> {
        let (actions, is_negated) = match (statement.get("Action"), statement.get("NotAction")) {
            (Some(actions), _) => (actions, false),
            (None, actions) => (actions?, true),
        };
        let texts = actions.texts().into_iter();
        let texts: Vec<&str> = texts.filter_map(Node::text).collect();
        let is_computed = |text: &&str| text.contains("${") || text.contains("%{");
        if texts.iter().any(is_computed) {
            return None;
        }
        Self::of(known, &texts, is_negated)
    }

    /// Returns the actions of a statement that was read.
    pub(super) fn of_actions(known: &'k dyn KnownActions, actions: &Actions) -> Option<Self> {
        let texts = actions.patterns.iter();
        let texts: Vec<&str> = texts.map(|pattern| pattern.value.as_str()).collect();
        Self::of(known, &texts, actions.is_negated)
    }

    /// Returns what patterns match, or all but that. `None` if there are none, or too many.
    pub(super) fn of(
        known: &'k dyn KnownActions,
        texts: &[&str],
        is_negated: bool,
    ) -> Option<Self> {
        if texts.is_empty() || texts.len() > MOST {
            return None;
        }
        let mut codes: Vec<&str> = known.services().iter().map(|one| one.code).collect();
        let mut found = Self {
            actions: Vec::new(),
            all: 0,
            listed: Vec::new(),
            elsewhere: Vec::new(),
            unlisted: BTreeSet::new(),
            is_pattern: is_negated || texts.iter().any(|text| text.contains(is_wildcard)),
            is_negated,
            has_everything: texts.iter().any(|text| is_everything(text)),
        };
        for text in texts {
            match service(text) {
                Some(code) if codes.iter().any(|one| one.eq_ignore_ascii_case(code)) => {
                    let is_name = !text.contains(is_wildcard) && is_elsewhere(known, text);
                    if is_name && known.find(text).is_none() {
                        found.unlisted.insert(text.to_ascii_lowercase());
                    }
                }
                Some(code) if found.lists(code, text, texts) => {}
                _ if is_elsewhere(known, text) => found.elsewhere.push((*text).to_owned()),
                _ => {}
            }
        }
        let patterns: Vec<Pattern> = texts.iter().map(|text| Pattern::action(text)).collect();
        let is_about = |pattern: &Pattern, code: &str| match pattern.as_str().split_once(':') {
            Some((service, _)) => Pattern::action(service).matches(code),
            // A wildcard may match the colon.
            None => matches_known(known, pattern, code),
        };
        codes.retain(|code| is_negated || patterns.iter().any(|one| is_about(one, code)));
        known.each(&mut |action| {
            let service = code_of(action.name);
            if !codes.iter().any(|code| code.eq_ignore_ascii_case(service)) {
                return;
            }
            found.all += 1;
            if patterns.iter().any(|pattern| pattern.matches(action.name)) != is_negated {
                found.actions.push(action);
            }
        });
        Some(found)
    }

    /// Counts the actions of a service that is listed, unless its list lacks what a text names.
    fn lists(&mut self, code: &str, text: &str, texts: &[&str]) -> bool {
        if !text.contains(is_wildcard) && OtherActions.find(text).is_none() {
            return false;
        }
        if self
            .listed
            .iter()
            .any(|one| one.code.eq_ignore_ascii_case(code))
        {
            return true;
        }
        let all: Vec<&'static str> = OtherActions.actions(code);
        if all.is_empty() || self.listed.len() == MOST_LISTED {
            return false;
        }
        let is_about =
            |text: &&&str| service(text).is_none_or(|one| one.eq_ignore_ascii_case(code));
        let texts = texts.iter().filter(is_about);
        let patterns: Vec<Pattern> = texts.map(|text| Pattern::action(text)).collect();
        let count = all.len();
        let mut actions = all;
        actions
            .retain(|name| patterns.iter().any(|pattern| pattern.matches(name)) != self.is_negated);
        self.listed.push(Listed {
            code: code.to_ascii_lowercase(),
            actions,
            all: count,
        });
        true
    }

    /// Returns true if a pattern is about a service whose actions are not known.
    pub(super) fn has_unknown(&self) -> bool {
        !self.elsewhere.is_empty()
    }

    /// Returns true if all patterns are about services that the catalog does not have.
    pub(super) fn is_of_others(&self) -> bool {
        self.all == 0 && (self.has_unknown() || !self.listed.is_empty())
    }

    /// Returns true if the actions of a service are counted.
    pub(super) fn is_counted(&self) -> bool {
        self.all > 0 || !self.listed.is_empty()
    }

    /// Describes all that is covered, with names as they are to be written: `2 of 154 actions`.
    pub(super) fn covered(&self, written: impl Fn(&str) -> String) -> String {
        if self.is_negated && self.has_everything {
            return "no action".to_owned();
        }
        let mut parts = Vec::new();
        if self.all > 0 {
            parts.push(format!("{} of {} actions", self.actions.len(), self.all));
        }
        for Listed { code, actions, all } in &self.listed {
            parts.push(format!(
                "{} of {all} listed actions of {}",
                actions.len(),
                written(code)
            ));
        }
        match (self.is_negated, self.unlisted.len()) {
            (true, _) | (_, 0) => {}
            (false, 1) => parts.push("1 that is not known".to_owned()),
            (false, several) => parts.push(format!("{several} that are not known")),
        }
        if !self.is_negated && self.has_everything {
            parts.push("all actions of other services".to_owned());
            return joined(parts);
        }
        let elsewhere = first_of(NAMED, self.elsewhere.iter().map(|one| written(one)), ", ");
        match (self.is_negated, elsewhere.is_empty()) {
            (true, true) => parts.push("all actions of other services".to_owned()),
            (true, false) => {
                parts.push(format!("all actions of other services except {elsewhere}"));
            }
            (false, true) => {}
            (false, false) => parts.push(format!("{elsewhere} of other services")),
        }
        if parts.is_empty() {
            return "no action".to_owned();
        }
        joined(parts)
    }
}

fn joined(mut parts: Vec<String>) -> String {
    if let [_, .., last] = &mut parts[..] {
        *last = format!("and {last}");
    }
    parts.join(", ")
}

/// Returns the code of the service of an action, if no wildcard is a part of it.
fn service(text: &str) -> Option<&str> {
    let (code, _) = text.split_once(':')?;
    (!code.contains(is_wildcard)).then_some(code)
}

fn code_of(action: &str) -> &str {
    action.split(':').next().unwrap_or_default()
}

/// Reports whether a pattern matches a known action of a service.
fn matches_known(known: &dyn KnownActions, pattern: &Pattern, code: &str) -> bool {
    let mut is_found = false;
    known.each(&mut |action| {
        let is_of_service = code_of(action.name).eq_ignore_ascii_case(code);
        is_found = is_found || (is_of_service && pattern.matches(action.name));
    });
    is_found
}

/// Reports whether a text that is about no known service can match an action, as `lint` reads it.
fn is_elsewhere(known: &dyn KnownActions, text: &str) -> bool {
    if let Some((code, name)) = text.split_once(':') {
        let is_whole = !code.is_empty() && !name.is_empty() && !name.contains(':');
        return is_whole && !text.contains(char::is_whitespace);
    }
    let services = known.services();
    let mut codes = services.iter().map(|one| one.code);
    let has = |pattern: &str, code: &str| matches_known(known, &Pattern::action(pattern), code);
    // A name without its service has no colon to match.
    let is_meant = |code: &str| has(&format!("{code}:{text}"), code) && !has(text, code);
    text.starts_with('*') || (text.contains('*') && !codes.any(is_meant))
}

/// Reports whether a pattern matches every action of every service.
fn is_everything(text: &str) -> bool {
    let is_any = |part: &str| !part.is_empty() && part.chars().all(|c| c == '*');
    text.split_once(':').map_or_else(
        || is_any(text),
        |(service, name)| is_any(service) && is_any(name),
    )
}
