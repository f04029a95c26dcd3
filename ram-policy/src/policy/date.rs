//! Points in time, in ISO 8601 with an offset.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

/// A point in time: seconds since the start of the year 0, and nanoseconds. Jiff's own timestamps end
/// a day before `9999-12-31T23:59:59Z`, which policies use for "never".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    seconds: i64,
    nanoseconds: i32,
}

/// The nanoseconds of a leap second, which follows the last second of a minute and comes before the next minute.
const LEAP: i32 = 1_000_000_000;

/// Parses a point in time. A time without an offset is not one, since its clock is unknown.
pub(crate) fn parse_date(text: &str) -> Option<Moment> {
    // Jiff also accepts a space for the `T` and a zone in brackets, which ISO 8601 does not.
    if !text.contains('T') || text.contains(['[', ' ']) {
        return None;
    }
    let pieces = Pieces::parse(text).ok()?;
    let days = Date::ZERO.until(pieces.date()).ok()?.get_days();
    let time = pieces.time()?;
    let hours = i64::from(days) * 24 + i64::from(time.hour());
    let seconds = (hours * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    Some(Moment {
        seconds: seconds - i64::from(pieces.to_numeric_offset()?.seconds()),
        nanoseconds: time.subsec_nanosecond() + if is_leap_second(text) { LEAP } else { 0 },
    })
}

/// Reports whether a time has the second 60, which jiff reads as 59.
fn is_leap_second(text: &str) -> bool {
    let time = text.split_once('T').map_or("", |(_, time)| time);
    let is_of_time = |c: &char| c.is_ascii_digit() || *c == ':';
    let digits: String = time
        .chars()
        .take_while(is_of_time)
        .filter(|c| *c != ':')
        .collect();
    digits.len() == "hhmmss".len() && digits.ends_with("60")
}
