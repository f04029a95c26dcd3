//! Replaces `policy` in a program without the catalog, which lacks those commands.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {}

impl Command {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        match *self {}
    }
}
