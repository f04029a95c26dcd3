//! `ack-catalog check`: what policies allow, and why not.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, counted, report};
use crate::output::stdout::output;
use crate::policy::commands::grant::{refuse_no_actions, refuse_no_resource};
use crate::policy::commands::requests;
use crate::policy::input::confusable::tell_of_odd_letter;
use crate::policy::input::load::SHOWN;
use crate::policy::verdict::policy_set::{Attached, PolicyArgs};
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::{Verdict, Verdicts};
use ack_catalog::{AckAction, AckActionSet, PUBLISHED};
use annotate_snippets::Level;
use clap::{Args, ValueEnum};
use ram_policy::{Context, Request};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::PathBuf;

/// Check what policies allow, and say why not
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog check policy.json                                all actions of the page
  ack-catalog check policy.json --operation DescribeClustersV1
  ack-catalog check policy.json --resource 'acs:cs:*:*:cluster/c1' --context acs:SourceIp=10.0.0.1
  ack-catalog check policies/ --requests requests.jsonl        a request and a decision a line

Exit codes: 0 all that was asked for is allowed, 1 some of it is not or is open, 2 bad input.")]
pub(crate) struct Check {
    #[command(flatten)]
    policies: PolicyArgs,

    /// A RAM action, or a pattern for actions of the page [default: all actions of the page]
    #[arg(long, value_name = "ACTION", conflicts_with = "requests")]
    action: Vec<String>,

    /// An operation; it stands for the actions that it needs
    #[arg(long, value_name = "OPERATION", conflicts_with = "requests")]
    operation: Vec<String>,

    /// A resource; with wildcards, all that it matches [default: everything of the service,
    /// acs:cs:*:*:*]
    #[arg(long, conflicts_with = "requests")]
    resource: Option<String>,

    /// Who asks, as a policy of a resource names them
    #[arg(long, conflicts_with = "requests")]
    principal: Option<String>,

    /// A condition key and its value; several times for several values
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair, conflicts_with = "requests")]
    context: Vec<(String, String)>,

    /// The request has no other condition keys than those of `--context`
    #[arg(long, conflicts_with = "requests")]
    complete_context: bool,

    /// Requests as JSON lines, or `-`; decisions come out likewise. Strings are taken as they come
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    requests: Option<PathBuf>,

    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// An object with an entry for each action
    Json,
}

fn pair(given: &str) -> Result<(String, String), String> {
    match given.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write KEY=VALUE, such as acs:SourceIp=10.0.0.1".to_owned()),
    }
}

/// An action, and the answer to it.
struct Answer {
    action: String,
    resource: String,
    verdict: Verdict,
    reasons: Vec<String>,
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let (Some("-"), true) = (self.requests(), self.policies.reads_standard_input()) {
            return Err(Failure::new(
                "standard input cannot be both policies and requests",
            ));
        }
        let attached = self.policies.load()?;
        if let Some(requests) = &self.requests {
            return requests::run(&attached, requests);
        }
        let mut context = if self.complete_context {
            Context::complete()
        } else {
            Context::open()
        };
        for (key, value) in &self.context {
            tell_of_odd_letter(key);
            tell_of_odd_letter(value);
            context = context.with(key, value);
        }
        if let Some(resource) = &self.resource {
            refuse_no_resource(resource)?;
        }
        let actions = asked(&self.action, &self.operation)?;
        let answers = self.answers(&attached, &context, actions);
        let mut out = Vec::new();
        match self.format {
            Format::Text => text(&mut out, &answers)?,
            Format::Json => json(&mut out, &attached, &answers)?,
        }
        output().write_all(&out)?;
        let is_all_allowed = answers.iter().all(|answer| answer.verdict.is_allowed());
        Ok(if is_all_allowed {
            ExitStatus::Done
        } else {
            ExitStatus::Finding
        })
    }

    fn requests(&self) -> Option<&str> {
        self.requests.as_ref().and_then(|path| path.to_str())
    }

    fn answers(&self, attached: &Attached, context: &Context, actions: Vec<String>) -> Vec<Answer> {
        let policies = attached.policies();
        let on = |action: &String| {
            let service = action.split_once(':').map_or("cs", |(service, _)| service);
            let all = || format!("acs:{service}:*:*:*");
            self.resource.clone().unwrap_or_else(all)
        };
        let resources: Vec<String> = actions.iter().map(on).collect();
        let mut verdicts: HashMap<&str, Verdicts<'_>> = HashMap::new();
        let mut answers = Vec::with_capacity(actions.len());
        for (action, resource) in actions.into_iter().zip(&resources) {
            let request = Request {
                action: "",
                resource,
                principal: self.principal.as_deref(),
                context,
            };
            let verdicts = verdicts.entry(resource);
            let verdicts = verdicts.or_insert_with(|| Verdicts::new(&policies, request));
            let verdict = verdicts.of(&action);
            let mut reasons = verdict.part().map_or_else(Vec::new, |part| {
                let request = Request {
                    action: &action,
                    resource: &part.witness,
                    ..request
                };
                reasons(attached, &policies, &request, &part.decision)
            });
            reasons.extend(verdict.remedy());
            answers.push(Answer {
                action,
                resource: resource.clone(),
                verdict,
                reasons,
            });
        }
        answers
    }
}

