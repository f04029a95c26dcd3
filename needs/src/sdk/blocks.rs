//! The blocks, functions and classes of a file, in which names are known.

use super::groups::Group;
use super::near::{self, LONGEST, is_word, line_before};
use super::types::chain;
use std::iter;

/// The most blocks around a place that are looked at.
pub(crate) const MOST: usize = 50;

/// Text in which a name is known.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// Where its head begins: the name and the parameters of a function.
    pub(crate) start: usize,
    pub(crate) body: usize,
    pub(crate) end: usize,
    pub(crate) parent: usize,
    /// The class or the structure that it is the body of.
    pub(crate) class: Option<&'a str>,
}

/// The blocks of a file, each after that which it is in. The first is the file.
pub(crate) struct Scopes<'a> {
    code: &'a str,
    all: Vec<Scope<'a>>,
}

impl<'a> Scopes<'a> {
    pub(crate) fn of(code: &'a str, groups: &[Group], is_indented: bool) -> Self {
        let all = if is_indented {
            indented(code)
        } else {
            blocks(code, groups)
        };
        Self { code, all }
    }

    pub(crate) fn get(&self, scope: usize) -> Scope<'a> {
        self.all[scope]
    }

    /// Returns a scope and those around it, up to the file.
    pub(crate) fn around(&self, scope: usize) -> impl Iterator<Item = usize> {
        let outer = |scope: &usize| (*scope > 0).then(|| self.all[*scope].parent);
        iter::successors(Some(scope), outer).take(MOST)
    }

    pub(crate) fn innermost(&self, at: usize) -> usize {
        let next = self.all.partition_point(|one| one.start <= at);
        let mut around = self.around(next.saturating_sub(1));
        around.find(|scope| at < self.all[*scope].end).unwrap_or(0)
    }

    /// Returns the nearest class around a scope, or the file.
    pub(crate) fn class_around(&self, scope: usize) -> usize {
        let mut around = self.around(scope);
        around
            .find(|scope| self.all[*scope].class.is_some())
            .unwrap_or(0)
    }

    /// Returns the type whose method of Go a place is in, if its object has this name.
    pub(crate) fn owner(&self, base: &str, at: usize) -> Option<&'a str> {
        let object = |scope: usize| {
            let head = self.head(scope).trim_start().strip_prefix("func (")?;
            head.split_once(')')?.0.split_once(' ')
        };
        let (name, of) = self.around(self.innermost(at)).find_map(object)?;
        (name == base).then(|| of.trim_start_matches([' ', '*']))
    }

    /// Returns the classes that a place is in, and the types whose functions of Kotlin it is in, from the nearest.
    pub(crate) fn classes_at(&self, at: usize) -> Vec<&'a str> {
        // `fun Client.stop(id: String) = stopAlert(id)`
        let of_line = extended(line_before(self.code, at)).into_iter();
        let of_scope = |scope: usize| self.all[scope].class.or_else(|| extended(self.head(scope)));
        of_line
            .chain(self.around(self.innermost(at)).filter_map(of_scope))
            .collect()
    }

    fn head(&self, scope: usize) -> &'a str {
        &self.code[self.all[scope].start..self.all[scope].body]
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
                let body = near::start(body);
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
