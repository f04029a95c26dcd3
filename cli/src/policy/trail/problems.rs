//! Events that cannot be read.

use super::files::TrailFile;
use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::printable::{counted, printable_line};
use crate::policy::excerpt::first;
use ack_catalog_needs::trail::Unreadable;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many are named on a terminal.
const NAMED: usize = 5;

/// How many are named in JSON and reports. A trail of terabytes can have any number.
const KEPT: usize = 1_000;

/// Events that cannot be read: how many, and the first ones.
#[derive(Default)]
pub(crate) struct Problems {
    count: usize,
    /// The index of the file, the line, and what is wrong there.
    first: Vec<(usize, usize, String)>,
    /// Files that end too early: any number of events can be missing.
    cut_off: BTreeMap<usize, (usize, String)>,
}

#[derive(Serialize)]
pub(crate) struct ProblemRecords {
    /// How many events cannot be read.
    pub(crate) count: usize,
    /// The first thousand of them.
    pub(crate) first: Vec<ProblemRecord>,
    /// All files that end too early.
    pub(crate) cut_off: Vec<ProblemRecord>,
}

#[derive(Serialize)]
pub(crate) struct ProblemRecord {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) problem: String,
}

impl Problems {
    pub(super) fn add(&mut self, file: usize, line: usize, problem: &Unreadable) {
        if problem.is_cut_off() {
            self.cut_off.insert(file, (line, problem.to_string()));
        }
        self.count += 1;
        self.keep((file, line, problem.to_string()));
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        other.first.into_iter().for_each(|one| self.keep(one));
        self.cut_off.extend(other.cut_off);
    }

    fn keep(&mut self, one: (usize, usize, String)) {
        let at = self.first.partition_point(|other| *other <= one);
        if at < KEPT {
            self.first.insert(at, one);
            self.first.truncate(KEPT);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn records(&self, files: &[TrailFile]) -> ProblemRecords {
        let record = |file: usize, line: usize, problem: &str| ProblemRecord {
            file: files[file].name(),
            line,
            problem: problem.to_owned(),
        };
        let first = self.first.iter();
        let cut_off = self.cut_off.iter();
        ProblemRecords {
            count: self.count,
            first: first
                .map(|(file, line, problem)| record(*file, *line, problem))
                .collect(),
            cut_off: cut_off
                .map(|(file, (line, problem))| record(*file, *line, problem))
                .collect(),
        }
    }

    /// Refuses files that end too early, for a command whose result is about what is not in them.
    pub(crate) fn refuse_cut_off(&self, files: &[TrailFile]) -> Result<(), Failure> {
        if self.cut_off.is_empty() {
            return Ok(());
        }
        let message = format!("events are missing from {}", self.cut_off(files));
        Err(Failure::new(message).help(
            "get the whole file, or leave it out; a missing call can have used any statement",
        ))
    }

    /// Names the first problems on standard error, and returns the exit status of a command that would end with this
    /// one without them.
    pub(crate) fn report(&self, files: &[TrailFile], skip: bool, status: ExitStatus) -> ExitStatus {
        if self.count == 0 {
            return status;
        }
        for (file, line, problem) in self.first.iter().take(NAMED) {
            let name = files[*file].printable_name();
            warn(&format!("{name}:{line}: {}", printable_line(problem)), None);
        }
        let named = if self.count > NAMED {
            format!("; the first {NAMED} are named")
        } else {
            String::new()
        };
        let mut message = format!("{} cannot be read{named}", counted(self.count, "event"));
        if !self.cut_off.is_empty() {
            let files = self.cut_off(files);
            message = format!("{message}; more events are missing from {files}");
        }
        if skip {
            warn(&message, None);
            return status;
        }
        Failure::new(message)
            .help("the result is that of the other events; add `--skip-bad` to ignore these")
            .report();
        ExitStatus::Invalid
    }

    /// Counts and names the files that end too early, which may not be among the first problems.
    fn cut_off(&self, files: &[TrailFile]) -> String {
        let names = { self.cut_off.iter() }
            .map(|(file, (line, _))| format!("{}:{line}", files[*file].printable_name()));
        let names = first(names, ", ");
        let (count, ends) = match self.cut_off.len() {
            1 => ("a file".to_owned(), "ends"),
            count => (counted(count, "file"), "end"),
        };
        format!("{count} that {ends} too early: {names}")
    }
}
