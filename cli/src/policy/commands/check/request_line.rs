//! A line of a file of requests.

use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::input::json_error::{Explained, explained};
use ack_catalog_needs::Answer;
use ram_policy::Context;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// The most bytes of a request.
pub(super) const LONGEST: usize = 1 << 20;

pub(super) fn too_long() -> Failure {
    Failure::new("the line is longer than 1 MiB, the limit for a request").help(ONE_A_LINE)
}

/// The help for a line that is not a request.
pub(super) const ONE_A_LINE: &str = "write each request in one line: {\"action\": \"…\", \"resource\": \"…\", \"context\": {\"key\": \"value\"}, \
     \"complete\": false}";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestLine<'a> {
    #[serde(default, deserialize_with = "not_empty")]
    pub(super) name: Option<String>,
    #[serde(default, deserialize_with = "expected")]
    pub(super) expect: Option<Expected>,
    #[serde(borrow)]
    pub(super) action: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) resource: Cow<'a, str>,
    #[serde(default, deserialize_with = "without_duplicates")]
    context: BTreeMap<String, Values>,
    #[serde(default)]
    complete: bool,
    #[serde(borrow, default)]
    pub(super) principal: Option<Cow<'a, str>>,
}

/// Rejects duplicate keys: which of the values counts would be a guess.
fn without_duplicates<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Values>, D::Error> {
    struct Keys;
    impl<'de> Visitor<'de> for Keys {
        type Value = BTreeMap<String, Values>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of condition keys")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut keys = BTreeMap::new();
            while let Some((key, values)) = map.next_entry::<String, Values>()? {
                if keys.contains_key(&key) {
                    return Err(Error::custom(format!(
                        "duplicate key `{}`",
                        key.escape_debug()
                    )));
                }
                keys.insert(key, values);
            }
            Ok(keys)
        }
    }
    deserializer.deserialize_map(Keys)
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a value of `context` is a string or a list of strings"
)]
enum Values {
    One(String),
    Several(Vec<String>),
}

/// The answer that the author of a request expects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Expected {
    /// Also where nothing is said.
    #[default]
    Allowed,
    Denied,
    Undecided,
}

impl Expected {
    /// An answer under an assumption is not certain.
    pub(super) const fn of(answer: Answer) -> Self {
        match answer {
            Answer::Allowed => Self::Allowed,
            Answer::Denied => Self::Denied,
            Answer::Assumed | Answer::Undecided => Self::Undecided,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Undecided => "undecided",
        }
    }
}

fn expected<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Expected>, D::Error> {
    const NAMES: [&str; 3] = ["allowed", "denied", "undecided"];
    let all = [Expected::Allowed, Expected::Denied, Expected::Undecided];
    let name = String::deserialize(deserializer)?;
    let found = all.into_iter().find(|one| one.name() == name);
    found
        .map(Some)
        .ok_or_else(|| Error::unknown_variant(&name, &NAMES))
}

fn not_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name.trim().is_empty() {
        return Err(Error::custom("`name` is empty"));
    }
    Ok(Some(name))
}

impl<'a> RequestLine<'a> {
    /// Reads a line.
    pub(super) fn read(line: &'a [u8]) -> Result<Self, Failure> {
        if line.len() > LONGEST {
            return Err(too_long());
        }
        let invalid = |what: &str| {
            let what = printable_line(what);
            Failure::new(format!("not a valid request: {what}")).help(ONE_A_LINE)
        };
        // With the line break, an error at the end of the line would be located in the next one.
        let line = line.trim_ascii_end();
        if line.starts_with("\u{feff}".as_bytes()) {
            return Err(invalid("a byte order mark; save the file without one"));
        }
        if !line.trim_ascii_start().starts_with(b"{") {
            return Err(invalid("expected a JSON object"));
        }
        serde_json::from_slice(line).map_err(|error| {
            // The line of the error is always 1.
            let Explained {
                message, column, ..
            } = explained(&error, line);
            invalid(&format!("{message} (column {column})"))
        })
    }

    pub(super) fn context(&self) -> Context {
        let empty = if self.complete {
            Context::complete()
        } else {
            Context::open()
        };
        let given = self.context.iter();
        given.fold(empty, |context, (key, values)| match values {
            Values::One(value) => context.with(key, value),
            Values::Several(values) => context.with_all(key, values),
        })
    }
}
