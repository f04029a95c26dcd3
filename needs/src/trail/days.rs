//! Calls by day.

use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A day, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Day {
    /// Returns the day of a time such as `2026-11-03T08:15:02Z`.
    ///
    /// ```
    /// use ack_catalog_needs::trail::Day;
    ///
    /// assert_eq!(Day::of("2026-11-03T08:15:02Z").map(|day| day.to_string()).as_deref(), Some("2026-11-03"));
    /// assert_eq!(Day::of("yesterday"), None);
    /// ```
    pub fn of(time: &str) -> Option<Self> {
        Some(Self {
            year: time.get(..4)?.parse().ok()?,
            month: time.get(5..7)?.parse().ok()?,
            day: time.get(8..10)?.parse().ok()?,
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How often something was seen on each day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days(BTreeMap<Day, u64>);

impl Days {
    /// Adds an event at this time. Returns whether it is the first one of its day.
    pub(super) fn add(&mut self, time: &str) -> bool {
        let Some(day) = Day::of(time) else {
            return false;
        };
        let count = self.0.entry(day).or_default();
        *count += 1;
        *count == 1
    }

    /// Returns the days with their counts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Day, u64)> {
        self.0.iter().map(|(day, count)| (*day, *count))
    }
}
