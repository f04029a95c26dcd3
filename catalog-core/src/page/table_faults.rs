//! Faults of the cells of actions, which many cells of a table may share.

use crate::markdown::tables::Table;
use crate::page::diagnostic_codes::{NOT_AN_ACTION, TEXT_AMONG_ACTIONS};
use crate::page::read::Page;
use ram_diagnostics::{ByteRange, Diagnostic};
use std::cell::RefCell;

/// The cells of a table that should have actions, and have none.
#[derive(Default)]
pub(crate) struct NotActions(RefCell<Vec<Diagnostic>>);

/// How many wrong names a table may have that get a diagnostic each, even if they are most of its rows.
const FEW: usize = 3;

impl NotActions {
    /// Adds a cell without an action.
    pub(crate) fn add(&self, place: ByteRange, message: String) {
        self.0.borrow_mut().push(NOT_AN_ACTION.at(
            place,
            message,
            "write an action as `service:Name`: a service in lower case, then letters, digits, `-` and `_`",
        ));
    }

    /// Reports each of a few, and one for many: then the column holds something else.
    pub(crate) fn report(self, page: &Page<'_>, table: &Table) {
        let names = self.0.into_inner();
        let are_most = names.len() > FEW && names.len() * 2 > table.rows.len();
        for found in names {
            if are_most {
                page.report_alike(found);
            } else {
                page.report(found);
            }
        }
    }
}

/// Reports a cell of actions that contains these other words.
pub(crate) fn text_among_actions(page: &Page<'_>, cell: ByteRange, words: &[&str]) {
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
        page.report_alike(found);
    }
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
