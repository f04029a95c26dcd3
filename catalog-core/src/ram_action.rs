//! The name of a RAM action, and the Rust name of its variant.

use crate::reserved_names::RESERVED;
use std::fmt;
use std::str::FromStr;

/// A RAM action, `service:Name`, such as `cs:DescribeEvents`.
///
/// A service is lower-case ASCII letters, digits and hyphens and starts with a letter; a name is
/// ASCII letters, digits, hyphens and underscores. Some services name the type of resource between
/// them: `cce:cluster:create`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RamAction {
    text: String,
    colon: usize,
}

/// The error for a text that is not a RAM action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionError {
    /// The service is missing.
    NoService,
    /// It has another form, such as a wildcard, a space or a third colon.
    Form,
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoService => "a RAM action starts with its service, such as `cs:`",
            Self::Form => "expected a RAM action, `service:Name`",
        })
    }
}

impl std::error::Error for ActionError {}

impl FromStr for RamAction {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, ActionError> {
        Self::read(text, false)
    }
}

/// Returns true for a wildcard in a pattern of actions.
pub(crate) fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// Returns true for the name of a service.
pub(crate) fn is_service(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl fmt::Display for RamAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl RamAction {
    /// Parses an action whose name may have wildcards, such as `ecs:Describe*`.
    ///
    /// # Errors
    ///
    /// When the text has another form.
    pub fn with_wildcards(text: &str) -> Result<Self, ActionError> {
        Self::read(text, true)
    }

    fn read(text: &str, has_wildcards: bool) -> Result<Self, ActionError> {
        let is_letter = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'-' | b'_')
                || (has_wildcards && is_wildcard(char::from(byte)))
        };
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_letter);
        let is_name = |name: &str| match name.split_once(':') {
            Some((kind, name)) => is_part(kind) && is_part(name),
            None => is_part(name),
        };
        let Some((service, name)) = text.split_once(':') else {
            return Err(if is_part(text) {
                ActionError::NoService
            } else {
                ActionError::Form
            });
        };
        if service.is_empty() && is_name(name) {
            return Err(ActionError::NoService);
        }
        if !is_service(service) || !is_name(name) {
            return Err(ActionError::Form);
        }
        Ok(Self {
            text: text.to_owned(),
            colon: service.len(),
        })
    }

    /// Returns the whole action, `cs:DescribeEvents`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns what is the same for all spellings of an action: RAM ignores letter case.
    pub(crate) fn folded(&self) -> String {
        self.text.to_ascii_lowercase()
    }

    /// Returns true if RAM takes two spellings for the same action.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }

    /// Returns the part before the colon, `cs`.
    pub fn service(&self) -> &str {
        &self.text[..self.colon]
    }

    /// Returns the part after the first colon, `DescribeEvents`.
    pub fn name(&self) -> &str {
        &self.text[self.colon + 1..]
    }

    /// Returns the name of the action's variant.
    ///
    /// 1. It is the action's name. With `service_prefix` the service in `PascalCase` comes first.
    /// 2. A hyphen is dropped, and the letter after it becomes a capital: `get-project` is
    ///    `getProject`. So does the first letter after a service prefix.
    /// 3. Of an action of three parts, such as `cce:cluster:create`, it is the type and the name in
    ///    `PascalCase`: `ClusterCreate`.
    /// 4. A `*` becomes `Any` and a `?` becomes `One`: `ecs:Describe*` is `DescribeAny`.
    /// 5. A name that starts with a digit gets a `_` before it.
    /// 6. A keyword, a lone `_`, and the name of one of the enum's own items (`ALL`, `scope`) get a
    ///    `_` after it.
    pub fn variant(&self, service_prefix: bool) -> String {
        let mut variant = String::with_capacity(self.text.len());
        if service_prefix {
            push_joined(&mut variant, self.service(), true);
        }
        let is_long = self.name().contains(':');
        for part in self.name().split(':') {
            push_joined(&mut variant, part, service_prefix || is_long);
        }
        if variant.is_empty() || variant.starts_with(|c: char| c.is_ascii_digit()) {
            variant.insert(0, '_');
        }
        if !is_identifier(&variant) || RESERVED.contains(&variant.as_str()) {
            variant.push('_');
        }
        variant
    }
}

/// Returns true for an identifier of Rust that is not a keyword. `syn` does not know `gen`, which is a
/// keyword since edition 2024.
pub(crate) fn is_identifier(text: &str) -> bool {
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // The only keyword with a capital is `Self`.
    let has_capital = text.bytes().any(|byte| byte.is_ascii_uppercase()) && text != "Self";
    is_name && has_capital || text != "gen" && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Appends the pieces between hyphens and wildcards, each but the first with a capital.
fn push_joined(out: &mut String, name: &str, mut capital: bool) {
    for c in name.chars() {
        let word = match c {
            '*' => "Any",
            '?' => "One",
            _ => "",
        };
        out.push_str(word);
        if c == '-' || !word.is_empty() {
            capital = true;
        } else {
            out.push(if capital { c.to_ascii_uppercase() } else { c });
            capital = false;
        }
    }
}
