//! Methods whose names are values.

use super::clients::{Belongs, Clients};
use super::parts::{Parts, line_before};
use super::receiver::receiver;
use super::variables::is_word;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;

pub(crate) const NOT_CALLED: &str =
    "the method is named here, and where it is called cannot be told";

/// The most bytes of an argument that are looked at.
const LONGEST: usize = 200;

/// Finds `getattr(client, "delete_cluster")`, `client["deleteCluster"]`, and the same with names that are computed.
pub(crate) fn read(text: &str, parts: &Parts, clients: &Clients, found: &mut Found) {
    const FUNCTIONS: [&str; 4] = [
        "getattr(",
        "MethodByName(",
        "getMethod(",
        "getDeclaredMethod(",
    ];
    let is_client = |object: &str| {
        let dotted = format!("{}.", object.trim_end_matches(['?', '.', '!']));
        receiver(&dotted).is_some_and(|(receiver, _)| match clients.belongs(&receiver, true) {
            Belongs::ToAck => true,
            Belongs::Elsewhere => false,
            // What a function of the file returns can be a client.
            Belongs::Unknown => {
                let name = receiver.words.first().filter(|_| receiver.is_result);
                name.is_some_and(|name| clients.has_function(name))
            }
        })
    };
    for range in &parts.strings {
        if names::of_method(range.of(text)).is_none() {
            continue;
        }
        let line = line_before(&parts.code, range.start).trim_end_matches(['"', '\'', '`']);
        let is_looked_up = FUNCTIONS.iter().any(|function| line.contains(function));
        if is_looked_up
            || line
                .strip_suffix('[')
                .is_some_and(|line| is_client(last(line)))
        {
            found.note(NOT_CALLED.to_owned(), *range);
        }
    }
    for (at, function) in parts.code.match_indices("MethodByName(") {
        let name = parts.code[at + function.len()..].trim_start();
        if !name.starts_with(['"', '`', ')']) {
            let range = ByteRange::new(at, at + function.len() - 1);
            found.note("the name of the method is computed".to_owned(), range);
        }
    }
    for (range, object, name) in looked_up(&parts.code) {
        let is_text = name.starts_with(['"', '\'', '`']) && !name.contains("${");
        if !name.is_empty() && !is_text && is_client(object) {
            found.note("the name of the method is computed".to_owned(), range);
        }
    }
}

/// Returns `getattr(client, name)` and `client[name](`, each with its object and its name.
fn looked_up(code: &str) -> Vec<(ByteRange, &str, &str)> {
    let mut found = Vec::new();
    for (at, function) in code.match_indices("getattr(") {
        let start = at + function.len();
        let Some(length) = end(&code[start..], ')') else {
            continue;
        };
        if let Some((object, name)) = code[start..start + length].split_once(',') {
            found.push((
                ByteRange::new(at, start + length + 1),
                object.trim(),
                name.trim(),
            ));
        }
    }
    for (at, _) in code.match_indices('[') {
        let object = last(&code[..at]);
        if !object.ends_with(|c| is_word(c) || ".)]!".contains(c)) {
            continue;
        }
        if let Some(length) = end(&code[at + 1..], ']')
            && ["(", "!(", "?.("]
                .iter()
                .any(|one| code[at + length + 2..].starts_with(one))
        {
            let name = &code[at + 1..at + 1 + length];
            let chain = object.len()
                - object
                    .trim_end_matches(|c| is_word(c) || ".?!".contains(c))
                    .len();
            found.push((ByteRange::new(at - chain, at + length + 2), object, name));
        }
    }
    found
}

/// Returns the end of a code, which has what an index is on.
fn last(code: &str) -> &str {
    let mut start = code.len().saturating_sub(LONGEST);
    while !code.is_char_boundary(start) {
        start += 1;
    }
    &code[start..]
}

/// Returns where an open bracket is closed.
fn end(code: &str, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            _ if at > LONGEST => break,
            '(' | '[' => depth += 1,
            c if c == close && depth == 0 => return Some(at),
            ')' | ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}
