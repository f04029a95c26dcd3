//! The program `ack-catalog`. Its language server can also be called without a process.

mod exit;
mod files;
mod help;
mod output;
mod page;
// Without the catalog, the program still builds when `generated.rs` is missing or broken.
#[cfg_attr(not(feature = "catalog"), path = "without_catalog.rs")]
mod policy;
#[cfg(feature = "release-files")]
mod release_files;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use exit::ExitStatus;
use output::failure::Failure;
use output::printable::printable_line;
use output::stdout::{or_unread, output};
use page::{diff, generate, inspect};
use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// Look up RAM actions of Alibaba Cloud ACK, and check and change RAM policies
#[derive(Parser)]
#[command(
    name = "ack-catalog",
    version,
    after_help = "Exit codes: 0 success, 1 findings or a stale file, 2 invalid input or usage."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant)] // There is one.
enum Command {
    Generate(generate::Generate),
    Diff(diff::DiffPages),
    Inspect(inspect::Inspect),
    #[command(flatten)]
    Policy(policy::Command),
    #[cfg(feature = "release-files")]
    #[command(hide = true)]
    ReleaseFiles(release_files::ReleaseFiles),
}

#[cfg(feature = "catalog")]
pub use policy::Server;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let result = match parse(env::args_os()) {
        Ok(cli) => run(cli.command).map(ExitCode::from),
        Err(error) => print_usage(error),
    };
    result.unwrap_or_else(|failure| {
        failure.report();
        ExitCode::from(2)
    })
}

fn run(command: Command) -> Result<ExitStatus, Failure> {
    let status = match command {
        Command::Generate(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Inspect(command) => command.run(),
        Command::Policy(command) => command.run(),
        #[cfg(feature = "release-files")]
        Command::ReleaseFiles(command) => command.run(&Cli::command()),
    }?;
    // Standard output is buffered by line, and the last line may have no end.
    output().flush()?;
    Ok(status)
}

fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Cli, clap::Error> {
    let mut program = help::grouped(Cli::command());
    let mut matches = program.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut program))
}

/// Prints the requested help, or reports invalid arguments.
fn print_usage(error: clap::Error) -> Result<ExitCode, Failure> {
    let escape = |argument: OsString| printable_line(&argument.to_string_lossy());
    if error.kind() == ErrorKind::InvalidUtf8 {
        let invalid: Vec<String> = env::args_os()
            .filter(|argument| argument.to_str().is_none())
            .map(escape)
            .collect();
        let message = format!("invalid UTF-8 in an argument: {}", invalid.join(", "));
        return Err(Failure::new(message)
            .help("write the argument in UTF-8; only paths may contain other bytes"));
    }
    // clap repeats arguments in its messages, so they are escaped first.
    let error = parse(env::args_os().map(escape)).err().unwrap_or(error);
    let printed = or_unread(error.print(), ()).and_then(|()| output().flush());
    if error.use_stderr() {
        return Ok(ExitCode::from(2));
    }
    printed?;
    Ok(ExitCode::SUCCESS)
}
