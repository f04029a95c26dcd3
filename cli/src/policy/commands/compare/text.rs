//! Differences for people.

use super::differences::{Compared, Described};
use super::witness::Where;
use crate::policy::excerpt::visible_text;
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::assumed;
use ram_policy::{Attachment, Change};
use std::io::{self, Write};

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

pub(super) fn write(
    out: &mut impl Write,
    compared: &Compared,
    differences: &[Described],
) -> io::Result<()> {
    if compared.is_equivalent() {
        return writeln!(out, "equivalent: both policies decide every request alike");
    }
    for assumption in &compared.comparison.assumes {
        writeln!(out, "equivalent {}", assumed(*assumption))?;
    }
    for change in CHANGES {
        let heading = heading(change, compared.limit);
        let [known, others] = [false, true].map(|is_example| {
            let of_change = differences.iter().filter(|one| one.change == change);
            let of_change = of_change.filter(|one| one.is_example == is_example);
            let requests = of_change.map(|one| request(one, compared.limit));
            requests.collect::<Vec<_>>()
        });
        if known.is_empty() && others.is_empty() {
            continue;
        }
        write!(out, "{heading}:\n{}", known.concat())?;
        if !others.is_empty() {
            let and = if known.is_empty() { "" } else { "and " };
            writeln!(out, "  {and}other actions, such as:")?;
        }
        writeln!(out, "{}", others.concat())?;
    }
    let not_compared = compared.not_compared();
    if !not_compared.is_empty() {
        writeln!(
            out,
            "not compared, because their conditions differ or are computed:"
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
    if differences.is_empty() {
        writeln!(out, "not proved equivalent")
    } else {
        writeln!(out, "different")
    }
}

fn request(difference: &Described, limit: Option<Attachment>) -> String {
    let resource = match &difference.resource {
        Where::All("*") => "every resource".to_owned(),
        Where::All(pattern) => (*pattern).to_owned(),
        Where::One(resource) if resource.is_empty() => "resources not named `acs:…`".to_owned(),
        Where::One(resource) => format!("{}, for example", visible_text(resource)),
    };
    let risk = { difference.risk }.map_or_else(String::new, |risk| format!("; {risk}"));
    // The heading says so.
    let not_given = difference.not_given.filter(|_| limit.is_none());
    let condition = not_given.map_or_else(String::new, |absent| {
        format!("; depends on {}", absent.words())
    });
    format!(
        "  {:<7} {}  on {resource}{risk}{condition}\n",
        difference.effect.unwrap_or_default(),
        visible_text(&difference.action)
    )
}
