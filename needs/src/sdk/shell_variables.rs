//! The variables of a shell script that have commands or addresses in them.

use super::rest;
use super::shell_words::{Word, file_name};
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
