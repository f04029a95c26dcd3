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
    pub(super) needs: Vec<Need>,
    pub(super) unclear: Vec<Unclear>,
    /// Each with what it needs.
    pub(super) sources: Vec<SourceNeeds>,
    #[serde(skip)]
    index: HashMap<String, usize>,
}

/// What one source needs.
#[derive(Serialize)]
pub(super) struct SourceNeeds {
    pub(super) source: String,
    pub(super) needs: Vec<PlacedNeed>,
}

/// An action or an operation, with the places of one source that call it.
#[derive(Serialize)]
pub(super) struct PlacedNeed {
    pub(super) need: String,
    pub(super) places: Vec<String>,
}

/// An action or an operation, with the places that call it.
#[derive(Serialize)]
pub(super) struct Need {
    /// An action, or the name of an operation of ACK.
    #[serde(rename = "need")]
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) needed: Needed,
    pub(super) places: Vec<String>,
}

/// The actions that a call needs.
#[derive(Default, Serialize)]
pub(super) struct Needed {
    /// By the newest source.
    pub(super) actions: Vec<String>,
    /// What sources say, where they disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Statement>,
}

impl Needed {
    /// Returns what a call needs, or `None` for an operation whose actions no source documents.
    pub(super) fn by(call: &Call) -> Option<Self> {
        let actions = call.actions().into_iter().map(str::to_owned);
        let sources = match call {
            Call::Operation(operation) => statements(operation),
            Call::Action(_) | Call::Elsewhere(_) => Vec::new(),
        };
        let needed = Self {
            actions: actions.collect(),
            sources,
        };
        Some(needed).filter(|needed| !needed.actions.is_empty())
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
pub(super) struct Statement {
    actions: &'static [&'static str],
    sources: String,
}

impl Statement {
    /// Returns the actions with the sources.
    pub(super) fn text(&self) -> String {
        format!(
            "{} according to {}",
            self.actions.join(" and "),
            self.sources
        )
    }
}

/// A place that a person has to look at.
#[derive(Serialize)]
pub(super) struct Unclear {
    pub(super) place: String,
    pub(super) text: String,
    pub(super) reason: String,
}

impl NeedsList {
    pub(super) fn add(&mut self, source: &Source, found: Found) {
        let mut of_source: Vec<PlacedNeed> = Vec::new();
        let mut in_source: HashMap<String, usize> = HashMap::new();
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
            let next = of_source.len();
            let here = *in_source.entry(name.clone()).or_insert(next);
            if here == next {
                of_source.push(PlacedNeed {
                    need: name.clone(),
                    places: Vec::new(),
                });
            }
            add_place(&mut of_source[here].places, &place);
            let at = *self.index.entry(name.clone()).or_insert_with(|| {
                self.needs.push(Need {
                    name,
                    needed,
                    places: Vec::new(),
                });
                self.needs.len() - 1
            });
            add_place(&mut self.needs[at].places, &place);
        }
        self.sources.push(SourceNeeds {
            source: source.name.clone(),
            needs: of_source,
        });
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
        if self.needs.is_empty() && !self.sources.is_empty() {
            let _ = writeln!(
                text,
                "# no calls found in {}",
                counted(self.sources.len(), "source")
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

/// Adds a place, unless it is the one before.
fn add_place(places: &mut Vec<String>, place: &str) {
    if places.last().is_none_or(|last| last != place) {
        places.push(place.to_owned());
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
