//! The supplement: a Markdown table beside the page with facts that users need and the page lacks. It
//! is read by the same reader, and joined on the action.

use crate::catalog::date::Date;
use crate::catalog::model::Catalog;
use crate::catalog::supplement::{ApiState, Dated, Scope, Supplement};
use crate::markdown::cell::Cell;
use crate::page::diagnostic_codes::{NO_TABLE, SUPPLEMENT, TWO_TABLES};
use crate::page::options::PageOptions;
use crate::page::read::Page;
use crate::page::stray_rows::{lost_rows, rows_outside_tables};
use crate::ram_action::RamAction;
use ram_diagnostics::{Diagnostic, Source};
use std::collections::HashMap;

const HEADER: [&str; 5] = [
    "RAM Action",
    "Scope",
    "API state",
    "Earlier actions",
    "Also required",
];

impl Catalog {
    /// Adds the facts of a supplement, and returns the problems found in it.
    pub fn add_supplement(&mut self, source: &Source<'_>) -> Vec<Diagnostic> {
        let options = PageOptions {
            repair: true,
            ..PageOptions::default()
        };
        let page = Page::read(source, &options);
        rows_outside_tables(&page);
        for table in page
            .readable_tables()
            .filter(|table| table.headers != HEADER)
        {
            lost_rows(&page, table);
        }
        let mut found = page.tables.iter().filter(|table| table.headers == HEADER);
        let (found, second) = (found.next(), found.next());
        if let Some(table) = second {
            page.report(TWO_TABLES.at(
                table.header.range,
                "a second table has the header of the supplement",
                "join the two tables",
            ));
        }
        let Some(table) = found else {
            let wanted = HEADER.join("`, `");
            page.report(NO_TABLE.at(
                source.first_line(),
                format!("no table has exactly the columns `{wanted}`"),
                "write the supplement as one table with these columns",
            ));
            return page.into_diagnostics();
        };

        // RAM ignores letter case.
        let live = self.actions.iter_mut();
        let live = live.map(|action| (action.ram_action.folded(), &mut action.supplement));
        // The facts of an action that has left the page stay in the file.
        let retired = self.retired.iter_mut();
        let retired = retired.map(|gone| (gone.ram_action.folded(), &mut gone.supplement));
        let mut supplements: HashMap<String, &mut Option<Supplement>> =
            live.chain(retired).collect();
        for row in &table.rows {
            let cells = page.cells(row);
            let [action, scope, api_state, earlier, also] = cells.as_slice() else {
                let (found, wanted) = (cells.len(), HEADER.len());
                page.report(SUPPLEMENT.at(
                    row.range,
                    format!("the row has {found} cells, the header {wanted}"),
                    "leave the cell of an unknown fact empty",
                ));
                continue;
            };
            let Some(supplement) = supplements.get_mut(&action.text.to_ascii_lowercase()) else {
                page.report(SUPPLEMENT.at(
                    action.range,
                    format!(
                        "`{}` is not an action of the page",
                        action.text.escape_debug()
                    ),
                    "correct the action, or delete the row",
                ));
                continue;
            };
            let facts = Supplement {
                scope: fact(&page, scope, scope_of),
                api_state: fact(&page, api_state, api_state_of),
                earlier_actions: fact(&page, earlier, actions_of),
                also_required: fact(&page, also, actions_of),
            };
            if supplement.replace(facts).is_some() {
                page.report(SUPPLEMENT.at(
                    action.range,
                    format!("`{}` has a second row", action.text),
                    "join the two rows",
                ));
            }
        }
        page.into_diagnostics()
    }
}

/// Reads a fact that is followed by its month, `(2021-09)`.
fn fact<T>(page: &Page<'_>, cell: &Cell, value: fn(&str) -> Option<T>) -> Option<Dated<T>> {
    if cell.text.is_empty() {
        return None;
    }
    let parts = cell
        .text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    let dated = parts.filter(|(_, as_of)| format!("{as_of}-01").parse::<Date>().is_ok());
    let fact = dated.and_then(|(text, as_of)| {
        Some(Dated {
            value: value(text)?,
            as_of: as_of.to_owned(),
        })
    });
    if fact.is_none() {
        page.report(SUPPLEMENT.at(
            cell.range,
            format!("`{}` is not a valid dated fact", cell.text.escape_debug()),
            "write the month after the fact: `Cluster (2021-09)`, `Deprecated (2025-12)`, `cs:GetClusters (2021-09)`; \
             a scope is `Cluster` or `Account`, a state `Current`, `Deprecated` or `Absent`",
        ));
    }
    fact
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
