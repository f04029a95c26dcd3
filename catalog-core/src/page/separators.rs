//! Separators between the actions or the resources of a cell.

use crate::ram_action::RamAction;

/// Returns true for a character between two actions or two resources.
const fn separates(c: char) -> bool {
    matches!(c, ',' | ';' | '、' | '，' | '；')
}

/// Returns true for a word between two actions or two resources that Chinese joins without a space.
const fn joins(c: char) -> bool {
    matches!(c, '和' | '或')
}

/// Words between two actions that have spaces around them.
const SPACED_WORDS: &[&str] = &["-", "and", "or", "/", "和", "或", "及", "以及", "・"];

/// Returns true for a character between two actions. A resource may contain some of them.
fn separates_actions(c: char) -> bool {
    c.is_whitespace() || separates(c) || matches!(c, '。' | '+' | '|' | '"')
}

/// Returns the words of a cell, without those that only join others.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(separates_actions)
        .filter(|word| !SPACED_WORDS.contains(word))
        .flat_map(|word| word.split(joins))
        .filter(|word| !word.is_empty())
}

/// Splits the resources of a cell, which can contain spaces: a line each, or with a separator between them.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    let mut lines = text.to_owned();
    for (between, line) in [(" or ", "\n"), (" and ", "\n"), (" acs:", "\nacs:")] {
        lines = lines.replace(between, line);
    }
    lines
        .split(|c| c == '\n' || separates(c) || joins(c))
        .map(|piece| piece.trim().to_owned())
        .collect()
}

/// Returns `cen:CreateCen` for `cen: CreateCen`: a service before the space, a name after it.
pub(crate) fn join_spaced(text: &str) -> String {
    if !text.contains(": ") && !text.starts_with(' ') {
        return text.to_owned();
    }
    let ends_word = |c: char| separates_actions(c) || joins(c);
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
        let characters = ",;、，；。+|\"和或".chars();
        for separator in characters.map(String::from).chain(spaced) {
            let cell = format!("cs:Get{separator}cen: CreateCen");
            let joined = join_spaced(&cell);
            let found: Vec<&str> = words(&joined).collect();
            assert_eq!(found, ["cs:Get", "cen:CreateCen"], "{cell}");
        }
    }

    #[test]
    fn each_separator_of_resources_splits() {
        for separator in ",;、，；和或".chars() {
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
