//! A policy in its file.

use super::replacements::{reads_as, replaced};
use crate::output::failure::{Failure, report};
use crate::output::printable::{counted, path_name};
use crate::policy::input::confusable::{confusable, tell_of_confusable};
use crate::policy::input::document::Document;
use crate::policy::input::documents::Input;
use crate::policy::input::load::{Loaded, only, report_problems};
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
        let document = only(&input.shown(), input.documents(&input.bytes()?)?)?;
        let policy = document.text().parse::<Policy>().map_err(|error| {
            report_problems(&document, &error);
            Failure::new("the policy cannot be read")
                .help("correct the problems above; `ack-catalog lint --fix` repairs pasted text")
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
        let Loaded { document, policy } = only(&input.shown(), documents)?;
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
        self.policy.statements().iter().position(|statement| {
            statement.effect == Effect::Deny
                && statement
                    .resources
                    .iter()
                    .flatten()
                    .chain(&statement.actions.patterns)
                    .any(|one| is_open(one.value.as_str()))
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
        let outer: Vec<(ByteRange, &str)> = edited
            .replacements
            .iter()
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
