//! A table of facts: its rows as statements about operations, and the actions that they name.

use crate::catalog::facts::{Fact, FactIndex, OperationFacts, needed_by};
use crate::catalog::join::join;
use crate::catalog::model::Action;
use crate::catalog::read_fact::{fact, is_search};
use crate::markdown::tables::Table;
use crate::page::diagnostic_codes::INVALID_FACT;
use crate::page::entry::Entry;
use crate::page::fact_columns::{fact_places, states_facts};
use crate::page::read::Page;
use crate::page::text_columns::TextColumns;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{HashMap, HashSet};

/// The actions of a page, and the facts of its operations, if it has any.
pub(crate) struct Joined {
    pub(crate) actions: Vec<Action>,
    pub(crate) facts: Vec<OperationFacts>,
}

/// Joins the entries of tables with the same header by their actions.
pub(crate) fn join_rows(page: &Page<'_>, tables: &[&Table], entries: &[&Entry]) -> Joined {
    let states_facts = tables
        .first()
        .is_some_and(|table| states_facts(&table.headers));
    if !states_facts {
        return Joined {
            actions: join(page, entries),
            facts: Vec::new(),
        };
    }
    let facts = operation_facts(page, tables, entries);
    Joined {
        actions: actions(page, entries, &facts),
        facts,
    }
}

/// Reads the rows as statements, by operation in page order.
fn operation_facts(page: &Page<'_>, tables: &[&Table], entries: &[&Entry]) -> Vec<OperationFacts> {
    // A row may name several operations.
    let mut by_row: HashMap<usize, Vec<&Entry>> = HashMap::new();
    for entry in entries {
        by_row.entry(entry.place.start).or_default().push(entry);
    }
    let mut operations = Operations::default();
    for table in tables {
        let columns = fact_places(&table.headers);
        for row in &table.rows {
            let cells = page.cells(row);
            // Other rows have been reported.
            let Some(entries) = by_row.get(&row.range.start) else {
                continue;
            };
            if cells.len() != table.headers.len() {
                continue;
            }
            let cells = columns.map(|at| at.map(|at| &cells[at]));
            let Some(fact) = fact(page, row.range, cells) else {
                continue;
            };
            for entry in entries {
                if let Err((problem, help)) = operations.add(entry, fact.clone()) {
                    page.report_alike(INVALID_FACT.at(row.range, problem, help));
                }
            }
        }
    }
    let operations = operations.sorted();
    report_shared_requests(page, &operations);
    operations
}

/// Reports operations with the same request: it could not tell which one was called.
fn report_shared_requests(page: &Page<'_>, operations: &[OperationFacts]) {
    let mut first: HashMap<(&str, String), (&str, &Fact)> = HashMap::new();
    for operation in operations {
        let mut facts = operation.facts.iter();
        let stating = facts.find_map(|fact| Some((fact, fact.request.as_ref()?)));
        let Some((fact, request)) = stating else {
            continue;
        };
        let name = operation.operation.as_str();
        match first.entry((&request.method, request.template())) {
            MapEntry::Vacant(entry) => {
                entry.insert((name, fact));
            }
            MapEntry::Occupied(entry) => {
                let (other, first) = entry.get();
                let [name, other] = [name, other].map(str::escape_debug);
                let found = INVALID_FACT.at(
                    fact.place,
                    format!("`{name}` and `{other}` have the same request"),
                    "correct one of the two requests",
                );
                page.report(found.with_related(first.place, "the other one is here"));
            }
        }
    }
}

/// The most actions of a statement, and the most statements about an operation. Each is compared with the
/// others.
const MOST_ACTIONS: usize = 64;
const MOST_SOURCES: usize = 64;

/// The operations of a table, with the statements that have been read.
#[derive(Default)]
struct Operations<'e> {
    facts: Vec<OperationFacts>,
    places: HashMap<&'e str, usize>,
    seen: HashSet<(usize, String, String)>,
    /// The operations in lower case, each as its first row spells it.
    spellings: HashMap<String, &'e str>,
}

impl<'e> Operations<'e> {
    /// Adds a statement about the operation of an entry. Returns why it cannot, and what to do about it.
    fn add(&mut self, entry: &'e Entry, mut fact: Fact) -> Result<(), (String, &'static str)> {
        let error = |problem: &str, help| Err((problem.to_owned(), help));
        if entry.actions.len() > MOST_ACTIONS {
            return error(
                "the row names too many actions for one operation",
                "write a row for each operation",
            );
        }
        let folded = entry.operation.to_ascii_lowercase();
        let spelling = self.spellings.entry(folded).or_insert(&entry.operation);
        if *spelling != entry.operation {
            let [name, other] = [&entry.operation, *spelling].map(|name| name.escape_debug());
            return Err((
                format!("`{name}` and `{other}` in another row differ only in letter case"),
                "write the operation the same way in all of its rows",
            ));
        }
        let operations = &mut self.facts;
        let place = *self.places.entry(&entry.operation).or_insert_with(|| {
            operations.push(OperationFacts {
                operation: entry.operation.clone(),
                request: None,
                facts: Vec::new(),
            });
            operations.len() - 1
        });
        let actions = entry.actions.iter();
        fact.actions = actions
            .filter_map(|action| action.text.parse().ok())
            .collect();
        if is_search(&fact.source) && fact.is_of_actions() {
            return error(
                "a search that found nothing says nothing about actions",
                "delete `(not found)`, or empty the cells about actions",
            );
        }
        let key = (place, fact.as_of.to_string(), fact.source.clone());
        if !self.seen.insert(key) {
            return error(
                "this source already has a row for the operation",
                "join the two rows",
            );
        }
        let facts = &mut operations[place].facts;
        if facts.len() == MOST_SOURCES {
            return error(
                "the operation has too many sources",
                "delete the rows of the oldest ones",
            );
        }
        facts.push(fact);
        Ok(())
    }

    fn sorted(mut self) -> Vec<OperationFacts> {
        for operation in &mut self.facts {
            operation.sort();
        }
        self.facts
    }
}

/// Returns the actions in the order of the first rows that name them. Their operations are those that
/// need them by the newest sources.
fn actions(page: &Page<'_>, entries: &[&Entry], facts: &[OperationFacts]) -> Vec<Action> {
    let mut texts: HashMap<&str, &TextColumns> = HashMap::new();
    for entry in entries {
        if !entry.texts.description.is_empty() {
            texts.entry(&entry.operation).or_insert(&entry.texts);
        }
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let mut first_rows: Vec<Entry> = Vec::new();
    for entry in entries {
        let new = entry.actions.iter();
        let new = new.filter(|action| seen.insert(&action.text)).cloned();
        first_rows.push(Entry {
            actions: new.collect(),
            ..(*entry).clone()
        });
    }
    let mut actions = join(page, &first_rows.iter().collect::<Vec<_>>());
    let needed = needed_by(facts);
    let index = FactIndex::of(facts);
    for action in &mut actions {
        let needing = needed.get(&action.ram_action);
        // An operation of the same name describes the action best, then one that needs it.
        let named = texts.get(action.ram_action.name());
        let needs = needing.and_then(|operations| texts.get(operations[0]));
        let first = action.operations.first();
        let first = first.and_then(|operation| texts.get(operation.as_str()));
        action.texts = named
            .or(needs)
            .or(first)
            .map_or_else(TextColumns::default, |texts| (*texts).clone());
        let needing = needing.map_or(&[][..], Vec::as_slice);
        action.operations = needing.iter().map(ToString::to_string).collect();
        action.facts = index.facts_of(&action.ram_action, &action.operations);
    }
    actions
}
