//! Texts that are put together from strings, constants and what is computed.

use super::constants::{Constants, name_and_rest};
use super::near::{LONGEST, is_word, line_before};
use super::parts::Parts;
use ram_diagnostics::ByteRange;

/// Returns the strings and the uses of constants, with `{}` for the expressions that are added to them:
/// `"/clusters/" + id + "/nodes"`, `HOST + path`, `"{}{}".format(HOST, path)`.
pub(crate) fn joined(
    text: &str,
    parts: &Parts,
    constants: &Constants<'_>,
) -> Vec<(String, ByteRange)> {
    let mut sums = Sums {
        text,
        parts,
        constants,
        is_part: vec![false; parts.strings.len()],
        end: 0,
    };
    let mut joined = Vec::new();
    let mut uses = constants.uses.iter().peekable();
    for first in 0..=parts.strings.len() {
        let range = parts.strings.get(first).copied();
        let start = range.map_or(usize::MAX, |range| range.start);
        while let Some((at, value)) = uses.next_if(|(at, _)| at.start < start) {
            // A sum that begins before it has it.
            if at.start >= sums.end {
                joined.push(sums.from((*value).to_owned(), *at, first));
            }
        }
        let is_own = sums.is_part.get(first) == Some(&false);
        if let Some(range) = range.filter(|_| is_own && !constants.definitions.contains(&start)) {
            let value = sums.value(range);
            joined.push(sums.from(value, range, first + 1));
        }
    }
    joined
}

struct Sums<'a> {
    text: &'a str,
    parts: &'a Parts,
    constants: &'a Constants<'a>,
    /// Which strings belong to a sum that begins before them.
    is_part: Vec<bool>,
    /// Where the last sum ends.
    end: usize,
}

