//! The output of the reports.

use super::format::Renderer;
use super::lint_file::FileReport;
use crate::output::failure::write_error;
use crate::output::stdout::output;
use crate::policy::edit::patch::print_patch;
use crate::policy::terminal::print_styled;
use std::io::{self, Write as _};

pub(super) struct Printer {
    renderer: &'static dyn Renderer,
    is_diff: bool,
    /// The fixed text went to standard output, so the findings go to standard error.
    has_text: bool,
    has_items: bool,
}

impl Printer {
    pub(super) fn new(renderer: &'static dyn Renderer, is_diff: bool) -> Self {
        Self {
            renderer,
            is_diff,
            has_text: false,
            has_items: false,
        }
    }

    pub(super) fn print(&mut self, report: &FileReport) -> io::Result<()> {
        if let Some(text) = &report.text {
            self.has_text = true;
            write_error(&report.items.concat());
            return output().write_all(text.as_bytes());
        }
        if self.is_diff {
            return print_patch(&report.diff);
        }
        let mut text = String::new();
        for item in &report.items {
            if self.has_items {
                text.push_str(self.renderer.separator());
            } else {
                self.has_items = true;
                text.push_str(&self.renderer.head());
            }
            text.push_str(item);
        }
        print_styled(&text)
    }

    pub(super) fn end(&self, summary: Option<&str>) -> io::Result<()> {
        if self.is_diff {
            return Ok(());
        }
        let end = self.renderer.end(self.has_items, summary);
        if self.has_text {
            write_error(end.trim_end());
            return Ok(());
        }
        output().write_all(end.as_bytes())
    }
}
