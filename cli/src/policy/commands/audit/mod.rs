//! `ack-catalog audit`: users and roles that lack required actions.

mod account;
mod identity;
mod policy_file;
mod policy_name;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::args::actions::{ActionArgs, Asked};
use crate::policy::args::needs_file::NeedsArgs;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::args::sources::SourceArgs;
use crate::policy::edit::allowing::allowing;
use crate::policy::edit::patch::{for_terminal, note_hidden_characters, patch};
use crate::policy::group_by::grouped;
use crate::policy::scope::{has_effect_on, narrowest};
use crate::policy::table::table;
use crate::policy::terminal::{width, wrapped};
use crate::policy::verdict::answer::answer_of;
use crate::policy::verdict::not_given::Absent;
use crate::policy::verdict::verdicts::{Verdict, Verdicts};
use account::{Account, Attached};
use ack_catalog_needs::{Alternative, Answer};
use clap::{ArgGroup, Args};
use ram_policy::edit::{Grant, Granted};
use ram_policy::lint::{Size, SizeLimit};
use ram_policy::{Outcome, Policies, Policy, Request};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

const ALL_SOURCES: &str = "Require the actions that any source since August 2021 names for the operation, and allow \
    them in a patch; an older name can allow another operation";

/// Report users and roles that lack required actions
///
/// Reads a folder with answers of the RAM API: `users/<name>/`, `roles/<name>/` and `groups/<name>/`
/// contain the lists of attached policies and of group members, and `policies/` the documents.
/// docs/audit.md shows the commands that download it. If a list or a document is missing, the actions of the
/// users and roles that it concerns are "unknown".
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["needs", "action", "operation"]),
    group = ArgGroup::new("operations").multiple(true).args(["needs", "operation"]),
    mut_arg("all_sources", |arg| arg.help(ALL_SOURCES)),
    after_help = "\
Examples:
  ack-catalog audit account/ --needs needs.txt
  ack-catalog audit account/ --operation DescribeEvents --format json

Exit codes: 0 all have the required actions, 1 some lack actions or are unknown,
2 bad input."
)]
pub(crate) struct Audit {
    /// Folder of downloaded RAM API answers
    folder: PathBuf,

    #[command(flatten)]
    needs: NeedsArgs,

    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    sources: SourceArgs,

    /// Resource on which the actions are required, where a file of needs names none [default: every cluster for an
    /// action on clusters, or else all of the action's service]
    #[arg(long)]
    resource: Option<String>,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

/// The actions and operations that a user or a role has and lacks.
#[derive(Default, Serialize)]
struct IdentityReport {
    kind: &'static str,
    name: String,
    allowed: Vec<String>,
    /// Those that are allowed if our choices about undocumented behaviour are right.
    assumed: Vec<String>,
    missing: Vec<String>,
    unknown: Vec<String>,
    /// The unknown ones that depend on conditions.
    conditional: Vec<String>,
    /// The unknown operations on whose actions sources disagree.
    disputed: Vec<String>,
    /// The unknown ones that are allowed only on clusters, and for which no source states whether that has an effect.
    suggested: Vec<String>,
    /// The missing actions that a policy denies, with the policy; no Allow overrides that.
    denied: Vec<String>,
    /// Policies of other resources that were not given, each with the action that it decides on or can also allow.
    not_given: Vec<String>,
    /// The missing lists and documents.
    not_there: Vec<String>,
    /// A change of their own policy that allows the missing actions, or a new policy.
    patch: Option<String>,
}

const DISPUTED: &str =
    "an operation is unknown where only some of these are allowed; `--all-sources` requires all";

impl IdentityReport {
    /// Returns true if everything that is required is allowed, without an assumption.
    fn is_well(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty() && self.assumed.is_empty()
    }

    /// Notes the policy that was not given and has a say about an action.
    fn add_not_given(&mut self, action: &str, verdict: &Verdict, policies: &Policies<'_>) {
        let Some(part) = verdict.part() else { return };
        let request = Request::new(action, &part.witness);
        if let Some(absent) = Absent::of(policies, &request, &part.decision) {
            let line = format!("{} for {action}", absent.words());
            if !self.not_given.contains(&line) {
                self.not_given.push(line);
            }
        }
    }

    /// Sorts a denied action: another policy denies it, or a grant can allow it.
    fn add_denied<'a>(
        &mut self,
        action: &'a str,
        verdict: &Verdict,
        attached: &Attached<'_>,
        grantable: &mut Vec<&'a str>,
    ) {
        if answer_of(verdict) != Answer::Denied || grantable.contains(&action) {
            return;
        }
        let decision = verdict.part().map(|part| &part.decision);
        let explicit = decision.filter(|one| one.outcome == Outcome::ExplicitlyDenied);
        match explicit.and_then(|decision| decision.by.first()) {
            Some(by) => {
                let (policy, _) = attached.policies[by.policy];
                let denied = format!("{action} by {}", policy.shown());
                if !self.denied.contains(&denied) {
                    self.denied.push(denied);
                }
            }
            None => grantable.push(action),
        }
    }
}

