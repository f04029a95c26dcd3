//! Names in tables that look like actions but were not read: a note for each table.

use crate::markdown::cell::Cell;
use crate::markdown::cell_text::SEAM;
use crate::page::action_table::ActionTable;
use crate::page::cell_kind::{PageAction, is_compound, is_telling};
use crate::page::columns::Column;
use crate::page::diagnostic_codes::UNREAD_ACTION;
use crate::page::entry::Entry;
use crate::page::read::Page;
use crate::page::unread_column::unread_columns;
use ram_diagnostics::ByteRange;
use std::collections::HashSet;

/// How many names a message shows.
const MOST_SHOWN: usize = 5;

/// Reports text that looks like an action but is in no entry, so that no action is lost unnoticed.
/// Condition keys look like actions and are left out.
pub(crate) fn report_unread_actions(page: &Page<'_>, table: &ActionTable<'_>, entries: &[Entry]) {
    let mut entries = entries.iter().peekable();
    let mut found: Vec<(String, ByteRange)> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let header: Vec<Cell> = page.cells(&table.table.header);
    let unread = unread_columns(page, table);
    let rows = table
        .table
        .rows
        .iter()
        .map(|row| row.range)
        .zip(&table.cells);
    for (range, cells) in [(table.table.header.range, &header)]
        .into_iter()
        .chain(rows)
    {
        // Entries are in the order of the rows: none, one or several of a row.
        let mut actions: HashSet<&str> = HashSet::new();
        while let Some(entry) = entries.next_if(|entry| entry.place == range) {
            for action in &entry.actions {
                let (service, name) = action.text.split_once(':').unwrap_or_default();
                let is_added = page
                    .options
                    .service
                    .as_ref()
                    .is_some_and(|it| it.as_str() == service);
                actions.insert(&action.text);
                // The service may have been added.
                actions.extend(Some(name).filter(|_| is_added));
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            let is_condition = table.labels.get(at).is_some_and(|label| label.is_condition);
            // A joined name of an action is reported as one.
            let is_joined =
                table.roles.get(Column::Action) == Some(at) && cell.name().contains(SEAM);
            if is_condition || is_joined || unread.contains(&at) || !cell.text.contains(':') {
                continue;
            }
            for token in tokens(cell.name()) {
                if !actions.contains(token.as_str()) && seen.insert(token.clone()) {
                    found.push((token, cell.range));
                }
            }
        }
    }
    let Some((first, place)) = found.first() else {
        return;
    };
    let at = place
        .of(page.text())
        .find(first.as_str())
        .map(|at| place.start + at);
    let place = at.map_or(*place, |at| ByteRange::new(at, at + first.len()));
    let shown: Vec<String> = found
        .iter()
        .take(MOST_SHOWN)
        .map(|(token, _)| format!("`{token}`"))
        .collect();
    let more = found.len() - shown.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let message = if found.len() == 1 {
        format!("{} looks like an action but was not read as one", shown[0])
    } else {
        format!(
            "{}{more} look like actions but were not read as such",
            shown.join(", ")
        )
    };
    page.report(UNREAD_ACTION.at(place, message, "ignore this if it is not an action"));
}

/// Returns each word of a cell that looks like an action, in order. A space after the colon is
/// allowed, and left out.
fn tokens(text: &str) -> Vec<String> {
    let separates = |c: char| {
        !c.is_ascii()
            || c.is_whitespace()
            || matches!(
                c,
                '"' | '\''
                    | '`'
                    | ','
                    | ';'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '{'
                    | '}'
                    | '|'
                    | '='
                    | '&'
            )
    };
    let mut tokens = Vec::new();
    let mut service: Option<&str> = None;
    let mut starts = true;
    for word in text.split(separates) {
        let word = word.trim_matches(['.', '!', '-', '+']);
        if word.is_empty() {
            continue;
        }
        match service.take() {
            // As in `ecs: DescribeRegions`.
            Some(before)
                if is_compound(word) && PageAction::of(&format!("{before}{word}")).is_some() =>
            {
                tokens.push(format!("{before}{word}"));
                starts = false;
                continue;
            }
            _ => {}
        }
        if word.ends_with(':') {
            // In prose, such as "For example: RunInstances", other words are before it.
            service = Some(word).filter(|_| starts);
        } else if is_action(word) {
            tokens.push(word.to_owned());
        } else if word.split('/').all(is_action) {
            tokens.extend(word.split('/').map(str::to_owned));
        }
        starts = matches!(word, "and" | "or");
    }
    tokens
}

/// Returns true for a word with the form of an action, of RAM or of another system:
/// `ecs:Describe*`, `S3:GetObject`, `cce:cluster:create`.
fn is_action(word: &str) -> bool {
    let mut parts = word.split(':');
    let (Some(service), Some(name), third, None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_service = |service: &str| {
        service.starts_with(|c: char| c.is_ascii_alphabetic())
            && service
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_*?".contains(&byte))
    };
    let is_other = ["acs", "arn", "crn", "urn", "http", "https"]
        .iter()
        .any(|other| service.eq_ignore_ascii_case(other));
    if is_other || !is_service(service) || !is_name(name) {
        return false;
    }
    let has_lower = |text: &str| text.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_upper = |text: &str| text.bytes().any(|byte| byte.is_ascii_uppercase());
    match third {
        // `cce:cluster:create`, but not `HH:mm:ss`.
        Some(third) => {
            let starts_digit = third.starts_with(|c: char| c.is_ascii_digit());
            !has_upper(service) && is_service(name) && is_name(third) && !starts_digit
        }
        None if !has_upper(service) => is_telling(word),
        // `S3:GetObject`, but not `ISO:8601` or `Type:String`.
        None if !has_lower(service) => is_telling(word) && (has_lower(name) || name == "*"),
        None => is_compound(name),
    }
}
