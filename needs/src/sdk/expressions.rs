//! Expressions: what is done with a value, and with which arguments.

use super::near::{is_word, last_word, opening};

/// Returns the expression that a code ends with.
pub(crate) fn expression(code: &str) -> &str {
    let code = code.trim_end_matches(['?', '.', '!']);
    let brackets = code
        .strip_suffix(')')
        .and_then(opening)
        .unwrap_or(code.len());
    let chain = code[..brackets].trim_end_matches(|c| is_word(c) || c == '.');
    &code[chain.len()..]
}

/// Returns whether a value is given to what comes before this code.
pub(crate) fn is_set(after: &str) -> bool {
    let after = after.trim_start();
    let is_equal = after.starts_with('=') && !after.starts_with("==");
    is_equal
        || ["??=", "||=", "&&="]
            .iter()
            .any(|one| after.starts_with(one))
}

/// Returns whether what comes before this code is called.
pub(crate) fn is_called(after: &str) -> bool {
    let after = after.trim_start_matches(['?', '!', '.']);
    ["(", "apply(", "call(", "bind("]
        .iter()
        .any(|one| after.starts_with(one))
}

/// Returns whether this code, after an index, uses an element of a list of clients: `clients[region].deleteCluster(id)`.
pub(crate) fn is_element(after: &str) -> bool {
    let after = after.trim_start_matches(['?', '!']);
    let Some(member) = after.strip_prefix('.') else {
        return false;
    };
    let name = &member[..member.find(|c| !is_word(c)).unwrap_or(member.len())];
    !matches!(name, "apply" | "call" | "bind" | "")
}

/// Returns whether a code is one string without code in it.
pub(crate) fn is_literal(code: &str) -> bool {
    let code = code.trim();
    let inner = code.trim_matches(['"', '\'', '`']);
    inner.len() < code.len() && inner.trim().is_empty()
}

/// Splits arguments after the first.
pub(crate) fn split(arguments: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in arguments.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return Some((arguments[..at].trim(), arguments[at + 1..].trim())),
            _ => {}
        }
    }
    None
}

/// Returns the name of a class: `Client.class`.
pub(crate) fn class_name(code: &str) -> &str {
    code.strip_suffix(".class").map_or("", last_word)
}
