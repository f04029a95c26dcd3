//! Rows to entries.

use crate::markdown::cell::Cell;
use crate::markdown::cell_text::SEAM;
use crate::markdown::table_row::Row;
use crate::page::action_cell::{ActionCell, EntryAction};
use crate::page::action_table::ActionTable;
use crate::page::align_cells::Placed;
use crate::page::cell_kind::CellKind;
use crate::page::cell_mark::CellMark;
use crate::page::checks::{
    check_cell, check_name, check_operation, check_pipes, check_stars, check_table,
};
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::{
    EMPTY_CELL, EMPTY_TABLE, FAR_FROM_ABOVE, MISSING_CELL, NO_RESOURCE, PROSE_IN_TABLE,
    ROW_OVER_LINES, ROW_WITHOUT_ACTION, SEVERAL_OPERATIONS,
};
use crate::page::entry::Entry;
use crate::page::links::first_link;
use crate::page::read::Page;
use crate::page::row_kind::{RowKind, is_repeated};
use crate::page::separators::pieces;
use crate::page::several_operations::{SeveralOperations, name_of, operation_of};
use crate::page::text_columns::TextColumns;
use ram_diagnostics::{ByteRange, LINE_ENDS, escaped};

/// Reads the entries of a table, in page order. Faulty rows are read as far as possible.
pub(crate) fn entries(page: &Page<'_>, table: &ActionTable<'_>) -> Vec<Entry> {
    check_table(page, table.table);
    let mut reader = RowReader {
        page,
        table,
        taken: 0,
        shared: 0,
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut remarks = 0;
    for (row, cells) in table.table.rows.iter().zip(&table.cells) {
        let is_wide = table.kinds.len() > 1 && row.range.of(page.text()).contains('|');
        match RowKind::of(cells, table.roles) {
            RowKind::Remark if is_wide => {
                remarks += 1;
                let is_empty = cells.iter().all(|cell| cell.text.is_empty());
                page.report_alike(ROW_WITHOUT_ACTION.at(
                    row.range,
                    if is_empty {
                        "this row is empty"
                    } else {
                        "this row is a section or a footnote, not an action"
                    },
                    "fill in the other cells if the row has an action",
                ));
            }
            RowKind::Continued if is_wide && !entries.is_empty() => {
                reader.go_on(cells, &mut entries);
            }
            _ => {
                let read = reader.entries(row, cells, entries.last());
                entries.extend(read);
            }
        }
    }
    if remarks > 0 && remarks == table.table.rows.len() {
        page.report(EMPTY_TABLE.at(
            table.table.header.range,
            "the operations table has only sections and footnotes",
            "check that this is the whole page",
        ));
    }
    entries
}

/// Reads the rows of a table.
struct RowReader<'a> {
    page: &'a Page<'a>,
    table: &'a ActionTable<'a>,
    /// How many bytes rows have taken from the rows above them, or several operations from their row.
    taken: usize,
    /// How many bytes of texts several actions of a row share.
    shared: usize,
}

/// How many times the size of the page the actions of its rows may share.
const MOST_SHARED: usize = 16;

/// How many bytes the rows of a table may take from the rows above them.
const MOST_TAKEN: usize = 16 << 20;

