//! The error for a text that is not a known action.

use crate::suggestion::Suggestion;
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
    /// The known RAM actions, a line each.
    known: &'static str,
}

impl UnknownActionError {
    #[doc(hidden)]
    #[inline]
    pub fn new(given: &str, known: &'static str) -> Self {
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

    #[inline]
    fn given(&self) -> &str {
        core::str::from_utf8(&self.kept[..self.len]).unwrap_or_default()
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
        // A text longer than the buffer is not a typing error.
        let suggestion = (!self.cut).then(|| Suggestion::new(self.given(), self.known));
        match suggestion.flatten() {
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
