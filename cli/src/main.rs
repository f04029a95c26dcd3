//! The program `ack-catalog`.

#[cfg(feature = "catalog")]
mod attached;
#[cfg(feature = "catalog")]
mod audit;
#[cfg(feature = "catalog")]
mod check;
#[cfg(feature = "catalog")]
mod compare;
#[cfg(feature = "catalog")]
mod confusable;
mod diff;
#[cfg(feature = "catalog")]
mod documents;
#[cfg(feature = "catalog")]
mod edit;
#[cfg(feature = "catalog")]
mod expand;
#[cfg(feature = "catalog")]
mod explain;
mod failure;
mod generate;
#[cfg(feature = "catalog")]
mod grant;
#[cfg(feature = "catalog")]
mod heredoc;
mod inspect;
mod json;
#[cfg(feature = "catalog")]
mod lint;
#[cfg(feature = "catalog")]
mod list;
mod markdown;
#[cfg(feature = "catalog")]
mod migrate;
mod output;
#[cfg(feature = "catalog")]
mod policies;
#[cfg(feature = "catalog")]
mod policy;
mod project;
mod read;
#[cfg(feature = "catalog")]
mod reasons;
#[cfg(feature = "release-files")]
mod release_files;
mod report;
#[cfg(feature = "catalog")]
mod requests;
#[cfg(feature = "catalog")]
mod revoke;
#[cfg(feature = "catalog")]
mod rules;
#[cfg(feature = "catalog")]
mod schema;
#[cfg(feature = "catalog")]
mod show;
#[cfg(feature = "catalog")]
mod splice;
#[cfg(feature = "catalog")]
mod terraform;
#[cfg(feature = "catalog")]
mod tidy;
#[cfg(feature = "catalog")]
mod verdict;
#[cfg(feature = "catalog")]
mod walk;
mod write;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use failure::Failure;
use output::{or_unread, output};
use std::env;
use std::io::Write as _;
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
    #[cfg(feature = "catalog")]
    Check(check::Check),
    #[cfg(feature = "catalog")]
    Expand(expand::Expand),
    #[cfg(feature = "catalog")]
    Compare(compare::ComparePolicies),
    #[cfg(feature = "catalog")]
    Policy(policy::MakePolicy),
    #[cfg(feature = "catalog")]
    Explain(explain::Explain),
    #[cfg(feature = "catalog")]
    Grant(grant::GrantActions),
    #[cfg(feature = "catalog")]
    Revoke(revoke::RevokeActions),
    #[cfg(feature = "catalog")]
    Tidy(tidy::TidyPolicy),
    #[cfg(feature = "catalog")]
    Migrate(migrate::Migrate),
    #[cfg(feature = "catalog")]
    Audit(audit::Audit),
    #[cfg(feature = "catalog")]
    Lint(lint::Lint),
    #[cfg(feature = "catalog")]
    Rules(rules::Rules),
    #[cfg(feature = "catalog")]
    Schema(schema::Schema),
    // For whoever builds a release, and nobody else.
    #[cfg(feature = "release-files")]
    #[command(hide = true)]
    ReleaseFiles(release_files::ReleaseFiles),
}

/// How a command that could do its work has ended.
enum Outcome {
    Done,
    /// Something was found that needs somebody's attention.
    Finding,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse_arguments(error),
    };
    let result = match cli.command {
        Command::Generate(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Inspect(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::List(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Show(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Check(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Expand(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Compare(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Policy(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Explain(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Grant(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Revoke(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Tidy(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Migrate(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Audit(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Lint(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Rules(command) => command.run(),
        #[cfg(feature = "catalog")]
        Command::Schema(schema::Schema) => schema::run(),
        #[cfg(feature = "release-files")]
        Command::ReleaseFiles(command) => command.run(),
    };
    // A last line without an end has not been written yet.
    let result = result.and_then(|outcome| {
        output().flush()?;
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Finding) => ExitCode::from(1),
        Err(failure) => {
            failure.report();
            ExitCode::from(2)
        }
    }
}

/// Shows the help that was asked for, or what is wrong with the arguments.
fn refuse_arguments(error: clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidUtf8 {
        let texts = env::args_os().filter(|argument| argument.to_str().is_none());
        let texts: Vec<String> = texts
            .map(|argument| failure::printable_line(&argument.to_string_lossy()))
            .collect();
        let message = format!("this argument is no text in UTF-8: {}", texts.join(", or "));
        Failure::new(message)
            .help("write it anew; only paths may hold other bytes")
            .report();
        return ExitCode::from(2);
    }
    // A message repeats the arguments as they are, so it is made of escaped ones.
    let escaped =
        env::args_os().map(|argument| failure::printable_line(&argument.to_string_lossy()));
    let error = Cli::try_parse_from(escaped).err().unwrap_or(error);
    let printed = or_unread(error.print(), ()).and_then(|()| output().flush());
    match (error.exit_code(), printed) {
        (0, Err(error)) => {
            Failure::from(error).report();
            ExitCode::from(2)
        }
        (0, _) => ExitCode::SUCCESS,
        // Standard error may be closed; then there is nobody to tell.
        _ => ExitCode::from(2),
    }
}
