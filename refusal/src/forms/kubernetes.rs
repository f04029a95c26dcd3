//! Kubernetes RBAC.

use crate::code::CLUSTER_ROLE;
use crate::word::{gap};
use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, phrase, quoted, token, token_before};
use crate::refusal::Kind;
use core::ops::Range;

pub(super) const FORM: Form = Form {
    name: "kubernetes",
    wire: "`<resources> is forbidden: User \"<user>\" cannot <verb> resource \"<resources>\" in API group \"<group>\" \
        at the cluster scope`, `… User \"<user>\" is attempting to grant RBAC permissions not currently held`, or \
        `Forbidden (user=<user>, verb=<verb>, resource=<resource>, subresource=<subresource>)` of the kubelet",
    example: "pods is forbidden: User \"200\" cannot list resource \"pods\" in API group \"\" at the cluster scope",
    source: "Kubernetes, and the FAQ about authorization of ACK",
    starts: b"fF",
    words: &["forbidden", "in api group", "subresource"],
    read: |text, start| of_apiserver(text, start).or_else(|| of_kubelet(text, start)),
};

/// Reads the attributes of a call that the kubelet refused; newer ones have a list, `subresource(s)=[…]`.
fn of_kubelet(text: &[u8], start: usize) -> Option<Message> {
    let name = phrase(text, start, "Forbidden (user=")?;
    let (principal, verb) = token_before(text, name, LONGEST_ACTION, ", verb=")?;
    let resource = token_before(text, verb, LONGEST_ACTION, ", resource=")?.1;
    let (resource, after) = token_before(text, resource, LONGEST_ACTION, ", subresource")?;
    let start_of_part = phrase(text, after, "=").or_else(|| phrase(text, after, "(s)=["))?;
    let part = token(text, start_of_part, LONGEST_ACTION)?;
    Some(Message {
        resource: Some(resource),
        principal: Some(principal),
        cannot: Some(verb..part.end),
        missing: CLUSTER_ROLE,
        ..Message::new(Kind::Rbac, start..part.end)
    })
}

fn of_apiserver(text: &[u8], start: usize) -> Option<Message> {
    let at = phrase(text, start, "forbidden: User ")?;
    let (user, end) = quoted(text, at, LONGEST_ACTION)?;
    if let Some(granted) = escalation(text, end) {
        return Some(Message {
            principal: Some(user),
            cannot: Some(granted.clone()),
            missing: CLUSTER_ROLE,
            ..Message::new(Kind::Rbac, start..granted.end)
        });
    }
    let verb_start = phrase(text, end, " cannot ")?;
    let named = [" resource ", " path "]
        .iter()
        .find_map(|word| token_before(text, verb_start, LONGEST_ACTION, word));
    let verb = match named {
        Some((verb, _)) => verb,
        None => token(text, verb_start, LONGEST_ACTION)?,
    };
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

/// Returns the place of `grant RBAC permissions not currently held` after a user and the groups of that user.
fn escalation(text: &[u8], end: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 512;
    let at = match phrase(text, end, " (groups=") {
        Some(groups) => {
            let inside = text.get(groups..)?.iter().take(LONGEST);
            groups + inside.take_while(|byte| **byte != b')').count() + 1
        }
        None => end,
    };
    let start = phrase(text, at, " is attempting to ")?;
    let end = phrase(text, start, "grant RBAC permissions not currently held")?;
    Some(start..end)
}
