//! Placeholders of the documentation that were not filled in.

use crate::lint::checker::Checker;
use crate::lint::registry::PLACEHOLDER;
use ram_diagnostics::{ByteRange, escaped};

impl Checker<'_> {
    /// Reports the placeholder of each part of a string. Returns false if there is none.
    pub(crate) fn placeholders(&mut self, parts: &[&str], range: ByteRange) -> bool {
        let found = parts.iter().filter_map(|part| placeholder(part));
        let found: Vec<&str> = found.collect();
        for unfilled in &found {
            self.unfilled(unfilled, range);
        }
        !found.is_empty()
    }

    /// Reports a placeholder in a principal or a claim of a token, where the signs and words of templates have no other
    /// meaning. Returns false if there is none.
    pub(crate) fn placeholder_words(&mut self, text: &str, range: ByteRange) -> bool {
        let found = of_template(text);
        if let Some(unfilled) = found {
            self.unfilled(unfilled, range);
        }
        found.is_some()
    }

    pub(crate) fn unfilled(&mut self, unfilled: &str, range: ByteRange) {
        let message = format!("`{}` looks like an unfilled placeholder", escaped(unfilled));
        self.report(PLACEHOLDER, range, message, "replace it with a value");
    }
}

/// The signs around placeholders, as documentation and templates write them.
const SIGNS: [(&str, &str); 3] = [("<", ">"), ("\u{ff1c}", "\u{ff1e}"), ("{{", "}}")];

/// Returns a part between the signs of a placeholder.
pub(crate) fn placeholder(field: &str) -> Option<&str> {
    SIGNS.iter().find_map(|(open, close)| {
        let start = field.find(open)?;
        let end = start + field[start..].find(close)?;
        Some(&field[start..end + close.len()])
    })
}

/// Words in place of a value.
const WORDS: [&str; 14] = [
    "CHANGEME",
    "CHANGE_ME",
    "NAMESPACE",
    "ORG",
    "OWNER",
    "REPLACE_ME",
    "REPO",
    "REPOSITORY",
    "SERVICEACCOUNT",
    "SERVICE_ACCOUNT",
    "SUB",
    "SUBJECT",
    "TODO",
    "changeme",
];

/// Returns the first part of a text that is a placeholder: `{sub}`, `[namespace]`, `$sub`, `%SUB%`, `__SUB__`, `YOUR_ORG`,
/// `xxxx` or a word of a template. `${…}` is none: a policy has variables, and Terraform fills them in.
fn of_template(text: &str) -> Option<&str> {
    let is_separator = |c: char| c.is_whitespace() || "/:@,=".contains(c);
    text.split(is_separator).find_map(|part| {
        let enclosed = |open: char, close: char| {
            let start = part.find(open)?;
            let end = start + part[start..].find(close)?;
            let inner = &part[start + open.len_utf8()..end];
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.#".contains(c);
            let is_variable = part[..start].ends_with('$');
            let is_found = !inner.is_empty() && inner.chars().all(is_name) && !is_variable;
            is_found.then(|| &part[start..=end])
        };
        let is_word = WORDS.contains(&part)
            || is_of_you(part)
            || part.split(['-', '_', '.']).any(is_hidden)
            || is_between(part, "%")
            || is_between(part, "__")
            || { part.strip_prefix('$') }
                .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        is_word
            .then_some(part)
            .or_else(|| enclosed('{', '}'))
            .or_else(|| enclosed('[', ']'))
    })
}

/// Reports whether a name is `YOUR_ORG`, `your-org` or `yourOrg`.
fn is_of_you(part: &str) -> bool {
    let (start, rest) = part.split_at_checked(4).unwrap_or_default();
    start.eq_ignore_ascii_case("your")
        && rest.starts_with(|c: char| c == '-' || c == '_' || c.is_ascii_uppercase())
}

/// Reports whether a part is hidden by `xxxx`.
fn is_hidden(part: &str) -> bool {
    part.len() >= 4 && part.chars().all(|c| matches!(c, 'x' | 'X'))
}

fn is_between(part: &str, sign: &str) -> bool {
    let inner = part
        .strip_prefix(sign)
        .and_then(|rest| rest.strip_suffix(sign));
    inner.is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_alphabetic()))
}
