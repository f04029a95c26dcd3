//! The commands that need the catalog.

mod audit;
mod check;
mod compare;
mod explain;
mod grant;
mod lint;
mod list;
mod needs;
mod replay;
mod revoke;
mod rules;
mod schema;
mod server;
mod show;
mod unused;
mod write_policy;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use clap::Subcommand;

pub use server::Server;

#[derive(Subcommand)]
pub(crate) enum Command {
    List(list::List),
    Show(show::Show),
    Check(check::Check),
    Compare(compare::ComparePolicies),
    WritePolicy(write_policy::WritePolicy),
    Explain(explain::Explain),
    Grant(grant::GrantActions),
    Revoke(revoke::RevokeActions),
    Audit(audit::Audit),
    Needs(needs::Needs),
    Replay(replay::ReplayTrail),
    Unused(unused::UnusedParts),
    Lint(lint::Lint),
    Rules(rules::Rules),
    Schema(schema::Schema),
    Server(server::Serve),
}

impl Command {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        match self {
            Self::List(command) => command.run(),
            Self::Show(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Compare(command) => command.run(),
            Self::WritePolicy(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Grant(command) => command.run(),
            Self::Revoke(command) => command.run(),
            Self::Audit(command) => command.run(),
            Self::Needs(command) => command.run(),
            Self::Replay(command) => command.run(),
            Self::Unused(command) => command.run(),
            Self::Lint(command) => command.run(),
            Self::Rules(command) => command.run(),
            Self::Schema(schema::Schema) => schema::run(),
            Self::Server(command) => command.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;
    use clap::Subcommand as _;

    #[test]
    fn examples_fit_80_columns() {
        let program = Command::augment_subcommands(clap::Command::new("ack-catalog"));
        for command in program.get_subcommands() {
            let examples = command.get_after_help().expect("examples").to_string();
            for line in examples.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
