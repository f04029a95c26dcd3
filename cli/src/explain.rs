//! `ack-catalog explain`: from a refusal to what to do.

use crate::Outcome as Ended;
use crate::attached::Attached;
use crate::edit::{Target, patch};
use crate::failure::{Failure, printable, printable_line, report};
use crate::reasons::reasons;
use crate::remedy::{Remedy, remedy, statements};
use crate::verdict::{Verdict, verdict};
use ack_catalog::refusal::{Action, Caller, Deny, Kind, PolicyType, Refusal, find};
use ack_catalog::{AckAction, PUBLISHED, Scope};
use annotate_snippets::Level;
use clap::{Args, ValueEnum};
use ram_policy::Request;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Say what was refused in a log or a message, why, and what to do
///
/// Finds the refused calls in a text: an error message, a log, the output of Terraform. With the
/// policies of the caller it says what in them is the cause, and prints one patch for all that a policy
/// can mend.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog explain 'RAM policy Forbidden for action cs:DescribeClusterNamespaces'
  ack-catalog explain terraform.log --policy policy.json
  kubectl logs job/sync | ack-catalog explain --policy policy.json --format json

Exit codes: 0 nothing was refused, 1 there is something to do, 2 bad input.")]
pub(crate) struct Explain {
    /// A message, a file, or `-` for standard input, which is also read if nothing is named
    text: Option<String>,

    /// A policy of the caller; the patch is for the first one
    #[arg(long, value_name = "POLICY")]
    policy: Vec<PathBuf>,

    /// The resource on which it was refused, where the message names none
    #[arg(long)]
    resource: Option<String>,

    /// Let actions that are not on the page into the patch; a log is written by others
    #[arg(long)]
    unlisted: bool,

    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// An object with the refusals and the patch
    Json,
}

#[derive(Serialize)]
struct Json<'a> {
    refusals: Vec<JsonRefusal<'a>>,
    patch: Option<String>,
}

#[derive(Serialize)]
struct JsonRefusal<'a> {
    kind: &'static str,
    action: Option<&'a str>,
    known: bool,
    resource: Option<&'a str>,
    caller: Option<&'a str>,
    principal: Option<&'a str>,
    deny: Option<&'a str>,
    policy_type: Option<&'a str>,
    request_id: Option<&'a str>,
    line: usize,
    count: usize,
    cause: Option<String>,
}

/// A refusal, and why the policies refuse it.
struct Explained {
    refusal: Refusal,
    line: usize,
    cause: Option<String>,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<Ended, Failure> {
        let text = self.text()?;
        let attached = if self.policy.is_empty() {
            None
        } else {
            Some(Attached::load(&self.policy)?)
        };
        let (mut at, mut line) = (0, 1);
        let explained: Vec<Explained> = find(&text)
            .into_iter()
            .map(|refusal| {
                // They come in order: the text is passed over once.
                let start = refusal.range.start.max(at);
                line += text[at..start].matches('\n').count();
                at = start;
                Explained {
                    cause: self.cause(attached.as_ref(), &refusal),
                    line,
                    refusal,
                }
            })
            .collect();
        let wanted = self.wanted(&explained);
        let remedy = match self.policy.first() {
            Some(policy) if !wanted.is_empty() => Some(remedy(
                Target::load(policy)?,
                &wanted,
                self.resource.as_deref(),
            )),
            _ => None,
        };
        let mut out = String::new();
        match self.format {
            Format::Text => self.write(&mut out, &explained, &wanted, remedy.as_ref()),
            Format::Json => json(&mut out, &explained, remedy.as_ref())?,
        }
        io::stdout().write_all(out.as_bytes())?;
        Ok(if explained.is_empty() {
            Ended::Done
        } else {
            Ended::Finding
        })
    }

