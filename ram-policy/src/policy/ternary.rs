//! Three-valued logic.

use std::ops::Not;

/// A truth value that may be unknown, and then turn out to be true or false.
///
/// ```
/// use ram_policy::Ternary;
///
/// // Regardless of what the unknown turns out to be.
/// assert_eq!(Ternary::Unknown.and(Ternary::False), Ternary::False);
/// assert_eq!(Ternary::Unknown.or(Ternary::True), Ternary::True);
/// assert_eq!(!Ternary::Unknown, Ternary::Unknown);
/// assert_eq!(Ternary::any([Ternary::False, Ternary::Unknown]), Ternary::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ternary {
    /// Does not hold.
    False,
    /// May hold.
    Unknown,
    /// Holds.
    True,
}

impl Ternary {
    /// Returns whether both hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Returns whether at least one holds.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    /// Returns whether at least one of several holds; `False` without any.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut result = Self::False;
        for truth in truths {
            result = result.or(truth);
            if result == Self::True {
                break;
            }
        }
        result
    }
}

impl Not for Ternary {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Ternary {
    fn from(is_true: bool) -> Self {
        if is_true { Self::True } else { Self::False }
    }
}
