//! Names to rows, as `const fn`: binary searches in the orders that the generator has written.

use super::{Action, Table};

/// The place of the row of a RAM action.
#[inline]
pub const fn by_ram_action<T: Table>(wanted: &str) -> Option<u32> {
    let (mut low, mut high) = (0, T::BY_RAM_ACTION.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let row = T::BY_RAM_ACTION[middle];
        let known = T::ROWS[row as usize].ram_action;
        match compare(wanted.as_bytes(), known.as_bytes()) {
            0 => return Some(row),
            ..0 => high = middle,
            _ => low = middle + 1,
        }
    }
    None
}

/// The actions that an operation needs.
#[inline]
pub const fn by_operation<T: Action>(wanted: &str) -> &'static [T] {
    let several = matching_names(T::SEVERAL, T::SEVERAL_ACTIONS, wanted);
    if !several.is_empty() {
        return several;
    }
    match matching_names(T::OPERATIONS, T::OPERATION_PLACES, wanted) {
        [place, ..] => core::slice::from_ref(&T::ALL[*place as usize]),
        [] => &[],
    }
}

/// Of the values that belong to sorted names, one each, those of one name.
#[inline]
pub const fn matching_names<V>(names: &[&str], values: &'static [V], wanted: &str) -> &'static [V] {
    let (mut start, mut end) = (0, names.len());
    while start < end {
        let middle = start + (end - start) / 2;
        match compare(wanted.as_bytes(), names[middle].as_bytes()) {
            ..=0 => end = middle,
            _ => start = middle + 1,
        }
    }
    while end < names.len() && compare(wanted.as_bytes(), names[end].as_bytes()) == 0 {
        end += 1;
    }
    let (_, from) = values.split_at(start);
    from.split_at(end - start).0
}

/// Negative, zero or positive: the order of two byte strings. `Ord` is not const.
#[inline]
const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return if left[at] < right[at] { -1 } else { 1 };
        }
        at += 1;
    }
    if left.len() == right.len() {
        0
    } else if left.len() < right.len() {
        -1
    } else {
        1
    }
}
