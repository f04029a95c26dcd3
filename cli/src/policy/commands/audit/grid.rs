//! The data of the grid: users and roles by what is required.

use super::account::Account;
use super::decisions::{Decided, StatementName};
use super::report::IdentityReport;
use crate::output::printable::{printable, printable_line};
use crate::policy::args::actions::{Asked, known_action};
use crate::policy::report::interned::Interned;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// What the script shows. Lists that many have in common are there once.
#[derive(Serialize)]
pub(super) struct Grid {
    pub(super) groups: Vec<Group>,
    pub(super) principals: Vec<Principal>,
    pub(super) rows: Vec<Row>,
    pub(super) grounds: Vec<Grounds>,
    statements: Vec<Statement>,
    reasons: Vec<String>,
    patches: Vec<String>,
}

/// What is required, of one service and one access level.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) needs: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Principal {
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// The number of the row.
    pub(super) row: usize,
    patch: Option<usize>,
}

/// The answers to all that is required, in the order of the groups.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Row {
    /// A letter for each.
    pub(super) answers: String,
    /// The number of the grounds of each.
    grounds: Vec<usize>,
}

/// The numbers of statements and reasons.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Grounds {
    statements: Vec<usize>,
    reasons: Vec<usize>,
}

#[derive(Serialize)]
struct Statement {
    policy: String,
    number: usize,
    text: String,
}

/// The answers with their letters in a row, their signs and their names.
pub(super) const ANSWERS: [(Decided, char, &str, &str); 5] = [
    (Decided::Allowed, 'a', "✓", "allowed"),
    (Decided::Assumed, 's', "≈", "allowed under an assumption"),
    (Decided::Denied, 'd', "✕", "denied"),
    (Decided::Undecided, 'u', "◐", "undecided"),
    (Decided::Unknown, 'k', "?", "unknown"),
];

fn letter(answer: Decided) -> char {
    let known = ANSWERS.iter().find(|(one, ..)| *one == answer);
    known.map_or(' ', |(_, letter, ..)| *letter)
}

impl Grid {
    pub(super) fn new(account: &Account, needed: &Asked, reports: &[IdentityReport]) -> Self {
        let groups = groups(needed);
        let needs = groups.iter().flat_map(|group| &group.needs).zip(0..);
        let columns: HashMap<&str, usize> = needs.map(|(name, at)| (&**name, at)).collect();
        let (mut rows, mut grounds) = (Interned::default(), Interned::default());
        let (mut statements, mut reasons) = (Interned::default(), Interned::default());
        let mut patches = Interned::default();
        let mut principals = Vec::with_capacity(reports.len());
        for report in reports {
            let mut cells = vec![(' ', 0); columns.len()];
            for decision in &report.decisions.all {
                let statements_of = decision.grounds.statements.iter().cloned();
                let reasons_of = decision.grounds.reasons.iter().cloned();
                let number = grounds.number(Grounds {
                    statements: statements_of
                        .map(|one: StatementName| statements.number(one))
                        .collect(),
                    reasons: reasons_of.map(|one: String| reasons.number(one)).collect(),
                });
                for need in &decision.needs {
                    if let Some(at) = columns.get(&**need) {
                        cells[*at] = (letter(decision.answer), number);
                    }
                }
            }
            let (answers, of_cells) = cells.into_iter().unzip();
            principals.push(Principal {
                kind: report.kind,
                name: printable_line(&report.name),
                row: rows.number(Row {
                    answers,
                    grounds: of_cells,
                }),
                patch: report.patch.clone().map(|patch| patches.number(patch)),
            });
        }
        let statement = |name: &StatementName| Statement {
            policy: name.policy.shown(),
            number: name.statement + 1,
            text: printable(&dedented(account.statement(name))),
        };
        let patches: Vec<String> = patches.all;
        Self {
            principals,
            rows: rows.all,
            grounds: grounds.all,
            statements: statements.all.iter().map(statement).collect(),
            reasons: reasons.all.iter().map(|one| printable_line(one)).collect(),
            patches: patches.iter().map(|one| printable(one)).collect(),
            groups: { groups.into_iter() }
                .map(|group| Group {
                    needs: group.needs.iter().map(|one| printable_line(one)).collect(),
                    ..group
                })
                .collect(),
        }
    }
}

/// Groups what is required by service, and the actions of ACK by access level.
fn groups(needed: &Asked) -> Vec<Group> {
    const LEVELS: [&str; 6] = ["get", "list", "create", "update", "delete", "unknown"];
    let level =
        |action: &str| known_action(action).map_or("unknown", |one| one.access_level().name());
    let operations = needed.operations.iter().map(|operation| {
        let action = operation.required_actions().first().copied();
        (
            operation.name.to_owned(),
            "cs".to_owned(),
            level(action.unwrap_or_default()),
        )
    });
    let actions = needed.actions.iter().map(|action| {
        let service = action
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        (action.clone(), service, level(action))
    });
    let mut groups: BTreeMap<(bool, String, usize), Group> = BTreeMap::new();
    for (need, service, level) in actions.chain(operations) {
        let is_other = service != "cs";
        let number = LEVELS.iter().position(|one| *one == level && !is_other);
        let name = match level {
            _ if is_other => printable_line(&service),
            "unknown" => format!("{service}: no level"),
            level => format!("{service}: {level}"),
        };
        let group = groups.entry((is_other, service, number.unwrap_or_default()));
        let needs = Vec::new();
        group.or_insert(Group { name, needs }).needs.push(need);
    }
    groups.into_values().collect()
}

/// Removes the indentation that all lines of a statement but the first one have.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let rest = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let least = rest.map(indent).min().unwrap_or_default();
    let lines = text.lines().enumerate();
    let lines: Vec<&str> = lines
        .map(|(at, line)| {
            if at == 0 {
                line
            } else {
                line.get(least..).unwrap_or_default()
            }
        })
        .collect();
    lines.join("\n")
}
