//! Explanations of what is at a place of a policy.

use super::complete::{about_element, without_effect};
use super::document::Document;
use super::markdown::{code, prose};
use super::matched::Matched;
use super::summaries::summaries;
use super::summary::by_level;
use super::syntax::{Place, Spot, element, spot, statements as statements_in};
use crate::policy::commands::lint::Settings;
use crate::policy::commands::show::lines_of;
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use ram_diagnostics::{ByteRange, first_of};
use ram_policy::lint::{KnownAction, OtherServices as _, is_common_condition_key};
use ram_policy::{KnownActions, is_wildcard};
use std::path::Path;

/// The most names in a list.
const NAMED: usize = 12;

/// Explains what is at an offset.
pub(super) fn hover(
    document: &Document,
    folder: &Path,
    settings: &Settings,
    offset: usize,
) -> Option<Hover> {
    let roots = document.tree();
    let known = settings.known();
    let here = Here {
        document,
        folder,
        known,
    };
    let places = statements_in(&roots);
    let is_brace = |place: &&Place<'_>| place.node.range.start == offset;
    let (text, range) = if let Some(place) = places.iter().find(is_brace) {
        let brace = ByteRange::new(offset, offset + 1);
        (here.about_statement(place.start)?, brace)
    } else {
        let spot = spot(&document.text, &roots, offset);
        (here.about(&spot)?, spot.range)
    };
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(document.range(range)),
    })
}

/// What is asked about.
struct Here<'a> {
    document: &'a Document,
    folder: &'a Path,
    known: &'a dyn KnownActions,
}

impl Here<'_> {
    fn about(&self, spot: &Spot<'_>) -> Option<String> {
        let known = self.known;
        let path = spot.path();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let written = spot.range.of(&self.document.text);
        match (&path[..], spot.is_key) {
            (_, true) if written.is_empty() => None,
            (["statement"], true) if element(written) == "effect" => {
                self.about_statement(spot.statement_start()?)
            }
            (["statement", "effect"], false) => self.about_statement(spot.statement_start()?),
            (["statement", "action" | "notaction"], false) => {
                about_action(known, spot.node?.text()?)
            }
            (["statement", "resource"], false) => {
                let matched = Matched::of_node(known, spot.statement()?);
                let actions = matched.map_or(Vec::new(), |matched| matched.actions);
                about_resource(known, spot.node?.text()?, &actions)
            }
            (["statement", "condition", _], true) => about_key(known, written),
            (["statement", "condition", "variable"], false) => about_key(known, spot.node?.text()?),
            (["statement"] | ["statement", "principal"], true) => about_element(written),
            (_, true) if matches!(written, "Version" | "Statement") => about_element(written),
            _ => None,
        }
    }

    /// Explains the statement that starts at a place, as it is read, or as far as it is known.
    fn about_statement(&self, start: usize) -> Option<String> {
        let is_asked = |place: usize| place == start;
        let found = summaries(self.document, self.folder, self.known, &is_asked);
        found.first().map(|(_, summary)| summary.text())
    }
}

/// Explains an action, or what a pattern stands for.
fn about_action(known: &dyn KnownActions, text: &str) -> Option<String> {
    if text.contains("${") || text.contains("%{") {
        return None;
    }
    if text.contains(is_wildcard) {
        let matched = Matched::of(known, &[text], false)?;
        if !matched.is_counted() && matched.has_unknown() {
            return Some(format!(
                "{}: the actions of this service are not known",
                code(text)
            ));
        }
        return Some(format!(
            "{}: {}{}",
            code(text),
            matched.covered(code),
            by_level(&matched)
        ));
    }
    let Some(found) = known.find(text) else {
        let other = OtherActions.find(text)?;
        return Some(format!("{}: an action of another service", code(other)));
    };
    let Some(action) = CsAction::from_ram_action(found.name) else {
        return Some(format!(
            "{}: an action of a page in the settings",
            code(found.name)
        ));
    };
    let mut about = format!("**{action}**\n\n{}\n", prose(action.description()));
    let mut is_shown = true;
    for line in lines_of(action) {
        let label = line.label.trim();
        if !label.is_empty() {
            // These are for programs.
            is_shown = !matches!(label, "Rust" | "Page");
        }
        if is_shown {
            match label {
                "" => about.extend(["  \n  ", &prose(&line.text)]),
                _ => about.extend(["\n- ", label, ": ", &prose(&line.text)]),
            }
        }
    }
    Some(about)
}

/// Explains which resources a pattern stands for.
fn about_resource(
    known: &dyn KnownActions,
    text: &str,
    actions: &[KnownAction<'_>],
) -> Option<String> {
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
                    value => format!("- {name} {}", code(value)),
                });
            let parts: Vec<String> = parts.collect();
            format!("resources with\n\n{}", parts.join("\n"))
        }
        _ => return None,
    };
    Some(format!(
        "{}: {about}{}",
        code(text),
        without_effect(known, &[text], actions)
    ))
}

/// Explains a condition key by the actions that have it.
fn about_key(known: &dyn KnownActions, key: &str) -> Option<String> {
    let mut names = Vec::new();
    known.each(&mut |action| {
        if action.condition_keys.unwrap_or_default().contains(&key) {
            names.push(code(action.name));
        }
    });
    if !names.is_empty() {
        let names = first_of(NAMED, names.into_iter(), ", ");
        return Some(format!("{}: a key of {names}", code(key)));
    }
    is_common_condition_key(key).then(|| format!("{}: a key of all services", code(key)))
}
