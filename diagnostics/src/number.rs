//! Numbers in prose.

/// Writes a number with commas between its thousands.
///
/// ```
/// use ram_diagnostics::thousands;
///
/// assert_eq!([0, 999, 6144].map(thousands), ["0", "999", "6,144"]);
/// assert_eq!(thousands(1_048_576), "1,048,576");
/// ```
pub fn thousands(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        more => format!("{},{:03}", thousands(more), number % 1000),
    }
}
