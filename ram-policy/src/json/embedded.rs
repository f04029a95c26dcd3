//! Documents inside strings of other documents.

use crate::json::scanner::Scanner;
use ram_diagnostics::ByteRange;

/// A text inside another one, such as a document in a string of an API's answer, and where each part
/// of it comes from.
///
/// ```
/// use ram_policy::ByteRange;
/// use ram_policy::json::{Embedded, parse};
///
/// let answer = r#"{"PolicyDocument": "{\"Version\": 2}"}"#;
/// let root = parse(answer).root.expect("a value");
/// let document = Embedded::string(answer, root.get("PolicyDocument").expect("a string").range);
/// assert_eq!(document.text, r#"{"Version": 2}"#);
/// let two = document.outer(ByteRange::new(12, 13));
/// assert_eq!(&answer[two.as_range()], "2");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// The text.
    pub text: String,
    /// The starts of the runs of bytes that were copied unchanged, in `text` and outside; ascending,
    /// the first one at 0.
    pub runs: Vec<(usize, usize)>,
}

impl Embedded {
    /// Embeds a whole text.
    pub fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            runs: vec![(0, 0)],
        }
    }

    /// The text of a string of JSON, its escapes resolved. `range` is the place of the string in
    /// `outer`, its quotation marks included.
    pub fn string(outer: &str, range: ByteRange) -> Self {
        let mut embedded = Self {
            text: String::new(),
            runs: Vec::new(),
        };
        let end = range.end.saturating_sub(1).min(outer.len());
        let mut at = (range.start + 1).min(end);
        embedded.runs.push((0, at));
        while let Some(run) = outer.get(at..end).filter(|run| !run.is_empty()) {
            let plain = run.find('\\').unwrap_or(run.len());
            embedded.text.push_str(&run[..plain]);
            at += plain;
            if at < end {
                embedded.runs.push((embedded.text.len(), at));
                let mut scan = Scanner::new(outer);
                scan.at = at;
                scan.escape(&mut embedded.text);
                at = scan.at;
                embedded.runs.push((embedded.text.len(), at));
            }
        }
        embedded
    }

    /// Returns the text with its places in the text around the other one that contains it.
    ///
    /// ```
    /// use ram_policy::ByteRange;
    /// use ram_policy::json::{Embedded, parse};
    ///
    /// let log = r#"{"message": "{\"a\": \"b\\n\"}"}"#;
    /// let string = |text: &str, key: &str| {
    ///     let root = parse(text).root.expect("a value");
    ///     Embedded::string(text, root.get(key).expect("a string").range)
    /// };
    /// let message = string(log, "message");
    /// let a = string(&message.text, "a").within(&message);
    /// assert_eq!(a.text, "b\n");
    /// assert_eq!(&log[a.outer(ByteRange::new(0, 2)).as_range()], r"b\\n");
    /// ```
    #[must_use]
    pub fn within(&self, around: &Self) -> Self {
        let mut runs = Vec::with_capacity(self.runs.len() + around.runs.len());
        let ends = self.runs.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        for (&(start, middle), end) in self.runs.iter().zip(ends) {
            let length = end.saturating_sub(start);
            let place = |at: usize| around.outer(ByteRange::new(at, at)).start;
            runs.push((start, place(middle)));
            let first = around.runs.partition_point(|(at, _)| *at <= middle);
            let inside = around.runs[first..].iter();
            let inside = inside.take_while(|(at, _)| *at < middle + length);
            runs.extend(inside.map(|(at, outer)| (start + (at - middle), *outer)));
        }
        Self {
            text: self.text.clone(),
            runs,
        }
    }

    /// Returns the place outside that a place in the text comes from.
    pub fn outer(&self, range: ByteRange) -> ByteRange {
        let outer = |offset: usize| {
            let next = self.runs.partition_point(|(start, _)| *start <= offset);
            let (start, outer) = self.runs[next.max(1) - 1];
            let limit = self.runs.get(next).map(|(_, next)| *next);
            // Parts of a text may be in another order outside.
            let limit = limit.filter(|limit| *limit >= outer);
            (outer + (offset - start)).min(limit.unwrap_or(usize::MAX))
        };
        let start = outer(range.start);
        ByteRange::new(start, outer(range.end).max(start))
    }
}
