//! Some events of a file.

use super::answers::Answers;
use super::event::{Event, Unreadable};
use super::outer;
use memchr::{memchr, memchr_iter};
use std::ops::Range;

/// Some events of a file.
pub struct Block {
    pub(super) bytes: Vec<u8>,
    pub(super) line: usize,
    /// `None` for lines.
    pub(super) places: Option<Vec<Range<usize>>>,
    /// A line, and what is wrong there.
    pub(super) problem: Option<(usize, Unreadable)>,
    /// The answers that end here. Those within a line are found when it is read.
    pub(super) answers: Answers,
}

impl Block {
    /// Returns the number of bytes, after decompression.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Reads each event. `each` takes the event, or its line, from 1, with the reason why it cannot be read.
    /// Returns how many answers of `LookupEvents` end in the block.
    pub fn each(&self, mut each: impl FnMut(Result<Event<'_>, (usize, Unreadable)>)) -> Answers {
        let mut answers = self.answers;
        let bytes = &self.bytes;
        if let Some(places) = &self.places {
            // Lines are counted only up to what cannot be read, and none twice.
            let (mut line, mut counted) = (self.line, 0);
            for place in places {
                answers.merge(outer::events(&bytes[place.clone()], &mut |event| {
                    each(event.map_err(|problem| {
                        line += memchr_iter(b'\n', &bytes[counted..place.start]).count();
                        counted = place.start;
                        (line, problem)
                    }));
                }));
            }
        } else {
            let mut rest = &bytes[..];
            let mut line = self.line;
            while !rest.is_empty() {
                let end = memchr(b'\n', rest);
                let record = rest[..end.unwrap_or(rest.len())].trim_ascii();
                if !record.is_empty() {
                    answers.merge(outer::events(record, &mut |event| {
                        each(event.map_err(|problem| match end {
                            Some(_) => (line, problem.of_line()),
                            None => (line, problem),
                        }));
                    }));
                }
                rest = &rest[end.map_or(rest.len(), |end| end + 1)..];
                line += 1;
            }
        }
        if let Some((line, problem)) = &self.problem {
            each(Err((*line, problem.clone())));
        }
        answers
    }
}
