//! One file, linted and fixed.

use super::fix::fix_file;
use super::format::Renderer;
use super::lint_documents::{lint_documents, lint_parts};
use super::linted::Linted;
use super::settings::Settings;
use crate::files::replace::Staged;
use crate::output::failure::Failure;
use crate::policy::edit::patch::patch;
use crate::policy::input::document::{Document, Parts};
use crate::policy::input::documents::Input;
use ram_policy::lint::{Applicability, Linter};

/// The work on each file.
pub(super) struct Task<'a> {
    pub(super) linter: &'a Linter<'a>,
    pub(super) settings: &'a Settings,
    pub(super) renderer: &'static dyn Renderer,
    pub(super) mode: Mode,
}

#[derive(Clone, Copy)]
pub(super) enum Mode {
    Report,
    Fix(Applicability),
    /// Prints the changes of `Fix`.
    Diff(Applicability),
}

pub(super) struct FileReport {
    pub(super) linted: Linted,
    /// The rendered findings. Rendering runs on all cores, writing only on one.
    pub(super) items: Vec<String>,
    /// The fixed text of standard input.
    pub(super) text: Option<String>,
    pub(super) diff: String,
    pub(super) fixed: usize,
    pub(super) out_of_reach: usize,
}

impl Task<'_> {
    pub(super) fn report(&self, input: &Input) -> Result<FileReport, Failure> {
        let bytes = input.bytes()?;
        let applicability = match self.mode {
            Mode::Report => return self.lint(input, &bytes),
            Mode::Fix(applicability) | Mode::Diff(applicability) => applicability,
        };
        // Refuses what is not text.
        input.parts(&bytes)?;
        let old = String::from_utf8_lossy(&bytes);
        let fixed = fix_file(self.linter, self.settings, input, &old, applicability)?;
        if matches!(self.mode, Mode::Fix(_)) && fixed.text != old && input.is_elsewhere() {
            let mut report = self.lint(input, &bytes)?;
            let message = format!(
                "{} was not fixed: a symlink leads out of the folder",
                input.printable_name()
            );
            let help = "name the file itself to fix it";
            report
                .linted
                .failures
                .push(Failure::new(message).help(help));
            return Ok(report);
        }
        let text = fixed.text.as_bytes();
        let mut linted = lint_documents(self.linter, self.settings, input, text)?;
        linted.withdraw_fixes(applicability, &fixed.unreached);
        let mut report = self.rendered(linted);
        report.fixed = fixed.count;
        report.out_of_reach = fixed.out_of_reach;
        match (self.mode, input.path()) {
            (Mode::Diff(_), _) => report.diff = patch(&input.name(), &old, &fixed.text),
            (_, None) => report.text = Some(fixed.text),
            (_, Some(path)) if fixed.text != old => {
                Staged::new(path, Some(&old), &fixed.text)?.persist()?;
            }
            _ => {}
        }
        Ok(report)
    }

    /// Reports on documents of a file to which another one refers. They are not fixed.
    pub(super) fn report_referred(&self, input: &Input, documents: Vec<Document>) -> FileReport {
        let parts = Parts {
            documents,
            ..Parts::default()
        };
        self.rendered(lint_parts(self.linter, self.settings, input, parts))
    }

    fn lint(&self, input: &Input, bytes: &[u8]) -> Result<FileReport, Failure> {
        let linted = lint_documents(self.linter, self.settings, input, bytes)?;
        Ok(self.rendered(linted))
    }

    fn rendered(&self, linted: Linted) -> FileReport {
        FileReport {
            items: self.renderer.items(&linted),
            linted,
            text: None,
            diff: String::new(),
            fixed: 0,
            out_of_reach: 0,
        }
    }
}
