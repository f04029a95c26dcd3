//! Addresses, paths and versions that a file gives to a name once.

use super::groups::groups;
use super::near::{LONGEST, is_word, line_before};
use super::parts::Parts;
use super::paths::{is_address, is_host_only};
use super::programs::before_string;
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

/// The version of ACK's API.
pub(crate) const VERSION: &str = "2015-12-15";

/// The value of a name that is given the address of ACK, and perhaps another one: a default, or a part of an object.
pub(crate) const PERHAPS_ACK: &str = "{cs.aliyuncs.com}";

/// The names of a file with a value that is written in it.
#[derive(Default)]
pub(crate) struct Constants<'a> {
    values: HashMap<&'a str, &'a str>,
    /// Where code outside of texts uses them, in the order of the text.
    pub(crate) uses: Vec<(ByteRange, &'a str)>,
    /// Where the strings begin whose names are used elsewhere.
    pub(crate) definitions: HashSet<usize>,
    /// Where the strings begin that may be the values of names, each of whose uses is read.
    pub(crate) read: HashSet<usize>,
}

impl<'a> Constants<'a> {
    pub(crate) fn of(text: &'a str, parts: &'a Parts) -> Self {
        let code = parts.code.as_str();
        let is_value = |text: &str| text == VERSION || text.starts_with('/') || is_address(text);
        let strings = parts.strings.iter();
        let strings: Vec<ByteRange> = { strings.copied() }
            .filter(|range| is_value(range.of(text)))
            .collect();
        let places: Vec<usize> = strings.iter().map(|range| range.start).collect();
        let (groups, inside) = groups(code, &places);
        let mut given: HashMap<&str, (usize, ByteRange)> = HashMap::new();
        let mut perhaps: HashSet<&str> = HashSet::new();
        let mut several: HashSet<&str> = HashSet::new();
        let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
        for (range, inside) in strings.iter().zip(inside) {
            let group = &groups[inside.group];
            let before = code[..group.open].trim_end();
            // `const ( host = "…" )` of Go.
            let is_statement =
                group.is_block || before.ends_with("const") || before.ends_with("var");
            if is_statement
                && is_statement_end(&code[range.end..])
                && let Some((name, at)) = name_before(before_string(code, range.start))
            {
                if let Some((_, other)) = given.insert(name, (at, *range)) {
                    several.insert(name);
                    if [other, *range].iter().any(|one| is_address(one.of(text))) {
                        perhaps.insert(name);
                    }
                }
                starts.entry(name).or_default().push(range.start);
            } else if is_host_only(range.of(text))
                && let Some(name) = given_before(before_string(code, range.start))
            {
                perhaps.insert(name);
                starts.entry(name).or_default().push(range.start);
            }
        }
        if given.is_empty() && perhaps.is_empty() {
            return Self::default();
        }
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut at = 0;
        for word in code.split(|c| !is_word(c)) {
            if given.contains_key(word) || perhaps.contains(word) {
                places.entry(word).or_default().push(at);
            }
            at += word.len();
            at += code[at..].chars().next().map_or(0, char::len_utf8);
        }
        let mut constants = Self::default();
        for (name, places) in places {
            let has_several = perhaps.contains(name) || several.contains(name);
            let definition = given.get(name).filter(|_| !has_several);
            let others = places.into_iter().filter(|at| {
                let is_definition = definition.is_some_and(|(definition, _)| at == definition);
                !is_definition && !is_key(code, *at, name)
            });
            let others: Vec<usize> = others.collect();
            let has_others = others.iter().any(|at| is_given(&code[at + name.len()..]));
            let uses = || others.iter().map(|at| &code[at + name.len()..]);
            let is_used =
                uses().any(|after| !is_given(after)) || text.contains(&format!("${name}"));
            if is_used && uses().all(is_use) {
                constants.read.extend(&starts[name]);
            }
            let value = match definition {
                Some((_, range)) if !has_others => {
                    if constants.read.contains(&range.start) {
                        constants.definitions.insert(range.start);
                    }
                    range.of(text)
                }
                Some((_, range)) if !is_address(range.of(text)) => continue,
                None if !perhaps.contains(name) => continue,
                _ => PERHAPS_ACK,
            };
            constants.values.insert(name, value);
            let uses = others.into_iter().filter(|at| {
                let after = &code[at + name.len()..];
                is_use(after) && !is_given(after)
            });
            constants
                .uses
                .extend(uses.map(|at| (ByteRange::new(at, at + name.len()), value)));
        }
        constants.uses.sort_by_key(|(range, _)| range.start);
        // Those in the code of a text are part of the text.
        let mut strings = parts.strings.iter().peekable();
        let mut end = 0;
        constants.uses.retain(|(range, _)| {
            while let Some(string) = strings.next_if(|one| one.start <= range.start) {
                end = end.max(string.end);
            }
            end <= range.start
        });
        constants
    }

