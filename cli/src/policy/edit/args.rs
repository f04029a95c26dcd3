//! Arguments of commands that change a policy.

use super::patch::{note_hidden_characters, patch, print_patch};
use super::target::{Target, destination};
use crate::exit::ExitStatus;
use crate::files::replace::Staged;
use crate::output::failure::{Failure, note};
use crate::output::printable::path_name;
use crate::output::stdout::output;
use clap::Args;
use ram_policy::edit::Edited;
use ram_policy_source::{Container, FILE_TYPES};
use std::io::Write as _;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct EditArgs {
    #[arg(help = format!("File with one policy ({FILE_TYPES}), or `-`"))]
    policy: PathBuf,

    /// Print only the change, as a patch
    #[arg(long)]
    diff: bool,

    /// Change the file
    #[arg(long, conflicts_with = "diff")]
    write: bool,
}

impl EditArgs {
    pub(crate) fn load(&self) -> Result<Target, Failure> {
        if self.write && self.policy.as_os_str() == "-" {
            return Err(Failure::new("cannot write to standard input").help("remove `--write`"));
        }
        Target::load(&self.policy)
    }

    /// Prints the unchanged policy where a changed one would be printed.
    pub(crate) fn output_unchanged(&self, target: &Target) -> Result<ExitStatus, Failure> {
        let edited = Edited {
            replacements: Vec::new(),
            policy: target.policy.clone(),
        };
        self.output(target, &edited)
    }

    pub(crate) fn printable_name(&self) -> String {
        path_name(&self.policy)
    }

    /// Prints the new text or the patch, or writes the file.
    pub(crate) fn output(&self, target: &Target, edited: &Edited) -> Result<ExitStatus, Failure> {
        let new = edited.policy.text();
        if self.write && new == target.policy.text() {
            return Ok(ExitStatus::Done);
        }
        let name = &target.document.name;
        if target.document.container() == Container::JsonString {
            self.check_quoted(target)?;
            return self.print(name, target.policy.text(), new);
        }
        let text = target.changed(edited)?;
        match target.input.path() {
            Some(path) if self.write => {
                Staged::new(path, Some(&target.document.file), &text)?.persist()?;
                Ok(ExitStatus::Done)
            }
            _ => self.print(name, &target.document.file, &text),
        }
    }

    /// Refuses to write a policy in a string, and notes that a patch is for the document.
    fn check_quoted(&self, target: &Target) -> Result<(), Failure> {
        let file = target.input.printable_name();
        if self.write {
            let message = format!("cannot change {file}: it contains the policy as a string");
            let help = format!(
                "remove `--write`, and pass the new document {}",
                destination(target.kind())
            );
            return Err(Failure::new(message).help(help));
        }
        if self.diff {
            let message = format!(
                "{file} contains the policy as a string; the patch applies to the document, not to the file"
            );
            note(&message, None);
        }
        Ok(())
    }

    fn print(&self, name: &str, old: &str, new: &str) -> Result<ExitStatus, Failure> {
        if self.diff {
            print_patch(&patch(name, old, new))?;
        } else {
            output().write_all(new.as_bytes())?;
            // A byte order mark belongs to the file, not to the policy.
            note_hidden_characters("policy", new.trim_start_matches('\u{feff}'));
        }
        Ok(ExitStatus::Done)
    }
}
