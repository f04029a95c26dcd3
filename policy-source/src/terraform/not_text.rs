//! Values that are not the text of a policy.

use super::scope::{Reason, Scope};
use super::values::names;
use crate::field::is_prose;
use crate::form::{is_mention, is_word};
use hcl_edit::expr::{Expression, ForExpr, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::Element;
use hcl_edit::{Decorated, Ident};

/// How many expressions are looked at, since each may refer to several others.
const MOST: usize = 1_000;

/// Functions of Terraform whose result is a number, a truth value, a digest, a date, a path or a key.
const NO_TEXT: [&str; 47] = [
    "abs",
    "abspath",
    "alltrue",
    "anytrue",
    "base64sha256",
    "base64sha512",
    "bcrypt",
    "can",
    "ceil",
    "contains",
    "endswith",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "floor",
    "formatdate",
    "index",
    "issensitive",
    "keys",
    "length",
    "log",
    "max",
    "md5",
    "min",
    "parseint",
    "plantimestamp",
    "pow",
    "range",
    "sha1",
    "sha256",
    "sha512",
    "signum",
    "startswith",
    "strcontains",
    "sum",
    "timeadd",
    "timecmp",
    "timestamp",
    "tobool",
    "tonumber",
    "uuid",
    "uuidv5",
];

/// Functions of Terraform after which no element of a policy has its letters.
const CHANGE_LETTERS: [&str; 2] = ["lower", "upper"];

/// Functions of Terraform whose last argument is a default.
const WITH_DEFAULT: [&str; 3] = ["coalesce", "lookup", "try"];

/// Functions of Terraform whose result has only parts of their arguments, or those in other letters or between signs.
const OF_PARTS: [&str; 27] = [
    "basename",
    "coalesce",
    "compact",
    "concat",
    "dirname",
    "distinct",
    "element",
    "flatten",
    "format",
    "join",
    "jsonencode",
    "lower",
    "one",
    "replace",
    "reverse",
    "setunion",
    "sort",
    "split",
    "title",
    "tolist",
    "toset",
    "tostring",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "try",
    "upper",
];

/// Functions of Terraform that return values of a collection.
const OF_VALUES: [&str; 4] = ["element", "flatten", "one", "values"];

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

/// Ends of the names of other attributes and outputs that are not the text of a policy.
const NO_POLICY_ENDS: [&str; 8] = [
    "_arn", "_arns", "_date", "_id", "_ids", "_name", "_names", "_time",
];

/// Types of resources whose attributes are numbers, words and dates.
const OF_WORDS: [&str; 2] = ["random_", "time_"];

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

/// Reports whether a function makes a text in a value, perhaps in a collection.
fn has_made(value: &Expression) -> bool {
    match value {
        Expression::Array(items) => items.iter().any(has_made),
        Expression::Object(members) => members.iter().any(|(_, value)| has_made(value.expr())),
        Expression::Traversal(one) => is_made(value) || has_made(&one.expr),
        _ => is_made(value),
    }
}

/// Reports whether a value is certainly not the text of a policy: a truth value, a number, a word, or what refers to one.
pub(super) fn is_not_text(scope: &Scope, value: &Expression) -> bool {
    let mut judge = NotText {
        scope,
        left: MOST,
        loops: Vec::new(),
    };
    judge.holds(value)
}

struct NotText<'s> {
    scope: &'s Scope,
    left: usize,
    /// The variables of loops that have such values, and those that may have others.
    loops: Vec<(String, bool)>,
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
            Expression::StringTemplate(template) => template.iter().all(|part| match part {
                Element::Literal(text) => is_of_name(text),
                Element::Interpolation(inner) => self.holds(&inner.expr),
                Element::Directive(_) => false,
            }),
            Expression::Parenthesis(inner) => self.holds(inner.inner()),
            Expression::Conditional(one) => [&one.true_expr, &one.false_expr]
                .into_iter()
                .all(|value| matches!(value, Expression::Null(_)) || self.holds(value)),
            Expression::Array(items) => items.iter().all(|item| self.holds(item)),
            Expression::FuncCall(call) => self.call(call),
            Expression::ForExpr(each) => self.each(each),
            Expression::Variable(name) => {
                let mut loops = self.loops.iter().rev();
                let innermost = loops.find(|(known, _)| known == name.as_str());
                innermost.is_some_and(|(_, is_such)| *is_such)
            }
            Expression::Traversal(one) if is_of_other_attribute(one) => true,
            // `split(",", alicloud_ram_policy.p.id)[0]`
            Expression::Traversal(one) if matches!(one.expr, Expression::FuncCall(_)) => {
                let has_name = |operator: &Decorated<TraversalOperator>| {
                    matches!(operator.value(), TraversalOperator::GetAttr(_))
                };
                !one.operators.iter().any(has_name) && self.holds(&one.expr)
            }
            _ => names(value).is_some_and(|names| self.name(&names)),
        }
    }

    /// Reports whether all values of a loop are such: `[for name in ["a", "b"] : upper(name)]`.
    fn each(&mut self, each: &ForExpr) -> bool {
        let outside = self.loops.len();
        let of = &each.intro.collection_expr;
        let is_item = self.holds(of);
        // The keys of a set are its items.
        let is_key = is_item || matches!(of, Expression::Object(_)) || self.is_local_object(of);
        let key = each.intro.key_var.as_ref();
        let names = key.map(|key| (key, is_key)).into_iter();
        for (name, is_known) in names.chain([(&each.intro.value_var, is_item)]) {
            self.loops.push((name.as_str().to_owned(), is_known));
        }
        let holds = self.holds(&each.value_expr);
        self.loops.truncate(outside);
        holds
    }

    fn is_local_object(&self, value: &Expression) -> bool {
        names(value).is_some_and(|names| {
            let path = names.join(".").replacen("local", "locals", 1);
            let defined = self.scope.defined(&path);
            names[0] == "local" && defined.is_ok_and(|(_, value)| value.is_object())
        })
    }

    /// Reports whether an argument of a function adds nothing of a policy to its result.
    fn is_of_name(&mut self, argument: &Expression) -> bool {
        match argument {
            Expression::Null(_) => true,
            Expression::String(text) => is_of_name(text),
            _ => self.holds(argument),
        }
    }

    fn call(&mut self, call: &FuncCall) -> bool {
        if OF_PARTS.contains(&name(call)) && call.args.iter().all(|one| self.is_of_name(one)) {
            return true;
        }
        if WITH_DEFAULT.contains(&name(call)) {
            let has_default = name(call) != "lookup" || call.args.len() > 2;
            return has_default
                && call.args.iter().last().is_some_and(|last| match last {
                    Expression::Bool(_) | Expression::Number(_) => true,
                    Expression::String(text) => is_word(text) && !call.args.iter().any(has_made),
                    _ => false,
                });
        }
        // A text that is made here is meant as a policy, even if it can be none.
        let is_changed = CHANGE_LETTERS.contains(&name(call)) && !call.args.iter().any(has_made);
        is_changed || NO_TEXT.contains(&name(call))
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
            [start, name] => {
                let name = [&**start, &**name];
                matches!(
                    name,
                    ["count", "index"]
                        | ["path", "cwd" | "module" | "root"]
                        | ["terraform", "workspace"]
                )
            }
            _ => false,
        }
    }
}

