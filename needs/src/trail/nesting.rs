//! Where the events of a JSON text begin and end, without reading them.

use super::answers::Answers;
use memchr::memchr2;
use std::mem;
use std::ops::Range;

/// The state between two pieces of a text: values one after the other, a list of them, or the answer of
/// `LookupEvents`, whose key `Events` has the list. Errors inside a value are found when it is read.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own about a place in a text.
pub(super) struct Nesting {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    /// Where the last string starts, after its quotation mark.
    string: Option<usize>,
    /// Where the open value starts. `None` between values, and in one that is not returned.
    start: Option<usize>,
    /// Whether the values are in a list.
    is_in_list: bool,
    /// Whether the values are in the list of an answer.
    is_in_answer: bool,
    /// Whether the last string of an answer is `Events`.
    is_events: bool,
    /// Whether it is `NextToken`.
    is_next_token: bool,
    /// Whether the open object has a list of events, and a token that is not empty.
    has_events: bool,
    has_next_token: bool,
    /// The answers that have ended.
    answers: Answers,
}

/// Text at this place is not JSON.
pub(super) struct NotJson(pub(super) usize);

impl Nesting {
    /// Returns the depth at which values begin.
    fn level(&self) -> usize {
        usize::from(self.is_in_list) + if self.is_in_answer { 2 } else { 0 }
    }

    /// Returns the depth of the keys of an answer.
    fn key_level(&self) -> usize {
        usize::from(self.is_in_list) + 1
    }

    /// Returns the first place that is still needed.
    pub(super) fn needed(&self) -> Option<usize> {
        let string = self.string.filter(|_| self.is_in_string);
        match (self.start, string) {
            (Some(start), Some(string)) => Some(start.min(string)),
            (start, string) => start.or(string),
        }
    }

    /// Returns where the open value starts.
    pub(super) fn start(&self) -> Option<usize> {
        self.start
    }

    /// Follows the removal of bytes at the start of the text.
    pub(super) fn moved(&mut self, removed: usize) {
        self.start = self.start.and_then(|at| at.checked_sub(removed));
        self.string = self.string.and_then(|at| at.checked_sub(removed));
    }

    /// Skips the open value instead of returning it.
    pub(super) fn skip(&mut self) {
        self.start = None;
        self.string = None;
    }

    /// Returns the answers that have ended since the last call.
    pub(super) fn answers(&mut self) -> Answers {
        mem::take(&mut self.answers)
    }

    /// Returns whether the text is inside of a string.
    pub(super) fn is_in_string(&self) -> bool {
        self.is_in_string
    }

    /// Returns whether the text can end here.
    pub(super) fn is_whole(&self) -> bool {
        self.depth == 0 && !self.is_in_string && self.start.is_none()
    }

    /// Adds the values that end in the text from this place on.
    pub(super) fn scan(
        &mut self,
        text: &[u8],
        from: usize,
        found: &mut Vec<Range<usize>>,
    ) -> Result<(), NotJson> {
        let mut at = from;
        while at < text.len() {
            if self.is_in_string {
                if self.is_escaped {
                    self.is_escaped = false;
                    at += 1;
                    continue;
                }
                let Some(next) = memchr2(b'"', b'\\', &text[at..]) else {
                    break;
                };
                at += next;
                if text[at] == b'\\' {
                    self.is_escaped = true;
                } else {
                    self.end_string(text, at, found);
                }
                at += 1;
                continue;
            }
            match text[at] {
                b'"' => {
                    if self.depth == self.level() && self.start.is_none() {
                        self.begin(at)?;
                    }
                    self.is_in_string = true;
                    self.string = Some(at + 1);
                }
                open @ (b'{' | b'[') => self.open(open, at),
                b'}' | b']' => self.close(at, found)?,
                b',' => {
                    self.end_word(at, found);
                    self.is_events = false;
                    self.is_next_token = false;
                }
                b' ' | b'\t' | b'\r' | b'\n' => self.end_word(at, found),
                b':' => {}
                // A byte order mark: files that were joined have one each.
                0xef | 0xbb | 0xbf if self.depth == 0 => {}
                _ if self.depth == self.level() && self.start.is_none() => self.begin(at)?,
                _ => {}
            }
            at += 1;
        }
        Ok(())
    }

