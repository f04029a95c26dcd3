//! `ack-catalog write-policy`: the policy that allows exactly these actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::stdout::output;
use crate::policy::args::actions::{ActionArgs, Asked, known_action};
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
use crate::policy::scope::{
    alternatives, doubt, has_effect_on, narrowest, note_doubt, wide_resources,
};
use ack_catalog::CsAction;
use ack_catalog_needs::shorten;
use clap::{ArgGroup, Args};
use ram_diagnostics::thousands;
use ram_policy::lint::{OtherServices as _, Size, SizeLimit};
use std::collections::{BTreeMap, HashSet};
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

Exit codes: 0 written, 2 the policy would have no effect, or bad input."
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
        let on = |action: &str| self.on(action, &asked);
        let mut named = self.sources.named(&asked);
        let placed = { named.iter() }.filter(|action| asked.leaves_resource_open(action));
        refuse_other_service(self.resource.as_deref(), placed)?;
        if !asked.listed.is_empty() {
            // A file of needs has the order in which its sources call.
            named.sort_by_key(|action| order(action));
        }
        let actions: Vec<&str> = named.iter().map(String::as_str).collect();
        for action in &actions {
            let listed = asked.listed.get(*action);
            let named = listed.map(|listed| &listed.named);
            let named = named.filter(|named| !named.is_empty());
            // A file of needs that names no resource leaves the choice to this command.
            let is_chosen = named.is_none() && listed.is_some();
            match doubt(action).filter(|_| is_chosen && narrowest(action).is_some()) {
                Some(doubt) => note(doubt, None),
                None => note_doubt(action, named.unwrap_or(&on(action))),
            }
        }
        self.refuse_listed_without_effect(&actions, &asked)?;
        Self::refuse_without_effect(&actions, &on)?;
        note_what_lint_reports(&actions);
        let mut groups = grouped(actions.iter().map(|action| (on(action), *action)));
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

    /// Refuses a line of a file of needs none of whose actions can be limited to the resources that it names. If only
    /// some can't, the others are allowed on these, and a warning says that those need more.
    fn refuse_listed_without_effect(&self, actions: &[&str], asked: &Asked) -> Result<(), Failure> {
        let mut wide: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut limited = HashSet::new();
        for action in actions {
            let Some(listed) = asked.listed.get(*action) else {
                continue;
            };
            let resources = asked.resources_or(action, self.resource.as_deref(), placeholder);
            let has_effect = resources.iter().any(|one| has_effect_on(action, one));
            for place in &listed.places {
                if has_effect {
                    limited.insert(place.as_str());
                } else {
                    wide.entry(place).or_default().push(action);
                }
            }
        }
        for (place, wide) in wide {
            let message = format!("cannot be limited to a cluster: {}", wide.join(", "));
            let on = alternatives(wide_resources(&wide), '`');
            if !limited.contains(place) {
                let help = format!("name {on} as the resource in this line");
                return Err(Failure::new(message).at(place).help(help));
            }
            let help = format!("allowed on {on}");
            warn(&format!("{place}: {message}"), Some(&help));
        }
        Ok(())
    }

    /// Refuses a policy in which no action can be allowed, and warns about actions that stay denied.
    fn refuse_without_effect(
        actions: &[&str],
        on: &impl Fn(&str) -> Vec<String>,
    ) -> Result<(), Failure> {
        let mut wide = actions.to_vec();
        wide.retain(|action| !on(action).iter().any(|on| has_effect_on(action, on)));
        if !wide.is_empty() {
            let message = format!("cannot be limited to a cluster: {}", wide.join(", "));
            let on = wide_resources(&wide);
            let options: Vec<String> = { on.iter() }
                .map(|on| format!("`--resource '{on}'`"))
                .collect();
            let options = options.join(" or ");
            let (subject, object) = match wide[..] {
                [_] => ("it stays", "it"),
                _ => ("they stay", "them"),
            };
            if wide.len() == actions.len() {
                let place = if *on == ["*"] {
                    " on all resources"
                } else {
                    ""
                };
                let help = format!("allow {object}{place} with {options}");
                return Err(Failure::new(message).help(help));
            }
            let help =
                format!("{subject} denied; allow {object} in a second policy with {options}");
            warn(&message, Some(&help));
        }
        Ok(())
    }

    /// Returns the resources to allow an action on. A placeholder takes the place of what a file of needs does not name,
    /// and of resources that do not have the effect.
    fn on(&self, action: &str, asked: &Asked) -> Vec<String> {
        let is_listed = asked.listed.contains_key(action);
        let default = if is_listed {
            placeholder
        } else {
            all_of_service
        };
        let resources = asked.resources_or(action, self.resource.as_deref(), default);
        if is_listed && !resources.iter().any(|one| has_effect_on(action, one)) {
            return vec![placeholder(action)];
        }
        resources
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
