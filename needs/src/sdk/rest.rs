//! Requests by method and path, and operations named in strings.

use super::groups::{Group, Inside, groups};
use super::parts::{Parts, line_before};
use super::sums::joined;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ack_catalog::{CsAction, Operation};
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

pub(crate) const NO_OPERATION: &str = "no operation of ACK is known for this path";
pub(crate) const NO_PATH: &str = "the path of the request is not written here";

/// The most values of one variable that are compared.
const MOST: usize = 100;

/// A text that describes a request.
struct Piece<'a> {
    kind: Kind,
    range: ByteRange,
    /// What the text is given to: `request.set_method`, `Method`.
    target: &'a str,
    inside: Inside,
}

enum Kind {
    Method(&'static str),
    /// With `{}` for what is computed.
    Path(String),
    Operation(&'static Operation),
    /// The domain or the version of ACK, which a request is given.
    Service,
    /// An address of ACK whose path is computed.
    Computed,
}

/// Finds the requests that strings describe, if the file is about ACK: it has its SDK, its address or its version.
pub(crate) fn read(text: &str, parts: &Parts, has_sdk: bool, found: &mut Found) {
    let strings = joined(text, parts);
    let is_of_ack = |string: &str| string == "2015-12-15" || is_address(string);
    if !has_sdk && !strings.iter().any(|(string, _)| is_of_ack(string)) {
        return;
    }
    let mut pieces: Vec<(Kind, ByteRange)> = strings
        .into_iter()
        .filter_map(|(string, range)| Some((kind(text, &string, range)?, range)))
        .collect();
    pieces.extend(constants(&parts.code));
    pieces.sort_by_key(|(_, range)| range.start);
    let places: Vec<usize> = pieces.iter().map(|(_, range)| range.start).collect();
    let (groups, inside) = groups(&parts.code, &places);
    let pieces: Vec<Piece<'_>> = pieces
        .into_iter()
        .zip(inside)
        .map(|((kind, range), inside)| Piece {
            kind,
            range,
            target: target(text, range.start),
            inside,
        })
        .collect();
    let requests = Requests::of(&parts.code, &pieces, &groups);
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
            Kind::Path(path) if all_of(path).is_empty() && !path.ends_with('/') => {
                let is_request = || {
                    is_like_those_of_ack(path) && matches!(requests.method(index), Method::Known(_))
                };
                if is_address(piece.range.of(text)) || is_request() {
                    found.note(NO_OPERATION.to_owned(), piece.range);
                }
            }
            Kind::Path(path) => match requests.method(index) {
                Method::Known(method) => request(Some(method), path, piece.range, found),
                Method::Unknown => request(None, path, piece.range, found),
                Method::NotNeeded => {}
            },
        }
    }
}

fn kind(text: &str, string: &str, range: ByteRange) -> Option<Kind> {
    if let Some(method) = METHODS.into_iter().find(|method| *method == string) {
        return Some(Kind::Method(method));
    }
    let after_host = after_host(string);
    if let Some(path) = path_of(after_host.unwrap_or(string))
        && (after_host.is_none() || !all_of(path).is_empty())
    {
        return Some(Kind::Path(path.to_owned()));
    }
    let target_of = || target(text, range.start).to_ascii_lowercase();
    if has_computed_path(string) {
        return Some(Kind::Computed);
    }
    if is_address(string) || string == "2015-12-15" {
        let key = target_of();
        let is_of_request = key.ends_with("domain")
            || (key.ends_with("version") && !key.ends_with("apiversion"))
                && !key.ends_with("api_version");
        return is_of_request.then_some(Kind::Service);
    }
    let operation = names::operation(string)?;
    let keys = ["apiname", "action", "actionname", "action_name", "api_name"];
    let target = target_of();
    keys.iter()
        .any(|key| target.ends_with(key))
        .then_some(Kind::Operation(operation))
}

