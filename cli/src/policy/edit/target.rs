//! A policy that a command changes: read, offered, written.

use crate::exit::ExitStatus;
use crate::files::replace::Staged;
use crate::output::failure::{Failure, report};
use crate::output::printable::{counted, is_hidden, path_name, printable_line};
use crate::output::stdout::output;
use crate::policy::edit::replacements::{reads_as, replaced};
use crate::policy::input::confusable::{confusable, tell_of_confusable};
use crate::policy::input::documents::{Document, Input};
use crate::policy::input::load::{Loaded, diagnostic};
use crate::policy::verdict::verdicts::is_whole_account;
use ack_catalog::policy::Permissions;
use ack_catalog::{AckAction, AckActionSet, PUBLISHED, Scope};
use ack_catalog_core::{Diagnostic, Severity};
use annotate_snippets::Level;
use clap::Args;
use ram_policy::edit::Edited;
use ram_policy::lint::{Applicability, Finding, Group, Linter, NothingKnown, Size, SizeLimit};
use ram_policy::{ByteRange, Effect, Policy};
use similar::TextDiff;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// The policy to change, and what to do with the change.
#[derive(Args)]
pub(crate) struct EditArgs {
    /// The policy: a document, Terraform, an answer of the RAM API, or `-`
    policy: PathBuf,

    /// Print the change alone, as a patch
    #[arg(long)]
    diff: bool,

    /// Change the file
    #[arg(long, conflicts_with = "diff")]
    write: bool,
}

/// A policy in its file.
pub(crate) struct Target {
    input: Input,
    document: Document,
    pub(crate) policy: Policy,
}

impl EditArgs {
    pub(crate) fn load(&self) -> Result<Target, Failure> {
        if self.write && self.policy.as_os_str() == "-" {
            return Err(
                Failure::new("standard input cannot be written to").help("leave out `--write`")
            );
        }
        Target::load(&self.policy)
    }

    /// Prints the text as it is, where the new text would be printed.
    pub(crate) fn keep(&self, target: &Target) -> Result<ExitStatus, Failure> {
        let edited = Edited {
            replacements: Vec::new(),
            policy: target.policy.clone(),
        };
        self.offer(target, &edited)
    }

    /// The policy as it was named.
    pub(crate) fn shown(&self) -> String {
        path_name(&self.policy)
    }

    /// Prints the new text, or the patch, or writes the file: the same bytes each time.
    pub(crate) fn offer(&self, target: &Target, edited: &Edited) -> Result<ExitStatus, Failure> {
        let new = edited.policy.text();
        if self.write && new == target.policy.text() {
            return Ok(ExitStatus::Done);
        }
        if target.document.is_quoted() {
            if self.write {
                let message = format!(
                    "{} holds the policy in a string, and is not changed",
                    target.input.shown()
                );
                let help = "leave out `--write`, and give the new document to `aliyun ram CreatePolicyVersion`";
                return Err(Failure::new(message).help(help));
            }
            if self.diff {
                let message = format!(
                    "{} holds the policy in a string; the patch is of the document, and not of the file",
                    target.input.shown()
                );
                report(Level::NOTE, &message, None);
            }
            return self.print(&target.document.name, target.policy.text(), new);
        }
        let text = target.changed(edited)?;
        match &target.input {
            Input::File(path) if self.write => {
                Staged::new(path, Some(&target.document.file), &text)?.take_its_place()?;
                Ok(ExitStatus::Done)
            }
            _ => self.print(&target.document.name, &target.document.file, &text),
        }
    }

    fn print(&self, name: &str, old: &str, new: &str) -> Result<ExitStatus, Failure> {
        let mut out = output();
        if self.diff {
            let patch = patch(name, old, new);
            out.write_all(patch.as_bytes())?;
            tell_of_hidden(&patch);
        } else {
            out.write_all(new.as_bytes())?;
            // A byte order mark is the file's, and no part of what is read in it.
            tell_of_hidden_in("policy", new.trim_start_matches('\u{feff}'));
        }
        Ok(ExitStatus::Done)
    }
}