impl Audit {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        let needed = self.needs.asked(&self.actions)?;
        self.sources.note_disputes(&needed.operations, DISPUTED);
        let account = Account::read(&self.folder)?;
        let users = account
            .users()
            .map(|(name, attached)| ("user", name, attached));
        let roles = account
            .roles()
            .map(|(name, attached)| ("role", name, attached));
        let reports: Vec<IdentityReport> = users
            .chain(roles)
            .map(|(kind, name, attached)| self.report(kind, name, &attached, &needed))
            .collect();
        let mut out = Vec::new();
        match self.format {
            TextOrJson::Text => text(&mut out, &reports)?,
            TextOrJson::Json => {
                writeln!(out, "{}", crate::output::json::pretty(&reports)?)?;
            }
        }
        output().write_all(&out)?;
        if let TextOrJson::Text = self.format {
            for patch in reports.iter().filter_map(|report| report.patch.as_ref()) {
                note_hidden_characters("patch", patch);
            }
        }
        let is_well = reports.iter().all(IdentityReport::is_well);
        Ok(ExitStatus::finding_if(!is_well))
    }

    fn report(
        &self,
        kind: &'static str,
        name: &str,
        attached: &Attached<'_>,
        needed: &Asked,
    ) -> IdentityReport {
        let mut report = IdentityReport {
            kind,
            name: name.to_owned(),
            not_there: attached.missing.clone(),
            ..IdentityReport::default()
        };
        if !attached.missing.is_empty() {
            // A missing policy can deny any of them.
            let operations = needed.operations.iter().map(|one| one.name.to_owned());
            report.unknown = needed.actions.iter().cloned().chain(operations).collect();
            return report;
        }
        let policies = attached
            .policies
            .iter()
            .fold(Policies::new(), |all, (_, policy)| all.attach(policy));
        let on = |action: &str| needed.resources_of(action, self.resource.as_deref());
        let mut resources: Vec<String> = needed.names().iter().flat_map(|name| on(name)).collect();
        resources.sort_unstable();
        resources.dedup();
        let verdicts = resources
            .iter()
            .map(|on| (&**on, Verdicts::new(&policies, Request::new("", on))));
        let mut verdicts: HashMap<&str, Verdicts<'_>> = verdicts.collect();
        // An action with several resources is as the first one that is not allowed.
        let mut verdict_of = |action: &str| {
            let mut verdict = Verdict::TooComplex;
            for resource in on(action) {
                if let Some(verdicts) = verdicts.get_mut(&*resource) {
                    verdict = verdicts.of(action);
                }
                if !verdict.is_allowed() {
                    break;
                }
            }
            verdict
        };
        let mut grantable: Vec<&str> = Vec::new();
        for action in &needed.actions {
            let verdict = verdict_of(action);
            report.add_not_given(action, &verdict, &policies);
            match answer_of(&verdict) {
                Answer::Allowed => report.allowed.push(action.clone()),
                Answer::Assumed => report.assumed.push(action.clone()),
                Answer::Undecided => {
                    report.unknown.push(action.clone());
                    if matches!(verdict, Verdict::UndecidedInPractice(_)) {
                        report.suggested.push(action.clone());
                    }
                    let part = verdict.part();
                    // Not only on a policy that was not given.
                    if part.is_none_or(|part| !part.decision.depends_on.is_empty()) {
                        report.conditional.push(action.clone());
                    }
                }
                Answer::Denied => {
                    report.missing.push(action.clone());
                    report.add_denied(action, &verdict, attached, &mut grantable);
                }
            }
        }
        for operation in &needed.operations {
            let alternatives = Alternative::of(operation);
            let answers: Vec<(&Alternative, Answer)> = alternatives
                .iter()
                .map(|one| {
                    let of = |action: &&str| answer_of(&verdict_of(action));
                    (one, Answer::of_all(one.actions.iter().map(of)))
                })
                .collect();
            let name = operation.name.to_owned();
            match self.sources.answer(&answers) {
                Answer::Allowed => report.allowed.push(name),
                Answer::Assumed => report.assumed.push(name),
                Answer::Undecided => {
                    report.unknown.push(name.clone());
                    let is_open = |one| matches!(one, Answer::Undecided | Answer::Assumed);
                    let mut needed = self.sources.needed(operation).into_iter();
                    let is_suggested = needed
                        .any(|one| matches!(verdict_of(one), Verdict::UndecidedInPractice(_)));
                    if is_suggested {
                        report.suggested.push(name);
                    } else if !self.sources.is_all()
                        && answers.iter().any(|(_, one)| !is_open(*one))
                    {
                        report.disputed.push(name);
                    } else {
                        report.conditional.push(name);
                    }
                }
                Answer::Denied => {
                    report.missing.push(name);
                    for action in self.sources.needed(operation) {
                        let verdict = verdict_of(action);
                        report.add_denied(action, &verdict, attached, &mut grantable);
                    }
                }
            }
        }
        if !grantable.is_empty() {
            report.patch = Some(self.patch(attached, &grantable, needed));
        }
        report
    }

    /// Returns a change of a policy that is attached to this identity only, or else a new policy.
    fn patch(&self, attached: &Attached<'_>, missing: &[&str], needed: &Asked) -> String {
        let limit = SizeLimit::default().most;
        // Trying to grant so many actions would take long.
        let length: usize = missing.iter().map(|action| action.len()).sum();
        if length > limit {
            return "too long for one policy; allow a pattern, or require fewer actions\n"
                .to_owned();
        }
        let on = |action: &str| needed.resources_of(action, self.resource.as_deref());
        let (others, wide): (Vec<&str>, Vec<&str>) = missing
            .iter()
            .partition(|action| on(action).iter().any(|on| has_effect_on(action, on)));
        let others = others.iter().map(|action| (on(action), *action));
        let wide = wide.iter().map(|action| {
            let on = narrowest(action).unwrap_or("*").to_owned();
            (vec![on], *action)
        });
        let groups = grouped(others.chain(wide));
        let granted = |policy: &Policy| -> Option<Policy> {
            let mut policy = policy.clone();
            for (resources, actions) in &groups {
                let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
                let grant = Grant {
                    actions,
                    resources: &resources,
                    unconditional: false,
                };
                if let Granted::Edited { edited, .. } = grant.to(&policy).ok()? {
                    policy = edited.policy;
                }
            }
            (Size::of(policy.text()).whole <= limit).then_some(policy)
        };
        for (name, policy) in &attached.policies {
            if attached.own.contains(name)
                && let Some(new) = granted(policy)
            {
                return patch(&name.shown(), policy.text(), new.text());
            }
        }
        format!("{}\n", allowing(&groups))
    }
}

