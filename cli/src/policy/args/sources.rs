//! The sources whose actions a policy is to allow.

use crate::output::failure::note;
use crate::policy::args::actions::Asked;
use crate::policy::needs::Alternative;
use ack_catalog::Operation;
use clap::Args;

#[derive(Args)]
pub(crate) struct SourceArgs {
    /// Allow the actions that any source since August 2021 names for the operation, not only the newest; an older name
    /// can allow another operation
    #[arg(long, requires = "operation")]
    all_sources: bool,
}

impl SourceArgs {
    /// Returns the actions that are asked for and those that the operations need, each once.
    pub(crate) fn named(&self, asked: Asked) -> Vec<String> {
        let mut named = asked.actions;
        for action in self.needed(&asked.operations) {
            if !named.iter().any(|name| name == action) {
                named.push(action.to_owned());
            }
        }
        named
    }

    /// Returns the actions that operations need by their newest sources or by all, and notes where sources disagree.
    fn needed(&self, operations: &[&'static Operation]) -> Vec<&'static str> {
        let mut actions = Vec::new();
        for operation in operations {
            let mut alternatives = Alternative::of(operation);
            alternatives.retain(|one| one.is_current);
            let allowed = if self.all_sources {
                alternatives.len()
            } else {
                1
            };
            let named = alternatives.iter().take(allowed);
            actions.extend(named.flat_map(|one| one.actions));
            if alternatives.len() > 1 {
                let says = alternatives.iter();
                let says =
                    says.map(|one| format!("{} according to {}", one.names(), one.sources()));
                let says: Vec<String> = says.collect();
                let message = format!(
                    "sources disagree on what `{}` needs: {}",
                    operation.name,
                    says.join(", or ")
                );
                let help = "only the first is allowed; `--all-sources` also allows the others";
                note(&message, (!self.all_sources).then_some(help));
            }
        }
        actions
    }
}
