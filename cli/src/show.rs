//! `ack-catalog show`: everything about one action.

use crate::Outcome;
use crate::failure::Failure;
use ack_catalog::{AckAction, EFFECTIVE, PUBLISHED};
use clap::Args;
use std::io::{self, Write as _};

/// Show everything about one RAM action
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog show cs:DescribeEvents    by RAM action
  ack-catalog show DescribeEvents       by operation, or by action without its service")]
pub(crate) struct Show {
    /// A RAM action, with or without its service, or an operation
    action: String,
}

impl Show {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let found = find(&self.action)?;
        let mut out = io::stdout().lock();
        for (index, action) in found.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            let page = AckAction::PAGE;
            writeln!(out, "{action}")?;
            writeln!(out, "  {}", action.description())?;
            writeln!(out)?;
            writeln!(out, "  Operation   {}", action.operations().join(", "))?;
            writeln!(out, "  Reference   {}", action.doc_url())?;
            writeln!(out, "  Rust        AckAction::{}", action.name())?;
            writeln!(out, "  Page        {}", page.title)?;
            writeln!(
                out,
                "              published {PUBLISHED}, in force from {EFFECTIVE}"
            )?;
        }
        Ok(Outcome::Done)
    }
}

/// The action of this name, or the actions that the operation of this name needs.
fn find(given: &str) -> Result<Vec<AckAction>, Failure> {
    let error = match given.parse() {
        Ok(action) => return Ok(vec![action]),
        Err(error) => error,
    };
    let needed = AckAction::required_for(given);
    if !needed.is_empty() {
        return Ok(needed.to_vec());
    }
    let bare = |action: &AckAction| {
        let name = action.ram_action().split_once(':').map(|(_, name)| name);
        name == Some(given)
    };
    let named: Vec<AckAction> = AckAction::ALL.iter().copied().filter(bare).collect();
    if named.is_empty() {
        return Err(Failure::new(error).help(format!(
            "the page of {PUBLISHED} lists {} actions: `ack-catalog list` shows them",
            AckAction::COUNT
        )));
    }
    Ok(named)
}
