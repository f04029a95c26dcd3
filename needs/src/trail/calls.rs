//! The distinct calls of a trail, each with its count.

use super::answers::Answers;
use super::caller::Caller;
use super::context::Mentioned;
use super::days::Days;
use super::event::{CallResult, Event};
use ram_policy::Context;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Calls that are the same to everyone who asks: caller, operation, clusters, result, and what conditions can tell
/// apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedCall {
    /// The caller.
    pub caller: Caller<'static>,
    /// The product, such as `CS`.
    pub service: String,
    /// The name of the operation.
    pub name: String,
    /// Whether the name is one of the console, and perhaps not that of an operation.
    pub is_of_console: bool,
    /// The region, or an empty text.
    pub region: String,
    /// The account, or an empty text.
    pub account: String,
    /// The clusters.
    pub clusters: Vec<String>,
    /// The role that `AssumeRole` is about.
    pub role: Option<String>,
    /// The condition keys that policies mention, as far as events tell them.
    pub context: Context,
    /// How the calls ended.
    pub result: CallResult,
    /// How many there are.
    pub seen: Seen,
    /// How many there are of each day.
    pub days: Days,
}

/// How often something was seen, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// The id of the first event.
    pub event: String,
    /// The time of the first event.
    pub first: String,
    /// The time of the last event.
    pub last: String,
}

impl Seen {
    fn add(&mut self, event: &Event<'_>) {
        self.add_all(1, &event.id, &event.time, &event.time);
    }

    /// Adds what was seen elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.add_all(other.count, &other.event, &other.first, &other.last);
    }

    fn add_all(&mut self, count: u64, event: &str, first: &str, last: &str) {
        if count == 0 {
            return;
        }
        // The smallest id of those at the same time, so that the order of files does not matter.
        if self.count == 0 || (first, event) < (&*self.first, &*self.event) {
            event.clone_into(&mut self.event);
            first.clone_into(&mut self.first);
        }
        if last > &*self.last {
            last.clone_into(&mut self.last);
        }
        self.count += count;
    }
}

/// Events that are not calls of the callers in question, by count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Logins and what services did, by the type of the event.
    pub not_calls: BTreeMap<String, u64>,
    /// Calls of services and of the roles of services, by caller.
    pub services: BTreeMap<String, u64>,
    /// Calls of the account itself, which no policy limits.
    pub root: u64,
    /// Calls of callers that were not asked for.
    pub other_callers: u64,
    /// Calls of `GetCallerIdentity` of STS, which needs no permission.
    pub of_own_identity: u64,
}

impl LeftOut {
    fn merge(&mut self, other: Self) {
        for (into, from) in [
            (&mut self.not_calls, other.not_calls),
            (&mut self.services, other.services),
        ] {
            for (name, count) in from {
                *into.entry(name).or_default() += count;
            }
        }
        self.root += other.root;
        self.other_callers += other.other_callers;
        self.of_own_identity += other.of_own_identity;
    }
}

/// Who asks about the calls of a trail.
pub trait Question {
    /// Takes the next calls. Calls that are the same can come more than once.
    fn take(&mut self, call: &RecordedCall);

    /// Adds what another thread found.
    fn merge(&mut self, other: Self);
}

/// Reads events, and asks a question about each distinct call.
///
/// Each thread has its own; [`Self::merge`] adds them up. The memory does not grow with the number of events.
pub struct Tally<Q> {
    question: Q,
    caller: Option<String>,
    mentioned: Mentioned,
    known: HashMap<Box<[u8]>, usize>,
    calls: Vec<RecordedCall>,
    /// The bytes of all keys.
    size: usize,
    key: Vec<u8>,
    total: Totals,
}

/// What all events of a trail have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// All events.
    pub events: Seen,
    /// Those that are not asked about.
    pub left_out: LeftOut,
    /// The answers of `LookupEvents` that have them.
    pub answers: Answers,
}

