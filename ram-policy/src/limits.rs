//! How much of a document is read. RAM's own limit is 6,144 characters; these are far above it, and
//! keep a hostile file from taking memory and time.

/// Bytes of a text.
pub const BYTES: usize = 1 << 20;

/// Levels of nesting. A value of a condition stands on the sixth.
pub const DEPTH: usize = 32;

/// Values in a document, those in lists and objects included.
pub const VALUES: usize = 100_000;

/// Problems of a document that are kept; the first ones. Nobody mends more in one go.
pub const PROBLEMS: usize = 100;

/// Steps of reasoning about patterns, for one question. A step is one place of one pattern passed; a
/// policy of the largest size that RAM accepts takes some hundred thousand.
pub const WORK: usize = 2_000_000;

pub(crate) const fn work() -> usize {
    WORK
}
