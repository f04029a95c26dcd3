//! Methods whose names are values.

use super::clients::{Belongs, Clients};
use super::declared::Declared;
use super::expressions::{
    class_name, expression, is_called, is_element, is_literal, is_set, split,
};
use super::near::{
    self, LONGEST, closing, end, first_word, is_word, last_word, line_before, opening,
};
use super::parts::Parts;
use super::receiver::receiver;
use super::syntax::Syntax;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;

pub(crate) const NOT_CALLED: &str =
    "the method is named here, and where it is called cannot be told";
pub(crate) const PASSED_ON: &str = "the request is named here, and where it is made cannot be told";
const COMPUTED: &str = "the name of the method is computed";
const COMPUTED_CLASS: &str = "the class of the request is computed";
const COMPUTED_CODE: &str = "the code that runs here is computed";

/// Functions that return a method of an object by its name, the object first.
const OF_ARGUMENT: [&str; 9] = [
    "getattr",
    "get",
    "findVirtual",
    "invoke",
    "getmembers",
    "dir",
    "Proxy",
    "ValueOf",
    "TypeOf",
];

/// Functions of `Object` and `Reflect` that return the methods of an object.
const OF_ALL: [&str; 7] = [
    "entries",
    "getOwnPropertyDescriptors",
    "values",
    "keys",
    "getOwnPropertyNames",
    "getPrototypeOf",
    "ownKeys",
];

/// Functions that run a text.
const EVALUATORS: [&str; 3] = ["eval", "exec", "Function"];

/// Methods that run a text.
const EVALUATING_METHODS: [&str; 3] = ["runInContext", "runInNewContext", "runInThisContext"];

/// What comes before the name of a class of the older SDKs.
const CLASSES: [&str; 2] = ["aliyunsdkcs.request.", "com.aliyuncs.cs.model."];

/// Functions of an object, its class or its value that return a method by its name, or all.
const OF_OBJECT: [&str; 7] = [
    "getMethod",
    "getDeclaredMethod",
    "getMethods",
    "getDeclaredMethods",
    "__getattribute__",
    "__getattr__",
    "MethodByName",
];

/// Properties of a class of Kotlin with its methods.
const OF_CLASS: [&str; 5] = [
    "members",
    "functions",
    "memberFunctions",
    "declaredFunctions",
    "declaredMemberFunctions",
];

/// Finds `getattr(client, "delete_cluster")`, `client["deleteCluster"]`, and each way to a method of a client by a name that is
/// computed.
pub(crate) fn read(
    text: &str,
    syntax: &Syntax,
    parts: &Parts,
    clients: &Clients,
    declared: &Declared<'_>,
    found: &mut Found,
) {
    let computed = Computed {
        text,
        code: &parts.code,
        clients,
        declared,
    };
    for range in &parts.strings {
        let string = range.of(text);
        if CLASSES.iter().any(|of| string.starts_with(of)) {
            let class = string
                .rsplit('.')
                .next()
                .and_then(|class| class.strip_suffix("Request"));
            let is_known = class.is_some_and(|class| names::operation(class).is_some());
            let message = if is_known { PASSED_ON } else { COMPUTED_CLASS };
            found.note(message.to_owned(), *range);
        }
        if names::of_method(string).is_none() {
            continue;
        }
        let line = line_before(&parts.code, range.start).trim_end_matches(['"', '\'', '`']);
        let is_looked_up = { OF_ARGUMENT.iter().chain(&OF_OBJECT) }
            .chain(&["methodcaller", "attrgetter"])
            .filter(|function| **function != "get")
            .any(|function| line.contains(&format!("{function}(")));
        if is_looked_up
            || line
                .strip_suffix('[')
                .is_some_and(|line| computed.is_client(range.start, end(line)))
        {
            found.note(NOT_CALLED.to_owned(), *range);
        }
    }
    let mut ranges = Vec::new();
    computed.reflected(&mut ranges);
    computed.evaluated(found);
    if syntax.is_script {
        computed.indexed(&mut ranges);
        computed.spread(&mut ranges);
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    for range in ranges {
        found.note(COMPUTED.to_owned(), range);
    }
}

struct Computed<'a> {
    text: &'a str,
    code: &'a str,
    clients: &'a Clients,
    declared: &'a Declared<'a>,
}

