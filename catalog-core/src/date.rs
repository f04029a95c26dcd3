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
            [year, month, day] => {
                number(year, 4).is_some()
                    && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
                    && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
            }
            _ => false,
        };
        if is_day {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoDate(text.to_owned()))
        }
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
