//! Separators between the actions of a cell.

use crate::ram_action::RamAction;

/// Characters between two actions, beside white space.
const SEPARATORS: [char; 5] = [',', ';', '、', '，', '；'];

/// Words between two actions that Chinese joins without a space.
const JOINING_WORDS: [char; 2] = ['和', '或'];

/// Words between two actions that have spaces around them.
const SPACED_WORDS: [&str; 9] = ["-", "and", "or", "/", "和", "或", "及", "以及", "・"];

fn separates(c: char) -> bool {
    c.is_whitespace() || SEPARATORS.contains(&c) || matches!(c, '。' | '+' | '|' | '"')
}

/// Returns the words of a cell, without those that only join others.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(separates)
        .filter(|word| !SPACED_WORDS.contains(word))
        .flat_map(|word| word.split(JOINING_WORDS))
        .filter(|word| !word.is_empty())
}

/// Returns the text before the first space or comma.
pub(crate) fn first_word(text: &str) -> &str {
    text.split([' ', ',']).next().unwrap_or_default()
}

/// Returns `cen:CreateCen` for `cen: CreateCen`: a service before the space, a name after it.
pub(crate) fn join_spaced(text: &str) -> String {
    let ends_word =
        |c: char| matches!(c, ' ' | '\n') || SEPARATORS.contains(&c) || JOINING_WORDS.contains(&c);
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let is_service = out
            .rsplit(ends_word)
            .next()
            .and_then(|last| last.strip_suffix(':'))
            .is_some_and(|last| format!("{last}:x").parse::<RamAction>().is_ok());
        let is_name = word.starts_with(|c: char| c.is_ascii_uppercase());
        let is_joined = out.is_empty() || (is_service && is_name);
        if !is_joined {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
