//! The ledger: the catalog's memory of ids and of actions that have left the page, append-only.
//!
//! Each action has a line, whose number is its id and becomes the discriminant of its variant.

use crate::catalog::date::Date;
use crate::catalog::facts::ActionFacts;
use crate::catalog::model::{Catalog, Retired};
use crate::history::generated_file::{GeneratedFile, GeneratedRow};
use crate::history::ledger_line::{Line, Retirement};
use crate::page::links::is_web_link;
use crate::ram_action::RamAction;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The ledger of a catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    lines: Vec<Line>,
}

/// The error in a line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError {
    /// The line, counted from 1.
    pub line: usize,
    /// The problem.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// What to do about a line that was edited.
const RESTORE: &str = "restore this line from the last commit; only `generate` changes the ledger";

/// What to do about a line that a merge added.
const DELETE: &str = "restore this line from the last commit, or delete it if a merge added it; `generate` adds what is missing";

/// What to do about a conflict. Only the ids of one side can be right.
const CONFLICT: &str =
    "keep the lines of the branch that was merged first, and run `generate`, which adds the others";

impl LedgerError {
    fn new(index: usize, message: String, help: &'static str) -> Self {
        Self {
            line: index + 1,
            message,
            help,
        }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LedgerError {}

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    ///
    /// When a line is invalid or repeats another, or when replacements lead nowhere or in a circle.
    pub fn read(text: &str) -> Result<Self, LedgerError> {
        let mut lines: Vec<Line> = Vec::new();
        let mut indices: HashMap<String, usize> = HashMap::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, text) in text.lines().enumerate() {
            let error = |message: String, help| LedgerError::new(index, message, help);
            if is_conflict_marker(text) {
                let message = "the line is a conflict marker of a merge".to_owned();
                return Err(error(message, CONFLICT));
            }
            if text.trim().is_empty() {
                return Err(error("the line is empty".to_owned(), DELETE));
            }
            let line = Line::read(text).map_err(|message| error(message, RESTORE))?;
            if let Some(first) = indices.insert(line.ram_action.folded(), index) {
                let (action, old) = (&line.ram_action, &lines[first].ram_action);
                let first = first + 1;
                let message = if action == old {
                    format!("`{action}` already has line {first}")
                } else {
                    format!(
                        "`{action}` and `{old}` in line {first} differ only in letter case; RAM treats them as the same action"
                    )
                };
                return Err(error(message, DELETE));
            }
            lines.push(line);
        }
        check_replacements(&lines, &indices)?;
        Ok(Self { lines })
    }

    /// Checks that the ids of the generated file are those of the ledger.
    ///
    /// # Errors
    ///
    /// When a line is missing or belongs to another action.
    pub fn check(&self, written: &GeneratedFile) -> Result<(), LedgerError> {
        for (index, row) in written.rows.iter().enumerate() {
            let action = &row.ram_action;
            let message = match self.lines.get(index) {
                Some(line) if line.ram_action.as_str().eq_ignore_ascii_case(action) => continue,
                Some(line) => {
                    let other = &line.ram_action;
                    format!("this line belongs to `{action}` but contains `{other}`")
                }
                None => format!("the line of `{action}` is missing"),
            };
            return Err(LedgerError::new(index, message, RESTORE));
        }
        Ok(())
    }

    /// Returns the actions that are on the page according to the ledger but not in the catalog.
    pub fn missing(&self, catalog: &Catalog) -> Vec<&RamAction> {
        let listed = folded(catalog);
        let live = self.lines.iter().filter(|line| line.retirement.is_none());
        live.map(|line| &line.ram_action)
            .filter(|action| !listed.contains(&action.folded()))
            .collect()
    }

    /// Returns the number of actions on the page according to the ledger.
    pub fn live(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.retirement.is_none())
            .count()
    }

    /// Returns the latest date in the ledger, and the number of its first line.
    pub fn latest(&self) -> Option<(&Date, usize)> {
        let dates = self.lines.iter().map(|line| {
            let retired = line.retirement.as_ref().map(|gone| &gone.date);
            retired.map_or(&line.first_seen, |date| date.max(&line.first_seen))
        });
        let numbered = dates.enumerate().map(|(index, date)| (date, index + 1));
        // Of equal dates the first.
        numbered.rev().max_by_key(|(date, _)| *date)
    }

    /// Adds the catalog of a page of this date: appends new actions, retires those that left the page,
    /// and restores those that returned. An action in another letter case is the same one, and its line
    /// takes the spelling of the page. Sets the ids, the dates and the retired actions of the catalog.
    ///
    /// `written` is the last generated file. It tells what the page said about an action that is now
    /// retired, and its operations tell the replacement.
    ///
    /// # Errors
    ///
    /// When two actions, of which at least one is retired, would get the same variant.
    pub fn update(
        &mut self,
        catalog: &mut Catalog,
        date: &Date,
        written: Option<&GeneratedFile>,
        service_prefix: bool,
    ) -> Result<(), VariantClash> {
        catalog.has_ledger = true;
        let ids: HashMap<String, usize> = self
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| (line.ram_action.folded(), index + 1))
            .collect();
        let listed = folded(catalog);
        for action in &mut catalog.actions {
            if let Some(&id) = ids.get(&action.ram_action.folded()) {
                action.id = id;
                let line = &mut self.lines[id - 1];
                line.ram_action.clone_from(&action.ram_action);
                line.retirement = None;
            } else {
                self.lines.push(Line {
                    ram_action: action.ram_action.clone(),
                    first_seen: date.clone(),
                    retirement: None,
                });
                action.id = self.lines.len();
            }
            action.first_seen = Some(self.lines[action.id - 1].first_seen.clone());
        }
        for line in &mut self.lines {
            if line.retirement.is_none() && !listed.contains(&line.ram_action.folded()) {
                line.retirement = Some(retirement(&line.ram_action, date, written, catalog));
            }
        }
        for index in 0..self.lines.len() {
            let by = self.lines[index].retirement.as_ref();
            let by = by.and_then(|gone| gone.replaced_by.as_ref());
            // As its own line spells it.
            let by = by.and_then(|by| ids.get(&by.folded())).copied();
            if let Some(by) = by.map(|id| self.lines[id - 1].ram_action.clone())
                && let Some(gone) = &mut self.lines[index].retirement
            {
                gone.replaced_by = Some(by);
            }
        }
        catalog.retired = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| {
                let gone = line.retirement.clone()?;
                Some(Retired {
                    id: index + 1,
                    variant: line.ram_action.variant(service_prefix),
                    ram_action: line.ram_action.clone(),
                    operations: gone.operations,
                    texts: gone.texts,
                    first_seen: line.first_seen.clone(),
                    since: gone.date,
                    replaced_by: gone.replaced_by,
                    facts: ActionFacts::default(),
                })
            })
            .collect();
        check_variants(catalog)
    }
}

