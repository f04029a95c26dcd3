//! The policies that a command is given, read and reported on.

use crate::output::failure::{Failure, report as report_message};
use crate::output::printable::{counted, path_name};
use crate::output::report::report;
use crate::policy::excerpt::SHOWN;
use crate::policy::input::confusable::{confusable, tell_of_confusable};
use crate::policy::input::document::Document;
use crate::policy::input::documents::documents;
use ack_catalog_core::{Diagnostic, Severity};
use annotate_snippets::Level;
use ram_policy::{ByteRange, Policy, Problem, ReadError};
use std::path::PathBuf;

/// A policy, and where it comes from.
pub(crate) struct Loaded {
    pub(crate) document: Document,
    pub(crate) policy: Policy,
}

/// The policies of these arguments. All that is wrong with any of them is reported before it fails.
pub(crate) fn load(paths: &[PathBuf], is_repairing: bool) -> Result<Vec<Loaded>, Failure> {
    let mut loaded = Vec::new();
    let mut refused = 0;
    let mut told = Told::default();
    for path in paths {
        for document in documents(path)? {
            match read(&document, is_repairing, &mut told) {
                Ok(policy) => loaded.push(Loaded { document, policy }),
                Err(_) if refused >= SHOWN => refused += 1,
                Err(error) => {
                    refused += 1;
                    let problems = error.problems().iter();
                    let all: Vec<Diagnostic> = problems
                        .map(|problem| diagnostic(&document, problem, Severity::Error))
                        .collect();
                    report(&document.source(), &all);
                    if error.more() > 0 {
                        let more = format!(
                            "{}: and {}",
                            document.shown(),
                            counted(error.more(), "more problem")
                        );
                        report_message(Level::ERROR, &more, None);
                    }
                }
            }
        }
    }
    told.tell_of_rest();
    if refused > 0 {
        let only = if refused > SHOWN {
            "; the first are shown"
        } else {
            ""
        };
        let message = format!("{} cannot be read{only}", counted(refused, "document"));
        let failure = Failure::new(message);
        return Err(if is_repairing {
            failure.help("mend what is named above; a permission is never guessed")
        } else {
            failure.help("mend what is named above, or try `--repair` on a text that was pasted")
        });
    }
    Ok(loaded)
}

/// The one policy of an argument.
pub(crate) fn load_one(path: &PathBuf, is_repairing: bool) -> Result<Loaded, Failure> {
    let mut all = load(std::slice::from_ref(path), is_repairing)?;
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (_, more) => Err(Failure::new(format!(
            "{} holds {} documents, and one is wanted here",
            path_name(path),
            more + 1
        ))),
    }
}

/// Of how many documents there was something to say; that of the first ones is shown.
#[derive(Default)]
struct Told {
    notes: usize,
    repairs: usize,
    computed: usize,
    confusable: usize,
    other_versions: usize,
}

impl Told {
    fn tell_of_rest(&self) {
        for (count, what) in [
            (self.notes, "have notes"),
            (self.repairs, "were repaired"),
            (self.computed, "have values that are filled in by Terraform"),
            (self.other_versions, "are of versions not in force"),
            (
                self.confusable,
                "hold letters that look like others, or do not show",
            ),
        ] {
            if count > SHOWN {
                let message = format!("{} more documents {what}", count - SHOWN);
                report_message(Level::NOTE, &message, None);
            }
        }
    }
}

/// Counts one more, and tells whether it is shown.
fn is_shown(count: &mut usize) -> bool {
    *count += 1;
    *count <= SHOWN
}

fn read(document: &Document, is_repairing: bool, told: &mut Told) -> Result<Policy, ReadError> {
    let text = document.text();
    let policy = if is_repairing {
        let repaired = Policy::read_repairing(text)?;
        if !repaired.repairs.is_empty() && is_shown(&mut told.repairs) {
            tell_of_repairs(document, &repaired.repairs);
        }
        repaired.policy
    } else {
        text.parse()?
    };
    if !policy.notes().is_empty() && is_shown(&mut told.notes) {
        let notes = policy.notes().iter().take(SHOWN);
        let notes: Vec<Diagnostic> = notes
            .map(|note| diagnostic(document, note, Severity::Note))
            .collect();
        report(&document.source(), &notes);
    }
    if document.is_of_other_version() && is_shown(&mut told.other_versions) {
        let message = format!(
            "{}: the answer says that this version of the policy is not in force",
            document.shown()
        );
        let help = "`aliyun ram GetPolicy` gives the one that is";
        report_message(Level::WARNING, &message, Some(help));
    }
    let confusable = confusable(&policy);
    if !confusable.is_empty() && is_shown(&mut told.confusable) {
        tell_of_confusable(document, &confusable);
    }
    if document.computed() > 0 && is_shown(&mut told.computed) {
        let message = format!(
            "{}: filled in by Terraform: {}",
            document.shown(),
            counted(document.computed(), "value")
        );
        let help = "it allows nothing, and whether it denies is unknown; \
                    check what `terraform show -json` has of it";
        report_message(Level::WARNING, &message, Some(help));
    }
    Ok(policy.with_placeholders(&document.computed_places()))
}

/// A line for each kind of repair, with its places.
fn tell_of_repairs(document: &Document, repairs: &[Problem]) {
    let mut codes: Vec<&str> = repairs.iter().map(|repair| repair.code.name()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let mut of_code = repairs
            .iter()
            .filter(|repair| repair.code == code)
            .peekable();
        let what = of_code.peek().map_or("", |repair| &*repair.message);
        let message = format!("{}: repaired: {what} [{code}]", document.shown());
        let ranges: Vec<ByteRange> = of_code.map(|repair| repair.range).collect();
        let places = document.first_places(&ranges);
        report_message(Level::NOTE, &message, Some(&format!("at {places}")));
    }
}

pub(crate) fn diagnostic(document: &Document, problem: &Problem, severity: Severity) -> Diagnostic {
    Diagnostic {
        severity,
        code: problem.code.name(),
        message: problem.message.clone(),
        place: document.outer(problem.range),
        related: None,
        help: problem.help.clone(),
        is_repaired: false,
    }
}
