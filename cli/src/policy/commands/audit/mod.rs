//! `ack-catalog audit`: who of an account lacks what they need.

mod account;
mod identity;
mod policy_file;
mod policy_name;

use crate::exit::ExitStatus;
use crate::files::read::read;
use crate::output::failure::Failure;
use crate::output::formats::TextOrJson;
use crate::output::printable::{path_name, printable_line};
use crate::output::stdout::output;
use crate::policy::args::actions::{ActionArgs, select};
use crate::policy::edit::patch::{note_hidden_characters, patch};
use crate::policy::input::kinds::LIST;
use crate::policy::table::table;
use crate::policy::verdict::verdicts::{Verdict, Verdicts, is_account_wide, is_whole_account};
use account::{Account, Decides};
use ack_catalog_core::Source;
use clap::{ArgGroup, Args};
use ram_policy::edit::{Grant, Granted};
use ram_policy::lint::{Size, SizeLimit};
use ram_policy::{Outcome, Policies, Policy, Request};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// Report users and roles that lack required actions
///
/// The folder holds what the RAM API prints: `users/<name>/`, `roles/<name>/` and `groups/<name>/` with the
/// lists of attached policies and of the members of groups, and `policies/` with the documents.
/// docs/audit.md has the calls that make it. Where a list or a document is not there, the answer for
/// those whom it concerns is "unknown".
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["needs", "action", "operation"]),
    after_help = "\
Examples:
  ack-catalog audit account/ --needs needs.txt
  ack-catalog audit account/ --operation DescribeClustersV1 --format json

Exit codes: 0 everybody has what is needed, 1 somebody lacks something or is unknown, 2 bad input."
)]
pub(crate) struct Audit {
    /// The folder of the account
    folder: PathBuf,

    /// A file with an action or an operation a line; what stands behind a `#` is passed over
    #[arg(long, value_name = "FILE")]
    needs: Option<PathBuf>,

    #[command(flatten)]
    actions: ActionArgs,

    /// The resource on which they are needed
    #[arg(long, default_value = "acs:cs:*:*:*")]
    resource: String,

    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

/// What a user or a role has and lacks.
#[derive(Serialize)]
struct IdentityReport {
    kind: &'static str,
    name: String,
    allowed: Vec<String>,
    missing: Vec<String>,
    unknown: Vec<String>,
    /// Those of them that are allowed under a condition.
    conditional: Vec<String>,
    /// Those that are missing since a policy denies them, with the policy: no patch can help.
    denied: Vec<String>,
    /// The lists and documents that are not there.
    not_there: Vec<String>,
    /// What gives what is missing: the change of a policy of their own, or a policy to attach.
    patch: Option<String>,
}

impl Audit {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let needed = self.needed()?;
        let account = Account::read(&self.folder)?;
        let users = account
            .users
            .keys()
            .filter_map(|name| Some(("user", name, account.user(name)?)));
        let roles = account
            .roles
            .keys()
            .filter_map(|name| Some(("role", name, account.role(name)?)));
        let reports: Vec<IdentityReport> = users
            .chain(roles)
            .map(|(kind, name, decides)| self.report(kind, name, &decides, &needed))
            .collect();
        let mut out = Vec::new();
        match self.format {
            TextOrJson::Text => text(&mut out, &reports)?,
            TextOrJson::Json => {
                writeln!(out, "{}", crate::output::json::pretty(&reports)?)?;
            }
        }
        output().write_all(&out)?;
        note_hidden_characters("patch", &String::from_utf8_lossy(&out));
        let is_well = reports
            .iter()
            .all(|report| report.missing.is_empty() && report.unknown.is_empty());
        Ok(ExitStatus::finding_if(!is_well))
    }

    fn needed(&self) -> Result<Vec<String>, Failure> {
        let (mut actions, mut operations) =
            (self.actions.action.clone(), self.actions.operation.clone());
        if let Some(path) = &self.needs {
            let name = path_name(path);
            let bytes = read(path, &name, LIST)?;
            let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
            let before = actions.len() + operations.len();
            for line in source.text().trim_start_matches('\u{feff}').lines() {
                let line = line.split('#').next().unwrap_or_default().trim();
                match line {
                    "" => {}
                    action if action.contains(':') => actions.push(action.to_owned()),
                    operation => operations.push(operation.to_owned()),
                }
            }
            if before == actions.len() + operations.len() {
                return Err(
                    Failure::new(format!("{name} names nothing that is needed")).help(
                        "write an action or an operation a line, such as cs:DescribeClustersV1",
                    ),
                );
            }
        }
        select(&actions, &operations)
    }

