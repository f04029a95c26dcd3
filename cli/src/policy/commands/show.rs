//! `ack-catalog show`: everything about one action.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::args::suggest;
use crate::policy::retired::{History, required_before};
use crate::policy::terminal::{width, wrapped};
use ack_catalog::{AccessLevel, AckAction, ApiState, EFFECTIVE, PUBLISHED, Resource};
use clap::Args;
use std::io::{self, Write};

/// Show everything about an action
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog show cs:DescribeEvents    by RAM action
  ack-catalog show DescribeEvents       by operation, or without the service")]
pub(crate) struct Show {
    /// RAM action, with or without its service, or operation
    action: String,
}

impl Show {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let mut out = output();
        for (index, action) in find(&self.action)?.into_iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write_action(&mut out, action)?;
        }
        Ok(ExitStatus::Done)
    }
}

fn write_action(out: &mut impl Write, action: AckAction) -> io::Result<()> {
    writeln!(out, "{action}")?;
    if !action.description().is_empty() {
        writeln!(out, "  {}\n", wrapped(action.description(), 2, width()))?;
    }
    if let Some(retired) = History::of(action) {
        writeln!(out, "  Retired     {retired}")?;
    }
    if !action.operations().is_empty() {
        writeln!(out, "  Operation   {}", action.operations().join(", "))?;
    }
    if !action.doc_url().is_empty() {
        writeln!(out, "  Reference   {}", action.doc_url())?;
    }
    let scope = match action.resource() {
        Resource::Cluster => "can be limited to a cluster",
        Resource::EveryCluster => "applies to every cluster; cannot be limited to one",
        Resource::Account => "cannot be limited to a cluster; grant it on `*`",
        _ => "unknown",
    };
    let state = match action.api_state() {
        ApiState::Current => "in the API listing",
        ApiState::Deprecated => "deprecated in the API listing",
        ApiState::Absent => "no longer in the API listing",
        _ => "unknown",
    };
    let level = match action.access_level() {
        AccessLevel::Unknown => "",
        level => level.name(),
    };
    let keys = action.condition_keys().join(", ");
    let earlier = action.earlier_actions().join(", ");
    let also = action.also_required().join(", ");
    let instead = match action.required_instead() {
        [] => String::new(),
        others => format!("the newest source requires {}", others.join(", ")),
    };
    for (name, fact, month) in [
        ("Access", level, action.access_level_as_of()),
        ("Scope", scope, action.resource_as_of()),
        ("Conditions", &keys, action.condition_keys_as_of()),
        ("API", state, action.api_state_as_of()),
        ("Earlier", &earlier, action.earlier_actions_as_of()),
        ("Also needs", &also, action.also_required_as_of()),
        ("Instead", &instead, action.required_instead_as_of()),
    ] {
        match (fact, month) {
            ("", _) => {}
            (fact, "") => writeln!(out, "  {name:<12}{fact}")?,
            (fact, month) => writeln!(out, "  {name:<12}{fact} ({month})")?,
        }
    }
    writeln!(out, "  Rust        AckAction::{}", action.name())?;
    writeln!(out, "  Page        {}", AckAction::PAGE.title)?;
    writeln!(
        out,
        "              published {PUBLISHED}, effective {EFFECTIVE}"
    )
}

/// Returns the action of this name, or the actions that the operation of this name requires.
fn find(given: &str) -> Result<Vec<AckAction>, Failure> {
    let error = match given.parse() {
        Ok(action) => return Ok(vec![action]),
        Err(error) => error,
    };
    let required = AckAction::required_for(given);
    if !required.is_empty() {
        return Ok(required.to_vec());
    }
    let retired = required_before(given);
    if !retired.is_empty() {
        return Ok(retired);
    }
    let mut named = AckAction::ALL.to_vec();
    named.retain(|action| {
        action
            .ram_action()
            .split_once(':')
            .is_some_and(|(_, name)| name == given)
    });
    if named.is_empty() {
        // An action that has left the page is in no list.
        let services = AckAction::ALL.iter();
        let services = services.filter_map(|action| action.ram_action().split(':').next());
        named.extend(
            services.filter_map(|service| format!("{service}:{given}").parse::<AckAction>().ok()),
        );
        named.dedup();
    }
    if named.is_empty() {
        let help = help(given, error.suggestion().is_some());
        return Err(Failure::new(error).help(help));
    }
    Ok(named)
}

/// Returns where to look for an action that was not found. The error may already suggest one.
fn help(given: &str, is_suggested: bool) -> String {
    if is_suggested {
        return LIST.to_owned();
    }
    if let [action, ..] = AckAction::from_earlier(given) {
        return format!("the operation now requires `{action}`");
    }
    if let Some(operation) = suggest::operation(given) {
        return format!("did you mean the operation `{operation}`?");
    }
    match suggest::action_or_pattern(given) {
        Some(pattern) => format!("`ack-catalog list '{pattern}'` shows similar actions"),
        None => LIST.to_owned(),
    }
}

const LIST: &str = "`ack-catalog list` shows all actions in the catalog";
