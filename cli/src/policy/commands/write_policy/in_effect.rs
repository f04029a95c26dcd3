//! The resources on which each action has an effect.

use crate::output::failure::{Failure, note, warn};
use crate::policy::excerpt::{first, quoted};
use crate::policy::group_by::grouped;
use crate::policy::scope::{alternatives, has_effect_on, wide_resources};
use ack_catalog::CsAction;
use ram_policy::lint::Linter;
use ram_policy::{Pattern, Policy, Relation, is_wildcard, relation};

/// The rule about resources of a form that the service does not have.
const NO_SUCH_FORM: &str = "relative-id";

/// An action with the resources that it is asked for.
pub(super) struct Wanted<'a> {
    pub(super) action: &'a str,
    /// Each with the line of the file of needs that is about it.
    pub(super) placed: Vec<(String, Option<&'a str>)>,
    /// False if a pattern or an access level selects it.
    pub(super) is_named: bool,
}

/// Why an Allow of an action on a resource has no effect.
#[derive(PartialEq)]
enum NoEffect {
    /// The action cannot be limited to this.
    TooNarrow(&'static str),
    /// The service has no such resource.
    NoSuchForm { message: String, help: String },
}

/// An action on a resource without an effect.
struct Without<'a> {
    action: &'a str,
    place: Option<&'a str>,
    why: NoEffect,
}

/// Returns each action with the resources to allow it on, so that nothing is allowed on more than what is asked for,
/// and nothing is written without an effect. Refuses the rest, unless another line allows it.
pub(super) fn in_effect(wanted: Vec<Wanted<'_>>) -> Result<Vec<(Vec<String>, &str)>, Failure> {
    let mut written = Vec::new();
    let (mut refused, mut left_out, mut redundant) = (Vec::new(), Vec::new(), Vec::new());
    let mut kept = Vec::new();
    for Wanted {
        action,
        placed,
        is_named,
    } in wanted
    {
        let mut resources: Vec<(String, Option<&str>)> = Vec::new();
        let mut without = Vec::new();
        for (resource, place) in placed {
            match no_effect(action, &resource) {
                None => {
                    kept.extend(place);
                    resources.push((resource, place));
                }
                Some(why) => without.push((resource, Without { action, place, why })),
            }
        }
        resources.sort_unstable();
        resources.dedup_by(|(a, _), (b, _)| a == b);
        let (resources, covered) = widest(resources);
        redundant.extend(
            covered
                .into_iter()
                .map(|(wider, place)| (place, format!("{action} on {wider}"))),
        );
        for (resource, without) in without {
            match { resources.iter() }.find(|wider| covers(wider, &resource)) {
                Some(wider) => redundant.push((without.place, format!("{action} on {wider}"))),
                None if is_named => refused.push(without),
                None => left_out.push(without),
            }
        }
        if !resources.is_empty() {
            written.push((resources, action));
        }
    }
    if let Some(failure) = refusal(&refused, &kept) {
        return Err(failure);
    }
    if let [one, ..] = &left_out[..] {
        let actions: Vec<&str> = left_out.iter().map(|one| one.action).collect();
        let (message, help) = (one.why.message(&actions), one.why.options(&actions));
        if written.is_empty() {
            return Err(Failure::new(message).help(format!("allow {help}")));
        }
        let help = format!("allow {help} in a second policy");
        warn(&format!("{message}; left out of the policy"), Some(&help));
    }
    for (place, mut others) in grouped(redundant) {
        // Once for all its resources.
        others.dedup();
        let others = first(others.into_iter(), ", ");
        let message = format!("a resource adds nothing to {others}");
        note(&placed(place, &message), None);
    }
    Ok(written)
}

