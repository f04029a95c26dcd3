//! Measurements as a table, as JSON and as Markdown.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The results of all contestants on one question.
#[derive(Clone, Serialize, Deserialize)]
pub struct Table {
    /// The group of the table, such as `decide`.
    pub group: String,
    pub title: String,
    /// The unit of the values, such as `ns`, `ms` or `MiB`.
    pub unit: String,
    pub rows: Vec<Row>,
    pub aims: Vec<Aim>,
}

/// The result of one contestant.
#[derive(Clone, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    /// Quartiles over the rounds; three times the same value if nothing varies.
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

/// A target for a ratio or a value.
#[derive(Clone, Serialize, Deserialize)]
pub struct Aim {
    pub what: String,
    pub value: f64,
    pub at_most: f64,
}

impl Table {
    pub fn new(group: &str, title: impl Into<String>, unit: &str) -> Self {
        Self {
            group: group.to_owned(),
            title: title.into(),
            unit: unit.to_owned(),
            rows: Vec::new(),
            aims: Vec::new(),
        }
    }

    /// Adds a contestant with its value in each round.
    pub fn row(&mut self, name: &str, values: &[f64]) {
        self.rows.push(Row {
            name: name.to_owned(),
            low: quantile(values, 0.25),
            median: quantile(values, 0.5),
            high: quantile(values, 0.75),
        });
    }

    /// Returns the median of a contestant.
    pub fn median(&self, name: &str) -> f64 {
        let row = self.rows.iter().find(|row| row.name == name);
        row.map_or(f64::NAN, |row| row.median)
    }

    /// Adds the target that one contestant takes at most `at_most` times as much as another.
    pub fn aim_ratio(&mut self, ours: &str, theirs: &str, at_most: f64) {
        self.aims.push(Aim {
            what: format!("{ours} / {theirs}"),
            value: self.median(ours) / self.median(theirs),
            at_most,
        });
    }

    pub fn aim(&mut self, what: &str, value: f64, at_most: f64) {
        self.aims.push(Aim {
            what: what.to_owned(),
            value,
            at_most,
        });
    }

    /// Returns the table for a terminal or a fenced block of Markdown.
    pub fn text(&self) -> String {
        let mut out = format!("{}: {} ({})\n", self.group, self.title, self.unit);
        let first = self.rows.first().map_or(f64::NAN, |row| row.median);
        let width = self
            .rows
            .iter()
            .map(|row| row.name.chars().count())
            .max()
            .unwrap_or(0);
        for row in &self.rows {
            // Writing to a `String` does not fail.
            let _ = writeln!(
                out,
                "  {:<width$}  {:>11}  [{} .. {}]  {:>8.2} times",
                row.name,
                number(row.median),
                number(row.low),
                number(row.high),
                row.median / first
            );
        }
        for aim in &self.aims {
            let verdict = if aim.value <= aim.at_most {
                "met"
            } else {
                "MISSED"
            };
            let _ = writeln!(
                out,
                "  aim: {} at most {}: {} {verdict}",
                aim.what,
                number(aim.at_most),
                number(aim.value)
            );
        }
        out
    }
}

fn number(value: f64) -> String {
    match value.abs() {
        0.0..1.0 => format!("{value:.3}"),
        1.0..100.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}

/// Returns the quantile of the values at a fraction.
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values
        .get((last as f64 * part).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}
