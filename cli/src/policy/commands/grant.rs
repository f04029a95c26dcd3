//! `ack-catalog grant`: the smallest change that allows what is asked for.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report, short};
use crate::policy::commands::check::asked;
use crate::policy::edit::target::{EditArgs, Target, refuse_too_long, tell};
use crate::policy::input::confusable::tell_of_odd_letter;
use crate::policy::verdict::reasons::{NAMED, first};
use crate::policy::verdict::verdicts::is_whole_account;
use ack_catalog::{AckAction, AckActionSet, PUBLISHED, Scope};
use annotate_snippets::Level;
use clap::{ArgGroup, Args};
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};
use ram_policy::{Confusable, Pattern, intersect};

/// Allow actions in a policy, by the smallest change of its text
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

    /// A RAM action, or a pattern, which is written as it is given
    #[arg(long, value_name = "ACTION")]
    action: Vec<String>,

    /// An operation; it stands for the actions that it needs
    #[arg(long, value_name = "OPERATION")]
    operation: Vec<String>,

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
        let actions = actions(&self.action, &self.operation)?;
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
                tell(&target.policy, &edited.policy, &added, &places);
                Ok(ended)
            }
            Err(error) => Err(refusal(&target, error)),
        }
    }

    fn resources(&self, target: &Target, actions: &[String]) -> Result<Vec<String>, Failure> {
        for resource in &self.resource {
            refuse_no_resource(resource)?;
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
        let (patterns, literals): (Vec<&String>, Vec<&String>) = actions
            .iter()
            .partition(|action| action.contains(['*', '?']));
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

/// Refuses what is no resource, or a placeholder of one.
pub(crate) fn refuse_no_resource(resource: &str) -> Result<(), Failure> {
    let is_whole =
        resource == "*" || (resource.splitn(5, ':').count() == 5 && resource.starts_with("acs:"));
    let is_plain = !resource.contains(['<', '>', '"']) && !resource.contains(char::is_control);
    if is_whole && is_plain {
        tell_of_odd_letter(resource);
        return Ok(());
    }
    let message = format!("`{}` is no resource", resource.escape_debug());
    let help = "write `acs:<service>:<region>:<account-id>:<relative-id>`, with what the angle brackets stand for, or `*`";
    Err(Failure::new(message).help(help))
}

/// Whether actions can be checked on one of these resources: they are of the same service.
pub(crate) fn is_of_service(resources: &[String], actions: &[String]) -> bool {
    actions.iter().all(|action| {
        let code = action.split(':').next().unwrap_or_default();
        let of_service = Pattern::resource(&format!("acs:{}:*:*:*", code.to_ascii_lowercase()));
        let mut resources = resources.iter();
        code.contains(['*', '?'])
            || resources
                .any(|resource| intersect(&Pattern::resource(resource), &of_service) != Ok(None))
    })
}

/// What was asked for, patterns as they were given.
fn actions(given: &[String], operations: &[String]) -> Result<Vec<String>, Failure> {
    let (patterns, literals): (Vec<String>, Vec<String>) = given
        .iter()
        .cloned()
        .partition(|action| action.contains(['*', '?']));
    refuse_no_actions(given)?;
    let mut all = if literals.is_empty() && operations.is_empty() {
        Vec::new()
    } else {
        asked(&literals, operations)?
    };
    for pattern in patterns {
        let on_page = AckActionSet::matching(&pattern).len();
        let message = format!(
            "`{pattern}` allows {on_page} actions of the page, and every other one that it matches"
        );
        let help = format!(
            "the page is of {PUBLISHED}; what the service has added since, or will add, is allowed, too"
        );
        report(Level::WARNING, &message, Some(&help));
        all.push(pattern);
    }
    Ok(all)
}

/// Refuses what cannot be an action or a pattern of actions.
pub(crate) fn refuse_no_actions(given: &[String]) -> Result<(), Failure> {
    for action in given {
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_./:*?".contains(c))
        };
        let is_whole = action == "*"
            || action
                .split_once(':')
                .is_some_and(|(service, name)| is_name(service) && is_name(name));
        if !is_whole {
            let message = format!("`{}` is no action", action.escape_debug());
            let help = match Confusable::in_ascii(action) {
                Some(odd) => format!("type it anew: it holds {odd}"),
                None => "write `<service>:<name>`, such as `cs:DescribeEvents`".to_owned(),
            };
            return Err(Failure::new(message).help(help));
        }
    }
    Ok(())
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
                let values = condition.values.iter();
                let values = values.map(|value| short(value.value.as_str()));
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
