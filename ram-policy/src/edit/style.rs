//! The layout of a document, so that additions look like the rest.

use crate::json::{Node, Value};
use crate::policy::print::quoted;
use std::iter;

/// The white space of a document around additions.
pub(super) struct Style {
    /// Between `{` and the first member of a statement, between members, and before `}`.
    members: Spaces,
    /// The same for the items of a list.
    items: Spaces,
    /// Between a key and its value, including the colon.
    colon: String,
    /// Between two statements, without the comma.
    statements: String,
    /// The elements of a statement in their order.
    order: Vec<&'static str>,
    /// For a single action and a single resource each, true if it is written without a list.
    is_bare: [bool; 2],
}

#[derive(Clone)]
struct Spaces {
    open: String,
    between: String,
    close: String,
}

const ELEMENTS: [&str; 3] = ["Effect", "Action", "Resource"];

impl Style {
    /// Reads the style of the last statement, and of others where that one does not show it.
    pub(super) fn of(text: &str, statements: &[Node<'_>]) -> Self {
        let last = statements.last();
        let backwards = || statements.iter().rev();
        let members = backwards()
            .find_map(Parts::of)
            .and_then(|parts| parts.spaces(text))
            .unwrap_or(Spaces {
                open: String::new(),
                between: " ".to_owned(),
                close: String::new(),
            });
        let lists = || backwards().flat_map(lists).filter_map(Parts::of);
        // Only a list of several shows the white space between items.
        let first = lists().next();
        let shown = lists().find(|list| list.items.len() > 1);
        let shown = shown.as_ref().or(first.as_ref());
        let first = first.as_ref().and_then(|list| list.spaces(text));
        let items = match (first, shown.and_then(|list| list.spaces(text))) {
            (Some(first), Some(shown))
                if first.open.contains('\n') == shown.open.contains('\n') =>
            {
                Spaces {
                    between: if first.open.contains('\n') {
                        first.open.clone()
                    } else {
                        shown.between
                    },
                    ..first
                }
            }
            (Some(first), _) => first,
            (None, _) => deeper(&members),
        };
        let colon = last
            .and_then(|last| colon(text, last))
            .unwrap_or(": ")
            .to_owned();
        let is_bare = ["Action", "Resource"].map(|name| {
            let node = last.and_then(|last| last.get(name));
            node.is_some_and(|node| node.as_str().is_some())
        });
        let mut order: Vec<&'static str> = Vec::new();
        if let Some(Node {
            value: Value::Object(all),
            ..
        }) = last
        {
            let found = all
                .iter()
                .filter_map(|member| ELEMENTS.into_iter().find(|name| *name == member.key));
            order.extend(found);
        }
        order.extend(
            ELEMENTS
                .into_iter()
                .filter(|name| !order.contains(name))
                .collect::<Vec<_>>(),
        );
        Self {
            statements: between_statements(text, statements, &members),
            members,
            items,
            colon,
            order,
            is_bare,
        }
    }

    /// Returns the white space after a comma within a line.
    pub(super) fn in_line(&self) -> &str {
        let all = [&self.members.between, &self.items.between];
        let shown = all.into_iter().find(|between| !between.contains('\n'));
        shown.map_or(" ", |between| between)
    }

    /// Writes a list of an item, as it is written in the document, and of texts.
    pub(super) fn list_from(&self, item: &str, added: &[&str]) -> String {
        let added = added.iter().map(|text| quoted(text));
        self.list(iter::once(item.to_owned()).chain(added))
    }

    fn list(&self, items: impl Iterator<Item = String>) -> String {
        let items: Vec<String> = items.collect();
        let Spaces {
            open,
            between,
            close,
        } = &self.items;
        format!("[{open}{}{close}]", items.join(&format!(",{between}")))
    }

    fn texts(&self, texts: &[&str], is_bare: bool) -> String {
        match texts {
            [one] if is_bare => quoted(one),
            texts => self.list(texts.iter().map(|text| quoted(text))),
        }
    }

    /// Writes a statement, after the comma that separates it from the last one.
    pub(super) fn statement(&self, effect: &str, actions: &[&str], resources: &[&str]) -> String {
        let [bare_action, bare_resource] = self.is_bare;
        let value = |name: &str| match name {
            "Effect" => quoted(effect),
            "Action" => self.texts(actions, bare_action),
            _ => self.texts(resources, bare_resource),
        };
        let members: Vec<String> = self
            .order
            .iter()
            .map(|name| format!("\"{name}\"{}{}", self.colon, value(name)))
            .collect();
        let Spaces {
            open,
            between,
            close,
        } = &self.members;
        format!(
            ",{}{{{open}{}{close}}}",
            self.statements,
            members.join(&format!(",{between}"))
        )
    }
}

/// Returns the place after the last item of a list, and the text to add there.
pub(super) fn appended(
    text: &str,
    list: &Node<'_>,
    texts: &[&str],
    in_line: &str,
) -> Option<(usize, String)> {
    let parts = Parts::of(list)?;
    let spaces = parts.spaces(text)?;
    // A list of one does not show the white space between items.
    let between = if parts.items.len() == 1 && !spaces.open.contains('\n') {
        in_line.to_owned()
    } else {
        spaces.between
    };
    let end = parts.items.last()?.1;
    let mut more = String::new();
    for text in texts {
        more.push(',');
        more.push_str(&between);
        more.push_str(&quoted(text));
    }
    Some((end, more))
}

/// Returns the places of the items or the members of a value.
struct Parts {
    start: usize,
    items: Vec<(usize, usize)>,
    end: usize,
}

impl Parts {
    fn of(node: &Node<'_>) -> Option<Self> {
        let items: Vec<(usize, usize)> = match &node.value {
            Value::Array(items) => items
                .iter()
                .map(|item| (item.range.start, item.range.end))
                .collect(),
            Value::Object(members) => members
                .iter()
                .map(|member| (member.key_range.start, member.value.range.end))
                .collect(),
            _ => return None,
        };
        (!items.is_empty()).then_some(Self {
            start: node.range.start + 1,
            items,
            end: node.range.end - 1,
        })
    }

