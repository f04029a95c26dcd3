//! The cell of the actions: one or several of them, whole or without their service, with words and
//! marks between them.

use crate::markdown::cell::Cell;
use crate::markdown::cell_kind::{Kind, Pattern, join_spaced, words};
use crate::page::entries::{Entry, EntryAction, Reader, service_of};
use crate::source::ByteRange;
use std::collections::HashSet;

/// The code of a pattern among the actions.
pub(crate) const WILDCARD_ACTION: &str = "wildcard-action";

/// The longest service that an action is given, in bytes: it is written once, and read for any number
/// of actions.
const LONGEST_SERVICE: usize = 64;

impl Reader<'_> {
    /// The actions of a cell, with words and marks between them.
    pub(crate) fn actions(
        &mut self,
        cell: Option<&Cell>,
        resources: &[String],
        above: Option<&Entry>,
    ) -> Vec<EntryAction> {
        if self.columns.roles.action.is_none() {
            return Vec::new();
        }
        let Some(cell) = cell else {
            return above.map(|above| above.actions.clone()).unwrap_or_default();
        };
        if Kind::of(&cell.text) == Kind::Empty {
            self.repair(
                "empty-cell",
                cell.range,
                "the RAM action is empty",
                "write the RAM action into the cell, or delete the row",
            );
            return Vec::new();
        }
        let joined = join_spaced(&cell.text);
        if joined != cell.text {
            self.repair(
                "spaced-action",
                cell.range,
                format!(
                    "a space stands inside of an action; it is read as `{}`",
                    joined.escape_debug()
                ),
                "write the action without a space",
            );
        }
        let is_bare = self.columns.is_bare || Kind::of(&joined) == Kind::Name;
        let (actions, rest) = self.split_actions(cell, &joined, is_bare, resources);
        if let ([], [first, others @ ..]) = (actions.as_slice(), rest.as_slice()) {
            let place = self.place_of(cell, first, &mut 0);
            let more = match others.len() {
                0 => String::new(),
                1 => ", nor is the word behind it".to_owned(),
                more => format!(", nor are the {more} words behind it"),
            };
            self.error(
                "not-an-action",
                place,
                format!("`{}` is no RAM action{more}", first.escape_debug()),
                "an action is `service:Name`: a service in lower case, then letters, digits, `-` and `_`",
            );
        } else if !rest.is_empty() {
            self.repair(
                "text-among-actions",
                cell.range,
                format!(
                    "beside its actions the cell says `{}`",
                    rest.join(" ").escape_debug()
                ),
                "write the actions alone, with commas between them",
            );
        }
        actions
    }

    /// The actions of a cell, each once, and the words that are none.
    fn split_actions<'t>(
        &mut self,
        cell: &Cell,
        text: &'t str,
        is_bare: bool,
        resources: &[String],
    ) -> (Vec<EntryAction>, Vec<&'t str>) {
        let mut actions: Vec<EntryAction> = Vec::new();
        let mut rest = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut searched = 0;
        for word in words(text) {
            // An explanation may follow: `GetService（ListBuckets）`.
            let name = word.split('（').next().unwrap_or(word);
            let place = self.place_of(cell, name, &mut searched);
            let action = match Pattern::of(name) {
                Some(Pattern::Action(_)) => Some(name.to_owned()),
                Some(Pattern::Wildcard) => {
                    self.repair(
                        WILDCARD_ACTION,
                        place,
                        format!("`{name}` is a pattern and no action"),
                        "write each action in full",
                    );
                    Some(name.to_owned())
                }
                None if is_bare && is_identifier(name) && rest.is_empty() => {
                    match self.with_service(name, place, resources) {
                        Some(action) => Some(action),
                        // Reported already.
                        None => continue,
                    }
                }
                None => None,
            };
            match action {
                Some(text) if seen.insert(text.clone()) => {
                    actions.push(EntryAction { text, place });
                }
                Some(text) if self.columns.roles.operation != self.columns.roles.action => {
                    self.repair(
                        "duplicate-action",
                        place,
                        format!("the row names `{text}` twice"),
                        "delete one of them",
                    );
                }
                Some(_) => {}
                None => rest.push(word),
            }
        }
        (actions, rest)
    }

    /// An action with the service that its row or its page speaks of.
    fn with_service(
        &mut self,
        name: &str,
        place: ByteRange,
        resources: &[String],
    ) -> Option<String> {
        let of_row = || resources.iter().find_map(|resource| service_of(resource));
        let service = self.services.of_name(name).or_else(of_row);
        let service = service.or(self.services.of_page());
        let service = service.filter(|service| service.len() <= LONGEST_SERVICE);
        let message = format!("the action `{name}` names no service");
        let Some(service) = service else {
            let help = format!("write it with its service, such as `cs:{name}`");
            self.error("action-without-service", place, message, help);
            return None;
        };
        let whole = format!("{service}:{name}");
        self.repair(
            "action-without-service",
            place,
            format!("{message}; it seems to be `{whole}`"),
            format!("write it with its service, `{whole}`"),
        );
        Some(whole)
    }

    /// Where a word of the cell's text stands in the page. The search goes on from where the last
    /// word was found, and takes whole words alone; a word that Markdown's marks have changed has the
    /// place of its cell, and so has what stands before an explanation alone.
    fn place_of(&self, cell: &Cell, word: &str, searched: &mut usize) -> ByteRange {
        if word.is_empty() {
            return cell.range;
        }
        let raw = cell.range.of(self.source.text());
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        let mut from = *searched;
        while let Some(at) = raw[from..].find(word).map(|at| from + at) {
            let end = at + word.len();
            from = end;
            if !raw[..at].ends_with(is_part) && !raw[end..].starts_with(is_part) {
                *searched = end;
                let start = cell.range.start;
                return ByteRange::new(start + at, start + end);
            }
        }
        // What is not there as it stands is not looked for again, nor is what follows it.
        *searched = raw.len();
        cell.range
    }
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*'))
}
