//! The sentences that refuse a call.
//!
//! A new sentence is made here: in the table of [`fixed`], or as a function that [`message_at`] calls.

use crate::code::{CLUSTER_ROLE, MANAGEMENT, NAMESPACES, SERVICE_ROLE, TRIGGER};
use crate::field::{ends_word, gap, is_quote, length_without_punctuation, request_id_after};
use crate::refusal::{Caller, Kind};
use crate::unwrap::{BLANK, BREAK, SOFT, SOFT_BLANK, SPACE, Unwrapped, is_gap};
use core::ops::Range;

// Longer ones are cut.
const LONGEST_ACTION: usize = 256;
const LONGEST_RESOURCE: usize = 2048;

/// A sentence that refuses a call, with its parts as places in the text.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
    pub(crate) action: Option<Range<usize>>,
    pub(crate) resource: Option<Range<usize>>,
    pub(crate) caller: Option<Caller>,
    pub(crate) principal: Option<Range<usize>>,
    pub(crate) request_id: Option<Range<usize>>,
    /// The missing permission where a RAM policy cannot give it, and the part of the text that names it.
    pub(crate) missing: &'static str,
    pub(crate) cannot: Option<Range<usize>>,
    /// The code that comes with the sentence: it distinguishes sentences without an action.
    pub(crate) code: &'static str,
    /// True if the sentence refuses only together with a code or a detail.
    pub(crate) is_weak: bool,
}

/// A field named `message`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageField {
    Any,
    /// With the words that another cloud has for the same code.
    OfAnotherCloud,
}

impl MessageField {
    /// Returns the kind of the field, by its value.
    pub(crate) fn of(value: &[u8]) -> Self {
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        if value.starts_with(b"Access Denied") {
            Self::OfAnotherCloud
        } else {
            Self::Any
        }
    }
}

/// Returns the sentence that starts at a place.
pub(crate) fn message_at(unwrapped: &Unwrapped<'_>, start: usize) -> Option<Message> {
    let text = unwrapped.bytes();
    let mut message = match text.get(start)? {
        b'R' => forbidden(text, start, "RAM", Caller::RamUser),
        b'S' => forbidden(text, start, "STSToken", Caller::RoleSession),
        b'Y' | b'y' => not_authorized(text, start),
        b't' | b'T' => caller_not_authorized(text, start).or_else(|| fixed(text, start)),
        b'd' => denied_by_sts_or_ram(text, start),
        b'f' => kubernetes(text, start),
        b'U' | b'u' | b'A' | b'F' => fixed(text, start),
        _ => None,
    }?;
    if let Some(field) = request_id_after(unwrapped, message.range.end) {
        message.request_id = field.value;
    }
    Some(message)
}

impl Message {
    const fn new(kind: Kind, range: Range<usize>) -> Self {
        Self {
            kind,
            range,
            action: None,
            resource: None,
            caller: None,
            principal: None,
            request_id: None,
            missing: "",
            cannot: None,
            code: "",
            is_weak: false,
        }
    }
}

/// Reads the sentences without an action.
fn fixed(text: &[u8], start: usize) -> Option<Message> {
    const SENTENCES: [(&str, Kind, &str, &str); 6] = [
        (
            "User not authorized to operate on the specified resource, or this API doesn't support RAM",
            Kind::Ram,
            "Forbidden.RAM",
            "",
        ),
        (
            "Access denied by authorizer's policy",
            Kind::Ram,
            "authorizer",
            "",
        ),
        (
            "Access denied by bucket policy",
            Kind::Other,
            "bucket",
            "a statement in the bucket's own policy",
        ),
        (
            "Forbidden query namespaces",
            Kind::Rbac,
            "ForbiddenQueryClusterNamespace",
            NAMESPACES,
        ),
        (
            "Forbidden get trigger",
            Kind::Service,
            "Forbidden get trigger",
            TRIGGER,
        ),
        (
            "The current RAM user does not have management permissions",
            Kind::Service,
            "management",
            MANAGEMENT,
        ),
    ];
    let found = SENTENCES.iter().find_map(|sentence| {
        let end = sentence_start(text, start, sentence.0)?;
        Some((sentence, end))
    });
    if let Some((&(_, kind, code, missing), end)) = found {
        return Some(Message {
            missing,
            code,
            ..Message::new(kind, start..end)
        });
    }
    let end = phrase(text, start, "The role not exists: ")?;
    let role = token(text, end, LONGEST_RESOURCE)?;
    let arn = core::str::from_utf8(text.get(role.clone())?).ok()?;
    arn.contains(":role/aliyun").then(|| Message {
        resource: Some(role.clone()),
        missing: SERVICE_ROLE,
        ..Message::new(Kind::Service, start..role.end)
    })
}

