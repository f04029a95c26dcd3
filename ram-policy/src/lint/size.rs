//! The size of a policy, and its limit.

use crate::policy::kind::Kind;

/// A limit on the characters of a policy, and its date. RAM has raised the limit twice since 2021.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, SizeLimit};
///
/// let limit = SizeLimit { characters: 60, as_of: "2021-08".to_owned() };
/// let found = Linter::new(&NothingKnown).size_limit(limit).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "too-long");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeLimit {
    /// The most characters.
    pub characters: usize,
    /// The month in which this was the limit.
    pub as_of: String,
}

impl SizeLimit {
    /// Returns the documented limit of a kind of policy, if there is one.
    ///
    /// The sources are on the page of the rule `too-long`.
    ///
    /// ```
    /// use ram_policy::Kind;
    /// use ram_policy::lint::SizeLimit;
    ///
    /// assert_eq!(SizeLimit::of(Kind::Session).map(|limit| limit.characters), Some(2048));
    /// assert_eq!(SizeLimit::of(Kind::Trust), None);
    /// ```
    pub fn of(kind: Kind) -> Option<Self> {
        let characters = match kind {
            Kind::Identity => return Some(Self::default()),
            Kind::Control => 4096,
            Kind::Session => 2048,
            // In bytes, so that a policy with other letters may be too long at fewer characters.
            Kind::Key => 32768,
            Kind::Trust | Kind::Bucket | Kind::Resource | Kind::Endpoint => return None,
        };
        Some(Self::as_of_now(characters))
    }

    fn as_of_now(characters: usize) -> Self {
        Self {
            characters,
            as_of: "2026-03".to_owned(),
        }
    }
}

/// The limit of an identity policy.
impl Default for SizeLimit {
    fn default() -> Self {
        Self::as_of_now(6144)
    }
}

/// The size of a policy, in characters.
///
/// [`Size::of`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// As written, without the white space around it.
    pub whole: usize,
    /// Without the white space between its elements.
    pub packed: usize,
}

impl Size {
    /// Measures a text.
    ///
    /// ```
    /// use ram_policy::lint::Size;
    ///
    /// let size = Size::of("{ \"Version\": \"1\" }\n");
    /// assert_eq!((size.whole, size.packed), (18, 15));
    /// ```
    pub fn of(text: &str) -> Self {
        Self {
            whole: text.trim().chars().count(),
            packed: without_space(text),
        }
    }
}

/// Counts the characters of a document without the white space between its tokens.
pub(crate) fn without_space(text: &str) -> usize {
    let mut is_in_string = false;
    let mut is_escaped = false;
    let counts = text.chars().filter(|&c| {
        if is_in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_in_string = false,
                _ => {}
            }
            return true;
        }
        is_in_string = c == '"';
        !matches!(c, ' ' | '\t' | '\n' | '\r')
    });
    counts.count()
}
