//! Rows to entries: what each row says, and what is wrong with it.

use crate::action::{ActionError, RamAction};
use crate::blocks::Blocks;
use crate::cell::{Cell, without_click_tracking};
use crate::diagnostic::Diagnostic;
use crate::scan::Row;
use crate::select::Selection;
use crate::source::{ByteRange, Source};

/// What one row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) row: ByteRange,
    /// Empty when the row's own is missing, which is an error.
    pub(crate) operation: String,
    /// Each with its place.
    pub(crate) actions: Vec<(RamAction, ByteRange)>,
    pub(crate) description: String,
    /// Empty when the row has no link.
    pub(crate) doc_url: String,
}

/// The entries of the selected table, in page order. Faulty rows give what can be read of them.
pub(crate) fn entries(
    source: &Source<'_>,
    blocks: &Blocks,
    selection: &Selection<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut reader = Reader {
        text: source.text(),
        blocks,
        selection,
        diagnostics,
        service: None,
    };
    let mut entries = Vec::with_capacity(selection.table.rows.len());
    for row in &selection.table.rows {
        entries.extend(reader.entry(row));
    }
    if selection.table.rows.is_empty() && selection.table.stray.is_empty() {
        reader.report(
            "empty-table",
            selection.table.header.range,
            "the operations table has no rows",
            "is this the whole page?",
        );
    }
    if let [first, ..] = selection.table.stray.as_slice() {
        reader.diagnostics.push(Diagnostic::error(
            "row-after-blank-line",
            first.range,
            "a blank line ends the table, so Markdown does not read this row",
            "delete the blank line above it",
        ));
    }
    for row in &selection.table.stray {
        entries.extend(reader.entry(row));
    }
    entries
}

struct Reader<'a> {
    text: &'a str,
    blocks: &'a Blocks,
    selection: &'a Selection<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The service of the action before, to be named in help.
    service: Option<String>,
}

