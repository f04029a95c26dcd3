//! `ack-catalog grant`: the smallest change that allows actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::printable::counted;
use crate::output::shell::{file, word};
use crate::policy::args::actions::{
    ActionArgs, asked, is_of_catalog, is_pattern, matching, refuse_invalid_actions,
};
use crate::policy::args::resources::{is_of_service, refuse_invalid_resource};
use crate::policy::args::sources::SourceArgs;
use crate::policy::edit::args::EditArgs;
use crate::policy::edit::changes::report_changes;
use crate::policy::edit::size::refuse_too_long;
use crate::policy::edit::target::Target;
use crate::policy::excerpt::{first, short};
use crate::policy::risks::note_what_lint_reports;
use crate::policy::scope::{alternatives, has_effect_on, note_doubt, wide_resources};
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::note_trust_policy;
use ack_catalog::{CS_NEWEST_SOURCE, CsAction, CsActionSet};
use clap::{ArgGroup, Args};
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};
use ram_policy::{Located, Pattern, Relation, Statement, intersect, relation};

/// Allow actions with the smallest change to a policy
///
/// Extends the statement that allows the same resources without conditions, or adds a statement, in
/// the style of the file. Then proves that the new policy allows the actions and that nothing else has
/// changed.
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation"]),
    after_help = "\
Examples:
  ack-catalog grant policy.json --action cs:DescribeEvents
  ack-catalog grant policy.json --operation ModifyCluster --resource '*' --diff
  ack-catalog grant main.tf --action 'cs:Describe*' --resource '*' --write

Exit codes: 0 changed or already allowed, 2 not possible or bad input."
)]
pub(crate) struct GrantActions {
    #[command(flatten)]
    edit: EditArgs,

    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    sources: SourceArgs,

    /// Resource; repeat it for more [default: the resource of all Allow statements without conditions, if
    /// it is the same]
    #[arg(long)]
    resource: Vec<String>,

    /// Also allow, without the condition, actions that are allowed only under one
    #[arg(long)]
    unconditional: bool,
}

