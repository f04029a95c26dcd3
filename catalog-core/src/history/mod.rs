//! The memory between runs: the ledger, the file of the last run, and what differs.

pub(crate) mod diff;
pub(crate) mod fact_changes;
pub(crate) mod generated_file;
pub(crate) mod ledger;
mod ledger_line;
pub(crate) mod listing;
mod written_facts;
