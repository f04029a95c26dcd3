//! Actions as a table for people.

use super::record::is_on_page;
use crate::policy::args::levels::contradicting_method;
use crate::policy::table::table;
use ack_catalog::{CsAction, CsActionSet, PUBLISHED};
use std::borrow::Cow;

/// The columns, and their order when there is no room for all: those with the highest numbers are left out first.
const COLUMNS: [(&str, u8); 6] = [
    ("RAM ACTION", 0),
    ("ACCESS", 2),
    ("SCOPE", 3),
    ("API", 4),
    ("PAGE", 1),
    ("DESCRIPTION", 0),
];

/// The least width of the description, in columns of a terminal.
const LEAST_DESCRIPTION: usize = 20;

/// Returns the table, and the names of the columns for which the terminal has no room.
pub(super) fn actions_table(
    actions: CsActionSet,
    width: Option<u16>,
) -> (String, impl Iterator<Item = &'static str>) {
    let rows: Vec<[Cow<'static, str>; 6]> = actions
        .iter()
        .map(|action| {
            let page = if is_on_page(action) {
                &PUBLISHED[..4]
            } else {
                ""
            };
            [
                action.ram_action().into(),
                access(action).into(),
                action.resource().name().into(),
                action.api_state().name().into(),
                page.into(),
                description(action).into(),
            ]
        })
        .collect();
    let width_of = |column: usize| {
        let cells = rows.iter().map(|row| row[column].len());
        2 + cells.fold(COLUMNS[column].0.len(), usize::max)
    };
    let needed = |most: u8| -> usize {
        let shown = (0..COLUMNS.len() - 1).filter(|column| COLUMNS[*column].1 <= most);
        shown.map(width_of).sum::<usize>() + LEAST_DESCRIPTION
    };
    let has_room = |most: &u8| width.is_none_or(|width| needed(*most) <= width.into());
    let most = (0..=4).rev().find(has_room).unwrap_or(0);
    let shown = |column: &usize| COLUMNS[*column].1 <= most;
    let header: Vec<&str> = { (0..COLUMNS.len()).filter(shown) }
        .map(|column| COLUMNS[column].0)
        .collect();
    let cells = rows.iter().map(|row| {
        let columns = (0..COLUMNS.len()).filter(shown);
        columns.map(|column| &*row[column]).collect()
    });
    let text = if rows.is_empty() {
        String::new()
    } else {
        table(&header, cells, width)
    };
    let left_out = COLUMNS
        .into_iter()
        .filter(move |(_, number)| *number > most);
    (text, left_out.map(|(name, _)| name))
}

/// Returns the description, or what is required instead of an earlier name.
fn description(action: CsAction) -> String {
    match action.required_instead() {
        [] => action.description().to_owned(),
        instead => format!(
            "the newest source requires {} instead",
            instead.join(" and ")
        ),
    }
}

/// Returns the access level, with a question mark if the request contradicts it.
pub(super) fn access(action: CsAction) -> String {
    let level = action.access_level().name();
    let mark = contradicting_method(action).map_or("", |_| "?");
    format!("{level}{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_at(width: Option<u16>) -> String {
        let actions = CsActionSet::matching("cs:Describe*s");
        actions_table(actions, width).0
    }

    #[test]
    fn table_fits_the_terminal() {
        for width in [120, 80, 60, 40] {
            let table = table_at(Some(width));
            let longest = table.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width.into()), "{width} columns:\n{table}");
        }
    }

    #[test]
    fn columns_are_left_out_only_where_there_is_no_room() {
        let left_out = |pattern: &str, width: u16| -> Vec<&str> {
            let (_, left_out) = actions_table(CsActionSet::matching(pattern), Some(width));
            left_out.collect()
        };
        assert!(left_out("cs:St*Alert", 80).is_empty());
        assert_eq!(left_out("*", 80), ["SCOPE", "API"]);
        assert_eq!(left_out("*", 70), ["ACCESS", "SCOPE", "API"]);
    }

    #[test]
    fn long_descriptions_are_wrapped_in_their_column() {
        let rows = [
            vec![
                "cs:ReadClusterUpgradeStatus",
                "Reads the status of an upgrade, and of the steps before it",
            ],
            vec!["cs:ReadCluster", "Reads a cluster"],
        ];
        insta::assert_snapshot!(table(&["RAM ACTION", "DESCRIPTION"], rows, Some(60)), @r"
        RAM ACTION                   DESCRIPTION
        cs:ReadClusterUpgradeStatus  Reads the status of an upgrade,
                                     and of the steps before it
        cs:ReadCluster               Reads a cluster
        ");
    }

    #[test]
    fn piped_row_is_one_line() {
        let rows = CsActionSet::matching("cs:Describe*s").len();
        assert_eq!(table_at(None).lines().count(), rows + 1);
    }
}
