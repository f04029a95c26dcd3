//! The text columns of the rows.
//!
//! In a catalog of many rows all texts are in two long ones, with a line for each row: a table of strings
//! would cost the compiler and the binary three times as much. The RAM actions have their own, so that a
//! lookup touches little memory.

use super::table::{Row, Table, cells, one_or_several};

/// The number of parts of a line of [`Table::TEXTS`], separated by tabs: the texts, the operation and the variant.
/// The last two are omitted if they are the action's name.
const PARTS: usize = Row::TEXTS + 2;
const OPERATION: usize = Row::TEXTS;
const VARIANT: usize = Row::TEXTS + 1;

/// Returns the RAM action of a row.
#[inline]
pub const fn ram_action<T: Table>(index: usize) -> &'static str {
    if let Some(cells) = cells::<T>(index) {
        return cells.ram_action;
    }
    match part(T::RAM_ACTIONS, T::RAM_ACTION_STARTS, index) {
        Some(ram_action) => ram_action,
        None => "",
    }
}

/// Returns the name of a row's variant.
#[inline]
pub const fn variant<T: Table>(index: usize) -> &'static str {
    if let Some(cells) = cells::<T>(index) {
        return if cells.variant.is_empty() {
            without_service(cells.ram_action)
        } else {
            cells.variant
        };
    }
    match text::<T>(index, VARIANT) {
        Some(variant) => variant,
        None => without_service(ram_action::<T>(index)),
    }
}

/// Returns the first operation that needs a row's action, or an empty text.
#[inline]
pub const fn operation<T: Table>(index: usize) -> &'static str {
    if let Some(cells) = cells::<T>(index) {
        return match one_or_several(&cells.operation, cells.operations) {
            [first, ..] => first,
            [] => "",
        };
    }
    match text::<T>(index, OPERATION) {
        Some(operation) => operation,
        None => without_service(ram_action::<T>(index)),
    }
}

/// Returns the RAM action of a row, if there is such a row.
#[inline]
pub fn known<T: Table>(index: usize) -> Option<&'static str> {
    let rows = T::CELLS.len() + T::RAM_ACTION_STARTS.len() - 1;
    (index < rows).then(|| ram_action::<T>(index))
}

/// Returns a text of a row, such as [`Row::DESCRIPTION`].
#[inline]
pub const fn text_of<T: Table>(index: usize, which: usize) -> &'static str {
    if let Some(cells) = cells::<T>(index) {
        return cells.texts[which];
    }
    match text::<T>(index, which) {
        Some(text) => text,
        None => "",
    }
}

#[inline]
const fn text<T: Table>(row: usize, which: usize) -> Option<&'static str> {
    part(T::TEXTS, T::TEXT_STARTS, row * PARTS + which)
}

/// Returns the part from one start to the separator before the next.
#[inline]
const fn part(text: &'static str, starts: &[u32], index: usize) -> Option<&'static str> {
    let (start, next) = (starts[index] as usize, starts[index + 1] as usize);
    if start == next {
        return None;
    }
    let (before, _) = text.split_at(next - 1);
    Some(before.split_at(start).1)
}

/// Returns the name of an action, after the colon.
#[inline]
pub(super) const fn without_service(ram_action: &'static str) -> &'static str {
    let bytes = ram_action.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b':' {
            return ram_action.split_at(at + 1).1;
        }
        at += 1;
    }
    ram_action
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_ends_before_the_separator_and_may_be_missing() {
        let text = "one\tlink\ntwo\n";
        let starts = [0, 4, 9, 9, 9, 13, 13, 13, 13];
        let parts: [Option<&str>; 8] = core::array::from_fn(|index| part(text, &starts, index));
        let (none, some) = (None, Some);
        assert_eq!(
            parts,
            [
                some("one"),
                some("link"),
                none,
                none,
                some("two"),
                none,
                none,
                none
            ]
        );
    }
}