impl Target {
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let input = input(path)?;
        let document = only(&input, input.documents(&input.bytes()?)?)?;
        let policy = document.text().parse::<Policy>().map_err(|error| {
            let problems = error.problems().iter();
            let all: Vec<Diagnostic> = problems.map(|problem| diagnostic(&document, problem, Severity::Error)).collect();
            crate::output::report::report(&document.source(), &all);
            Failure::new("the policy cannot be read").help("mend what is named above; `ack-catalog lint --fix` mends what pasted text is broken by")
        })?;
        tell_of_confusable(&document, &confusable(&policy));
        if document.computed() > 0 {
            let message = format!(
                "{}: filled in by Terraform, and taken as text here: {}",
                input.shown(),
                counted(document.computed(), "value")
            );
            let help = "what is said of actions, resources and values that hold one does not count";
            report(Level::WARNING, &message, Some(help));
        }
        Ok(Self {
            input,
            document,
            policy,
        })
    }

    /// The policy of a file that has been read, of which these are all documents: a pipe cannot be read again.
    pub(crate) fn of(path: &Path, documents: Vec<Loaded>) -> Result<Self, Failure> {
        let input = input(path)?;
        let Loaded { document, policy } = only(&input, documents)?;
        // What Terraform fills in is kept as it is written.
        let policy = document.text().parse().unwrap_or(policy);
        Ok(Self {
            input,
            document,
            policy,
        })
    }

    /// The policy after a change, in its file.
    pub(crate) fn after(&self, edited: &Edited) -> Result<Self, Failure> {
        let text = if self.document.is_quoted() {
            edited.policy.text().to_owned()
        } else {
            self.changed(edited)?
        };
        // A document in a string goes on as a document of its own.
        let mut documents = if self.document.is_quoted() {
            Input::Standard.documents(text.as_bytes())?
        } else {
            self.input.documents(text.as_bytes())?
        };
        let Some(document) = documents.pop() else {
            return Err(Failure::new("the policy is gone after the change"));
        };
        Ok(Self {
            input: self.input.clone(),
            document,
            policy: edited.policy.clone(),
        })
    }

    /// The statement that denies what Terraform has yet to fill in, if there is one.
    pub(crate) fn open_deny(&self) -> Option<usize> {
        let is_open = |text: &str| text.contains("${") || text.contains("%{");
        let mut statements = self.policy.statements().iter();
        statements.position(|statement| {
            let resources = statement.resources.iter().flatten();
            let mut texts = resources.chain(&statement.actions.patterns);
            statement.effect == Effect::Deny && texts.any(|one| is_open(one.value.as_str()))
        })
    }

    /// The file as it was named.
    pub(crate) fn name(&self) -> String {
        self.input.name()
    }

    /// What a patch changes: the file, or the document where it stands in a string.
    pub(crate) fn shown(&self) -> &str {
        if self.document.is_quoted() {
            self.policy.text()
        } else {
            &self.document.file
        }
    }

    /// The text of the file with the change made in it.
    fn changed(&self, edited: &Edited) -> Result<String, Failure> {
        let outer = edited.replacements.iter();
        let outer: Vec<(ByteRange, &str)> = outer
            .map(|(range, with)| (self.document.outer(*range), &**with))
            .collect();
        let text = replaced(&self.document.file, &outer);
        if reads_as(&self.input, &text, &[edited.policy.text()]) {
            return Ok(text);
        }
        let name = self.input.shown();
        let message = format!("{name} would not be read as it should be after the change");
        Err(Failure::new(message).help("the file is unchanged; change the document by hand"))
    }

    /// `policy.json:3:9`
    pub(crate) fn place(&self, statement: usize) -> String {
        self.document
            .place(self.policy.statements()[statement].range)
    }
}

/// The one file of an argument.
fn input(path: &Path) -> Result<Input, Failure> {
    let mut inputs = Input::of(path)?;
    let (Some(input), 0) = (inputs.pop(), inputs.len()) else {
        let message = format!("{} is a folder", path_name(path));
        return Err(Failure::new(message).help("name the file of the policy"));
    };
    Ok(input)
}

/// The one document of a file.
fn only<T>(input: &Input, mut documents: Vec<T>) -> Result<T, Failure> {
    match (documents.pop(), documents.len()) {
        (Some(document), 0) => Ok(document),
        (_, more) => {
            let message = format!(
                "{} holds {} documents, and one is wanted here",
                input.shown(),
                more + 1
            );
            Err(Failure::new(message))
        }
    }
}

/// Says on standard error, once, that what was printed holds a patch with characters that nobody sees.
/// They have to stand in it as they are, or it could not be applied.
pub(crate) fn tell_of_hidden(printed: &str) {
    tell_of_hidden_in("patch", printed);
}

