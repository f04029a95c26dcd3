//! The condition keys of a request that an event tells.

use super::event::Event;
use ram_policy::{Condition, Context, Policies, Ternary};
use std::collections::HashMap;
use std::net::IpAddr;

/// The condition keys that policies mention and events tell. Requests that differ in others, or whose values all
/// conditions judge alike, have the same decision.
#[derive(Clone, Debug, Default)]
pub struct Mentioned {
    keys: Vec<Key>,
}

/// A key with the conditions on it.
#[derive(Clone, Debug)]
struct Key {
    told: Told,
    conditions: Vec<Condition>,
    /// The results of the conditions, by value: events repeat most values.
    known: HashMap<String, Vec<u8>>,
}

/// The keys that an event can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    SourceIp,
    SourceVpc,
    SecureTransport,
    MfaPresent,
    CurrentTime,
}

/// The most values of a key whose results are kept.
const MOST: usize = 10_000;

impl Told {
    const ALL: [Self; 5] = [
        Self::SourceIp,
        Self::SourceVpc,
        Self::SecureTransport,
        Self::MfaPresent,
        Self::CurrentTime,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::SourceIp => "acs:SourceIp",
            Self::SourceVpc => "acs:SourceVpc",
            Self::SecureTransport => "acs:SecureTransport",
            Self::MfaPresent => "acs:MFAPresent",
            Self::CurrentTime => "acs:CurrentTime",
        }
    }

    fn of<'e>(self, event: &'e Event<'_>) -> Option<&'e str> {
        let name = |value: bool| if value { "true" } else { "false" };
        match self {
            // A service, or `Internal`, has no address.
            Self::SourceIp => event
                .source
                .as_deref()
                .filter(|ip| ip.parse::<IpAddr>().is_ok()),
            Self::SourceVpc => event.vpc.as_deref(),
            Self::SecureTransport => event.secure_transport.map(name),
            Self::MfaPresent => event.mfa.map(name),
            Self::CurrentTime => Some(&event.time),
        }
    }
}

impl Mentioned {
    /// Finds the keys that policies mention.
    pub fn by(policies: &Policies<'_>) -> Self {
        let mut mentioned = Self::default();
        mentioned.add(policies);
        mentioned
    }

    /// Adds the keys that other policies mention.
    pub fn add(&mut self, policies: &Policies<'_>) {
        let statements = policies
            .attached()
            .iter()
            .flat_map(|(_, policy)| policy.statements());
        for condition in statements.flat_map(|statement| &statement.conditions) {
            let Some(told) = Told::ALL
                .into_iter()
                .find(|told| told.name() == condition.key.value)
            else {
                continue;
            };
            match self.keys.iter_mut().find(|key| key.told == told) {
                Some(key) => key.conditions.push(condition.clone()),
                None => self.keys.push(Key {
                    told,
                    conditions: vec![condition.clone()],
                    known: HashMap::new(),
                }),
            }
        }
    }

    /// Returns the mentioned keys with their values. The context is open: an event does not tell all keys.
    pub(super) fn context(&self, event: &Event<'_>) -> Context {
        let told = self
            .keys
            .iter()
            .filter_map(|key| Some((key.told.name(), key.told.of(event)?)));
        told.fold(Context::open(), |context, (key, value)| {
            context.with(key, value)
        })
    }

    /// Adds the bytes that tell apart what conditions can tell apart.
    pub(super) fn push_to(&mut self, event: &Event<'_>, bytes: &mut Vec<u8>) {
        for key in &mut self.keys {
            let Some(value) = key.told.of(event) else {
                bytes.push(0xff);
                continue;
            };
            if let Some(results) = key.known.get(value) {
                bytes.extend_from_slice(results);
                continue;
            }
            let context = Context::open().with(key.told.name(), value);
            let results = key
                .conditions
                .iter()
                .map(|condition| match condition.holds(&context) {
                    Ternary::True => 1,
                    Ternary::False => 0,
                    Ternary::Unknown => 2,
                });
            let results: Vec<u8> = results.collect();
            bytes.extend_from_slice(&results);
            if key.known.len() >= MOST {
                key.known.clear();
            }
            key.known.insert(value.to_owned(), results);
        }
    }
}
