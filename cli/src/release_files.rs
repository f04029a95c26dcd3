//! `ack-catalog release-files`: the completions and manual pages in the archive of a release.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, reason};
use crate::output::stdout::output;
use clap::{Args, Command, ValueEnum as _};
use clap_complete::Shell;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Write the shell completions and the manual pages
#[derive(Args)]
pub(crate) struct ReleaseFiles {
    /// The folder to write `completions` and `man` into
    folder: PathBuf,
}

impl ReleaseFiles {
    pub(crate) fn run(&self, program: &Command) -> Result<ExitStatus, Failure> {
        let written = write(&self.folder, program).map_err(|error| {
            let folder = self.folder.display();
            Failure::new(format!("cannot write into {folder}: {}", reason(&error)))
        })?;
        writeln!(output(), "wrote {written} files")?;
        Ok(ExitStatus::Done)
    }
}

fn write(folder: &Path, program: &Command) -> io::Result<usize> {
    let completions = folder.join("completions");
    fs::create_dir_all(&completions)?;
    for shell in Shell::value_variants() {
        clap_complete::generate_to(*shell, &mut published(program), "ack-catalog", &completions)?;
    }
    let man = folder.join("man");
    fs::create_dir_all(&man)?;
    // The pages of `help` would repeat those of the commands.
    clap_mangen::generate_to(published(program).disable_help_subcommand(true), &man)?;
    Ok(fs::read_dir(completions)?.count() + fs::read_dir(man)?.count())
}

/// Returns the program without this command, as it is published.
fn published(whole: &Command) -> Command {
    let others = whole
        .get_subcommands()
        .filter(|command| command.get_name() != "release-files");
    Command::new("ack-catalog")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(others.cloned())
        .about(whole.get_about().cloned().unwrap_or_default())
        .after_help(whole.get_after_help().cloned().unwrap_or_default())
}
