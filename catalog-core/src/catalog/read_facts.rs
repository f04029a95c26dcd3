//! A table of facts: its rows as statements about operations, and the actions that they name.

use crate::catalog::date::Date;
use crate::catalog::facts::{
    AccessLevel, ApiState, AsOf, Fact, FactIndex, OperationFacts, Request, Resource, needed_by,
};
use crate::catalog::join::join;
use crate::catalog::model::Action;
use crate::markdown::cell::Cell;
use crate::markdown::tables::Table;
use crate::page::diagnostic_codes::INVALID_FACT;
use crate::page::entry::Entry;
use crate::page::fact_columns::{
    ACCESS_LEVEL, AS_OF, CONDITION_KEYS, REQUEST, RESOURCE, SOURCE, STATE, is_stated, states_facts,
};
use crate::page::links::is_web_link;
use crate::page::read::Page;
use crate::page::text_columns::TextColumns;
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
        let columns = COLUMNS.map(|name| table.headers.iter().position(|header| header == name));
        for row in &table.rows {
            let cells = page.cells(row);
            // Other rows have been reported.
            let Some(entries) = by_row.get(&row.range.start) else {
                continue;
            };
            if cells.len() != table.headers.len() {
                continue;
            }
            let Some(fact) = fact(page, columns.map(|at| at.map(|at| &cells[at]))) else {
                continue;
            };
            for entry in entries {
                if let Err((problem, help)) = operations.add(entry, fact.clone()) {
                    page.report_alike(INVALID_FACT.at(row.range, problem, help));
                }
            }
        }
    }
    operations.sorted()
}

/// The columns of [`fact`].
const COLUMNS: [&str; 7] = [
    REQUEST,
    ACCESS_LEVEL,
    RESOURCE,
    CONDITION_KEYS,
    STATE,
    AS_OF,
    SOURCE,
];

/// Reads what a row says about its operations, except for the actions. Reports what it cannot mean.
fn fact(page: &Page<'_>, cells: [Option<&Cell>; COLUMNS.len()]) -> Option<Fact> {
    let [request, access_level, resource, keys, state, as_of, source] = cells;
    let (as_of, source) = (as_of?, source?);
    let month = month_of(page, as_of)?;
    if !is_stated(source) {
        page.report(INVALID_FACT.at(
            source.range,
            "the source is missing",
            "name the source of the statement",
        ));
        return None;
    }
    let name = source.text.strip_suffix(INFERRED).unwrap_or(&source.text);
    Some(Fact {
        actions: Vec::new(),
        request: read(page, request, REQUESTS, request_of),
        access_level: read(page, access_level, ACCESS_LEVELS, access_level_of),
        resource: read(page, resource, RESOURCES, resource_of),
        condition_keys: match keys {
            Some(keys) if keys.text == NO_KEYS => Some(Vec::new()),
            keys => read(page, keys, KEYS, keys_of),
        },
        state: read(page, state, STATES, state_of),
        as_of: month,
        source: name.to_owned(),
        source_url: link_of(source),
        is_inferred: name != source.text,
    })
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
}

impl<'e> Operations<'e> {
    /// Adds a statement about the operation of an entry. Returns why it cannot, and what to do about it.
    fn add(
        &mut self,
        entry: &'e Entry,
        mut fact: Fact,
    ) -> Result<(), (&'static str, &'static str)> {
        if entry.actions.len() > MOST_ACTIONS {
            return Err((
                "the row names too many actions for one operation",
                "write a row for each operation",
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
        let key = (place, fact.as_of.to_string(), fact.source.clone());
        if !self.seen.insert(key) {
            return Err((
                "this source already has a row for the operation",
                "join the two rows",
            ));
        }
        let facts = &mut operations[place].facts;
        if facts.len() == MOST_SOURCES {
            return Err((
                "the operation has too many sources",
                "delete the rows of the oldest ones",
            ));
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

/// The end of a source that names an action without saying which operations need it.
const INFERRED: &str = " (inferred)";

const REQUESTS: &str = "a method and a path, such as `GET /clusters/{ClusterId}`";
const ACCESS_LEVELS: &str = "`get`, `list`, `create`, `update` or `delete`";
const RESOURCES: &str = "`*`, `acs:cs:*:*:cluster/{cluster}` or `acs:cs:*:*:cluster/*`";
const KEYS: &str = "condition keys, such as `cs:AddonName, cs:AddonNames`, or `none`";
const STATES: &str = "`current`, `deprecated` or `absent`";

/// The cell of a source that lists no condition keys. An empty one says nothing about them.
const NO_KEYS: &str = "none";

/// Reads a cell that may be empty or absent, and reports a wrong value.
fn read<T>(
    page: &Page<'_>,
    cell: Option<&Cell>,
    expected: &str,
    value: fn(&str) -> Option<T>,
) -> Option<T> {
    let cell = cell.filter(|cell| is_stated(cell))?;
    let read = value(&cell.text);
    if read.is_none() {
        report(page, cell, expected);
    }
    read
}

fn report(page: &Page<'_>, cell: &Cell, expected: &str) {
    page.report(INVALID_FACT.at(
        cell.range,
        format!("unexpected `{}`", cell.text.escape_debug()),
        format!("write {expected}"),
    ));
}

fn month_of(page: &Page<'_>, cell: &Cell) -> Option<AsOf> {
    let text = cell.text.as_str();
    if text == "undated" {
        return Some(AsOf::Undated);
    }
    if format!("{text}-01").parse::<Date>().is_ok() {
        return Some(AsOf::Month(text.to_owned()));
    }
    report(page, cell, "a month, such as `2021-09`, or `undated`");
    None
}

/// Returns the address of a source on the web.
fn link_of(cell: &Cell) -> String {
    let link = cell.link.as_deref().filter(|link| is_web_link(link));
    link.unwrap_or_default().to_owned()
}

fn request_of(text: &str) -> Option<Request> {
    let (method, path) = text.split_once(' ')?;
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_path = path.starts_with('/') && !path.contains(' ');
    (is_method && is_path).then(|| Request {
        method: method.to_owned(),
        path: path.to_owned(),
    })
}

fn access_level_of(text: &str) -> Option<AccessLevel> {
    let mut levels = AccessLevel::ALL.into_iter();
    levels.find(|level| level.name() == text)
}

fn resource_of(text: &str) -> Option<Resource> {
    if text == "*" {
        return Some(Resource::Account);
    }
    let id = text.strip_prefix("acs:")?.splitn(4, ':').nth(3)?;
    Some(match id {
        "*" => Resource::Account,
        "cluster/*" => Resource::EveryCluster,
        id if id.starts_with("cluster/{") && id.ends_with('}') => Resource::Cluster,
        _ => return None,
    })
}

fn keys_of(text: &str) -> Option<Vec<String>> {
    let keys = text.split(", ").map(|key| {
        let (service, name) = key.split_once(':')?;
        let is_name = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte))
        };
        (is_name(service) && is_name(name)).then(|| key.to_owned())
    });
    keys.collect()
}

fn state_of(text: &str) -> Option<ApiState> {
    let mut states = ApiState::ALL.into_iter();
    states.find(|state| state.name() == text)
}
