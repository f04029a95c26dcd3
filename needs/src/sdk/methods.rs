//! Calls of methods of a client, and the requests of the older SDK.

use super::clients::{Belongs, Clients, Receiver};
use super::commands::commands;
use super::computed::{self, NOT_CALLED, PASSED_ON};
use super::declared::Declared;
use super::near::{is_word, line_before};
use super::receiver::receiver;
use super::syntax::Syntax;
use super::variables::Words;
use super::{bare_calls, rest};
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;

/// Returns the calls of ACK in a file that uses its SDK or its address.
pub(crate) fn read(text: &str, syntax: &Syntax) -> Found {
    let parts = syntax.parts(text);
    let words = Words::of(&parts.code);
    let clients = Clients::of(text, &words, &parts);
    let mut found = Found::default();
    if clients.has_ack() {
        let declared = Declared::of(text, &parts, syntax, &words);
        methods(&parts.code, &clients, &declared, &mut found);
        computed::read(text, syntax, &parts, &clients, &declared, &mut found);
        if syntax.has_bare_calls {
            bare_calls::read(&parts.code, &clients, &declared, &mut found);
        }
    }
    rest::read(text, &parts, clients.has_ack(), &mut found);
    commands(text, &parts, &mut found);
    found
}

/// Finds `client.CreateCluster(`, and `CreateClusterRequest(` of the older SDK.
fn methods(code: &str, clients: &Clients, declared: &Declared<'_>, found: &mut Found) {
    let mut at = 0;
    while let Some(skipped) = code[at..].find(is_word) {
        let start = at + skipped;
        let rest = &code[start..];
        let name = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        at = start + name.len();
        let after = code[at..].trim_start_matches([' ', '\t']);
        let word = Word {
            name,
            range: ByteRange::new(start, at),
            before: code[..start].trim_end(),
            is_called: after.starts_with('('),
            is_renamed: after.starts_with("as "),
        };
        word.add(code, clients, declared, found);
    }
}

/// A word of the code that can be a method or a class.
struct Word<'a> {
    name: &'a str,
    range: ByteRange,
    before: &'a str,
    is_called: bool,
    is_renamed: bool,
}

