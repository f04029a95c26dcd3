//! Values that are not the text of a policy.

use super::scope::{Reason, Scope};
use super::values::names;
use crate::form::is_word;
use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::Element;
use hcl_edit::{Decorated, Ident};

/// How many expressions are looked at, since each may refer to several others.
const MOST: usize = 1_000;

/// Functions of Terraform whose result is a number or a truth value.
const NO_TEXT: [&str; 25] = [
    "abs",
    "alltrue",
    "anytrue",
    "can",
    "ceil",
    "contains",
    "endswith",
    "fileexists",
    "floor",
    "index",
    "issensitive",
    "length",
    "log",
    "max",
    "min",
    "parseint",
    "pow",
    "range",
    "signum",
    "startswith",
    "strcontains",
    "sum",
    "timecmp",
    "tobool",
    "tonumber",
];

/// Functions of Terraform whose last argument is a default.
const WITH_DEFAULT: [&str; 3] = ["coalesce", "lookup", "try"];

/// Functions of Terraform that make a text.
const MAKE_TEXT: [&str; 13] = [
    "base64decode",
    "chomp",
    "file",
    "format",
    "indent",
    "join",
    "jsonencode",
    "nonsensitive",
    "replace",
    "sensitive",
    "templatefile",
    "templatestring",
    "trimspace",
];

/// Attributes of resources and outputs of modules that are not the text of a policy, though the resource has one.
const NO_POLICIES: [&str; 14] = [
    "arn",
    "arns",
    "attachment_count",
    "default_version",
    "hcl",
    "id",
    "ids",
    "name",
    "names",
    "policy_id",
    "policy_name",
    "policy_type",
    "type",
    "version_id",
];

/// Reports whether a function makes the text of a value, or another resource does.
pub(super) fn is_made(value: &Expression) -> bool {
    match value {
        Expression::FuncCall(call) => MAKE_TEXT.contains(&name(call)),
        Expression::Parenthesis(inner) => is_made(inner.inner()),
        Expression::Conditional(one) => is_made(&one.true_expr) || is_made(&one.false_expr),
        _ => {
            let names = names(value);
            names.is_some_and(|names| {
                matches!(&*names[0], "data" | "module") || names[0].starts_with("alicloud_")
            })
        }
    }
}

/// Reports whether a value is certainly not the text of a policy: a truth value, a number, a word, or what refers to one.
pub(super) fn is_not_text(scope: &Scope, value: &Expression) -> bool {
    NotText { scope, left: MOST }.holds(value)
}

struct NotText<'s> {
    scope: &'s Scope,
    left: usize,
}

impl NotText<'_> {
    fn holds(&mut self, value: &Expression) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        match value {
            Expression::Bool(_)
            | Expression::Number(_)
            | Expression::UnaryOp(_)
            | Expression::BinaryOp(_) => true,
            Expression::String(text) => is_word(text),
            Expression::StringTemplate(template) => {
                let mut parts = template.iter();
                match (parts.next(), parts.next()) {
                    (Some(Element::Interpolation(inner)), None) => self.holds(&inner.expr),
                    _ => false,
                }
            }
            Expression::Parenthesis(inner) => self.holds(inner.inner()),
            Expression::Conditional(one) => [&one.true_expr, &one.false_expr]
                .into_iter()
                .all(|value| matches!(value, Expression::Null(_)) || self.holds(value)),
            Expression::Array(items) => items.iter().all(|item| self.holds(item)),
            Expression::FuncCall(call) => self.call(call),
            // `[for name in ["a", "b"] : name]`
            Expression::ForExpr(each) => {
                let item = each.intro.value_var.as_str();
                let is_item = each
                    .value_expr
                    .as_variable()
                    .is_some_and(|it| it.as_str() == item);
                self.holds(&each.value_expr) || (is_item && self.holds(&each.intro.collection_expr))
            }
            Expression::Traversal(one) if is_of_other_attribute(one) => true,
            _ => names(value).is_some_and(|names| self.name(&names)),
        }
    }

    fn call(&mut self, call: &FuncCall) -> bool {
        if WITH_DEFAULT.contains(&name(call)) {
            return call.args.iter().last().is_some_and(|last| {
                let is_literal = matches!(
                    last,
                    Expression::Bool(_) | Expression::Number(_) | Expression::String(_)
                );
                is_literal && self.holds(last)
            });
        }
        NO_TEXT.contains(&name(call))
    }

    fn name(&mut self, names: &[String]) -> bool {
        let scope = self.scope;
        match names {
            [start, rest @ ..] if start == "local" => {
                let value = scope.defined(&format!("locals.{}", rest.join(".")));
                value.is_ok_and(|(_, value)| self.holds(value))
            }
            [start, name] if start == "var" => {
                let part = |part: &str| scope.defined(&format!("variable.{name}.{part}"));
                let declared = part("type").map(|(file, of)| file.text(of).trim().to_owned());
                if declared.is_ok_and(|of| matches!(&*of, "bool" | "number")) {
                    return true;
                }
                match scope.defined(&format!("var.{name}")) {
                    Ok((_, value)) => self.holds(value),
                    Err(Reason::NoValue { has_default: true }) => {
                        part("default").is_ok_and(|(_, value)| self.holds(value))
                    }
                    Err(_) => false,
                }
            }
            [start, _] => start == "count",
            _ => false,
        }
    }
}

/// Reports whether a reference is to an attribute such as the name of a policy. A local value or a variable may have
/// any names.
fn is_of_other_attribute(reference: &Traversal) -> bool {
    let start = reference.expr.as_variable().map(Ident::as_str);
    let is_value = start.is_none_or(|start| matches!(start, "local" | "var" | "each"));
    let last = reference.operators.last().map(Decorated::value);
    let Some(TraversalOperator::GetAttr(last)) = last else {
        return false;
    };
    !is_value && NO_POLICIES.contains(&last.as_str())
}

fn name(call: &FuncCall) -> &str {
    if call.name.is_namespaced() {
        return "";
    }
    call.name.name.as_str()
}
