//! Calls of methods of a client, and the requests of the older SDK.

use super::clients::{Belongs, Clients};
use super::rest;
use super::syntax::Syntax;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;

/// Returns the calls of ACK in a file that uses its SDK or its address.
pub(crate) fn read(text: &str, syntax: &Syntax) -> Found {
    let parts = syntax.parts(text);
    let clients = Clients::of(text, &parts);
    let mut found = Found::default();
    if clients.has_ack() {
        methods(&parts.code, &clients, &mut found);
    }
    rest::read(text, &parts, clients.has_ack(), &mut found);
    found
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Finds `client.CreateCluster(`, and `CreateClusterRequest(` of the older SDK.
fn methods(code: &str, clients: &Clients, found: &mut Found) {
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        let name = &code[start..at];
        if !code[at..].trim_start_matches([' ', '\t']).starts_with('(') {
            continue;
        }
        let before = code[..start].trim_end();
        if let Some(before) = before.strip_suffix('.') {
            let Some(operation) = names::of_method(name) else {
                continue;
            };
            let before = before.trim_end().trim_end_matches(['?', '!']);
            let receiver_at = before
                .bytes()
                .rposition(|byte| !is_word(byte))
                .map_or(0, |at| at + 1);
            let receiver = &before[receiver_at..];
            let range = ByteRange::new(
                if receiver.is_empty() {
                    start
                } else {
                    receiver_at
                },
                at,
            );
            match clients.belongs(receiver, names::is_shared(operation)) {
                Belongs::ToAck => found.need(Call::Operation(operation), range),
                Belongs::Elsewhere => {}
                Belongs::Unknown => found.note(
                    format!(
                        "`{}` is an operation of ACK and of another service, and the file uses clients of both",
                        operation.name
                    ),
                    range,
                ),
            }
        } else if clients.has_request_classes
            && let Some(operation) = name.strip_suffix("Request").and_then(names::operation)
        {
            found.need(Call::Operation(operation), ByteRange::new(start, at));
        }
    }
}