impl Computed<'_> {
    /// Returns whether an expression is a client: its variable, what a function of the file returns, or one of these in
    /// brackets, as in `(client as any)` and `(client ??= new CS(…))`.
    fn is_client(&self, at: usize, object: &str) -> bool {
        let object = object.trim_end().trim_end_matches(['?', '.', '!']);
        let dotted = format!("{object}.");
        let is_named = receiver(&dotted).is_some_and(|(receiver, _)| {
            match self.clients.belongs(&receiver, true) {
                Belongs::ToAck => !self.clients.is_model(&receiver),
                Belongs::Elsewhere => false,
                // What a function of the file returns can be a client.
                Belongs::Unknown => {
                    let name = receiver.words.first().filter(|_| receiver.is_result);
                    name.is_some_and(|name| self.clients.has_function(name))
                }
            }
        });
        // `this` in a class that extends a client.
        let is_own = || {
            let name = last_word(object);
            let is_alone = !object[..object.len() - name.len()].ends_with('.');
            ["self", "this", "super", "cls"].contains(&name)
                && is_alone
                && self.clients.is_inside(self.declared, at)
        };
        is_named || self.is_client_in_brackets(object) || is_own()
    }

    fn is_client_in_brackets(&self, object: &str) -> bool {
        let open = object.strip_suffix(')').and_then(opening);
        open.is_some_and(|open| {
            let callee = &object[..open];
            let is_call = callee.ends_with(|c| is_word(c) || matches!(c, ')' | ']'));
            (!is_call || last_word(callee) == "type")
                && self.mentions_client(&object[open + 1..object.len() - 1])
        })
    }

    /// Returns whether a client is among the words of a code, and not only what its methods return.
    fn mentions_client(&self, code: &str) -> bool {
        let mut at = 0;
        for word in code.split(|c| !is_word(c)) {
            let end = at + word.len();
            let is_whole = !code[end..].trim_start_matches('?').starts_with('.');
            if !word.is_empty() && is_whole && self.clients.is_client(word) {
                return true;
            }
            at = end + code[end..].chars().next().map_or(0, char::len_utf8);
        }
        false
    }

    /// Finds code in texts that are run, if they have a client or cannot be read.
    fn evaluated(&self, found: &mut Found) {
        let functions = self.calls_of(&EVALUATORS, false);
        let methods = self.calls_of(&EVALUATING_METHODS, true);
        for (start, arguments) in functions.into_iter().chain(methods) {
            let is_of_ack =
                |word: &str| self.clients.is_client(word) || names::of_method(word).is_some();
            let text = arguments.of(self.text);
            if text.split(|c| !is_word(c)).any(is_of_ack) || !is_literal(arguments.of(self.code)) {
                found.note(
                    COMPUTED_CODE.to_owned(),
                    ByteRange::new(start, arguments.end + 1),
                );
            }
        }
    }

    /// Returns where functions with these names are called, and their arguments.
    fn calls_of(&self, names: &[&str], are_methods: bool) -> Vec<(usize, ByteRange)> {
        let code = self.code;
        let mut calls = Vec::new();
        for name in names {
            for (start, _) in code.match_indices(name) {
                let end = start + name.len() + 1;
                let before = code[..start].trim_end_matches(' ');
                let is_own = before.ends_with(|c| is_word(c) || c == '.')
                    && !["new", "return", "await"].contains(&last_word(before));
                if (!is_own || are_methods && before.ends_with('.'))
                    && code[..start].ends_with(|c| !is_word(c))
                    && code[end - 1..].starts_with('(')
                    && let Some(length) = closing(&code[end..], ')')
                {
                    calls.push((start, ByteRange::new(end, end + length)));
                }
            }
        }
        calls
    }

    /// Finds functions of reflection.
    fn reflected(&self, ranges: &mut Vec<ByteRange>) {
        let code = self.code;
        let mut at = 0;
        for word in code.split(|c| !is_word(c)) {
            let start = at;
            let end = at + word.len();
            at = end + code[end..].chars().next().map_or(0, char::len_utf8);
            let before = near::end(&code[..start]);
            if OF_CLASS.contains(&word) {
                let class = before.strip_suffix("::class.").unwrap_or_default();
                if self.clients.is_client(last_word(class)) {
                    ranges.push(ByteRange::new(start, end));
                }
                continue;
            }
            // The members of an object of Python.
            if word == "__dict__" && before.ends_with('.') && self.is_client(start, before) {
                ranges.push(ByteRange::new(start, end));
                continue;
            }
            let is_of_all = || {
                OF_ALL.contains(&word)
                    && (before.ends_with("Object.") || before.ends_with("Reflect."))
            };
            // `invokeMethod(client, name)`, whatever library has it.
            let is_of_method = word.contains("ethod");
            let is_function = OF_ARGUMENT.contains(&word)
                || OF_OBJECT.contains(&word)
                || is_of_method
                || is_of_all();
            if !is_function && !matches!(word, "methodcaller" | "attrgetter" | "vars") {
                continue;
            }
            // `(getattr)(client, name)`
            let open = code[end..].trim_start_matches([')', ' ']);
            let Some(inner) = open.strip_prefix('(') else {
                continue;
            };
            let inner_at = code.len() - inner.len();
            let Some(length) = closing(inner, ')') else {
                continue;
            };
            let arguments = &inner[..length];
            let whole = ByteRange::new(start, inner_at + length + 1);
            let (first, rest) = match split(arguments) {
                Some((first, rest)) => (first, Some(rest)),
                None => (arguments, None),
            };
            let is_found = match word {
                "methodcaller" => !is_literal(first),
                "vars" => self.is_client(start, first),
                "attrgetter" => {
                    let object = code[whole.end..].strip_prefix('(');
                    let length = object.and_then(|object| closing(object, ')'));
                    let object = object.zip(length).map(|(object, length)| &object[..length]);
                    !is_literal(first) && object.is_some_and(|object| self.is_client(start, object))
                }
                "get" => {
                    ["Reflect.", "_.", "lodash."]
                        .iter()
                        .any(|of| before.ends_with(of))
                        && rest.is_some_and(|name| !is_literal(name))
                        && self.is_client(start, first)
                }
                "getattr" => {
                    let name = rest.map(|rest| split(rest).map_or(rest, |(name, _)| name));
                    name.is_some_and(|name| !is_literal(name)) && self.is_client(start, first)
                }
                "MethodByName" => !is_literal(first) && !self.is_of_another_type(before),
                word if OF_OBJECT.contains(&word) => {
                    let is_name = first.is_empty() || !is_literal(first);
                    // `object.__getattribute__(client, name)`
                    let is_second = rest.is_some_and(|name| !is_literal(name));
                    (is_name && before.ends_with('.') && self.is_client(start, before))
                        || (word.starts_with('_') && is_second && self.is_client(start, first))
                }
                // The call of a method by its name is found itself.
                "ValueOf" | "TypeOf" => {
                    before.ends_with("reflect.")
                        && !code.contains(".MethodByName")
                        && self.mentions_client(first)
                }
                _ if is_of_method && rest.is_none_or(is_literal) => false,
                _ => self.is_client(start, first) || self.clients.is_client(class_name(first)),
            };
            let is_short = word == "MethodByName";
            if is_found {
                ranges.push(if is_short {
                    ByteRange::new(start, end)
                } else {
                    whole
                });
            }
        }
    }

    /// Returns whether what `reflect.ValueOf(…).` is called with before a method is not a client: a literal of another type, or
    /// a model.
    fn is_of_another_type(&self, before: &str) -> bool {
        let Some(value) = before.strip_suffix(").") else {
            return false;
        };
        let Some(open) = opening(value) else {
            return false;
        };
        let value = value[open + 1..].trim_start_matches('&');
        !self.mentions_client(value) && (value.contains('{') || self.clients.has_model(value))
    }

    /// Finds `{ ...client }`.
    fn spread(&self, ranges: &mut Vec<ByteRange>) {
        for (at, mark) in self.code.match_indices("...") {
            let rest = &self.code[at + mark.len()..];
            let name = first_word(rest);
            if !rest[name.len()..].starts_with(['.', '(', '[', '?']) && self.clients.is_client(name)
            {
                ranges.push(ByteRange::new(at, at + mark.len() + name.len()));
            }
        }
    }

    /// Finds `client[name]`, whatever is done with it.
    fn indexed(&self, ranges: &mut Vec<ByteRange>) {
        let code = self.code;
        for (at, _) in code.match_indices('[') {
            let object = end(&code[..at]).trim_end();
            if object.ends_with(['{', ',']) {
                self.taken_apart(at, ranges);
            }
            if !object.ends_with(|c| is_word(c) || ".)]!".contains(c)) {
                continue;
            }
            let Some(length) = closing(&code[at + 1..], ']') else {
                continue;
            };
            let name = code[at + 1..at + 1 + length].trim();
            let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
            if is_number || is_literal(name) || is_element(&code[at + length + 2..]) {
                continue;
            }
            // What is only called as clients are can be anything: its members may be data.
            let is_used = self.mentions_client(expression(object))
                && !is_set(&code[at + length + 2..])
                || is_called(&code[at + length + 2..]);
            if is_used && self.is_client(at, object) {
                let chain = object.trim_end_matches(|c| is_word(c) || ".?!".contains(c));
                let is_apart = object.len() < end(&code[..at]).len();
                let start = if is_apart {
                    at
                } else {
                    at - (object.len() - chain.len())
                };
                ranges.push(ByteRange::new(start, at + length + 2));
            }
        }
    }
}

impl Computed<'_> {
    /// Finds `const { [name]: method } = client` at its bracket.
    fn taken_apart(&self, at: usize, ranges: &mut Vec<ByteRange>) {
        let code = &self.code[at + 1..];
        let value = || {
            let length = closing(code, ']')?;
            let rest = code[length + 1..].trim_start().strip_prefix(':')?;
            let close = rest.bytes().take(LONGEST).position(|byte| byte == b'}')?;
            let value = rest[close + 1..]
                .trim_start()
                .strip_prefix('=')?
                .trim_start();
            let end = value
                .find(|c| !is_word(c) && c != '.')
                .unwrap_or(value.len());
            let is_computed = !is_literal(&code[..length]);
            Some((length, &value[..end])).filter(|_| is_computed)
        };
        if let Some((length, object)) = value()
            && self.is_client(at, object)
        {
            ranges.push(ByteRange::new(at, at + length + 2));
        }
    }
}
