//! `ack-catalog show`: everything about one action.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use ack_catalog::{AckAction, ApiState, EFFECTIVE, PUBLISHED, Scope};
use clap::Args;
use std::io::{self, Write};

/// Show everything about an action
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
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let found = find(&self.action)?;
        let mut out = output();
        for (index, action) in found.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write_action(&mut out, *action)?;
        }
        Ok(ExitStatus::Done)
    }
}

fn write_action(out: &mut impl Write, action: AckAction) -> io::Result<()> {
    let page = AckAction::PAGE;
    writeln!(out, "{action}")?;
    if action.is_retired() {
        writeln!(out, "  retired: it is gone from the page")?;
    } else {
        writeln!(out, "  {}", action.description())?;
        writeln!(out)?;
        writeln!(out, "  Operation   {}", action.operations().join(", "))?;
        writeln!(out, "  Reference   {}", action.doc_url())?;
    }
    let scope = match action.scope() {
        Scope::Cluster => "can be limited to one cluster",
        Scope::Account => "cannot be limited to one cluster: grant it on `*`",
        _ => "whether it can be limited to one cluster is not known",
    };
    writeln!(out, "  Scope       {scope}{}", as_of(action.scope_as_of()))?;
    let state = match action.api_state() {
        ApiState::Current => "in the API listing",
        ApiState::Deprecated => "deprecated in the API listing",
        ApiState::Absent => "not in the API listing any more",
        _ => "not known",
    };
    writeln!(
        out,
        "  API         {state}{}",
        as_of(action.api_state_as_of())
    )?;
    let earlier = match action.earlier_actions() {
        [] => "not known".to_owned(),
        [same] if *same == action.ram_action() => "the same".to_owned(),
        earlier => earlier.join(", "),
    };
    writeln!(
        out,
        "  Before      {earlier}{}",
        as_of(action.earlier_actions_as_of())
    )?;
    if !action.also_required().is_empty() {
        let also = action.also_required().join(", ");
        writeln!(
            out,
            "  With it     {also}{}",
            as_of(action.also_required_as_of())
        )?;
    }
    writeln!(out, "  Rust        AckAction::{}", action.name())?;
    writeln!(out, "  Page        {}", page.title)?;
    writeln!(
        out,
        "              published {PUBLISHED}, in force from {EFFECTIVE}"
    )
}

fn as_of(month: &str) -> String {
    match month {
        "" => String::new(),
        month => format!(" ({month})"),
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
