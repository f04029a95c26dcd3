//! Differences for people.

use super::differences::{Compared, Described};
use super::witness::Where;
use crate::policy::excerpt::visible_text;
use crate::policy::verdict::reasons::assumed;
use ram_policy::Change;
use std::io::{self, Write};

const CHANGES: [(Change, &str); 4] = [
    (Change::Gained, "newly allowed"),
    (Change::Lost, "no longer allowed"),
    (
        Change::NewlyDenied,
        "newly denied, whatever other policies allow",
    ),
    (
        Change::NoLongerDenied,
        "no longer denied; another policy can allow it",
    ),
];

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
    for (change, heading) in CHANGES {
        let [known, others] = [false, true].map(|is_example| {
            let of_change = differences.iter().filter(|one| one.change == change);
            let of_change = of_change.filter(|one| one.is_example == is_example);
            of_change.map(request).collect::<Vec<_>>()
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

fn request(difference: &Described) -> String {
    let resource = match &difference.resource {
        Where::All("*") => "every resource".to_owned(),
        Where::All(pattern) => (*pattern).to_owned(),
        Where::One(resource) if resource.is_empty() => "resources not named `acs:…`".to_owned(),
        Where::One(resource) => format!("{}, for example", visible_text(resource)),
    };
    let risk = { difference.risk }.map_or_else(String::new, |risk| format!("; {risk}"));
    let condition = difference.not_given.map_or_else(String::new, |absent| {
        format!("; depends on {}", absent.words())
    });
    format!(
        "  {:<7} {}  on {resource}{risk}{condition}\n",
        difference.effect.unwrap_or_default(),
        visible_text(&difference.action)
    )
}
