//! The cell of the actions: one or several, with or without their service, among other words.

use crate::markdown::cell::Cell;
use crate::markdown::cell_text::SEAM;
use crate::page::action_table::ActionTable;
use crate::page::bare_name::BareName;
use crate::page::cell_kind::{CellKind, PageAction};
use crate::page::cell_mark::CellMark;
use crate::page::columns::Column;
use crate::page::diagnostic_codes::{
    ACTION_WITHOUT_SERVICE, DUPLICATE_ACTION, EMPTY_CELL, NOT_AN_ACTION, SPACED_ACTION,
    TWO_PART_ACTION, WILDCARD_ACTION,
};
use crate::page::read::Page;
use crate::page::separators::{join_spaced, words};
use crate::page::services::service_of;
use crate::page::table_faults::{not_an_action, text_among_actions};
use crate::ram_action::is_wildcard;
use ram_diagnostics::ByteRange;
use std::collections::HashSet;

/// An action in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryAction {
    /// The action with its service, perhaps with wildcards.
    pub text: String,
    /// Its place on the page.
    pub place: ByteRange,
}

/// The longest service that is added to an action, in bytes: it is added any number of times.
const LONGEST_SERVICE: usize = 64;

/// The cell of the actions, with what they are completed from.
pub(crate) struct ActionCell<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) table: &'a ActionTable<'a>,
    pub(crate) cell: &'a Cell,
    /// The text of the row's operation.
    pub(crate) operation: &'a str,
    /// The resources of the row.
    pub(crate) resources: &'a [String],
}