/// Returns what follows a host that is computed: `{base}/clusters`, `%s/clusters`.
fn after_host(string: &str) -> Option<&str> {
    if let Some(rest) = string.strip_prefix("%s") {
        return Some(rest);
    }
    let rest = string.strip_prefix('$').unwrap_or(string);
    rest.strip_prefix('{')?
        .split_once('}')
        .map(|(_, rest)| rest)
}

/// Returns the methods that are constants: `MethodType.POST`, `http.MethodPost`.
fn constants(code: &str) -> Vec<(Kind, ByteRange)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in code.split(|c: char| !is_word(c)) {
        let name = word.strip_prefix("Method").unwrap_or_default();
        let method = METHODS
            .into_iter()
            .find(|method| *method == word || method.eq_ignore_ascii_case(name));
        found.extend(method.map(|one| (Kind::Method(one), ByteRange::new(at, at + word.len()))));
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

/// Something that is given the parts of a request.
#[derive(PartialEq, Eq, Hash)]
enum Request<'a> {
    Group(usize),
    Variable((usize, &'a str)),
}

impl Piece<'_> {
    /// Returns whether the piece says what a request calls, or is noted itself.
    fn says_operation(&self) -> bool {
        match &self.kind {
            Kind::Path(path) => path.ends_with('/') || !all_of(path).is_empty(),
            Kind::Operation(_) | Kind::Computed => true,
            Kind::Method(_) | Kind::Service => false,
        }
    }
}

/// The method of a request.
enum Method {
    Known(&'static str),
    Unknown,
    /// The operation is named beside the path.
    NotNeeded,
}

/// Which pieces describe one request.
struct Requests<'a> {
    code: &'a str,
    pieces: &'a [Piece<'a>],
    groups: &'a [Group],
    /// The pieces that statements give to one variable: `r.Method = "GET"`.
    given: HashMap<(usize, &'a str), Vec<usize>>,
}

impl<'a> Requests<'a> {
    fn of(code: &'a str, pieces: &'a [Piece<'a>], groups: &'a [Group]) -> Self {
        let mut given: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, piece) in pieces.iter().enumerate() {
            let key = piece.target.to_ascii_lowercase();
            let is_given = match piece.kind {
                Kind::Method(_) => key.ends_with("method"),
                Kind::Path(_) | Kind::Operation(_) => true,
                Kind::Service | Kind::Computed => false,
            };
            if let Some(variable) = given_to(piece, groups)
                && is_given
            {
                given.entry(variable).or_default().push(index);
            }
        }
        Self {
            code,
            pieces,
            groups,
            given,
        }
    }

    /// Returns the method of the path with this index: that of the call or the object around it, or what statements
    /// of the same function give to the same variable.
    fn method(&self, index: usize) -> Method {
        let piece = &self.pieces[index];
        let mut at = piece.inside.group;
        while !self.groups[at].is_block {
            let group = &self.groups[at];
            if let Some(method) = self.called(group, piece.range.start) {
                return Method::Known(method);
            }
            let first = self
                .pieces
                .partition_point(|one| one.range.start < group.open);
            let end = self
                .pieces
                .partition_point(|one| one.range.start < group.close);
            let mut methods = Vec::new();
            for (other, one) in self.pieces[first..end].iter().enumerate() {
                match one.kind {
                    Kind::Method(method) if !methods.contains(&method) => methods.push(method),
                    Kind::Operation(_) => return Method::NotNeeded,
                    // Which of them the method is for cannot be told.
                    Kind::Path(_) if first + other != index => return Method::Unknown,
                    Kind::Method(_) | Kind::Path(_) | Kind::Service | Kind::Computed => {}
                }
            }
            match methods.as_slice() {
                [] => at = group.parent,
                [method] => return Method::Known(method),
                _ => return Method::Unknown,
            }
        }
        self.of_statements(index).unwrap_or(Method::Unknown)
    }

    /// Returns the request that is given the service with this index, if nothing that it is given says what it calls.
    fn unknown(&self, index: usize) -> Option<Request<'a>> {
        let piece = &self.pieces[index];
        let mut at = piece.inside.group;
        let mut outermost = None;
        while !self.groups[at].is_block {
            let group = &self.groups[at];
            let first = { self.pieces }.partition_point(|one| one.range.start < group.open);
            let end = { self.pieces }.partition_point(|one| one.range.start < group.close);
            if self.pieces[first..end].iter().any(Piece::says_operation) {
                return None;
            }
            outermost = Some(at);
            at = group.parent;
        }
        // A constant is no request.
        let variable = given_to(piece, self.groups).filter(|_| piece.target.contains('.'));
        let Some(variable) = variable else {
            return outermost.map(Request::Group);
        };
        let given = self.given.get(&variable);
        let is_known = { given.into_iter().flatten() }
            .take(MOST)
            .any(|one| self.pieces[*one].says_operation());
        (!is_known).then_some(Request::Variable(variable))
    }

    /// Returns the method that the name of a function says: `requests.delete("…")`, `client.RoaGet("…")`.
    fn called(&self, group: &Group, string: usize) -> Option<&'static str> {
        let before = self.code[..group.open].trim_end_matches(' ');
        let name = &before[before.trim_end_matches(is_word).len()..];
        if name == "fetch" && !self.code[string..group.close].contains(',') {
            return Some("GET");
        }
        METHODS.into_iter().find(|method| {
            let Some(start) = name.len().checked_sub(method.len()) else {
                return false;
            };
            let Some((start, end)) = name.split_at_checked(start) else {
                return false;
            };
            let is_own_word = start.is_empty()
                || start.ends_with('_')
                || end.starts_with(|c: char| c.is_ascii_uppercase());
            is_own_word && end.eq_ignore_ascii_case(method)
        })
    }

    fn of_statements(&self, index: usize) -> Option<Method> {
        let given = self
            .given
            .get(&given_to(&self.pieces[index], self.groups)?)?;
        if given.len() > MOST {
            return None;
        }
        let place = given.binary_search(&index).ok()?;
        let method = |place: usize| match self.pieces[*given.get(place)?].kind {
            Kind::Method(method) => Some(method),
            Kind::Path(_) | Kind::Operation(_) | Kind::Service | Kind::Computed => None,
        };
        // A variable that is used again: a method for each path, before or after it.
        let is_first = method(0).is_some();
        let near = if is_first {
            place.checked_sub(1)?
        } else {
            place + 1
        };
        let mut methods = Vec::new();
        let mut alternates = given.len() % 2 == 0;
        for (other, piece) in given.iter().enumerate() {
            match self.pieces[*piece].kind {
                Kind::Method(method) => {
                    if !methods.contains(&method) {
                        methods.push(method);
                    }
                    alternates &= (other % 2 == 0) == is_first;
                }
                Kind::Path(_) => alternates &= (other % 2 == 0) != is_first,
                Kind::Operation(_) => return Some(Method::NotNeeded),
                Kind::Service | Kind::Computed => {}
            }
        }
        match methods.as_slice() {
            [only] => Some(Method::Known(only)),
            _ if alternates => method(near).map(Method::Known),
            _ => None,
        }
    }
}

/// Returns the function and the variable that a statement gives a piece to.
fn given_to<'a>(piece: &Piece<'a>, groups: &[Group]) -> Option<(usize, &'a str)> {
    match piece.target.rsplit_once('.') {
        Some((variable, _)) => Some((piece.inside.scope, variable)),
        // An argument with a name is no variable.
        None => groups[piece.inside.group]
            .is_block
            .then_some((piece.inside.scope, "")),
    }
}
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
fn is_like_those_of_ack(path: &str) -> bool {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    path.starts_with("/clusters/")
}

/// Returns whether a text is the address of ACK and then a path that is computed, as is its first character.
pub(crate) fn has_computed_path(text: &str) -> bool {
    path_and_host(text)
        .is_some_and(|(host, path)| is_host(host) && path.starts_with(['$', '{', '%']))
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
