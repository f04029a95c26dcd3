//! Loading of policies, with reports on standard error.

use crate::output::failure::{Failure, note, warn};
use crate::output::printable::{counted, path_name};
use crate::output::report::report;
use crate::policy::excerpt::SHOWN;
use crate::policy::input::argument::documents;
use crate::policy::input::confusable::{confusables, warn_about_confusables};
use crate::policy::input::document::{Document, limit_of};
use ack_catalog_core::{Diagnostic, Severity};
use ram_diagnostics::thousands;
use ram_policy::{Attachment, ByteRange, Code, Policy, Problem, ReadError, json};
use ram_policy_source::{Container, Tool};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// A policy with its document.
pub(crate) struct Loaded {
    pub(crate) document: Document,
    pub(crate) policy: Policy,
}

impl Loaded {
    /// Returns the attachment of a policy that only limits what others allow.
    pub(crate) fn limit(&self) -> Option<Attachment> {
        limit_of(self.policy.kind())
    }
}

/// The repair of damage that needs no guess, as a command offers it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repair {
    NotOffered,
    Offered,
    Done,
}

impl Repair {
    /// Returns the repair of a command with the option `--repair`.
    pub(crate) const fn option(is_given: bool) -> Self {
        if is_given { Self::Done } else { Self::Offered }
    }
}

/// Loads the policies of these arguments. Reports the problems of all of them before it fails.
pub(crate) fn load(paths: &[PathBuf], repair: Repair) -> Result<Vec<Loaded>, Failure> {
    let mut loaded = Vec::new();
    let mut failed = 0;
    let is_repairing = repair == Repair::Done;
    let mut would_help = repair == Repair::Offered;
    let mut notices = Notices::default();
    for path in paths {
        for document in documents(path)? {
            match read(&document, is_repairing, &mut notices) {
                Ok(policy) => loaded.push(Loaded { document, policy }),
                Err(error) => {
                    failed += 1;
                    would_help &= Policy::read_repairing(document.text()).is_ok();
                    if failed <= SHOWN {
                        report_problems(&document, &error, would_help);
                    }
                }
            }
        }
    }
    notices.report_rest();
    if failed == 0 {
        return Ok(loaded);
    }
    let mut message = format!("{} cannot be read", counted(failed, "document"));
    if failed > SHOWN {
        // Writing to a `String` does not fail.
        let _ = write!(message, "; the problems of the first {SHOWN} are shown");
    }
    Err(Failure::new(message).help(if would_help {
        "correct the problems above, or add `--repair`"
    } else {
        "correct the problems above; a permission is never guessed"
    }))
}

/// Reports the problems of a document that cannot be read. `would_help`: whether `--repair` is an option that reads it.
pub(crate) fn report_problems(document: &Document, error: &ReadError, would_help: bool) {
    let problems = error.problems().iter().map(|problem| {
        let mut diagnostic = diagnostic(document, problem, Severity::Error);
        if matches!(problem.code, Code::Leniency(_)) {
            let help = if would_help {
                "`--repair` tolerates it"
            } else {
                "JSON does not allow it; correct it"
            };
            help.clone_into(&mut diagnostic.help);
        }
        diagnostic
    });
    let problems: Vec<Diagnostic> = problems.collect();
    report(&document.source(), &problems);
    if error.more() > 0 {
        let more = counted(error.more(), "more problem");
        let message = format!("{}: and {more}", document.printable_name());
        Failure::new(message).report();
    }
}

/// Says how to get the version that decides.
const NOT_IN_FORCE: &str = "run `aliyun ram GetPolicy` to get the version in force";

/// Refuses a version of a policy that does not decide: it does not answer for the policy.
pub(crate) fn refuse_inactive_version(document: &Document) -> Result<(), Failure> {
    if !document.is_inactive_version() {
        return Ok(());
    }
    let name = document.printable_name();
    let message = format!("{name}: this version of the policy is not in force");
    Err(Failure::new(message).help(NOT_IN_FORCE))
}

/// Loads the only policy of an argument, which may be a version that is not in force.
pub(crate) fn load_one(path: &PathBuf, repair: Repair) -> Result<Loaded, Failure> {
    let loaded = only(&path_name(path), load(std::slice::from_ref(path), repair)?)?;
    if loaded.document.is_inactive_version() {
        let name = loaded.document.printable_name();
        let message = format!("{name}: this version of the policy is not in force");
        warn(&message, Some(NOT_IN_FORCE));
    }
    Ok(loaded)
}

/// Returns the only document of a file.
pub(crate) fn only<T>(name: &str, mut documents: Vec<T>) -> Result<T, Failure> {
    match (documents.pop(), documents.len()) {
        (Some(document), 0) => Ok(document),
        (_, more) => {
            let message = format!(
                "{name} contains {} documents; expected one",
                thousands(more + 1)
            );
            Err(Failure::new(message).help("save each in its own file"))
        }
    }
}

/// Counts of documents with a notice of each kind. Only the first of each kind are shown.
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
            let message = format!("{} more documents {what}", thousands(count - SHOWN));
            note(&message, None);
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
            report_repairs(document, &repaired.repairs);
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
    let confusables = confusables(&policy);
    if !confusables.is_empty() && notices.is_shown("contain confusable or invisible characters") {
        warn_about_confusables(document, &confusables);
    }
    let holes = document.holes();
    if let Some(Tool { name, help, .. }) = document.computed_by()
        && notices.is_shown("have computed values")
    {
        let (file, values) = (document.printable_name(), counted(holes.len(), "value"));
        let message = format!("{file}: {name} computes {values}");
        let help = format!("{help}; here these values may be any text");
        warn(&message, Some(&help));
    }
    Ok(policy.with_placeholders(holes).of_kind(document.kind()))
}

/// Reports each kind of repair with its places.
fn report_repairs(document: &Document, repairs: &[Problem]) {
    let mut by_code: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for repair in repairs {
        by_code.entry(repair.code.name()).or_default().push(repair);
    }
    for (code, repairs) in by_code {
        let (name, problem) = (document.printable_name(), &repairs[0].message);
        let message = format!("{name}: repaired: {problem} [{code}]");
        let ranges: Vec<ByteRange> = repairs.iter().map(|repair| repair.range).collect();
        let places = document.first_places(&ranges);
        note(&message, Some(&format!("at {places}")));
    }
}

/// Returns true for a problem of a file that does not contain a policy.
pub(crate) fn is_of_other_file(document: &Document, code: &str) -> bool {
    let is_other_value = || {
        let root = json::parse(document.text()).root;
        root.is_some_and(|root| !matches!(root.value, json::Value::Object(_)))
    };
    document.container() == Container::Plain
        && (code == Code::NotAPolicy.name() || (code == Code::WrongType.name() && is_other_value()))
}

pub(crate) fn diagnostic(document: &Document, problem: &Problem, severity: Severity) -> Diagnostic {
    Diagnostic {
        severity,
        code: problem.code.name(),
        message: problem.message.clone() + &document.in_resource(),
        place: document.outer(problem.range),
        related: None,
        help: problem.help.clone(),
        is_repaired: false,
        is_of_other_file: is_of_other_file(document, problem.code.name()),
    }
}
