//! The text columns of the rows: a line for each row, and where its parts start.
//!
//! All texts are in two long ones: a table of strings would cost the compiler and the binary three times
//! as much. The RAM actions have their own, so that a lookup touches little memory.

use super::table::Table;

/// The number of parts of a line of [`Table::TEXTS`], separated by tabs: the description, the link, the
/// operation and the variant. The last two are omitted if they are the action's name.
const PARTS: usize = 4;
const DESCRIPTION: usize = 0;
const DOC_URL: usize = 1;
const OPERATION: usize = 2;
const VARIANT: usize = 3;

/// Returns where each part of each line starts, and where the text ends. Parts that a line lacks start
/// with the next line.
#[inline]
#[allow(clippy::cast_possible_truncation)] // Rows are few.
pub const fn starts<const LEN: usize>(text: &str, parts: usize) -> [u32; LEN] {
    let text = text.as_bytes();
    let mut starts = [0; LEN];
    let (mut at, mut found) = (0, 0);
    while at < text.len() {
        let is_end = text[at] == b'\n';
        if is_end || text[at] == b'\t' {
            found += 1;
            starts[found] = at as u32 + 1;
        }
        while is_end && found % parts != 0 {
            found += 1;
            starts[found] = at as u32 + 1;
        }
        at += 1;
    }
    starts
}

/// Returns the RAM action of a row.
#[inline]
pub const fn ram_action<T: Table>(row: usize) -> &'static str {
    match part(T::RAM_ACTIONS, T::RAM_ACTION_STARTS, row) {
        Some(ram_action) => ram_action,
        None => "",
    }
}

/// Returns the name of a row's variant.
#[inline]
pub const fn variant<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, VARIANT) {
        Some(variant) => variant,
        None => without_service(ram_action::<T>(row)),
    }
}

/// Returns the first operation that needs a row's action, or an empty text.
#[inline]
pub const fn operation<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, OPERATION) {
        Some(operation) => operation,
        None => without_service(ram_action::<T>(row)),
    }
}

/// Returns the description of a row.
#[inline]
pub const fn description<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, DESCRIPTION) {
        Some(description) => description,
        None => "",
    }
}

/// Returns the link of a row.
#[inline]
pub const fn doc_url<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, DOC_URL) {
        Some(doc_url) => doc_url,
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
const fn without_service(ram_action: &'static str) -> &'static str {
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
    extern crate std;

    use super::*;

    #[test]
    fn missing_parts_start_with_the_next_line() {
        let text = "one\tlink\ntwo\n\nfour\ta\tb\tc\n";
        let starts: [u32; 17] = starts(text, PARTS);
        let parts: [Option<&str>; 16] = core::array::from_fn(|index| part(text, &starts, index));
        let (none, some) = (None, Some);
        assert_eq!(
            parts,
            [
                [some("one"), some("link"), none, none],
                [some("two"), none, none, none],
                [some(""), none, none, none],
                [some("four"), some("a"), some("b"), some("c")],
            ]
            .concat()[..]
        );
    }
}
