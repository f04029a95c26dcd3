//! Problems with the same remedy at many places of a table: one diagnostic for all of them.

use ram_diagnostics::{Diagnostic, Severity, Source};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;

/// The number of the whole page, in place of that of a table.
pub(crate) const WHOLE_PAGE: usize = usize::MAX;

/// Diagnostics with the same code and remedy in the same table.
#[derive(Default)]
pub(crate) struct Alike {
    groups: Vec<Group>,
    /// The place in `groups` of each table, code, severity and remedy.
    places: HashMap<(usize, &'static str, Severity, String), usize>,
}

struct Group {
    /// True if the places may be in several tables.
    is_of_page: bool,
    /// The diagnostic of the first place.
    lead: Diagnostic,
    /// Where some of the others start.
    others: Vec<usize>,
    /// The number of others.
    count: usize,
}

/// How many lines a message lists.
const MOST_LISTED: usize = 5;

/// How many places are kept for that: several of them may be on one line.
const MOST_KEPT: usize = 20;

/// The most groups: a page of a few megabytes can name a million services.
const MOST_GROUPS: usize = 10_000;

impl Alike {
    /// Adds a diagnostic of a table, which is given by a number. Returns it if there are too many kinds.
    pub(crate) fn add(&mut self, table: usize, mut found: Diagnostic) -> Option<Diagnostic> {
        let key = (table, found.code, found.severity, found.help.clone());
        match self.places.entry(key) {
            Entry::Vacant(_) if self.groups.len() >= MOST_GROUPS => return Some(found),
            Entry::Vacant(entry) => {
                entry.insert(self.groups.len());
                self.groups.push(Group {
                    is_of_page: table == WHOLE_PAGE,
                    lead: found,
                    others: Vec::new(),
                    count: 0,
                });
            }
            Entry::Occupied(entry) => {
                let group = &mut self.groups[*entry.get()];
                if found.place.start < group.lead.place.start {
                    std::mem::swap(&mut group.lead, &mut found);
                }
                group.count += 1;
                if group.others.len() < MOST_KEPT {
                    group.others.push(found.place.start);
                }
            }
        }
        None
    }

    /// Returns the first diagnostic of each group.
    pub(crate) fn leads(&self) -> impl Iterator<Item = &Diagnostic> {
        self.groups.iter().map(|group| &group.lead)
    }

    /// Drops the groups whose first diagnostic does not pass a test. Nothing may be added after it.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        self.places.clear();
        self.groups.retain(|group| is_kept(&group.lead));
    }

    /// Returns a diagnostic for each group.
    pub(crate) fn into_diagnostics(self, source: &Source<'_>) -> impl Iterator<Item = Diagnostic> {
        self.groups.into_iter().map(|group| group.into_one(source))
    }
}

impl Group {
    fn into_one(self, source: &Source<'_>) -> Diagnostic {
        let Self {
            is_of_page,
            mut lead,
            others,
            count,
        } = self;
        if count == 0 {
            return lead;
        }
        let line = |start: usize| source.line_column(start).0;
        let mut lines: Vec<usize> = others.into_iter().map(line).collect();
        lines.sort_unstable();
        lines.dedup();
        let is_whole = lines.len() <= MOST_LISTED && count <= MOST_KEPT;
        lines.truncate(MOST_LISTED);
        let word = if is_whole && lines.len() == 1 {
            "line"
        } else {
            "lines"
        };
        let listed: Vec<String> = lines.iter().map(usize::to_string).collect();
        let end = if is_whole { "" } else { ", …" };
        let _ = write!(
            lead.message,
            "; likewise {count} more {}, on {word} {}{end}",
            if is_of_page {
                "on this page"
            } else {
                "in this table"
            },
            listed.join(", ")
        );
        lead
    }
}
