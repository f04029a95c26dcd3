//! Reads events out of their outer forms.

use super::answers::Answers;
use super::caller::Caller;
use super::event::{CallResult, Event, LONGEST, TOO_LONG, Unreadable, is_call};
use super::json::{Key, Object, Part, Scalar};
use super::nesting::{End, values};
use super::parts::{Additional, Identity, Parameters, Resources, put};
use serde::de::{Error, IgnoredAny, MapAccess};
use std::borrow::Cow;
use std::ops::Range;

/// Reads the events of one record: an event, a line of a log store, an answer, or a list. Returns the answers.
///
/// [`Records`](super::Records) reads files.
///
/// ```
/// use ack_catalog_needs::trail::events;
///
/// let mut names = Vec::new();
/// let record = br#"[{"eventType": "ApiCall", "serviceName": "CS", "eventName": "DeleteCluster",
///     "eventTime": "2026-11-03T08:15:02Z", "userIdentity": {"type": "ram-user", "userName": "ann"}}]"#;
/// events(record, &mut |event| names.push(event.expect("an event").name.to_string()));
/// assert_eq!(names, ["DeleteCluster"]);
/// ```
pub fn events(record: &[u8], each: &mut impl FnMut(Result<Event<'_>, Unreadable>)) -> Answers {
    let mut answers = Answers::default();
    // Each line can be the first one of a file: files are joined, and engines cut them.
    let record = record.strip_prefix("\u{feff}".as_bytes()).unwrap_or(record);
    at_depth(record, 0, &mut answers, each);
    answers
}

fn at_depth(
    record: &[u8],
    depth: usize,
    answers: &mut Answers,
    each: &mut impl FnMut(Result<Event<'_>, Unreadable>),
) {
    let record = record.trim_ascii();
    let outer = match record.first() {
        Some(b'[') if depth < 2 => Ok(Outer::Answer),
        Some(b'{') => raw(record).and_then(Raw::outer),
        _ => Err(Unreadable::new("expected a JSON object")),
    };
    let problem = match outer {
        Ok(Outer::Answer) if depth < 2 => None,
        Ok(Outer::Answer) => Some(Unreadable::new("answers inside of each other")),
        Ok(_) if record.len() > LONGEST => Some(Unreadable::new(TOO_LONG)),
        Ok(Outer::Event(event)) => return each(Ok(event)),
        Ok(Outer::Text(text)) => return at_depth(text.as_bytes(), depth + 1, answers, each),
        Err(problem) => Some(problem),
    };
    // An object that cannot be read can be several values, or an answer with whole events before its problem.
    let is_looked_into = problem.is_none() || depth == 0 && record.first() == Some(&b'{');
    let inner = is_looked_into.then(|| values(record));
    let is_itself = |found: &[Range<usize>]| matches!(found, [one] if one.len() == record.len());
    let inner = inner.filter(|inner| problem.is_none() || !is_itself(&inner.found));
    let Some(inner) = inner else {
        return each(Err(problem.unwrap_or_else(|| Unreadable::new(NO_END))));
    };
    answers.merge(inner.answers);
    for range in &inner.found {
        at_depth(&record[range.clone()], depth + 1, answers, each);
    }
    let problem = problem.unwrap_or_else(|| Unreadable::new(NO_END));
    match inner.end {
        End::Whole => {}
        End::CutOff => each(Err(Unreadable::cut_off(problem.to_string()))),
        End::NotJson => each(Err(problem)),
    }
}

const NO_END: &str = "not valid JSON: a list without its end";

fn raw(record: &[u8]) -> Result<Raw<'_>, Unreadable> {
    let text = std::str::from_utf8(record).map_err(|_| Unreadable::new("not valid UTF-8"))?;
    match serde_json::from_str(text) {
        Ok(Object::Part(raw)) => Ok(raw),
        Ok(_) => Err(Unreadable::new("expected a JSON object")),
        Err(error) => Err(Unreadable::new(explained(&error))),
    }
}

fn explained(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let end = format!(" at line {line} column {column}");
    let message = text.strip_suffix(&end).unwrap_or(&text);
    match line {
        _ if error.is_data() => message.to_owned(),
        1 => format!("not valid JSON: {message} (column {column})"),
        _ => format!("not valid JSON: {message} (line {line} of the event, column {column})"),
    }
}

/// What an object is.
#[allow(clippy::large_enum_variant)] // It is taken apart at once.
enum Outer<'a> {
    Event(Event<'a>),
    /// A line of a log store, with the event as text.
    Text(Cow<'a, str>),
    Answer,
}

/// The keys of an object that are read.
#[derive(Default)]
struct Raw<'a> {
    id: Option<Cow<'a, str>>,
    request_id: Option<Cow<'a, str>>,
    kind: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    service: Option<Cow<'a, str>>,
    time: Option<Cow<'a, str>>,
    region: Option<Cow<'a, str>>,
    recipient: Option<Cow<'a, str>>,
    source: Option<Cow<'a, str>>,
    vpc: Option<Cow<'a, str>>,
    code: Option<Cow<'a, str>>,
    message: Option<Cow<'a, str>>,
    identity: Option<Identity<'a>>,
    parameters: Option<Parameters<'a>>,
    parameter_json: Option<Parameters<'a>>,
    resources: Option<Resources<'a>>,
    additional: Option<Additional<'a>>,
    text: Option<Cow<'a, str>>,
    inner: Option<Box<Raw<'a>>>,
    is_answer: bool,
}

/// Reads an object and stores it. `is_needed`: whether anything else is an error.
fn put_part<'a, T: Part<'a>, M: MapAccess<'a>>(
    field: &mut Option<T>,
    map: &mut M,
    key: &str,
    is_needed: bool,
) -> Result<(), M::Error> {
    match map.next_value::<Object<T>>()? {
        Object::Part(part) => put(field, Some(part), key),
        Object::Other if is_needed => Err(M::Error::custom(format!("`{key}`: expected an object"))),
        Object::Null | Object::Other => Ok(()),
    }
}

