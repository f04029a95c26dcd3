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

    /// Reports a placeholder in a principal or a condition of a trust policy, where the signs and words of templates have no
    /// other meaning. `field`: what the value is of, such as `sts:ExternalId`. Returns false if there is none.
    pub(crate) fn placeholder_words(&mut self, field: &str, text: &str, range: ByteRange) -> bool {
        let found = of_template(text).or_else(|| repeats(field, text).then_some(text));
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
/// `xxxx` or a word of a template. `${sub}` is one as well: the name of a variable of RAM has a colon.
fn of_template(text: &str) -> Option<&str> {
    let is_separator = |c: char| c.is_whitespace() || "/:@,=".contains(c);
    text.split(is_separator).find_map(|part| {
        let enclosed = |open: char, close: char| {
            let start = part.find(open)?;
            let end = start + part[start..].find(close)?;
            let inner = &part[start + open.len_utf8()..end];
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.#".contains(c);
            let is_found = !inner.is_empty() && inner.chars().all(is_name);
            let start = part[..start].strip_suffix('$').map_or(start, str::len);
            is_found.then(|| &part[start..=end])
        };
        let is_word = WORDS.contains(&part)
            || is_of_you(part)
            || is_of_kind(part)
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

/// Reports whether a name in capital letters says what kind of value belongs there: `ACCOUNT_ID`.
fn is_of_kind(part: &str) -> bool {
    let is_capital = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
    part.rsplit_once(['_', '-']).is_some_and(|(rest, last)| {
        KINDS.contains(&last) && rest.split(['_', '-']).all(is_capital) && !rest.is_empty()
    })
}

/// Last words of names of values.
const KINDS: [&str; 6] = ["ARN", "ID", "IDS", "NAME", "NAMES", "UID"];

/// Reports whether a value only repeats the name of its field: `external-id` for `sts:ExternalId`, or `role/my-role-name`
/// in a principal.
fn repeats(field: &str, value: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let (kind, name) = value.rsplit_once('/').unwrap_or((field, value));
    let kind = plain(kind.rsplit(':').next().unwrap_or_default());
    let name = plain(name);
    let is_of = |end: &str| {
        let start = name.strip_suffix(&format!("{kind}{end}"));
        start.is_some_and(|start| ["", "my", "the"].contains(&start))
    };
    // A role may have the name `role`.
    !kind.is_empty() && (is_of("name") || is_of("id") || (kind.ends_with("id") && is_of("")))
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
