//! Rows to entries: what each row says, and what is wrong with it.

use crate::diagnostic::Diagnostic;
use crate::markdown::blocks::Blocks;
use crate::markdown::cell::{Cell, without_click_tracking};
use crate::markdown::cell_kind::{Kind, Pattern, join_spaced};
use crate::markdown::table_row::Row;
use crate::markdown::tables::Table;
use crate::page::align::Placed;
use crate::page::page_tables::Services;
use crate::page::roles::Roles;
use crate::page::select::named;
use crate::source::{ByteRange, LINE_ENDS, Source};

/// What one row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row.
    pub place: ByteRange,
    /// The operation; empty when the row names none.
    pub operation: String,
    /// The actions, in the order of the page.
    pub actions: Vec<EntryAction>,
    /// The resources, as they are written.
    pub resources: Vec<String>,
    /// The description, as plain text; empty when the row has none.
    pub description: String,
    /// The link without click tracking; empty when the row has none.
    pub doc_url: String,
}

/// An action in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryAction {
    /// The action with its service, perhaps with wildcards.
    pub text: String,
    /// Where it stands.
    pub place: ByteRange,
}

/// A table with the meaning of its columns.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    pub(crate) table: &'a Table,
    pub(crate) headers: Vec<String>,
    /// What most cells of each column are.
    pub(crate) kinds: Vec<Kind>,
    pub(crate) roles: Roles,
    /// Whether most actions lack their service.
    pub(crate) is_bare: bool,
}

/// The cells of all rows of a table, each with its text.
pub(crate) fn cells(text: &str, blocks: &Blocks, table: &Table) -> Vec<Vec<Cell>> {
    let read = |row: &Row| {
        row.cells
            .iter()
            .map(|&cell| Cell::read(text, cell, blocks))
            .collect()
    };
    table.rows.iter().map(read).collect()
}

/// The entries of a table, in page order. Faulty rows give what can be read of them.
pub(crate) fn entries(
    source: &Source<'_>,
    columns: &Columns<'_>,
    cells: &[Vec<Cell>],
    services: &Services<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let table = columns.table;
    let mut reader = Reader {
        source,
        columns,
        services,
        diagnostics,
        taken: 0,
    };
    reader.check_standing();
    let mut entries: Vec<Entry> = Vec::with_capacity(table.rows.len());
    for (row, cells) in table.rows.iter().zip(cells) {
        let entry = reader.entry(row, cells, entries.last());
        entries.extend(entry);
    }
    entries
}

/// Reads the rows of a table. What it finds wrong with a row is in `faults`, how it reads the cell of
/// the actions in `actions`.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) columns: &'a Columns<'a>,
    /// The services that bare actions may belong to.
    pub(crate) services: &'a Services<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many bytes rows have taken from the rows above them.
    taken: usize,
}

/// How many bytes the rows of a table take from the rows above them at most.
const MOST_TAKEN: usize = 16 << 20;

