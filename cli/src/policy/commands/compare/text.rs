//! Differences for people.

use super::differences::{Compared, Described};
use super::witness::{EVERY, Where};
use crate::output::wrap::wrapped;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::visible_text;
use crate::policy::risks::Risk;
use crate::policy::terminal::width;
use crate::policy::verdict::examples::UNDOCUMENTED;
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::assumed;
use ack_catalog::CsAction;
use ack_catalog_needs::Absent;
use ram_diagnostics::first_of;
use ram_policy::{Attachment, Change};
use std::io::{self, Write};

/// How many principals a difference names.
const NAMED: usize = 5;

const CHANGES: [Change; 4] = [
    Change::Gained,
    Change::Lost,
    Change::NewlyDenied,
    Change::NoLongerDenied,
];

/// Returns what the requests of a change have in common.
fn heading(change: Change, limit: Option<Attachment>) -> String {
    let limit = limit.map(policies_of);
    match (change, limit) {
        (Change::Gained, Some(policy)) => {
            format!("newly within {policy}; a policy of the caller must also allow it")
        }
        (Change::Gained, None) => "newly allowed".to_owned(),
        (Change::Lost, Some(policy)) => format!("no longer within {policy}"),
        (Change::Lost, None) => "no longer allowed".to_owned(),
        (Change::NewlyDenied, _) => "newly denied, whatever other policies allow".to_owned(),
        (Change::NoLongerDenied, _) => "no longer denied; another policy can allow it".to_owned(),
    }
}

/// Returns the heading for policies that do different things, whose statements alone are compared.
const fn of_statements(change: Change) -> &'static str {
    match change {
        Change::Gained => "only the statements of the new policy allow",
        Change::Lost => "only the statements of the old policy allow",
        Change::NewlyDenied => "only the statements of the new policy deny",
        Change::NoLongerDenied => "only the statements of the old policy deny",
    }
}

pub(super) fn write(
    out: &mut impl Write,
    compared: &Compared,
    differences: &[Described],
) -> io::Result<()> {
    if compared.is_equivalent() {
        return writeln!(out, "equivalent: both policies decide every request alike");
    }
    if compared.is_mixed() {
        let [old, new] = compared.comparison.kinds;
        let [old, new] = [(&compared.old, old), (&compared.new, new)].map(|(one, kind)| {
            let name = one.document.printable_name();
            match one.limit().map(policies_of) {
                Some(limit) => format!("{name} is {limit}, which only limits what others allow"),
                None => format!("{name} is {}", kind.phrase()),
            }
        });
        let line = format!("different kinds: {old}; {new}");
        writeln!(out, "{}\n", wrapped(&line, 2, width()))?;
    }
    for assumption in &compared.comparison.assumes {
        let line = format!("equivalent {}", assumed(*assumption));
        writeln!(out, "{}", wrapped(&line, 2, width()))?;
    }
    for change in CHANGES {
        let heading = if compared.is_mixed() {
            of_statements(change).to_owned()
        } else {
            heading(change, compared.limit())
        };
        let groups = [
            (Group::Listed, ""),
            (Group::Others, "other actions, such as"),
            (Group::Invented, "actions that no source names, such as"),
            (
                Group::Elsewhere,
                "actions on resources that are not of their service, such as",
            ),
        ];
        let mut written = String::new();
        for (group, title) in groups {
            let of_change = differences.iter().filter(|one| one.change == change);
            let of_group = of_change.filter(|one| Group::of(one) == group);
            let requests = requests(&of_group.collect::<Vec<_>>(), compared.limit());
            if !requests.is_empty() && !title.is_empty() {
                let and = if written.is_empty() { "" } else { "and " };
                written.extend(["  ", and, title, ":\n"]);
            }
            written.extend(requests.iter().map(String::as_str));
        }
        if !written.is_empty() {
            let heading = wrapped(&format!("{heading}:"), 2, width());
            writeln!(out, "{heading}\n{written}")?;
        }
    }
    let not_compared = compared.not_compared();
    if !not_compared.is_empty() {
        let statements = not_compared
            .iter()
            .map(|one| &one.policy.policy.statements()[one.statement]);
        let have_principals = { statements.clone() }.any(|one| one.principal.is_some());
        let have_conditions = { statements }.any(|one| !one.conditions.is_empty());
        let reason = match (have_principals, have_conditions) {
            _ if compared.is_of_one_resource() => "the kinds of the policies differ",
            (true, false) => "their principals differ or are computed",
            (true, true) => "their principals or conditions differ or are computed",
            _ => "their conditions differ or are computed",
        };
        writeln!(out, "not compared, because {reason}:")?;
        for one in not_compared {
            let place = one.policy.document.place_at(one.place);
            writeln!(out, "  statement at {place}")?;
        }
        writeln!(out)?;
    }
    if !compared.comparison.is_decided {
        writeln!(out, "incomplete: too many patterns for exact reasoning")?;
    }
    if differences.is_empty() && !compared.is_mixed() {
        writeln!(out, "not proved equivalent")
    } else {
        writeln!(out, "different")
    }
}

