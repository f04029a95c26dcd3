//! The date of a page.

use std::fmt;
use std::str::FromStr;

/// A date of this century, written `2024-01-31`.
///
/// Nothing here has a clock, so a date in the future is valid. One in another century is a mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(String);

/// The error for a text that is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate(String);

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = self.0.escape_debug();
        let expected = if is_day(&self.0) {
            "a year from 2000 to 2099"
        } else {
            "YYYY-MM-DD"
        };
        write!(f, "invalid date `{given}`; expected {expected}")
    }
}

impl std::error::Error for InvalidDate {}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        if is_day(text) && text.starts_with("20") {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidDate(text.to_owned()))
        }
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize| -> Option<u16> {
        let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let [year, month, day] = parts[..] else {
        return false;
    };
    match (number(year, 4), number(month, 2), number(day, 2)) {
        (Some(year), Some(month), Some(day)) => (1..=days_in_month(year, month)).contains(&day),
        _ => false,
    }
}

/// Returns 0 for a month that does not exist.
fn days_in_month(year: u16, month: u16) -> u16 {
    // In this century.
    let is_leap = year % 4 == 0;
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl Date {
    /// Returns the date as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number of days since 1970-01-01, as system clocks count them.
    ///
    /// ```
    /// use ack_catalog_core::Date;
    ///
    /// let date: Date = "2024-03-01".parse()?;
    /// assert_eq!(date.days(), 19_783);
    /// # Ok::<(), ack_catalog_core::InvalidDate>(())
    /// ```
    pub fn days(&self) -> u64 {
        let mut parts = self.0.split('-').map(|part| part.parse().unwrap_or(0));
        let mut part = || -> u16 { parts.next().unwrap_or(0) };
        let (year, month, day) = (part(), part(), part());
        let months = |year: u16, months: std::ops::Range<u16>| -> u64 {
            months
                .map(|month| u64::from(days_in_month(year, month)))
                .sum()
        };
        let years: u64 = (2000..year).map(|year| months(year, 1..13)).sum();
        DAYS_OF_2000 + years + months(year, 1..month) + u64::from(day) - 1
    }
}

/// The days from 1970-01-01 to 2000-01-01.
const DAYS_OF_2000: u64 = 10_957;

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
