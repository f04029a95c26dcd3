//! What the page does not say and users need: a Markdown table beside the page, read by the same
//! reader and joined on the action.

use crate::catalog::model::{Catalog, Retired, encoding_warnings};
use crate::diagnostic::Diagnostic;
use crate::markdown::cell::Cell;
use crate::page::page_tables::{Page, columns};
use crate::page::roles::Roles;
use crate::page::stray_rows::rows_outside;
use crate::ram_action::RamAction;
use crate::source::{ByteRange, Source};
use std::collections::HashMap;

/// Whether an action can be limited to one cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To one cluster.
    Cluster,
    /// Only to the whole account.
    Account,
}

/// What has become of an action's operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiState {
    /// In the API listing.
    Current,
    /// In the API listing as deprecated.
    Deprecated,
    /// Not in the API listing.
    Absent,
}

/// A fact, and when it was true: a month, `2021-09`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The fact.
    pub value: T,
    /// The month.
    pub as_of: String,
}

/// What the supplement says of an action; an empty cell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supplement {
    /// Whether it can be limited to one cluster.
    pub scope: Option<Dated<Scope>>,
    /// What has become of its operation.
    pub api_state: Option<Dated<ApiState>>,
    /// The actions that its operation needed before.
    pub earlier_actions: Option<Dated<Vec<RamAction>>>,
    /// The actions that its operation needs besides.
    pub also_required: Option<Dated<Vec<RamAction>>>,
}

const HEADER: [&str; 5] = [
    "RAM Action",
    "Scope",
    "API state",
    "Earlier actions",
    "Also required",
];

/// Reads a supplement into a catalog, and gives what is wrong with it.
pub fn supplement(source: &Source<'_>, catalog: &mut Catalog) -> Vec<Diagnostic> {
    let mut diagnostics = encoding_warnings(source);
    let page = Page::read(source, &mut diagnostics);
    rows_outside(source, &page, &mut diagnostics);
    let mut found = page.tables.iter().filter_map(|table| {
        let (columns, cells) =
            columns(source.text(), &page.blocks, table, &|_, _| Roles::default());
        (columns.headers == HEADER).then_some((table, cells))
    });
    let (found, second) = (found.next(), found.next());
    if let Some((table, _)) = second {
        diagnostics.push(Diagnostic::error(
            "two-tables",
            table.header.range,
            "a second table has the header of the supplement",
            "join the two tables",
        ));
    }
    let Some((table, rows)) = found else {
        let wanted = HEADER.join("`, `");
        diagnostics.push(Diagnostic::error(
            "no-table",
            source.first_line(),
            format!("no table has exactly the columns `{wanted}`"),
            "the supplement is one table with these columns",
        ));
        return diagnostics;
    };

    let places: HashMap<String, usize> = catalog
        .actions
        .iter()
        .enumerate()
        .map(|(index, action)| (action.ram_action.to_string(), index))
        .collect();
    let mut reader = Reader {
        diagnostics: &mut diagnostics,
    };
    for (row, cells) in table.rows.iter().zip(&rows) {
        let [action, scope, api_state, earlier, also] = cells.as_slice() else {
            reader.error(
                row.range,
                format!(
                    "the row has {} cells, the header {}",
                    cells.len(),
                    HEADER.len()
                ),
                "a fact that is not known has an empty cell",
            );
            continue;
        };
        let is_retired = |gone: &Retired| gone.ram_action.as_str() == action.text;
        if catalog.retired.iter().any(is_retired) {
            // What was known of it stays in the file.
            continue;
        }
        let Some(&index) = places.get(&action.text) else {
            let name = action.text.escape_debug();
            reader.error(
                action.range,
                format!("`{name}` is no action of the page"),
                "correct the action, or delete the row",
            );
            continue;
        };
        let facts = Supplement {
            scope: reader.fact(scope, scope_of),
            api_state: reader.fact(api_state, api_state_of),
            earlier_actions: reader.fact(earlier, actions_of),
            also_required: reader.fact(also, actions_of),
        };
        let action_of_page = &mut catalog.actions[index];
        if action_of_page.supplement.is_some() {
            reader.error(
                action.range,
                format!("`{}` has a row already", action.text),
                "join the two rows",
            );
        }
        action_of_page.supplement = Some(facts);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.place);
    diagnostics
}

struct Reader<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn error(&mut self, place: ByteRange, message: String, help: &str) {
        self.diagnostics
            .push(Diagnostic::error("supplement", place, message, help));
    }

    /// The value in front of `(2021-09)`.
    fn fact<T>(&mut self, cell: &Cell, value: fn(&str) -> Option<T>) -> Option<Dated<T>> {
        if cell.text.is_empty() {
            return None;
        }
        let parts = cell
            .text
            .strip_suffix(')')
            .and_then(|text| text.rsplit_once(" ("));
        let dated = parts.filter(|(_, as_of)| format!("{as_of}-01").parse::<crate::Date>().is_ok());
        let fact = dated.and_then(|(text, as_of)| {
            Some(Dated {
                value: value(text)?,
                as_of: as_of.to_owned(),
            })
        });
        if fact.is_none() {
            self.error(
                cell.range,
                format!("`{}` is no dated fact", cell.text.escape_debug()),
                "a fact has its month behind it: `Cluster (2021-09)`, `Deprecated (2025-12)`, `cs:GetClusters (2021-09)`; \
                 a scope is `Cluster` or `Account`, a state `Current`, `Deprecated` or `Absent`",
            );
        }
        fact
    }
}

fn scope_of(text: &str) -> Option<Scope> {
    match text {
        "Cluster" => Some(Scope::Cluster),
        "Account" => Some(Scope::Account),
        _ => None,
    }
}

fn api_state_of(text: &str) -> Option<ApiState> {
    match text {
        "Current" => Some(ApiState::Current),
        "Deprecated" => Some(ApiState::Deprecated),
        "Absent" => Some(ApiState::Absent),
        _ => None,
    }
}

fn actions_of(text: &str) -> Option<Vec<RamAction>> {
    text.split(", ").map(|action| action.parse().ok()).collect()
}
