//! The errors for a text or a number that is not a known action.

use crate::suggestion::{Known, Suggestion};
use core::fmt::{self, Write as _};

/// The number of bytes of the given text that an error keeps.
const KEPT: usize = 64;

/// The error for a text that is not a RAM action of the catalog.
///
/// The message names the text and the known action that was probably meant:
///
/// ```
/// use ack_catalog::AckAction;
///
/// let error = "cs:DescribeCluster".parse::<AckAction>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unknown RAM action `cs:DescribeCluster`; did you mean `cs:DescribeClusters`?",
/// );
/// ```
///
/// It does not allocate: it keeps the first 64 bytes of the text, cut at a character, and escapes
/// control characters.
#[derive(Clone)]
pub struct UnknownActionError {
    kept: [u8; KEPT],
    len: usize,
    cut: bool,
    known: Known,
}

impl UnknownActionError {
    #[doc(hidden)]
    #[inline]
    pub fn new(given: &str, known: Known) -> Self {
        let mut len = given.len().min(KEPT);
        while !given.is_char_boundary(len) {
            len -= 1;
        }
        let mut kept = [0; KEPT];
        kept[..len].copy_from_slice(&given.as_bytes()[..len]);
        Self {
            kept,
            len,
            cut: len < given.len(),
            known,
        }
    }

    /// Returns the text that is not an action, up to its first 64 bytes.
    ///
    /// ```
    /// use ack_catalog::AckAction;
    ///
    /// let error = "cs:StartAlart".parse::<AckAction>().unwrap_err();
    /// assert_eq!(error.given(), "cs:StartAlart");
    /// ```
    #[inline]
    pub fn given(&self) -> &str {
        core::str::from_utf8(&self.kept[..self.len]).unwrap_or_default()
    }

    /// Returns the RAM action that was probably meant. If two are equally near, it is the first on the
    /// page; the message names both.
    ///
    /// ```
    /// use ack_catalog::AckAction;
    ///
    /// let error = "cs:StartAlart".parse::<AckAction>().unwrap_err();
    /// assert_eq!(error.suggestion(), Some("cs:StartAlert"));
    ///
    /// let error = "cs:Frobnicate".parse::<AckAction>().unwrap_err();
    /// assert_eq!(error.suggestion(), None);
    /// ```
    #[inline]
    pub fn suggestion(&self) -> Option<&'static str> {
        self.meant().map(Suggestion::action)
    }

    #[inline]
    fn meant(&self) -> Option<Suggestion> {
        // A text longer than the buffer is not a typing error.
        (!self.cut)
            .then(|| Suggestion::new(self.given(), self.known))
            .flatten()
    }
}

impl fmt::Display for UnknownActionError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown RAM action `")?;
        for c in self.given().chars() {
            // Quotes need no escape between backticks.
            match c {
                '\'' | '"' => f.write_char(c)?,
                c => write!(f, "{}", c.escape_debug())?,
            }
        }
        f.write_str(if self.cut { "…`" } else { "`" })?;
        match self.meant() {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for UnknownActionError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownActionError")
            .field("given", &self.given())
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

impl PartialEq for UnknownActionError {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (self.given(), self.cut) == (other.given(), other.cut)
    }
}

impl Eq for UnknownActionError {}

impl core::error::Error for UnknownActionError {}

/// The error for a number that is not the id of an action.
///
/// ```
/// use ack_catalog::AckAction;
///
/// let error = AckAction::try_from(0).unwrap_err();
/// assert!(error.to_string().starts_with("unknown action id 0; expected 1 to "));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownIdError {
    given: u16,
    last: u16,
}

impl UnknownIdError {
    #[doc(hidden)]
    #[inline]
    pub const fn new(given: u16, last: u16) -> Self {
        Self { given, last }
    }

    /// Returns the number that is not an id.
    #[inline]
    pub const fn given(self) -> u16 {
        self.given
    }
}

impl fmt::Display for UnknownIdError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { given, last } = self;
        write!(f, "unknown action id {given}; expected 1 to {last}")
    }
}

impl core::error::Error for UnknownIdError {}
