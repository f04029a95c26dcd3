//! Explanations of what is at a place of a policy.

use super::complete::{about_element, without_effect};
use super::document::Document;
use super::matched::Matched;
use super::syntax::{Node, Spot, element, spot, statements};
use crate::policy::commands::lint::Settings;
use crate::policy::commands::show::lines_of;
use crate::policy::group_by::grouped;
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use ram_diagnostics::{ByteRange, first_of};
use ram_policy::KnownActions;
use ram_policy::is_wildcard;
use ram_policy::lint::{KnownAction, OtherServices as _};

/// The most names in a list.
const NAMED: usize = 12;

/// Explains what is at an offset.
pub(super) fn hover(document: &Document, settings: &Settings, offset: usize) -> Option<Hover> {
    let roots = document.tree();
    let known = settings.known();
    let all = statements(&roots);
    let is_brace = |node: &&&Node| node.range.start == offset;
    let (text, range) = if let Some(statement) = all.iter().find(is_brace) {
        let brace = ByteRange::new(offset, offset + 1);
        (about_statement(known, statement)?, brace)
    } else {
        let spot = spot(&document.text, &roots, offset);
        (about(known, &spot, &document.text)?, spot.range)
    };
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(document.range(range)),
    })
}

fn about(known: &dyn KnownActions, spot: &Spot<'_>, text: &str) -> Option<String> {
    let path = spot.path();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let written = spot.range.of(text);
    match (&path[..], spot.is_key) {
        (_, true) if written.is_empty() => None,
        (["statement"], true) if element(written) == "effect" => {
            about_statement(known, spot.statement()?)
        }
        (["statement", "effect"], false) => about_statement(known, spot.statement()?),
        (["statement", "action" | "notaction"], false) => about_action(known, spot.node?.text()?),
        (["statement", "resource"], false) => {
            let matched = Matched::of_statement(known, spot.statement()?);
            let actions = matched.map_or(Vec::new(), |matched| matched.actions);
            about_resource(spot.node?.text()?, &actions)
        }
        (["statement", "condition", _], true) => about_key(known, written),
        (["statement", "condition", "variable"], false) => about_key(known, spot.node?.text()?),
        (["statement"] | ["statement", "principal"], true) => about_element(written),
        (_, true) if matches!(written, "Version" | "Statement") => about_element(written),
        _ => None,
    }
}

/// Explains an action, or what a pattern stands for.
fn about_action(known: &dyn KnownActions, text: &str) -> Option<String> {
    if text.contains(is_wildcard) {
        let matched = Matched::of(known, &[text], false)?;
        return Some(match matched.all {
            0 => format!("`{text}`: the actions of this service are not known"),
            _ => format!(
                "`{text}`: {}\n\n{}",
                matched.counted(),
                by_level(&matched.actions)
            ),
        });
    }
    let Some(found) = known.find(text) else {
        let other = OtherActions.find(text)?;
        return Some(format!("`{other}`: an action of another service"));
    };
    let Some(action) = CsAction::from_ram_action(found.name) else {
        return Some(format!(
            "`{}`: an action of a page in the settings",
            found.name
        ));
    };
    let mut about = format!("**{action}**\n\n{}\n", action.description());
    let mut is_shown = true;
    for line in lines_of(action) {
        let label = line.label.trim();
        if !label.is_empty() {
            // These are for programs.
            is_shown = !matches!(label, "Rust" | "Page");
        }
        if is_shown {
            match label {
                "" => about.extend(["  \n  ", &line.text]),
                _ => about.extend(["\n- ", label, ": ", &line.text]),
            }
        }
    }
    Some(about)
}

/// Lists actions by their access level.
fn by_level(actions: &[KnownAction<'_>]) -> String {
    let level = |action: &KnownAction<'_>| {
        let of_ack = CsAction::from_ram_action(action.name);
        of_ack.map_or("unknown", |action| action.access_level().name())
    };
    let levels = grouped(actions.iter().map(|action| (level(action), action.name)));
    let lines = levels.into_iter().map(|(level, names)| {
        let count = names.len();
        let names = names.iter().map(|name| format!("`{name}`"));
        format!("- {level} ({count}): {}", first_of(NAMED, names, ", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Explains which resources a pattern stands for.
fn about_resource(text: &str, actions: &[KnownAction<'_>]) -> Option<String> {
    let mut fields = text.splitn(5, ':');
    let about = match (fields.next()?, text) {
        (_, "*") => "every resource".to_owned(),
        ("acs", _) => {
            let names = ["service", "region", "account", "resource"];
            let parts = names
                .into_iter()
                .zip(fields)
                .map(|(name, value)| match value {
                    "*" | "" => format!("- any {name}"),
                    value => format!("- {name} `{value}`"),
                });
            let parts: Vec<String> = parts.collect();
            format!("resources with\n\n{}", parts.join("\n"))
        }
        _ => return None,
    };
    Some(format!(
        "`{text}`: {about}{}",
        without_effect(text, actions)
    ))
}

/// Explains a condition key by the actions that have it.
fn about_key(known: &dyn KnownActions, key: &str) -> Option<String> {
    let mut names = Vec::new();
    known.each(&mut |action| {
        if action.condition_keys.unwrap_or_default().contains(&key) {
            names.push(format!("`{}`", action.name));
        }
    });
    match (names.is_empty(), key.strip_prefix("acs:")) {
        (false, _) => Some(format!(
            "`{key}`: a key of {}",
            first_of(NAMED, names.into_iter(), ", ")
        )),
        (true, Some(_)) => Some(format!("`{key}`: a key of all services")),
        (true, None) => None,
    }
}

/// Explains what a statement allows or denies.
fn about_statement(known: &dyn KnownActions, statement: &Node) -> Option<String> {
    let verb = match statement.get("Effect").and_then(Node::text) {
        Some("Deny") => "Denies",
        Some("Allow") => "Allows",
        // The default of Terraform's blocks.
        None if statement.get("Effect").is_none() => "Allows",
        _ => return None,
    };
    let matched = Matched::of_statement(known, statement)?;
    let mut about = if matched.all == 0 {
        format!("**{verb}** actions of services whose actions are not known")
    } else {
        format!("**{verb}** {}", matched.counted())
    };
    if matched.is_negated {
        about.push_str(", and all actions of other services");
    }
    if !matched.actions.is_empty() {
        about.extend(["\n\n", &by_level(&matched.actions)]);
    }
    let resources = statement.get("Resource").map_or(Vec::new(), Node::texts);
    let resources: Vec<&str> = resources.into_iter().filter_map(Node::text).collect();
    if !resources.is_empty() {
        let shown = resources.iter().map(|one| format!("`{one}`"));
        about.extend(["\n\nOn ", &first_of(NAMED, shown, ", ")]);
    }
    if let [resource] = resources[..] {
        about.push_str(&without_effect(resource, &matched.actions));
    }
    if let Some(conditions) = statement.get("Condition") {
        let operators = conditions.members().iter().flat_map(|operator| {
            let keys = operator
                .value
                .as_ref()
                .map_or(&[][..], Node::members)
                .iter();
            keys.map(move |key| format!("`{} {}`", operator.key, key.key))
        });
        let all: Vec<String> = operators.collect();
        if !all.is_empty() {
            about.extend(["\n\nIf ", &first_of(NAMED, all.into_iter(), " and ")]);
        }
    }
    Some(about)
}
