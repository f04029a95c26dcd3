//! `ack-catalog expand`: the actions that each pattern of a policy stands for.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::input::load::load_one;
use ack_catalog::{AckAction, AckActionSet};
use clap::Args;
use ram_policy::{BudgetExceeded, Effect, Outcome, Part, Policies, Reach, Request};
use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;

/// List the actions of the page that a policy allows, by pattern
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog expand policy.json
  ack-catalog expand policy.json --resource 'acs:cs:*:*:cluster/c1'")]
pub(crate) struct Expand {
    /// A policy: a document, an answer of the RAM API, Terraform, or `-`
    policy: PathBuf,

    /// A resource; with wildcards, any that it matches
    #[arg(long, default_value = "acs:cs:*:*:*")]
    resource: String,

    /// Read over what pasted text is broken by, and say what was mended
    #[arg(long)]
    repair: bool,
}

impl Expand {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let loaded = load_one(&self.policy, self.repair)?;
        let policies = Policies::new().attach(&loaded.policy);
        let document = &loaded.document;
        let source = document.source();
        let mut out = Vec::new();
        let mut allowed = AckActionSet::EMPTY;
        let mut reach = Reach::new(&policies, Request::new("", &self.resource), &[]);
        // Patterns share actions, and each answer takes a look at the whole policy.
        let mut known = HashMap::new();
        let statements = loaded.policy.statements().iter();
        for statement in statements.filter(|statement| statement.effect == Effect::Allow) {
            let covered = AckAction::ALL.iter().copied();
            let covered = covered.filter(|action| statement.actions.cover(action.ram_action()));
            let covered: Vec<AckAction> = covered.collect();
            for pattern in &statement.actions.patterns {
                let not = if statement.actions.is_negated {
                    "all but "
                } else {
                    ""
                };
                let text = pattern.value.as_str().escape_debug();
                let place = document.place_at(document.line_column(&source, pattern.range));
                writeln!(out, "{not}{text}  ({place})")?;
                let is_meant = |action: &&AckAction| {
                    pattern.value.matches(action.ram_action()) != statement.actions.is_negated
                };
                let mut is_any = false;
                for &action in covered.iter().filter(is_meant) {
                    is_any = true;
                    let how = known
                        .entry(action)
                        .or_insert_with(|| how(reach.of(action.ram_action())));
                    writeln!(out, "  {action}{}", how.unwrap_or_default())?;
                    if how.is_none() {
                        allowed.insert(action);
                    }
                }
                if !is_any {
                    writeln!(out, "  no action of the page")?;
                }
            }
        }
        writeln!(
            out,
            "{} of {} actions allowed",
            allowed.len(),
            AckAction::COUNT
        )?;
        output().write_all(&out)?;
        Ok(ExitStatus::Done)
    }
}

/// `None` if the action is allowed on all of the resource; else what keeps it from that.
fn how(parts: Result<Vec<Part>, BudgetExceeded>) -> Option<&'static str> {
    let Ok(parts) = parts else {
        return Some("  (too many patterns to reason about)");
    };
    let has = |outcome| parts.iter().any(|part| part.decision.outcome == outcome);
    if has(Outcome::Undecided) {
        Some("  (under conditions)")
    } else if !has(Outcome::Allowed) {
        Some(if has(Outcome::ExplicitlyDenied) {
            "  (denied)"
        } else {
            "  (on other resources)"
        })
    } else if parts.len() > 1 && (has(Outcome::ExplicitlyDenied) || has(Outcome::ImplicitlyDenied))
    {
        Some("  (in part)")
    } else {
        None
    }
}
