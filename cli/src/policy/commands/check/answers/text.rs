//! Requests that are not decided as expected, for people.

use super::Answers;
use crate::output::printable::{counted, path_name, printable_line};
use crate::output::wrap::wrapped;
use crate::policy::commands::check::answered::Answered;
use crate::policy::terminal::width;
use std::io::{self, Write};
use std::path::Path;

pub(super) struct Text {
    file: String,
    all: usize,
    as_expected: usize,
}

impl Text {
    pub(super) fn new(file: &Path) -> Self {
        Self {
            file: path_name(file),
            all: 0,
            as_expected: 0,
        }
    }
}

impl Answers for Text {
    fn write(&mut self, out: &mut dyn Write, line: usize, answer: &Answered) -> io::Result<()> {
        self.all += 1;
        if answer.is_as_expected() {
            self.as_expected += 1;
            return Ok(());
        }
        let Self { file, .. } = self;
        writeln!(out, "{file}:{line}: {}", printable_line(&answer.title()))?;
        let request = format!("{} on {}", answer.action, answer.resource);
        let request = answer.name.as_ref().map(|_| request);
        let lines = request.iter().cloned().chain([answer.difference()]);
        for text in lines.chain(answer.reasons.iter().cloned()) {
            writeln!(out, "    {}", wrapped(&printable_line(&text), 6, width()))?;
        }
        writeln!(out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let all = counted(self.all, "request");
        writeln!(out, "{} of {all} decided as expected", self.as_expected)
    }
}