impl Word<'_> {
    fn add(&self, code: &str, clients: &Clients, declared: &Declared<'_>, found: &mut Found) {
        if let Some(class) = self.name.strip_suffix("Request") {
            let words = Receiver {
                words: vec![self.name],
                is_result: false,
            };
            let at = self.range.start;
            if clients.has_request_classes
                && !clients.is_import(at)
                && self.is_passed_on(code)
                && names::operation(class).is_some()
                && clients.makes(&words, at, true) == Belongs::ToAck
            {
                found.note(PASSED_ON.to_owned(), self.range);
            } else {
                self.add_request(class, clients, found);
            }
            return;
        }
        let operation = names::of_method(self.name);
        let Some((receiver, start)) = receiver(self.before) else {
            // `const { deleteCluster } = client`
            if !self.is_called && operation.is_some() && is_taken_apart(code, self.range.start) {
                found.note(NOT_CALLED.to_owned(), self.range);
            }
            return;
        };
        let start = if receiver.is_result {
            self.range.start
        } else {
            start
        };
        let range = ByteRange::new(start, self.range.end);
        let belongs =
            |is_shared| clients.belongs_at(&receiver, is_shared, declared, self.range.start);
        let is_of_ack = || belongs(true) == Belongs::ToAck;
        let Some(operation) = operation else {
            if self.is_called
                && is_like_operation(self.name, clients.has_other_verbs)
                && is_of_ack()
            {
                let message = format!("no operation of ACK is known as `{}`", self.name);
                found.note(message, range);
            }
            return;
        };
        if !self.is_called {
            let may_be_of_ack =
                || receiver.is_result && clients.belongs(&receiver, true) == Belongs::Unknown;
            if is_of_ack() || may_be_of_ack() {
                found.note(NOT_CALLED.to_owned(), range);
            }
            return;
        }
        match belongs(names::is_shared(operation)) {
            Belongs::ToAck => found.need(Call::Operation(operation), range),
            Belongs::Elsewhere => {}
            Belongs::Unknown if clients.is_own(&receiver, self.name) => {}
            Belongs::Unknown => {
                let message = match receiver.words.first() {
                    Some(of) if !of.is_empty() => {
                        format!("`{of}` is not known to be a client of ACK")
                    }
                    _ => "what has this method is not known to be a client of ACK".to_owned(),
                };
                found.note(message, range);
            }
        }
    }

    /// Returns whether a class is a value here, from which it can be made elsewhere: `call(DeleteClusterRequest)`.
    fn is_passed_on(&self, code: &str) -> bool {
        let after = code[self.range.end..].trim_start_matches(' ');
        let is_end = after.is_empty() || after.starts_with([',', ')', '}', ']', ';', '\n']);
        let is_value = is_end
            && (self.before.ends_with(['(', '[', ',', '='])
                || ["\":", "':"].iter().any(|key| self.before.ends_with(key)));
        let is_class = after.starts_with("::") || after.starts_with(".class");
        (is_value || is_class || self.before.ends_with("::"))
            && !line_before(code, self.range.start).contains("isinstance(")
    }

    /// Adds a request of the older SDKs: `DeleteClusterRequest()`, `cs.CreateDeleteClusterRequest()`.
    fn add_request(&self, class: &str, clients: &Clients, found: &mut Found) {
        let module = receiver(self.before);
        let module = module.as_ref().map(|(module, _)| module);
        if (self.is_called || self.is_renamed)
            && clients.has_request_classes
            && let Some(operation) = names::operation(class)
        {
            let words = module.map_or(&[][..], |module| &module.words);
            let class = Receiver {
                words: [&[self.name], words].concat(),
                is_result: false,
            };
            match clients.makes(&class, self.range.start, names::is_shared(operation)) {
                Belongs::ToAck => found.need(Call::Operation(operation), self.range),
                Belongs::Elsewhere => {}
                Belongs::Unknown => found.note(
                    "the class is not known to be of the SDK of ACK".to_owned(),
                    self.range,
                ),
            }
        } else if let Some(operation) = class.strip_prefix("Create").and_then(names::operation)
            && module.is_some_and(|module| clients.belongs(module, true) == Belongs::ToAck)
        {
            if self.is_called {
                found.need(Call::Operation(operation), self.range);
            } else {
                found.note(PASSED_ON.to_owned(), self.range);
            }
        }
    }
}

/// Returns whether a word is one of those that JavaScript takes out of an object.
fn is_taken_apart(code: &str, at: usize) -> bool {
    let line = line_before(code, at);
    let names = ["const ", "let ", "var "]
        .iter()
        .find_map(|word| Some(line.rsplit_once(word)?.1));
    names.is_some_and(|names| names.trim_start().starts_with('{') && !names.contains(['=', ':']))
}

/// Returns whether a method is called as operations are: a verb, and then another word.
fn is_like_operation(name: &str, has_other_verbs: bool) -> bool {
    /// Those of `aliyungo`.
    const OTHERS: [&str; 5] = ["check", "get", "query", "resize", "wait"];
    const VERBS: [&str; 24] = [
        "attach",
        "cancel",
        "create",
        "delete",
        "deploy",
        "describe",
        "fix",
        "grant",
        "install",
        "list",
        "migrate",
        "modify",
        "open",
        "pause",
        "remove",
        "repair",
        "resume",
        "scale",
        "start",
        "stop",
        "tag",
        "uninstall",
        "update",
        "upgrade",
    ];
    let lower = name.to_ascii_lowercase();
    let is_of_client = ["client", "response", "options"]
        .iter()
        .any(|end| lower.ends_with(end));
    // A part of a body: `ModifyClusterNodePoolRequestScalingGroup`.
    let is_of_client = is_of_client || name.contains("Request") || name.contains("Response");
    let others = OTHERS.iter().filter(|_| has_other_verbs);
    let mut verbs = { VERBS.iter().chain(others) }
        .filter(|verb| lower.starts_with(**verb))
        .map(|verb| name.get(verb.len()..).unwrap_or_default());
    !is_of_client
        && verbs.any(|rest| rest.starts_with(|c: char| c == '_' || c.is_ascii_uppercase()))
}
