//! Calls over time, a row of bars for each outcome.

use crate::policy::report::shown::{Figure, number};
use ack_catalog_needs::replay::DayChanges;
use ack_catalog_needs::trail::Day;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The most bars of a row. With more days, a bar is of several.
const BARS: i64 = 90;

/// The bars that a row has room for at least, so that a single day is not a block.
const ROOM: i64 = 30;

const HEIGHT: u64 = 100;

/// The days of one bar, with the count of each outcome.
struct Bar {
    first: Day,
    last: Day,
    counts: [u64; 4],
}

/// Draws the days, a row for each outcome. The heights of a row are of its own scale.
pub(super) fn chart(days: &[DayChanges], outcomes: &[Figure<'_>; 4]) -> Markup {
    let [Some(first), Some(last)] = [days.first(), days.last()] else {
        return html! {};
    };
    let (start, end) = (number_of(first.day), number_of(last.day));
    let step = (end - start) / BARS + 1;
    let count = (end - start) / step + 1;
    let bars = bars(days, start, step);
    let most = |at: usize| {
        bars.values()
            .map(|bar| bar.counts[at])
            .max()
            .unwrap_or_default()
    };
    let unit = match step {
        1 => "a day".to_owned(),
        step => format!("{step} days"),
    };
    html! {
        figure.chart {
            figcaption { "Calls over time, in UTC. A bar is of " (unit) ", and each row has its own scale." }
            @for (at, outcome) in outcomes.iter().enumerate().filter(|(_, outcome)| outcome.count > 0) {
                div.{ "series " (outcome.class) } {
                    span.label { (outcome.label) }
                    span.most { "at most " (number(most(at))) }
                    svg role="img" aria-label=(described(outcome, first.day, last.day))
                        viewBox=(format!("0 0 {} {HEIGHT}", count.max(ROOM) * 10)) preserveAspectRatio="none" {
                        @for (slot, bar) in bars.iter().filter(|(_, bar)| bar.counts[at] > 0) {
                            @let height = height(bar.counts[at], most(at));
                            rect x=(slot * 10 + 1) y=(HEIGHT - height) width="8" height=(height) {
                                title { (span(bar)) ": " (number(bar.counts[at])) }
                            }
                        }
                    }
                }
            }
            div.axis {
                span { (first.day) @if start != end && count < ROOM { " to " (last.day) } }
                @if count >= ROOM { span { (last.day) } }
            }
        }
    }
}

fn bars(days: &[DayChanges], start: i64, step: i64) -> BTreeMap<i64, Bar> {
    let mut bars: BTreeMap<i64, Bar> = BTreeMap::new();
    for day in days {
        let slot = (number_of(day.day) - start) / step;
        let bar = bars.entry(slot).or_insert(Bar {
            first: day.day,
            last: day.day,
            counts: [0; 4],
        });
        bar.last = day.day;
        let counts = [
            day.newly_refused,
            day.newly_allowed,
            day.undecided,
            day.unchanged,
        ];
        bar.counts
            .iter_mut()
            .zip(counts)
            .for_each(|(into, from)| *into += from);
    }
    bars
}

fn described(outcome: &Figure<'_>, first: Day, last: Day) -> String {
    format!(
        "{}: {} from {first} to {last}",
        outcome.label,
        number(outcome.count)
    )
}

fn span(bar: &Bar) -> String {
    if bar.first == bar.last {
        return bar.first.to_string();
    }
    format!("{} to {}", bar.first, bar.last)
}

/// Returns the height of a bar. A single call among millions is still seen.
fn height(count: u64, most: u64) -> u64 {
    let height = u128::from(count) * u128::from(HEIGHT) / u128::from(most.max(1));
    u64::try_from(height).unwrap_or(HEIGHT).max(2)
}

/// Numbers days in the order of the Gregorian calendar, without a gap. A year starts in March here, so that the day of a
/// leap year is its last one.
fn number_of(day: Day) -> i64 {
    let (month, year) = (i64::from(day.month), i64::from(day.year));
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(day.day);
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_without_gaps() {
        let number = |time: &str| number_of(Day::of(time).expect("a day"));
        for (day, next) in [
            ("2026-12-31", "2027-01-01"),
            ("2026-02-28", "2026-03-01"),
            ("2028-02-28", "2028-02-29"),
            ("2028-02-29", "2028-03-01"),
            ("2100-02-28", "2100-03-01"),
            ("2026-04-30", "2026-05-01"),
            ("0000-01-31", "0000-02-01"),
        ] {
            assert_eq!(number(day) + 1, number(next), "{day}");
        }
        assert_eq!(number("2026-11-30") - number("2025-11-30"), 365);
    }

    #[test]
    fn long_periods_have_as_many_bars_as_fit() {
        let day = |year: u16| DayChanges {
            day: Day {
                year,
                month: 1,
                day: 1,
            },
            newly_refused: 1,
            newly_allowed: 0,
            undecided: 0,
            unchanged: u64::MAX / 4,
        };
        let days = [day(0), day(5000), day(9999)];
        let first = number_of(days[0].day);
        let step = (number_of(days[2].day) - first) / BARS + 1;
        let bars = bars(&days, first, step);
        assert!(bars.keys().all(|slot| (0..=BARS).contains(slot)));
        assert_eq!(bars.values().map(|bar| bar.counts[0]).sum::<u64>(), 3);
    }
}
