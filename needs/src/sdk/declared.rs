//! What a name is declared as, where a call sees it.

use super::groups::{Group, groups};
use super::parts::{Parts, line_before};
use super::syntax::{Syntax, Types};
use super::variables::{Words, is_word};
use std::collections::HashMap;

/// The most declarations of a name, and scopes around a call, that are looked at.
const MOST: usize = 50;

/// The most bytes of a declaration that are looked at.
const LONGEST: usize = 400;

/// Text in which a name is known.
struct Scope<'a> {
    /// Where its head begins: the name and the parameters of a function.
    start: usize,
    body: usize,
    end: usize,
    parent: usize,
    /// The class or the structure that it is the body of.
    class: Option<&'a str>,
}

/// What a name is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of<'a> {
    /// A type with its modules.
    Type(&'a str),
    /// A class or a function that makes it, with its modules.
    Made(&'a str),
    /// A name that another file has.
    Imported,
    /// A parameter without a type.
    Parameter,
    /// What cannot be told.
    Value,
}

struct Declaration<'a> {
    at: usize,
    scope: usize,
    /// The end of the text in which it is known, if that is less than its scope.
    end: usize,
    is_member: bool,
    of: Of<'a>,
}

/// The declarations of the names that methods are called on.
pub(crate) struct Declared<'a> {
    code: &'a str,
    scopes: Vec<Scope<'a>>,
    names: HashMap<&'a str, Vec<Declaration<'a>>>,
}

impl<'a> Declared<'a> {
    pub(crate) fn of(text: &'a str, parts: &'a Parts, syntax: &Syntax, words: &Words<'a>) -> Self {
        let code = &parts.code;
        let mut names: Vec<(&str, &[usize])> = words
            .all()
            .filter(|(name, places)| is_receiver(code, name, places))
            .collect();
        names.sort_unstable();
        let mut places: Vec<usize> = names
            .iter()
            .flat_map(|(_, places)| *places)
            .copied()
            .collect();
        places.sort_unstable();
        let (groups, inside) = groups(code, &places);
        let scopes = if syntax.types == Types::OfPython {
            indented(code)
        } else {
            blocks(code, &groups)
        };
        let mut declared = Self {
            code,
            scopes,
            names: HashMap::new(),
        };
        for (name, at) in names {
            for at in at {
                let Ok(place) = places.binary_search(at) else {
                    continue;
                };
                let group = &groups[inside[place].group];
                let one = declared.declaration(text, name, *at, group, syntax.types);
                let all = declared.names.entry(name).or_default();
                all.extend(one);
                if all.len() > MOST {
                    break;
                }
            }
        }
        declared
    }

    /// Returns what a name is declared as where it is used, and all that the file declares it as. `base` is the object that it
    /// is a member of.
    pub(crate) fn at(
        &self,
        name: &str,
        base: Option<&str>,
        at: usize,
    ) -> (Option<Of<'a>>, Vec<Of<'a>>) {
        let Some(all) = self.names.get(name) else {
            return (None, Vec::new());
        };
        let every = all.iter().map(|one| one.of).collect();
        let is_own = matches!(base, Some("self" | "this"));
        // `func (p *Provider) Delete() { p.client.DeleteCluster(q) }`
        let owner = base
            .filter(|_| !is_own)
            .and_then(|base| self.owner(base, at));
        if let Some(owner) = owner {
            let mut fields = all
                .iter()
                .filter(|one| self.scopes[one.scope].class == Some(owner));
            return (fields.next().map(|one| one.of), every);
        }
        if base.is_some() && !is_own {
            return (None, every);
        }
        let mut scope = self.innermost(at);
        for _ in 0..MOST {
            let of_scope = || {
                all.iter()
                    .filter(|one| one.scope == scope && one.is_member >= is_own && at < one.end)
            };
            let near = of_scope()
                .rfind(|one| one.at <= at)
                .or_else(|| of_scope().next());
            if let Some(near) = near {
                return (Some(near.of), every);
            }
            if scope == 0 {
                break;
            }
            scope = self.scopes[scope].parent;
        }
        (None, every)
    }

