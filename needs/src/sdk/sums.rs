//! Strings that are added up.

use super::parts::Parts;
use ram_diagnostics::ByteRange;

/// Returns the strings, with `{}` for the expressions that are added to them: `"/clusters/" + id + "/nodes"`.
pub(crate) fn joined(text: &str, parts: &Parts) -> Vec<(String, ByteRange)> {
    let strings = &parts.strings;
    let mut joined = Vec::new();
    let mut is_part = vec![false; strings.len()];
    for first in 0..strings.len() {
        if is_part[first] {
            continue;
        }
        let mut string = strings[first].of(text).to_owned();
        let mut whole = strings[first];
        let mut next = first + 1;
        let mut at = whole.end;
        while let Some(added) = after_plus(&parts.code, at) {
            while strings.get(next).is_some_and(|one| one.start < added) {
                next += 1;
            }
            let is_next = |one: &&ByteRange| is_quote(&parts.code[added..one.start]);
            if let Some(one) = strings.get(next).filter(is_next) {
                string.push_str(one.of(text));
                is_part[next] = true;
                whole.end = one.end;
                at = one.end;
            } else if let Some(length) = expression(&parts.code[added..]) {
                string.push_str("{}");
                at = added + length;
            } else {
                break;
            }
        }
        joined.push((string, whole));
    }
    joined
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
    /// The most bytes that are looked at.
    const LONGEST: usize = 200;
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
