//! Answers of `LookupEvents`, each with a part of the events.

use serde::Serialize;

/// How many answers of `LookupEvents` there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// All.
    pub count: u64,
    /// Those with a `NextToken`, which asks for the next one.
    pub with_next_token: u64,
}

impl Answers {
    /// Returns whether none of the answers is the last, so that there are more events.
    ///
    /// ```
    /// use ack_catalog_needs::trail::{Answers, Records};
    ///
    /// let mut answers = Answers::default();
    /// for block in Records::new(&br#"{"NextToken": "t", "Events": []}"#[..])? {
    ///     answers.merge(block.each(|_| ()));
    /// }
    /// assert!(answers.are_partial());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub const fn are_partial(&self) -> bool {
        self.count > 0 && self.count == self.with_next_token
    }

    /// Adds others.
    pub const fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.with_next_token += other.with_next_token;
    }
}
