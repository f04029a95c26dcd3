//! The list of what was found, as text and as JSON.

use super::sources::Source;
use crate::output::printable::{counted, printable_line};
use crate::policy::excerpt::{NAMED, quoted};
use ack_catalog::Operation;
use ack_catalog_needs::{Alternative, Call, Found};
use ram_diagnostics::first_of;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write as _;

/// What all sources need, in the order in which it was found.
#[derive(Default, Serialize)]
pub(super) struct NeedsList {
    needs: Vec<Need>,
    unclear: Vec<Unclear>,
    #[serde(skip)]
    index: HashMap<String, usize>,
    #[serde(skip)]
    sources: usize,
}

/// An action or an operation, with the places that call it.
#[derive(Serialize)]
struct Need {
    /// An action, or the name of an operation of ACK.
    #[serde(rename = "need")]
    name: String,
    #[serde(flatten)]
    needed: Needed,
    places: Vec<String>,
}

/// The actions that a call needs.
#[derive(Default, Serialize)]
pub(super) struct Needed {
    /// By the newest source.
    actions: Vec<String>,
    /// What sources say, where they disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Statement>,
}

impl Needed {
    /// Returns what a call needs, or `None` for an operation whose actions no source documents.
    pub(super) fn by(call: &Call) -> Option<Self> {
        let Call::Operation(operation) = call else {
            let actions = vec![call.to_string()];
            return Some(Self {
                actions,
                ..Self::default()
            });
        };
        let actions = operation.required_actions().iter();
        let actions: Vec<String> = actions.map(|action| (*action).to_owned()).collect();
        (!actions.is_empty()).then(|| Self {
            actions,
            sources: statements(operation),
        })
    }

    /// Returns a remark on what sources say, if they disagree.
    pub(super) fn dispute(&self) -> String {
        let said: Vec<String> = self.sources.iter().map(Statement::text).collect();
        if said.is_empty() {
            return String::new();
        }
        format!("; sources disagree: {}", said.join(", or "))
    }
}

/// What some sources say that an operation needs.
#[derive(Serialize)]
struct Statement {
    actions: &'static [&'static str],
    sources: String,
}

impl Statement {
    /// Returns the actions with the sources.
    fn text(&self) -> String {
        format!(
            "{} according to {}",
            self.actions.join(" and "),
            self.sources
        )
    }
}

/// A place that a person has to look at.
#[derive(Serialize)]
struct Unclear {
    place: String,
    text: String,
    reason: String,
}

impl NeedsList {
    pub(super) fn add(&mut self, source: &Source, found: Found) {
        self.sources += 1;
        for need in found.needs {
            let place = source.place(need.range);
            let Some(needed) = Needed::by(&need.call) else {
                self.unclear.push(Unclear {
                    place,
                    text: source.excerpt(need.range).to_owned(),
                    reason: format!(
                        "no source documents which action the operation `{}` needs",
                        need.call
                    ),
                });
                continue;
            };
            let name = need.call.to_string();
            let at = *self.index.entry(name.clone()).or_insert_with(|| {
                self.needs.push(Need {
                    name,
                    needed,
                    places: Vec::new(),
                });
                self.needs.len() - 1
            });
            if self.needs[at].places.last() != Some(&place) {
                self.needs[at].places.push(place);
            }
        }
        for note in found.notes {
            self.unclear.push(Unclear {
                place: source.place(note.range),
                text: source.excerpt(note.range).to_owned(),
                reason: note.message,
            });
        }
    }

    /// Returns whether nothing is unclear.
    pub(super) fn is_certain(&self) -> bool {
        self.unclear.is_empty()
    }

    /// Writes the list as a file of needs, which other commands read.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let width = self
            .needs
            .iter()
            .map(|need| need.name.len())
            .max()
            .unwrap_or(0);
        for need in &self.needs {
            let places = first_of(NAMED, need.places.iter().cloned(), ", ");
            // Writing to a `String` does not fail.
            let (places, dispute) = (printable_line(&places), need.needed.dispute());
            let _ = writeln!(text, "{:width$}  # {places}{dispute}", need.name);
        }
        if self.needs.is_empty() && self.sources > 0 {
            let _ = writeln!(
                text,
                "# no calls found in {}",
                counted(self.sources, "source")
            );
        }
        for unclear in &self.unclear {
            let place = printable_line(&unclear.place);
            let reason = printable_line(&unclear.reason);
            // The place in a plan is the address of the resource.
            let excerpt = if unclear.place.ends_with(&unclear.text) {
                String::new()
            } else {
                quoted(&unclear.text) + ": "
            };
            let _ = writeln!(text, "# unclear: {place}: {excerpt}{reason}");
        }
        text
    }
}

/// Returns what sources since August 2021 say that an operation needs, if they disagree.
fn statements(operation: &'static Operation) -> Vec<Statement> {
    let mut alternatives = Alternative::of(operation);
    alternatives.retain(|one| one.is_current);
    if alternatives.len() < 2 {
        return Vec::new();
    }
    let statements = alternatives.iter().map(|one| Statement {
        actions: one.actions,
        sources: one.sources(),
    });
    statements.collect()
}
