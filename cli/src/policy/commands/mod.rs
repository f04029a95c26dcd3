//! The commands that need the catalog.

mod audit;
mod check;
mod compare;
mod expand;
mod explain;
mod grant;
mod lint;
mod list;
mod migrate;
mod requests;
mod revoke;
mod rules;
mod schema;
mod show;
mod tidy;
mod write_policy;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {
    List(list::List),
    Show(show::Show),
    Check(check::Check),
    Expand(expand::Expand),
    Compare(compare::ComparePolicies),
    Policy(write_policy::MakePolicy),
    Explain(explain::Explain),
    Grant(grant::GrantActions),
    Revoke(revoke::RevokeActions),
    Tidy(tidy::TidyPolicy),
    Migrate(migrate::Migrate),
    Audit(audit::Audit),
    Lint(lint::Lint),
    Rules(rules::Rules),
    Schema(schema::Schema),
}

impl Command {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        match self {
            Self::List(command) => command.run(),
            Self::Show(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Expand(command) => command.run(),
            Self::Compare(command) => command.run(),
            Self::Policy(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Grant(command) => command.run(),
            Self::Revoke(command) => command.run(),
            Self::Tidy(command) => command.run(),
            Self::Migrate(command) => command.run(),
            Self::Audit(command) => command.run(),
            Self::Lint(command) => command.run(),
            Self::Rules(command) => command.run(),
            Self::Schema(schema::Schema) => schema::run(),
        }
    }
}
