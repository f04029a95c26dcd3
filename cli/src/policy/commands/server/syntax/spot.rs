//! What is at a place of a document.

use super::scan::Language;
use super::tree::{Member, Node, Value, element};
use ram_diagnostics::ByteRange;

/// A place in a tree.
pub(crate) struct Spot<'t> {
    /// The members and values around the place, from the outermost on.
    around: Vec<Around<'t>>,
    /// True where a key is expected or written.
    pub(crate) is_key: bool,
    /// The text at the place without quotation marks, or an empty range.
    pub(crate) range: ByteRange,
    /// True inside of quotation marks.
    pub(crate) is_quoted: bool,
    /// The string or the word there.
    pub(crate) node: Option<&'t Node>,
}

/// An object, and its member that leads on, if any.
struct Around<'t> {
    object: &'t Node,
    member: Option<&'t Member>,
}

/// Returns what is at an offset.
pub(crate) fn spot<'t>(text: &str, roots: &'t [Node], offset: usize) -> Spot<'t> {
    let mut spot = Spot {
        around: Vec::new(),
        is_key: false,
        range: ByteRange::new(offset, offset),
        is_quoted: false,
        node: None,
    };
    if let Some(root) = roots.iter().find(|root| contains(text, root, offset)) {
        spot.enter(text, root, offset);
    }
    spot
}

/// Reports whether a place is inside a value. An open one has no end.
fn contains(text: &str, node: &Node, offset: usize) -> bool {
    let ByteRange { start, end } = node.range;
    let is_closed = match &node.value {
        Value::Word => return start <= offset && offset <= end,
        Value::Text(_, is_closed) => *is_closed,
        Value::Object(_) | Value::Array(_) => node.range.of(text).ends_with(['}', ']']),
    };
    // The body of a file begins before its first character.
    let is_after_start = start < offset || (start == 0 && node.language == Language::Terraform);
    is_after_start && (offset < end || (offset == end && !is_closed))
}

impl<'t> Spot<'t> {
    fn enter(&mut self, text: &str, node: &'t Node, offset: usize) {
        match &node.value {
            Value::Object(members) => self.enter_object(text, node, members, offset),
            Value::Array(items) => {
                if let Some(item) = items.iter().find(|item| contains(text, item, offset)) {
                    self.enter(text, item, offset);
                }
            }
            Value::Text(..) => {
                self.is_quoted = true;
                self.node = Some(node);
                self.range = inside(text, node.range, offset);
            }
            Value::Word => {
                self.node = Some(node);
                self.range = node.range;
            }
        }
    }

    fn enter_object(&mut self, text: &str, object: &'t Node, members: &'t [Member], offset: usize) {
        let next = members
            .iter()
            .find(|member| offset <= member.key_range.start);
        let next = next.map_or(usize::MAX, |member| member.key_range.start);
        let before = members.iter().rev().find(|member| {
            member.key_range.start < offset
                || (!member.is_quoted && member.key_range.start == offset)
        });
        self.is_key = true;
        let Some(member) = before else {
            self.around.push(Around {
                object,
                member: None,
            });
            return;
        };
        let key = member.key_range;
        let is_open = !text[key.as_range()].ends_with('"') || key.end == key.start + 1;
        let is_in_key = offset < key.end || (offset == key.end && (!member.is_quoted || is_open));
        if is_in_key {
            self.around.push(Around {
                object,
                member: Some(member),
            });
            self.is_quoted = member.is_quoted;
            self.range = if member.is_quoted {
                inside(text, key, offset)
            } else {
                key
            };
            return;
        }
        let value = member.value.as_ref();
        let is_after_sign = member.separator.is_some_and(|end| end <= offset);
        let is_inside = value.is_some_and(|value| contains(text, value, offset));
        let is_before = value.is_some_and(|value| offset <= value.range.start);
        if is_after_sign && (is_inside || is_before || value.is_none()) && offset <= next {
            self.around.push(Around {
                object,
                member: Some(member),
            });
            self.is_key = false;
            if let Some(value) = value.filter(|_| is_inside) {
                self.enter(text, value, offset);
            }
            return;
        }
        self.around.push(Around {
            object,
            member: None,
        });
    }

