//! What a method is called on.

use super::clients::Receiver;
use super::near::{is_word, opening};

/// Returns what a method is called on and where that begins, if there is a dot or `::` before the method.
pub(crate) fn receiver(before: &str) -> Option<(Receiver<'_>, usize)> {
    let mut rest = before
        .strip_suffix('.')
        .or_else(|| before.strip_suffix("::"))?;
    let mut receiver = Receiver {
        words: Vec::new(),
        is_result: false,
    };
    let mut start = rest.len();
    while receiver.words.len() < 2 {
        rest = rest.trim_end().trim_end_matches(['?', '!']);
        while rest.ends_with([')', ']']) {
            receiver.is_result |= receiver.words.is_empty();
            let Some(before) = before_brackets(rest) else {
                return Some((receiver, start));
            };
            let is_call = |c: char| is_word(c) || matches!(c, ')' | ']' | '>' | '?' | '!');
            rest = if rest.ends_with(']') || before.ends_with(is_call) {
                before.trim_end()
            } else {
                // `(await client()).delete()`
                let inner = rest[before.len() + 1..rest.len() - 1].trim();
                let inner = inner.strip_prefix("await ").unwrap_or(inner);
                without_type(inner)
            };
        }
        let word = &rest[rest.trim_end_matches(is_word).len()..];
        rest = &rest[..rest.len() - word.len()];
        if receiver.words.is_empty() {
            start = rest.len();
        }
        receiver.words.push(word);
        let Some(before) = rest.trim_end().strip_suffix('.') else {
            break;
        };
        rest = before;
    }
    Some((receiver, start))
}

/// Returns a value of TypeScript without a type that hides its own: `client as any`.
fn without_type(code: &str) -> &str {
    match code.split_once(" as ") {
        Some((value, of))
            if ["any", "unknown", "Record<"]
                .iter()
                .any(|one| of.starts_with(one)) =>
        {
            value
        }
        _ => code,
    }
}

/// Returns the code before the brackets that end it, unless they are long.
fn before_brackets(code: &str) -> Option<&str> {
    let open = opening(&code[..code.len() - 1])?;
    Some(&code[..open])
}