    /// Returns the type whose method of Go a place is in, if its object has this name.
    fn owner(&self, base: &str, at: usize) -> Option<&'a str> {
        let mut scope = self.innermost(at);
        for _ in 0..MOST {
            let head = &self.code[self.scopes[scope].start..self.scopes[scope].body];
            if let Some((object, _)) = head
                .trim_start()
                .strip_prefix("func (")
                .and_then(|head| head.split_once(')'))
            {
                let (name, of) = object.split_once(' ')?;
                return (name == base).then(|| of.trim_start_matches([' ', '*']));
            }
            if scope == 0 {
                break;
            }
            scope = self.scopes[scope].parent;
        }
        None
    }

    fn innermost(&self, at: usize) -> usize {
        let mut scope = self
            .scopes
            .partition_point(|one| one.start <= at)
            .saturating_sub(1);
        for _ in 0..MOST {
            if scope == 0 || at < self.scopes[scope].end {
                return scope;
            }
            scope = self.scopes[scope].parent;
        }
        0
    }

    /// Returns the classes that a place is in, and the types whose functions of Kotlin it is in, from the nearest.
    pub(crate) fn classes_at(&self, at: usize) -> Vec<&'a str> {
        // `fun Client.stop(id: String) = stopAlert(id)`
        let mut classes: Vec<&str> = extended(line_before(self.code, at)).into_iter().collect();
        let mut scope = self.innermost(at);
        for _ in 0..MOST {
            if scope == 0 {
                break;
            }
            let one = &self.scopes[scope];
            classes.extend(
                one.class
                    .or_else(|| extended(&self.code[one.start..one.body])),
            );
            scope = one.parent;
        }
        classes
    }

    fn class_around(&self, mut scope: usize) -> usize {
        for _ in 0..MOST {
            if scope == 0 || self.scopes[scope].class.is_some() {
                break;
            }
            scope = self.scopes[scope].parent;
        }
        scope
    }

    fn declaration(
        &self,
        text: &'a str,
        name: &str,
        at: usize,
        group: &Group,
        types: Types,
    ) -> Option<Declaration<'a>> {
        let code = self.code;
        let before = line_before(code, at);
        let after = short(&code[at + name.len()..]);
        let scope = self.innermost(at);
        let is_in_head = at < self.scopes[scope].body;
        let is_in_brackets = !group.is_block && code[group.open..].starts_with('(');
        let mut one = Declaration {
            at,
            scope,
            end: usize::MAX,
            is_member: self.scopes[scope].class.is_some(),
            of: Of::Value,
        };
        if let Some(base) = before.strip_suffix('.') {
            if !base.ends_with("self") && !base.ends_with("this") {
                return None;
            }
            one.scope = self.class_around(scope);
            one.is_member = true;
            one.of = value(after).or_else(|| annotation(after))?;
            // `self.client = client`
            if one.of == Of::Value
                && let (Some(of), _) = self.parameter(after, at)
            {
                one.of = of;
            }
            return Some(one);
        }
        let start = before.trim_start();
        if start.starts_with("import ") || start.starts_with("from ") {
            let line = line_before(text, at).len();
            let line = short(&text[at - line..]);
            let line = line.split('\n').next().unwrap_or_default();
            one.of = Of::Imported;
            return (!line.contains("ali") && is_imported(before)).then_some(one);
        }
        if let Some(made) = before.strip_suffix(" as ") {
            let (_, made) = made.split_once("with ")?;
            one.of = made_by(made);
            return Some(one);
        }
        // An object or a list, and no code.
        if !group.is_block && !is_in_brackets && types != Types::AfterName {
            return None;
        }
        let declared = match types {
            Types::BeforeName => type_before(before, after),
            Types::AfterName => type_after(after),
            Types::AfterColon | Types::OfPython => annotation(after),
        };
        one.of = match declared {
            Some(of) => of,
            None if is_in_brackets && is_in_head => {
                const OTHERS: [&str; 7] = ["if", "for", "while", "switch", "catch", "elif", "with"];
                let head = code[self.scopes[scope].start..].trim_start();
                let word = &head[..head.find(|c| !is_word(c)).unwrap_or(head.len())];
                let is_parameter = after.trim_start().starts_with([',', ')', '='])
                    && before.trim_end().ends_with([',', '(']);
                if OTHERS.contains(&word) || !is_parameter {
                    return None;
                }
                Of::Parameter
            }
            None if is_in_brackets => return None,
            None => value(after)?,
        };
        if is_in_brackets && !is_in_head {
            // `(client: Store) => client.deleteCluster(id)`
            let line = short(&code[at..]);
            one.end = at + line.find('\n').unwrap_or(line.len());
        }
        let is_property = ["private ", "public ", "protected ", "readonly "]
            .iter()
            .any(|word| before.ends_with(word));
        if is_in_brackets && is_property && !one.is_member {
            one.scope = self.scopes[scope].parent;
            one.is_member = true;
        }
        Some(one)
    }

    /// Returns what the parameter is that is given here.
    fn parameter(&self, after: &str, at: usize) -> (Option<Of<'a>>, Vec<Of<'a>>) {
        let value = after.trim_start().trim_start_matches('=').trim_start();
        let name = &value[..value.find(|c| !is_word(c)).unwrap_or(value.len())];
        self.at(name, None, at)
    }
}