/// Checks that each replacement has a line, and that none leads back to its action.
fn check_replacements(lines: &[Line], indices: &HashMap<String, usize>) -> Result<(), LedgerError> {
    let error = |index: usize, message: String| LedgerError::new(index, message, RESTORE);
    let mut next: Vec<Option<usize>> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let by = line.retirement.as_ref();
        let Some(by) = by.and_then(|gone| gone.replaced_by.as_ref()) else {
            next.push(None);
            continue;
        };
        let Some(&by_index) = indices.get(&by.folded()) else {
            let message = format!("the replacement `{by}` has no line of its own");
            return Err(error(index, message));
        };
        next.push(Some(by_index));
    }
    // The start of the walk that came along a line.
    let mut walks: Vec<Option<usize>> = vec![None; lines.len()];
    for start in 0..lines.len() {
        let mut at = start;
        while walks[at].is_none() {
            walks[at] = Some(start);
            let Some(by) = next[at] else {
                break;
            };
            if walks[by] == Some(start) {
                let (action, by) = (&lines[at].ram_action, &lines[by].ram_action);
                let message = if action == by {
                    format!("`{action}` is replaced by itself")
                } else {
                    format!("`{action}` is replaced by `{by}`, which it replaced")
                };
                return Err(error(at, message));
            }
            at = by;
        }
    }
    Ok(())
}

fn is_conflict_marker(line: &str) -> bool {
    let markers = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    markers.iter().any(|marker| line.starts_with(marker))
}

/// Returns the actions of a catalog without their letter case.
fn folded(catalog: &Catalog) -> HashSet<String> {
    let actions = catalog.actions.iter();
    actions.map(|action| action.ram_action.folded()).collect()
}

/// Checks that no retired action has the variant of another action.
fn check_variants(catalog: &Catalog) -> Result<(), VariantClash> {
    let mut variants: HashMap<&str, (&RamAction, bool)> = HashMap::new();
    for action in &catalog.actions {
        variants.insert(&action.variant, (&action.ram_action, false));
    }
    for retired in &catalog.retired {
        let old = &retired.ram_action;
        if let Some((new, is_retired)) = variants.insert(&retired.variant, (old, true)) {
            return Err(VariantClash {
                variant: retired.variant.clone(),
                new: new.clone(),
                old: old.clone(),
                line: retired.id,
                is_retired,
            });
        }
    }
    Ok(())
}

/// The error for a retired action that has the variant of another action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantClash {
    /// The variant of both.
    variant: String,
    new: RamAction,
    old: RamAction,
    /// The line of the retired action.
    line: usize,
    is_retired: bool,
}

impl VariantClash {
    /// Returns the line of the ledger with the retired action, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns true if both actions are retired, so that the page is not the cause.
    pub fn is_retired(&self) -> bool {
        self.is_retired
    }
}

impl fmt::Display for VariantClash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            variant, new, old, ..
        } = self;
        if self.is_retired {
            write!(
                f,
                "the retired `{new}` and `{old}` would both be the variant `{variant}`"
            )
        } else {
            write!(f, "`{new}` would get the variant of the retired `{old}`")
        }
    }
}

impl std::error::Error for VariantClash {}

/// Returns what is kept of an action that has left the page.
fn retirement(
    old: &RamAction,
    date: &Date,
    written: Option<&GeneratedFile>,
    catalog: &Catalog,
) -> Retirement {
    let rows = written.map_or(&[][..], |written| &written.rows);
    let is_old = |row: &&GeneratedRow| row.ram_action.eq_ignore_ascii_case(old.as_str());
    let row = rows.iter().find(is_old);
    let (operations, mut texts) = row.map_or_else(Default::default, |row| {
        (row.operations.clone(), row.texts.clone())
    });
    // The ledger is for links that a page could have.
    if !is_web_link(&texts.doc_url) {
        texts.doc_url.clear();
    }
    // The action that now has its operations, if it is only one.
    let mut found = catalog.actions.iter().filter(|action| {
        action
            .operations
            .iter()
            .any(|operation| operations.contains(operation))
    });
    let first = found.next().filter(|_| found.next().is_none());
    Retirement {
        date: date.clone(),
        replaced_by: first.map(|action| action.ram_action.clone()),
        operations,
        texts,
    }
}

/// Writes the text of the file.
impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}
