//! The actions of services other than `cs`: a list that is not complete, and is read when one is met.

use ram_diagnostics::nearest_within;
use ram_policy::lint::OtherServices;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

/// The list of the program.
pub(crate) struct OtherActions;

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("other-services.txt")));

impl OtherServices for OtherActions {
    fn find(&self, action: &str) -> Option<&str> {
        LIST.find(action)
    }

    fn meant(&self, action: &str) -> Option<&str> {
        LIST.meant(action)
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
    /// The words of all names, in lower case and in the singular.
    words: OnceLock<HashSet<String>>,
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
            words: OnceLock::new(),
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

    /// Finds the listed action that a misspelt one means. Names of one service often differ by a letter, as
    /// `DeleteRule` and `DeleteRules` do, so only a word that no listed name of any service has is an error. It
    /// starts like the right one.
    fn meant(&self, action: &str) -> Option<&str> {
        let service = self.service(action)?;
        let known = self.words.get_or_init(|| {
            let names = self.services.values().flat_map(Service::names);
            names
                .flat_map(|name| {
                    words(&name)
                        .map(|(_, word)| singular(word))
                        .collect::<Vec<_>>()
                })
                .collect()
        });
        let start = service.code.len() + 1;
        let odd = words(&action[start..]).filter(|(_, word)| !known.contains(&singular(word)));
        let odd: Vec<(usize, &str)> = odd.collect();
        let (at, _) = odd.first()?;
        let most = match odd.iter().map(|(_, word)| word.len()).min()? {
            ..4 => return None,
            4 => 1,
            _ => 2,
        };
        let same = action[..=start + at].to_ascii_lowercase();
        let actions = service.actions();
        let near = actions.keys().map(String::as_str);
        let mut near: Vec<&str> = near.filter(|name| name.starts_with(&same)).collect();
        near.sort_unstable();
        let spellings = actions.get(nearest_within(action, most, near)?)?;
        spellings.first().map(String::as_str)
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

/// Returns the words of a name of ASCII and their places: a capital and the small letters after it, several capitals,
/// or digits.
fn words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let run = |is: fn(&u8) -> bool, from: usize| {
            from + bytes[from..].iter().take_while(|byte| is(byte)).count()
        };
        let capitals = run(u8::is_ascii_uppercase, start);
        let small = run(u8::is_ascii_lowercase, capitals);
        at = match (capitals - start, small - capitals) {
            (0, 0) => run(|byte| !byte.is_ascii_alphabetic(), start),
            (2.., 1..) => capitals - 1,
            _ => small,
        };
        (start < at).then(|| (start, &name[start..at]))
    })
}

/// Returns a word in lower case and without the ending of a plural.
fn singular(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    let short = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
    short.unwrap_or(&word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        let cases = [
            ("DescribeDBInstances", "Describe DB Instances"),
            ("ListV2", "List V 2"),
            ("getBucket", "get Bucket"),
            ("PUB", "PUB"),
            ("Set2FA", "Set 2 FA"),
            ("", ""),
        ];
        for (name, expected) in cases {
            let found: Vec<&str> = words(name).map(|(_, word)| word).collect();
            assert_eq!(found.join(" "), expected);
        }
    }

    #[test]
    fn every_listed_action_is_found_and_none_is_misspelt() {
        let mut count = 0;
        for service in LIST.services.values() {
            for name in service.names() {
                let action = format!("{}:{name}", service.code);
                assert_eq!(OtherActions.find(&action), Some(&*action));
                assert_eq!(OtherActions.meant(&action), None, "{action}");
                count += 1;
            }
        }
        assert!(count > 18_000, "{count}");
    }
}
