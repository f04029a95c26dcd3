//! Rows to entries.

use crate::markdown::cell::Cell;
use crate::markdown::cell_text::SEAM;
use crate::markdown::table_row::Row;
use crate::page::action_cell::{ActionCell, EntryAction};
use crate::page::action_table::ActionTable;
use crate::page::align_cells::Placed;
use crate::page::cell_kind::{CellKind, PageAction};
use crate::page::checks::{check_cell, check_name, check_pipes, check_table};
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::{
    EMPTY_CELL, FAR_FROM_ABOVE, MISSING_CELL, PROSE_IN_TABLE, ROW_OVER_LINES,
};
use crate::page::links::Links;
use crate::page::read::Page;
use crate::page::row_kind::{RowKind, is_repeated};
use crate::page::separators::{join_spaced, pieces, words};
use crate::page::table_faults::TableFaults;
use crate::page::text_columns::TextColumns;
use ram_diagnostics::{ByteRange, LINE_ENDS};

/// The content of one row.
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
    /// The cell of the resources; empty if the row has none.
    pub(crate) resource_cell: ByteRange,
    /// The other texts.
    pub texts: TextColumns,
}

/// Reads the entries of a table, in page order. Faulty rows are read as far as possible.
pub(crate) fn entries(page: &Page<'_>, table: &ActionTable<'_>) -> Vec<Entry> {
    check_table(page, table.table);
    let mut reader = RowReader {
        page,
        table,
        taken: 0,
        faults: TableFaults::default(),
        links: Links::default(),
    };
    let mut entries: Vec<Entry> = Vec::new();
    for (row, cells) in table.table.rows.iter().zip(&table.cells) {
        let is_wide = table.kinds.len() > 1 && row.range.of(page.text()).contains('|');
        match RowKind::of(cells, table.roles) {
            RowKind::Remark if is_wide => reader.faults.remark(row.range),
            RowKind::Continued if is_wide && !entries.is_empty() => {
                reader.go_on(cells, entries.last_mut());
            }
            _ => {
                let entry = reader.entry(row, cells, entries.last());
                entries.extend(entry);
            }
        }
    }
    reader.faults.report(page, table.table);
    reader.links.report_relative(page);
    entries
}

/// Reads the rows of a table.
struct RowReader<'a> {
    page: &'a Page<'a>,
    table: &'a ActionTable<'a>,
    /// How many bytes rows have taken from the rows above them.
    taken: usize,
    faults: TableFaults,
    links: Links,
}

/// How many bytes the rows of a table may take from the rows above them.
const MOST_TAKEN: usize = 16 << 20;

