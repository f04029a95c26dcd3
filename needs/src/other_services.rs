//! The actions of services other than `cs`: a list that is not complete, and is read when one is met.

use ram_policy::lint::OtherServices;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// The known actions of services other than ACK, for [`Linter::other_services`](ram_policy::lint::Linter::other_services).
///
/// The list is not complete. `source-doc/README.md` says what it is made from.
///
/// ```
/// use ack_catalog_needs::OtherActions;
/// use ram_policy::lint::OtherServices;
///
/// assert_eq!(OtherActions.find("ecs:startinstance"), Some("ecs:StartInstance"));
/// assert_eq!(OtherActions.find("ecs:StartMachine"), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OtherActions;

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("other-services.txt")));

impl OtherServices for OtherActions {
    fn find(&self, action: &str) -> Option<&str> {
        LIST.find(action)
    }

    fn actions(&self, service: &str) -> Vec<&str> {
        let service = LIST.services.get(service.to_ascii_lowercase().as_str());
        let spellings = service
            .into_iter()
            .flat_map(|service| service.actions().values());
        let names = spellings.filter_map(|all| all.first());
        let mut names: Vec<&str> = names.map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        for name in LIST.services.values().flat_map(Service::names) {
            visit(&name);
        }
    }

    fn codes(&self, name: &str) -> &[&str] {
        let codes = LIST.codes.get(name.to_ascii_lowercase().as_str());
        codes.map_or(&[], Vec::as_slice)
    }
}

struct List {
    services: HashMap<&'static str, Service>,
    /// The RAM codes of products that have another name.
    codes: HashMap<&'static str, Vec<&'static str>>,
}

struct Service {
    code: &'static str,
    lines: Vec<&'static str>,
    /// The actions with their code, by their texts in lower case: one, or several in different case.
    actions: OnceLock<HashMap<String, Vec<String>>>,
}

impl List {
    fn read(text: &'static str) -> Self {
        let mut codes = HashMap::new();
        let mut services: Vec<Service> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(alias) = line.strip_prefix("= ") {
                let mut names = alias.split(' ');
                let name = names.next().unwrap_or_default();
                codes.insert(name, names.collect());
            } else if let Some(code) = line.strip_prefix('[') {
                services.push(Service {
                    code: code.trim_end_matches(']'),
                    lines: Vec::new(),
                    actions: OnceLock::new(),
                });
            } else if let Some(service) = services.last_mut() {
                service.lines.push(line);
            }
        }
        let services = services.into_iter();
        Self {
            services: services.map(|service| (service.code, service)).collect(),
            codes,
        }
    }

    fn service(&self, action: &str) -> Option<&Service> {
        let (code, _) = action.split_once(':')?;
        self.services.get(code.to_ascii_lowercase().as_str())
    }

    fn find(&self, action: &str) -> Option<&str> {
        let spellings = self
            .service(action)?
            .actions()
            .get(&action.to_ascii_lowercase())?;
        let same = spellings.iter().find(|name| *name == action);
        same.or(spellings.first()).map(String::as_str)
    }
}

impl Service {
    fn names(&self) -> impl Iterator<Item = String> {
        self.lines.iter().flat_map(|line| {
            let mut parts = line
                .split(' ')
                .map(|part| if part == "." { "" } else { part });
            let first = parts.next().unwrap_or_default();
            parts.map(move |rest| format!("{first}{rest}"))
        })
    }

    fn actions(&self) -> &HashMap<String, Vec<String>> {
        self.actions.get_or_init(|| {
            let mut actions: HashMap<String, Vec<String>> = HashMap::new();
            for name in self.names() {
                let action = format!("{}:{name}", self.code);
                let spellings = actions.entry(action.to_ascii_lowercase()).or_default();
                spellings.push(action);
            }
            actions
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_action_is_found() {
        let mut count = 0;
        for service in LIST.services.values() {
            for name in service.names() {
                let action = format!("{}:{name}", service.code);
                assert_eq!(OtherActions.find(&action), Some(&*action));
                count += 1;
            }
        }
        assert!(count > 18_000, "{count}");
    }
}
