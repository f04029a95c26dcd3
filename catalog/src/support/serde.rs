//! Deserialization of actions.

use crate::error::UnknownActionError;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;
use serde_core::de::{Error, Visitor};

/// Reads a RAM action from a string.
#[derive(Debug)]
pub struct ActionVisitor<T> {
    expected: &'static [&'static str],
    enum_type: PhantomData<T>,
}

impl<T> ActionVisitor<T> {
    /// Returns a visitor whose errors list the `expected` actions.
    #[inline]
    pub const fn new(expected: &'static [&'static str]) -> Self {
        Self {
            expected,
            enum_type: PhantomData,
        }
    }
}

impl<T: FromStr<Err = UnknownActionError>> Visitor<'_> for ActionVisitor<T> {
    type Value = T;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a RAM action as a string, such as \"")?;
        f.write_str(
            self.expected
                .first()
                .copied()
                .unwrap_or("cs:DescribeEvents"),
        )?;
        f.write_str("\"")
    }

    #[inline]
    fn visit_str<E: Error>(self, given: &str) -> Result<T, E> {
        match given.parse() {
            Ok(action) => Ok(action),
            Err(UnknownActionError { .. }) => Err(E::unknown_variant(given, self.expected)),
        }
    }
}
