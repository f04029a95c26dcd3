//! `check --requests`: decides one request a line.

use super::records::Grounds;
use crate::exit::ExitStatus;
use crate::files::read::unreadable;
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::{path_name, printable_line};
use crate::output::stdout::{Output, output};
use crate::policy::input::json_error::{Explained, explained};
use crate::policy::input::standard_input::STANDARD_INPUT;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::service_keys::ServiceKeys;
use ram_policy::{Context, Outcome, Policies, Request};
use rayon::prelude::*;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The most bytes of a request.
const LONGEST: usize = 1 << 20;

/// The bytes that are read at once: enough work for each core.
const AT_ONCE: usize = 256 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestLine<'a> {
    #[serde(borrow)]
    action: Cow<'a, str>,
    #[serde(borrow)]
    resource: Cow<'a, str>,
    #[serde(default, deserialize_with = "without_duplicates")]
    context: BTreeMap<String, Values>,
    #[serde(default)]
    complete: bool,
    #[serde(borrow, default)]
    principal: Option<Cow<'a, str>>,
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

#[derive(Serialize)]
struct DecisionLine<'a> {
    action: &'a str,
    resource: &'a str,
    decision: &'static str,
    #[serde(flatten)]
    grounds: Grounds,
}

pub(crate) fn run(policy_set: &PolicySet, path: &Path) -> Result<ExitStatus, Failure> {
    let is_standard = path.as_os_str() == "-";
    let name = if is_standard {
        STANDARD_INPUT.to_owned()
    } else {
        path_name(path)
    };
    let refuse = |error| cannot_read(&name, &error);
    let input: Box<dyn Read> = if is_standard {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(path, &name, &error))?)
    };
    let mut input = BufReader::with_capacity(AT_ONCE, input);
    let policies = policy_set.policies();
    let mut answers = DecisionStream {
        policy_set,
        keys: ServiceKeys::of(&policies),
        policies,
        name: &name,
        out: BufWriter::new(output()),
        number: 0,
        is_all_allowed: true,
    };
    let mut rest = Vec::new();
    loop {
        // Does not wait for a full buffer, because requests can come one by one.
        let read = input.fill_buf().map_err(refuse)?;
        let length = read.len();
        rest.extend_from_slice(read);
        input.consume(length);
        if length == 0 {
            answers.write(&rest)?;
            break;
        }
        if let Some(end) = rest.iter().rposition(|byte| *byte == b'\n') {
            answers.write(&rest[..=end])?;
            rest.drain(..=end);
        }
        if rest.len() > LONGEST {
            return Err(answers.refuse(TOO_LONG));
        }
    }
    Ok(ExitStatus::finding_if(!answers.is_all_allowed))
}

const TOO_LONG: &str = "the line is longer than 1 MiB, the limit for a request";

/// The state between two reads.
struct DecisionStream<'a> {
    policy_set: &'a PolicySet,
    policies: Policies<'a>,
    keys: ServiceKeys,
    name: &'a str,
    out: BufWriter<Output>,
    /// The number of lines that have been answered.
    number: usize,
    is_all_allowed: bool,
}

impl DecisionStream<'_> {
    /// Answers whole lines on all cores, and writes the answers in order.
    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let answers: Vec<_> = lines
            .par_iter()
            .map(|line| answer(self.policy_set, &self.policies, &self.keys, line))
            .collect();
        for answer in answers {
            let (answer, is_allowed) = answer.map_err(|what| self.refuse(&what))?;
            self.number += 1;
            self.is_all_allowed &= is_allowed;
            writeln!(self.out, "{answer}")?;
        }
        // Another program may wait for the answers before it writes more requests.
        self.out.flush()?;
        Ok(())
    }

    /// Writes all answers so far, and explains what is wrong with the next line.
    fn refuse(&mut self, what: &str) -> Failure {
        let flushed = self.out.flush();
        let failure = Failure::new(format!("{}:{}: {what}", self.name, self.number + 1));
        let help = "write each request in one line: {\"action\": \"…\", \"resource\": \"…\", \
                    \"context\": {\"key\": \"value\"}, \"complete\": false}";
        flushed.map_or_else(Failure::from, |()| failure.help(help))
    }
}

/// Returns the answer to a line and whether it is "allowed", or what is wrong with the line.
fn answer(
    policy_set: &PolicySet,
    policies: &Policies<'_>,
    keys: &ServiceKeys,
    line: &[u8],
) -> Result<(String, bool), String> {
    if line.len() > LONGEST {
        return Err(TOO_LONG.to_owned());
    }
    // With the line break, an error at the end of the line would be located in the next one.
    let line = line.trim_ascii_end();
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err("not a valid request: expected a JSON object".to_owned());
    }
    let request: RequestLine<'_> = serde_json::from_slice(line).map_err(|error| {
        let message = printable_line(&problem(&error, line));
        format!("not a valid request: {message}")
    })?;
    let mut context = if request.complete {
        Context::complete()
    } else {
        Context::open()
    };
    for (key, values) in &request.context {
        context = match values {
            Values::One(value) => context.with(key, value),
            Values::Several(values) => context.with_all(key, values),
        };
    }
    let context = keys.context(&request.action, &context);
    let decision = policies.decide(&Request {
        action: &request.action,
        resource: &request.resource,
        principal: request.principal.as_deref(),
        context: &context,
    });
    let answer = DecisionLine {
        action: &request.action,
        resource: &request.resource,
        decision: decision.outcome.name(),
        grounds: Grounds::of(policy_set, &decision),
    };
    let text = crate::output::json::line(&answer).map_err(|error| error.to_string())?;
    Ok((text, decision.outcome == Outcome::Allowed))
}

/// Describes a problem with its column. The line of the error is always 1.
fn problem(error: &serde_json::Error, line: &[u8]) -> String {
    let Explained {
        message, column, ..
    } = explained(error, line);
    format!("{message} (column {column})")
}