    fn text(&self) -> Result<String, Failure> {
        let given = self.text.as_deref().unwrap_or("-");
        let bytes = if given == "-" {
            let mut bytes = Vec::new();
            let refuse = |error| Failure::new(format!("cannot read standard input: {error}"));
            io::stdin().lock().read_to_end(&mut bytes).map_err(refuse)?;
            bytes
        } else if Path::new(given).is_file() {
            crate::read::read(Path::new(given), given, "log")?
        } else {
            if find(given).is_empty() {
                let message = format!(
                    "`{}` is no file, and no message of a refused call",
                    printable_line(given)
                );
                report(Level::WARNING, &message, None);
            }
            return Ok(given.to_owned());
        };
        // A log may hold anything.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Why the policies refuse it, in words.
    fn cause(&self, attached: Option<&Attached>, refusal: &Refusal) -> Option<String> {
        if refusal.kind != Kind::Ram {
            return refusal.missing.clone();
        }
        match refusal.policy_type {
            Some(PolicyType::SessionPolicy) => {
                return Some("the policy of the role's session decided: whoever assumes the role has to widen it".to_owned());
            }
            Some(PolicyType::ControlPolicy) => {
                return Some("a control policy of the resource directory decided: its administrator has to change it".to_owned());
            }
            _ => {}
        }
        let (attached, action) = (attached?, refusal.action.as_ref()?);
        let policies = attached.policies();
        let resource = refusal
            .resource
            .as_deref()
            .or(self.resource.as_deref())
            .unwrap_or("acs:cs:*:*:*");
        let request = Request::new(action.as_str(), resource);
        let verdict = verdict(&policies, &request);
        let Some(part) = verdict.part() else {
            return Some("the patterns are too many to tell".to_owned());
        };
        if verdict.is_allowed() {
            let why = match refusal.deny {
                Some(Deny::Explicit) => "another policy denies it",
                _ => "it was changed since, or another policy decides",
            };
            return Some(format!("these policies allow it: {why}"));
        }
        let request = Request {
            resource: &part.witness,
            ..request
        };
        let because = reasons(attached, &policies, &request, &part.decision).join("; ");
        Some(match verdict {
            Verdict::RefusedInPractice(_) => {
                "allowed on clusters alone, and the action cannot be limited to a cluster"
                    .to_owned()
            }
            Verdict::InPart(_) => format!("{verdict}: {because}"),
            _ => because,
        })
    }

    /// The refusals that a policy can mend: actions that are on the page, or wanted all the same.
    fn wanted<'e>(&self, explained: &'e [Explained]) -> Vec<&'e Refusal> {
        let can_be = |one: &&'e Explained| {
            let refusal = &one.refusal;
            let is_other_policy = matches!(
                refusal.policy_type,
                Some(PolicyType::SessionPolicy | PolicyType::ControlPolicy)
            );
            let is_let_in = match &refusal.action {
                Some(Action::Known(_)) => true,
                Some(Action::Unlisted(_)) => self.unlisted,
                _ => false,
            };
            refusal.kind == Kind::Ram && !is_other_policy && is_let_in
        };
        explained
            .iter()
            .filter(can_be)
            .map(|one| &one.refusal)
            .collect()
    }

    fn write(
        &self,
        out: &mut String,
        explained: &[Explained],
        wanted: &[&Refusal],
        remedy: Option<&Remedy>,
    ) {
        if explained.is_empty() {
            out.push_str("no refused call is in the text\n");
            return;
        }
        for one in explained {
            self.write_one(out, one);
        }
        match remedy {
            Some(remedy) => write_remedy(out, remedy),
            None if !wanted.is_empty() => {
                out.push_str("Add to a policy of the caller:\n\n");
                out.push_str(&statements(wanted, self.resource.as_deref()));
                if self.resource.is_none() {
                    out.push_str("\nThe quotation marks around a resource with angle brackets are left out, so that no reader takes\nit before it is filled in. `--policy` makes the patch of a policy.\n");
                }
            }
            None => {}
        }
        if !wanted.is_empty() {
            out.push_str(APPLY);
        }
    }

    fn write_one(&self, out: &mut String, one: &Explained) {
        let refusal = &one.refusal;
        let line = one.line;
        let times = match refusal.count {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        let what = match (&refusal.action, &refusal.code) {
            (Some(action), _) => printable_line(action.as_str()),
            (None, Some(code)) => printable_line(code),
            _ => "a call".to_owned(),
        };
        let whose = match refusal.kind {
            Kind::Ram => "refused by RAM",
            Kind::Rbac => "refused in the cluster, by Kubernetes RBAC",
            Kind::Service => "refused by ACK itself",
            _ => "refused",
        };
        // Writing to a `String` does not fail.
        let _ = writeln!(out, "{what}: {whose} (line {line}{times})");
        let mut fact = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                let _ = writeln!(out, "  {name:<12}{}", printable_line(value));
            }
        };
        let caller =
            refusal
                .caller
                .as_ref()
                .map(|caller| match (words(caller), &refusal.principal) {
                    (kind, Some(name)) => format!("{kind} {name}"),
                    (kind, None) => kind.to_owned(),
                });
        fact("caller", caller.as_deref().or(refusal.principal.as_deref()));
        fact("resource", refusal.resource.as_deref());
        fact("deny", refusal.deny.as_ref().map(Deny::as_str));
        fact(
            "policy",
            refusal.policy_type.as_ref().map(PolicyType::as_str),
        );
        fact("request", refusal.request_id.as_deref());
        match &refusal.action {
            Some(Action::Known(action)) => known(&mut fact, *action),
            Some(Action::Unlisted(_)) => {
                let help =
                    format!("not on the page of {PUBLISHED}; `--unlisted` lets it into the patch");
                fact(
                    "action",
                    Some(if self.unlisted {
                        "not on the page, and let into the patch"
                    } else {
                        &help
                    }),
                );
            }
            Some(Action::Malformed(_)) => fact(
                "action",
                Some("malformed: this is no `service:Name`, and enters no patch"),
            ),
            None if refusal.kind == Kind::Ram => fact(
                "action",
                Some("the message names none: look for it in ActionTrail"),
            ),
            None => {}
        }
        fact("cause", one.cause.as_deref());
        out.push('\n');
    }
}

