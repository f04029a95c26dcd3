//! Marks of a policy in a text that is not JSON, whatever is broken in it.

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
        let is_cut = inside.is_empty() && (has_sign || (is_begun && is_ended));
        let is_bracket = inside.starts_with(['[', '{', '(']);
        // The value may be that of a template.
        let is_made = has_sign && is_object && !value.starts_with(['"', '\\']);
        is_cut || is_bracket || is_made
    })
}

/// Reports whether a text in lower case has an effect, and either actions or statements.
fn has_effect(lower: &str) -> bool {
    // An effect has one of two values.
    let is_effect = |value: &str| {
        ["allow", "deny"]
            .iter()
            .any(|effect| value.starts_with(effect))
    };
    let mut actions = ACTION_KEYS.iter().flat_map(|key| values_of(lower, key));
    values_of(lower, "effect").any(is_effect)
        && (has_statement_key(lower) || actions.any(is_action_text))
}

/// Reports whether a text in lower case has statements: a key with a value, a block of HCL, or a table of TOML.
fn has_statement_key(lower: &str) -> bool {
    let mut places = lower.match_indices("statement");
    let is_block = places.any(|(at, key)| {
        let rest = lower[at + key.len()..].trim_start_matches(['"', ' ', '\t']);
        rest.starts_with('{') || (rest.starts_with("]]") && lower[..at].ends_with("[["))
    });
    is_block || values_of(lower, "statement").next().is_some()
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

/// Returns the text after each place where a text has this key with a value, without the marks before the value. No
/// sign need be between two that are quoted.
fn values_of<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = &'t str> {
    let is_mark = |c: char| matches!(c, '"' | '\\' | ' ' | '\t');
    text.match_indices(key).filter_map(move |(at, _)| {
        let is_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &text[at + key.len()..];
        let after = rest.trim_start_matches(is_mark);
        let signs = after.trim_start_matches([':', '=', '>']);
        let is_quoted = || rest.starts_with('"') && rest[1..rest.len() - after.len()].contains('"');
        let has_value = signs.len() < after.len() || is_quoted();
        (has_value && !is_word).then(|| signs.trim_start_matches(is_mark))
    })
}
