//! A policy to change, in its file.

use super::replacements::{apply_replacements, reads_back_as};
use crate::output::failure::{Failure, warn};
use crate::output::printable::{counted, path_name};
use crate::policy::input::confusable::{confusables, warn_about_confusables};
use crate::policy::input::document::Document;
use crate::policy::input::documents::Input;
use crate::policy::input::load::{Loaded, only, report_problems};
use ram_policy::edit::Edited;
use ram_policy::{ByteRange, Effect, Located, Pattern, Policy};
use ram_policy_source::Tool;
use std::path::Path;

pub(crate) struct Target {
    pub(super) input: Input,
    pub(super) document: Document,
    pub(crate) policy: Policy,
}

impl Target {
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let input = input(path)?;
        let document = only(&input.printable_name(), input.documents(&input.bytes()?)?)?;
        let policy = document.text().parse::<Policy>().map_err(|error| {
            report_problems(&document, &error);
            Failure::new("the policy cannot be read")
                .help("correct the problems above; `ack-catalog lint --fix` repairs pasted text")
        })?;
        warn_about_confusables(&document, &confusables(&policy));
        if let Some(Tool { name, mark, .. }) = document.computed_by() {
            let values = counted(document.holes().len(), "value");
            let file = input.printable_name();
            let message =
                format!("{file}: {name} computes {values}, which this command reads as text");
            let help =
                format!("ignore results for actions, resources and values that contain {mark}");
            warn(&message, Some(&help));
        }
        Ok(Self {
            input,
            document,
            policy,
        })
    }

    /// Returns the only policy of a file that has already been read: a pipe cannot be read again.
    pub(crate) fn from_loaded(path: &Path, documents: Vec<Loaded>) -> Result<Self, Failure> {
        let input = input(path)?;
        let Loaded { document, policy } = only(&input.printable_name(), documents)?;
        // In this policy, computed values stay text.
        let policy = document.text().parse().unwrap_or(policy);
        Ok(Self {
            input,
            document,
            policy,
        })
    }

    /// Applies a change.
    pub(crate) fn after(&self, edited: &Edited) -> Result<Self, Failure> {
        let documents = if self.document.is_quoted() {
            // The document continues without the string around it.
            Input::Standard.documents(edited.policy.text().as_bytes())?
        } else {
            self.input.documents(self.changed(edited)?.as_bytes())?
        };
        Ok(Self {
            input: self.input.clone(),
            document: only(&self.input.printable_name(), documents)?,
            policy: edited.policy.clone(),
        })
    }

    /// Finds a statement that denies actions or resources that are computed. JSON may be a template, too.
    pub(crate) fn computed_deny(&self) -> Option<usize> {
        let is_computed = |one: &Located<Pattern>| {
            let text = one.value.as_str();
            self.document.is_computed(one.range) || text.contains("${") || text.contains("%{")
        };
        self.policy.statements().iter().position(|statement| {
            statement.effect == Effect::Deny
                && statement
                    .resources
                    .iter()
                    .flatten()
                    .chain(&statement.actions.patterns)
                    .any(is_computed)
        })
    }

    /// Returns the file as the user named it.
    pub(crate) fn name(&self) -> String {
        self.input.name()
    }

    /// Returns true if the file can be changed: it is one, and the policy is not a string in it.
    pub(crate) fn is_writable(&self) -> bool {
        matches!(self.input, Input::File(_)) && !self.document.is_quoted()
    }

    /// Returns the text that a patch changes: the file, or a document that is in a string.
    pub(crate) fn text(&self) -> &str {
        if self.document.is_quoted() {
            self.policy.text()
        } else {
            &self.document.file
        }
    }

    /// Returns the text of the file with the change.
    pub(super) fn changed(&self, edited: &Edited) -> Result<String, Failure> {
        let outer: Vec<(ByteRange, &str)> = edited
            .replacements
            .iter()
            .map(|(range, with)| (self.document.outer(*range), &**with))
            .collect();
        let text = apply_replacements(&self.document.file, &outer);
        if reads_back_as(&self.input, &text, &[edited.policy.text()]) {
            return Ok(text);
        }
        let name = self.input.printable_name();
        let message = format!("cannot make this change in {name}");
        Err(Failure::new(message).help("the file is unchanged; change the document by hand"))
    }

    /// Formats the place of an action in a statement, or else of the statement.
    pub(crate) fn place_of_action(&self, statement: usize, action: &str) -> String {
        let statement = &self.policy.statements()[statement];
        let patterns = &statement.actions.patterns;
        let named = patterns.iter().find(|one| one.value.as_str() == action);
        self.document
            .place(named.map_or(statement.range, |one| one.range))
    }

    /// Formats the place of a statement: `policy.json:3:9`.
    pub(crate) fn place(&self, statement: usize) -> String {
        self.document
            .place(self.policy.statements()[statement].range)
    }
}

/// Returns the file of an argument.
fn input(path: &Path) -> Result<Input, Failure> {
    let mut inputs = Input::of(path)?;
    let (Some(input), 0) = (inputs.pop(), inputs.len()) else {
        let message = format!("{} is a folder", path_name(path));
        return Err(Failure::new(message).help("name the file of the policy"));
    };
    Ok(input)
}
