//! `ack-catalog grant`: the smallest change that allows what is asked for.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report};
use crate::policy::args::actions::{ActionArgs, is_pattern, refuse_invalid_actions, select};
use crate::policy::args::resources::{is_of_service, refuse_invalid_resource};
use crate::policy::edit::args::EditArgs;
use crate::policy::edit::changes::report_changes;
use crate::policy::edit::size::refuse_too_long;
use crate::policy::edit::target::Target;
use crate::policy::excerpt::{NAMED, first, short};
use crate::policy::verdict::verdicts::is_whole_account;
use ack_catalog::{AckAction, AckActionSet, PUBLISHED, Scope};
use annotate_snippets::Level;
use clap::{ArgGroup, Args};
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};

/// Allow actions by the smallest change of a policy
///
/// Joins the statement that allows on the same resources without condition, or adds one, in the style
/// of the file. The new text is read again, and it is proved that what was asked for is allowed and
/// nothing else has changed.
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation"]),
    after_help = "\
Examples:
  ack-catalog grant policy.json --action cs:DescribeClustersV1
  ack-catalog grant policy.json --operation ModifyCluster --resource 'acs:cs:*:*:cluster/c1' --diff
  ack-catalog grant main.tf --action 'cs:Describe*' --resource '*' --write

Exit codes: 0 changed, or allowed already; 2 refused, or bad input."
)]
pub(crate) struct GrantActions {
    #[command(flatten)]
    edit: EditArgs,

    #[command(flatten)]
    actions: ActionArgs,

    /// A resource [default: the one set of resources of the statements that allow without condition]
    #[arg(long)]
    resource: Vec<String>,

    /// Allow without condition what is allowed under one
    #[arg(long)]
    unconditional: bool,
}

impl GrantActions {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        let actions = actions(&self.actions)?;
        if let Some(statement) = target.open_deny() {
            let message = format!(
                "{}: what this statement denies is filled in by Terraform",
                target.place(statement)
            );
            let help = "nothing was changed: whether it is in the way cannot be told here";
            return Err(Failure::new(message).help(help));
        }
        let resources = self.resources(&target, &actions)?;
        self.refuse_account_wide(&actions, &resources)?;
        let [names, places]: [Vec<&str>; 2] =
            [&actions, &resources].map(|all| all.iter().map(String::as_str).collect());
        let grant = Grant {
            actions: &names,
            resources: &places,
            unconditional: self.unconditional,
        };
        match grant.to(&target.policy) {
            Ok(Granted::Already) => {
                report(
                    Level::NOTE,
                    "all of it is allowed already, without conditions",
                    None,
                );
                self.edit.keep(&target)
            }
            Ok(Granted::Edited { edited, added, .. }) => {
                refuse_too_long(&target.policy, &edited.policy)?;
                let ended = self.edit.offer(&target, &edited)?;
                let added: Vec<&str> = added.iter().map(String::as_str).collect();
                report_changes(&target.policy, &edited.policy, &added, &places);
                Ok(ended)
            }
            Err(error) => Err(refusal(&target, error)),
        }
    }

    fn resources(&self, target: &Target, actions: &[String]) -> Result<Vec<String>, Failure> {
        for resource in &self.resource {
            refuse_invalid_resource(resource)?;
        }
        if !self.resource.is_empty() {
            return Ok(self.resource.clone());
        }
        let mut sets = shared_resources(&target.policy);
        match (sets.pop(), sets.is_empty()) {
            (Some(only), true) if is_of_service(&only, actions) => Ok(only),
            (Some(only), true) => Err(Failure::new(format!(
                "the policy allows on {}, and these actions are of another service",
                first(only.iter().map(|one| short(one)), ", ")
            ))
            .help("name the resource with `--resource`")),
            (None, _) => Err(Failure::new(
                "no statement allows without condition, so that the resource is not known",
            )
            .help("name it with `--resource`")),
            (Some(last), false) => {
                sets.push(last);
                let each = sets.iter().take(NAMED).map(|set| {
                    let options = set.iter().map(|one| format!("--resource '{}'", short(one)));
                    first(options, " ")
                });
                let mut each: Vec<String> = each.collect();
                if sets.len() > NAMED {
                    each.push(format!("one of {} more", sets.len() - NAMED));
                }
                Err(Failure::new(
                    "the statements that allow without condition are on different resources",
                )
                .help(format!("choose one of these: {}", each.join(", or "))))
            }
        }
    }

    /// Actions that cannot be limited to a cluster, asked for on clusters alone.
    fn refuse_account_wide(&self, actions: &[String], resources: &[String]) -> Result<(), Failure> {
        if resources.iter().any(|resource| is_whole_account(resource)) {
            return Ok(());
        }
        let wide = |pattern: &str| -> Vec<&'static str> {
            let matching = AckActionSet::matching(pattern).into_iter();
            let wide = matching.filter(|action| action.scope() == Scope::Account);
            wide.map(AckAction::ram_action).collect()
        };
        let (patterns, literals): (Vec<&String>, Vec<&String>) =
            actions.iter().partition(|action| is_pattern(action));
        let refused: Vec<&str> = literals.iter().flat_map(|action| wide(action)).collect();
        if !refused.is_empty() {
            let message = format!("cannot be limited to a cluster: {}", refused.join(", "));
            let each: Vec<String> = refused
                .iter()
                .map(|action| format!("--action {action}"))
                .collect();
            let help = format!(
                "grant it on the whole account: `ack-catalog grant {} {} --resource '*'`",
                self.edit.shown(),
                each.join(" ")
            );
            return Err(Failure::new(message).help(help));
        }
        for pattern in patterns {
            let beyond = wide(pattern);
            if !beyond.is_empty() {
                let message = format!(
                    "`{}` matches actions that cannot be limited to a cluster, and stay refused: {}",
                    pattern.escape_debug(),
                    beyond.join(", ")
                );
                report(Level::WARNING, &message, Some("grant those on `*`"));
            }
        }
        Ok(())
    }
}

