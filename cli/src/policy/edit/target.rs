//! A policy in its file.

use super::replacements::{reads_as, replaced};
use crate::output::failure::{Failure, report};
use crate::output::printable::{counted, path_name};
use crate::policy::input::confusable::{confusable, tell_of_confusable};
use crate::policy::input::document::Document;
use crate::policy::input::documents::Input;
use crate::policy::input::load::{Loaded, diagnostic};
use ack_catalog_core::{Diagnostic, Severity};
use annotate_snippets::Level;
use ram_policy::edit::Edited;
use ram_policy::{ByteRange, Effect, Policy};
use std::path::Path;

pub(crate) struct Target {
    pub(super) input: Input,
    pub(super) document: Document,
    pub(crate) policy: Policy,
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
    pub(super) fn changed(&self, edited: &Edited) -> Result<String, Failure> {
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
