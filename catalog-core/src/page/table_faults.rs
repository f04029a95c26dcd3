//! Faults that many cells of a table share: one diagnostic for the table instead of one for each cell.

use crate::markdown::tables::Table;
use crate::page::diagnostic_codes::{
    EMPTY_TABLE, NO_RESOURCE, NOT_AN_ACTION, ROW_WITHOUT_ACTION, TEXT_AMONG_ACTIONS,
};
use crate::page::read::Page;
use ram_diagnostics::{ByteRange, Diagnostic};
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The faults of a table's cells.
#[derive(Default)]
pub(crate) struct TableFaults {
    /// Alike faults: the first one, and how many more there are.
    alike: RefCell<Vec<(Diagnostic, usize)>>,
    /// The place of each kind in `alike`.
    kinds: RefCell<HashMap<String, usize>>,
    names: RefCell<Vec<Diagnostic>>,
    remarks: RefCell<Vec<ByteRange>>,
}

/// How many wrong names a table may have that get a diagnostic each, even if they are most of its rows.
const FEW: usize = 3;

impl TableFaults {
    /// Adds a cell of actions that contains these other words.
    pub(crate) fn text_among_actions(&self, page: &Page<'_>, cell: ByteRange, words: &[&str]) {
        let found = TEXT_AMONG_ACTIONS.at(
            cell,
            format!(
                "unexpected text among the actions: `{}`",
                words.join(" ").escape_debug()
            ),
            "write only the actions, with commas between them",
        );
        // A misspelt action is shown.
        let is_bracketed = words
            .first()
            .is_some_and(|word| word.starts_with(['(', '（', '[', '【']))
            && words
                .last()
                .is_some_and(|word| word.ends_with([')', '）', ']', '】']));
        let is_remark = words.len() > 2 || is_bracketed;
        // A sentence may have names of products.
        let is_sentence = words.len() > 5;
        if !is_remark || words.iter().any(|word| is_like_name(word, is_sentence)) {
            page.report(found);
        } else {
            self.add("", found);
        }
    }

    /// Adds a fault that is like the others of its code and kind.
    pub(crate) fn add(&self, kind: &str, found: Diagnostic) {
        let mut alike = self.alike.borrow_mut();
        let kind = format!("{} {kind}", found.code);
        match self.kinds.borrow_mut().entry(kind) {
            Entry::Occupied(at) => alike[*at.get()].1 += 1,
            Entry::Vacant(entry) => {
                entry.insert(alike.len());
                alike.push((found, 0));
            }
        }
    }

    /// Adds a cell without an action.
    pub(crate) fn not_an_action(&self, place: ByteRange, message: String) {
        self.names.borrow_mut().push(NOT_AN_ACTION.at(
            place,
            message,
            "write an action as `service:Name`: a service in lower case, then letters, digits, `-` and `_`",
        ));
    }

    /// Adds a cell of resources without a resource.
    pub(crate) fn no_resource(&self, cell: ByteRange, text: &str) {
        let found = NO_RESOURCE.at(
            cell,
            format!("`{}` is not read as a resource", text.escape_debug()),
            "ignore this if it is not a resource",
        );
        self.add("", found);
    }

    /// Adds a row that is a section or a footnote.
    pub(crate) fn remark(&self, row: ByteRange) {
        self.remarks.borrow_mut().push(row);
    }

    /// Reports what was added for a table.
    pub(crate) fn report(self, page: &Page<'_>, table: &Table) {
        report_remarks(page, table, &self.remarks.borrow());
        let names = self.names.borrow_mut().split_off(0);
        let are_most = names.len() > FEW && names.len() * 2 > table.rows.len();
        for found in names {
            if are_most {
                self.add("", found);
            } else {
                page.report(found);
            }
        }
        for (mut first, more) in self.alike.into_inner() {
            if more > 0 {
                let more = format!("; likewise {more} more in this table");
                first.message.push_str(&more);
            }
            page.report(first);
        }
    }
}

fn report_remarks(page: &Page<'_>, table: &Table, remarks: &[ByteRange]) {
    let Some(&first) = remarks.first() else {
        return;
    };
    if remarks.len() == table.rows.len() {
        page.report(EMPTY_TABLE.at(
            table.header.range,
            "the operations table has only sections and footnotes",
            "check that this is the whole page",
        ));
    }
    let message = match remarks.len() {
        1 => "this row is a section or a footnote, not an action".to_owned(),
        rows => format!("{rows} rows are sections or footnotes, not actions; the first is here"),
    };
    page.report(ROW_WITHOUT_ACTION.at(
        first,
        message,
        "fill in the other cells if the row has an action",
    ));
}

/// Returns true for a word that may be meant as an action: it has a colon or a star inside or, outside of a
/// sentence, a slash or a capital.
fn is_like_name(word: &str, is_sentence: bool) -> bool {
    if word.contains("://") {
        return false;
    }
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '*');
    let mut was_lower = false;
    let has_hump = inner.chars().any(|c| {
        let is_hump = was_lower && c.is_ascii_uppercase();
        was_lower = c.is_ascii_lowercase();
        is_hump
    });
    inner.contains([':', '*']) || (!is_sentence && (has_hump || inner.contains('/')))
}
