//! Marks of a policy in a text that is not JSON, whatever is broken in it. A sentence about policies has the same words, but
//! they do not follow each other as keys and values do.

use ram_diagnostics::nearest;

/// The elements of a statement that come first, in lower case.
const ELEMENTS: [&str; 9] = [
    "action",
    "condition",
    "effect",
    "notaction",
    "notprincipal",
    "notresource",
    "principal",
    "resource",
    "sid",
];

/// The elements with actions, in lower case and as HCL and YAML spell them.
const ACTION_KEYS: [&str; 4] = ["action", "actions", "notaction", "not_action"];

/// Reports whether a text was meant to be a policy, or contains one: it has the key `Statement` with a value, or an
/// effect with actions or statements. Its quotation marks are `"`.
pub(crate) fn is_meant(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_object = text.trim_start().starts_with(['{', '[']);
    has_statements(text, "Statement", is_object)
        || (is_object && has_statements(&lower, "statement", true))
        || has_effect(&lower)
}

/// Reports whether a text has this key with the statements of a policy, one of its two quotation marks at least.
/// `is_object`: whether the text begins as JSON does.
fn has_statements(text: &str, key: &str, is_object: bool) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.match_indices(key).any(|(at, _)| {
        let (before, rest) = (&text[..at], &text[at + key.len()..]);
        if before.ends_with(|c: char| is_part(c) && !c.is_ascii_digit())
            || rest.starts_with(is_part)
        {
            return false;
        }
        let is_quote = |c: char| matches!(c, '"' | '\\' | ' ');
        let is_begun = before.trim_end_matches([' ', '\\']).ends_with('"');
        let after = rest.trim_start_matches(is_quote);
        let is_ended = rest[..rest.len() - after.len()].contains('"');
        if !is_begun && !is_ended {
            return false;
        }
        let after = after.trim_start();
        let signs = after.trim_start_matches([':', '=', '>']);
        let has_sign = signs.len() < after.len();
        let value = signs.trim_start();
        let inside =
            value.trim_start_matches(|c: char| matches!(c, '"' | '\\') || c.is_whitespace());
        let is_cut = inside.is_empty() && before.contains('{') && is_after_value(before);
        let is_bracket = inside.starts_with(['[', '{', '('])
            && (has_sign || (!is_after_word(before) && may_be_statements(inside)));
        // The value may be that of a template.
        let is_made =
            has_sign && is_object && !inside.is_empty() && !value.starts_with(['"', '\\']);
        is_cut || is_bracket || is_made
    })
}

/// Reports whether what is in brackets may begin with a statement. In `[#12]` or `(see below)`, a word is explained.
fn may_be_statements(brackets: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '[' | '{' | '(' | '"' | '\\');
    let inside = brackets.trim_start_matches(is_mark);
    let rest = inside.trim_start_matches(char::is_alphabetic);
    let word = &inside[..inside.len() - rest.len()];
    if word.is_empty() {
        let number = inside.strip_prefix('#').unwrap_or(inside);
        return !number.starts_with(|c: char| c.is_ascii_digit());
    }
    let after = rest.trim_start_matches(is_mark);
    after.is_empty()
        || after.starts_with([':', '='])
        // `content {` in a dynamic block of Terraform.
        || rest.trim_start().starts_with('{')
        || nearest(&word.to_ascii_lowercase(), ELEMENTS).is_some()
}

/// Reports whether a key may follow a text, as it follows a value, a sign or the end of a line. In a sentence, it follows
/// a word: `"Effect": "Deny" and "Action"`.
fn is_after_value(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\\']);
    let rest = before.trim_end_matches([' ', '\t']);
    let rest = rest.trim_end_matches(char::is_alphabetic).trim_end();
    // A value after a sign: `Effect: Deny "Action"`
    let is_value = !rest.ends_with(|c: char| c.is_alphanumeric() || "\").!?".contains(c));
    is_value || !is_after_word(before)
}

/// Reports whether a word ends a text, apart from what is before it and from a key that follows.
fn is_after_word(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\\']);
    let line = before.trim_end_matches([' ', '\t']);
    let rest = line.trim_end_matches(char::is_alphabetic);
    let word = &line[rest.len()..];
    let is_start = rest.is_empty() || rest.ends_with(char::is_whitespace);
    let is_apart = line.len() < before.len() && is_start;
    // Not all languages have spaces between words.
    let is_foreign = !word.is_ascii() && word.chars().nth(1).is_some();
    !word.is_empty() && (is_apart || is_foreign)
}

