//! The day of a page.

use std::fmt;
use std::str::FromStr;

/// A day, written `2021-08-13`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(String);

/// A text is no day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDate(String);

impl fmt::Display for NoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = self.0.escape_debug();
        write!(f, "`{given}` is no day; write it as `2021-08-13`")
    }
}

impl std::error::Error for NoDate {}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |text: &str, digits: usize| -> Option<u16> {
            let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse().ok()).flatten()
        };
        let is_day = match parts[..] {
            [year, month, day] => match (number(year, 4), number(month, 2), number(day, 2)) {
                (Some(year), Some(month), Some(day)) => {
                    (1..=days_in_month(year, month)).contains(&day)
                }
                _ => false,
            },
            _ => false,
        };
        if is_day {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoDate(text.to_owned()))
        }
    }
}

/// None in a month that there is not.
fn days_in_month(year: u16, month: u16) -> u16 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl Date {
    /// The day as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