/// Reads `RAM policy Forbidden for action cs:…`.
fn forbidden(text: &[u8], start: usize, who: &str, caller: Caller) -> Option<Message> {
    let end = phrase(text, start, who)?;
    let end = phrase(text, end, " policy Forbidden for action")?;
    let action = gap(text, end).and_then(|end| {
        // People write this in issues.
        let is_marked = text.get(end) == Some(&b'`');
        token(text, end + usize::from(is_marked), LONGEST_ACTION)
    });
    let range = start..action.as_ref().map_or(end, |action| action.end);
    Some(Message {
        is_weak: action.is_none(),
        action,
        caller: Some(caller),
        code: "StatusForbidden",
        ..Message::new(Kind::Ram, range)
    })
}

/// Reads `You are not authorized to do this action. Resource: … Action: …`.
fn not_authorized(text: &[u8], start: usize) -> Option<Message> {
    let end = sentence_start(text, start, "You are not authorized to do this action")?;
    let stop = end + usize::from(matches!(text.get(end), Some(b'.' | b',')));
    let mut message = Message {
        code: "NoPermission",
        is_weak: true,
        ..Message::new(Kind::Ram, start..end)
    };
    if let Some(end) = phrase(text, stop, " You should be authorized by RAM") {
        message.is_weak = false;
        message.range.end = end;
        return Some(message);
    }
    let mut at = stop;
    if let Some(after) = phrase(text, at, " Resource:") {
        at = until_action(text, after);
        message.is_weak = false;
        message.range.end = at;
        let start = gap(text, after).unwrap_or(after);
        message.resource = Some(start..at).filter(|range| !range.is_empty());
    }
    if let Some(after) = phrase(text, at, " Action:") {
        let action = gap(text, after).unwrap_or(after);
        message.action = token(text, action, LONGEST_ACTION);
        message.is_weak &= message.action.is_none();
        message.range.end = message.action.as_ref().map_or(after, |action| action.end);
    }
    Some(message)
}

/// Returns the end of the text before ` Action:`, or of the next word if that does not follow.
fn until_action(text: &[u8], start: usize) -> usize {
    let last = text.len().min(start + LONGEST_RESOURCE);
    let is_end = |at: usize| match text[at] {
        BLANK | SOFT_BLANK | b'"' => true,
        byte => is_gap(byte) && phrase(text, at, " Action:").is_some(),
    };
    let end = (start..last).find(|&at| is_end(at)).unwrap_or(last);
    if phrase(text, end, " Action:").is_some() {
        return end;
    }
    let word = gap(text, start).and_then(|at| token(text, at, LONGEST_RESOURCE));
    word.map_or(start, |word| word.end)
}

/// Reads `the caller is not authorized to perform '…' on resource '…'`.
fn caller_not_authorized(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence_start(text, start, "The caller is not authorized to perform ")?;
    let (action, end) = quoted(text, at, LONGEST_ACTION)?;
    let resource = phrase(text, end, " on resource ");
    let resource = resource.and_then(|at| quoted(text, at, LONGEST_RESOURCE));
    let (resource, end) = resource.map_or((None, end), |(range, end)| (Some(range), end));
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}

