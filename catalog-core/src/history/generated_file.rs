//! A generated file, read back: what it records of its page.
//!
//! It is read line by line, so it need not compile.

use crate::catalog::facts::{ActionFacts, OperationFacts};
use crate::history::written_facts::{facts_of, operation, set_fact, statement, strings, unescaped};
use crate::page::text_columns::TextColumns;
use crate::ram_action::RamAction;
use std::collections::HashMap;

/// The content of a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The SHA-256 of its page.
    pub sha256: String,
    /// The day its page was published, as written.
    pub published: Option<String>,
    /// Its rows in the order of their ids, which start at 1.
    pub rows: Vec<GeneratedRow>,
    /// The operations with what each source says, if the page is a table of facts. Only the newest request of each
    /// is known.
    pub operations: Vec<OperationFacts>,
}

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneratedRow {
    /// The RAM action.
    pub ram_action: String,
    /// The operations that require it.
    pub operations: Vec<String>,
    /// Its texts.
    pub texts: TextColumns,
    /// True if the action had left the page.
    pub is_retired: bool,
    /// What the newest sources say about it. A former operation is not recorded, nor what is only inferred.
    pub facts: ActionFacts,
}

impl GeneratedFile {
    /// Reads a file that [`rust_file`](crate::rust_file) wrote. Returns `None` for any other file, and
    /// for one with conflict markers.
    pub fn read(code: &str) -> Option<Self> {
        let is_conflict = |line: &str| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>");
        if code.lines().any(is_conflict) {
            return None;
        }
        let mut sha256 = None;
        let mut published = None;
        let mut ids: HashMap<&str, usize> = HashMap::new();
        let mut rows: Vec<GeneratedRow> = Vec::new();
        let mut operations: Vec<OperationFacts> = Vec::new();
        let mut lines = code.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if line.starts_with("const PAGE: ") {
                sha256 = if line.ends_with(';') {
                    strings(line)?.pop()
                } else {
                    let lines = lines.by_ref().take_while(|line| *line != ");");
                    strings(lines.last()?)?.pop()
                };
            } else if line.starts_with("pub const PUBLISHED: ") {
                published = strings(line)?.pop();
            } else if line.starts_with("const ROWS: ") {
                rows = listed(&mut lines, &ids)?;
            } else if line.starts_with("const RAM_ACTIONS: ") {
                rows = texts(&mut lines)
                    .map(|parts| GeneratedRow::new(parts?.pop()?))
                    .collect::<Option<_>>()?;
            } else if line.starts_with("const TEXTS: ") {
                let mut texts = texts(&mut lines);
                for row in &mut rows {
                    row.add(texts.next()??);
                }
            } else if line.starts_with("const FACTS: ") {
                for (row, line) in rows.iter_mut().zip(list(&mut lines)) {
                    row.facts = facts_of(line)?;
                }
            } else if line.starts_with("support::Operation {") {
                operations.push(operation(line)?);
            } else if line.starts_with("support::Fact {") {
                operations.last_mut()?.facts.push(statement(line)?);
            } else if line.starts_with("const SHARED: ") {
                for line in list(&mut lines) {
                    let row = line.strip_prefix('(')?.strip_suffix("),")?;
                    let (row, operations) = row.split_once(',')?;
                    rows.get_mut(row.parse::<usize>().ok()?)?.operations = strings(operations)?;
                }
            } else if line.starts_with("const RETIRED: ") {
                for index in list(&mut lines).flat_map(|line| line.split_terminator(',')) {
                    let index = index.trim().parse::<usize>().ok()?;
                    rows.get_mut(index)?.is_retired = true;
                }
            } else if let Some((variant, id)) = line.strip_suffix(',').and_then(discriminant) {
                ids.insert(variant, id);
            }
        }
        Some(Self {
            sha256: sha256?,
            published,
            rows,
            operations,
        })
    }
}

impl GeneratedRow {
    fn new(ram_action: String) -> Option<Self> {
        let action = RamAction::with_wildcards(&ram_action).ok()?;
        let name = action.name().to_owned();
        Some(Self {
            operations: vec![name],
            ram_action,
            ..Self::default()
        })
    }

    /// Adds the parts of its line: the texts, then operation and variant where they differ from the
    /// action's name.
    fn add(&mut self, parts: Vec<String>) {
        let mut parts = parts.into_iter();
        self.texts = TextColumns::from_parts(&mut parts);
        if let Some(operation) = parts.next() {
            self.operations = vec![operation];
            self.operations.retain(|operation| !operation.is_empty());
        }
    }

    /// Reads a field of a listed row.
    fn set(&mut self, field: &str, value: &str) -> Option<()> {
        match field {
            "ram_action" => {
                self.ram_action = strings(value)?.pop()?;
                RamAction::with_wildcards(&self.ram_action).ok()?;
            }
            "operation" | "operations" => self.operations = strings(value)?,
            "retired" => self.is_retired = true,
            _ => match self.texts.get_mut(field) {
                Some(text) => *text = strings(value)?.pop()?,
                None => set_fact(&mut self.facts, field, value.trim_end_matches(','))?,
            },
        }
        Some(())
    }
}

/// Returns the name and the discriminant of a variant.
fn discriminant(line: &str) -> Option<(&str, usize)> {
    let (variant, id) = line.split_once(" = ")?;
    Some((variant, id.parse().ok()?))
}

/// Returns the lines of a list up to its end.
fn list<'a>(lines: &mut impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lines.take_while(|line| *line != "];")
}

/// Returns listed rows in the order of their ids.
fn listed<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
    ids: &HashMap<&str, usize>,
) -> Option<Vec<GeneratedRow>> {
    let mut rows: Vec<(usize, GeneratedRow)> = Vec::new();
    for line in list(lines) {
        if let Some(start) = line.strip_prefix("(Self::") {
            let (variant, _) = start.split_once(',')?;
            rows.push((*ids.get(variant)?, GeneratedRow::default()));
        } else if let Some((field, value)) = line.split_once(": ") {
            rows.last_mut()?.1.set(field, value)?;
        }
    }
    rows.sort_by_key(|(id, _)| *id);
    let is_whole = rows
        .iter()
        .enumerate()
        .all(|(index, (id, row))| *id == index + 1 && !row.ram_action.is_empty());
    is_whole.then(|| rows.into_iter().map(|(_, row)| row).collect())
}

/// Returns the lines of a text up to its end, each with its parts; `None` for an invalid line.
fn texts<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = Option<Vec<String>>> {
    lines.take_while(|line| *line != "\";").map(|line| {
        let mut parts = Vec::new();
        let line = line.strip_suffix("\\n\\")?;
        // `\\t` is a backslash and a letter. A tab within a part is written `\u{9}`.
        let (mut start, mut is_escape) = (0, false);
        for (at, c) in line.char_indices() {
            if is_escape && c == 't' {
                parts.push(unescaped(&line[start..at - 1])?);
                start = at + 1;
            } else if !is_escape && c == '"' {
                return None;
            }
            is_escape = c == '\\' && !is_escape;
        }
        parts.push(unescaped(&line[start..])?);
        Some(parts)
    })
}
