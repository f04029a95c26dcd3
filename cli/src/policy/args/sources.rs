//! The sources whose actions a policy is to allow.

use crate::output::failure::note;
use crate::policy::args::actions::Asked;
use ack_catalog::Operation;
use ack_catalog_needs::{Alternative, Answer};
use clap::Args;

#[derive(Args)]
pub(crate) struct SourceArgs {
    /// Allow the actions that any source since August 2021 names for the operation, not only the newest; an older name
    /// can allow another operation
    #[arg(long, requires = "operations")]
    all_sources: bool,
}

const NEWEST_IS_ALLOWED: &str =
    "the policy allows what the newest source names; `--all-sources` also allows the rest";

impl SourceArgs {
    /// Returns the actions that are asked for and those that the operations need, each once. Notes where sources
    /// disagree.
    pub(crate) fn named(&self, asked: &Asked) -> Vec<String> {
        let mut named = asked.actions.clone();
        self.note_disputes(&asked.operations, NEWEST_IS_ALLOWED);
        let needed = asked.operations.iter().flat_map(|one| self.needed(one));
        for action in needed {
            if !named.iter().any(|name| name == action) {
                named.push(action.to_owned());
            }
        }
        named
    }

    pub(crate) const fn is_all(&self) -> bool {
        self.all_sources
    }

    /// Returns the answer about an operation. With all sources, all that they name is required.
    pub(crate) fn answer(&self, alternatives: &[(&Alternative, Answer)]) -> Answer {
        if !self.all_sources {
            return Answer::of_operation(alternatives);
        }
        let current = alternatives.iter().filter(|(one, _)| one.is_current);
        Answer::of_all(current.map(|(_, answer)| *answer))
    }

    /// Returns the actions that an operation needs by its newest source or by all, that of the newest first.
    pub(crate) fn needed(&self, operation: &'static Operation) -> Vec<&'static str> {
        let alternatives = current(operation).into_iter();
        let allowed = alternatives.take(if self.all_sources { usize::MAX } else { 1 });
        allowed.flat_map(|one| one.actions).copied().collect()
    }

    /// Notes who says what about operations on which sources disagree, or which no source describes.
    pub(crate) fn note_disputes(&self, operations: &[&'static Operation], help: &str) {
        for operation in operations {
            let alternatives = current(operation);
            if let [only] = &alternatives[..]
                && let Some(doubt) = only.doubt(operation.name)
            {
                note(&doubt, None);
            }
            if alternatives.len() < 2 {
                continue;
            }
            let says = alternatives.iter();
            let says = says.map(|one| format!("{} according to {}", one.names(), one.sources()));
            let says: Vec<String> = says.collect();
            let message = format!(
                "sources disagree on what `{}` needs: {}",
                operation.name,
                says.join("; or ")
            );
            note(&message, (!self.all_sources).then_some(help));
        }
    }
}

/// Returns what sources since August 2021 say, the newest first.
fn current(operation: &'static Operation) -> Vec<Alternative> {
    let mut alternatives = Alternative::of(operation);
    alternatives.retain(|one| one.is_current);
    alternatives
}
