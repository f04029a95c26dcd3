//! Paths of requests, and the addresses of ACK.

use crate::call::Call;
use crate::found::Found;
use ack_catalog::{CsAction, Operation};
use ram_diagnostics::ByteRange;

pub(crate) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

pub(crate) const NO_OPERATION: &str = "no operation of ACK is known for this path";
pub(crate) const UNKNOWN_REQUESTS: &str = "which requests are sent to this address cannot be told";
pub(crate) const NO_PATH: &str = "the path of the request is not written here";

/// Adds the operation of a request, or says which operations the path can be.
pub(crate) fn request(method: Option<&str>, path: &str, range: ByteRange, found: &mut Found) {
    let is_whole = || all_of(path).iter().any(|one| one.path.ends_with('/'));
    if path.len() > 1 && path.ends_with('/') && !is_whole() {
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

/// Returns the operations of a path, by any method.
pub(crate) fn all_of(path: &str) -> Vec<&'static Operation> {
    METHODS
        .iter()
        .filter_map(|method| CsAction::operation_of(method, path))
        .collect()
}

/// Returns whether a path begins as those of operations do: `/clusters/c1/unknown`.
pub(crate) fn is_like_those_of_ack(path: &str) -> bool {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    path.starts_with("/clusters/")
}

/// Returns whether a text is the address of ACK and then a path that is computed, as is its first character.
pub(crate) fn has_computed_path(text: &str) -> bool {
    path_and_host(text)
        .is_some_and(|(host, path)| is_host(host) && path.starts_with(['$', '{', '%']))
}

/// Returns whether a text is an address of ACK without a path.
pub(crate) fn is_host_only(text: &str) -> bool {
    path_and_host(text).is_some_and(|(host, path)| is_host(host) && matches!(path, "" | "/"))
}

/// Returns whether a text is an address of ACK.
pub(crate) fn is_address(text: &str) -> bool {
    path_and_host(text).is_some_and(|(host, _)| is_host(host))
}

/// Returns whether an address of ACK is in a text that is not for people: `${ACK_HOST:cs.aliyuncs.com}`.
pub(crate) fn has_address(text: &str) -> bool {
    const INNER: &str = "$%{}[].-_";
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || INNER.contains(c);
    let is_message = text.contains([' ', '\n']);
    is_address(text)
        || !is_message
            && text.match_indices(DOMAIN).any(|(at, _)| {
                let host = &text[text[..at].trim_end_matches(is_of_host).len()..at + DOMAIN.len()];
                is_host(host.trim_start_matches(['{', '$', '[', '-']))
            })
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

/// Returns the path after the host of a service that is computed: `https://{product}.aliyuncs.com/clusters`.
pub(crate) fn after_computed_service(text: &str) -> Option<&str> {
    let (host, path) = path_and_host(text)?;
    host.starts_with(['$', '{', '%']).then_some(path)
}

/// The end of each host.
const DOMAIN: &str = ".aliyuncs.com";

/// Splits an address into its host and what follows.
fn path_and_host(text: &str) -> Option<(&str, &str)> {
    let text = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or(text);
    let end = text.find('/').unwrap_or(text.len());
    let host = text[..end].find(DOMAIN)? + DOMAIN.len();
    // `https://cs.aliyuncs.com$path`
    let is_computed = text[host..].starts_with(['$', '{', '%']);
    Some(text.split_at(if is_computed { host } else { end }))
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