/// Reads `denied by sts or ram, action: …, resource: …`, the sentence of the log service.
fn denied_by_sts_or_ram(text: &[u8], start: usize) -> Option<Message> {
    let at = phrase(text, start, "denied by sts or ram, action: ")?;
    let action = token(text, at, LONGEST_ACTION)?;
    let resource = phrase(text, action.end, ", resource: ");
    let resource = resource.and_then(|at| token(text, at, LONGEST_RESOURCE));
    let end = resource.as_ref().map_or(action.end, |range| range.end);
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}

/// Reads `events is forbidden: User "…" cannot list resource "events" in API group "" at the cluster scope`.
fn kubernetes(text: &[u8], start: usize) -> Option<Message> {
    let at = phrase(text, start, "forbidden: User ")?;
    let (user, end) = quoted(text, at, LONGEST_ACTION)?;
    let verb_start = phrase(text, end, " cannot ")?;
    let verb = token(text, verb_start, LONGEST_ACTION)?;
    let (mut end, mut resource) = (verb.end, None);
    for part in [" resource ", " path ", " in API group "] {
        let found = phrase(text, end, part).and_then(|at| quoted(text, at, LONGEST_ACTION));
        if let Some((range, after)) = found {
            if part != " in API group " {
                resource = Some(range);
            }
            end = after;
        }
    }
    // Before Kubernetes 1.12: `cannot list events in the namespace "default"`.
    if end == verb.end {
        let word = gap(text, end).and_then(|at| token(text, at, LONGEST_ACTION))?;
        end = word.end;
        resource = Some(word);
    }
    if let Some(after) = phrase(text, end, " at the cluster scope") {
        end = after;
    } else if let Some(at) = phrase(text, end, " in the namespace ") {
        end = quoted(text, at, LONGEST_ACTION).map_or(end, |(_, after)| after);
    }
    Some(Message {
        resource,
        principal: Some(user),
        cannot: Some(verb_start..end),
        missing: CLUSTER_ROLE,
        ..Message::new(Kind::Rbac, start..end)
    })
}

/// Returns the end of a phrase whose first letter may be in either case.
fn sentence_start(text: &[u8], start: usize, words: &str) -> Option<usize> {
    let (first, rest) = words.split_at(1);
    let there = text.get(start..=start)?;
    let is_same = there.eq_ignore_ascii_case(first.as_bytes());
    is_same.then(|| phrase(text, start + 1, rest))?
}

/// Returns the end of a phrase, in which each space may be a line break.
fn phrase(text: &[u8], start: usize, phrase: &str) -> Option<usize> {
    let phrase = phrase.as_bytes();
    let there = text.get(start..start + phrase.len())?;
    let is_same = |(there, wanted): (&u8, &u8)| {
        there == wanted || (*wanted == SPACE && matches!(*there, SOFT | BREAK))
    };
    let is_same = there.iter().zip(phrase).all(is_same);
    is_same.then_some(start + phrase.len())
}

/// Returns a word without the punctuation after it, unless it consists of that.
fn token(text: &[u8], start: usize, longest: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let last = rest.len().min(longest);
    let end = (0..last).find(|&at| ends_word(rest, at));
    let mut end = end.unwrap_or(last);
    while end < rest.len() && rest[end] & 0xc0 == 0x80 {
        end += 1;
    }
    let end = match length_without_punctuation(&rest[..end]) {
        0 => end,
        length => length,
    };
    (end > 0).then_some(start..start + end)
}

/// Returns the text in quotes, and the place after them.
fn quoted(text: &[u8], start: usize, longest: usize) -> Option<(Range<usize>, usize)> {
    let quote = *text.get(start).filter(|byte| is_quote(**byte))?;
    let mut inside = text.get(start + 1..)?.iter().take(longest + 1);
    let length = inside.position(|&byte| byte == quote)?;
    let end = start + 1 + length;
    Some((start + 1..end, end + 1))
}
