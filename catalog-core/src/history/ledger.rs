//! The ledger: the catalog's memory of ids, append-only.
//!
//! Each action has a line, whose number is its id and becomes the discriminant of its variant. A line
//! has four fields, separated by tabs: the action, the date of the first page with it, the date of the
//! first page without it, and its replacement. The last two are empty while the action is on the page.

use crate::catalog::date::Date;
use crate::catalog::model::{Catalog, Retired};
use crate::history::generated_file::GeneratedFile;
use crate::ram_action::RamAction;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The ledger of a catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    ram_action: RamAction,
    first_seen: Date,
    retired: Option<Date>,
    replaced_by: Option<RamAction>,
}

/// The error in a line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError {
    /// The line, counted from 1.
    pub line: usize,
    /// The problem.
    pub message: String,
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
    /// When a line is invalid or repeats another.
    pub fn read(text: &str) -> Result<Self, LedgerError> {
        let mut lines: Vec<Line> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (index, text) in text.lines().enumerate() {
            let error = |message: String| LedgerError {
                line: index + 1,
                message,
            };
            let line = Line::read(text).map_err(error)?;
            let name = line.ram_action.to_string();
            if let Some(first) = seen.insert(name, index + 1) {
                let action = &line.ram_action;
                return Err(error(format!("`{action}` already has line {first}")));
            }
            lines.push(line);
        }
        let known: HashSet<&RamAction> = lines.iter().map(|line| &line.ram_action).collect();
        for (index, line) in lines.iter().enumerate() {
            if let Some(action) = line.replaced_by.as_ref().filter(|by| !known.contains(by)) {
                return Err(LedgerError {
                    line: index + 1,
                    message: format!("the replacement `{action}` has no line of its own"),
                });
            }
        }
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
                Some(line) if line.ram_action.as_str() == action => continue,
                Some(line) => {
                    let other = &line.ram_action;
                    format!("this line belongs to `{action}` but contains `{other}`")
                }
                None => format!("the line of `{action}` is missing"),
            };
            return Err(LedgerError {
                line: index + 1,
                message,
            });
        }
        Ok(())
    }

    /// Returns the actions that are on the page according to the ledger but not in the catalog.
    pub fn missing(&self, catalog: &Catalog) -> Vec<&RamAction> {
        let listed: HashSet<&RamAction> = catalog.actions.iter().map(|a| &a.ram_action).collect();
        let live = self.lines.iter().filter(|line| line.retired.is_none());
        live.map(|line| &line.ram_action)
            .filter(|action| !listed.contains(action))
            .collect()
    }

    /// Returns the number of actions on the page according to the ledger.
    pub fn live(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.retired.is_none())
            .count()
    }

    /// Returns the latest date in the ledger.
    pub fn latest(&self) -> Option<&Date> {
        self.lines
            .iter()
            .flat_map(|line| [Some(&line.first_seen), line.retired.as_ref()])
            .flatten()
            .max()
    }

    /// Adds the catalog of a page of this date: appends new actions, retires those that left the page,
    /// and restores those that returned. Sets the ids and the retired actions of the catalog.
    ///
    /// `written` is the last generated file. Its operations tell the replacement of a retired action.
    ///
    /// # Errors
    ///
    /// When a new action would get the variant of a retired one.
    pub fn update(
        &mut self,
        catalog: &mut Catalog,
        date: &Date,
        written: Option<&GeneratedFile>,
        service_prefix: bool,
    ) -> Result<(), VariantClash> {
        catalog.has_ledger = true;
        let ids: HashMap<RamAction, usize> = self
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| (line.ram_action.clone(), index + 1))
            .collect();
        let listed: HashSet<RamAction> = catalog
            .actions
            .iter()
            .map(|a| a.ram_action.clone())
            .collect();
        for action in &mut catalog.actions {
            if let Some(&id) = ids.get(&action.ram_action) {
                action.id = id;
                let line = &mut self.lines[id - 1];
                line.retired = None;
                line.replaced_by = None;
            } else {
                self.lines.push(Line {
                    ram_action: action.ram_action.clone(),
                    first_seen: date.clone(),
                    retired: None,
                    replaced_by: None,
                });
                action.id = self.lines.len();
            }
        }
        for line in &mut self.lines {
            if line.retired.is_none() && !listed.contains(&line.ram_action) {
                line.retired = Some(date.clone());
                line.replaced_by =
                    written.and_then(|old| replacement(&line.ram_action, old, catalog));
            }
        }
        catalog.retired = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| {
                Some(Retired {
                    id: index + 1,
                    variant: line.ram_action.variant(service_prefix),
                    ram_action: line.ram_action.clone(),
                    since: line.retired.clone()?,
                    replaced_by: line.replaced_by.clone(),
                })
            })
            .collect();
        let retired: HashMap<&str, &RamAction> = catalog
            .retired
            .iter()
            .map(|gone| (gone.variant.as_str(), &gone.ram_action))
            .collect();
        for action in &catalog.actions {
            if let Some(old) = retired.get(action.variant.as_str()) {
                return Err(VariantClash {
                    new: action.ram_action.clone(),
                    old: (*old).clone(),
                });
            }
        }
        Ok(())
    }
}

/// The error for a new action that would get the variant of a retired one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantClash {
    new: RamAction,
    old: RamAction,
}

impl fmt::Display for VariantClash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { new, old } = self;
        write!(f, "`{new}` would get the variant of the retired `{old}`")
    }
}

impl std::error::Error for VariantClash {}

/// Returns the action that now has the operations of the old one, if it is only one.
fn replacement(old: &RamAction, written: &GeneratedFile, catalog: &Catalog) -> Option<RamAction> {
    let row = written
        .rows
        .iter()
        .find(|row| row.ram_action == old.as_str())?;
    let mut found = catalog.actions.iter().filter(|action| {
        action
            .operations
            .iter()
            .any(|operation| row.operations.contains(operation))
    });
    let first = found.next()?;
    found.next().is_none().then(|| first.ram_action.clone())
}

impl Line {
    fn read(text: &str) -> Result<Self, String> {
        let fields: Vec<&str> = text.split('\t').collect();
        let [action, first_seen, retired, replaced_by] = fields[..] else {
            return Err(format!(
                "the line has {} fields; expected four, separated by tabs: action, first seen, retired, replaced by",
                fields.len()
            ));
        };
        let parse = |text: &str| -> Result<RamAction, String> {
            RamAction::with_wildcards(text)
                .map_err(|error| format!("`{}`: {error}", text.escape_debug()))
        };
        let date = |text: &str| text.parse::<Date>().map_err(|error| error.to_string());
        let line = Self {
            ram_action: parse(action)?,
            first_seen: date(first_seen)?,
            retired: (!retired.is_empty()).then(|| date(retired)).transpose()?,
            replaced_by: (!replaced_by.is_empty())
                .then(|| parse(replaced_by))
                .transpose()?,
        };
        match &line.retired {
            Some(retired) if *retired < line.first_seen => {
                Err("the action was retired before it was first seen".to_owned())
            }
            None if line.replaced_by.is_some() => {
                Err("the action has a replacement but is not retired".to_owned())
            }
            _ => Ok(line),
        }
    }
}

/// Writes the text of the file.
impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            let retired = line.retired.as_ref().map(Date::to_string);
            let replaced_by = line.replaced_by.as_ref().map(RamAction::to_string);
            writeln!(
                f,
                "{}\t{}\t{}\t{}",
                line.ram_action,
                line.first_seen,
                retired.unwrap_or_default(),
                replaced_by.unwrap_or_default()
            )?;
        }
        Ok(())
    }
}