/// Returns whether a method is called on this name, or on a member of it.
fn is_receiver(code: &str, name: &str, places: &[usize]) -> bool {
    places.iter().any(|at| {
        let after = code[at + name.len()..]
            .trim_start()
            .trim_start_matches(['?', '!']);
        after.starts_with('.')
    })
}

/// Returns whether the end of an import gives a name, and not a module.
fn is_imported(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with(['{', ',', '(']) || before.ends_with("import") || before.ends_with(" as")
}

fn short(code: &str) -> &str {
    let mut end = code.len().min(LONGEST);
    while !code.is_char_boundary(end) {
        end -= 1;
    }
    &code[..end]
}

/// Returns the name that begins a code, with its modules.
fn chain(code: &str) -> &str {
    let end = code.find(|c| !is_word(c) && c != '.').unwrap_or(code.len());
    code[..end].trim_end_matches('.')
}

/// Returns the type that a code names, unless it is one that says nothing.
fn named(code: &str) -> Of<'_> {
    const ANY: [&str; 5] = ["Any", "Object", "typing.Any", "Optional", "None"];
    let name = chain(code);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_class = last.starts_with(|c: char| c.is_ascii_uppercase());
    let rest = code[name.len()..].trim_start();
    if ANY.contains(&name) || !is_class || rest.starts_with(['[', '<']) {
        return Of::Value;
    }
    Of::Type(name)
}

/// Reads a type after a colon.
fn annotation(after: &str) -> Option<Of<'_>> {
    let after = after.trim_start_matches([' ', '?', '!']);
    let of = after.strip_prefix(':')?;
    if of.starts_with([':', '=']) {
        return None;
    }
    Some(named(of.trim_start()))
}

/// Reads a type before a name: `EksGateway client;`.
fn type_before<'a>(before: &'a str, after: &str) -> Option<Of<'a>> {
    let code = before.strip_suffix(' ')?.trim_end();
    let is_name = after.trim_start().starts_with(['=', ';', ',', ')', ':']);
    let name = &code[code.trim_end_matches(|c| is_word(c) || c == '.').len()..];
    let is_class = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()));
    (is_name && is_class).then(|| named(name))
}

/// Reads a type of Go after a name: `client *repo.Store`.
fn type_after(after: &str) -> Option<Of<'_>> {
    let of = after
        .strip_prefix(' ')?
        .trim_start()
        .trim_start_matches('*');
    let name = chain(of);
    let end = of[name.len()..].trim_start_matches(' ');
    let is_type = name.contains('.') || name.starts_with(|c: char| c.is_ascii_uppercase());
    (is_type && (end.is_empty() || end.starts_with([',', ')', '}', ';', '\n', '='])))
        .then(|| named(of))
}

/// Reads the value that a name is given: `= EksGateway()`, `, err := make()`.
fn value(after: &str) -> Option<Of<'_>> {
    let line = after.split('\n').next().unwrap_or_default();
    let at = line.find('=')?;
    let names = line[..at].trim_end_matches(':');
    let is_names = names.chars().all(|c| is_word(c) || c == ' ' || c == ',');
    let is_list = names.trim().is_empty() || names.trim_start().starts_with(',');
    let value = &line[at + 1..];
    (is_names && is_list && !value.starts_with(['=', '>'])).then(|| made_by(value))
}

/// Returns the class that makes a value: `new EksGateway()`, `&Rancher{}`.
fn made_by(value: &str) -> Of<'_> {
    let value = value.trim_start();
    let value = value.strip_prefix("await ").unwrap_or(value);
    let value = value.strip_prefix("new ").unwrap_or(value);
    let value = value.trim_start_matches('&');
    let name = chain(value);
    let is_made = value[name.len()..].starts_with(['(', '{']);
    if is_made && !name.is_empty() {
        Of::Made(name)
    } else {
        Of::Value
    }
}

