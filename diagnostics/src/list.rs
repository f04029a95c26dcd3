//! Lists in messages.

use crate::number::thousands;

/// Joins the first items of a list, and adds how many more there are.
///
/// ```
/// use ram_diagnostics::first_of;
///
/// let names = ["a", "b", "c"].map(str::to_owned);
/// assert_eq!(first_of(2, names.into_iter(), ", "), "a, b, and 1 more");
/// ```
pub fn first_of(
    limit: usize,
    mut all: impl ExactSizeIterator<Item = String>,
    separator: &str,
) -> String {
    let mut named: Vec<String> = all.by_ref().take(limit).collect();
    let more = all.len();
    if more > 0 {
        named.push(format!("and {} more", thousands(more)));
    }
    named.join(separator)
}
