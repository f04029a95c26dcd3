//! Output formats of commands that also write a report.

use clap::ValueEnum;

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum TextJsonOrHtml {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// Report to look at, in one file
    Html,
}