    fn report(
        &self,
        kind: &'static str,
        name: &str,
        decides: &Decides<'_>,
        needed: &[String],
    ) -> IdentityReport {
        let mut report = IdentityReport {
            kind,
            name: name.to_owned(),
            allowed: Vec::new(),
            missing: Vec::new(),
            unknown: Vec::new(),
            conditional: Vec::new(),
            denied: Vec::new(),
            not_there: decides.missing.clone(),
            patch: None,
        };
        let policies = decides
            .policies
            .iter()
            .fold(Policies::new(), |policies, (_, policy)| {
                policies.attach(policy)
            });
        let mut verdicts = Verdicts::new(&policies, Request::new("", &self.resource));
        let mut mendable: Vec<&str> = Vec::new();
        for action in needed {
            // A policy that nobody has seen may deny.
            if !decides.missing.is_empty() {
                report.unknown.push(action.clone());
                continue;
            }
            let verdict = verdicts.of(action);
            match &verdict {
                Verdict::Allowed(_) => report.allowed.push(action.clone()),
                Verdict::Undecided(_) | Verdict::NotDecided => {
                    report.conditional.push(action.clone());
                    report.unknown.push(action.clone());
                }
                Verdict::InPart(part) | Verdict::DeniedInPractice(part) | Verdict::Denied(part) => {
                    report.missing.push(action.clone());
                    let by = part.decision.by.first();
                    let by = by.and_then(|by| decides.policies.get(by.policy));
                    match by.filter(|_| part.decision.outcome == Outcome::ExplicitlyDenied) {
                        Some((name, _)) => {
                            report.denied.push(format!("{action} by {}", name.shown()));
                        }
                        None => mendable.push(action),
                    }
                }
            }
        }
        if !mendable.is_empty() {
            report.patch = Some(self.patch(decides, &mendable));
        }
        report
    }

    /// The change of a policy that is attached to nobody else, or a policy to attach.
    fn patch(&self, decides: &Decides<'_>, missing: &[&str]) -> String {
        // To find out by trying would take long, and the answer is known.
        let length: usize = missing.iter().map(|action| action.len()).sum();
        if length > SizeLimit::default().characters {
            return "too much for one policy: allow a pattern, or ask for less at once\n"
                .to_owned();
        }
        // What cannot be limited to a cluster is of no use on one.
        let is_wide = |action: &&&str| is_account_wide(action) && !is_whole_account(&self.resource);
        let wide: Vec<&str> = missing.iter().filter(is_wide).copied().collect();
        let others: Vec<&str> = missing
            .iter()
            .filter(|action| !is_wide(action))
            .copied()
            .collect();
        let groups = [(others, self.resource.as_str()), (wide, "*")];
        let with = |policy: &Policy| -> Option<Policy> {
            let mut policy = policy.clone();
            for (actions, resource) in groups.iter().filter(|(actions, _)| !actions.is_empty()) {
                let grant = Grant {
                    actions,
                    resources: &[resource],
                    unconditional: false,
                };
                match grant.to(&policy) {
                    Ok(Granted::Edited { edited, .. }) => policy = edited.policy,
                    Ok(Granted::Already) => {}
                    Err(_) => return None,
                }
            }
            (Size::of(policy.text()).whole <= SizeLimit::default().characters).then_some(policy)
        };
        let own = decides
            .policies
            .iter()
            .filter(|(name, _)| decides.own.contains(name));
        for (name, policy) in own {
            if let Some(new) = with(policy) {
                return patch(&name.shown(), policy.text(), new.text());
            }
        }
        let mut groups = groups.iter().filter(|(actions, _)| !actions.is_empty());
        let Some((actions, resource)) = groups.next() else {
            return String::new();
        };
        let base = Policy::allowing(actions.iter().copied(), resource);
        format!("{}\n", with(&base).unwrap_or(base))
    }
}

fn text(out: &mut impl Write, reports: &[IdentityReport]) -> io::Result<()> {
    let cells: Vec<[String; 5]> = reports
        .iter()
        .map(|report| {
            [
                report.kind.to_owned(),
                printable_line(&report.name),
                report.allowed.len().to_string(),
                report.missing.len().to_string(),
                report.unknown.len().to_string(),
            ]
        })
        .collect();
    let rows = cells
        .iter()
        .map(|row| row.iter().map(String::as_str).collect());
    let header = ["KIND", "NAME", "ALLOWED", "MISSING", "UNKNOWN"];
    out.write_all(table(&header, rows, None).as_bytes())?;
    for report in reports {
        if report.missing.is_empty() && report.unknown.is_empty() {
            continue;
        }
        writeln!(out, "\n{} {}", report.kind, printable_line(&report.name))?;
        for (what, actions) in [("missing", &report.missing), ("unknown", &report.unknown)] {
            if !actions.is_empty() {
                writeln!(out, "  {what}: {}", printable_line(&actions.join(", ")))?;
            }
        }
        if !report.conditional.is_empty() {
            let help = "it hangs on conditions; `ack-catalog check` with `--context` says on which";
            writeln!(out, "  {help}")?;
        }
        if !report.denied.is_empty() {
            writeln!(
                out,
                "  denied, whatever else allows: {}",
                printable_line(&report.denied.join(", "))
            )?;
        }
        for absent in &report.not_there {
            writeln!(out, "  not there: {}", printable_line(absent))?;
        }
        if let Some(patch) = &report.patch {
            writeln!(out, "{}", patch.trim_end())?;
        }
    }
    let lacking = reports
        .iter()
        .filter(|report| !report.missing.is_empty())
        .count();
    let unknown = reports
        .iter()
        .filter(|report| !report.unknown.is_empty())
        .count();
    writeln!(
        out,
        "\n{} looked at, {lacking} lack something, {unknown} unknown",
        reports.len()
    )
}
