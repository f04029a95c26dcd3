//! True, false, or unknown.

use std::ops::Not;

/// A truth of three values: what is unknown may turn out to be true or false.
///
/// ```
/// use ram_policy::Ternary;
///
/// // Whatever the unknown turns out to be.
/// assert_eq!(Ternary::Unknown.and(Ternary::False), Ternary::False);
/// assert_eq!(Ternary::Unknown.or(Ternary::True), Ternary::True);
/// assert_eq!(!Ternary::Unknown, Ternary::Unknown);
/// assert_eq!(Ternary::any([Ternary::False, Ternary::Unknown]), Ternary::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ternary {
    /// It does not hold.
    False,
    /// It may hold.
    Unknown,
    /// It holds.
    True,
}

impl Ternary {
    /// Both hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// One of them holds.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    /// One of several holds; of none, none does.
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