impl Reader<'_> {
    fn entry(&mut self, row: &Row) -> Option<Entry> {
        if !row.range.of(self.text).contains('|') {
            self.report(
                "prose-in-table",
                row.range,
                "Markdown reads this line as a row of the table above it",
                "put a blank line above it, or write it as a row",
            );
            return None;
        }
        self.check_cells(row);

        let Selection {
            operation,
            ram_action,
            description,
            ..
        } = *self.selection;
        let operation = self.cell(row, operation, "operation");
        let action = self.cell(row, ram_action, "RAM action");
        let description = self.cell(row, description, "description");

        let cells = [&description, &operation, &action];
        let link = cells
            .into_iter()
            .flatten()
            .find_map(|cell| cell.link.as_deref());
        Some(Entry {
            row: row.range,
            operation: single_line(operation.as_ref()),
            actions: action
                .as_ref()
                .map(|cell| self.actions(cell))
                .unwrap_or_default(),
            description: single_line(description.as_ref()),
            doc_url: link.map(without_click_tracking).unwrap_or_default(),
        })
    }

    /// Whether the row has as many cells as the header.
    fn check_cells(&mut self, row: &Row) {
        let wanted = self.selection.table.header.cells.len();
        let found = row.cells.len();
        if let Some(at) = row.range.of(self.text).find(r"\\|") {
            let at = row.range.start + at;
            self.report(
                "ambiguous-pipe",
                ByteRange::new(at, at + 3),
                r"some Markdown readers take `\\|` for the end of a cell, and others do not",
                r"write `\|` for a pipe inside a cell, or put a space before the `|` that ends it",
            );
        }
        if found < wanted {
            self.report(
                "missing-cell",
                row.range,
                format!("the row has {found} of the header's {wanted} cells"),
                "add what is missing; a cell that is meant to be empty still needs its `|`",
            );
        } else if found > wanted {
            if let Some(cell) = row.cells.iter().find(|&&cell| self.is_torn(cell)) {
                // The pipe that cut it is the first one behind it.
                let gap = &self.text[cell.end..row.range.end];
                let pipe = cell.end + gap.find('|').unwrap_or_default();
                self.report(
                    "unescaped-pipe",
                    ByteRange::new(pipe, pipe + 1),
                    format!("this `|` cuts a cell in two: the row has {found} cells, the header {wanted}"),
                    "write `\\|` for a pipe inside a cell, also inside code and links",
                );
            } else {
                let extra = ByteRange::new(row.cells[wanted].start, row.cells[found - 1].end);
                self.report(
                    "extra-cell",
                    extra,
                    format!(
                        "the row has {found} cells, the header {wanted}; Markdown drops the rest"
                    ),
                    "delete what is too much, or write `\\|` for a pipe inside a cell",
                );
            }
        }
    }

    /// Whether a pipe has cut code, a link or brackets apart in this cell.
    fn is_torn(&self, cell: ByteRange) -> bool {
        let raw = cell.of(self.text);
        let count = |wanted: char| raw.matches(wanted).count();
        count('`') % 2 == 1 || count('[') != count(']') || count('(') != count(')')
    }

    /// The cell of a column; an empty one is a fault, an absent one has been reported already.
    fn cell(&mut self, row: &Row, column: usize, name: &str) -> Option<Cell> {
        let cell = Cell::read(self.text, *row.cells.get(column)?, self.blocks);
        self.check_link(&cell);
        if cell.is_empty() && cell.link.is_none() {
            self.report(
                "empty-cell",
                cell.range,
                format!("the {name} is empty"),
                format!("write the {name} into the cell, or delete the row"),
            );
        }
        Some(cell)
    }

    fn check_link(&mut self, cell: &Cell) {
        let raw = cell.range.of(self.text);
        if cell
            .link
            .as_deref()
            .is_some_and(|link| link.trim().is_empty())
        {
            self.report(
                "link-without-target",
                cell.range,
                "the link leads nowhere",
                "write the address between the parentheses, or the text alone",
            );
        } else if cell.link.is_none() && raw.contains("](") && cell.text.contains("](") {
            let target = raw.split_once("](").map_or("", |(_, rest)| rest);
            let target = target.split(')').next().unwrap_or_default();
            if target.contains(char::is_whitespace) {
                self.report(
                    "link-with-space",
                    cell.range,
                    "Markdown reads no link here, since its address holds a space",
                    "write `%20` for a space in an address",
                );
            } else {
                self.report(
                    "broken-link",
                    cell.range,
                    "Markdown reads no link here",
                    "a link is `[text](address)`; write `\\[` if none is meant",
                );
            }
        }
    }

    /// The actions of a cell: one, or several with commas, semicolons or spaces between them.
    fn actions(&mut self, cell: &Cell) -> Vec<(RamAction, ByteRange)> {
        let mut actions = Vec::new();
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，' | '；');
        let tokens: Vec<&str> = cell
            .text
            .split(separators)
            .filter(|token| !token.is_empty())
            .collect();
        for &token in &tokens {
            let raw = cell.range.of(self.text);
            let place = raw.find(token).map_or(cell.range, |at| {
                let start = cell.range.start + at;
                ByteRange::new(start, start + token.len())
            });
            match token.parse::<RamAction>() {
                Ok(action) => {
                    self.service = Some(action.service().to_owned());
                    actions.push((action, place));
                }
                // Among others a lone word is no action that lacks its service, but an "and".
                Err(ActionError::NoService) if tokens.len() == 1 => {
                    let service = self.service.as_deref().unwrap_or("cs");
                    let help = format!("write it with its service, such as `{service}:{token}`");
                    self.report(
                        "action-without-service",
                        place,
                        format!("the action `{token}` names no service"),
                        help,
                    );
                }
                Err(_) => self.report(
                    "not-an-action",
                    place,
                    format!("`{}` is no RAM action", token.escape_debug()),
                    "an action is `service:Name`: a service in lower case, then letters, digits, `-` and `_`",
                ),
            }
        }
        actions
    }

    fn report(
        &mut self,
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::error(code, place, message, help));
    }
}

fn single_line(cell: Option<&Cell>) -> String {
    cell.map(|cell| cell.text.replace('\n', " "))
        .unwrap_or_default()
}
