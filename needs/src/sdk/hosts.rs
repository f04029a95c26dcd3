//! What a path or a host is given to: a client, a route of the file's own server, or neither.

use super::groups::Group;
use super::near::{is_word, line_before, start};
use super::paths::METHODS;
use std::collections::{HashMap, HashSet};

/// The host before a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Ack,
    Computed,
    /// None is written before the path.
    Elsewhere,
}

/// How many brackets around a text are looked at.
const DEEPEST: usize = 8;

/// Returns the name of what is called with the brackets that open here, with what is before its dots: `api.delete`.
pub(crate) fn callee(code: &str, open: usize) -> &str {
    let before = line_before(code, open).trim_end();
    &before[before.trim_end_matches(|c| is_word(c) || c == '.').len()..]
}

/// Returns the last name of a chain: `delete` of `api.delete`.
pub(crate) fn last_name(chain: &str) -> &str {
    chain.rsplit('.').next().unwrap_or_default()
}

/// The variables that are given a client of ACK's host: `api = axios.create({ baseURL: … })`.
pub(crate) struct BaseClients<'a> {
    /// By the outermost brackets with the host.
    names: HashMap<usize, &'a str>,
    all: HashSet<&'a str>,
    /// Where methods of these variables have their brackets.
    calls: HashMap<&'a str, Vec<usize>>,
}

impl<'a> BaseClients<'a> {
    pub(crate) fn of(code: &'a str, groups: &[Group], hosts: impl Iterator<Item = usize>) -> Self {
        let mut names = HashMap::new();
        for host in hosts {
            let mut at = host;
            let mut outermost = None;
            let mut deep = 0;
            while !groups[at].is_block && deep < DEEPEST {
                outermost = Some(at);
                at = groups[at].parent;
                deep += 1;
            }
            if let Some(group) = outermost
                && let Some(name) = given_to(line_before(code, groups[group].open))
            {
                names.insert(group, name);
            }
        }
        let all: HashSet<&str> = names.values().copied().collect();
        let mut calls: HashMap<&str, Vec<usize>> = HashMap::new();
        if !all.is_empty() {
            for (at, group) in groups.iter().enumerate() {
                let name = client_of(callee(code, group.open));
                if let Some(name) = name.and_then(|name| all.get(name)) {
                    calls.entry(name).or_default().push(at);
                }
            }
        }
        Self { names, all, calls }
    }

    /// Returns whether a method is one of such a client.
    pub(crate) fn has_call(&self, callee: &str) -> bool {
        client_of(callee).is_some_and(|name| self.all.contains(name))
    }

    /// Returns the calls of the client that these brackets make.
    pub(crate) fn calls(&self, group: usize) -> &[usize] {
        let name = self.names.get(&group);
        name.and_then(|name| self.calls.get(name))
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns the client whose method sends a request: `api` of `this.api.delete`.
fn client_of(callee: &str) -> Option<&str> {
    let (client, method) = callee.rsplit_once('.')?;
    let method = method.to_ascii_lowercase();
    let is_request = ["request", "send", "fetch", "do"].contains(&&*method)
        || METHODS.iter().any(|one| one.eq_ignore_ascii_case(&method));
    is_request.then(|| last_name(client))
}

/// Returns the variable that is given the value after this code.
fn given_to(line: &str) -> Option<&str> {
    let at = line.find(" = ").or_else(|| line.find('='))?;
    let left = line[..at].trim_end_matches([':', ' ']);
    // Its type: `api: Client = …`.
    let left = match left.rsplit_once(": ") {
        Some((name, _)) => name,
        None => left,
    };
    let left = left.split(',').next()?.trim_end();
    let name = &left[left.trim_end_matches(is_word).len()..];
    (!name.is_empty()).then_some(name)
}

/// Returns whether a path is that of a route, which the file's own server answers: `@app.post("/clusters")`,
/// `router.delete("/clusters/:id", remove)`.
pub(crate) fn is_route(code: &str, groups: &[Group], inside: usize, host: Host) -> bool {
    /// Functions that add a route.
    const ADDERS: [&str; 11] = [
        "handle",
        "handlefunc",
        "route",
        "add_route",
        "add_url_rule",
        "add_api_route",
        "group",
        "use",
        "mount",
        "rule",
        "path",
    ];
    /// How variables with routes are called, or end.
    const ROUTERS: [&str; 10] = [
        "app",
        "router",
        "routes",
        "route",
        "server",
        "mux",
        "blueprint",
        "engine",
        "fastify",
        "group",
    ];
    /// What the names of clients have, whose methods can also be `GET`.
    const CLIENTS: [&str; 5] = ["client", "http", "req", "conn", "sdk"];
    let mut at = inside;
    let mut deep = 0;
    while !groups[at].is_block && deep < DEEPEST {
        let group = &groups[at];
        let chain = callee(code, group.open);
        let before = line_before(code, group.open).trim_end();
        let is_decorator = before[..before.len() - chain.len()]
            .trim_end()
            .ends_with('@');
        if is_decorator {
            return !is_in_interface(code, group.open);
        }
        let method = last_name(chain);
        let name = method.to_ascii_lowercase();
        let object = chain
            .rsplit_once('.')
            .map_or("", |(object, _)| last_name(object));
        let object = object.to_ascii_lowercase();
        let is_method = METHODS
            .iter()
            .any(|one| name.ends_with(&one.to_ascii_lowercase()));
        // `r.POST` of gin, `r.Delete` of chi.
        let is_short = is_method && matches!(&*object, "r" | "e" | "g" | "v1" | "bp" | "web");
        let is_upper = METHODS.contains(&method) && !CLIENTS.iter().any(|one| object.contains(one));
        // `get("/clusters") { … }` of Ktor.
        let has_block = || {
            let after = code.get(group.close + 1..).unwrap_or_default();
            is_method && object.is_empty() && after.trim_start_matches(' ').starts_with('{')
        };
        if ADDERS.contains(&&*name)
            || ROUTERS.iter().any(|one| object.ends_with(one))
            || is_short
            || is_upper
            || has_block()
            || (host == Host::Elsewhere && has_handler(code, group))
        {
            return true;
        }
        at = group.parent;
        deep += 1;
    }
    false
}

/// Returns whether a place is in an interface, whose methods with a path are those of a client.
fn is_in_interface(code: &str, at: usize) -> bool {
    let last = |word: &str| code[..at].rfind(word);
    last("interface ").is_some_and(|interface| last("class ").is_none_or(|class| class < interface))
}

/// Returns whether a function is among what brackets contain.
fn has_handler(code: &str, group: &Group) -> bool {
    let inner = start(&code[group.open..group.close]);
    ["=>", "func(", "function", "handler", "lambda"]
        .iter()
        .any(|word| inner.contains(word))
}