    /// Begins a value that is not an object.
    fn begin(&mut self, at: usize) -> Result<(), NotJson> {
        if self.depth == 0 {
            return Err(NotJson(at));
        }
        self.start = Some(at);
        Ok(())
    }

    fn open(&mut self, open: u8, at: usize) {
        if self.depth == self.level() {
            if open == b'[' && self.depth == 0 {
                self.is_in_list = true;
            } else if self.start.is_none() {
                self.start = Some(at);
            }
        } else if open == b'[' && self.is_events && self.depth == self.key_level() {
            self.is_in_answer = true;
            self.has_events = true;
            // Only the values of the list are returned.
            self.start = None;
        }
        self.is_events = false;
        self.depth += 1;
    }

    fn close(&mut self, at: usize, found: &mut Vec<Range<usize>>) -> Result<(), NotJson> {
        self.end_word(at, found);
        if self.depth == self.level() {
            if self.is_in_answer {
                self.is_in_answer = false;
            } else if self.is_in_list {
                self.is_in_list = false;
            } else {
                return Err(NotJson(at));
            }
            self.depth -= 1;
            return Ok(());
        }
        self.depth -= 1;
        if self.depth == self.level() {
            found.extend(self.start.take().map(|start| start..at + 1));
            if !self.is_in_answer {
                self.end_object();
            }
        }
        Ok(())
    }

    /// Counts an object that has ended, if it is an answer.
    fn end_object(&mut self) {
        if mem::take(&mut self.has_events) {
            self.answers.count += 1;
            self.answers.with_next_token += u64::from(self.has_next_token);
        }
        self.has_next_token = false;
    }

    fn end_string(&mut self, text: &[u8], at: usize, found: &mut Vec<Range<usize>>) {
        self.is_in_string = false;
        let string = self.string.take();
        if self.depth == self.level() {
            found.extend(self.start.take().map(|start| start..at + 1));
        } else if self.depth == self.key_level() && !self.is_in_answer {
            let string = string.map_or(&[][..], |start| &text[start..at]);
            self.has_next_token |= self.is_next_token && !string.is_empty();
            self.is_next_token = string == b"NextToken";
            self.is_events = string == b"Events";
        }
    }

    /// Ends a number or a word.
    fn end_word(&mut self, at: usize, found: &mut Vec<Range<usize>>) {
        if self.depth == self.level() {
            found.extend(self.start.take().map(|start| start..at));
        }
    }
}

/// The values of a text that is not continued.
pub(super) struct Values {
    pub(super) found: Vec<Range<usize>>,
    /// The answers that have them.
    pub(super) answers: Answers,
    pub(super) end: End,
}

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    /// Inside of a value or a list.
    CutOff,
    /// Before text that is not JSON.
    NotJson,
}