/// The most distinct calls that are kept before they are asked about, and the most bytes of their keys.
const MOST: usize = 10_000;
const MOST_BYTES: usize = 4 << 20;

/// The bytes that each further day of a call counts as.
const SIZE_OF_DAY: usize = 16;

impl<Q: Question> Tally<Q> {
    /// Creates a tally of the calls of this caller, or of all users and roles.
    pub fn new(question: Q, caller: Option<&str>, mentioned: Mentioned) -> Self {
        Self {
            question,
            caller: caller.map(str::to_owned),
            mentioned,
            known: HashMap::new(),
            calls: Vec::new(),
            size: 0,
            key: Vec::new(),
            total: Totals::default(),
        }
    }

    /// Counts an event.
    pub fn add(&mut self, event: &Event<'_>) {
        self.total.events.add(event);
        let left_out = &mut self.total.left_out;
        if !event.is_call() {
            return count(&mut left_out.not_calls, &event.kind);
        }
        if let Some(asked) = &self.caller {
            if !event.caller.is_named(asked, &event.account) {
                left_out.other_callers += 1;
                return;
            }
        } else if event.caller.is_service() {
            return count(&mut left_out.services, &event.caller.to_string());
        } else if event.caller == Caller::Root {
            left_out.root += 1;
            return;
        }
        if event.service.eq_ignore_ascii_case("sts") && event.name == "GetCallerIdentity" {
            left_out.of_own_identity += 1;
            return;
        }
        if self.calls.len() >= MOST || self.size >= MOST_BYTES {
            self.ask();
        }
        self.write_key(event);
        if let Some(number) = self.known.get(&*self.key) {
            let call = &mut self.calls[*number];
            call.seen.add(event);
            if call.days.add(&event.time) {
                self.size += SIZE_OF_DAY;
            }
            return;
        }
        let mut seen = Seen::default();
        seen.add(event);
        let mut days = Days::default();
        days.add(&event.time);
        self.size += self.key.len();
        self.known.insert(self.key.clone().into(), self.calls.len());
        self.calls.push(RecordedCall {
            caller: event.caller.clone().into_owned(),
            service: event.service.to_string(),
            name: event.name.to_string(),
            is_of_console: event.is_of_console(),
            region: event.region.to_string(),
            account: event.account.to_string(),
            clusters: event.clusters.iter().map(ToString::to_string).collect(),
            role: event.role.as_deref().map(str::to_owned),
            context: self.mentioned.context(event),
            result: event.result,
            seen,
            days,
        });
    }

    /// Counts answers of `LookupEvents`.
    pub const fn add_answers(&mut self, answers: Answers) {
        self.total.answers.merge(answers);
    }

    /// Writes the bytes that tell calls apart.
    fn write_key(&mut self, event: &Event<'_>) {
        let key = &mut self.key;
        key.clear();
        key.push(event.result as u8);
        key.push(u8::from(event.is_of_console()));
        event.caller.push_to(key);
        let texts = [&event.service, &event.name, &event.region, &event.account];
        for text in texts.into_iter().chain(&event.clusters) {
            key.extend_from_slice(text.as_bytes());
            // No text has this byte.
            key.push(0xff);
        }
        key.push(0xfe);
        key.extend_from_slice(event.role.as_deref().unwrap_or_default().as_bytes());
        key.push(0xfe);
        self.mentioned.push_to(event, key);
    }

    fn ask(&mut self) {
        for call in self.calls.drain(..) {
            self.question.take(&call);
        }
        self.known.clear();
        self.size = 0;
    }

    /// Adds what another thread read.
    pub fn merge(&mut self, mut other: Self) {
        other.ask();
        self.question.merge(other.question);
        self.total.events.merge(&other.total.events);
        self.total.left_out.merge(other.total.left_out);
        self.total.answers.merge(other.total.answers);
    }

    /// Returns the answered question, and what was left out of it.
    pub fn finish(mut self) -> (Q, Totals) {
        self.ask();
        (self.question, self.total)
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
