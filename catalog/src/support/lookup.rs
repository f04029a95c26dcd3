//! Names to rows, as `const fn`: binary searches in the orders that the generator has written.

use super::Table;

/// The enum's value for a RAM action.
#[inline]
pub const fn by_ram_action<T: Table>(wanted: &str) -> Option<T> {
    match search(T::BY_RAM_ACTION, wanted) {
        Some(at) => Some(T::BY_RAM_ACTION[at].1),
        None => None,
    }
}

/// The actions that an operation needs.
#[inline]
pub const fn by_operation<T: Table>(wanted: &str) -> &'static [T] {
    match search(T::BY_OPERATION, wanted) {
        Some(at) => T::BY_OPERATION[at].1,
        None => &[],
    }
}

/// The actions that came of an earlier one.
#[inline]
pub const fn by_earlier<T: Table>(wanted: &str) -> &'static [T] {
    match search(T::BY_EARLIER, wanted) {
        Some(at) => T::BY_EARLIER[at].1,
        None => &[],
    }
}

/// The place of `wanted` among names in the order of their bytes.
#[inline]
const fn search<V>(names: &[(&str, V)], wanted: &str) -> Option<usize> {
    let (mut low, mut high) = (0, names.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(wanted.as_bytes(), names[middle].0.as_bytes()) {
            0 => return Some(middle),
            ..0 => high = middle,
            _ => low = middle + 1,
        }
    }
    None
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
