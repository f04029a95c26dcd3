//! One JSON line for each request.

use super::Answers;
use crate::policy::commands::check::answered::Answered;
use crate::policy::commands::check::records::Grounds;
use crate::policy::commands::check::request_line::Expected;
use serde::Serialize;
use std::io::{self, Write};

pub(super) struct Json;

#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    action: &'a str,
    resource: &'a str,
    decision: &'static str,
    in_practice: Expected,
    #[serde(flatten)]
    grounds: &'a Grounds,
    #[serde(flatten)]
    expectation: Option<Expectation<'a>>,
}

#[derive(Serialize)]
struct Expectation<'a> {
    expect: Expected,
    is_as_expected: bool,
    reasons: &'a [String],
}

impl Answers for Json {
    fn write(&mut self, out: &mut dyn Write, _: usize, answer: &Answered) -> io::Result<()> {
        let line = Line {
            name: answer.name.as_deref(),
            action: &answer.action,
            resource: &answer.resource,
            decision: answer.decision,
            in_practice: answer.in_practice,
            grounds: &answer.grounds,
            expectation: answer.expected.map(|expect| Expectation {
                expect,
                is_as_expected: answer.is_as_expected(),
                reasons: &answer.reasons,
            }),
        };
        writeln!(out, "{}", crate::output::json::line(&line)?)
    }
}
