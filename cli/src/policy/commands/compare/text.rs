//! Differences for people.

use super::differences::{Compared, Described};
use super::witness::Where;
use crate::output::wrap::wrapped;
use crate::policy::excerpt::visible_text;
use crate::policy::terminal::width;
use crate::policy::verdict::examples::UNDOCUMENTED;
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::assumed;
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
        let [old, new] = [&compared.old, &compared.new].map(|one| {
            let name = one.document.printable_name();
            match one.limit().map(policies_of) {
                Some(limit) => format!("{name} is {limit}, which only limits what others allow"),
                None => format!("{name} grants permissions"),
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
            (false, true, ""),
            (true, true, "other actions, such as"),
            (true, false, "actions that no source names, such as"),
        ];
        let mut written = String::new();
        for (is_example, is_named, title) in groups {
            let of_change = differences.iter().filter(|one| one.change == change);
            let of_group =
                of_change.filter(|one| (one.is_example, one.is_named) == (is_example, is_named));
            let requests: Vec<String> =
                of_group.map(|one| request(one, compared.limit())).collect();
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
        let what = match (have_principals, have_conditions) {
            (true, false) => "principals",
            (true, true) => "principals or conditions",
            _ => "conditions",
        };
        writeln!(
            out,
            "not compared, because their {what} differ or are computed:"
        )?;
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

fn request(difference: &Described, limit: Option<Attachment>) -> String {
    let resource = match &difference.resource {
        Where::All("*") => "every resource".to_owned(),
        Where::All(pattern) => (*pattern).to_owned(),
        Where::One(resource) if resource == UNDOCUMENTED => {
            "resources not named `acs:…`".to_owned()
        }
        Where::One(resource) => format!("{}, for example", visible_text(resource)),
    };
    let risk = { difference.risk }.map_or_else(String::new, |risk| format!("; {risk}"));
    // The heading says so.
    let not_given = difference.not_given.filter(|_| limit.is_none());
    let condition = not_given.map_or_else(String::new, |absent| {
        format!("; depends on {}", absent.words())
    });
    let names = { difference.principals.iter() }.map(|name| visible_text(name));
    let by = first_of(NAMED, names, ", ");
    let by = if by.is_empty() {
        by
    } else {
        format!("  by {by}")
    };
    let line = format!(
        "{}  on {resource}{by}{risk}{condition}",
        visible_text(&difference.action)
    );
    let line = wrapped(&line, 12, width());
    format!("  {:<7} {line}\n", difference.effect.unwrap_or_default())
}
