//! Separators between the actions or the resources of a cell.

use crate::ram_action::RamAction;

/// Characters between two actions or two resources.
const SEPARATORS: &[char] = &[',', ';', '、', '，', '；'];

/// Characters between two actions that a resource may contain.
const ACTION_SEPARATORS: &[char] = &['。', '+', '|', '"'];

/// Words between two actions or two resources that Chinese joins without a space.
const JOINING_WORDS: &[char] = &['和', '或'];

/// Words between two actions that have spaces around them.
const SPACED_WORDS: &[&str] = &["-", "and", "or", "/", "和", "或", "及", "以及", "・"];

fn separates_actions(c: char) -> bool {
    c.is_whitespace() || SEPARATORS.contains(&c) || ACTION_SEPARATORS.contains(&c)
}

/// Returns the words of a cell, without those that only join others.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(separates_actions)
        .filter(|word| !SPACED_WORDS.contains(word))
        .flat_map(|word| word.split(JOINING_WORDS))
        .filter(|word| !word.is_empty())
}

/// Splits the resources of a cell, which can contain spaces: a line each, or with a separator between them.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    let mut lines = text.to_owned();
    for (between, line) in [(" or ", "\n"), (" and ", "\n"), (" acs:", "\nacs:")] {
        lines = lines.replace(between, line);
    }
    lines
        .split(|c| c == '\n' || SEPARATORS.contains(&c) || JOINING_WORDS.contains(&c))
        .map(|piece| piece.trim().to_owned())
        .collect()
}

/// Returns `cen:CreateCen` for `cen: CreateCen`: a service before the space, a name after it.
pub(crate) fn join_spaced(text: &str) -> String {
    let ends_word = |c: char| separates_actions(c) || JOINING_WORDS.contains(&c);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_separator_of_actions_splits_and_joins() {
        let spaced = SPACED_WORDS.iter().map(|word| format!(" {word} "));
        let characters = [SEPARATORS, ACTION_SEPARATORS, JOINING_WORDS].concat();
        for separator in characters.iter().map(char::to_string).chain(spaced) {
            let cell = format!("cs:Get{separator}cen: CreateCen");
            let joined = join_spaced(&cell);
            let found: Vec<&str> = words(&joined).collect();
            assert_eq!(found, ["cs:Get", "cen:CreateCen"], "{cell}");
        }
    }

    #[test]
    fn each_separator_of_resources_splits() {
        for separator in [SEPARATORS, JOINING_WORDS].concat() {
            let cell = format!("a b/*{separator}acs:cs:*:*:c+1");
            assert_eq!(pieces(&cell), ["a b/*", "acs:cs:*:*:c+1"], "{cell}");
        }
        let cell = "a/* or b/* and c/* or acs:cs:*:*:d acs:cs:*:*:e";
        assert_eq!(
            pieces(cell),
            ["a/*", "b/*", "c/*", "acs:cs:*:*:d", "acs:cs:*:*:e"]
        );
    }
}
