//! Annotations of GitHub workflows, one for each request that is not decided as expected.

use super::Answers;
use crate::output::github::{data, property};
use crate::output::printable::{path_name, printable_line};
use crate::policy::commands::check::answered::Answered;
use std::io::{self, Write};
use std::path::Path;

pub(super) struct Github {
    file: String,
}

impl Github {
    pub(super) fn new(file: &Path) -> Self {
        Self {
            file: path_name(file),
        }
    }
}

impl Answers for Github {
    fn write(&mut self, out: &mut dyn Write, line: usize, answer: &Answered) -> io::Result<()> {
        if answer.is_as_expected() {
            return Ok(());
        }
        let mut message = vec![answer.difference()];
        message.extend(answer.reasons.iter().cloned());
        let message: Vec<String> = message.iter().map(|line| printable_line(line)).collect();
        writeln!(
            out,
            "::error file={},line={line},title={}::{}",
            property(&self.file),
            property(&printable_line(&answer.title())),
            data(&message.join("\n"))
        )
    }
}
