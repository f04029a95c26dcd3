//! What the patterns of a statement match in the catalog.

use super::syntax::Node;
use ram_policy::lint::KnownAction;
use ram_policy::{KnownActions, Pattern, is_wildcard};

/// The most patterns of a statement. The longest policy has fewer.
const MOST: usize = 1_000;

/// The known actions that a statement covers.
pub(super) struct Matched<'k> {
    pub(super) actions: Vec<KnownAction<'k>>,
    /// The number of known actions of the services that the patterns are about.
    pub(super) all: usize,
    /// True if a pattern has a wildcard, or all but the patterns are covered.
    pub(super) is_pattern: bool,
    /// True for `NotAction`.
    pub(super) is_negated: bool,
}

impl<'k> Matched<'k> {
    /// Returns the actions of a statement. `None` if Terraform computes a part of them, or there are none.
    pub(super) fn of_statement(known: &'k dyn KnownActions, statement: &Node) -> Option<Self> {
        let (actions, is_negated) = match (statement.get("Action"), statement.get("NotAction")) {
            (Some(actions), _) => (actions, false),
            (None, actions) => (actions?, true),
        };
        let texts = actions.texts().into_iter();
        let texts: Vec<&str> = texts.filter_map(Node::text).collect();
        Self::of(known, &texts, is_negated)
    }

    pub(super) fn of(
        known: &'k dyn KnownActions,
        texts: &[&str],
        is_negated: bool,
    ) -> Option<Self> {
        let is_computed = |text: &&str| text.contains("${") || text.contains("%{");
        if texts.is_empty() || texts.len() > MOST || texts.iter().any(is_computed) {
            return None;
        }
        let codes: Vec<&str> = known.services().iter().map(|one| one.code).collect();
        let is_about = |text: &str, code: &str| match text.split_once(':') {
            Some((service, _)) => Pattern::action(service).matches(code),
            None => Pattern::action(text).matches(&format!("{code}:")),
        };
        let is_known = |text: &&&str| codes.iter().any(|code| is_about(text, code));
        let has_pattern = texts
            .iter()
            .filter(is_known)
            .any(|text| text.contains(is_wildcard));
        let mut codes = codes.clone();
        codes.retain(|code| is_negated || texts.iter().any(|text| is_about(text, code)));
        let patterns: Vec<Pattern> = texts.iter().map(|text| Pattern::action(text)).collect();
        let mut found = Self {
            actions: Vec::new(),
            all: 0,
            is_pattern: is_negated || has_pattern,
            is_negated,
        };
        known.each(&mut |action| {
            let service = action.name.split(':').next().unwrap_or_default();
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

    /// Counts the actions: `2 of 154 actions`.
    pub(super) fn counted(&self) -> String {
        format!("{} of {} actions", self.actions.len(), self.all)
    }
}
