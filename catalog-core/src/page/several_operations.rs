//! The operations that a cell names: one or several.

use crate::page::action_cell::EntryAction;
use crate::page::cell_kind::{PageAction, is_compound};
use crate::page::separators::{join_spaced, pieces, words};
use std::collections::HashSet;

/// The operations of a cell.
pub(crate) struct SeveralOperations {
    /// At least two.
    pub(crate) names: Vec<String>,
    /// True if each has a line of its own.
    pub(crate) are_lines: bool,
}

impl SeveralOperations {
    /// Splits the text of a cell of operations, given the actions of its row. Returns `None` if the cell
    /// names only one operation, perhaps with an explanation or over several lines.
    pub(crate) fn of(text: &str, actions: &[EntryAction]) -> Option<Self> {
        let has_separator = text.contains(|c: char| !c.is_ascii_alphanumeric());
        if !has_separator || actions.is_empty() {
            return None;
        }
        let of_actions: HashSet<String> = actions.iter().map(folded_name).collect();
        let is_action = |part: &str| of_actions.contains(&part.to_ascii_lowercase());
        let is_capital =
            |part: &str| is_word(part) && part.starts_with(|c: char| c.is_ascii_uppercase());

        let lines: Vec<String> = text
            .split('\n')
            .map(|line| line.trim_matches([' ', ',', ';', '、']).to_owned())
            .collect();
        let are_lines =
            lines.len() > 1 && lines.iter().all(|line| is_capital(line) || is_action(line));
        let names = if are_lines {
            lines
        } else {
            let parts: Vec<String> = pieces(text)
                .iter()
                .flat_map(|piece| piece.split(['/', '\n']))
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect();
            if parts.iter().all(|part| is_word(part) && is_compound(part))
                || parts.iter().all(|part| is_action(part))
            {
                parts
            } else if text.split_whitespace().all(is_action) {
                text.split_whitespace().map(str::to_owned).collect()
            } else {
                return None;
            }
        };
        // As in `Describe<br>Clusters`, one name over two lines.
        let is_one = names.len() < 2 || is_action(&names.concat());
        (!is_one).then_some(Self { names, are_lines })
    }

    /// Returns true if the actions have the same names in the same order.
    pub(crate) fn are_named_like(&self, actions: &[EntryAction]) -> bool {
        let mut pairs = self.names.iter().zip(actions);
        self.names.len() == actions.len()
            && pairs.all(|(name, action)| name.to_ascii_lowercase() == folded_name(action))
    }
}

/// Returns the name of an action without its service.
pub(crate) fn name_of(action: &EntryAction) -> &str {
    action
        .text
        .split_once(':')
        .map_or(&*action.text, |(_, name)| name)
}

fn folded_name(action: &EntryAction) -> String {
    name_of(action).to_ascii_lowercase()
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Returns the operation that a line names. Where the line is an action, that is the action's name.
pub(crate) fn operation_of(line: String) -> String {
    let joined = join_spaced(&line);
    let first = words(&joined).next().unwrap_or_default();
    if PageAction::of(first).is_none() {
        return line;
    }
    let named = if joined.matches(':').count() == 1 {
        &joined
    } else {
        first
    };
    named
        .split_once(':')
        .map_or(line, |(_, name)| name.to_owned())
}
