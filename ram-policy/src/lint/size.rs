//! The size of a policy, and its limit.

use crate::policy::kind::Kind;

/// A limit on the size of a policy, and its date. RAM has raised that of identity policies twice since 2021.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, SizeLimit, SizeUnit};
///
/// let limit = SizeLimit { most: 60, unit: SizeUnit::Characters, as_of: "2021-08".to_owned() };
/// let found = Linter::new(&NothingKnown).size_limit(limit).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "too-long");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeLimit {
    /// The greatest size.
    pub most: usize,
    /// What the size counts.
    pub unit: SizeUnit,
    /// The month in which this was the limit.
    pub as_of: String,
}

/// What the size of a policy counts.
///
/// [`SizeLimit::size`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeUnit {
    /// Characters, of which each counts once.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

impl SizeUnit {
    /// Returns `characters` or `bytes`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Bytes => "bytes",
        }
    }

    fn of(self, c: char) -> usize {
        match self {
            Self::Characters => 1,
            Self::Bytes => c.len_utf8(),
        }
    }
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
    /// assert_eq!(SizeLimit::of(Kind::Session).map(|limit| limit.most), Some(2048));
    /// assert_eq!(SizeLimit::of(Kind::Trust), None);
    /// ```
    pub fn of(kind: Kind) -> Option<Self> {
        let (most, unit) = match kind {
            Kind::Identity => return Some(Self::default()),
            Kind::Control => (4096, SizeUnit::Characters),
            Kind::Session => (2048, SizeUnit::Characters),
            Kind::Key => (32768, SizeUnit::Bytes),
            Kind::Trust | Kind::Bucket | Kind::Resource | Kind::Endpoint => return None,
        };
        Some(Self::as_of_now(most, unit))
    }

    /// Measures a text in the unit of the limit.
    ///
    /// ```
    /// use ram_policy::Kind;
    /// use ram_policy::lint::SizeLimit;
    ///
    /// let text = "{\"Sid\": \"é\"}";
    /// let size_of = |kind| SizeLimit::of(kind).map(|limit| limit.size(text).packed);
    /// assert_eq!((size_of(Kind::Control), size_of(Kind::Key)), (Some(11), Some(12)));
    /// ```
    pub fn size(&self, text: &str) -> Size {
        Size::in_unit(text, self.unit)
    }

    fn as_of_now(most: usize, unit: SizeUnit) -> Self {
        Self {
            most,
            unit,
            as_of: "2026-03".to_owned(),
        }
    }
}

/// The limit of an identity policy.
impl Default for SizeLimit {
    fn default() -> Self {
        Self::as_of_now(6144, SizeUnit::Characters)
    }
}

/// The size of a policy.
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
    /// Measures a text in characters.
    ///
    /// ```
    /// use ram_policy::lint::Size;
    ///
    /// let size = Size::of("{ \"Version\": \"1\" }\n");
    /// assert_eq!((size.whole, size.packed), (18, 15));
    /// ```
    pub fn of(text: &str) -> Self {
        Self::in_unit(text, SizeUnit::Characters)
    }

    fn in_unit(text: &str, unit: SizeUnit) -> Self {
        Self {
            whole: text.trim().chars().map(|c| unit.of(c)).sum(),
            packed: without_space(text, unit),
        }
    }
}

/// Measures a document without the white space between its tokens.
fn without_space(text: &str, unit: SizeUnit) -> usize {
    let mut is_in_string = false;
    let mut is_escaped = false;
    let counted = text.chars().filter(|&c| {
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
    counted.map(|c| unit.of(c)).sum()
}