impl Sums<'_> {
    /// Returns the sum that begins with this text. `next` is the index of the string after it.
    fn from(
        &mut self,
        mut sum: String,
        mut whole: ByteRange,
        mut next: usize,
    ) -> (String, ByteRange) {
        let code = &self.parts.code;
        let strings = &self.parts.strings;
        let mut at = whole.end;
        while let Some(added) = after_plus(code, at) {
            while strings.get(next).is_some_and(|one| one.start < added) {
                next += 1;
            }
            let is_next = |one: &&ByteRange| is_quote(&code[added..one.start]);
            if let Some(one) = strings.get(next).filter(is_next) {
                sum.push_str(&self.value(*one));
                self.is_part[next] = true;
                whole.end = one.end;
                at = one.end;
            } else if let Some(length) = expression(&code[added..]) {
                at = added + length;
                let value = self.constants.value(&code[added..at]);
                sum.push_str(value.unwrap_or("{}"));
                self.end = at;
            } else {
                break;
            }
        }
        (sum, whole)
    }

    /// Returns the text of a string, with the values that are written into it.
    fn value(&mut self, range: ByteRange) -> String {
        let text = self.constants.filled(range.of(self.text));
        if !text.contains("%s") && !text.contains("%v") && !text.contains('{') {
            return text;
        }
        let Some((start, length)) = self.arguments(range) else {
            return text;
        };
        let (arguments, end) = self.list(start, length);
        let mut formatted = String::with_capacity(text.len());
        let mut rest = text.as_str();
        let mut next = 0;
        while let Some(at) = rest.find(['%', '{']) {
            formatted.push_str(&rest[..at]);
            rest = &rest[at..];
            let hole = match rest.strip_prefix('{') {
                Some(inner) => name_and_rest(inner),
                None => rest[1..]
                    .strip_prefix(['s', 'v', 'd'])
                    .map(|after| ("", after)),
            };
            let Some((name, after)) = hole else {
                formatted.push_str(&rest[..1]);
                rest = &rest[1..];
                continue;
            };
            let argument = if name.is_empty() {
                next += 1;
                arguments.get(next - 1)
            } else {
                let number = name.parse().ok().and_then(|at: usize| arguments.get(at));
                number.or_else(|| arguments.iter().find(|one| one.0 == name))
            };
            formatted.push_str(argument.map_or("{}", |(_, value)| value));
            rest = after;
        }
        formatted += rest;
        self.end = self.end.max(end);
        formatted
    }

    /// Returns where the list begins that a string is formatted with, and its greatest length: `"…" % (a, b)`,
    /// `"…".format(a, b)`, `Sprintf("…", a, b)`.
    fn arguments(&self, range: ByteRange) -> Option<(usize, usize)> {
        let code = self.parts.code.as_str();
        let after = code[range.end..].trim_start_matches(['"', '\'', '`']);
        let trimmed = after.trim_start_matches(' ');
        let of_call = || {
            let before = line_before(code, range.start).trim_end_matches(['"', '\'', '`']);
            let is_format = ["Sprintf(", "format(", "Format("]
                .iter()
                .any(|function| before.ends_with(function));
            trimmed.strip_prefix(',').filter(|_| is_format)
        };
        let (list, end) = if let Some(operand) = trimmed.strip_prefix('%') {
            let operand = operand.trim_start_matches(' ');
            match operand.strip_prefix('(') {
                Some(list) => (list, None),
                None => (operand, Some(expression(operand)?)),
            }
        } else if let Some(list) = after.strip_prefix(".format(") {
            (list, None)
        } else {
            (of_call()?, None)
        };
        Some((code.len() - list.len(), end.unwrap_or(LONGEST)))
    }

    /// Returns the names and values of a list of arguments that begins here, and its end.
    fn list(&self, start: usize, length: usize) -> (Vec<(&str, &str)>, usize) {
        let code = &self.parts.code[start..];
        let mut arguments = Vec::new();
        let mut depth = 0_usize;
        let mut from = 0;
        for (at, c) in code.char_indices() {
            let is_end = at >= length || (c == ')' && depth == 0);
            if is_end || (c == ',' && depth == 0) {
                arguments.push(self.argument(start + from, start + at));
                from = at + 1;
            }
            match c {
                _ if is_end => return (arguments, start + at),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if from < code.len() {
            arguments.push(self.argument(start + from, start + code.len()));
        }
        (arguments, start + code.len())
    }

    /// Returns the name and the value of an argument.
    fn argument(&self, from: usize, to: usize) -> (&str, &str) {
        let argument = &self.parts.code[from..to];
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) if name.trim().chars().all(is_word) => (name.trim(), value.trim()),
            _ => ("", argument.trim()),
        };
        let strings = &self.parts.strings;
        let first = strings.partition_point(|one| one.start < from);
        let string = strings.get(first).filter(|one| one.end <= to);
        let text = match string {
            Some(string) if value.starts_with(['"', '\'', '`']) => string.of(self.text),
            _ => self.constants.value(value).unwrap_or("{}"),
        };
        (name, text)
    }
}

/// Returns whether a code is what begins a string: `rb"""`.
fn is_quote(code: &str) -> bool {
    let quote = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    code.len() < 6 && !quote.is_empty() && quote.trim_matches(['"', '\'', '`']).is_empty()
}

/// Returns where the next part of a sum begins, if a sum goes on here.
fn after_plus(code: &str, at: usize) -> Option<usize> {
    let rest = code[at..].trim_start_matches(['"', '\'', '`']).trim_start();
    let rest = rest.strip_prefix('+')?;
    let is_sum = !rest.starts_with(['+', '=']);
    is_sum.then(|| code.len() - rest.trim_start().len())
}

/// Returns the length of the expression that begins a text, up to the next `+` or what ends the sum.
fn expression(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            _ if at > LONGEST => return None,
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            '+' | ',' | ';' | ')' | ']' | '}' | '\n' if depth == 0 => {
                return (at > 0).then_some(code[..at].trim_end().len());
            }
            '{' | '}' | ';' | '=' | '?' => return None,
            _ => {}
        }
    }
    (!code.is_empty() && depth == 0).then_some(code.len())
}
