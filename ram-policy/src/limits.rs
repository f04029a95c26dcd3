//! Limits of reading and reasoning. RAM's own limit of 6,144 characters is far below them; they bound the
//! memory and time that a hostile file can take.

/// The most bytes of a text.
pub const BYTES: usize = 1 << 20;

/// The most levels of nesting. The values of a condition are on the sixth.
pub const DEPTH: usize = 32;

/// The most values in a document, including those in lists and objects.
pub const VALUES: usize = 100_000;

/// The most problems of a document that are kept, the first ones.
pub const PROBLEMS: usize = 100;

/// Steps of reasoning about patterns, for one question, or for all actions that one [`Reach`](crate::Reach) decides. A step is one place of one pattern passed; a
/// policy of the largest size that RAM accepts takes some hundred thousand.
pub const WORK: usize = 2_000_000;

/// Steps of reasoning about patterns, to prove that two policies decide alike. Each of many actions may take a question
/// of its own.
pub(crate) const WORK_OF_PROOF: usize = WORK + WORK / 2;

pub(crate) const fn work() -> usize {
    WORK
}