fn words(caller: &Caller) -> &str {
    match caller {
        Caller::RamUser => "RAM user",
        Caller::RoleSession => "session of a role",
        Caller::Federated => "user of an identity provider",
        Caller::RootUser => "the account itself",
        other => other.as_str(),
    }
}

fn known(fact: &mut impl FnMut(&str, Option<&str>), action: AckAction) {
    fact("what", Some(action.description()));
    fact(
        "reference",
        Some(action.doc_url()).filter(|url| !url.is_empty()),
    );
    let scope = match action.scope() {
        Scope::Cluster => "can be limited to one cluster",
        Scope::Account => "cannot be limited to one cluster",
        _ => "whether it can be limited to one cluster is not known",
    };
    fact("scope", Some(scope));
    let also = action.also_required();
    if !also.is_empty() {
        let also = format!("{} ({})", also.join(", "), action.also_required_as_of());
        fact("also needed", Some(&also));
    }
}

const APPLY: &str = "
To apply it, with the whole new document in policy.json:

  aliyun ram CreatePolicyVersion --PolicyName NAME --PolicyDocument \"$(cat policy.json)\" --SetAsDefault true

A policy has at most five versions; `aliyun ram DeletePolicyVersion` makes room for one.
";

fn write_remedy(out: &mut String, remedy: &Remedy) {
    for refused in &remedy.refused {
        let _ = writeln!(out, "Not in the patch: {}\n", printable(refused));
    }
    match remedy.patch() {
        Some(patch) => {
            let _ = writeln!(
                out,
                "The patch, which allows this and nothing else:\n\n{}",
                patch.trim_end()
            );
        }
        None => out.push_str("There is nothing to change in this policy.\n"),
    }
}

impl Remedy {
    /// What `--diff` would print.
    pub(crate) fn patch(&self) -> Option<String> {
        (self.old != self.new).then(|| patch(&self.name, &self.old, &self.new))
    }
}

fn json(out: &mut String, explained: &[Explained], remedy: Option<&Remedy>) -> Result<(), Failure> {
    let refusals = explained.iter().map(|one| {
        let refusal = &one.refusal;
        JsonRefusal {
            kind: refusal.kind.name(),
            action: refusal.action.as_ref().map(Action::as_str),
            known: matches!(refusal.action, Some(Action::Known(_))),
            resource: refusal.resource.as_deref(),
            caller: refusal.caller.as_ref().map(Caller::as_str),
            principal: refusal.principal.as_deref(),
            deny: refusal.deny.as_ref().map(Deny::as_str),
            policy_type: refusal.policy_type.as_ref().map(PolicyType::as_str),
            request_id: refusal.request_id.as_deref(),
            line: one.line,
            count: refusal.count,
            cause: one.cause.clone(),
        }
    });
    let json = Json {
        refusals: refusals.collect(),
        patch: remedy.and_then(Remedy::patch),
    };
    let _ = writeln!(
        out,
        "{}",
        serde_json::to_string_pretty(&json).map_err(io::Error::from)?
    );
    Ok(())
}
