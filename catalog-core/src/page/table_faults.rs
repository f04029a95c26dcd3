//! Faults of the cells of actions, which many cells of a table may share.

use crate::page::diagnostic_codes::{NOT_AN_ACTION, TEXT_AMONG_ACTIONS};
use crate::page::read::Page;
use ram_diagnostics::ByteRange;

/// Reports a cell that should have an action, and has none: once for a column that holds something else.
pub(crate) fn not_an_action(page: &Page<'_>, place: ByteRange, message: String) {
    page.report_alike(NOT_AN_ACTION.at(
        place,
        message,
        "write an action as `service:Name`: a service in lower case, then letters, digits, `-` and `_`",
    ));
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
