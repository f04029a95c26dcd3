//! The texts of the rows: a line each, and where its parts start.
//!
//! All texts stand in two long ones, since a table of strings costs the compiler and the binary three
//! times as much; and the RAM actions stand apart, so that a lookup touches little memory.

use super::Table;

/// The parts of a line of [`Table::TEXTS`], with tabs between them: the description, the link, the
/// operation and the variant. The last two are left out where they are the action's name.
const PARTS: usize = 4;
const DESCRIPTION: usize = 0;
const DOC_URL: usize = 1;
const OPERATION: usize = 2;
const VARIANT: usize = 3;

/// Where each of so many `parts` of each line starts, and where the text ends. Parts that a line
/// lacks start where the next line does.
#[inline]
#[allow(clippy::cast_possible_truncation)] // Counted are only few rows.
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

/// The RAM action of the row at this place.
#[inline]
pub const fn ram_action<T: Table>(row: usize) -> &'static str {
    match part(T::RAM_ACTIONS, T::RAM_ACTION_STARTS, row) {
        Some(ram_action) => ram_action,
        None => "",
    }
}

/// The name of the row's variant.
#[inline]
pub const fn variant<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, VARIANT) {
        Some(variant) => variant,
        None => without_service(ram_action::<T>(row)),
    }
}

/// The first operation that needs the row's action; empty if there is none.
#[inline]
pub const fn operation<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, OPERATION) {
        Some(operation) => operation,
        None => without_service(ram_action::<T>(row)),
    }
}

/// The row's description.
#[inline]
pub const fn description<T: Table>(row: usize) -> &'static str {
    match text::<T>(row, DESCRIPTION) {
        Some(description) => description,
        None => "",
    }
}

/// The row's link.
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

/// The part from one start up to the separator before the next one.
#[inline]
const fn part(text: &'static str, starts: &[u32], index: usize) -> Option<&'static str> {
    let (start, next) = (starts[index] as usize, starts[index + 1] as usize);
    if start == next {
        return None;
    }
    let (before, _) = text.split_at(next - 1);
    Some(before.split_at(start).1)
}

/// The name of an action, behind the colon.
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
    fn parts_that_a_line_lacks_start_where_the_next_line_does() {
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
