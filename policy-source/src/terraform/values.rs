//! The values of expressions that refer to literal ones.

use super::expression;
use super::file::{File, part};
use super::scope::Scope;
use super::value::write_value;
use super::writer::{Known, Writer};
use crate::container::Container;
use hcl_edit::expr::{Expression, FuncCall, TraversalOperator};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// How long the text of a value can be: longer than any policy.
const LONGEST: usize = 1 << 16;

/// How much text of values is written for a file.
const ALL: usize = 1 << 20;

/// How many values refer to each other: the limit bounds the stack.
const DEEPEST: usize = 32;

/// How many names a reference has, such as `local.a["b"].c`.
const NAMES: usize = 16;

/// The known values of a folder.
pub(crate) struct Values {
    scope: Scope,
    /// As JSON; `None` if it is not known, or is being read.
    read: RefCell<HashMap<Vec<String>, Option<Rc<str>>>>,
    left: Cell<usize>,
    depth: Cell<usize>,
}

impl Values {
    pub(crate) fn new(scope: Scope) -> Self {
        Self {
            scope,
            read: RefCell::default(),
            left: Cell::new(ALL),
            depth: Cell::new(0),
        }
    }

    pub(crate) fn into_scope(self) -> Scope {
        self.scope
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Reports whether `count` or `for_each` says that there is no resource at an address.
    pub(crate) fn is_absent(&self, address: &str) -> bool {
        let is_zero = |(file, count): (&File, &Expression)| {
            let text = self.literal(count, &file.source);
            text.is_some_and(|text| matches!(&*text, "0" | "\"0\""))
        };
        let is_empty = |(file, all): (&File, &Expression)| {
            let text = self.literal(converted(all), &file.source);
            text.is_some_and(|text| matches!(&*text.replace(char::is_whitespace, ""), "{}" | "[]"))
        };
        let value = |name: &str| self.scope.defined(&format!("{address}.{name}"));
        value("count").is_ok_and(is_zero) || value("for_each").is_ok_and(is_empty)
    }

    /// Reports whether a name has a value that is known, and has no statements.
    pub(crate) fn is_other(&self, address: &str) -> bool {
        let literal = |(file, value): (&File, &Expression)| self.literal(value, &file.source);
        let literal = self.scope.defined(address).ok().and_then(literal);
        literal.is_some_and(|text| !text.to_ascii_lowercase().contains("statement"))
    }

    fn read(&self, value: &Expression, source: &str) -> Option<Rc<str>> {
        match value {
            Expression::Parenthesis(inner) => self.literal(inner.inner(), source),
            Expression::Traversal(_) => self.referred(names(value)?),
            Expression::HeredocTemplate(_) => {
                let text = expression::text(source, value, self)?;
                text.holes().is_empty().then(|| quoted(text.text()))
            }
            Expression::FuncCall(call) => self.called(call, source),
            _ => None,
        }
    }

    fn called(&self, call: &FuncCall, source: &str) -> Option<Rc<str>> {
        if call.name.is_namespaced() || call.args.expand_final() {
            return None;
        }
        let arguments: Option<Vec<Rc<str>>> = call
            .args
            .iter()
            .map(|argument| self.literal(argument, source))
            .collect();
        let arguments = arguments?;
        match (call.name.name.as_str(), &arguments[..]) {
            ("jsonencode", [argument]) => Some(quoted(argument)),
            ("concat", lists) => {
                let items = lists
                    .iter()
                    .map(|list| Some(list.strip_prefix('[')?.strip_suffix(']')?.trim()));
                let items: Vec<&str> = items.collect::<Option<_>>()?;
                let items: Vec<&str> = items.into_iter().filter(|one| !one.is_empty()).collect();
                Some(format!("[{}]", items.join(", ")).into())
            }
            _ => None,
        }
    }

    /// Returns what a reference refers to, such as `local.a.b`.
    fn referred(&self, names: Vec<String>) -> Option<Rc<str>> {
        let depth = self.depth.get();
        if names.len() > NAMES || depth == DEEPEST {
            return None;
        }
        if let Some(known) = self.read.borrow().get(&names) {
            return known.clone();
        }
        // A value that refers to itself is not known.
        self.read.borrow_mut().insert(names.clone(), None);
        self.depth.set(depth + 1);
        let value = self.value(&names);
        self.depth.set(depth);
        self.read.borrow_mut().insert(names, value.clone());
        value
    }

    fn value(&self, names: &[String]) -> Option<Rc<str>> {
        let [start, name, rest @ ..] = names else {
            return None;
        };
        let start = match &**start {
            "local" => "locals",
            "var" => "var",
            _ => return None,
        };
        let (file, mut value) = self.scope.defined(&format!("{start}.{name}")).ok()?;
        for (index, name) in rest.iter().enumerate() {
            if let Some(mut other) = self::names(value) {
                other.extend_from_slice(&rest[index..]);
                return self.referred(other);
            }
            value = part(value, name)?;
        }
        let literal = self.literal(value, &file.source)?;
        let is_converted = start == "var" && self.scope.converts(name) && literal.contains('"');
        (!is_converted).then_some(literal)
    }

    /// Returns a value of which all parts are known.
    fn literal(&self, value: &Expression, source: &str) -> Option<Rc<str>> {
        let mut writer = Writer::new(source, self);
        write_value(&mut writer, value)?;
        let written = writer.finish(Container::JsonEncode);
        let is_known = written.holes().is_empty() && written.text().len() <= LONGEST;
        is_known.then(|| written.text().trim().into())
    }
}

impl Known for Values {
    fn json(&self, value: &Expression, source: &str) -> Option<Rc<str>> {
        let json = self.read(value, source)?;
        let left = self.left.get().checked_sub(json.len())?;
        self.left.set(left);
        Some(json)
    }
}

fn quoted(text: &str) -> Rc<str> {
    serde_json::Value::from(text).to_string().into()
}

/// Returns the value that a conversion changes only in its type, as in `toset([])`.
fn converted(value: &Expression) -> &Expression {
    let Expression::FuncCall(call) = value else {
        return value;
    };
    let is_conversion = matches!(call.name.name.as_str(), "toset" | "tomap" | "tolist");
    match call.args.iter().next() {
        Some(argument) if is_conversion && !call.name.is_namespaced() => argument,
        _ => value,
    }
}

/// Returns the names of a reference: `local`, `a` and `0` for `local.a[0]`.
pub(super) fn names(value: &Expression) -> Option<Vec<String>> {
    let Expression::Traversal(traversal) = value else {
        return None;
    };
    let mut names = vec![traversal.expr.as_variable()?.as_str().to_owned()];
    for operator in &traversal.operators {
        names.push(match operator.value() {
            TraversalOperator::GetAttr(name) => name.as_str().to_owned(),
            TraversalOperator::Index(Expression::Number(index)) => index.value().to_string(),
            TraversalOperator::Index(key) => key.as_str()?.to_owned(),
            TraversalOperator::LegacyIndex(index) => index.value().to_string(),
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => return None,
        });
    }
    Some(names)
}