impl RowReader<'_> {
    /// Reads a row: one entry for each of its operations.
    fn entries(&mut self, row: &Row, cells: &[Cell], above: Option<&Entry>) -> Vec<Entry> {
        let Self { page, table, .. } = *self;
        let width = table.kinds.len();
        let text = row.range.of(page.text());
        if !text.contains('|') {
            page.report(PROSE_IN_TABLE.at(
                row.range,
                "Markdown reads this line as a row of the table above it",
                "put a blank line above it, or write it as a row",
            ));
            return Vec::new();
        }
        if text.contains(LINE_ENDS) {
            page.report_alike(ROW_OVER_LINES.at(
                row.range,
                "the row spans several lines, but Markdown ends it at the first",
                "write the row as one line, with `<br>` for a line break in a cell",
            ));
        }
        check_pipes(page, row, width);
        let placed = Placed::of(cells, &table.kinds);
        self.check_count(row, cells, &placed);
        let written = |column| placed.cell(table.roles.get(column)?);
        let repeats = cells.iter().any(is_repeated);
        let cell = |column| written(column).filter(|cell| !repeats || !is_repeated(cell));
        let above =
            if repeats || cells.len() < width || cell(Column::Operation).is_some_and(is_blank) {
                self.above(row, above)
            } else {
                None
            };

        // In a row with extra cells the pipe has been reported, and a link may be split.
        if cells.len() <= width {
            self.check_cells(cells, &placed);
        }
        if repeats {
            let mut repeated: Vec<&Cell> = Column::ALL.into_iter().filter_map(written).collect();
            // One column may have two roles.
            repeated.dedup();
            for cell in repeated {
                self.check_repeated(cell, above);
            }
        }
        let operation = cell(Column::Operation);
        let action = cell(Column::Action).filter(|action| Some(*action) != operation);
        for cell in [operation, action].into_iter().flatten() {
            check_name(page, cell);
        }
        if let Some(cell) =
            operation.filter(|_| written(Column::Operation) != written(Column::Action))
        {
            check_operation(page, cell);
        }
        let resources = match cell(Column::Resource) {
            Some(cell) => self.resources(cell),
            None => above.map_or(Vec::new(), |above| above.resources.clone()),
        };
        let named = cell(Column::Operation).map_or("", Cell::name);
        let operation = self.operation(cell(Column::Operation), above);
        let actions = match cell(Column::Action) {
            _ if table.roles.get(Column::Action).is_none() => Vec::new(),
            Some(cell) => ActionCell {
                page,
                table,
                cell,
                operation: named,
                resources: &resources,
            }
            .actions(),
            None => above.map_or(Vec::new(), |above| above.actions_for(row.range)),
        };
        // Reported with its cells. A page of a few megabytes can have millions of such rows.
        if operation.is_empty() && actions.is_empty() && resources.is_empty() {
            return Vec::new();
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
        texts.doc_url = first_link(page, linking);
        // A row that repeats the whole row above also has its link.
        let is_repeated = cell(Column::Action).is_none() && cell(Column::Description).is_none();
        if let Some(above) = above.filter(|above| is_repeated && above.operation == operation) {
            texts.doc_url.clone_from(&above.texts.doc_url);
        }
        let entry = Entry {
            place: row.range,
            operation,
            actions,
            resources,
            resource_cell: cell(Column::Resource).map_or(ByteRange::new(0, 0), |cell| cell.range),
            texts,
        };
        let mut read = match (cell(Column::Operation), cell(Column::Action)) {
            (Some(operation), Some(action)) => self.by_operation(entry, operation, action),
            _ => vec![entry],
        };
        for entry in &mut read {
            self.limit_shared(entry);
        }
        read
    }

    /// Drops the texts of a row once the actions of rows share so much that the memory might not suffice:
    /// in a catalog each has them.
    fn limit_shared(&mut self, entry: &mut Entry) {
        let [copies @ .., _] = entry.actions.as_slice() else {
            return;
        };
        let texts = entry.texts.parts().map(str::len).iter().sum::<usize>();
        self.shared = self
            .shared
            .saturating_add((texts + entry.operation.len()) * copies.len());
        let most = MOST_TAKEN + MOST_SHARED * self.page.text().len();
        if self.shared > most && !copies.is_empty() {
            self.page.report_alike(FAR_FROM_ABOVE.at(
                entry.place,
                "too many actions share the text of their row",
                "write a row for each action",
            ));
            entry.texts = TextColumns::default();
            entry.operation = String::new();
        }
    }

    /// Splits the entry of a row that names several operations.
    fn by_operation(&mut self, entry: Entry, operation: &Cell, action: &Cell) -> Vec<Entry> {
        let each: Vec<(String, Vec<EntryAction>)> = if operation == action {
            // Each action of such a column is an operation.
            let one = |action: &EntryAction| (name_of(action).to_owned(), vec![action.clone()]);
            entry.actions.iter().map(one).collect()
        } else {
            self.paired(&entry, operation, action).unwrap_or_default()
        };
        if each.is_empty() {
            return vec![entry];
        }
        self.taken += entry.size() * (each.len() - 1);
        if self.taken > MOST_TAKEN {
            self.page.report_alike(SEVERAL_OPERATIONS.error_at(
                operation.range,
                "too many operations share the text of their row",
                WRITE_ROWS,
            ));
            return vec![entry];
        }
        let of = |(operation, actions)| Entry {
            operation,
            actions,
            ..entry.clone()
        };
        each.into_iter().map(of).collect()
    }

    /// Pairs the operations of a row with its actions. Returns `None` if there is only one operation, or
    /// nothing tells which action belongs to which.
    fn paired(
        &self,
        entry: &Entry,
        operation: &Cell,
        action: &Cell,
    ) -> Option<Vec<(String, Vec<EntryAction>)>> {
        let actions = &entry.actions;
        let several = SeveralOperations::of(operation.name(), actions)?;
        let count = several.names.len();
        let lines = action.name().split('\n').count();
        let is_certain = several.are_named_like(actions) || (several.are_lines && lines == count);
        let message = format!(
            "the row has {count} operations and {} actions",
            actions.len()
        );
        let found = if count == actions.len() {
            let read = "; read as pairs in this order";
            (!is_certain)
                .then(|| SEVERAL_OPERATIONS.at(operation.range, message + read, WRITE_ROWS))
        } else if let [action] = actions.as_slice() {
            let message = format!(
                "the row has {count} operations; each seems to require `{}`",
                action.text
            );
            Some(SEVERAL_OPERATIONS.at(
                operation.range,
                message,
                "write a row for each operation, with its action",
            ))
        } else {
            let message = message + ", and nothing says which belong together";
            self.page.report_alike(SEVERAL_OPERATIONS.error_at(
                operation.range,
                message,
                WRITE_ROWS,
            ));
            return None;
        };
        if let Some(found) = found {
            self.page.report_alike(found);
        }
        // One action is that of all operations.
        let action_of = |at: usize| actions.get(at).or(actions.first()).cloned();
        let names = several.names.into_iter().enumerate();
        Some(
            names
                .map(|(at, name)| (name, action_of(at).into_iter().collect()))
                .collect(),
        )
    }

    /// Reports the cells of a row as Markdown, and stars in those that a catalog shows.
    fn check_cells(&self, cells: &[Cell], placed: &Placed<'_>) {
        for cell in cells {
            check_cell(self.page, cell);
        }
        let shown = [Column::Operation, Column::Action, Column::Description];
        let shown = shown
            .into_iter()
            .filter_map(|column| self.table.roles.get(column));
        let mut shown: Vec<&Cell> = shown.filter_map(|at| placed.cell(at)).collect();
        // One column may have two roles.
        shown.dedup();
        for cell in shown {
            check_stars(self.page, cell);
        }
    }

    /// Reports a cell that refers to the cell above it.
    fn check_repeated(&self, cell: &Cell, above: Option<&Entry>) {
        if !is_repeated(cell) {
            return;
        }
        let mark = escaped(cell.name());
        let help = "write the text of the cell above into the cell";
        self.page.report_alike(match above {
            Some(_) => EMPTY_CELL.at(
                cell.range,
                format!("`{mark}` is read as the cell above"),
                help,
            ),
            None => EMPTY_CELL.error_at(cell.range, format!("`{mark}` has no row above it"), help),
        });
    }

    /// Adds the resources of a row that goes on with the row above.
    fn go_on(&self, cells: &[Cell], entries: &mut [Entry]) {
        let at = self.table.roles.get(Column::Resource);
        if let (Some(cell), Some(above)) = (at.and_then(|at| cells.get(at)), entries.last_mut()) {
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
        self.page.report_alike(MISSING_CELL.at(
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
        self.taken += entry.size();
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
        if resources.is_empty() && CellMark::of(&cell.text).is_none() {
            let text = cell.text.escape_debug();
            self.page.report_alike(NO_RESOURCE.at(
                cell.range,
                format!("`{text}` is not read as a resource"),
                "ignore this if it is not a resource",
            ));
        }
        resources
    }

    fn operation(&self, cell: Option<&Cell>, above: Option<&Entry>) -> String {
        if self.table.roles.get(Column::Operation).is_none() {
            return String::new();
        }
        let above = above.map(|above| &above.operation);
        let Some(cell) = cell else {
            return above.cloned().unwrap_or_default();
        };
        let text = cell.name();
        if CellMark::of(text).is_none() {
            return operation_of(text.replace('\n', " ").replace(SEAM, ""));
        }
        // In a column of both, it is reported as an action.
        let is_reported =
            self.table.roles.get(Column::Operation) == self.table.roles.get(Column::Action);
        let help = "write the operation into the cell, or delete the row";
        let shown = escaped(text);
        let found = match above {
            _ if !text.is_empty() => EMPTY_CELL.at(
                cell.range,
                format!("`{shown}` is read as an empty cell: the row has no operation"),
                help,
            ),
            Some(above) => EMPTY_CELL.at(
                cell.range,
                format!(
                    "the operation is empty; it seems to be `{}` from above",
                    above.escape_debug()
                ),
                help,
            ),
            None => EMPTY_CELL.error_at(cell.range, "the operation is empty", help),
        };
        if !is_reported {
            self.page.report_alike(found);
        }
        if text.is_empty() {
            above.cloned().unwrap_or_default()
        } else {
            String::new()
        }
    }

    fn text(&self, column: Column, cell: Option<&Cell>, above: Option<&str>) -> String {
        let Some(cell) = cell else {
            return above.unwrap_or_default().to_owned();
        };
        if CellMark::of(cell.name()).is_some() {
            if self.table.states_facts {
                return String::new();
            }
            let name = column.name();
            let message = match cell.text.as_str() {
                "" => format!("the {name} is empty"),
                mark => format!("`{}` is read as an empty {name}", escaped(mark)),
            };
            let help = format!("write the {name} into the cell");
            self.page
                .report_alike(EMPTY_CELL.at(cell.range, message, help));
            return String::new();
        }
        cell.text.replace('\n', " ")
    }
}

/// The remedy for a row of several operations.
const WRITE_ROWS: &str = "write a row for each operation";

fn is_blank(cell: &Cell) -> bool {
    cell.name().is_empty()
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
