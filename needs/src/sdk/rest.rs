//! Requests by method and path, and operations named in strings.

use super::syntax::Parts;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ack_catalog::{CsAction, Operation};
use ram_diagnostics::ByteRange;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

/// The farthest from a path that its method is looked for, in bytes.
const NEAR: usize = 400;

/// Finds the requests that strings describe, if the file is about ACK: it has its SDK, its address or its version.
pub(crate) fn read(text: &str, parts: &Parts, has_sdk: bool, found: &mut Found) {
    let of = |range: &ByteRange| range.of(text);
    let is_of_ack = |string: &str| string == "2015-12-15" || is_address(string);
    if !has_sdk && !parts.strings.iter().any(|string| is_of_ack(of(string))) {
        return;
    }
    for (index, range) in parts.strings.iter().enumerate() {
        let string = of(range);
        if let Some(path) = path_of(string) {
            let near = |other: &&ByteRange| other.start.abs_diff(range.start) <= NEAR;
            let methods = parts
                .strings
                .iter()
                .filter(near)
                .filter(|other| METHODS.contains(&of(other)));
            let method = methods
                .min_by_key(|other| other.start.abs_diff(range.start))
                .map(of);
            request(
                method.or_else(|| called(&parts.code, range.start)),
                path,
                *range,
                found,
            );
        } else if is_name_of_operation(text, parts, index)
            && let Some(operation) = CsAction::operation_named(string)
        {
            found.need(Call::Operation(operation), *range);
        }
    }
}

/// Adds the operation of a request, or says which operations the path can be.
pub(crate) fn request(method: Option<&str>, path: &str, range: ByteRange, found: &mut Found) {
    if path.len() > 1 && path.ends_with('/') {
        found.note("the end of the path is not written here".to_owned(), range);
    } else if let Some(method) = method {
        if let Some(operation) = CsAction::operation_of(method, path) {
            found.need(Call::Operation(operation), range);
        } else if !all_of(path).is_empty() {
            found.note(
                format!("no operation of ACK is known for {method} on this path"),
                range,
            );
        }
    } else {
        of_any_method(path, range, found);
    }
}

fn of_any_method(path: &str, range: ByteRange, found: &mut Found) {
    match all_of(path).as_slice() {
        [] => {}
        [only] => found.need(Call::Operation(only), range),
        several => {
            let names: Vec<&str> = several.iter().map(|one| one.name).collect();
            found.note(
                format!(
                    "the method of the request is not near its path: {}",
                    names.join(" or ")
                ),
                range,
            );
        }
    }
}

fn all_of(path: &str) -> Vec<&'static Operation> {
    METHODS
        .iter()
        .filter_map(|method| CsAction::operation_of(method, path))
        .collect()
}

/// Returns whether a text is an address of ACK.
pub(crate) fn is_address(text: &str) -> bool {
    path_and_host(text).is_some_and(|(host, _)| is_host(host))
}

fn is_host(host: &str) -> bool {
    let host = host
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .split(':')
        .next()
        .unwrap_or_default();
    let inner = host.strip_suffix(".aliyuncs.com").unwrap_or_default();
    inner == "cs" || inner.starts_with("cs.") || inner.starts_with("cs-")
}

/// Splits an address into its host and what follows.
fn path_and_host(text: &str) -> Option<(&str, &str)> {
    let text = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or(text);
    let end = text.find('/').unwrap_or(text.len());
    text[..end]
        .contains(".aliyuncs.com")
        .then(|| text.split_at(end))
}

/// Returns the path of a request of ACK, without its query.
pub(crate) fn path_of(text: &str) -> Option<&str> {
    let path = match path_and_host(text) {
        Some((host, path)) if is_host(host) => path,
        Some(_) => return None,
        None => text,
    };
    let path = path.split(['?', '#']).next()?;
    (path.len() > 1 && path.starts_with('/') && !path.contains([' ', '\n'])).then_some(path)
}

/// Returns the method that the name of the function before a string says: `requests.delete("…")`.
fn called(code: &str, string: usize) -> Option<&'static str> {
    let before = code[..string].trim_end_matches(['"', '\'', '`', '(', ' ', 'f', 'r', '\n', '\t']);
    let start = before
        .bytes()
        .rposition(|byte| !byte.is_ascii_alphanumeric())
        .map_or(0, |at| at + 1);
    METHODS
        .into_iter()
        .find(|method| before[start..].eq_ignore_ascii_case(method))
}

/// Returns whether a string is the value of `ApiName`, `action`, or `set_action_name(…)`.
fn is_name_of_operation(text: &str, parts: &Parts, index: usize) -> bool {
    let range = parts.strings[index];
    let line = parts.code[..range.start].rfind('\n').map_or(0, |at| at + 1);
    // The key can be a string itself.
    let key = text[line..range.start].to_ascii_lowercase();
    let keys = ["apiname", "action", "actionname", "action_name", "api_name"];
    let key = key.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    keys.iter().any(|known| key.ends_with(known)) && names::operation(range.of(text)).is_some()
}
