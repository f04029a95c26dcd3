//! The variables of a shell script that have commands or addresses in them.

use super::rest;
use super::shell_words::{Word, file_name, next_command};
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

/// The variables of a script that have a command or an address in them.
pub(crate) struct Variables<'a> {
    values: HashMap<&'a str, &'a str>,
}

impl<'a> Variables<'a> {
    pub(crate) fn of(commands: &'a [Vec<Word>]) -> Self {
        let mut values = HashMap::new();
        let mut ambiguous = HashSet::new();
        for word in commands.iter().flatten() {
            let Some((name, value)) = assignment(&word.text) else {
                continue;
            };
            if !is_program(first_word(value)) && !rest::is_address(value) {
                // Its value is not always the command.
                ambiguous.insert(name);
            } else if values
                .insert(name, value)
                .is_some_and(|other| other != value)
            {
                ambiguous.insert(name);
            }
        }
        values.retain(|name, _| !ambiguous.contains(name));
        Self { values }
    }

    /// Replaces `$CLI`, and `$BASE/clusters`.
    pub(crate) fn expand(&self, command: &'a [Word], used: &mut HashSet<&'a str>) -> Vec<Word> {
        let mut expanded = Vec::with_capacity(command.len());
        for word in command {
            let Some((name, rest)) = variable(&word.text) else {
                expanded.push(word.clone());
                continue;
            };
            match self.values.get(name) {
                Some(value) if rest.is_empty() => {
                    used.insert(name);
                    expanded.extend(value.split_whitespace().map(|text| Word {
                        text: text.to_owned(),
                        range: word.range,
                    }));
                }
                Some(value) if rest.starts_with('/') => expanded.push(Word {
                    text: format!("{}{rest}", value.trim_end_matches('/')),
                    range: word.range,
                }),
                _ => expanded.push(word.clone()),
            }
        }
        expanded
    }
}

/// Returns the variables whose command gets more words later, with the places of those: `cmd="$cmd cs StopAlert"`,
/// `cmd+=" cs StopAlert"`, `cmd+=(cs StopAlert)`.
pub(crate) fn built_in_steps(commands: &[Vec<Word>]) -> Vec<(&str, ByteRange)> {
    let mut programs = HashSet::new();
    let mut steps = Vec::new();
    for (index, command) in commands.iter().enumerate() {
        for (place, word) in command.iter().enumerate() {
            let Some((name, value)) = word.text.split_once('=') else {
                continue;
            };
            let (name, is_added) = match name.strip_suffix('+') {
                Some(name) => (name, true),
                None => (name, false),
            };
            // The words of an array are the next command.
            let array = if value.is_empty() && place + 1 == command.len() {
                next_command(commands, index).and_then(<[Word]>::first)
            } else {
                None
            };
            let first = array.map_or(first_word(value), |word| &word.text);
            let is_itself =
                variable(first).is_some_and(|(of, _)| of.trim_end_matches("[@]") == name);
            if is_added || is_itself {
                steps.push((name, word.range));
            } else if is_program(first) {
                programs.insert(name);
            }
        }
    }
    steps.retain(|(name, _)| programs.contains(name));
    steps
}

/// Splits `NAME=value`. A default is also a value: `${NAME:-value}`.
pub(crate) fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let value = value
        .strip_prefix("${")
        .and_then(|value| value.strip_suffix('}')?.split_once(":-"))
        .map_or(value, |(_, value)| value);
    is_name.then_some((name, value))
}

/// Splits a word after the variable at its beginning.
fn variable(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('$')?;
    if let Some(text) = text.strip_prefix('{') {
        return text.split_once('}');
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    Some(text.split_at(end.unwrap_or(text.len())))
}

pub(crate) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

pub(crate) fn is_program(word: &str) -> bool {
    file_name(word) == "aliyun"
}