impl Reader<'_> {
    pub(crate) fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether something like this has been reported.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.diagnostics.iter().any(|found| found.code == code)
    }

    pub(crate) fn error(
        &mut self,
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::error(code, place, message, help));
    }

    pub(crate) fn repair(
        &mut self,
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::repair(code, place, message, help));
    }

    fn entry(&mut self, row: &Row, cells: &[Cell], above: Option<&Entry>) -> Option<Entry> {
        let text = row.range.of(self.source.text());
        if !text.contains('|') {
            self.error(
                "prose-in-table",
                row.range,
                "Markdown reads this line as a row of the table above it",
                "put a blank line above it, or write it as a row",
            );
            return None;
        }
        if text.contains(LINE_ENDS) {
            self.repair(
                "row-over-lines",
                row.range,
                "the row goes on over several lines, and Markdown ends it at the first",
                "write the row as one line, with `<br>` for a line break in a cell",
            );
        }
        self.check_pipes(row);
        let placed = Placed::of(cells, &self.columns.kinds);
        self.check_count(row, cells, &placed);
        let cell = |column: Option<usize>| placed.cell(column?);
        let roles = self.columns.roles;
        let is_short = cells.len() < self.columns.headers.len();
        let above = if is_short || cell(roles.operation).is_some_and(is_blank) {
            self.above(row, above)
        } else {
            None
        };

        // A torn link has been reported as such.
        if cells.len() <= self.columns.headers.len() {
            for cell in cells {
                self.check_link(cell);
                self.check_hidden(cell);
                self.check_stars(cell);
            }
        }
        for named in [roles.operation, roles.action] {
            if let Some(cell) = cell(named) {
                self.check_letters(cell);
            }
        }
        let operation = self.operation(cell(roles.operation), above);
        let resources = cell(roles.resource).map(|cell| self.resources(cell));
        let resources = match (resources, above) {
            (Some(resources), _) => resources,
            (None, Some(above)) => above.resources.clone(),
            (None, None) => Vec::new(),
        };
        let actions = self.actions(cell(roles.action), &resources, above);
        let description = self.description(cell(roles.description), above);
        let in_order = [roles.description, roles.operation, roles.action];
        let link = in_order
            .into_iter()
            .find_map(|role| cell(role)?.link.as_deref());
        Some(Entry {
            place: row.range,
            operation,
            actions,
            resources,
            description,
            doc_url: link.map(without_click_tracking).unwrap_or_default(),
        })
    }

    /// Reports what a short row lacks.
    fn check_count(&mut self, row: &Row, cells: &[Cell], placed: &Placed<'_>) {
        let headers = &self.columns.headers;
        let (found, wanted) = (cells.len(), headers.len());
        if found >= wanted {
            return;
        }
        let absent = (0..wanted).filter(|&column| placed.cell(column).is_none());
        let absent = named(absent.map(|column| &*headers[column]), wanted - found);
        self.repair(
            "missing-cell",
            row.range,
            format!(
                "the row has {found} of the header's {wanted} cells; what is missing seems to be {absent}"
            ),
            "add what is missing; a cell that is meant to be empty still needs its `|`",
        );
    }

    /// The entry above, from which a row takes what it lacks, unless so much was taken already that
    /// memory might not suffice: each row may be a few bytes, and what it takes as long as the page.
    fn above<'e>(&mut self, row: &Row, above: Option<&'e Entry>) -> Option<&'e Entry> {
        let entry = above?;
        if self.taken > MOST_TAKEN {
            return None;
        }
        let texts = entry.actions.iter().map(|action| &action.text);
        let texts = texts.chain(&entry.resources);
        let texts = texts.chain([&entry.operation, &entry.description]);
        self.taken += texts
            .map(|text| text.len() + size_of::<EntryAction>())
            .sum::<usize>();
        if self.taken > MOST_TAKEN {
            self.error(
                "far-from-above",
                row.range,
                "this row and those above it lack so much that what they take from above is too large",
                "write their cells out; from here on, nothing is taken from above",
            );
            return None;
        }
        above
    }

    fn resources(&mut self, cell: &Cell) -> Vec<String> {
        let resources = resources(&cell.text);
        if resources.is_empty() && Kind::of(&cell.text) != Kind::Empty {
            self.diagnose(Diagnostic::warning(
                "no-resource",
                cell.range,
                format!("`{}` is not read as a resource", cell.text.escape_debug()),
                "nothing to do if it is none",
            ));
        }
        resources
    }

    fn operation(&mut self, cell: Option<&Cell>, above: Option<&Entry>) -> String {
        if self.columns.roles.operation.is_none() {
            return String::new();
        }
        match cell {
            Some(cell) if !is_blank(cell) => {
                let line = cell.text.replace('\n', " ");
                // Where the column holds actions, an operation is called as its action is.
                let joined = join_spaced(&line);
                let first = joined.split([' ', ',']).next().unwrap_or_default();
                let is_one = joined.matches(':').count() == 1;
                match Pattern::of(first) {
                    Some(_) if !is_one => first
                        .split_once(':')
                        .map_or(line.clone(), |(_, name)| name.to_owned()),
                    Some(_) => joined
                        .split_once(':')
                        .map_or(line, |(_, name)| name.to_owned()),
                    None => line,
                }
            }
            _ => {
                let above = above.map(|above| above.operation.clone());
                if let Some(cell) = cell {
                    let help = "write the operation into the cell, or delete the row";
                    match &above {
                        Some(operation) => self.repair(
                            "empty-cell",
                            cell.range,
                            format!(
                                "the operation is empty; it seems to be `{}` from above",
                                operation.escape_debug()
                            ),
                            help,
                        ),
                        None => {
                            self.error("empty-cell", cell.range, "the operation is empty", help);
                        }
                    }
                }
                above.unwrap_or_default()
            }
        }
    }

    fn description(&mut self, cell: Option<&Cell>, above: Option<&Entry>) -> String {
        match (cell, above) {
            (Some(cell), _) => {
                if is_blank(cell) {
                    self.repair(
                        "empty-cell",
                        cell.range,
                        "the description is empty",
                        "write the description into the cell",
                    );
                }
                cell.text.replace('\n', " ")
            }
            (None, Some(above)) => above.description.clone(),
            (None, None) => String::new(),
        }
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.text.is_empty()
}

/// The resources of a cell: a line each, or with commas or an "or" between them, or in quotes.
fn resources(text: &str) -> Vec<String> {
    if text.contains('"') {
        let quoted = text.split('"').skip(1).step_by(2);
        let resources = quoted.filter(|part| part.starts_with("acs:") || *part == "*");
        return resources.map(str::to_owned).collect();
    }
    let separated = text
        .replace(" or ", "\n")
        .replace(" and ", "\n")
        .replace(" acs:", "\nacs:");
    let pieces = separated
        .split(['\n', '或', '和', ',', '，', ';', '；', '、'])
        .map(str::trim);
    // What is none is a label above one.
    let pieces = pieces.filter(|piece| Kind::of(piece) == Kind::Resources);
    pieces.map(str::to_owned).collect()
}

/// The service of a resource, `ecs` of `acs:ecs:…`.
pub(crate) fn service_of(resource: &str) -> Option<&str> {
    let start = resource.get(..4)?;
    let service = resource[4..].split(':').next()?.trim();
    let is_service = service.starts_with(|c: char| c.is_ascii_lowercase())
        && service
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (start == "acs:" && is_service).then_some(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_of_a_resource_is_its_second_part_in_lower_case() {
        for (resource, service) in [
            ("acs:ecs:*:*:instance/*", Some("ecs")),
            ("acs:my-svc2:*:*:a", Some("my-svc2")),
            ("acs: ecs :*:*:a", Some("ecs")),
            ("acs:ecs", Some("ecs")),
            // Patterns, placeholders and condition keys have none.
            ("acs:*:*:*:a", None),
            ("acs::*:*:a", None),
            ("acs:$service:*:*:a", None),
            ("acs:SourceIp", None),
            ("acs:mfaPresent", None),
            ("acs:1x:*:*:a", None),
            ("ecs:StartInstance", None),
            ("acs:", None),
            ("权限", None),
            ("*", None),
        ] {
            assert_eq!(service_of(resource), service, "{resource}");
        }
    }
}
