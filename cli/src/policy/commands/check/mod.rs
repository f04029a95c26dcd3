//! `ack-catalog check`: what policies allow, and why not the rest.

mod answered;
mod answers;
mod checked;
mod expectation;
mod json;
mod records;
mod request_line;
mod requests;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::levels::LevelArgs;
use crate::policy::args::needs_file::NeedsArgs;
use crate::policy::args::principals::refuse_invalid_principal;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::risks::note_credentials;
use crate::policy::verdict::policy_set::PolicyArgs;
use checked::{Checked, Question};
use clap::{Args, ValueEnum};
use ram_policy::Context;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Check what policies allow, and why not the rest
///
/// Without options, checks all actions that operations of ACK need today, by the newest source of each. An
/// operation is allowed if all sources since August 2021 agree on it, and denied if all sources do.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("operations").multiple(true).args(["needs", "operation"]), after_help = "\
Examples:
  ack-catalog check policy.json                all actions that ACK needs today
  ack-catalog check policy.json --level read   the actions that only read
  ack-catalog check policy.json --by-pattern   the actions of each pattern
  ack-catalog check policy.json --operation DescribeEvents
  ack-catalog check policy.json --resource 'acs:cs:*:*:cluster/c1' \\
    --context acs:SourceIp=10.0.0.1
  ack-catalog check policies/ --requests requests.jsonl --format text

Exit codes: 0 all actions allowed, and all requests decided as expected,
1 some denied, undecided or allowed under an assumption, 2 bad input.")]
pub(crate) struct Check {
    #[command(flatten)]
    policies: PolicyArgs,

    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    needs: NeedsArgs,

    #[command(flatten)]
    levels: LevelArgs,

    /// Resource, where a file of needs names none; with wildcards, every resource that matches must be allowed
    /// [default: every cluster for an action on clusters, or else all of the action's service]
    #[arg(long)]
    resource: Option<String>,

    /// Caller, as the `Principal` of a policy names them
    #[arg(long)]
    principal: Option<String>,

    /// Condition key and its value; repeat it for more values
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    context: Vec<(String, String)>,

    /// Treat condition keys without `--context` as absent
    #[arg(long)]
    complete_context: bool,

    /// Group actions by the policy pattern that allows them
    #[arg(long, conflicts_with_all = ["requests", "format"])]
    by_pattern: bool,

    /// Decide requests from a file of JSON lines, or `-`, and compare each decision with the one that the line expects
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "action", "operation", "needs", "level", "resource", "principal", "context", "complete_context",
    ])]
    requests: Option<PathBuf>,

    /// Output format [default: text, or json with `--requests`]
    #[arg(long, value_enum)]
    format: Option<CheckFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// For programs; one line for each request
    Json,
    /// Test results in XML, with `--requests`
    Junit,
    /// Annotations of GitHub workflows, with `--requests`
    Github,
}

fn pair(given: &str) -> Result<(String, String), String> {
    match given.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE, such as acs:SourceIp=10.0.0.1".to_owned()),
    }
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.requests.as_deref() == Some(Path::new("-")) && self.policies.reads_standard_input()
        {
            return Err(Failure::new(
                "standard input cannot be both policies and requests",
            ));
        }
        if matches!(self.format, Some(CheckFormat::Junit | CheckFormat::Github))
            && self.requests.is_none()
        {
            let help = "add `--requests FILE`, or use `--format json`";
            return Err(Failure::new("this format is for the results of `--requests`").help(help));
        }
        let policy_set = self.policies.load()?;
        if let Some(requests) = &self.requests {
            let mut answers = match self.format {
                None | Some(CheckFormat::Json) => answers::json(),
                Some(CheckFormat::Text) => answers::text(requests),
                Some(CheckFormat::Junit) => answers::junit(requests),
                Some(CheckFormat::Github) => answers::github(requests),
            };
            return requests::run(&policy_set, requests, &mut *answers);
        }
        let context = self.context();
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        if let Some(principal) = &self.principal {
            refuse_invalid_principal(principal)?;
        }
        let question = Question {
            resource: self.resource.as_deref(),
            principal: self.principal.as_deref(),
            context: &context,
        };
        let asked = self.levels.selected(self.needs.asked(&self.actions)?)?;
        asked.refuse_resource_of_others(self.resource.as_deref())?;
        if self.levels.is_given() {
            let names = asked.names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            note_credentials(&names);
        }
        let all = question.check(&policy_set, &asked);
        let checked = Checked::new(&question, &policy_set, &asked, &all);
        let mut out = Vec::new();
        match self.format {
            Some(CheckFormat::Json) => json::write(&mut out, &checked)?,
            _ if self.by_pattern => text::by_pattern(&mut out, &policy_set, &checked)?,
            _ => text::by_verdict(&mut out, &checked)?,
        }
        output().write_all(&out)?;
        Ok(ExitStatus::finding_if(
            policy_set.is_assumed || !checked.is_all_allowed(),
        ))
    }

    fn context(&self) -> Context {
        let mut context = if self.complete_context {
            Context::complete()
        } else {
            Context::open()
        };
        for (key, value) in &self.context {
            warn_about_confusable(key);
            warn_about_confusable(value);
            context = context.with(key, value);
        }
        context
    }
}