/// The actions that are asked for: each once, in the order given; all of the page if none is.
pub(crate) fn asked(actions: &[String], operations: &[String]) -> Result<Vec<String>, Failure> {
    refuse_no_actions(actions)?;
    let mut asked: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut add = |action: &str| {
        if known.insert(action.to_owned()) {
            asked.push(action.to_owned());
        }
    };
    let mut unknown: Vec<String> = Vec::new();
    for action in actions {
        if action.contains(['*', '?']) {
            let matching = AckActionSet::matching(action);
            if matching.is_empty() {
                let message = format!("no action of the page matches `{}`", action.escape_debug());
                let help = "`ack-catalog list` shows the actions; one that is not on the page is named in full";
                return Err(Failure::new(message).help(help));
            }
            for action in matching {
                add(action.ram_action());
            }
        } else {
            // The page lists actions of one service, and says nothing of others.
            let is_of_page = action
                .split_once(':')
                .is_none_or(|(service, _)| service == "cs");
            if let (Err(error), true) = (action.parse::<AckAction>(), is_of_page) {
                unknown.push(error.to_string());
            }
            add(action);
        }
    }
    let help = format!("the answer is for it as it is written; the page is of {PUBLISHED}");
    for error in unknown.iter().take(SHOWN) {
        report(Level::WARNING, error, Some(&help));
    }
    if unknown.len() > SHOWN {
        let message = format!(
            "and {} more that are not on the page",
            unknown.len() - SHOWN
        );
        report(Level::WARNING, &message, None);
    }
    for operation in operations {
        let needed = AckAction::required_for(operation);
        if needed.is_empty() {
            let message = format!(
                "`{}` is no operation of the page of {PUBLISHED}",
                operation.escape_debug()
            );
            let help =
                "`ack-catalog list --format csv` shows the operations; `--action` takes any action";
            return Err(Failure::new(message).help(help));
        }
        for action in needed {
            add(action.ram_action());
        }
    }
    if actions.is_empty() && operations.is_empty() {
        AckActionSet::ALL
            .iter()
            .for_each(|action| add(action.ram_action()));
    }
    Ok(asked)
}

/// Actions that share a verdict and its reasons stand together.
fn text(out: &mut impl Write, answers: &[Answer]) -> io::Result<()> {
    let mut groups: Vec<(String, Vec<&Answer>)> = Vec::new();
    for answer in answers {
        let mut heading = answer.verdict.to_string();
        for reason in &answer.reasons {
            heading.push_str("\n    ");
            heading.push_str(reason);
        }
        match groups.iter_mut().find(|(other, _)| *other == heading) {
            Some((_, group)) => group.push(answer),
            None => groups.push((heading, vec![answer])),
        }
    }
    for (heading, group) in &groups {
        writeln!(out, "{heading}")?;
        for answer in group {
            writeln!(out, "  {}", answer.action.escape_debug())?;
        }
        writeln!(out)?;
    }
    let allowed = answers.iter().filter(|answer| answer.verdict.is_allowed());
    let asked = counted(answers.len(), "action");
    write!(out, "{} of {asked} allowed", allowed.count())?;
    let mut resources: Vec<&str> = answers.iter().map(|answer| &*answer.resource).collect();
    resources.dedup();
    match resources[..] {
        [resource] => writeln!(out, " on {}", resource.escape_debug()),
        _ => writeln!(out),
    }
}

#[derive(Serialize)]
struct Report<'a> {
    asked: usize,
    allowed: usize,
    actions: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    action: &'a str,
    resource: &'a str,
    is_allowed: bool,
    reach: &'static str,
    decision: Option<&'static str>,
    /// A resource on which it is decided so, where that is not the whole.
    witness: Option<&'a str>,
    by: Vec<requests::By>,
    depends_on: Vec<requests::UnknownCondition>,
    assumes: Vec<&'static str>,
    reasons: &'a [String],
}

fn json(out: &mut impl Write, attached: &Attached, answers: &[Answer]) -> io::Result<()> {
    let records = answers.iter().map(|answer| {
        let part = answer.verdict.part();
        let decision = part.map(|part| &part.decision);
        Record {
            action: &answer.action,
            resource: &answer.resource,
            is_allowed: answer.verdict.is_allowed(),
            reach: answer.verdict.reach(),
            decision: decision.map(|decision| decision.outcome.name()),
            witness: part
                .map(|part| &*part.witness)
                .filter(|witness| *witness != answer.resource),
            by: decision.map_or_else(Vec::new, |decision| requests::by(attached, decision)),
            depends_on: decision.map_or_else(Vec::new, requests::depends_on),
            assumes: decision.map_or_else(Vec::new, requests::assumes),
            reasons: &answer.reasons,
        }
    });
    let report = Report {
        asked: answers.len(),
        allowed: answers
            .iter()
            .filter(|answer| answer.verdict.is_allowed())
            .count(),
        actions: records.collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}