/// Reports whether a reference is to an attribute such as the name of a policy. A local value or a variable may have
/// any names.
fn is_of_other_attribute(reference: &Traversal) -> bool {
    let start = collection(&reference.expr).as_variable().map(Ident::as_str);
    let is_value = start.is_none_or(|start| matches!(start, "local" | "var" | "each"));
    let last = reference.operators.last().map(Decorated::value);
    let Some(TraversalOperator::GetAttr(last)) = last else {
        return false;
    };
    let last = last.as_str();
    let is_of_words = start.is_some_and(|start| OF_WORDS.iter().any(|of| start.starts_with(of)));
    let is_other = is_prose(None, last)
        || NO_POLICIES.contains(&last)
        || NO_POLICY_ENDS.iter().any(|end| last.ends_with(end));
    is_of_words || (!is_value && is_other)
}

/// Returns the collection whose values a function returns, as in `values(alicloud_ram_policy.p)`.
fn collection(mut value: &Expression) -> &Expression {
    loop {
        value = match value {
            Expression::FuncCall(call) if OF_VALUES.contains(&name(call)) => {
                match call.args.iter().next() {
                    Some(first) => first,
                    None => return value,
                }
            }
            Expression::Traversal(inner) => &inner.expr,
            Expression::Parenthesis(inner) => inner.inner(),
            _ => return value,
        }
    }
}

/// Reports whether a text can be a part of a name or a path, but not of a policy.
fn is_of_name(text: &str) -> bool {
    !text.contains('\n') && is_mention(text)
}

fn name(call: &FuncCall) -> &str {
    if call.name.is_namespaced() {
        return "";
    }
    call.name.name.as_str()
}
