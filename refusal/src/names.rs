//! The names of actions and resources, which a line, a cell or a string may break or cut.

use crate::action::Action;
use crate::cut::{is_before_frame, is_cut};
use crate::doubt::{is_before_words, may_be_another, may_go_on};
use crate::edge::{longer_name, words_beyond_edge, words_of_strings};
use crate::gap::{SPACE, is_gap};
use crate::hidden::Whole;
use crate::message::Message;
use crate::name_end::{self, may_be_part};
use crate::rest_of_name::{line_end, rests, run};
use crate::row::within_cell;
use crate::unwrapped::Unwrapped;
use crate::word::{length_without_punctuation, word_end};
use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

pub(crate) struct Names<'t> {
    pub(crate) text: &'t Unwrapped<'t>,
    /// Returns whether there is an action of this name.
    pub(crate) known: &'t dyn Fn(&str) -> bool,
}

/// An action as it was read.
pub(crate) struct Read {
    pub(crate) action: Action,
    pub(crate) end: usize,
    /// Both names, where a line break may be within one or after it.
    pub(crate) readings: Vec<String>,
}

impl Read {
    const fn new(action: Action, end: usize) -> Self {
        Self {
            action,
            end,
            readings: Vec::new(),
        }
    }
}

impl Names<'_> {
    /// Returns the name of a resource. Where it may go on in the next line, or end in this one, the line break stays in
    /// the text, which is no name.
    pub(crate) fn resource(&self, range: &Range<usize>, message: Option<&Message>) -> String {
        let bytes = self.text.bytes();
        let whole = self.text.joined(range);
        if !whole.starts_with("acs:") {
            return whole;
        }
        if self.text.wholeness(range) != Whole::Always {
            return whole + "…";
        }
        let cell = message.map(|message| within_cell(bytes, message.range.start, range));
        if let Some(cell) = cell.filter(|cell| cell != range) {
            return self.text.joined(&cell);
        }
        let with_rest = name_end::resource(bytes, range);
        if with_rest != *range {
            return self.text.joined(&with_rest) + "…";
        }
        let end = self.text.original(range).end;
        let is_before_cell =
            words_beyond_edge(self.text.original, end).is_some_and(|words| !words.is_empty());
        let is_before_word = self.text.seam(range).is_none() && may_be_part(bytes, range.end);
        let is_cut = is_cut(self.text.original, end) || is_before_frame(self.text.original, end);
        if is_before_cell || is_before_word || is_cut {
            return whole + "…";
        }
        let is_line = |rest: &Range<usize>| {
            let indentation = |at: usize| self.text.indentation(at);
            let is_all = bytes
                .get(rest.end)
                .is_none_or(|byte| is_gap(*byte) && *byte != SPACE);
            let has_signs = !bytes[rest.clone()].iter().all(u8::is_ascii_alphabetic);
            self.text.starts_line(rest.start)
                || indentation(rest.start) == indentation(range.start)
                || (is_all && has_signs)
        };
        // The sentence has more words after it.
        let goes_on = message.is_some_and(|message| {
            let action = message.action.as_ref();
            message.range.end > range.end && action.is_none_or(|action| action.end < range.start)
        });
        let seam = self.text.seam(range);
        if let Some(seam) = seam.filter(|seam| matches!(bytes[seam - 1], b',' | b';')) {
            return self.text.joined(&(range.start..seam - 1));
        }
        let parts = match seam {
            Some(seam) => {
                (!goes_on && may_be_another(bytes, range, seam)).then_some((seam, seam..range.end))
            }
            None => may_go_on(bytes, range)
                .filter(is_line)
                .map(|rest| (range.end, rest)),
        };
        parts.map_or(whole, |(end, rest)| {
            self.text.joined(&(range.start..end)) + "\n" + &self.text.joined(&rest)
        })
    }

    /// Returns the action, which is malformed if a reader of the text does not see all that is in its name.
    pub(crate) fn action(&self, range: &Range<usize>, sentence: usize) -> Read {
        let read = self.visible_action(range, sentence);
        let place = range.start..read.end;
        let is_whole = match self.text.wholeness(&place) {
            Whole::Always => true,
            Whole::IfKnown => (self.known)(read.action.as_str()),
            Whole::Never => false,
        };
        if is_whole || !read.action.is_well_formed() {
            return read;
        }
        let bytes = self.text.bytes();
        let is_blank = bytes.get(place.end) == Some(&SPACE);
        let end = place.end + usize::from(is_blank);
        let written = self.text.written(&(place.start..word_end(bytes, end)));
        Read::new(Action::Malformed(written.to_owned()), read.end)
    }

    /// Returns the action. A terminal may have broken the name: then the whole counts if there is such an
    /// action, and the name as written is not an action.
    fn visible_action(&self, range: &Range<usize>, sentence: usize) -> Read {
        let is_known = |name: &str| (self.known)(name);
        let cell = within_cell(self.text.bytes(), sentence, range);
        if cell != *range {
            return Read::new(Action::new(&self.text.joined(&cell)), cell.end);
        }
        let range = &name_end::action(self.text.bytes(), range);
        if let Some(seam) = self.text.seam(range) {
            let [whole, first] = [range.end, seam].map(|end| self.text.joined(&(range.start..end)));
            let is_sign = |c: char| !(c.is_ascii_alphanumeric() || ":-_".contains(c));
            let name = whole.split(is_sign).next().unwrap_or_default();
            let first = first.trim_end_matches([',', '.', ';', ')']);
            let rest = self.text.slice(&(seam..range.end));
            let is_word = rest.bytes().all(|byte| byte.is_ascii_alphabetic());
            let action = match () {
                () if is_known(name) => Action::new(name),
                () if is_known(first) && is_word => Action::new(first),
                () => Action::Malformed(whole),
            };
            return Read::new(action, range.end);
        }
        // A break within quotes is within the name.
        let written = self.text.joined(range);
        let bytes = self.text.bytes();
        let has_break = bytes[range.clone()].iter().any(|byte| is_gap(*byte));
        if has_break && !is_known(&written) {
            return Read::new(Action::Malformed(self.text.plain(range)), range.end);
        }
        if let Some(read) = self.action_at_edge(range, &written) {
            return read;
        }
        let Some(line_end) = line_end(bytes, range.start).filter(|end| *end >= range.end) else {
            return Read::new(self.whole_action(range, &written), range.end);
        };
        let first = self.text.joined(&(range.start..line_end));
        // A page may add a hyphen where it breaks a word.
        let firsts = [Some(&*first), first.strip_suffix('-')];
        for (rest, end) in rests(bytes, line_end) {
            for first in firsts.into_iter().flatten() {
                let whole = first.to_owned() + &rest;
                if is_known(&whole) && is_known(&written) {
                    return Read {
                        action: Action::Malformed(format!("{written}\n{rest}")),
                        end,
                        readings: vec![written, whole],
                    };
                }
                if is_known(&whole) {
                    return Read::new(Action::new(&whole), end);
                }
            }
        }
        let rest = run(bytes, line_end + 1);
        let rest = rest.start..rest.start + length_without_punctuation(&bytes[rest]);
        let after = bytes.get(rest.end..).unwrap_or_default();
        let next = self.text.slice(&rest);
        let goes_on =
            !rest.is_empty() && (goes_on(next, after) || is_before_words(bytes, rest.end));
        let action = if goes_on && !is_known(&written) {
            Action::Malformed(written)
        } else {
            self.whole_action(range, &written)
        };
        Read::new(action, range.end)
    }

    /// Returns the action at the edge of a cell or a frame that may have the rest of its name in another one, or where
    /// the text says that it is cut.
    fn action_at_edge(&self, range: &Range<usize>, written: &str) -> Option<Read> {
        let original = self.text.original;
        let end = self.text.original(range).end;
        let read = |action| Some(Read::new(action, range.end));
        let is_known = (self.known)(written);
        if is_cut(original, end) || (!is_known && is_before_frame(original, end)) {
            return read(Action::Malformed(written.to_owned() + "…"));
        }
        if let Some(words) = words_of_strings(original, end) {
            let whole = longer_name(written, &words, self.known)?;
            return if is_known {
                Some(of_two(written, whole, range.end))
            } else {
                read(Action::new(&whole))
            };
        }
        let words = words_beyond_edge(original, end)?;
        match longer_name(written, &words, self.known) {
            Some(whole) if is_known => Some(of_two(written, whole, range.end)),
            Some(whole) => read(Action::new(&whole)),
            None if !is_known && words.first().is_some_and(|word| goes_on(word, b"")) => {
                read(Action::Malformed(written.to_owned() + "…"))
            }
            None => None,
        }
    }

    /// Returns an action, unless the edge of a box is between two parts of a word.
    fn whole_action(&self, range: &Range<usize>, written: &str) -> Action {
        let end = self.text.original(range).end;
        let mut after = self.text.rest(end).chars();
        let is_edge = after
            .next()
            .is_some_and(|c| ('\u{2500}'..'\u{2580}').contains(&c));
        if is_edge && after.next().is_some_and(char::is_alphanumeric) {
            return Action::Malformed(self.text.plain(&(range.start..range.end)) + "…");
        }
        Action::new(written)
    }
}

/// Returns what a name and a longer one that begins with it make together: the text may mean either.
fn of_two(written: &str, whole: String, end: usize) -> Read {
    let rest = whole.get(written.len()..).unwrap_or_default();
    Read {
        action: Action::Malformed(format!("{written}\n{rest}")),
        end,
        readings: vec![written.to_owned(), whole],
    }
}

/// Returns whether a line goes on with a name that the line before breaks off: with the letters of a
/// name, rather than with a word of its own.
fn goes_on(word: &str, after: &[u8]) -> bool {
    let is_key = |after: &[u8]| matches!(after, [b':' | b'=' | b'.' | b'/' | b'(' | b'>', ..]);
    let is_field = is_key(after) || matches!(after, [b'"', rest @ ..] if is_key(rest));
    let has_small = word.bytes().any(|byte| byte.is_ascii_lowercase());
    // `ribeClusterNodes` goes on within a word of the name.
    let is_hump = word.bytes().any(|byte| byte.is_ascii_uppercase()) && has_small;
    // A sentence of its own.
    let is_start = ["RAM", "STSToken", "Error", "Caused", "Traceback", "Message"].contains(&word);
    is_hump && !is_field && !is_start
}
