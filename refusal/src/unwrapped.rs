//! A text without its wrapping, where every byte keeps its place in the original.

use crate::hidden::{Hidden, Whole, wholeness};
use crate::lines::Line;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// A text without its wrapping.
pub(crate) struct Unwrapped<'t> {
    pub(crate) original: &'t str,
    pub(crate) text: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) steps: Vec<Step>,
    pub(crate) boxes: Vec<Range<usize>>,
    /// The places where a terminal broke a line within a word.
    pub(crate) seams: Vec<usize>,
    /// What was removed that a reader does not see, in order.
    pub(crate) hidden: Vec<(usize, Hidden)>,
}

/// From `here` on in the unwrapped text, the original continues at `there`.
pub(crate) struct Step {
    pub(crate) here: usize,
    pub(crate) there: usize,
    /// Where the character before it ends in the original: a colour may lie between.
    pub(crate) end_before: usize,
}

impl Step {
    /// Returns the place in the original, by the last step before a place.
    pub(crate) fn origin(last: Option<&Self>, at: usize) -> usize {
        last.map_or(at, |step| step.there + (at - step.here))
    }
}

impl Unwrapped<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(crate) fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Returns the place where a terminal broke a word, if it did.
    pub(crate) fn seam(&self, range: &Range<usize>) -> Option<usize> {
        let place = self.seams.partition_point(|seam| *seam <= range.start);
        let seam = self.seams.get(place).copied();
        seam.filter(|seam| *seam < range.end)
    }

    /// Returns whether a name is the whole one, as far as what was removed shows.
    pub(crate) fn wholeness(&self, name: &Range<usize>) -> Whole {
        wholeness(self.bytes(), &self.hidden, name)
    }

    /// Returns whether a line starts at a place, without an indentation.
    pub(crate) fn starts_line(&self, at: usize) -> bool {
        let place = self.origin(at);
        let before = self.original.get(..place).unwrap_or_default();
        before.ends_with("\\n") || self.is_boxed(at) || self.line(place).text.start == place
    }

    /// Returns the line of the original at a place.
    pub(crate) fn line_of(&self, at: usize) -> &Line {
        self.line(self.origin(at))
    }

    /// Returns the line of a place in the original. A text has at least one.
    fn line(&self, place: usize) -> &Line {
        let next = self.lines.partition_point(|line| line.start <= place);
        &self.lines[next.saturating_sub(1)]
    }

    /// Returns the text as the original has it.
    pub(crate) fn written(&self, range: &Range<usize>) -> &str {
        self.original.get(self.original(range)).unwrap_or_default()
    }

    /// Returns the text at a place without line breaks, which are not part of a name.
    pub(crate) fn joined(&self, range: &Range<usize>) -> String {
        self.slice(range)
            .replace(['\n', '\u{b}', '\u{c}', '\u{1d}'], "")
    }

    /// Returns the text at a place, with its white space as spaces.
    pub(crate) fn plain(&self, range: &Range<usize>) -> String {
        self.slice(range)
            .replace(['\n', '\u{b}', '\u{c}', '\u{1d}'], " ")
    }

    /// Returns the range in the original.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let step = self.steps.partition_point(|step| step.here < range.end);
        let step = self.steps.get(step).filter(|step| step.here == range.end);
        let end = step.map_or_else(|| self.origin(range.end), |step| step.end_before);
        self.origin(range.start)..end
    }

    fn origin(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|step| step.here <= at);
        let step = step.checked_sub(1).and_then(|step| self.steps.get(step));
        Step::origin(step, at)
    }

    /// Takes back the end of the text.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        let steps = self.steps.partition_point(|step| step.here <= length);
        self.steps.truncate(steps);
        let seams = self.seams.partition_point(|seam| *seam <= length);
        self.seams.truncate(seams);
        let hidden = self.hidden.partition_point(|(at, _)| *at <= length);
        self.hidden.truncate(hidden);
    }

    /// Returns the original from a place on.
    pub(crate) fn rest(&self, at: usize) -> &str {
        self.original.get(at..).unwrap_or_default()
    }

    /// Counts the backslashes before a quote in the original.
    pub(crate) fn escapes(&self, at: usize) -> usize {
        let before = self.original.as_bytes().get(..self.origin(at));
        // A terminal may have broken the line after one.
        let is_escape = |byte: &&u8| matches!(**byte, b'\\' | b'\n' | b'\r');
        let reversed = before.unwrap_or_default().iter().rev();
        let escape = reversed.take(32).take_while(is_escape);
        escape.filter(|byte| **byte == b'\\').count()
    }

    /// Returns how far the line at a place is indented.
    pub(crate) fn indentation(&self, at: usize) -> usize {
        let before = self.original.get(..self.origin(at)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.original.as_bytes().get(start..).unwrap_or_default();
        let is_blank = |byte: &&u8| matches!(**byte, b' ' | b'\t');
        line.iter().take_while(is_blank).count()
    }

    pub(crate) fn is_boxed(&self, at: usize) -> bool {
        let place = self.boxes.partition_point(|range| range.end <= at);
        self.boxes
            .get(place)
            .is_some_and(|range| range.contains(&at))
    }
}