/// Refuses the first line that asks for what has no effect, or the option that does.
fn refusal(refused: &[Without<'_>], kept: &[&str]) -> Option<Failure> {
    let place = { refused.iter() }
        .map(|one| one.place)
        .min_by_key(|place| line(*place))?;
    let of_line = refused.iter().filter(|one| one.place == place);
    let why = &of_line.clone().next()?.why;
    let mut actions: Vec<&str> = { of_line.filter(|one| one.why == *why) }
        .map(|one| one.action)
        .collect();
    // Once for each resource.
    actions.dedup();
    let failure = Failure::new(why.message(&actions));
    let Some(place) = place else {
        return Some(failure.help(format!("allow {}", why.options(&actions))));
    };
    let on = alternatives(wide_resources(&actions), '`');
    let help = match why {
        NoEffect::NoSuchForm { help, .. } => help.clone(),
        // Its other actions would be allowed there, too.
        NoEffect::TooNarrow(_) if kept.contains(&place) => {
            format!("list these with {on} as the resource in a line of their own")
        }
        NoEffect::TooNarrow(_) => format!("name {on} as the resource in this line"),
    };
    let mut others: Vec<&str> = { refused.iter() }.filter_map(|one| one.place).collect();
    others.retain(|other| *other != place);
    others.sort_by_key(|other| line(Some(other)));
    others.dedup();
    let help = match others.len() {
        0 => help,
        _ => format!(
            "{help}; other lines have no effect either: {}",
            first(others.into_iter().map(str::to_owned), ", ")
        ),
    };
    Some(failure.at(place).help(help))
}

/// Returns the number of a line from its place, which orders the lines of one file.
fn line(place: Option<&str>) -> Option<usize> {
    place.and_then(|place| place.rsplit(':').next()?.parse().ok())
}

fn placed(place: Option<&str>, message: &str) -> String {
    place.map_or_else(|| message.to_owned(), |place| format!("{place}: {message}"))
}

/// A resource with the line of the file of needs that is about it.
type Placed<'a> = (String, Option<&'a str>);

/// Returns the resources that no other one covers, and for each of the rest the wider one and the line of the narrower.
fn widest(placed: Vec<Placed<'_>>) -> (Vec<String>, Vec<Placed<'_>>) {
    let patterns: Vec<String> = { placed.iter() }
        .map(|(resource, _)| resource.clone())
        .filter(|resource| resource.contains(is_wildcard))
        .collect();
    let (mut kept, mut covered) = (Vec::new(), Vec::new());
    for (resource, place) in placed {
        let wider = patterns.iter().find(|wider| {
            // Of two that are the same, the first one stays.
            **wider != resource
                && covers(wider, &resource)
                && (**wider < resource || !covers(&resource, wider))
        });
        match wider {
            Some(wider) => covered.push((wider.clone(), place)),
            None => kept.push(resource),
        }
    }
    (kept, covered)
}

fn covers(wider: &str, resource: &str) -> bool {
    relation(&Pattern::resource(resource), &[&Pattern::resource(wider)]) == Relation::Whole
}

fn no_effect(action: &str, resource: &str) -> Option<NoEffect> {
    let policy = Policy::allowing([action], resource);
    let findings = Linter::new(&CsAction::KNOWN).policy(&policy);
    if let Some(finding) = { findings.into_iter() }.find(|one| one.rule.name == NO_SUCH_FORM) {
        return Some(NoEffect::NoSuchForm {
            message: format!("{} has no effect: {}", quoted(resource), finding.message),
            help: finding.help,
        });
    }
    (!has_effect_on(action, resource)).then(|| NoEffect::TooNarrow(extent(resource)))
}

/// Names what a resource is limited to.
fn extent(resource: &str) -> &'static str {
    let mut fields = resource.splitn(5, ':').skip(2);
    let is_one = |field: Option<&str>| field.is_some_and(|field| !field.chars().all(is_wildcard));
    match [fields.next(), fields.next(), fields.next()].map(is_one) {
        [true, _, false] => "a region",
        [_, true, false] => "an account",
        _ => "a cluster",
    }
}

impl NoEffect {
    fn message(&self, actions: &[&str]) -> String {
        match self {
            Self::TooNarrow(extent) => {
                format!("cannot be limited to {extent}: {}", actions.join(", "))
            }
            Self::NoSuchForm { message, .. } => message.clone(),
        }
    }

    /// Returns how to allow actions with options.
    fn options(&self, actions: &[&str]) -> String {
        let object = if actions.len() == 1 { "it" } else { "them" };
        let resources = match self {
            Self::TooNarrow(_) => wide_resources(actions),
            Self::NoSuchForm { .. } => &["acs:cs:*:*:cluster/*", "*"],
        };
        let place = if *resources == ["*"] {
            " on all resources"
        } else {
            ""
        };
        let options = resources.iter().map(|on| format!("`--resource '{on}'`"));
        let options: Vec<String> = options.collect();
        format!("{object}{place} with {}", options.join(" or "))
    }
}