/// Returns the blocks in braces, each with what is before it.
fn blocks<'a>(code: &'a str, groups: &[Group]) -> Vec<Scope<'a>> {
    let is_scope =
        |group: &Group| group.is_block || { class_of(line_before(code, group.open)) }.is_some();
    let mut scopes: Vec<Scope<'a>> = { groups.iter().enumerate() }
        .filter(|(index, group)| {
            *index == 0 || code[group.open..].starts_with('{') && is_scope(group)
        })
        .map(|(index, group)| {
            let start = if index == 0 {
                0
            } else {
                head(code, group.open)
            };
            Scope {
                start,
                body: group.open,
                end: group.close,
                parent: 0,
                class: (index > 0)
                    .then(|| class_of(&code[start..group.open]))
                    .flatten(),
            }
        })
        .collect();
    scopes.sort_by_key(|scope| (scope.start, scope.body));
    nest(&mut scopes);
    scopes
}

/// Gives each scope that which it is in.
fn nest(scopes: &mut [Scope<'_>]) {
    let mut open = vec![0];
    for index in 1..scopes.len() {
        while open.len() > 1
            && open
                .last()
                .is_some_and(|one| scopes[*one].end <= scopes[index].start)
        {
            open.pop();
        }
        scopes[index].parent = open.last().copied().unwrap_or_default();
        open.push(index);
    }
}

/// Returns where the head of a block begins.
fn head(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    let mut is_empty = true;
    for (at, byte) in code.bytes().enumerate().take(open).rev().take(LONGEST) {
        match byte {
            b')' | b']' => depth += 1,
            b'}' if depth > 0 => depth += 1,
            b'(' | b'[' | b'{' if depth > 0 => depth -= 1,
            b'(' | b'[' | b'{' | b'}' | b';' if depth == 0 => return at + 1,
            b'\n' if depth == 0 && !is_empty && !is_continued(&code[at + 1..open]) => {
                return at + 1;
            }
            _ => {}
        }
        is_empty &= byte.is_ascii_whitespace();
    }
    open
}

/// Returns whether a line of a head continues the one before it.
fn is_continued(line: &str) -> bool {
    let line = line.trim_start();
    ["extends ", "implements ", ": "]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Returns the class or the structure that a head begins.
fn class_of(head: &str) -> Option<&str> {
    let mut words = head.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    words.find(|word| matches!(*word, "class" | "type" | "interface" | "object" | "record"))?;
    words.next()
}

/// Returns the type that a function of Kotlin extends: `fun Client.stop(`.
fn extended(head: &str) -> Option<&str> {
    let (_, function) = head.split_once("fun ")?;
    let (of, _) = chain(function.trim_start()).rsplit_once('.')?;
    Some(of)
}

/// Returns the functions and classes of Python.
fn indented(code: &str) -> Vec<Scope<'_>> {
    let mut scopes = vec![Scope {
        start: 0,
        body: 0,
        end: code.len(),
        parent: 0,
        class: None,
    }];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut brackets = 0_usize;
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let start = line.trim_start();
        let indent = line.len() - start.len();
        if brackets == 0 && !start.is_empty() {
            while let Some((of, index)) = open.last().copied()
                && of >= indent
            {
                scopes[index].end = at;
                open.pop();
            }
            let is_class = start.starts_with("class ");
            if is_class || start.starts_with("def ") || start.starts_with("async def ") {
                let head = at + indent;
                let body = &code[head..];
                let body = short(body);
                let ends = ["):", ") ->"].iter().filter_map(|end| body.find(end));
                let body = ends.min().filter(|_| !is_class).or_else(|| body.find(':'));
                scopes.push(Scope {
                    start: head,
                    body: head + body.unwrap_or_default() + 1,
                    end: code.len(),
                    parent: open.last().map_or(0, |(_, index)| *index),
                    class: if is_class { class_of(line) } else { None },
                });
                open.push((indent, scopes.len() - 1));
            }
        }
        for byte in line.bytes() {
            match byte {
                b'(' | b'[' | b'{' => brackets += 1,
                b')' | b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
        at += line.len();
    }
    scopes
}
