//! Calls as refusals: the places of their parts as values.

use crate::action::Action;
use crate::call::Call;
use crate::cut::{is_before_frame, is_cut as is_cut_short};
use crate::denial::sentence_start;
use crate::doubt::{is_before_words, may_be_another, may_go_on};
use crate::edge::{longer_name, words_beyond_edge, words_of_strings};
use crate::field::request_id_after;
use crate::field_name::Detail;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::message::Message;
use crate::name_end::{self, may_be_part};
use crate::operation::Operation;
use crate::refusal::{Caller, Deny, Kind, PolicyType, Refusal};
use crate::report::Key;
use crate::request_id::{is_cut, request_id};
use crate::rest_of_name::{line_end, rests, run};
use crate::row::within_cell;
use crate::unwrapped::Unwrapped;
use crate::word::length_without_punctuation;
use crate::wrapping::Wrapping;
use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

pub(crate) struct Decoder<'t> {
    pub(crate) text: &'t Unwrapped<'t>,
    /// Returns whether there is an action of this name.
    pub(crate) known: &'t dyn Fn(&str) -> bool,
}

/// An action as it was read.
struct Read {
    action: Action,
    end: usize,
    /// Both names, where a line break may be within one or after it.
    readings: Vec<String>,
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

impl Decoder<'_> {
    /// Returns the refusal, without its line, and what it has in common with a repeat.
    pub(crate) fn refusal(&self, call: &Call) -> (Key, Refusal) {
        let text = |range: Option<&Range<usize>>| range.map(|range| self.text.plain(range));
        let unbroken = |range: Option<&Range<usize>>| range.map(|range| self.text.joined(range));
        let message = call.message.as_ref();
        let word = |detail: Detail| unbroken(call.detail(detail)).filter(|text| is_one_word(text));
        let caller = word(Detail::Caller).map(Caller::new);
        let principal = message.and_then(|message| message.principal.as_ref());
        let resource = message.and_then(|message| message.resource.as_ref());
        let operation = call.operation.operation(self.text);
        let mut range = call.range();
        let mut request_id = call.request_id().cloned();
        let (action, candidates) = match call.action() {
            Some(place) => {
                let Read {
                    action,
                    end,
                    readings,
                } = self.action(place, range.start);
                // Only the action of a message is in its range.
                if range.contains(&place.start) && (range.end < end || end < place.end) {
                    range.end = range.end.max(end);
                    let after = request_id_after(self.text, end);
                    request_id = after.and_then(|field| field.value).or(request_id);
                }
                (Some(action), readings)
            }
            None => documented(message, &operation),
        };
        let request_id = request_id.filter(|range| !is_cut(self.text.bytes(), range));
        let code = call.code.as_ref().map(|(_, range)| range);
        let refusal = Refusal {
            kind: call.kind(),
            action,
            resource: { resource.or(call.detail(Detail::Resource)) }
                .map(|place| self.resource(place, message)),
            caller: caller.or_else(|| message.and_then(|message| message.caller.clone())),
            principal: self.principal(principal.or(call.detail(Detail::Principal))),
            owner: self.principal(call.detail(Detail::Owner)),
            deny: word(Detail::Deny).map(deny),
            policy_type: word(Detail::PolicyType).map(PolicyType::new),
            code: text(code.or(call.exception.as_ref()).or(Self::other_code(call))),
            request_id: unbroken(request_id.as_ref()).and_then(|text| id(&text)),
            missing: self.missing(call),
            candidates,
            diagnostic: unbroken(call.detail(Detail::Diagnostic)),
            operation,
            range: self.text.original(&range),
            line: 0,
            wrapping: Wrapping::of(self.text.is_boxed(range.start), call.notation, call.header),
            count: 1,
        };
        (self.key(call, &refusal), refusal)
    }

