//! The program `ack-catalog`.

mod exit;
mod files;
mod help;
mod output;
mod page;
// A program without the catalog can write a `generated.rs` that is missing or broken.
#[cfg_attr(not(feature = "catalog"), path = "no_catalog.rs")]
mod policy;
#[cfg(feature = "release-files")]
mod release_files;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use exit::ExitStatus;
use output::failure::Failure;
use output::printable;
use output::stdout::{or_unread, output};
use page::{diff, generate, inspect};
use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// A typed catalog of the RAM actions of Alibaba Cloud Container Service (ACK)
#[derive(Parser)]
#[command(
    name = "ack-catalog",
    version,
    after_help = "Exit codes: 0 done, 1 a finding or a stale file, 2 bad input or usage."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Generate),
    Diff(diff::DiffPages),
    Inspect(inspect::Inspect),
    #[command(flatten)]
    Policy(policy::Command),
    // For those who build a release.
    #[cfg(feature = "release-files")]
    #[command(hide = true)]
    ReleaseFiles(release_files::ReleaseFiles),
}

fn main() -> ExitCode {
    let cli = match parse(env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return refuse_arguments(error),
    };
    let result = match cli.command {
        Command::Generate(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Inspect(command) => command.run(),
        Command::Policy(command) => command.run(),
        #[cfg(feature = "release-files")]
        Command::ReleaseFiles(command) => command.run(&Cli::command()),
    };
    // Output is buffered up to the end of a line.
    let result = result.and_then(|outcome| {
        output().flush()?;
        Ok(outcome)
    });
    match result {
        Ok(ExitStatus::Done) => ExitCode::SUCCESS,
        Ok(ExitStatus::Finding) => ExitCode::from(1),
        Err(failure) => {
            failure.report();
            ExitCode::from(2)
        }
    }
}

fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Cli, clap::Error> {
    let mut program = help::grouped(Cli::command());
    let mut matches = program.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut program))
}

/// Shows the help that was asked for, or what is wrong with the arguments.
fn refuse_arguments(error: clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidUtf8 {
        let texts = env::args_os().filter(|argument| argument.to_str().is_none());
        let texts: Vec<String> = texts
            .map(|argument| printable::printable_line(&argument.to_string_lossy()))
            .collect();
        let message = format!("invalid UTF-8 in an argument: {}", texts.join(", or "));
        Failure::new(message)
            .help("only paths can contain other bytes")
            .report();
        return ExitCode::from(2);
    }
    // clap repeats arguments in its messages, so they are escaped first.
    let escaped =
        env::args_os().map(|argument| printable::printable_line(&argument.to_string_lossy()));
    let error = parse(escaped).err().unwrap_or(error);
    let printed = or_unread(error.print(), ()).and_then(|()| output().flush());
    match (error.exit_code(), printed) {
        (0, Err(error)) => {
            Failure::from(error).report();
            ExitCode::from(2)
        }
        (0, _) => ExitCode::SUCCESS,
        // Standard error may be closed.
        _ => ExitCode::from(2),
    }
}
