//! The services that a page is about, for actions that lack theirs.

use crate::page::cell_kind::PageAction;
use ram_diagnostics::ByteRange;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// The services that a page names. They are only looked for once an action lacks its own.
#[derive(Debug)]
pub(crate) struct Services<'a> {
    text: &'a str,
    /// The tables, in page order. What one names says nothing about the actions of another.
    tables: Vec<ByteRange>,
    /// What each table names, and last the text outside of those that have actions.
    found: OnceCell<Vec<Found>>,
}

#[derive(Debug, Default)]
struct Found {
    /// The service of most resources.
    of_resources: Option<String>,
    /// The service of most actions.
    of_actions: Option<String>,
    /// The service of each action that is written in full, by name; `None` if there are several.
    by_name: HashMap<String, Option<String>>,
    /// The services of resources and of actions in three parts: all of the page's are with the text outside.
    named: HashSet<String>,
}

impl<'a> Services<'a> {
    pub(crate) fn of(text: &'a str, tables: Vec<ByteRange>) -> Self {
        Self {
            text,
            tables,
            found: OnceCell::new(),
        }
    }

    /// Returns what the table at a place names, and then what the text outside of tables does.
    fn found(&self, place: ByteRange) -> impl Iterator<Item = &Found> + Clone {
        let all = self.found.get_or_init(|| self.read());
        let table = self.tables.partition_point(|it| it.start <= place.start);
        let own = table.checked_sub(1).and_then(|at| all.get(at));
        own.into_iter().chain(all.last())
    }

    fn read(&self) -> Vec<Found> {
        let mut outside = String::new();
        let mut end = 0;
        let mut found = Vec::new();
        let mut named = HashSet::new();
        for table in &self.tables {
            outside.push_str(self.text.get(end..table.start).unwrap_or_default());
            outside.push('\n');
            end = table.end.max(end);
            let mut of_table = Found::read(table.of(self.text));
            named.extend(of_table.named.drain());
            // A table of resources says what the page is about, as its text does.
            if of_table.of_actions.is_none() {
                outside.push_str(table.of(self.text));
                outside.push('\n');
            }
            found.push(of_table);
        }
        outside.push_str(&self.text[end..]);
        let mut rest = Found::read(&outside);
        rest.named.extend(named);
        found.push(rest);
        found
    }

    /// Returns the service that most of a table, or else of the text outside of tables, is about.
    pub(crate) fn of_table(&self, place: ByteRange) -> Option<&str> {
        let found = self.found(place);
        let of_resources = found.clone().find_map(|it| it.of_resources.as_deref());
        of_resources.or_else(|| self.found(place).find_map(|it| it.of_actions.as_deref()))
    }

    /// Returns the service of an action that its table, or the text outside of tables, writes in full.
    pub(crate) fn of_name(&self, name: &str, place: ByteRange) -> Option<&str> {
        let mut found = self.found(place);
        found.find_map(|it| it.by_name.get(name))?.as_deref()
    }

    /// Returns true for the service of a resource, or of an action in three parts, anywhere on the page.
    pub(crate) fn is_named(&self, service: &str) -> bool {
        let all = self.found.get_or_init(|| self.read());
        all.last().is_some_and(|it| it.named.contains(service))
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
            of_resources: of_resources.most_frequent(),
            of_actions: of_actions.most_frequent(),
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
