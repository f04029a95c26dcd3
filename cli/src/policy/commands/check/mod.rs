//! `ack-catalog check`: what policies allow, and why not the rest.

mod checked;
mod json;
mod records;
mod requests;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::levels::LevelArgs;
use crate::policy::args::principals::refuse_invalid_principal;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::verdict::policy_set::PolicyArgs;
use checked::{Checked, Question};
use clap::Args;
use ram_policy::Context;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Check what policies allow, and why not the rest
///
/// Without options, checks all actions that operations of ACK need today, by the newest source of each. An
/// operation is allowed if all sources since August 2021 agree on it, and denied if all sources do.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog check policy.json                all actions that ACK needs today
  ack-catalog check policy.json --level read   the actions that only read
  ack-catalog check policy.json --by-pattern   the actions of each pattern
  ack-catalog check policy.json --operation DescribeEvents
  ack-catalog check policy.json --resource 'acs:cs:*:*:cluster/c1' \\
    --context acs:SourceIp=10.0.0.1
  ack-catalog check policies/ --requests requests.jsonl

Exit codes: 0 all actions allowed, 1 some denied or undecided, 2 bad input.")]
pub(crate) struct Check {
    #[command(flatten)]
    policies: PolicyArgs,

    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    levels: LevelArgs,

    /// Resource; with wildcards, every resource that matches must be allowed [default: acs:<service>:*:*:*]
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

    /// Decide requests from a file of JSON lines, or `-`, and print one JSON line for each
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "action", "operation", "level", "resource", "principal", "context", "complete_context", "format",
    ])]
    requests: Option<PathBuf>,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
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
        let policy_set = self.policies.load()?;
        if let Some(requests) = &self.requests {
            return requests::run(&policy_set, requests);
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
        let asked = self.levels.asked(&self.actions)?;
        let all = question.check(&policy_set, asked.names());
        let checked = Checked::new(&asked, &all);
        let mut out = Vec::new();
        match self.format {
            TextOrJson::Json => json::write(&mut out, &policy_set, &checked)?,
            TextOrJson::Text if self.by_pattern => {
                text::by_pattern(&mut out, &policy_set, &checked)?;
            }
            TextOrJson::Text => text::by_verdict(&mut out, &checked)?,
        }
        output().write_all(&out)?;
        Ok(ExitStatus::finding_if(!checked.is_all_allowed()))
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
