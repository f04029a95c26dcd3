//! The services that a page is about, for actions that lack theirs.

use crate::page::cell_kind::PageAction;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// The services that a page names. They are only looked for once an action lacks its own.
#[derive(Debug)]
pub(crate) struct Services<'a> {
    text: &'a str,
    found: OnceCell<Found>,
}

#[derive(Debug)]
struct Found {
    /// The service of most of its resources, or else of its actions.
    of_page: Option<String>,
    /// The service of each action that the page writes in full, by name; `None` if there are several.
    by_name: HashMap<String, Option<String>>,
    /// The services of resources and of actions in three parts.
    named: HashSet<String>,
}

impl<'a> Services<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self {
            text,
            found: OnceCell::new(),
        }
    }

    fn found(&self) -> &Found {
        self.found.get_or_init(|| Found::read(self.text))
    }

    /// Returns the service that most of the page is about.
    pub(crate) fn of_page(&self) -> Option<&str> {
        self.found().of_page.as_deref()
    }

    /// Returns the service of an action that the page writes in full elsewhere.
    pub(crate) fn of_name(&self, name: &str) -> Option<&str> {
        self.found().by_name.get(name)?.as_deref()
    }

    /// Returns true for the service of a resource, or of an action in three parts.
    pub(crate) fn is_named(&self, service: &str) -> bool {
        self.found().named.contains(service)
    }
}

impl Found {
    fn read(text: &str) -> Self {
        let separator = |c: char| {
            c.is_whitespace() || matches!(c, '"' | '`' | '|' | '(' | ')' | '<' | ',' | '[' | ']')
        };
        let mut by_name: HashMap<String, Option<String>> = HashMap::new();
        let mut of_resources = Counts::default();
        let mut of_actions = Counts::default();
        let mut named: HashSet<String> = HashSet::new();
        for word in text.split(separator).filter(|word| word.contains(':')) {
            if let Some(service) = service_of(word) {
                of_resources.count(service);
                named.insert(service.to_owned());
            } else if let Some(PageAction::Action(action)) = PageAction::of(word) {
                of_actions.count(action.service());
                if action.name().contains(':') {
                    named.insert(action.service().to_owned());
                }
                let service = by_name
                    .entry(action.name().to_owned())
                    .or_insert_with(|| Some(action.service().to_owned()));
                if service.as_deref() != Some(action.service()) {
                    *service = None;
                }
            }
        }
        Self {
            of_page: of_resources.most_frequent().or(of_actions.most_frequent()),
            by_name,
            named,
        }
    }
}

/// Names with how often each was seen, and in which order.
#[derive(Default)]
struct Counts {
    counts: HashMap<String, (usize, usize)>,
}

impl Counts {
    fn count(&mut self, name: &str) {
        let first = self.counts.len();
        self.counts.entry(name.to_owned()).or_insert((0, first)).0 += 1;
    }

    /// Returns the most frequent name; of equally frequent ones the first.
    fn most_frequent(self) -> Option<String> {
        self.counts
            .into_iter()
            .max_by_key(|(_, (count, first))| (*count, usize::MAX - first))
            .map(|(name, _)| name)
    }
}

/// Returns the service of a resource, `ecs` of `acs:ecs:…`.
pub(crate) fn service_of(resource: &str) -> Option<&str> {
    let start = resource.get(..4)?;
    let service = resource[4..].split(':').next()?.trim();
    let is_service = service.starts_with(|c: char| c.is_ascii_lowercase())
        && service
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (start == "acs:" && is_service).then_some(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_of_a_resource_is_its_second_part() {
        for (resource, service) in [
            ("acs:ecs:*:*:instance/*", Some("ecs")),
            ("acs:my-svc2:*:*:a", Some("my-svc2")),
            ("acs: ecs :*:*:a", Some("ecs")),
            ("acs:ecs", Some("ecs")),
            // Patterns, placeholders and condition keys have no service.
            ("acs:*:*:*:a", None),
            ("acs::*:*:a", None),
            ("acs:$service:*:*:a", None),
            ("acs:SourceIp", None),
            ("acs:mfaPresent", None),
            ("acs:1x:*:*:a", None),
            ("ecs:StartInstance", None),
            ("acs:", None),
            ("权限", None),
            ("*", None),
        ] {
            assert_eq!(service_of(resource), service, "{resource}");
        }
    }
}