impl<'a> Part<'a> for Raw<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        // A log store that splits events writes `event.userIdentity.userName`.
        let path = key.strip_prefix("event.").unwrap_or(key);
        let field = match path {
            "eventId" => &mut self.id,
            "requestId" => &mut self.request_id,
            "recipientAccountId" => &mut self.recipient,
            "eventType" | "eventName" | "serviceName" | "eventTime" | "acsRegion"
            | "sourceIpAddress" | "vpcId" | "errorCode" | "errorMessage" => {
                let field = match path {
                    "eventType" => &mut self.kind,
                    "eventName" => &mut self.name,
                    "serviceName" => &mut self.service,
                    "eventTime" => &mut self.time,
                    "acsRegion" => &mut self.region,
                    "sourceIpAddress" => &mut self.source,
                    "vpcId" => &mut self.vpc,
                    "errorCode" => &mut self.code,
                    _ => &mut self.message,
                };
                return put(field, map.next_value::<Scalar<'a>>()?.text(key)?, key);
            }
            "userIdentity" => return put_part(&mut self.identity, map, key, true),
            "requestParameters" => return put_part(&mut self.parameters, map, key, false),
            "requestParameterJson" => return put_part(&mut self.parameter_json, map, key, false),
            "referencedResources" => return put_part(&mut self.resources, map, key, false),
            "additionalEventData" => return put_part(&mut self.additional, map, key, false),
            "event" => {
                return match map.next_value::<EventValue<'a>>()? {
                    EventValue::Text(text) => put(&mut self.text, Some(text), key),
                    EventValue::Raw(raw) => put(&mut self.inner, Some(raw), key),
                    EventValue::Other => {
                        Err(M::Error::custom("`event`: expected an object or its text"))
                    }
                };
            }
            "Events" => {
                self.is_answer |= matches!(map.next_value::<Scalar<'a>>()?, Scalar::List);
                return Ok(());
            }
            _ => {
                if let Some((part, rest)) = path.split_once('.').filter(|_| path.len() < key.len())
                {
                    return match part {
                        "userIdentity" => self.identity.get_or_insert_default().set(rest, map),
                        "requestParameters" => {
                            self.parameters.get_or_insert_default().set(rest, map)
                        }
                        "referencedResources" => {
                            self.resources.get_or_insert_default().set(rest, map)
                        }
                        "additionalEventData" => {
                            self.additional.get_or_insert_default().set(rest, map)
                        }
                        _ => map.next_value::<IgnoredAny>().map(drop),
                    };
                }
                return map.next_value::<IgnoredAny>().map(drop);
            }
        };
        put(field, map.next_value::<Scalar<'a>>()?.loose_text(key)?, key)
    }
}