    fn spaces(&self, text: &str) -> Option<Spaces> {
        let open = text.get(self.start..self.items.first()?.0)?.to_owned();
        let close = text.get(self.items.last()?.1..self.end)?.to_owned();
        let between = match self.items.as_slice() {
            [.., (_, end), (start, _)] => text
                .get(*end..*start)?
                .trim_start()
                .strip_prefix(',')?
                .to_owned(),
            _ if open.contains('\n') => open.clone(),
            _ => " ".to_owned(),
        };
        Some(Spaces {
            open,
            between,
            close,
        })
    }
}

/// Returns the lists of a statement's actions and resources.
fn lists<'a, 't>(statement: &'a Node<'t>) -> impl Iterator<Item = &'a Node<'t>> {
    let names = ["Action", "NotAction", "Resource"];
    let nodes = names.into_iter().filter_map(|name| statement.get(name));
    nodes.filter(|node| matches!(node.value, Value::Array(_)))
}

/// Derives the layout of lists in a document without any: one level deeper than the members.
fn deeper(members: &Spaces) -> Spaces {
    if !members.open.contains('\n') {
        return Spaces {
            open: String::new(),
            between: members.between.clone(),
            close: String::new(),
        };
    }
    let unit = members
        .open
        .strip_prefix(&*members.close)
        .filter(|unit| !unit.is_empty())
        .unwrap_or("  ");
    let open = format!("{}{unit}", members.open);
    Spaces {
        between: open.clone(),
        open,
        close: members.open.clone(),
    }
}

fn colon<'t>(text: &'t str, statement: &Node<'_>) -> Option<&'t str> {
    match &statement.value {
        Value::Object(members) => {
            let first = members.first()?;
            text.get(first.key_range.end..first.value.range.start)
        }
        _ => None,
    }
}

fn between_statements(text: &str, statements: &[Node<'_>], members: &Spaces) -> String {
    if let [.., before, last] = statements {
        let between = text
            .get(before.range.end..last.range.start)
            .unwrap_or_default();
        return between.trim_start().trim_start_matches(',').to_owned();
    }
    let in_line = match members.between.as_str() {
        between if between.contains('\n') => " ",
        between => between,
    };
    let Some(only) = statements.first() else {
        return in_line.to_owned();
    };
    let line = text[..only.range.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..only.range.start];
    if line == 0 || !before.trim().is_empty() {
        return in_line.to_owned();
    }
    let newline = if text[..line].ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    format!("{newline}{before}")
}