fn text(out: &mut impl Write, reports: &[IdentityReport]) -> io::Result<()> {
    let cells: Vec<[String; 6]> = reports
        .iter()
        .map(|report| {
            let [allowed, assumed, missing, unknown] = [
                &report.allowed,
                &report.assumed,
                &report.missing,
                &report.unknown,
            ]
            .map(|actions| actions.len().to_string());
            let name = printable_line(&report.name);
            let kind = report.kind.to_owned();
            [kind, name, allowed, assumed, missing, unknown]
        })
        .collect();
    let rows = cells
        .iter()
        .map(|row| row.iter().map(String::as_str).collect());
    let header = ["KIND", "NAME", "ALLOWED", "ASSUMED", "MISSING", "UNKNOWN"];
    out.write_all(table(&header, rows, None).as_bytes())?;
    for report in reports {
        if report.is_well() {
            continue;
        }
        writeln!(out, "\n{} {}", report.kind, printable_line(&report.name))?;
        for (label, actions) in [
            ("allowed under an assumption", &report.assumed),
            ("missing", &report.missing),
            ("explicitly denied", &report.denied),
            ("unknown", &report.unknown),
            ("not given", &report.not_given),
        ] {
            if !actions.is_empty() {
                let line = format!("  {label}: {}", printable_line(&actions.join(", ")));
                writeln!(out, "{}", wrapped(&line, 4, width()))?;
            }
        }
        if !report.conditional.is_empty() {
            writeln!(
                out,
                "  depends on conditions; `ack-catalog check` shows which"
            )?;
        }
        if !report.disputed.is_empty() {
            let disputed = printable_line(&report.disputed.join(", "));
            let line = format!(
                "  sources disagree on what these need; `ack-catalog check --operation` shows who says what: {disputed}"
            );
            writeln!(out, "{}", wrapped(&line, 4, width()))?;
        }
        if !report.suggested.is_empty() {
            let suggested = printable_line(&report.suggested.join(", "));
            let line = format!(
                "  no source states whether these can be limited to a cluster; `ack-catalog check` shows what is suggested: {suggested}"
            );
            writeln!(out, "{}", wrapped(&line, 4, width()))?;
        }
        for absent in &report.not_there {
            writeln!(out, "  not in the folder: {}", printable_line(absent))?;
        }
        if let Some(patch) = &report.patch {
            writeln!(out, "\n{}", for_terminal(patch.trim_end()))?;
        }
    }
    let count =
        |is_counted: fn(&&IdentityReport) -> bool| reports.iter().filter(is_counted).count();
    let lacking = count(|report| !report.missing.is_empty());
    let unknown = count(|report| !report.unknown.is_empty());
    let assumed = match count(|report| !report.assumed.is_empty()) {
        0 => String::new(),
        count => format!(", {count} under an assumption"),
    };
    let verb = if lacking == 1 { "lacks" } else { "lack" };
    let checked = reports.len();
    writeln!(
        out,
        "\n{checked} checked, {lacking} {verb} permissions, {unknown} unknown{assumed}"
    )
}
