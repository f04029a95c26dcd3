//! Values that a report has once, and names by their numbers.

use std::collections::HashMap;
use std::hash::Hash;

/// Values, each once, in the order in which they came.
pub(crate) struct Interned<T> {
    pub(crate) all: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    /// Returns the number of a value.
    pub(crate) fn number(&mut self, value: T) -> usize {
        let next = self.all.len();
        *self.numbers.entry(value).or_insert_with_key(|value| {
            self.all.push(value.clone());
            next
        })
    }
}
