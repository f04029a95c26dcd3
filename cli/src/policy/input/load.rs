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
use std::collections::BTreeMap;
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
    let mut notices = Notices::default();
    for path in paths {
        for document in documents(path)? {
            match read(&document, is_repairing, &mut notices) {
                Ok(policy) => loaded.push(Loaded { document, policy }),
                Err(_) if refused >= SHOWN => refused += 1,
                Err(error) => {
                    refused += 1;
                    report_problems(&document, &error);
                }
            }
        }
    }
    notices.report_rest();
    if refused == 0 {
        return Ok(loaded);
    }
    let first = if refused > SHOWN {
        "; the first are shown"
    } else {
        ""
    };
    let message = format!("{} cannot be read{first}", counted(refused, "document"));
    Err(Failure::new(message).help(if is_repairing {
        "correct the problems above; a permission is never guessed"
    } else {
        "correct the problems above, or try `--repair` on pasted text"
    }))
}

/// Shows what is wrong with a document.
pub(crate) fn report_problems(document: &Document, error: &ReadError) {
    let problems: Vec<Diagnostic> = error
        .problems()
        .iter()
        .map(|problem| diagnostic(document, problem, Severity::Error))
        .collect();
    report(&document.source(), &problems);
    if error.more() > 0 {
        let more = counted(error.more(), "more problem");
        let message = format!("{}: and {more}", document.shown());
        report_message(Level::ERROR, &message, None);
    }
}

/// Loads the only policy of an argument.
pub(crate) fn load_one(path: &PathBuf, is_repairing: bool) -> Result<Loaded, Failure> {
    only(
        &path_name(path),
        load(std::slice::from_ref(path), is_repairing)?,
    )
}

/// Returns the only document of a file.
pub(crate) fn only<T>(name: &str, mut documents: Vec<T>) -> Result<T, Failure> {
    match (documents.pop(), documents.len()) {
        (Some(document), 0) => Ok(document),
        (_, more) => {
            let message = format!("{name} contains {} documents; expected one", more + 1);
            Err(Failure::new(message).help("save each as a file of its own"))
        }
    }
}

/// How many documents there is something to say about. Of each kind, the first are shown.
#[derive(Default)]
struct Notices(BTreeMap<&'static str, usize>);

impl Notices {
    /// Counts one more document, and returns whether it is shown.
    fn is_shown(&mut self, what: &'static str) -> bool {
        let count = self.0.entry(what).or_default();
        *count += 1;
        *count <= SHOWN
    }

    fn report_rest(&self) {
        for (what, count) in self.0.iter().filter(|(_, count)| **count > SHOWN) {
            let message = format!("{} more documents {what}", count - SHOWN);
            report_message(Level::NOTE, &message, None);
        }
    }
}

fn read(
    document: &Document,
    is_repairing: bool,
    notices: &mut Notices,
) -> Result<Policy, ReadError> {
    let text = document.text();
    let policy = if is_repairing {
        let repaired = Policy::read_repairing(text)?;
        if !repaired.repairs.is_empty() && notices.is_shown("were repaired") {
            tell_of_repairs(document, &repaired.repairs);
        }
        repaired.policy
    } else {
        text.parse()?
    };
    if !policy.notes().is_empty() && notices.is_shown("have notes") {
        let notes = policy.notes().iter().take(SHOWN);
        let notes: Vec<Diagnostic> = notes
            .map(|note| diagnostic(document, note, Severity::Note))
            .collect();
        report(&document.source(), &notes);
    }
    if document.is_of_other_version() && notices.is_shown("are of versions not in force") {
        let message = format!(
            "{}: the answer says that this version of the policy is not in force",
            document.shown()
        );
        let help = "`aliyun ram GetPolicy` gives the one that is";
        report_message(Level::WARNING, &message, Some(help));
    }
    let confusable = confusable(&policy);
    if !confusable.is_empty() && notices.is_shown("contain confusable or invisible characters") {
        tell_of_confusable(document, &confusable);
    }
    if document.computed() > 0 && notices.is_shown("have values that Terraform fills in") {
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
