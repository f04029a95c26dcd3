//! `ack-catalog needs`: what code, Terraform and recorded calls need to be allowed.

mod html;
mod list;
mod report;
mod sources;
mod trail;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_json_or_html::TextJsonOrHtml;
use crate::policy::trail::args::TrailArgs;
use ack_catalog_needs::Phase;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use list::NeedsList;
use report::{NotRead, Report};
use sources::Named;
use std::io::Write as _;
use std::path::PathBuf;
use trail::TrailNeeds;

/// List the permissions that code, Terraform and past calls need
///
/// Reads Rust (the variants of `AckAction` and `CsAction`), calls of Alibaba Cloud's SDKs in Go, Java, Python and
/// TypeScript, shell scripts that run `aliyun` or `curl`, Terraform configurations, plans as `terraform show -json`
/// prints them, and events of ActionTrail, by caller. The list is what `audit --needs` reads. What cannot be told for
/// certain is in it as a comment, and makes the exit code 1.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog needs src/ deploy.sh > needs.txt
  terraform show -json plan.bin | ack-catalog needs -
  ack-catalog needs infra/ --from terraform --phase read
  ack-catalog needs src/ infra/ --format html > needs.html
  ack-catalog needs trail/ --from trail --caller user/ann

Exit codes: 0 listed, 1 something is unclear and in the list as a comment,
2 bad input.")]
pub(crate) struct Needs {
    /// Files, folders, or `-` for a plan or events
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,

    /// Kind of sources to read; all kinds without it
    #[arg(long, value_enum)]
    from: Option<From>,

    /// What Terraform does; the whole life of a resource, or the changes of a plan, without it
    #[arg(long, value_parser = phase_parser())]
    phase: Vec<Phase>,

    /// Only the calls of this user or role in events, such as `ann` or `role/deployer`
    #[arg(long)]
    caller: Option<String>,

    /// Ignore events that cannot be read, except for naming and counting them
    #[arg(long)]
    skip_bad: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextJsonOrHtml,
}

/// Kinds of sources.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Variants of `AckAction` and `CsAction`
    Rust,
    /// Go, Java, Python, TypeScript and shell
    Sdk,
    /// Configurations and plans
    Terraform,
    /// Events of ActionTrail, with the calls of each caller
    Trail,
}

fn phase_parser() -> impl TypedValueParser<Value = Phase> {
    let names = PossibleValuesParser::new(Phase::ALL.map(Phase::name));
    names.try_map(|name| {
        Phase::ALL
            .into_iter()
            .find(|phase| phase.name() == name)
            .ok_or(name)
    })
}

impl Needs {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let phases = match self.phase.as_slice() {
            [] => &Phase::ALL,
            chosen => chosen,
        };
        let mut list = NeedsList::default();
        let mut not_read = Vec::new();
        let named = sources::named(&self.sources, self.from)?;
        let configurations = named.configurations();
        let Named { trail, sources } = named;
        for source in sources {
            let read = source.and_then(|source| {
                let found = source.read(phases, &configurations)?;
                Ok((source, found))
            });
            match read {
                Ok((source, found)) => list.add(&source, found),
                Err(failure) => {
                    not_read.push(NotRead::new(&failure));
                    failure.report();
                }
            }
        }
        let trail = if trail.is_empty() {
            None
        } else {
            Some(TrailNeeds::read(&TrailArgs {
                trail,
                caller: self.caller.clone(),
                skip_bad: self.skip_bad,
            })?)
        };
        let text = match (self.format, &trail) {
            (TextJsonOrHtml::Text, None) => list.text(),
            (TextJsonOrHtml::Text, Some(trail)) => list.text() + &trail.text()?,
            (TextJsonOrHtml::Json, _) => {
                let trail = trail.as_ref().map(TrailNeeds::record);
                crate::output::json::pretty(&Report::new(&list, &not_read, trail))? + "\n"
            }
            (TextJsonOrHtml::Html, _) => {
                let trail = trail.as_ref().map(TrailNeeds::record);
                html::report(&Report::new(&list, &not_read, trail))?
            }
        };
        output().write_all(text.as_bytes())?;
        if !not_read.is_empty() {
            return Ok(ExitStatus::Invalid);
        }
        let is_certain = list.is_certain() && trail.as_ref().is_none_or(TrailNeeds::is_certain);
        let status = ExitStatus::finding_if(!is_certain);
        Ok(match trail {
            Some(trail) => trail.report(self.skip_bad, status),
            None => status,
        })
    }
}