fn tell_of_hidden_in(what: &str, printed: &str) {
    static TOLD: Once = Once::new();
    // A tab is an indent, and a line may end as on Windows.
    let has_hidden = |line: &str| line.contains(|c| c != '\t' && is_hidden(c));
    if printed.lines().any(has_hidden) {
        TOLD.call_once(|| {
            let message = format!("the {what} holds characters that are not shown");
            let help = "`ack-catalog lint` says where they stand in a policy";
            report(Level::NOTE, &message, Some(help));
        });
    }
}

/// A patch with three lines around each change.
pub(crate) fn patch(name: &str, old: &str, new: &str) -> String {
    let mut name = printable_line(name);
    if name.contains(' ') {
        // Where the name ends, `patch` tells by this.
        name.push('\t');
    }
    let diff = TextDiff::from_lines(old, new);
    let mut diff = diff.unified_diff();
    diff.context_radius(3).header(&name, &name).to_string()
}

/// On so many resources it is told what has changed. No policy that RAM accepts names more.
const TOLD: usize = 200;

/// Says on standard error which actions of the page are allowed or refused now and were not before, on
/// these resources. That nothing else has changed than what was asked for was proved when the edit was
/// made.
pub(crate) fn tell(old: &Policy, new: &Policy, actions: &[&str], resources: &[&str]) {
    let asked = actions.iter().map(|action| AckActionSet::matching(action));
    let asked = asked.fold(AckActionSet::EMPTY, AckActionSet::union);
    let (mut gained, mut lost) = (AckActionSet::EMPTY, AckActionSet::EMPTY);
    let told = if asked.is_empty() { &[] } else { resources };
    for resource in told.iter().take(TOLD) {
        let [before, after] = [old, new].map(|policy| AckActionSet::allowed_by(policy, resource));
        let perhaps = |of: Permissions<AckActionSet>| of.allowed.union(of.undecided);
        // On clusters alone an action of the whole account stays refused.
        let is_wide = is_whole_account(resource);
        let is_real = |action: &AckAction| is_wide || action.scope() != Scope::Account;
        let real: AckActionSet = after.allowed.iter().filter(is_real).collect();
        gained = gained.union(real.difference(before.allowed));
        lost = lost.union(perhaps(before).difference(perhaps(after)));
    }
    let [gained, lost] = [gained, lost].map(|set| set.intersection(asked));
    if told.len() > TOLD {
        let message = format!("what has changed is told of the first {TOLD} resources alone");
        report(Level::NOTE, &message, None);
    }
    for (what, set) in [
        ("allowed now, and not before", gained),
        ("allowed before, and not now", lost),
    ] {
        if !set.is_empty() {
            let names: Vec<&str> = set.iter().map(AckAction::ram_action).collect();
            report(Level::NOTE, &format!("{what}: {}", names.join(", ")), None);
        }
    }
    let is_on_page = |action: &&&str| !AckActionSet::matching(action).is_empty();
    let others: Vec<&str> = actions
        .iter()
        .filter(|action| !is_on_page(action))
        .copied()
        .collect();
    if !others.is_empty() {
        let message = format!(
            "changed, and not on the page of {PUBLISHED}: {}",
            others.join(", ")
        );
        report(Level::NOTE, &message, None);
    }
    let message = "nothing else has changed: proved over all actions and all resources";
    report(Level::NOTE, message, None);
}

/// Refuses a policy that RAM would not take for its length.
pub(crate) fn refuse_too_long(old: &Policy, policy: &Policy) -> Result<(), Failure> {
    let SizeLimit { characters, as_of } = SizeLimit::default();
    let Size { whole, packed } = Size::of(policy.text());
    // What makes it shorter is never in the way of that.
    if whole <= characters || whole <= Size::of(old.text()).whole {
        return Ok(());
    }
    let is_redundant = |finding: &Finding| finding.rule.group == Group::Redundancy;
    let fixed = Linter::new(&NothingKnown).fix(policy.text(), Applicability::Safe, is_redundant);
    let fixed = Size::of(&fixed.text);
    let message =
        format!("the policy would have {whole} characters, and {characters} is the most ({as_of})");
    let help = format!(
        "without white space it would have {packed}; `ack-catalog lint --fix --select redundancy` leaves {}, or {} without white space",
        fixed.whole, fixed.packed
    );
    Err(Failure::new(message).help(help))
}
