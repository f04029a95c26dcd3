//! What the calls of a trail needed, by caller.

use super::list::Needed;
use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::policy::trail::args::TrailArgs;
use crate::policy::trail::files::TrailFile;
use crate::policy::trail::problems::{ProblemRecords, Problems};
use crate::policy::trail::read::{Trail, read};
use crate::policy::trail::summary::{count, left_out, period, unknown};
use ack_catalog_needs::Call;
use ack_catalog_needs::trail::{CallUsage, Mentioned, Seen, Totals, UnknownCall, Usage};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// The calls of a trail.
pub(super) struct TrailNeeds {
    usage: Usage,
    totals: Totals,
    problems: Problems,
    files: Vec<TrailFile>,
}

#[derive(Serialize)]
pub(super) struct Record<'a> {
    #[serde(flatten)]
    pub(super) totals: &'a Totals,
    pub(super) unreadable: ProblemRecords,
    pub(super) calls: Vec<CallRecord<'a>>,
    pub(super) unknown: Vec<&'a UnknownCall>,
}

/// What one caller called.
#[derive(Serialize)]
pub(super) struct CallRecord<'a> {
    pub(super) caller: String,
    /// An action, or the name of an operation of ACK.
    pub(super) need: String,
    #[serde(flatten)]
    pub(super) needed: Needed,
    /// The clusters; `null` if any resource is possible.
    pub(super) resources: Option<&'a BTreeSet<String>>,
    /// How many were refused: all of them, or none.
    pub(super) refused: u64,
    pub(super) of_console: u64,
    #[serde(flatten)]
    pub(super) seen: &'a Seen,
}

impl TrailNeeds {
    pub(super) fn read(args: &TrailArgs) -> Result<Self, Failure> {
        let Trail {
            question,
            totals,
            problems,
            files,
        } = read(args, &Usage::default(), &Mentioned::default())?;
        Ok(Self {
            usage: question,
            totals,
            problems,
            files,
        })
    }

    /// Writes the lines of a file of needs: those of a caller after their name.
    pub(super) fn text(&self) -> io::Result<String> {
        let mut text = String::new();
        let mut before = None;
        let mut call_before = None;
        for (caller, usage) in self.usage.calls() {
            if before != Some(caller) {
                call_before = None;
                let space = if before.is_some() { "\n" } else { "" };
                // Writing to a `String` does not fail.
                let _ = writeln!(text, "{space}# {}", printable_line(&caller.to_string()));
                before = Some(caller);
            }
            let this = (&usage.call, usage.is_refused);
            let others = if call_before == Some(this) {
                "; on others, which the events do not name"
            } else {
                ""
            };
            let _ = writeln!(text, "{}{others}", line(usage));
            call_before = Some(this);
        }
        let mut comments = Vec::new();
        unknown(&mut comments, "unclear", self.usage.unknown())?;
        left_out(&mut comments, &self.totals)?;
        let comments = String::from_utf8_lossy(&comments);
        let space = if before.is_some() { "\n" } else { "" };
        let _ = writeln!(text, "{space}# {}", period(&self.totals));
        for comment in comments.lines() {
            let _ = writeln!(text, "# {comment}");
        }
        Ok(text)
    }

    pub(super) fn record(&self) -> Record<'_> {
        let calls = self.usage.calls().map(|(caller, usage)| CallRecord {
            caller: caller.to_string(),
            need: usage.call.to_string(),
            needed: Needed::by(&usage.call).unwrap_or_default(),
            resources: usage.resources.as_ref(),
            refused: if usage.is_refused {
                usage.seen.count
            } else {
                0
            },
            of_console: usage.of_console,
            seen: &usage.seen,
        });
        Record {
            totals: &self.totals,
            unreadable: self.problems.records(&self.files),
            calls: calls.collect(),
            unknown: self.usage.unknown().collect(),
        }
    }

    /// Returns whether the action of each call is known.
    pub(super) fn is_certain(&self) -> bool {
        self.usage.unknown().next().is_none()
    }

    pub(super) fn report(&self, skip_bad: bool, status: ExitStatus) -> ExitStatus {
        self.problems.report(&self.files, skip_bad, status)
    }
}

/// Writes a need with its resources. What was refused is a comment: nobody has needed it so far.
fn line(usage: &CallUsage) -> String {
    // Operations whose actions no source names are not among the calls of a trail.
    let needed = Needed::by(&usage.call).unwrap_or_default();
    let seen = &usage.seen;
    let mut line = if usage.is_refused {
        "# refused: ".to_owned()
    } else {
        String::new()
    };
    line.push_str(&printable_line(&usage.call.to_string()));
    for resource in usage.resources.iter().flatten() {
        line.push(' ');
        line.push_str(&printable_line(resource));
    }
    // Writing to a `String` does not fail.
    let _ = write!(
        line,
        "  # {} from {} to {}",
        count(seen.count, "call"),
        seen.first,
        seen.last
    );
    if usage.of_console > 0 {
        let _ = write!(line, "; {} of the console", usage.of_console);
    }
    line.push_str(&needed.dispute());
    if matches!(usage.call, Call::Elsewhere(_)) {
        line.push_str("; assumed action");
    }
    line
}