    /// Returns the value of an expression that is only a name: `HOST`, `self.host`, `Api.HOST`.
    pub(crate) fn value(&self, expression: &str) -> Option<&'a str> {
        let name = expression.rsplit('.').next()?;
        let is_chain = expression.chars().all(|c| is_word(c) || c == '.');
        self.values.get(name).copied().filter(|_| is_chain)
    }

    /// Returns a text with the values of the names in it: `${HOST}/clusters`, `{HOST}{path}`, `$HOST$path`.
    pub(crate) fn filled(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '$']) {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let inner = rest.strip_prefix('$').unwrap_or(rest);
            let hole = if let Some(inner) = inner.strip_prefix('{') {
                name_and_rest(inner)
            } else {
                let end = inner.find(|c| !is_word(c) || c == '$');
                Some(inner.split_at(end.unwrap_or(inner.len())))
            };
            let value = hole.and_then(|(name, after)| Some((self.value(name.trim())?, after)));
            if let Some((value, after)) = value {
                filled.push_str(value);
                rest = after;
            } else {
                filled.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
        filled + rest
    }
}

/// Splits a text after an opening brace into what is in the braces and what follows.
pub(crate) fn name_and_rest(inner: &str) -> Option<(&str, &str)> {
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b'}')?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// Returns the name that is given what comes after this code, and where it is.
fn name_before(before: &str) -> Option<(&str, usize)> {
    let line = line_before(before, before.len());
    let left = line.trim_end().strip_suffix('=')?;
    if left.ends_with(['=', '!', '<', '>', '+']) {
        return None;
    }
    let left = left.trim_end_matches([':', ' ']);
    let start = left.rfind(['{', ';']).map_or(0, |at| at + 1);
    let left = &left[start..];
    // The type of a variable: `HOST: str`, `const host string`.
    let target = left.split(':').next()?.trim_end();
    let target = target.strip_suffix(" string").unwrap_or(target).trim_end();
    let name = &target[target.trim_end_matches(is_word).len()..];
    let is_name = !name.is_empty() && !target.contains([',', '(', '[', '"', '\'']);
    let at = before.len() - line.len() + start + target.len() - name.len();
    is_name.then_some((name, at))
}

/// Returns the name that is given what comes after this code, in whatever form: `host = other or`, `host: `.
fn given_before(before: &str) -> Option<&str> {
    let line = line_before(before, before.len()).trim_end();
    // What a function returns.
    if line.ends_with("=>") {
        return None;
    }
    let left = if let Some(left) = line.strip_suffix(':') {
        left
    } else {
        line.rsplit_once('=')?.0.split(':').next()?
    };
    let left = left.trim_end();
    let name = &left[left.trim_end_matches(is_word).len()..];
    (!name.is_empty()).then_some(name)
}

/// Returns whether nothing is done with a string before its statement ends.
fn is_statement_end(after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'', '`']);
    let line = after.split('\n').next().unwrap_or_default().trim_start();
    line.is_empty() || line.starts_with([';', ')', '}'])
}

/// Returns whether a name is a value itself, by the code after it.
fn is_use(after: &str) -> bool {
    !after.starts_with(['(', '.', '['])
}

/// Returns whether this code, after a name, gives it a value.
fn is_given(after: &str) -> bool {
    let after = after.trim_start_matches(' ');
    let is_equal = after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
    is_equal || after.starts_with(":=") || after.starts_with("+=")
}

/// Returns whether a name is that of an argument or of a part of an object: `f(host=…)`, `{ host: … }`.
fn is_key(code: &str, at: usize, name: &str) -> bool {
    let is_first = code[..at].trim_end().ends_with(['(', ',', '{']);
    let after = code[at + name.len()..].trim_start_matches(' ');
    is_first && (after.starts_with(':') || is_given(after))
}