impl ActionCell<'_> {
    /// Returns the actions, each once.
    pub(crate) fn actions(&self) -> Vec<EntryAction> {
        let Self { page, cell, .. } = self;
        if CellMark::of(cell.name()).is_some() {
            if !self.table.states_facts {
                page.report_alike(EMPTY_CELL.at(
                    cell.range,
                    "the RAM action is empty",
                    "write the RAM action into the cell, or delete the row",
                ));
            }
            return Vec::new();
        }
        let joined = join_spaced(cell.name());
        if joined != cell.name() {
            page.report_alike(SPACED_ACTION.at(
                cell.range,
                format!(
                    "unexpected space in action; read as `{}`",
                    joined.escape_debug()
                ),
                "write the action without a space",
            ));
        }
        let has_service = page.options.service.is_some();
        let is_bare = has_service || self.table.is_bare || CellKind::of(&joined) == CellKind::Name;
        let (actions, rest) = self.split(&joined, is_bare);
        if let ([], [first, others @ ..]) = (actions.as_slice(), rest.as_slice()) {
            let place = self.place_of(first, &mut 0);
            let shown = first.escape_debug();
            if is_bare && is_identifier(first) {
                page.report_alike(NOT_AN_ACTION.at(
                    place,
                    format!("`{shown}` does not look like the name of an action and is not read"),
                    "write it with its service, as `service:Name`, if it is an action; otherwise leave the cell empty",
                ));
                return actions;
            }
            let more = match others.len() {
                0 => String::new(),
                1 => "; neither is the word after it".to_owned(),
                more => format!("; neither are the {more} words after it"),
            };
            let message = format!("`{shown}` is not a valid RAM action{more}");
            not_an_action(page, place, message);
        } else if !rest.is_empty() {
            text_among_actions(page, cell.range, &rest);
        }
        actions
    }

    /// Splits the text into its actions and the other words.
    fn split<'t>(&self, text: &'t str, is_bare: bool) -> (Vec<EntryAction>, Vec<&'t str>) {
        let roles = self.table.roles;
        let is_operation = roles.get(Column::Operation) == roles.get(Column::Action);
        let mut actions: Vec<EntryAction> = Vec::new();
        let mut rest = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut searched = 0;
        let mut end = 0;
        for word in words(text) {
            let start = text[end..].find(word).map_or(end, |at| end + at);
            let between = &text[end..start];
            // Two names without a separator are a name and another word, such as a badge.
            let is_apart = end == 0 || !between.trim_matches(' ').is_empty();
            end = start + word.len();
            // An explanation may follow: `GetService（ListBuckets）`.
            let name = word.split('（').next().unwrap_or(word);
            let place = self.place_of(name, &mut searched);
            let action = match PageAction::of(name) {
                Some(_) => Some(self.with_first_part(name, place)),
                None if is_bare && is_apart && rest.is_empty() && self.is_bare_name(name) => {
                    match self.with_service(name, place) {
                        Some(action) => Some(action),
                        // Reported already.
                        None => continue,
                    }
                }
                None => None,
            };
            match action {
                Some(text) if seen.insert(text.clone()) => {
                    self.check_wildcards(&text, place);
                    actions.push(EntryAction { text, place });
                }
                Some(text) if !is_operation => {
                    self.page.report_alike(DUPLICATE_ACTION.at(
                        place,
                        format!("the row names `{text}` twice"),
                        "delete one of them",
                    ));
                }
                Some(_) => {}
                // Reported with the cell.
                None if word.contains(SEAM) => {}
                None => rest.push(word),
            }
        }
        (actions, rest)
    }

    fn check_wildcards(&self, action: &str, place: ByteRange) {
        if !self.page.options.wildcards && action.contains(is_wildcard) {
            self.page.report_alike(WILDCARD_ACTION.at(
                place,
                format!("`{action}` is a pattern; expected an action"),
                "write out each action, or set `wildcards = true` to make the pattern a variant",
            ));
        }
    }

    /// Adds the service of the options, the row or the page to the name of an action.
    fn with_service(&self, name: &str, place: ByteRange) -> Option<String> {
        if let Some(service) = &self.page.options.service {
            return Some(format!("{service}:{name}"));
        }
        let services = &self.page.services;
        let of_row = || self.resources.iter().find_map(|it| service_of(it));
        let service = services.of_name(name, self.cell.range).or_else(of_row);
        let service = service.or_else(|| services.of_table(self.cell.range));
        let service = service.filter(|service| service.len() <= LONGEST_SERVICE);
        let message = format!("the action `{name}` lacks its service");
        let Some(service) = service else {
            let help = "set the option `service`, or write the action with its service";
            let found = ACTION_WITHOUT_SERVICE.error_at(place, message, help);
            self.page.report_alike(found);
            return None;
        };
        let whole = format!("{service}:{name}");
        self.page.report_alike(ACTION_WITHOUT_SERVICE.at(
            place,
            format!("{message}; it seems to be `{whole}`"),
            format!("write it with its service, as `{service}:Name`, or set the option `service`"),
        ));
        Some(whole)
    }

    /// Returns true if a word without a service has the form of an action's name.
    fn is_bare_name(&self, word: &str) -> bool {
        let roles = self.table.roles;
        let is_operation = roles.get(Column::Operation) == roles.get(Column::Action);
        is_identifier(word)
            && match BareName::of(word) {
                BareName::Name => true,
                BareName::Word => {
                    is_operation
                        || is_among(word, self.operation)
                        || self.page.services.of_name(word, self.cell.range).is_some()
                }
                BareName::Other => !is_operation && is_among(word, self.operation),
            }
    }

    /// Adds the service of the options to an action in two parts on a page whose actions have three:
    /// `cluster:create` of `cce:cluster:create`.
    fn with_first_part(&self, action: &str, place: ByteRange) -> String {
        let Some(service) = &self.page.options.service else {
            return action.to_owned();
        };
        let mut parts = action.split(':');
        let (first, second) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let has_two =
            parts.next().is_none() && second.starts_with(|c: char| c.is_ascii_lowercase());
        let is_service = first == service.as_str() || self.page.services.is_named(first);
        if !has_two || is_service {
            return action.to_owned();
        }
        let whole = format!("{service}:{action}");
        self.page.report_alike(TWO_PART_ACTION.at(
            place,
            format!("`{action}` is read as `{whole}`, with the service of the option"),
            format!("ignore this if `{service}` is its service; otherwise leave out the option `service`"),
        ));
        whole
    }

    /// Finds a whole word of the cell's text on the page, from the end of the last word on. A word
    /// that Markdown shows differently has the place of its cell.
    fn place_of(&self, word: &str, searched: &mut usize) -> ByteRange {
        let cell = self.cell.range;
        if word.is_empty() {
            return cell;
        }
        let raw = cell.of(self.page.text());
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        let mut from = *searched;
        while let Some(at) = raw[from..].find(word).map(|at| from + at) {
            let end = at + word.len();
            from = end;
            if !raw[..at].ends_with(is_part) && !raw[end..].starts_with(is_part) {
                *searched = end;
                return ByteRange::new(cell.start + at, cell.start + end);
            }
        }
        // The words after it are not searched for either, which keeps the search linear.
        *searched = raw.len();
        cell
    }
}

/// Returns true if the name of an operation, perhaps among other words, is this word.
fn is_among(word: &str, operation: &str) -> bool {
    let mut words = operation.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.any(|other| other.eq_ignore_ascii_case(word))
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*'))
}