/// Reports whether a value may end where a text begins, inside its quotation marks. In a sentence, a word follows that is
/// not a key.
fn is_before_key(after: &str) -> bool {
    let is_mark = |c: char| matches!(c, '"' | '\\');
    let rest = after.trim_start_matches(char::is_alphabetic);
    let rest = rest.trim_start_matches(is_mark);
    let word = rest.trim_start_matches([' ', '\t']);
    let end = word.trim_start_matches(char::is_alphabetic);
    let is_word = word[..word.len() - end.len()].chars().nth(1).is_some();
    let after_word = end.trim_start_matches(|c| is_mark(c) || c == ' ');
    !(word.len() < rest.len() && is_word && !after_word.starts_with([':', '=']))
}

/// A mark of a statement in a text.
#[derive(Clone, Copy)]
struct Mark<'t> {
    /// The text before its key.
    before: &'t str,
    /// The text from its value, unless that may be long.
    value: Option<&'t str>,
    is_effect: bool,
}

/// Reports whether a text in lower case has an effect next to actions or statements.
fn has_effect(lower: &str) -> bool {
    // An effect has one of two values. Both are in the type `"Allow" | "Deny"` of a program.
    let is_effect = |value: &str| {
        let mut effects = ["allow", "deny"].iter();
        let rest = effects.find_map(|effect| value.strip_prefix(effect));
        rest.is_some_and(|rest| !rest.trim_start_matches('"').starts_with(" |"))
    };
    let effects = values_of(lower, "effect").filter(|(_, value)| is_effect(value));
    let effects = effects.map(|(before, value)| Mark {
        before,
        value: Some(value),
        is_effect: true,
    });
    let actions = ACTION_KEYS.iter().flat_map(|key| values_of(lower, key));
    let actions = actions.filter(|(_, value)| is_action_text(value));
    let others = actions.map(|(before, _)| before);
    let others = others.chain(statement_keys(lower)).map(|before| Mark {
        before,
        value: None,
        is_effect: false,
    });
    let mut marks: Vec<Mark<'_>> = effects.chain(others).collect();
    marks.sort_unstable_by_key(|mark| mark.before.len());
    marks.windows(2).any(|pair| match pair {
        [first, second] => {
            first.is_effect != second.is_effect
                && is_after_value(second.before)
                && first.value.is_none_or(is_before_key)
        }
        _ => false,
    })
}

/// Returns the text before each place where a text in lower case has statements: a key with a value, a block of HCL, or a
/// table of TOML.
fn statement_keys(lower: &str) -> impl Iterator<Item = &str> {
    let blocks = lower.match_indices("statement").filter(|(at, key)| {
        let rest = lower[at + key.len()..].trim_start_matches(['"', ' ', '\t']);
        (rest.starts_with('{') && may_be_statements(rest))
            || (rest.starts_with("]]") && lower[..*at].ends_with("[["))
    });
    let blocks = blocks.map(|(at, _)| &lower[..at]);
    let keys = values_of(lower, "statement").filter(|(before, value)| {
        let after = lower[before.len() + "statement".len()..].trim_start_matches(['"', '\\', ' ']);
        after.starts_with([':', '=']) || may_be_statements(value)
    });
    blocks.chain(keys.map(|(before, _)| before))
}

/// Reports whether a value in a text begins with an action of a service, perhaps as the first item of a list.
fn is_action_text(value: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || matches!(c, '[' | '-' | '"' | '\\');
    let value = value.trim_start_matches(marks);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '-');
    let service = value.trim_start_matches(is_name);
    let has_service = service.len() < value.len();
    has_service
        && (service
            .strip_prefix(':')
            .is_some_and(|action| action.starts_with(is_name))
            || (value.starts_with('*') && value.len() - service.len() == 1))
}

/// Returns the text before each place where a text has this key with a value, and the text from the value, without the
/// marks before it. No sign need be between two that are quoted.
fn values_of<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let is_mark = |c: char| matches!(c, '"' | '\\' | ' ' | '\t');
    text.match_indices(key).filter_map(move |(at, _)| {
        let is_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &text[at + key.len()..];
        let after = rest.trim_start_matches(is_mark);
        let signs = after.trim_start_matches([':', '=', '>']);
        let is_quoted = || rest.starts_with('"') && rest[1..rest.len() - after.len()].contains('"');
        let has_value = signs.len() < after.len() || is_quoted();
        // `Effect::Deny` in a program.
        let is_path = rest
            .strip_prefix("::")
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        (has_value && !is_word && !is_path)
            .then(|| (&text[..at], signs.trim_start_matches(is_mark)))
    })
}
