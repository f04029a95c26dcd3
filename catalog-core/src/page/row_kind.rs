//! Rows that are no entries of their own: sections, footnotes, and the rest of the row above.

use crate::markdown::cell::Cell;
use crate::page::cell_kind::CellKind;
use crate::page::cell_mark::CellMark;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::Column;

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    Entry,
    /// A heading between rows, a footnote, a word such as "none", or nothing.
    Remark,
    /// More resources, or other facts, of the entry above.
    Continued,
}

impl RowKind {
    /// Returns the kind of a row of several columns with these roles.
    pub(crate) fn of(cells: &[Cell], roles: ColumnRoles) -> Self {
        let is_blank = |column: Column| {
            let at = roles.get(column);
            at.is_none_or(|at| cells.get(at).is_some_and(|cell| cell.text.is_empty()))
        };
        let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
        let is_nothing = |cell: &Cell| CellMark::of(cell.name()) == Some(CellMark::Nothing);
        let names = [Column::Operation, Column::Action, Column::Description];
        let are_nothing = filled.clone().all(is_nothing);
        match (filled.next(), filled.next()) {
            _ if are_nothing => Self::Remark,
            (Some(only), None) if only.is_bold => Self::Remark,
            (Some(only), None) if Some(only) == cells.first() && is_footnote_cell(only) => {
                Self::Remark
            }
            (Some(_), _) if names.into_iter().all(is_blank) => Self::Continued,
            _ => Self::Entry,
        }
    }
}

/// Returns true if the only text of a row is a footnote.
fn is_footnote_cell(cell: &Cell) -> bool {
    let kind = CellKind::of(cell.name());
    !matches!(kind, CellKind::Empty | CellKind::Actions) && is_footnote(&cell.text)
}

/// Returns true if a cell says that it has the text of the cell above, as pages with merged cells do.
pub(crate) fn is_repeated(cell: &Cell) -> bool {
    CellMark::of(cell.name()) == Some(CellMark::AsAbove)
}

/// Words before the text of a footnote.
const NOTE_WORDS: [&str; 8] = [
    "Note", "Notes", "Remark", "注", "注意", "注释", "备注", "説明",
];

/// Returns true if a text starts like a footnote, or is a sentence without an action.
fn is_footnote(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '*' | '†' | '‡' | '§' | '※' | '\u{b9}' | '\u{b2}' | '\u{b3}'
        ) || ('\u{2070}'..='\u{209c}').contains(&c)
            || ('\u{2460}'..='\u{24ff}').contains(&c)
    };
    let after_note = NOTE_WORDS
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .any(|rest| {
            rest.starts_with([':', '：', ' ', '）', ')'])
                || rest.starts_with(|c: char| c.is_ascii_digit())
        });
    let is_sentence = text.ends_with(['.', '。'])
        && !text.contains(':')
        && (text.split_whitespace().count() > 2 || text.chars().count() > 12);
    let rest = text.trim_start_matches(['[', '(', '（', '^']);
    let is_numbered = rest.len() < text.len()
        && rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with([']', ')', '）'])
        && rest.contains(' ');
    text.starts_with(is_sign) || after_note || is_sentence || is_numbered
}
