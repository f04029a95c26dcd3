//! The program `ack-catalog`.

mod diff;
mod failure;
mod generate;
mod inspect;
#[cfg(feature = "catalog")]
mod list;
mod markdown;
mod project;
mod read;
mod report;
#[cfg(feature = "catalog")]
mod show;
mod write;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A typed catalog of the RAM actions that the Alibaba Cloud Container Service (ACK) API needs.
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
    #[cfg(feature = "catalog")]
    List(list::List),
    #[cfg(feature = "catalog")]
    Show(show::Show),
}

/// How a command that could do its work has ended.
enum Outcome {
    Done,
    /// Something was found that needs somebody's attention.
    Finding,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Inspect(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::List(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Show(command) => command.run(),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Finding) => ExitCode::from(1),
        // Whoever reads has read enough.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            ExitCode::from(2)
        }
    }
}
