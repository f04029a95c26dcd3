//! Events that cannot be read.

use super::files::TrailFile;
use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::printable::{counted, printable_line};
use serde::Serialize;

/// How many are named.
const NAMED: usize = 5;

/// Events that cannot be read: how many, and the first ones.
#[derive(Default)]
pub(crate) struct Problems {
    count: usize,
    /// The index of the file, the line, and what is wrong there.
    first: Vec<(usize, usize, String)>,
}

#[derive(Serialize)]
pub(crate) struct ProblemRecords {
    pub(crate) count: usize,
    pub(crate) first: Vec<ProblemRecord>,
}

#[derive(Serialize)]
pub(crate) struct ProblemRecord {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) problem: String,
}

impl Problems {
    pub(super) fn add(&mut self, file: usize, line: usize, problem: String) {
        self.count += 1;
        self.keep((file, line, problem));
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        other.first.into_iter().for_each(|one| self.keep(one));
    }

    fn keep(&mut self, one: (usize, usize, String)) {
        let at = self.first.partition_point(|other| *other <= one);
        if at < NAMED {
            self.first.insert(at, one);
            self.first.truncate(NAMED);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn records(&self, files: &[TrailFile]) -> ProblemRecords {
        let record = |(file, line, problem): &(usize, usize, String)| ProblemRecord {
            file: files[*file].name(),
            line: *line,
            problem: problem.clone(),
        };
        ProblemRecords {
            count: self.count,
            first: self.first.iter().map(record).collect(),
        }
    }

    /// Names the first problems on standard error, and returns the exit status of a command that would end with this
    /// one without them.
    pub(crate) fn report(&self, files: &[TrailFile], skip: bool, status: ExitStatus) -> ExitStatus {
        if self.count == 0 {
            return status;
        }
        for (file, line, problem) in &self.first {
            let name = files[*file].printable_name();
            warn(&format!("{name}:{line}: {}", printable_line(problem)), None);
        }
        let named = if self.count > NAMED {
            format!("; the first {NAMED} are named")
        } else {
            String::new()
        };
        let message = format!("{} cannot be read{named}", counted(self.count, "event"));
        if skip {
            warn(&message, None);
            return status;
        }
        Failure::new(message)
            .help("the result is that of the other events; add `--skip-bad` to ignore these")
            .report();
        ExitStatus::Invalid
    }
}
