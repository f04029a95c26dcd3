//! What a name is declared as, where a call sees it.

use super::blocks::{MOST, Scopes};
use super::groups::{Group, groups};
use super::near::{self, is_word, line_before};
use super::parts::Parts;
use super::syntax::{Syntax, Types};
use super::types::{Of, annotation, made_by, type_after, type_before, value};
use super::variables::Words;
use std::collections::HashMap;

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
    pub(crate) scopes: Scopes<'a>,
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
        let scopes = Scopes::of(code, &groups, syntax.types == Types::OfPython);
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
            .and_then(|base| self.scopes.owner(base, at));
        if let Some(owner) = owner {
            let mut fields = all
                .iter()
                .filter(|one| self.scopes.get(one.scope).class == Some(owner));
            return (fields.next().map(|one| one.of), every);
        }
        if base.is_some() && !is_own {
            return (None, every);
        }
        for scope in self.scopes.around(self.scopes.innermost(at)) {
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
        }
        (None, every)
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
        let after = near::start(&code[at + name.len()..]);
        let scope = self.scopes.innermost(at);
        let is_in_head = at < self.scopes.get(scope).body;
        let is_in_brackets = !group.is_block && code[group.open..].starts_with('(');
        let mut one = Declaration {
            at,
            scope,
            end: usize::MAX,
            is_member: self.scopes.get(scope).class.is_some(),
            of: Of::Value,
        };
        if let Some(base) = before.strip_suffix('.') {
            if !base.ends_with("self") && !base.ends_with("this") {
                return None;
            }
            one.scope = self.scopes.class_around(scope);
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
            let line = near::start(&text[at - line..]);
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
                let head = code[self.scopes.get(scope).start..].trim_start();
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
            let line = near::start(&code[at..]);
            one.end = at + line.find('\n').unwrap_or(line.len());
        }
        let is_property = ["private ", "public ", "protected ", "readonly "]
            .iter()
            .any(|word| before.ends_with(word));
        if is_in_brackets && is_property && !one.is_member {
            one.scope = self.scopes.get(scope).parent;
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