/// Returns the values of a text, up to what is wrong.
pub(super) fn values(text: &[u8]) -> Values {
    let mut nesting = Nesting::default();
    let mut found = Vec::new();
    let scanned = nesting.scan(text, 0, &mut found);
    let end = match scanned {
        Err(NotJson(_)) => End::NotJson,
        Ok(()) if nesting.is_whole() => End::Whole,
        Ok(()) => End::CutOff,
    };
    Values {
        found,
        answers: nesting.answers(),
        end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut nesting = Nesting::default();
        match nesting.scan(text.as_bytes(), 0, &mut found) {
            Ok(()) if nesting.is_whole() => {}
            Ok(()) => found.push(text.len()..text.len()),
            Err(NotJson(at)) => found.push(at..at),
        }
        found.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn values_are_found_in_every_outer_form() {
        for (text, wanted) in [
            (
                r#"{"a":1} {"b":"}\"{"}"#,
                &[r#"{"a":1}"#, r#"{"b":"}\"{"}"#][..],
            ),
            (r#"[{"a":[1]},{}]"#, &[r#"{"a":[1]}"#, "{}"]),
            (r#"[{"a":1}] [{"b":2}]"#, &[r#"{"a":1}"#, r#"{"b":2}"#]),
            (
                r#"{"N":"x","Events":[{"a":1},{"b":2}],"E":{}}"#,
                &[r#"{"a":1}"#, r#"{"b":2}"#],
            ),
            (r#"{"Events" : []} {"c":3}"#, &[r#"{"c":3}"#]),
            (
                r#"[{"Events":[{"a":1}]},{"Events":[{"b":2}]}]"#,
                &[r#"{"a":1}"#, r#"{"b":2}"#],
            ),
            // Not the list of an answer.
            (
                r#"{"x":"Events","y":[{}]}"#,
                &[r#"{"x":"Events","y":[{}]}"#],
            ),
            (r#"{"x":{"Events":[{}]}}"#, &[r#"{"x":{"Events":[{}]}}"#]),
            (r#"{"Events":null}"#, &[r#"{"Events":null}"#]),
            // No objects, and so no events: whoever reads them says so.
            (
                r#"[1, "a,b", [2], null]"#,
                &["1", r#""a,b""#, "[2]", "null"],
            ),
            ("", &[]),
            (" \r\n\t", &[]),
            // Not whole, or not JSON.
            (r#"[{"a":1}"#, &[r#"{"a":1}"#, ""]),
            (r#"{"a":"#, &[""]),
            (r#"{"a":1} b"#, &[r#"{"a":1}"#, ""]),
            ("]", &[""]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn pieces_of_a_text_give_the_same_values() {
        let text = br#"[{"a":"\\\"}"},{"Events":[{"x":1},2,"three"],"y":"]"},4]"#;
        let whole = values(text).found;
        assert_eq!(whole.len(), 5);
        for cut in 0..text.len() {
            let mut nesting = Nesting::default();
            let mut found = Vec::new();
            for (from, to) in [(0, cut), (cut, text.len())] {
                assert!(nesting.scan(&text[..to], from, &mut found).is_ok());
            }
            assert_eq!(found, whole, "{cut}");
        }
    }

    #[test]
    fn answers_with_a_token_have_a_next_one() {
        for (text, wanted) in [
            (r#"{"Events":[{"a":1}],"NextToken":"x"}"#, (1, 1)),
            (
                r#"{"NextToken" : "x", "Events":[{"NextToken":""}]}"#,
                (1, 1),
            ),
            (r#"{"NextToken":"","Events":[{"NextToken":"x"}]}"#, (1, 0)),
            (r#"{"NextToken":null,"x":"y","Events":[]}"#, (1, 0)),
            (r#"{"x":"NextToken","y":"z","Events":[]}"#, (1, 0)),
            (r#"{"NextToken":"x","Events":[]} {"Events":[]}"#, (2, 1)),
            (
                r#"[{"NextToken":"x","Events":[]},{"Events":[],"NextToken":"y"}]"#,
                (2, 2),
            ),
            (r#"{"NextToken":"x"} {"Events":[]}"#, (1, 0)),
            (r#"[{"a":1}]"#, (0, 0)),
        ] {
            for cut in 0..text.len() {
                let mut nesting = Nesting::default();
                let mut found = Vec::new();
                for (from, to) in [(0, cut), (cut, text.len())] {
                    let scanned = nesting.scan(&text.as_bytes()[..to], from, &mut found);
                    assert!(scanned.is_ok());
                }
                let answers = nesting.answers();
                assert_eq!(
                    (answers.count, answers.with_next_token),
                    wanted,
                    "{text} {cut}"
                );
            }
        }
    }
}