impl GrantActions {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        let actions = self.actions()?;
        if let Some(statement) = target.template_deny() {
            let message = format!(
                "{}: what this statement denies is computed elsewhere",
                target.place(statement)
            );
            let help = "nothing was changed, because this Deny may override the grant";
            return Err(Failure::new(message).help(help));
        }
        let resources = self.resources(&target, &actions)?;
        self.refuse_account_wide(&actions, &resources)?;
        let [names, places] = [&actions, &resources]
            .map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
        let grant = Grant {
            actions: &names,
            resources: &places,
            unconditional: self.unconditional,
        };
        match grant.to(&target.policy) {
            Ok(Granted::Already) => {
                let already = match target.limit() {
                    Some(limit) => format!("already within {}", policies_of(limit)),
                    None => "already allowed".to_owned(),
                };
                let message = format!(
                    "{already} without conditions: {} on {}",
                    first(actions.iter().map(|one| short(one)), ", "),
                    first(resources.iter().map(|one| short(one)), ", ")
                );
                note(&message, None);
                note_limit(&target);
                note_trust_policy(&names);
                self.edit.output_unchanged(&target)
            }
            Ok(Granted::Edited { edited, added, .. }) => {
                refuse_too_long(&target, &edited.policy)?;
                let ended = self.edit.output(&target, &edited)?;
                let added: Vec<&str> = added.iter().map(String::as_str).collect();
                report_changes(&target, &edited.policy, &added, &places);
                note_limit(&target);
                note_what_lint_reports(&added);
                note_trust_policy(&names);
                Ok(ended)
            }
            Err(error) => Err(failure(&target, &places, error)),
        }
    }

    fn resources(&self, target: &Target, actions: &[String]) -> Result<Vec<String>, Failure> {
        for resource in &self.resource {
            refuse_invalid_resource(resource)?;
        }
        if !self.resource.is_empty() {
            return Ok(self.resource.clone());
        }
        let by_option = "name the resource with `--resource`";
        match &shared_resources(&target.policy)[..] {
            [only] if is_of_service(only, actions) => Ok(only.clone()),
            [only] => {
                let resources = first(only.iter().map(|one| short(one)), ", ");
                let message = format!("the policy allows another service only, on {resources}");
                Err(Failure::new(message).help(by_option))
            }
            [] => {
                let message = "cannot infer the resource: no statement allows without conditions";
                Err(Failure::new(message).help(by_option))
            }
            sets => {
                let sets = sets.iter().map(|set| {
                    let options = set
                        .iter()
                        .map(|one| format!("--resource {}", word(&short(one))));
                    first(options, " ")
                });
                let message =
                    "cannot infer the resource: statements without conditions have different ones";
                Err(Failure::new(message)
                    .help(format!("choose one of these: {}", first(sets, "; "))))
            }
        }
    }

    /// Refuses actions that cannot be limited to a cluster on less than all resources.
    fn refuse_account_wide(&self, actions: &[String], resources: &[String]) -> Result<(), Failure> {
        let is_too_narrow = |action: &str| !resources.iter().any(|on| has_effect_on(action, on));
        for action in actions {
            note_doubt(action, resources);
        }
        let wide: Vec<&str> = actions
            .iter()
            .map(String::as_str)
            .filter(|action| is_too_narrow(action))
            .collect();
        if !wide.is_empty() {
            let message = format!("cannot be limited to a cluster: {}", wide.join(", "));
            let on = wide_resources(&wide);
            let help = format!(
                "grant on {}: `ack-catalog grant {} --action {} --resource '{}'`",
                match on {
                    ["*"] => "all resources",
                    _ => "every cluster or all resources",
                },
                file(&self.edit.printable_name()),
                wide.join(" --action "),
                on.first().unwrap_or(&"*")
            );
            return Err(Failure::new(message).help(help));
        }
        for pattern in actions.iter().filter(|action| is_pattern(action)) {
            let wide: Vec<&str> = matching(pattern)
                .into_iter()
                .map(CsAction::ram_action)
                .filter(|action| is_too_narrow(action))
                .collect();
            if !wide.is_empty() {
                let message = format!(
                    "some actions that `{pattern}` matches stay denied, because they cannot be limited to a cluster: {}",
                    wide.join(", ")
                );
                let help = format!(
                    "grant those on {}",
                    alternatives(wide_resources(&wide), '`')
                );
                warn(&message, Some(&help));
            }
        }
        Ok(())
    }

    /// Returns the actions to grant; a pattern is granted as given.
    fn actions(&self) -> Result<Vec<String>, Failure> {
        let ActionArgs { action, operation } = &self.actions;
        refuse_invalid_actions(action)?;
        let (patterns, literals): (Vec<String>, Vec<String>) =
            { action.iter().cloned() }.partition(|action| is_pattern(action));
        let mut all = self.sources.named(&asked(&literals, operation)?);
        for pattern in patterns {
            let known = CsActionSet::matching(&pattern).len();
            let known = format!("{} of ACK", counted(known, "known action"));
            let service = pattern.split_once(':').map_or("*", |(service, _)| service);
            let of_service = match service {
                _ if is_pattern(service) => {
                    format!("actions of several services, among them {known}")
                }
                _ if is_of_catalog(&pattern) => known,
                other => format!("actions of `{other}`"),
            };
            let message = format!("`{pattern}` matches {of_service}, and all that are added later");
            let help = if is_of_catalog(&pattern) {
                format!(
                    "the newest source is of {CS_NEWEST_SOURCE}; name the actions to allow only those"
                )
            } else {
                "name the actions to allow only those".to_owned()
            };
            warn(&message, Some(&help));
            all.push(pattern);
        }
        Ok(all)
    }
}

/// Notes that a policy which only limits others allows nothing by itself.
fn note_limit(target: &Target) {
    if let Some(limit) = target.limit() {
        let policy = policies_of(limit);
        let message = format!("{policy} only limits: a policy of the caller must also allow it");
        note(&message, None);
    }
}

