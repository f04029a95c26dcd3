//! Requests in the lines of a text, whose answers are in the same line or below.

use crate::operation::{Part, Place};
use core::mem::take;

/// How many lines may be between a request and its answer.
const LINES_BELOW: usize = 12;

#[derive(Default)]
pub(crate) struct Requests {
    /// The operation in the line, or in a line before that ends with a colon.
    line: Place,
    /// The request in a line before, and how many lines may be below it.
    sent: Place,
    lines_below: usize,
}

impl Requests {
    pub(crate) fn add(&mut self, part: Part) {
        self.line.add(part);
    }

    /// Returns the operation of a call in this line.
    pub(crate) fn operation(&self) -> Place {
        let mut operation = self.line.clone();
        if !operation.is_call() {
            operation.fill(self.sent.clone());
        }
        operation
    }

    /// Returns whether an answer may be below a request.
    pub(crate) const fn is_open(&self) -> bool {
        self.lines_below > 0
    }

    /// Forgets the request of the lines before, which has its answer.
    pub(crate) fn answer(&mut self) {
        self.sent = Place::default();
    }

    /// Ends a line: keeps its request, whose answer is below, with its headers.
    pub(crate) fn end_line(&mut self) {
        let mut line = take(&mut self.line);
        if line.is_sent() {
            if self.sent.is_header() {
                line.fill(take(&mut self.sent));
            }
            self.sent = line;
            self.lines_below = LINES_BELOW;
        } else if line.is_header() {
            self.sent.fill(line);
            self.lines_below = LINES_BELOW;
        } else {
            self.lines_below = self.lines_below.saturating_sub(1);
            if self.lines_below == 0 {
                self.sent = Place::default();
            }
        }
    }
}
