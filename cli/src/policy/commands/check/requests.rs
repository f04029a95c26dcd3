//! Decisions on requests from a file of JSON lines, one answer each.

use super::answered::Answered;
use super::answers::Answers;
use super::request_line::{LONGEST, ONE_A_LINE, too_long};
use crate::exit::ExitStatus;
use crate::files::read::unreadable;
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::path_name;
use crate::output::stdout::{Output, output};
use crate::policy::input::standard_input::STANDARD_INPUT;
use crate::policy::verdict::policy_set::PolicySet;
use ack_catalog_needs::ServiceKeys;
use ram_policy::Policies;
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The bytes that are read at once: enough work for each core.
const AT_ONCE: usize = 256 << 10;

/// Answers all requests. Succeeds if each answer is the expected one, which is "allowed" unless the request says
/// otherwise.
pub(crate) fn run(
    policy_set: &PolicySet,
    path: &Path,
    format: &mut dyn Answers,
) -> Result<ExitStatus, Failure> {
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
    let mut answers = AnswerStream {
        policy_set,
        keys: ServiceKeys::of(&policies),
        policies,
        name: &name,
        out: BufWriter::new(output()),
        format,
        number: 0,
        names: HashMap::new(),
        is_all_as_expected: true,
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
            return Err(answers.refuse(too_long()));
        }
    }
    answers.end()
}

/// The state between two reads.
struct AnswerStream<'a> {
    policy_set: &'a PolicySet,
    policies: Policies<'a>,
    keys: ServiceKeys,
    name: &'a str,
    out: BufWriter<Output>,
    format: &'a mut dyn Answers,
    /// The number of lines that have been answered.
    number: usize,
    /// The lines of the requests with names.
    names: HashMap<String, usize>,
    is_all_as_expected: bool,
}

impl AnswerStream<'_> {
    /// Answers whole lines on all cores, and writes the answers in order.
    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let answers: Vec<_> = lines
            .par_iter()
            .map(|line| Answered::new(self.policy_set, &self.policies, &self.keys, line))
            .collect();
        for answer in answers {
            let answer = answer.map_err(|failure| self.refuse(failure))?;
            let line = self.number + 1;
            if let Some(name) = &answer.name
                && let Some(first) = self.names.insert(name.clone(), line)
            {
                let name = name.escape_debug();
                let what = format!("duplicate name `{name}`; line {first} has it as well");
                return Err(self.refuse(Failure::new(what).help("give each request another name")));
            }
            self.number = line;
            self.is_all_as_expected &= answer.is_as_expected();
            self.format.write(&mut self.out, line, &answer)?;
        }
        // Another program may wait for the answers before it writes more requests.
        self.out.flush()?;
        Ok(())
    }

    fn end(mut self) -> Result<ExitStatus, Failure> {
        if self.number == 0 {
            let message = format!("{}: no requests", self.name);
            return Err(Failure::new(message).help(ONE_A_LINE));
        }
        self.format.end(&mut self.out)?;
        self.out.flush()?;
        Ok(ExitStatus::finding_if(!self.is_all_as_expected))
    }

    /// Writes all answers so far, and locates what is wrong with the next line.
    fn refuse(&mut self, failure: Failure) -> Failure {
        let place = format!("{}:{}", self.name, self.number + 1);
        let flushed = self.out.flush();
        flushed.map_or_else(Failure::from, |()| failure.at(place))
    }
}
