//! A policy to change, in its file.

use crate::output::failure::{Failure, warn};
use crate::output::printable::{counted, path_name};
use crate::policy::input::confusable::{confusables, warn_about_confusables};
use crate::policy::input::document::{Document, limit_of};
use crate::policy::input::documents::Input;
use crate::policy::input::load::{Loaded, only, refuse_inactive_version, report_problems};
use ack_catalog::CsAction;
use ram_policy::edit::Edited;
use ram_policy::lint::{Applicability, Linter, SizeLimit};
use ram_policy::{Attachment, Effect, Kind, Located, Pattern, Policy};
use ram_policy_source::{Container, Tool};
use std::path::Path;

pub(crate) struct Target {
    pub(super) input: Input,
    pub(super) document: Document,
    pub(crate) policy: Policy,
    kind: Kind,
}

impl Target {
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let input = input(path)?;
        let document = only(&input.printable_name(), input.documents(&input.bytes()?)?)?;
        refuse_elsewhere(&input, &document)?;
        refuse_inactive_version(&document)?;
        let policy = document.text().parse::<Policy>().map_err(|error| {
            report_problems(&document, &error, false);
            Failure::new("the policy cannot be read").help(match fixing(&document) {
                Some(command) => format!("correct the problems above, or run {command}"),
                None => "correct the problems above".to_owned(),
            })
        })?;
        let policy = policy.with_holes(document.holes()).of_kind(document.kind());
        warn_about_confusables(&document, &confusables(&policy));
        if let Some(Tool { name, .. }) = document.computed_by() {
            let values = counted(document.holes().len(), "value");
            let file = input.printable_name();
            let message = format!("{file}: {name} computes {values}, which may be any text here");
            warn(&message, None);
        }
        let kind = policy.kind();
        Ok(Self {
            input,
            document,
            policy,
            kind,
        })
    }

    /// Returns the only policy of a file that has already been read: a pipe cannot be read again.
    pub(crate) fn from_loaded(path: &Path, documents: Vec<Loaded>) -> Result<Self, Failure> {
        let input = input(path)?;
        let Loaded { document, policy } = only(&input.printable_name(), documents)?;
        refuse_elsewhere(&input, &document)?;
        let policy = match document.text().parse::<Policy>() {
            Ok(policy) => policy.with_holes(document.holes()).of_kind(document.kind()),
            Err(_) => policy,
        };
        let kind = policy.kind();
        Ok(Self {
            input,
            document,
            policy,
            kind,
        })
    }

    /// Returns the limit on the length; that of an identity policy where none is documented.
    pub(super) fn size_limit(&self) -> SizeLimit {
        SizeLimit::of(self.kind).unwrap_or_default()
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the attachment of a policy that only limits what others allow.
    pub(crate) fn limit(&self) -> Option<Attachment> {
        limit_of(self.kind)
    }

    /// Applies a change.
    pub(crate) fn after(&self, edited: &Edited) -> Result<Self, Failure> {
        let documents = if self.is_in_answer() {
            // The document continues without the string around it.
            Input::Standard.documents(edited.policy.text().as_bytes())?
        } else {
            self.input.documents(self.changed(edited)?.as_bytes())?
        };
        Ok(Self {
            input: self.input.clone(),
            document: only(&self.input.printable_name(), documents)?,
            policy: edited.policy.clone(),
            // The place, which may show the kind, is not that of a document without the string.
            kind: self.kind,
        })
    }

    /// Finds a statement that denies actions or resources with the marks of a template: JSON may be one.
    pub(crate) fn template_deny(&self) -> Option<usize> {
        if self.document.container().is_terraform() {
            return None;
        }
        let is_computed = |one: &Located<Pattern>| {
            let text = one.value.as_str();
            text.contains("${") || text.contains("%{")
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

    /// Returns true if the policy is a string in an answer of the API, which is not a file to keep.
    fn is_in_answer(&self) -> bool {
        self.document.container() == Container::JsonString
    }

    /// Returns the file as the user named it.
    pub(crate) fn name(&self) -> String {
        self.input.name()
    }

    /// Returns true if the file can be changed: it is one, and the policy is not a string in it.
    pub(crate) fn is_writable(&self) -> bool {
        self.input.path().is_some() && !self.is_in_answer()
    }

    /// Returns the text that a patch changes: the file, or a document that is in a string.
    pub(crate) fn text(&self) -> &str {
        if self.is_in_answer() {
            self.policy.text()
        } else {
            &self.document.file
        }
    }

    /// Returns the text of the file with the change.
    pub(super) fn changed(&self, edited: &Edited) -> Result<String, Failure> {
        let changes = [(&*self.document, &edited.replacements[..])];
        let text = self.input.rewritten(&self.document.file, &changes);
        text.map_err(|reason| {
            let name = self.input.printable_name();
            Failure::new(format!("cannot make this change in {name}: {reason}"))
                .help("the file is unchanged; change the document by hand")
        })
    }

    /// Formats the place of an action or a resource in a statement, or else of the statement.
    pub(crate) fn place_of_pattern(&self, statement: usize, text: &str) -> String {
        let statement = &self.policy.statements()[statement];
        let resources = statement.resources.iter().flatten();
        let mut patterns = statement.actions.patterns.iter().chain(resources);
        let named = patterns.find(|one| one.value.as_str() == text);
        self.document
            .place(named.map_or(statement.range, |one| one.range))
    }

    /// Formats the place of a statement: `policy.json:3:9`.
    pub(crate) fn place(&self, statement: usize) -> String {
        self.document
            .place(self.policy.statements()[statement].range)
    }
}

/// Returns the command that makes a document readable, if there is one.
fn fixing(document: &Document) -> Option<&'static str> {
    if document.container() == Container::JsonString {
        return None;
    }
    let linter = Linter::new(&CsAction::KNOWN);
    let is_readable = |applicability| {
        let fixed = linter.fix(document.text(), applicability, |_| true);
        fixed.text.parse::<Policy>().is_ok()
    };
    if is_readable(Applicability::Safe) {
        Some("`ack-catalog lint --fix`")
    } else if is_readable(Applicability::Unsafe) {
        Some("`ack-catalog lint --fix --unsafe-fixes`, which also removes comments")
    } else {
        None
    }
}

/// Says where to pass a new document of this kind, after "pass the new document".
pub(crate) const fn destination(kind: Kind) -> &'static str {
    match kind {
        Kind::Identity => "to `aliyun ram CreatePolicyVersion`",
        Kind::Trust => "to `aliyun ram UpdateRole`",
        Kind::Bucket => "to `PutBucketPolicy` of OSS",
        Kind::Key => "to `SetKeyPolicy` of KMS",
        Kind::Control => "to `UpdateControlPolicy` of the resource directory",
        Kind::Session => "as `Policy` when assuming the role",
        Kind::Resource | Kind::Endpoint => "to the service that it belongs to",
    }
}

/// Refuses to change a document that the file takes from another one.
fn refuse_elsewhere(input: &Input, document: &Document) -> Result<(), Failure> {
    if *document.name == *input.name() {
        return Ok(());
    }
    let message = format!(
        "{} takes the policy from {}",
        input.printable_name(),
        document.printable_name()
    );
    Err(Failure::new(message).help("name that file"))
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