/// Returns what a statement denies of an action on resources: often only a part.
fn denied(statement: &Statement, action: &str, resources: &[&str]) -> String {
    let patterns = |all: &[Located<Pattern>]| -> Vec<Pattern> {
        all.iter().map(|one| one.value.clone()).collect()
    };
    let covers = |all: &[Pattern], one: &Pattern| {
        relation(one, &all.iter().collect::<Vec<_>>()) == Relation::Whole
    };
    let asked = Pattern::action(action);
    let of_statement = patterns(&statement.actions.patterns);
    let actions =
        if is_pattern(action) && (statement.actions.is_negated || !covers(&of_statement, &asked)) {
            let met = of_statement
                .iter()
                .filter(|one| !statement.actions.is_negated && intersect(one, &asked) != Ok(None));
            let met: Vec<String> = met.map(|one| short(one.as_str())).collect();
            let except = if met.is_empty() {
                String::new()
            } else {
                format!(": {}", first(met.into_iter(), ", "))
            };
            format!("some of `{action}`{except}")
        } else {
            format!("`{action}`")
        };
    let on = statement
        .resources
        .as_deref()
        .map(patterns)
        .unwrap_or_default();
    let is_whole = resources
        .iter()
        .all(|one| covers(&on, &Pattern::resource(one)));
    if on.is_empty() || is_whole {
        return actions;
    }
    format!(
        "{actions} on {}",
        first(on.iter().map(|one| short(one.as_str())), ", ")
    )
}

/// Reports whether a statement is proved to be about a part of an action on a part of these resources.
fn is_certain(statement: &Statement, action: &str, resources: &[&str]) -> bool {
    let asked = Pattern::action(action);
    let meets = |one: &Pattern, other: &Pattern| matches!(intersect(one, other), Ok(Some(_)));
    let mut actions = statement.actions.patterns.iter().map(|one| &one.value);
    let is_of_action = if statement.actions.is_negated {
        let found = relation(&asked, &actions.collect::<Vec<_>>());
        !matches!(found, Relation::Whole | Relation::NotDecided)
    } else {
        actions.any(|one| meets(one, &asked))
    };
    let on = statement.resources.as_ref();
    is_of_action
        && on.is_none_or(|on| {
            let is_asked = |one: &Pattern| {
                let mut resources = resources.iter();
                resources.any(|asked| meets(one, &Pattern::resource(asked)))
            };
            on.iter().any(|one| is_asked(&one.value))
        })
}

fn failure(target: &Target, resources: &[&str], error: GrantError) -> Failure {
    match error {
        GrantError::Denied { statement, action } => {
            let denying = &target.policy.statements()[statement];
            let under = if denying.conditions.is_empty() {
                ""
            } else {
                " under its condition"
            };
            if !is_certain(denying, &action, resources) {
                let message = format!(
                    "{}: this statement may deny `{action}`; its patterns are too many for exact reasoning",
                    target.place(statement)
                );
                let help = "nothing was changed, because this Deny may override the grant";
                return Failure::new(message).help(help);
            }
            let message = format!(
                "{}: this statement denies {}{under}, and a Deny overrides every Allow",
                target.place(statement),
                denied(denying, &action, resources)
            );
            Failure::new(message).help("nothing was changed; change or remove this Deny first")
        }
        GrantError::Open { statement, action } => {
            let message = format!(
                "{}: a part of this statement is computed, and it may deny `{action}`",
                target.place(statement)
            );
            let help = "nothing was changed, because this Deny may override the grant";
            Failure::new(message).help(help)
        }
        GrantError::DeniedByCase { statement, action } => {
            let message = format!(
                "{}: this statement denies `{action}` if letter case counts in actions",
                target.place(statement)
            );
            let help = "nothing was changed; write the action in `NotAction` as it is requested";
            Failure::new(message).help(help)
        }
        GrantError::Conditional { statement, action } => {
            let conditions = &target.policy.statements()[statement].conditions;
            let conditions = conditions.iter().map(|condition| {
                let values = condition
                    .values
                    .iter()
                    .map(|value| short(value.value.as_str()));
                let key = short(&condition.key.value);
                format!("{key} {} {}", condition.operator.value, first(values, ", "))
            });
            let message = format!(
                "{}: this statement allows `{action}` under a condition: {}",
                target.place(statement),
                first(conditions, "; ")
            );
            Failure::new(message)
                .help("nothing was changed; `--unconditional` allows it without the condition")
        }
        error => Failure::new(error).help("nothing was changed"),
    }
}