/// Returns the actions to grant; a pattern is granted as given.
fn actions(ActionArgs { action, operation }: &ActionArgs) -> Result<Vec<String>, Failure> {
    refuse_invalid_actions(action)?;
    let (patterns, literals): (Vec<String>, Vec<String>) = action
        .iter()
        .cloned()
        .partition(|action| is_pattern(action));
    let mut all = if literals.is_empty() && operation.is_empty() {
        Vec::new()
    } else {
        select(&literals, operation)?
    };
    for pattern in patterns {
        let on_page = AckActionSet::matching(&pattern).len();
        let message = format!(
            "`{pattern}` allows {on_page} actions on the page and every other action that it matches"
        );
        let help = format!(
            "the page is of {PUBLISHED}; the pattern also allows actions that the service added or adds later"
        );
        report(Level::WARNING, &message, Some(&help));
        all.push(pattern);
    }
    Ok(all)
}

fn refusal(target: &Target, error: GrantError) -> Failure {
    match error {
        GrantError::Denied { statement, action } => {
            let message = format!(
                "{}: this statement denies `{action}`, and a Deny wins over every Allow",
                target.place(statement)
            );
            Failure::new(message).help(
                "nothing was changed; change that statement first, if its Deny is no longer meant",
            )
        }
        GrantError::Conditional { statement, action } => {
            let conditions = &target.policy.statements()[statement].conditions;
            let each = conditions.iter().map(|condition| {
                let values = condition
                    .values
                    .iter()
                    .map(|value| short(value.value.as_str()));
                format!(
                    "{} {} {}",
                    short(&condition.key.value),
                    condition.operator.value,
                    first(values, ", ")
                )
            });
            let message = format!(
                "{}: this statement allows `{action}` under a condition: {}",
                target.place(statement),
                first(each, "; ")
            );
            Failure::new(message).help("nothing was changed; `--unconditional` allows it without, and the condition is lost")
        }
        error => Failure::new(error).help("nothing was changed"),
    }
}
