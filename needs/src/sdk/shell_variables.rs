//! The variables of a shell script that have commands or addresses in them.

use super::aliyun::{is_ack, is_complete};
use super::near::LONGEST_VALUE;
use super::paths;
use super::shell_words::{Word, file_name};
use ram_diagnostics::ByteRange;
use std::collections::{BTreeMap, HashSet};

/// The variables of a script that have a command or an address in them.
#[derive(Default)]
pub(crate) struct Variables {
    all: BTreeMap<String, Variable>,
    /// Where the words of arrays begin that are parts of commands.
    partial_arrays: HashSet<usize>,
}

/// What a variable is given.
#[derive(Default)]
struct Variable {
    /// Its command or address, unless it has several.
    value: Option<String>,
    /// Where it is given values of several words that are not commands by themselves.
    texts: Vec<ByteRange>,
    /// Where words are added that can change what is called.
    step: Option<ByteRange>,
    /// True if more words cannot change what its value calls.
    is_complete: bool,
    /// True for the words of an array that are a command: they are found where they are.
    is_found: bool,
}

/// A value that a script gives to a variable, or adds to it.
struct Piece<'a> {
    name: &'a str,
    value: String,
    range: ByteRange,
    is_added: bool,
    /// Where the words of an array begin.
    array: Option<usize>,
}

impl Variables {
    pub(crate) fn of(text: &str, commands: &[Vec<Word>]) -> Self {
        let mut variables = Self::default();
        // Those that have another value first.
        let mut others = HashSet::new();
        for piece in pieces(text, commands) {
            variables.give(&piece, &mut others);
        }
        variables
    }

    fn give<'a>(&mut self, piece: &Piece<'a>, others: &mut HashSet<&'a str>) {
        let mut is_added = piece.is_added;
        let mut is_unclear = false;
        let is_first = |at: usize| piece.value[..at].trim().is_empty();
        let value = replaced(&piece.value, |name, at| {
            if name == piece.name {
                is_added = true;
                return Some("");
            }
            let variable = self.all.get(name)?;
            let value = variable.known();
            is_unclear |= value.is_none() && is_first(at);
            value
        });
        let value = value.unwrap_or_else(|| piece.value.clone());
        let is_known = is_program(first_word(&value)) || paths::is_address(&value);
        is_unclear |= is_known && value.len() > LONGEST_VALUE;
        let is_complete = is_known && is_complete(&words(&value, piece.range));
        let is_found = piece.array.is_some() && is_complete;
        let is_text = value.trim().contains(' ') && !is_found;
        let range = piece.range;
        let Some(variable) = self.all.get_mut(piece.name) else {
            if is_known || is_unclear {
                let variable = Variable {
                    value: (is_known && !others.contains(piece.name)).then_some(value),
                    texts: is_text.then_some(range).into_iter().collect(),
                    step: is_unclear.then_some(range),
                    is_complete,
                    is_found,
                };
                self.all.insert(piece.name.to_owned(), variable);
                self.partial_arrays
                    .extend(piece.array.filter(|_| !is_found));
            } else if !is_added && !value.is_empty() {
                others.insert(piece.name);
            }
            return;
        };
        if is_added {
            if !variable.is_complete && !has_only_options(&value) {
                variable.step.get_or_insert(range);
                self.partial_arrays.extend(piece.array);
            }
        } else if is_known || is_unclear {
            if variable.value.as_ref().is_some_and(|known| *known != value) {
                variable.value = None;
                variable.is_complete &= is_complete;
            }
            if is_text {
                variable.texts.push(range);
                self.partial_arrays.extend(piece.array);
            }
        } else if !value.is_empty() {
            // Its value is not always the command.
            variable.value = None;
        }
    }

    /// Replaces `$CLI`, `$BASE/clusters`, and `$CLI cs StopAlert` in a text.
    pub(crate) fn expand(&self, command: &[Word], used: &mut HashSet<String>) -> Vec<Word> {
        let mut expanded = Vec::with_capacity(command.len());
        for word in command {
            let is_whole = variable(&word.text).is_some_and(|(_, rest)| rest.is_empty());
            let text = replaced(&word.text, |name, _| {
                let variable = self.all.get(name)?;
                used.insert(name.to_owned());
                variable.known().filter(|_| !variable.is_found)
            });
            match text {
                None => expanded.push(word.clone()),
                Some(text) if is_whole => expanded.extend(words(&text, word.range)),
                Some(text) => expanded.push(Word {
                    text,
                    range: word.range,
                }),
            }
        }
        expanded
    }

    /// Returns whether these are words of an array that are not a command by themselves.
    pub(crate) fn is_partial_array(&self, words: &[Word]) -> bool {
        let start = words.first().map(|word| word.range.start);
        start.is_some_and(|start| self.partial_arrays.contains(&start))
    }

    /// Returns what is unclear about commands in variables.
    pub(crate) fn notes(&self, used: &HashSet<String>) -> Vec<(String, ByteRange)> {
        let mut notes = Vec::new();
        for (name, variable) in &self.all {
            if let Some(step) = variable.step {
                let name = if name == ARGUMENTS { "$@" } else { name };
                notes.push((format!("the command in `{name}` is built in steps"), step));
            } else if variable.value.is_none() || !used.contains(name) {
                let message = if variable.value.is_none() && used.contains(name) {
                    format!("`{name}` has several values, one of which is this command")
                } else {
                    format!("the command in `{name}` is not run here")
                };
                let texts = variable.texts.iter();
                notes.extend(texts.map(|range| (message.clone(), *range)));
            }
        }
        notes
    }
}