    /// Returns the elements that lead here, from the policy on: `["statement", "condition", "Bool"]`.
    pub(crate) fn path(&self) -> Vec<String> {
        let names = self.around.iter().filter_map(|around| around.member);
        let mut names: Vec<&Member> = names.collect();
        if self.is_key && self.around.last().is_some_and(|last| last.member.is_some()) {
            names.pop();
        }
        let names: Vec<String> = names.iter().map(|member| member.key.clone()).collect();
        let statement = names.iter().rposition(|name| element(name) == "statement");
        match statement {
            Some(at) => names[at..]
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    // The names of operators and keys keep their letter case.
                    if at < 2 { element(name) } else { name.clone() }
                })
                .collect(),
            None => names,
        }
    }

    /// Returns the statement around the place.
    pub(crate) fn statement(&self) -> Option<&'t Node> {
        Some(self.around.get(self.statement_at()? + 1)?.object)
    }

    /// Returns where that statement starts, as [`Member::start_of`] does.
    pub(crate) fn statement_start(&self) -> Option<usize> {
        let member = self.around[self.statement_at()?].member?;
        Some(member.start_of(self.statement()?))
    }

    /// Returns the number of the object whose member leads to the statement.
    fn statement_at(&self) -> Option<usize> {
        let is_statement = |around: &Around<'_>| {
            around
                .member
                .is_some_and(|member| element(&member.key) == "statement")
        };
        self.around.iter().rposition(is_statement)
    }

    /// Returns true in a `statement` block of Terraform, whose elements have other names.
    pub(crate) fn is_block(&self) -> bool {
        let members = self.around.iter().filter_map(|around| around.member);
        let mut statements = members.filter(|member| element(&member.key) == "statement");
        statements.next_back().is_some_and(|member| member.is_block)
    }

    /// Reports whether the place is in the key of a member.
    pub(crate) fn is_at(&self, member: &Member) -> bool {
        let range = member.key_range;
        self.is_key && range.start <= self.range.start && self.range.end <= range.end
    }

    /// Reports whether the innermost object has a member of this name, apart from the one at the place.
    pub(crate) fn has_other(&self, key: &str) -> bool {
        let members = self.object().map_or(&[][..], Node::members);
        let mut others = members.iter().filter(|member| !self.is_at(member));
        others.any(|member| member.key == key)
    }

    /// Returns true if the innermost object is the body of a block.
    pub(crate) fn is_in_block(&self) -> bool {
        self.holder().is_some_and(|holder| holder.is_block)
    }

    /// Returns true if the place is in a key that has a value.
    pub(crate) fn has_value(&self) -> bool {
        self.key().is_some_and(|member| member.separator.is_some())
    }

    /// Returns the member whose value the innermost object is.
    pub(crate) fn holder(&self) -> Option<&'t Member> {
        let before = self.around.len().checked_sub(2)?;
        self.around[before].member
    }

    /// Returns the first labels of the blocks of resources around the place: their types.
    pub(crate) fn types(&self) -> impl Iterator<Item = &'t str> {
        let members = self.around.iter().filter_map(|around| around.member);
        let resources = members.filter(|member| matches!(&*member.key, "resource" | "data"));
        resources.filter_map(|member| member.labels.first().map(String::as_str))
    }

    /// Reports whether the value of the innermost key is missing.
    pub(crate) fn has_no_value(&self) -> bool {
        let last = self.around.last().and_then(|around| around.member);
        !self.is_key && last.is_some_and(|member| member.value.is_none())
    }

    /// Returns the key in which the place is.
    pub(crate) fn key(&self) -> Option<&'t Member> {
        let last = self.around.last().and_then(|around| around.member);
        last.filter(|_| self.is_key)
    }

    /// Returns the innermost object.
    pub(crate) fn object(&self) -> Option<&'t Node> {
        self.around.last().map(|around| around.object)
    }

    /// Returns the number of objects around the place.
    pub(crate) fn depth(&self) -> usize {
        self.around.len()
    }
}

/// Returns the name at an offset inside quotation marks. It ends at the first character that no name has: the mark of
/// an open string is missing, and what follows belongs to something else.
fn inside(text: &str, quoted: ByteRange, offset: usize) -> ByteRange {
    let start = (quoted.start + 1).min(offset);
    let limit = match &text[quoted.as_range()] {
        written if written.len() > 1 && written.ends_with('"') => quoted.end - 1,
        _ => quoted.end,
    };
    let rest = &text[offset..limit.max(offset)];
    let is_name = |c: char| c.is_alphanumeric() || "*?:-_./$".contains(c);
    let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    ByteRange::new(start, offset + length)
}
