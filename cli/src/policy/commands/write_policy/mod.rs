//! `ack-catalog write-policy`: the policy that allows exactly these actions.

mod in_effect;

use self::in_effect::{Wanted, in_effect};
use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::stdout::output;
use crate::policy::args::actions::{ActionArgs, Asked, Listed, known_action};
use crate::policy::args::levels::LevelArgs;
use crate::policy::args::needs_file::NeedsArgs;
use crate::policy::args::resources::{
    all_of_service, refuse_invalid_resource, refuse_other_service,
};
use crate::policy::args::sources::SourceArgs;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::edit::allowing::allowing;
use crate::policy::edit::placeholder::placeholder;
use crate::policy::group_by::grouped;
use crate::policy::other_services::OtherActions;
use crate::policy::risks::note_what_lint_reports;
use crate::policy::scope::{doubt, narrowest, note_doubt};
use ack_catalog::CsAction;
use ack_catalog_needs::shorten;
use clap::{ArgGroup, Args};
use ram_diagnostics::thousands;
use ram_policy::lint::{OtherServices as _, Size, SizeLimit};
use std::io::Write as _;

/// Write a policy that allows exactly these actions
///
/// With a file of needs, the least policy: a statement for each set of resources, and a placeholder where a resource is
/// not known.
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation", "needs", "level"]),
    group = ArgGroup::new("operations").multiple(true).args(["needs", "operation"]),
    after_help = "\
Examples:
  ack-catalog write-policy --operation DescribeEvents
  ack-catalog write-policy --action 'cs:Describe*' --resource '*'
  ack-catalog write-policy --level read --resource '*'
  ack-catalog write-policy --needs needs.txt --shorten

Exit codes: 0 written, 2 an action would have no effect, or bad input."
)]
pub(crate) struct WritePolicy {
    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    needs: NeedsArgs,

    #[command(flatten)]
    levels: LevelArgs,

    #[command(flatten)]
    sources: SourceArgs,

    /// Resource to allow them on, where a file of needs names none [default: all of the action's service, or a
    /// placeholder for those of a file of needs]
    #[arg(long)]
    resource: Option<String>,

    /// Write patterns that allow no other known action in place of names, if that is shorter
    #[arg(long)]
    shorten: bool,
}

impl WritePolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        let asked = self.levels.selected(self.needs.asked(&self.actions)?)?;
        if asked.callers > 1 {
            let callers = asked.callers;
            let help = "`ack-catalog needs --caller NAME` lists the calls of one";
            note(
                &format!("this policy allows what {callers} callers called together"),
                Some(help),
            );
        }
        let mut named = self.sources.named(&asked);
        let placed = { named.iter() }.filter(|action| asked.leaves_resource_open(action));
        refuse_other_service(self.resource.as_deref(), placed)?;
        if !asked.listed.is_empty() {
            // A file of needs has the order in which its sources call.
            named.sort_by_key(|action| order(action));
        }
        let actions: Vec<&str> = named.iter().map(String::as_str).collect();
        for action in &actions {
            let listed = asked.listed.get(*action).map(Listed::named);
            let named = listed.as_ref().filter(|named| !named.is_empty());
            // A file of needs that names no resource leaves the choice to this command.
            let is_chosen = named.is_none() && listed.is_some();
            match doubt(action).filter(|_| is_chosen && narrowest(action).is_some()) {
                Some(doubt) => note(doubt, None),
                None => note_doubt(
                    action,
                    &named.cloned().unwrap_or_else(|| self.on(action, &asked)),
                ),
            }
        }
        let wanted = actions.iter().map(|action| Wanted {
            action,
            placed: self.placed(action, &asked),
            is_named: self.is_named(action, &asked),
        });
        let in_effect = in_effect(wanted.collect())?;
        let written: Vec<&str> = in_effect.iter().map(|(_, action)| *action).collect();
        note_what_lint_reports(&written);
        let mut groups = grouped(in_effect);
        let short: Vec<Vec<String>>;
        if self.shorten {
            short = groups
                .iter()
                .map(|(_, actions)| shortened(actions))
                .collect();
            for ((_, actions), short) in groups.iter_mut().zip(&short) {
                *actions = short.iter().map(String::as_str).collect();
            }
        }
        let policy = allowing(&groups);
        self.refuse_too_long(policy.text())?;
        writeln!(output(), "{policy}")?;
        Ok(ExitStatus::Done)
    }

    /// Refuses a policy that RAM does not accept, and warns about one that it accepts only without white space.
    fn refuse_too_long(&self, policy: &str) -> Result<(), Failure> {
        let limit = SizeLimit::default();
        let Size { whole, packed } = limit.size(policy);
        if whole <= limit.most {
            return Ok(());
        }
        let unit = limit.unit.name();
        let [most, whole, packed_shown] = [limit.most, whole, packed].map(thousands);
        let message = format!(
            "the policy has {whole} {unit}, {packed_shown} without white space; the limit is {most} ({})",
            limit.as_of
        );
        if packed <= limit.most {
            warn(
                &message,
                Some("remove the white space, such as with `jq -c`"),
            );
            return Ok(());
        }
        let help = if self.shorten {
            "write several policies, each for a part of the actions"
        } else {
            "add `--shorten`, or write several policies, each for a part of the actions"
        };
        Err(Failure::new(message).help(help))
    }

    /// Returns the resources to allow an action on, each with the line of the file of needs that is about it. A
    /// placeholder takes the place of what such a file does not name.
    fn placed<'a>(&self, action: &str, asked: &'a Asked) -> Vec<(String, Option<&'a str>)> {
        let default = if asked.listed.contains_key(action) {
            placeholder
        } else {
            all_of_service
        };
        asked.placed(action, self.resource.as_deref(), default)
    }

    fn on(&self, action: &str, asked: &Asked) -> Vec<String> {
        let placed = self.placed(action, asked).into_iter();
        placed.map(|(resource, _)| resource).collect()
    }

    /// Returns whether an action is asked for by its name, an operation or a line, rather than selected by a pattern or
    /// an access level.
    fn is_named(&self, action: &str, asked: &Asked) -> bool {
        let mut operations = asked.operations.iter();
        asked.listed.contains_key(action)
            || { self.actions.action.iter() }.any(|one| one.eq_ignore_ascii_case(action))
            || operations.any(|one| self.sources.needed(one).contains(&action))
    }
}

/// Returns the place of an action among the others: those of ACK as the catalog has them, then others by name.
fn order(action: &str) -> (usize, String) {
    let known =
        known_action(action).and_then(|known| CsAction::ALL.iter().position(|one| *one == known));
    (known.unwrap_or(usize::MAX), action.to_ascii_lowercase())
}

/// Returns patterns for these actions that match no other name that is known, be it that of an action or not: RAM may
/// have an action of that name.
fn shortened(actions: &[&str]) -> Vec<String> {
    let mut known: Vec<&str> = CsAction::ALL
        .iter()
        .map(|action| action.ram_action())
        .chain(Unlisted::all().map(Unlisted::name))
        .collect();
    let mut services: Vec<&str> = actions
        .iter()
        .filter_map(|action| action.split_once(':'))
        .map(|(service, _)| service)
        .collect();
    services.sort_unstable();
    services.dedup();
    for service in services {
        known.extend(OtherActions.actions(service));
    }
    shorten(actions, &known)
}
