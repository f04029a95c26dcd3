//! Requests by method and path, and operations named in strings.

use super::constants::{Constants, PERHAPS_ACK, VERSION};
use super::groups::{Group, Inside, groups};
use super::hosts::{Host, callee, is_route, last_name};
use super::near::line_before;
use super::parts::Parts;
use super::paths::{
    METHODS, NO_OPERATION, NO_PATH, UNKNOWN_REQUESTS, after_computed_service, all_of, has_address,
    has_computed_path, is_address, is_like_those_of_ack, path_of, request,
};
use super::programs::before_string;
use super::requests::{Kind, Method, Piece, Requests};
use super::sums::joined;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;
use std::collections::HashSet;

const NO_HOST: &str = "the host of the request is not written here";
const COMPUTED_HOST: &str = "the host of the request is computed";

/// What the SDKs of Alibaba Cloud have in the names of their packages, and requests to its services in their headers.
const SDKS: [&str; 7] = [
    "alibabacloud",
    "alibaba-cloud-sdk",
    "aliyunsdk",
    "aliyungo",
    "com.aliyun",
    "@alicloud/",
    "x-acs-",
];

/// A text of the code, or a constant with a method.
enum Text {
    Written(String),
    Method(&'static str),
}

/// Finds the requests that strings describe, if the file is about ACK: it has its SDK, its address, or its version in a file
/// with another SDK of Alibaba Cloud.
pub(crate) fn read(text: &str, parts: &Parts, has_sdk: bool, found: &mut Found) {
    let constants = Constants::of(text, parts);
    let strings = joined(text, parts, &constants);
    let is_about = |is: fn(&str) -> bool| strings.iter().any(|(string, _)| is(string));
    let has_computed_service = || is_about(|string| after_computed_service(string).is_some());
    let has_version = || {
        is_about(|string| string == VERSION) && SDKS.iter().any(|package| text.contains(package))
    };
    if !has_sdk && !is_about(has_address) && !has_version() && !has_computed_service() {
        return;
    }
    let strings = strings.into_iter();
    let mut texts: Vec<(Text, ByteRange)> = strings
        .map(|(string, range)| (Text::Written(string), range))
        .chain(methods(&parts.code))
        .collect();
    texts.sort_by_key(|(_, range)| range.start);
    let places: Vec<usize> = texts.iter().map(|(_, range)| range.start).collect();
    let (groups, inside) = groups(&parts.code, &places);
    let mut pieces = Vec::new();
    let mut unused = Vec::new();
    for ((string, range), inside) in texts.into_iter().zip(inside) {
        let target = target(text, range.start);
        let kind = match string {
            Text::Method(method) => Some(Kind::Method(method)),
            Text::Written(mut string) => {
                // What is before a path can only be its host.
                let before = before_string(&parts.code, range.start).trim_end();
                if string.starts_with('/') && before.ends_with('+') && !before.ends_with("++") {
                    string.insert_str(0, "{}");
                }
                let group = &groups[inside.group];
                let mut called = callee(&parts.code, group.open);
                // `new Client({ host: … })`
                if called.is_empty() && !group.is_block && !groups[group.parent].is_block {
                    called = callee(&parts.code, groups[group.parent].open);
                }
                // A constant is no request: what uses it is.
                let is_constant = group.is_block && !target.contains('.');
                let kind = kind(&string, target, called)
                    .filter(|kind| !matches!(kind, Kind::Service) || !is_constant);
                let is_read = is_parsed(called) || constants.read.contains(&range.start);
                if kind.is_none() && has_address(&string) && !is_read {
                    let is_endpoint = !string.contains("://") && !string.contains('/');
                    unused.push((range, inside, is_endpoint));
                }
                kind
            }
        };
        pieces.extend(kind.map(|kind| Piece {
            kind,
            range,
            target,
            inside,
        }));
    }
    requests(&parts.code, &pieces, &groups, found);
    unused_addresses(&unused, &groups, has_sdk, found);
}

/// Adds the requests that pieces of a file describe, or says what is unclear about them.
fn requests(code: &str, pieces: &[Piece<'_>], groups: &[Group], found: &mut Found) {
    let requests = Requests::of(code, pieces, groups);
    let is_route = |piece: &Piece<'_>, host: Host| is_route(code, groups, piece.inside.group, host);
    let is_fetched =
        |piece: &Piece<'_>| last_name(callee(code, groups[piece.inside.group].open)) == "fetch";
    let mut noted = HashSet::new();
    for (index, piece) in pieces.iter().enumerate() {
        match &piece.kind {
            Kind::Method(_) => {}
            Kind::Operation(operation) => found.need(Call::Operation(operation), piece.range),
            Kind::Computed => found.note(NO_PATH.to_owned(), piece.range),
            Kind::Service => {
                if let Some(of) = requests.unknown(index)
                    && noted.insert(of)
                {
                    let message = "which operation this request calls is not known";
                    found.note(message.to_owned(), piece.range);
                }
            }
            Kind::Path(path, host) if all_of(path).is_empty() && !path.ends_with('/') => {
                let is_request = || {
                    is_like_those_of_ack(path)
                        && matches!(requests.method(index), Method::Known(_))
                        && !is_route(piece, *host)
                };
                if *host == Host::Ack || is_request() {
                    found.note(NO_OPERATION.to_owned(), piece.range);
                }
            }
            Kind::Path(path, host) if requests.is_of_ack(index, *host) => {
                match requests.method(index) {
                    Method::Known(method) => request(Some(method), path, piece.range, found),
                    Method::Unknown => request(None, path, piece.range, found),
                    Method::NotNeeded => {}
                }
            }
            Kind::Path(path, Host::Computed) => {
                let is_named = || matches!(requests.method(index), Method::NotNeeded);
                if is_possible(path) && !is_route(piece, Host::Computed) && !is_named() {
                    found.note(COMPUTED_HOST.to_owned(), piece.range);
                }
            }
            // A page fetches such a path from its own host.
            Kind::Path(path, _) => {
                let is_named = || matches!(requests.method(index), Method::NotNeeded);
                if is_possible(path)
                    && !is_route(piece, Host::Elsewhere)
                    && !is_fetched(piece)
                    && !is_named()
                {
                    found.note(NO_HOST.to_owned(), piece.range);
                }
            }
        }
    }
}

/// Notes the addresses of ACK from which nothing else is found, once for each list or object of them.
fn unused_addresses(
    unused: &[(ByteRange, Inside, bool)],
    groups: &[Group],
    has_sdk: bool,
    found: &mut Found,
) {
    // The endpoint of a client of an SDK, whose calls are found.
    let has_client = has_sdk || !found.needs.is_empty() || !found.notes.is_empty();
    let mut noted = HashSet::new();
    for (range, inside, is_endpoint) in unused {
        let is_first = groups[inside.group].is_block || noted.insert(inside.group);
        if is_first && !(has_client && *is_endpoint) {
            found.note(UNKNOWN_REQUESTS.to_owned(), *range);
        }
    }
}

/// Returns whether a path is one of ACK, or the beginning of one.
fn is_possible(path: &str) -> bool {
    !all_of(path).is_empty() || is_like_those_of_ack(path)
}

/// Returns what a text says about a request. `called` is what has it as an argument.
fn kind(string: &str, target: &str, called: &str) -> Option<Kind> {
    let key = target.to_ascii_lowercase();
    let is_method = |method: &&str| {
        *method == string || (key.ends_with("method") && method.eq_ignore_ascii_case(string))
    };
    if let Some(method) = METHODS.into_iter().find(is_method) {
        return Some(Kind::Method(method));
    }
    let function = last_name(called);
    if is_address(string) && is_parsed(called) {
        return None;
    }
    let after_host = after_host(string);
    if let Some(path) = path_of(after_host.unwrap_or(string))
        && (after_host.is_none() || is_possible(path))
    {
        let host = match after_host {
            Some(_) => Host::Computed,
            None if is_address(string) => Host::Ack,
            None => Host::Elsewhere,
        };
        return Some(Kind::Path(path.to_owned(), host));
    }
    let after_name = without_scheme(string).strip_prefix(PERHAPS_ACK);
    let after_name = after_name.unwrap_or_default();
    if has_computed_path(string) || after_name.starts_with(['$', '{', '%']) {
        return Some(Kind::Computed);
    }
    // `RoaRequest("CS", "2015-12-15", operation)`
    let is_of_core = function.to_ascii_lowercase().contains("roa") || function == "RpcRequest";
    if string == VERSION {
        let is_version = key.ends_with("version")
            && !key.ends_with("apiversion")
            && !key.ends_with("api_version");
        return (is_version || is_of_core).then_some(Kind::Service);
    }
    if is_address(string) {
        return is_host(&key, called).then_some(Kind::Service);
    }
    let operation = names::operation(string)?;
    let keys = ["apiname", "action", "actionname", "action_name", "api_name"];
    let is_named = keys.iter().any(|one| key.ends_with(one)) || is_of_core;
    is_named.then_some(Kind::Operation(operation))
}

/// Returns whether a function only takes an address apart.
fn is_parsed(called: &str) -> bool {
    ["urlparse", "urlsplit"].contains(&last_name(called))
}

/// Returns whether what is given an address without a path sends requests to it. The endpoint of a client of the SDK is
/// none of these: its methods are found.
fn is_host(key: &str, called: &str) -> bool {
    const KEYS: [&str; 8] = [
        "domain",
        "hostname",
        "host",
        "baseurl",
        "base_url",
        "prefixurl",
        "rooturi",
        "authority",
    ];
    const FUNCTIONS: [&str; 10] = [
        "httpsconnection",
        "httpconnection",
        "httpsconnectionpool",
        "baseurlsession",
        "setbaseurl",
        "sethosturl",
        "baseurl",
        "urljoin",
        "url",
        "webclient.create",
    ];
    let called = called.to_ascii_lowercase();
    KEYS.iter().any(|one| key.ends_with(one))
        || FUNCTIONS.iter().any(|one| called.ends_with(one))
        || key.ends_with("endpoint")
            && ["roaclient", "rpcclient"]
                .iter()
                .any(|one| called.ends_with(one))
}

fn without_scheme(address: &str) -> &str {
    { ["https://", "http://"].iter() }
        .find_map(|scheme| address.strip_prefix(scheme))
        .unwrap_or(address)
}

/// Returns what follows a host that is computed: `{base}/clusters`, `%s/clusters`.
fn after_host(string: &str) -> Option<&str> {
    if let Some(path) = after_computed_service(string) {
        return Some(path);
    }
    let string = without_scheme(string);
    if let Some(rest) = string.strip_prefix("%s") {
        return Some(rest);
    }
    let rest = string.strip_prefix('$').unwrap_or(string);
    rest.strip_prefix('{')?
        .split_once('}')
        .map(|(_, rest)| rest)
}

/// Returns the methods that are constants: `MethodType.POST`, `http.MethodPost`.
fn methods(code: &str) -> Vec<(Text, ByteRange)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in code.split(|c: char| !is_word(c)) {
        let name = word.strip_prefix("Method").unwrap_or_default();
        let method = METHODS
            .into_iter()
            .find(|method| *method == word || method.eq_ignore_ascii_case(name));
        found.extend(method.map(|one| (Text::Method(one), ByteRange::new(at, at + word.len()))));
        // After the word is a character of one byte or more.
        at += word.len();
        at += code[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Returns what a value is given to on its line: `request.set_method('GET')`, `r.Method = "GET"`,
/// `Method: tea.String("GET")`, `"x-acs-action": "DeleteCluster"`.
fn target(text: &str, value: usize) -> &str {
    let is_chain = |c: char| is_word(c) || c == '.' || c == '$';
    // A constant of a class is a chain itself.
    let mut before = line_before(text, value).trim_end_matches(is_chain);
    loop {
        let quoted = before.trim_end_matches(['"', '\'', '`']);
        if quoted.len() < before.len() {
            // `f"…"` of Python.
            before = quoted.trim_end_matches(['b', 'f', 'r', 'u', 'B', 'F', 'R', 'U']);
        }
        before = before.trim_end_matches([' ', '"', '\'', '`', '&']);
        if let Some(call) = before.strip_suffix('(') {
            let outer = call.trim_end_matches(is_chain);
            let is_wrapper = outer.trim_end().ends_with([':', '=']);
            if !is_wrapper || outer.len() == call.len() {
                return &call[outer.len()..];
            }
            before = outer;
        } else {
            if !before.ends_with([':', '=']) {
                return "";
            }
            let key = before.trim_end_matches(|c| !is_word(c));
            return &key[key.trim_end_matches(is_chain).len()..];
        }
    }
}
