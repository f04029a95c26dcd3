//! Entries joined by action, and where they repeat or contradict each other.

use crate::catalog::facts::ActionFacts;
use crate::catalog::model::Action;
use crate::page::action_cell::EntryAction;
use crate::page::diagnostic_codes::{
    DUPLICATE_ACTION, DUPLICATE_ROW, LETTER_CASE, NAME_CLASH, SHARED_ACTION,
};
use crate::page::entry::Entry;
use crate::page::read::Page;
use crate::ram_action::RamAction;
use ram_diagnostics::{ByteRange, Diagnostic};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Joins the entries by action, and reports where they repeat or contradict each other.
pub(crate) fn join(page: &Page<'_>, entries: &[&Entry]) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    // RAM ignores letter case, so the key is in lower case.
    let mut by_action: HashMap<String, usize> = HashMap::new();
    // For each action the place of its second row.
    let mut shared: Vec<Option<ByteRange>> = Vec::new();
    let mut by_variant: HashMap<String, usize> = HashMap::new();
    let mut first_rows: HashMap<(&str, &str), (&Entry, ByteRange)> = HashMap::new();

    for &entry in entries {
        for EntryAction { text, place } in &entry.actions {
            let place = *place;
            let ram_action = if page.options.wildcards {
                RamAction::with_wildcards(text)
            } else {
                text.parse()
            };
            // Reported with its cell.
            let Ok(ram_action) = &ram_action else {
                continue;
            };
            let pair = (entry.operation.as_str(), text.as_str());
            if let Some(&(first, first_place)) = first_rows.get(&pair) {
                if differs_in_resources(page, first, entry) {
                    continue;
                }
                let diagnostic = repeated(first, entry, ram_action, place);
                page.report_alike(diagnostic.with_related(first_place, "the first one is here"));
                continue;
            }
            first_rows.insert(pair, (entry, place));

            let folded = ram_action.as_str().to_ascii_lowercase();
            if let Some(&index) = by_action.get(&folded) {
                let known = &mut actions[index];
                if known.place == place {
                    // The row has several operations, which is reported with it.
                } else if known.ram_action == *ram_action {
                    shared[index].get_or_insert(place);
                } else {
                    page.report_alike(
                        LETTER_CASE
                            .at(
                                place,
                                format!(
                                    "`{ram_action}` and `{}` differ only in letter case; RAM treats them as the same action",
                                    known.ram_action
                                ),
                                "write it the same way in both rows",
                            )
                            .with_related(known.place, "the other one is here"),
                    );
                }
                known.operations.extend(operation(entry));
                continue;
            }

            let variant = ram_action.variant(page.options.service_prefix);
            if let Some(&index) = by_variant.get(&variant) {
                let other: &Action = &actions[index];
                let clash = |help| {
                    NAME_CLASH
                        .at(
                            place,
                            format!(
                                "`{ram_action}` and `{}` would both be the variant `{variant}`",
                                other.ram_action
                            ),
                            help,
                        )
                        .with_related(other.place, "the other one is here")
                };
                if other.ram_action.service() == ram_action.service() {
                    page.report(clash(
                        "rename one of them on the page; a variant's name leaves out `-` and `:`, and has words for `*` and `?`",
                    ));
                } else {
                    page.report_alike(clash(
                        "set the option `service_prefix`, so that each variant starts with its service",
                    ));
                }
                continue;
            }

            by_action.insert(folded, actions.len());
            by_variant.insert(variant.clone(), actions.len());
            shared.push(None);
            actions.push(Action {
                ram_action: ram_action.clone(),
                variant,
                operations: operation(entry).into_iter().collect(),
                texts: entry.texts.clone(),
                place,
                id: actions.len() + 1,
                first_seen: None,
                facts: ActionFacts::default(),
            });
        }
    }

    for (action, place) in actions.iter().zip(shared) {
        if let Some(place) = place {
            page.report_alike(shared_action(action, place));
        }
    }
    actions
}

/// Returns true if the second row of an action adds resources and contradicts nothing.
fn differs_in_resources(page: &Page<'_>, first: &Entry, second: &Entry) -> bool {
    let cell = |entry: &Entry| entry.resource_cell.of(page.text());
    let same = |first: &str, second: &str| second.is_empty() || first == second;
    cell(first) != cell(second)
        && first
            .texts
            .parts()
            .into_iter()
            .zip(second.texts.parts())
            .all(|(first, second)| same(first, second))
}

fn operation(entry: &Entry) -> Option<String> {
    (!entry.operation.is_empty()).then(|| entry.operation.clone())
}

/// Describes the second row of an operation with the same action.
fn repeated(first: &Entry, second: &Entry, action: &RamAction, place: ByteRange) -> Diagnostic {
    if first.place == second.place {
        return DUPLICATE_ACTION.error_at(
            place,
            format!("the row names `{action}` twice"),
            "delete one of them",
        );
    }
    let (first, texts) = (first.texts.named(), second.texts.named());
    let differs = |name: &str| {
        let pairs = first.iter().zip(&texts);
        pairs
            .into_iter()
            .any(|(first, second)| first.0 == name && first != second)
    };
    let differing = match (differs("description"), differs("doc_url")) {
        (false, false) => {
            return DUPLICATE_ROW.at(
                second.place,
                format!("duplicate row of `{action}`"),
                "delete one of the two rows",
            );
        }
        (true, false) => "descriptions",
        (false, true) => "links",
        (true, true) => "descriptions and links",
    };
    DUPLICATE_ACTION.error_at(
        place,
        format!("`{action}` has two rows with different {differing}"),
        "delete the wrong row, or correct the action of one of them",
    )
}

/// Describes an action that several operations require.
fn shared_action(action: &Action, place: ByteRange) -> Diagnostic {
    let mut names = String::new();
    for (index, operation) in action.operations.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == action.operations.len() => " and ",
            _ => ", ",
        };
        let _ = write!(names, "{separator}`{}`", operation.escape_debug());
    }
    SHARED_ACTION
        .at(
            place,
            format!(
                "`{}` is required for {} operations: {names}",
                action.ram_action,
                action.operations.len()
            ),
            "ignore this if that is intended; an action has the description of its first row",
        )
        .with_related(action.place, "its first row is here")
}