impl Variable {
    fn known(&self) -> Option<&str> {
        self.value.as_deref().filter(|_| self.step.is_none())
    }
}

/// The name of the arguments of a script, which `set --` gives.
const ARGUMENTS: &str = "@";

fn pieces<'a>(text: &str, commands: &'a [Vec<Word>]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for (index, command) in commands.iter().enumerate() {
        if let [set, dashes, first, rest @ ..] = command.as_slice()
            && set.text == "set"
            && dashes.text == "--"
        {
            let last = rest.last().unwrap_or(first);
            pieces.push(Piece {
                name: ARGUMENTS,
                value: joined(&command[2..]),
                range: ByteRange::new(first.range.start, last.range.end),
                is_added: false,
                array: Some(set.range.start),
            });
        }
        for word in command {
            let Some((name, value)) = word.text.split_once('=') else {
                continue;
            };
            let is_added = name.ends_with('+');
            let name = name.strip_suffix('+').unwrap_or(name);
            // `cmd[1]=cs`
            let element = name.split_once('[').filter(|_| !value.contains(' '));
            let (name, is_added) = element.map_or((name, is_added), |(name, _)| (name, true));
            if !is_name(name) {
                continue;
            }
            let mut piece = Piece {
                name,
                value: default(value).to_owned(),
                range: word.range,
                is_added,
                array: None,
            };
            let after = text.get(word.range.end..).unwrap_or_default();
            if value.is_empty() && after.starts_with('(') {
                let words = array(after, &commands[index + 1..]);
                piece.value = joined(words);
                piece.array = words.first().map(|word| word.range.start);
            }
            pieces.push(piece);
        }
    }
    pieces
}

/// Returns the words of an array, which are the next command but for those within it.
fn array<'a>(after: &str, commands: &'a [Vec<Word>]) -> &'a [Word] {
    /// The most commands that are looked at.
    const MOST: usize = 20;
    let is_empty = { after[1..].chars() }.find(|c| !c.is_whitespace()) == Some(')');
    let next = commands
        .iter()
        .take(MOST)
        .filter(|command| !command.is_empty());
    let first = next.min_by_key(|command| command[0].range.start);
    first.filter(|_| !is_empty).map_or(&[], Vec::as_slice)
}

pub(crate) fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

fn words(text: &str, range: ByteRange) -> Vec<Word> {
    let words = text.split_whitespace().map(|text| Word {
        text: text.to_owned(),
        range,
    });
    words.collect()
}

/// Returns whether words that are added to a command are options, and do not name the service.
fn has_only_options(added: &str) -> bool {
    added.trim_start().starts_with('-') && !added.split_whitespace().any(is_ack)
}

/// Splits `NAME=value`. A default is also a value: `${NAME:-value}`.
pub(crate) fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    is_name(name).then(|| (name, default(value)))
}

fn default(value: &str) -> &str {
    value
        .strip_prefix("${")
        .and_then(|value| value.strip_suffix('}')?.split_once(":-"))
        .map_or(value, |(_, value)| value)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Splits a word after the variable at its beginning, whose name it returns: `$CLI`, `${CLI}`, `${CLI[@]}`, `$@`.
fn variable(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('$')?;
    let (name, rest) = match text.strip_prefix('{') {
        Some(text) => text.split_once('}')?,
        None if text.starts_with(['@', '*']) => text.split_at(1),
        None => {
            let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            text.split_at(end.unwrap_or(text.len()))
        }
    };
    let name = name
        .strip_suffix("[@]")
        .or_else(|| name.strip_suffix("[*]"))
        .unwrap_or(name);
    Some((if name == "*" { ARGUMENTS } else { name }, rest))
}

/// Replaces variables by their values. `None` if there is nothing to replace, or if the text gets too long.
fn replaced<'a>(
    text: &str,
    mut value: impl FnMut(&str, usize) -> Option<&'a str>,
) -> Option<String> {
    let mut replaced = String::new();
    let mut at = 0;
    for (start, _) in text.match_indices('$') {
        if start < at {
            continue;
        }
        let Some((name, rest)) = variable(&text[start..]) else {
            continue;
        };
        let Some(value) = value(name, start) else {
            continue;
        };
        // `$BASE/clusters`, if the address ends with a slash.
        let value = if rest.starts_with('/') {
            value.trim_end_matches('/')
        } else {
            value
        };
        replaced.push_str(&text[at..start]);
        replaced.push_str(value);
        at = text.len() - rest.len();
        if replaced.len() > text.len() + LONGEST_VALUE {
            return None;
        }
    }
    if at == 0 {
        return None;
    }
    replaced.push_str(&text[at..]);
    Some(replaced)
}

pub(crate) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

pub(crate) fn is_program(word: &str) -> bool {
    file_name(word) == "aliyun"
}
