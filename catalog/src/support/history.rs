//! The history of an action: when it came to the page and left it.

use super::table::Table;

/// Returns the date of the first page with the action of a row, or an empty text.
#[inline]
pub const fn first_seen<T: Table>(index: usize) -> &'static str {
    if index < T::DATES.len() {
        return T::DATES[index].first_seen;
    }
    let (mut at, mut date) = (0, "");
    while at < T::FIRST_SEEN.len() && T::FIRST_SEEN[at].0 as usize <= index {
        date = T::FIRST_SEEN[at].1;
        at += 1;
    }
    date
}

/// Returns the date of the first page without the action of a row, and the RAM action that replaced it.
/// Both are empty while it is on the page.
#[inline]
pub const fn retirement<T: Table>(index: usize) -> (&'static str, &'static str) {
    if index < T::DATES.len() {
        return (T::DATES[index].retired, T::DATES[index].replaced_by);
    }
    let mut at = 0;
    while at < T::RETIRED.len() {
        if T::RETIRED[at] as usize == index {
            return T::RETIREMENTS[at];
        }
        at += 1;
    }
    ("", "")
}

/// Returns whether a row belongs to an action that has left the page.
#[inline]
pub const fn is_retired<T: Table>(index: usize) -> bool {
    !retirement::<T>(index).0.is_empty()
}
