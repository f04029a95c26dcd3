//! Calls as refusals: the places of their parts as values.

use crate::action::Action;
use crate::call::Call;
use crate::denial::sentence_start;
use crate::field::request_id_after;
use crate::field_name::Detail;
use crate::gap::{BLANK, BREAK};
use crate::message::Message;
use crate::names::{Names, Read};
use crate::operation::Operation;
use crate::refusal::{Caller, Deny, Kind, PolicyType, Refusal};
use crate::report::Key;
use crate::request_id::{is_cut, request_id};
use crate::unwrapped::Unwrapped;
use crate::wrapping::Wrapping;
use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

pub(crate) struct Decoder<'t> {
    pub(crate) text: &'t Unwrapped<'t>,
    /// Returns whether there is an action of this name.
    pub(crate) known: &'t dyn Fn(&str) -> bool,
}

impl Decoder<'_> {
    /// Returns the refusal, without its line, and what it has in common with a repeat.
    pub(crate) fn refusal(&self, call: &Call) -> (Key, Refusal) {
        let text = |range: Option<&Range<usize>>| range.map(|range| self.text.plain(range));
        let unbroken = |range: Option<&Range<usize>>| range.map(|range| self.text.joined(range));
        let names = Names {
            text: self.text,
            known: self.known,
        };
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
                } = names.action(place, range.start);
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
                .map(|place| names.resource(place, message)),
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
            Some(cannot) => format!("{missing} that may {}", in_words(&self.text.plain(cannot))),
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

/// Returns what a caller cannot do, where the kubelet writes attributes: `get, resource=nodes, subresource=proxy`.
fn in_words(cannot: &str) -> String {
    let Some((verb, resource)) = cannot.split_once(", resource=") else {
        return cannot.to_owned();
    };
    let resource = resource.replace(", subresource(s)=[", "/");
    format!("{verb} {}", resource.replace(", subresource=", "/"))
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