    /// Returns the name of a resource. Where it may go on in the next line, or end in this one, the line break stays in
    /// the text, which is no name.
    fn resource(&self, range: &Range<usize>, message: Option<&Message>) -> String {
        let bytes = self.text.bytes();
        let whole = self.text.joined(range);
        if !whole.starts_with("acs:") {
            return whole;
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
        let is_cut =
            is_cut_short(self.text.original, end) || is_before_frame(self.text.original, end);
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

    /// Returns who called, unless that is a part of a text whose quotes a line break made unclear. The commands of a
    /// terminal are part of a name that somebody chose.
    fn principal(&self, range: Option<&Range<usize>>) -> Option<String> {
        let range = range?;
        let written = self.text.written(range);
        let has_escape = ["\u{1b}", "\\u001b", "\\u001B"]
            .iter()
            .any(|escape| written.contains(escape));
        if has_escape {
            return Some(written.to_owned());
        }
        let name = self.text.joined(range);
        let is_unclear = [
            "\",\"", "\", \"", "\":", "\"}", "\\\"", "&quot", "&#34", "&#x22",
        ]
        .iter()
        .any(|sign| name.contains(sign));
        let is_cut = name.starts_with(['&', '\\']) || name.trim_end().ends_with(['\\', ',', '"']);
        (!is_unclear && !is_cut).then_some(name)
    }

    /// Returns the code of an error that refuses in words that no form knows.
    fn other_code(call: &Call) -> Option<&Range<usize>> {
        call.other_code
            .as_ref()
            .filter(|_| call.message.is_none())
            .filter(|_| call.denial.is_some() || call.is_status_of_code())
    }

    /// Returns the action. A terminal may have broken the name: then the whole counts if there is such an
    /// action, and the name as written is not an action.
    fn action(&self, range: &Range<usize>, sentence: usize) -> Read {
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
        if is_cut_short(original, end) || (!is_known && is_before_frame(original, end)) {
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

    /// Returns what a RAM policy cannot give.
    fn missing(&self, call: &Call) -> Option<String> {
        let message = call.message.as_ref();
        let of_message = message.map_or("", |message| message.missing);
        let of_code = call.code.as_ref().map_or("", |(code, _)| code.missing);
        let missing = if of_message.is_empty() {
            of_code
        } else {
            of_message
        };
        if missing.is_empty() || call.kind() == Kind::Ram {
            return None;
        }
        Some(match message.and_then(|message| message.cannot.as_ref()) {
            Some(cannot) => format!("{missing} that may {}", self.text.plain(cannot)),
            None => missing.to_owned(),
        })
    }

    fn key(&self, call: &Call, refusal: &Refusal) -> Key {
        let name = if let Some(action) = &refusal.action {
            action.as_str().to_owned()
        } else {
            // Calls of two operations are two, whatever words refuse them.
            let operation = refusal.operation.name.as_deref().unwrap_or_default();
            format!(" {} {operation}", self.code(call))
        };
        let [resource, principal, missing] =
            [&refusal.resource, &refusal.principal, &refusal.missing]
                .map(|text| text.clone().unwrap_or_default());
        // Each instance of a resource of Terraform needs the same.
        let address = refusal.operation.terraform.as_deref().unwrap_or_default();
        let address = address.split(['[', ']']).step_by(2).collect();
        let texts = [name, resource, principal, missing, address];
        (refusal.kind, refusal.caller.clone(), texts)
    }

    /// Returns the first sentence of a text, without the id and the address of the request, which are those of one call.
    fn sentence(&self, range: &Range<usize>) -> String {
        const LONGEST: usize = 1024;
        let bytes = self.text.bytes();
        let is_end = |at: &usize| {
            let is_line_end = matches!(bytes[*at], BREAK | BLANK);
            is_line_end || request_id(bytes, *at).is_some() || bytes[*at..].starts_with(b"URL: ")
        };
        let end = range.clone().take(LONGEST).find(is_end);
        let end = end.unwrap_or(range.end.min(range.start + LONGEST));
        let text = self.text.plain(&(range.start..end));
        text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }

    /// Returns what distinguishes two refusals without an action.
    fn code(&self, call: &Call) -> String {
        match (&call.message, &call.code, &call.denial) {
            (Some(message), _, _) => message.code.replace('_', "."),
            (None, Some((_, range)), _) => self.text.plain(range).replace('_', "."),
            (None, None, Some(range)) => {
                let code = Self::other_code(call).map(|range| self.text.plain(range));
                code.unwrap_or_default() + " " + &self.sentence(range)
            }
            (None, None, None) => {
                let sentence = |words: &Range<usize>| {
                    let bytes = self.text.bytes();
                    self.sentence(&(sentence_start(bytes, words.start)..bytes.len()))
                };
                call.words.as_ref().map(sentence).unwrap_or_default()
            }
        }
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

/// Returns the actions that the documentation of a sentence names, as far as the operation needs them, and
/// the action if that is one.
fn documented(message: Option<&Message>, operation: &Operation) -> (Option<Action>, Vec<String>) {
    let rows = message.map_or(&[][..], |message| message.documented);
    let by = |row: &&crate::message::Documented| {
        let name = row.action.split(':').next_back();
        operation.name.as_deref() == name || operation.method.as_deref() == Some(row.method)
    };
    let mut actions: Vec<&str> = rows.iter().filter(by).map(|row| row.action).collect();
    if actions.is_empty() {
        actions = rows.iter().map(|row| row.action).collect();
    }
    actions.dedup();
    let action = match actions[..] {
        [only] => Some(Action::new(only)),
        _ => None,
    };
    (action, actions.into_iter().map(str::to_owned).collect())
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

/// Returns whether a text is a word of the wire, which has letters only.
fn is_one_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Returns the id at the start of a text. What a line break joined to it is not part of it.
fn id(text: &str) -> Option<String> {
    const LENGTH: usize = 36;
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_.:*+=/~@".contains(c);
    let end = text.find(|c: char| !is_sign(c)).unwrap_or(text.len());
    let text = text.get(..end)?;
    let is_uuid = text.len() > LENGTH
        && text
            .bytes()
            .take(LENGTH)
            .enumerate()
            .all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
    let text = if is_uuid { text.get(..LENGTH)? } else { text };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the reason; the decoded message has `true` and `false`.
fn deny(text: String) -> Deny {
    match text.as_str() {
        "true" => Deny::Explicit,
        "false" => Deny::Implicit,
        _ => Deny::new(text),
    }
}
