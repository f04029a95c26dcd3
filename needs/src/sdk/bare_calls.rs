//! Methods without an object before them: those of the class that the code is in, and those of the object of a function of
//! Kotlin, as in `client.apply { deleteCluster(id) }`.

use super::clients::{Belongs, Clients};
use super::declared::Declared;
use super::groups::groups;
use super::near::{is_word, last_word, opening};
use super::receiver::receiver;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ack_catalog::Operation;
use ram_diagnostics::ByteRange;
use std::collections::HashSet;

const NO_OBJECT: &str = "what has this method is not known to be a client of ACK";

/// How many brackets around a call are looked at.
const DEEPEST: usize = 50;

/// Finds the methods that are called in such a class or function of a client.
pub(crate) fn read(code: &str, clients: &Clients, declared: &Declared<'_>, found: &mut Found) {
    let calls = bare_calls(code, clients);
    let places: Vec<usize> = calls.iter().map(|(_, range)| range.start).collect();
    let (groups, inside) = groups(code, &places);
    for ((operation, range), inside) in calls.into_iter().zip(inside) {
        let mut at = inside.group;
        let mut is_of_client = clients.is_inside(declared, range.start);
        // A function of Kotlin whose object is another.
        let mut is_of_other = false;
        for _ in 0..DEEPEST {
            if at == 0 || is_of_client {
                break;
            }
            if let Some(object) = object(code[..groups[at].open].trim_end()) {
                let dotted = format!("{object}.");
                is_of_client = receiver(&dotted).is_some_and(|(receiver, _)| {
                    clients.belongs(&receiver, names::is_shared(operation)) == Belongs::ToAck
                });
                is_of_other = !is_of_client;
            }
            at = groups[at].parent;
        }
        if is_of_client {
            found.need(Call::Operation(operation), range);
        } else if !is_of_other {
            found.note(NO_OBJECT.to_owned(), range);
        }
    }
}

/// Returns the calls of functions that are called as operations are, and that the file does not have.
fn bare_calls(code: &str, clients: &Clients) -> Vec<(&'static Operation, ByteRange)> {
    let mut calls = Vec::new();
    let mut declared = HashSet::new();
    let mut at = 0;
    for word in code.split(|c| !is_word(c)) {
        let range = ByteRange::new(at, at + word.len());
        at = range.end;
        at += code[at..].chars().next().map_or(0, char::len_utf8);
        if !code[range.end..].trim_start_matches(' ').starts_with('(')
            || code[..range.start].trim_end().ends_with(['.', ':'])
            || clients.has_function(word)
        {
            continue;
        }
        if is_declared(&code[..range.start]) {
            declared.insert(word);
            continue;
        }
        calls.extend(names::of_method(word).map(|operation| (operation, range)));
    }
    calls.retain(|(_, range)| !declared.contains(range.of(code)));
    calls
}

/// Returns whether the name after this code is that of a method that is declared there: `void deleteCluster(`.
fn is_declared(before: &str) -> bool {
    const KEYWORDS: [&str; 8] = [
        "return", "throw", "else", "in", "is", "await", "do", "yield",
    ];
    let before = before.trim_end();
    let word = last_word(before);
    let is_arrow = before.ends_with("->") || before.ends_with("=>");
    !is_arrow && before.ends_with(['>', ']']) || !word.is_empty() && !KEYWORDS.contains(&word)
}

/// Returns the object of a function before its brace: `client.apply`, `with(client)`.
fn object(before: &str) -> Option<&str> {
    if let Some(inner) = before.strip_suffix(')') {
        let start = opening(inner)?;
        return inner[..start]
            .ends_with("with")
            .then(|| inner[start + 1..].trim());
    }
    let object = ["apply", "run"]
        .iter()
        .find_map(|name| before.strip_suffix(name)?.strip_suffix('.'))?;
    let object = object.trim_end_matches(['?', '!']);
    Some(&object[object.trim_end_matches(|c| is_word(c) || c == '.').len()..])
}