/// The differences of a change that are listed together.
#[derive(PartialEq)]
enum Group {
    Listed,
    Others,
    Invented,
    Elsewhere,
}

impl Group {
    const fn of(difference: &Described) -> Self {
        match difference {
            Described {
                is_of_service: false,
                ..
            } => Self::Elsewhere,
            Described {
                is_example: false, ..
            } => Self::Listed,
            Described { is_named: true, .. } => Self::Others,
            _ => Self::Invented,
        }
    }
}

/// Returns a line for each difference. One line represents the same difference of all known actions of ACK, except those
/// that a reader does not expect to be dangerous.
fn requests(differences: &[&Described], limit: Option<Attachment>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut folded: Vec<&Described> = Vec::new();
    for one in differences {
        if folded.iter().any(|first| is_alike(first, one)) {
            continue;
        }
        let alike = differences.iter().filter(|other| is_alike(one, other));
        let alike: Vec<&Described> = alike.copied().collect();
        if alike.len() < known_of_ack() {
            lines.push(request(one, limit));
            continue;
        }
        folded.push(one);
        let count = |effect| {
            let of_effect = alike.iter().filter(|one| one.effect == Some(effect));
            format!("{} {effect}", of_effect.count())
        };
        let counts = ["read", "write", "unknown"].map(count).join(", ");
        let all = format!("all known actions of ACK ({counts})");
        lines.push(line(one, &all, "", None, limit));
        let risky = alike.iter().filter(|one| one.risk.is_some());
        lines.extend(risky.map(|one| request(one, limit)));
    }
    lines
}

/// Returns true for actions of ACK that differ on the same resources, for the same callers.
fn is_alike(one: &Described, other: &Described) -> bool {
    [one, other].iter().all(|one| one.effect.is_some())
        && one.resource.text() == other.resource.text()
        && one.principals == other.principals
        && one.excluded == other.excluded
        && one.not_given.map(Absent::name) == other.not_given.map(Absent::name)
}

/// Returns the number of actions of ACK that sources name.
fn known_of_ack() -> usize {
    let named_only = Unlisted::all().filter(|one| matches!(one, Unlisted::NamedOnly(..)));
    CsAction::ALL.len() + named_only.count()
}

fn request(difference: &Described, limit: Option<Attachment>) -> String {
    let effect = difference.effect.unwrap_or_default();
    let action = visible_text(&difference.action);
    line(difference, &action, effect, difference.risk, limit)
}

fn line(
    difference: &Described,
    action: &str,
    effect: &str,
    risk: Option<Risk>,
    limit: Option<Attachment>,
) -> String {
    let resource = match &difference.resource {
        Where::All(pattern) if pattern == EVERY => "every resource".to_owned(),
        Where::All(pattern) => visible_text(pattern),
        Where::One(resource) if resource == UNDOCUMENTED => {
            "resources not named `acs:…`".to_owned()
        }
        Where::One(resource) => format!("{}, for example", visible_text(resource)),
    };
    let risk = risk.map_or_else(String::new, |risk| format!("; {risk}"));
    // The heading says so.
    let not_given = difference.not_given.filter(|_| limit.is_none());
    let condition = not_given.map_or_else(String::new, |absent| {
        format!("; depends on {}", absent.words())
    });
    let named = |names: &[String]| {
        let names = names.iter().map(|name| match name.as_str() {
            "RAM *" => "everyone of any account (RAM *)".to_owned(),
            "Service *" => "any service (Service *)".to_owned(),
            "Federated *" => "any identity provider (Federated *)".to_owned(),
            name => visible_text(name),
        });
        first_of(NAMED, names, ", ")
    };
    let by = match (&difference.principals[..], &difference.excluded[..]) {
        ([], []) => String::new(),
        ([], excluded) => format!("  by everyone except {}", named(excluded)),
        (principals, []) => format!("  by {}", named(principals)),
        (principals, excluded) => format!("  by {} except {}", named(principals), named(excluded)),
    };
    let line = format!("{action}  on {resource}{by}{risk}{condition}");
    let line = wrapped(&line, 12, width());
    format!("  {effect:<7} {line}\n")
}