/// The key `event` of a log store.
enum EventValue<'a> {
    Text(Cow<'a, str>),
    Raw(Box<Raw<'a>>),
    Other,
}

impl<'de> serde::Deserialize<'de> for EventValue<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> serde::de::Visitor<'de> for Any {
            type Value = EventValue<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an event")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(EventValue::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(EventValue::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut raw = Raw::default();
                while let Some(Key(key)) = map.next_key()? {
                    // An event inside of an event would be read without an end.
                    if key == "event" {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        raw.set(&key, &mut map)?;
                    }
                }
                Ok(EventValue::Raw(Box::new(raw)))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(EventValue::Other)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl<'a> Raw<'a> {
    fn outer(self) -> Result<Outer<'a>, Unreadable> {
        if self.name.is_none() {
            if self.is_answer {
                return Ok(Outer::Answer);
            }
            if let Some(text) = self.text {
                return Ok(Outer::Text(text));
            }
            if let Some(inner) = self.inner {
                return inner.event().map(Outer::Event);
            }
        }
        self.event().map(Outer::Event)
    }

    fn event(self) -> Result<Event<'a>, Unreadable> {
        let missing = |key: &str| Unreadable::new(format!("missing key `{key}`"));
        let name = self.name.filter(|name| !name.is_empty());
        let (kind, name) = match (self.kind, name) {
            (Some(kind), Some(name)) => (kind, name),
            // Insights, for example, have no name.
            (Some(kind), None) if !is_call(&kind) => (kind, Cow::Borrowed("")),
            (None, Some(_)) => return Err(missing("eventType")),
            (_, None) => return Err(missing("eventName")),
        };
        let time = self.time.ok_or_else(|| missing("eventTime"))?;
        if !is_time(&time) {
            return Err(Unreadable::new(
                "`eventTime`: expected a time such as 2026-11-03T08:15:02Z",
            ));
        }
        let identity = self.identity;
        let parameters = self.parameters.or(self.parameter_json).unwrap_or_default();
        let named = self.resources.unwrap_or_default().clusters;
        let code = self.code.unwrap_or_default();
        let result = CallResult::of(&code, self.message.as_deref().unwrap_or_default());
        let mut event = Event {
            id: self.id.or(self.request_id).unwrap_or_default(),
            kind,
            name,
            time,
            region: self.region.unwrap_or_default(),
            source: self.source,
            vpc: self.vpc.filter(|vpc| !vpc.is_empty()),
            clusters: if named.is_empty() {
                parameters.clusters
            } else {
                named
            },
            role: parameters.role.filter(|role| !role.is_empty()),
            result,
            secure_transport: match self.additional.and_then(|data| data.scheme).as_deref() {
                Some("https") => Some(true),
                Some("http") => Some(false),
                _ => parameters.has_tls.then_some(true),
            },
            ..Event::default()
        };
        if !event.is_call() {
            event.service = self.service.unwrap_or_default();
            return Ok(event);
        }
        event.service = self
            .service
            .filter(|name| !name.is_empty())
            .ok_or_else(|| missing("serviceName"))?;
        let identity = identity.ok_or_else(|| missing("userIdentity"))?;
        let kind = identity.kind.ok_or_else(|| missing("userIdentity.type"))?;
        let caller = identity
            .name
            .or(identity.principal)
            .filter(|name| !name.is_empty());
        let caller = match caller {
            Some(caller) => caller,
            None if kind == "root-account" || kind == "system" => Cow::Borrowed(""),
            None => return Err(missing("userIdentity.userName")),
        };
        event.caller = Caller::of(kind, caller);
        event.account = identity.account.or(self.recipient).unwrap_or_default();
        event.mfa = match identity.session.mfa.as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        Ok(event)
    }
}

/// Returns whether a text is a time in UTC. Days are not counted by month.
fn is_time(text: &str) -> bool {
    let form = b"0000-00-00T00:00:00";
    let bytes = text.as_bytes();
    let is_like = |(byte, like): (&u8, &u8)| {
        if *like == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == like
        }
    };
    let rest = bytes.get(form.len()..).unwrap_or_default();
    let is_formed = bytes.iter().zip(form).all(is_like)
        && rest.last() == Some(&b'Z')
        && rest.len() < 12
        && rest[..rest.len() - 1]
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let is_within =
        |at: usize, least: &[u8], most: &[u8]| (least..=most).contains(&&bytes[at..at + 2]);
    is_formed
        && is_within(5, b"01", b"12")
        && is_within(8, b"01", b"31")
        && is_within(11, b"00", b"23")
        && is_within(14, b"00", b"59")
        && is_within(17, b"00", b"60")
}