impl RowReader<'_> {
    fn entry(&mut self, row: &Row, cells: &[Cell], above: Option<&Entry>) -> Option<Entry> {
        let Self { page, table, .. } = *self;
        let width = table.kinds.len();
        let text = row.range.of(page.text());
        if !text.contains('|') {
            page.report(PROSE_IN_TABLE.at(
                row.range,
                "Markdown reads this line as a row of the table above it",
                "put a blank line above it, or write it as a row",
            ));
            return None;
        }
        if text.contains(LINE_ENDS) {
            page.report(ROW_OVER_LINES.at(
                row.range,
                "the row spans several lines, but Markdown ends it at the first",
                "write the row as one line, with `<br>` for a line break in a cell",
            ));
        }
        check_pipes(page, row, width);
        let placed = Placed::of(cells, &table.kinds);
        self.check_count(row, cells, &placed);
        let written = |column| placed.cell(table.roles.get(column)?);
        let cell = |column| written(column).filter(|cell| !is_repeated(cell));
        let repeats = cells.iter().any(is_repeated);
        let above =
            if repeats || cells.len() < width || cell(Column::Operation).is_some_and(is_blank) {
                self.above(row, above)
            } else {
                None
            };

        // In a row with extra cells the pipe has been reported, and a link may be split.
        if cells.len() <= width {
            for cell in cells {
                check_cell(page, cell);
            }
        }
        let mut repeated: Vec<&Cell> = Column::ALL.into_iter().filter_map(written).collect();
        // One column may have two roles.
        repeated.dedup();
        for cell in repeated {
            self.check_repeated(cell, above);
        }
        let operation = cell(Column::Operation);
        let action = cell(Column::Action).filter(|action| Some(*action) != operation);
        for cell in [operation, action].into_iter().flatten() {
            check_name(page, cell);
        }
        let resources = match cell(Column::Resource) {
            Some(cell) => self.resources(cell),
            None => above.map_or(Vec::new(), |above| above.resources.clone()),
        };
        let operation = self.operation(cell(Column::Operation), above);
        let actions = match cell(Column::Action) {
            _ if table.roles.get(Column::Action).is_none() => Vec::new(),
            Some(cell) => ActionCell {
                page,
                table,
                cell,
                resources: &resources,
                faults: &self.faults,
            }
            .actions(),
            None => above.map_or(Vec::new(), |above| above.actions.clone()),
        };
        // Reported with its cells. A page of a few megabytes can have millions of such rows.
        if operation.is_empty() && actions.is_empty() && resources.is_empty() {
            return None;
        }
        let mut linking = Vec::new();
        for column in [Column::Description, Column::Operation, Column::Action] {
            // One column may have two roles.
            linking.extend(table.roles.get(column).filter(|at| !linking.contains(at)));
        }
        let linking = linking.into_iter().filter_map(|at| placed.cell(at));
        let mut texts = TextColumns::of_cells(above.map(|above| &above.texts), |column, above| {
            self.text(column, cell(column), above)
        });
        texts.doc_url = self.links.first_of(page, linking);
        Some(Entry {
            place: row.range,
            operation,
            actions,
            resources,
            resource_cell: cell(Column::Resource).map_or(ByteRange::new(0, 0), |cell| cell.range),
            texts,
        })
    }

    /// Reports a cell that refers to the cell above it.
    fn check_repeated(&self, cell: &Cell, above: Option<&Entry>) {
        if !is_repeated(cell) {
            return;
        }
        let mark = cell.name().escape_debug();
        let help = "write the text of the cell above into the cell";
        self.page.report(match above {
            Some(_) => EMPTY_CELL.at(
                cell.range,
                format!("`{mark}` is read as the cell above"),
                help,
            ),
            None => EMPTY_CELL.error_at(cell.range, format!("`{mark}` has no row above it"), help),
        });
    }

    /// Adds the resources of a row that goes on with the row above.
    fn go_on(&self, cells: &[Cell], above: Option<&mut Entry>) {
        let cell = self
            .table
            .roles
            .get(Column::Resource)
            .and_then(|at| cells.get(at));
        if let (Some(cell), Some(above)) = (cell, above) {
            above.resources.extend(self.resources(cell));
        }
    }

    /// Reports what a short row lacks.
    fn check_count(&self, row: &Row, cells: &[Cell], placed: &Placed<'_>) {
        let headers = &self.table.table.headers;
        let (found, wanted) = (cells.len(), headers.len());
        if found >= wanted {
            return;
        }
        let absent = (0..wanted).filter(|&column| placed.cell(column).is_none());
        let absent = listed_headers(absent.map(|column| &*headers[column]), wanted - found);
        self.page.report(MISSING_CELL.at(
            row.range,
            format!(
                "the row has {found} of the header's {wanted} cells; probably missing: {absent}"
            ),
            "add the missing cells; an empty cell still needs its `|`",
        ));
    }

    /// Returns the entry above, from which a row takes what it lacks, unless the rows have taken so
    /// much that the memory might not suffice: a row of a few bytes can take as much as the page has.
    fn above<'e>(&mut self, row: &Row, above: Option<&'e Entry>) -> Option<&'e Entry> {
        let entry = above?;
        if self.taken > MOST_TAKEN {
            return None;
        }
        let actions = entry.actions.iter().map(|action| &action.text);
        let texts = actions.chain(&entry.resources).chain([&entry.operation]);
        let texts = texts.map(String::as_str).chain(entry.texts.parts());
        self.taken += texts
            .map(|text| text.len() + size_of::<EntryAction>())
            .sum::<usize>();
        if self.taken > MOST_TAKEN {
            self.page.report(FAR_FROM_ABOVE.at(
                row.range,
                "the rows take too much text from the rows above them",
                "write the missing cells out; from here on, nothing is taken from above",
            ));
            return None;
        }
        above
    }

    fn resources(&self, cell: &Cell) -> Vec<String> {
        let resources = resources(&cell.text);
        if resources.is_empty() && CellKind::of(&cell.text) != CellKind::Empty {
            self.faults.no_resource(cell.range, &cell.text);
        }
        resources
    }

    fn operation(&self, cell: Option<&Cell>, above: Option<&Entry>) -> String {
        if self.table.roles.get(Column::Operation).is_none() {
            return String::new();
        }
        let above = above.map(|above| &above.operation);
        match cell {
            Some(cell) if !is_blank(cell) => {
                operation_of(cell.name().replace('\n', " ").replace(SEAM, ""))
            }
            Some(cell) => {
                let help = "write the operation into the cell, or delete the row";
                self.page.report(match above {
                    Some(above) => EMPTY_CELL.at(
                        cell.range,
                        format!(
                            "the operation is empty; it seems to be `{}` from above",
                            above.escape_debug()
                        ),
                        help,
                    ),
                    None => EMPTY_CELL.error_at(cell.range, "the operation is empty", help),
                });
                above.cloned().unwrap_or_default()
            }
            None => above.cloned().unwrap_or_default(),
        }
    }

    fn text(&self, column: Column, cell: Option<&Cell>, above: Option<&str>) -> String {
        let Some(cell) = cell else {
            return above.unwrap_or_default().to_owned();
        };
        if cell.text.is_empty() {
            let name = column.name();
            self.page.report(EMPTY_CELL.at(
                cell.range,
                format!("the {name} is empty"),
                format!("write the {name} into the cell"),
            ));
        }
        cell.text.replace('\n', " ")
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.name().is_empty()
}

/// Returns the operation that a line names. Where the line is an action, that is the action's name.
fn operation_of(line: String) -> String {
    let joined = join_spaced(&line);
    let first = words(&joined).next().unwrap_or_default();
    if PageAction::of(first).is_none() {
        return line;
    }
    let named = if joined.matches(':').count() == 1 {
        &joined
    } else {
        first
    };
    named
        .split_once(':')
        .map_or(line, |(_, name)| name.to_owned())
}

/// Returns the resources of a cell; other pieces of its text are labels.
fn resources(text: &str) -> Vec<String> {
    if text.contains('"') {
        let quoted = text.split('"').skip(1).step_by(2);
        let resources = quoted.filter(|part| part.starts_with("acs:") || *part == "*");
        return resources.map(str::to_owned).collect();
    }
    let mut pieces = pieces(text);
    pieces.retain(|piece| CellKind::of(piece) == CellKind::Resources);
    pieces
}
