//! What a value at a place of a Terraform file may be.

use super::keys::is_statement_key;
use super::keys::{is_jsonencode, key_name};
use super::not_text::{is_made, is_not_text};
use super::place::{Place, Value};
use super::uses::Used;
use super::values::Values;
use super::writer::Known as _;
use crate::field::Shown;
use crate::form::{Form, STATEMENT, form};
use crate::role::Role;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey, ObjectValue};
use ram_diagnostics::nearest;
use ram_policy::json::{self, Node, Value as Json};

/// The place of a value in a list.
#[derive(Clone, Copy, Default)]
pub(super) struct List {
    pub(super) is_item: bool,
    /// Is a member of an object in a list.
    pub(super) is_member: bool,
}

/// The place of a file that is visited.
pub(super) struct Here<'a> {
    /// The text of the file.
    pub(super) source: &'a str,
    pub(super) values: &'a Values,
    pub(super) place: Place,
    pub(super) list: List,
}

impl Here<'_> {
    /// Returns what this place says about a value that it refers to.
    pub(super) fn used(&self) -> Used {
        match self.place.shown() {
            Some(Shown::Boundary) => Used::Boundary,
            Some(Shown::Kind(kind)) => Used::Policy(Some(kind)),
            None => Used::Policy(None),
        }
    }

    pub(super) fn role(&self) -> Role {
        match self.place.role() {
            // A member such as `name`, in a list of objects with policies.
            Role::Named if self.list.is_member && !self.place.is_named() => Role::Other,
            role => role,
        }
    }

    /// Reports whether a value is something else than a policy, where only the name is that of one.
    pub(super) fn is_not_text(&self, value: &Expression) -> bool {
        let role = self.role();
        role != Role::Other
            && self.place.documented_kind().is_none()
            && is_not_text(self.values.scope(), value)
    }

    /// Reports whether functions make a text that may be a policy. An object with other members is none.
    pub(super) fn is_made_text(&self, value: &Expression) -> bool {
        let is_object = |call: &FuncCall| {
            is_jsonencode(call) && matches!(call.args.iter().next(), Some(Expression::Object(_)))
        };
        match value {
            Expression::FuncCall(call) if is_object(call) => false,
            Expression::FuncCall(_) | Expression::Conditional(_) | Expression::Parenthesis(_) => {
                is_made(value) && !is_not_text(self.values.scope(), value)
            }
            _ => false,
        }
    }

    /// Reports whether an object is a policy, perhaps among others in a local value: `policy = { Statement = […] }`, for
    /// `jsonencode(local.policy)`.
    pub(super) fn is_policy_of_local(&self, object: &Object) -> bool {
        self.place.is_local()
            && !self.list.is_item
            && !self.list.is_member
            && object.iter().any(|(key, _)| is_statement_key(key))
    }

    /// Reports whether a statement at this place is in no policy that is read.
    pub(super) fn is_stray(&self) -> bool {
        let scope = self.values.scope();
        match self.place.value() {
            _ if self.place.is_of_other_cloud() => false,
            // Its value counts in a policy, or in the argument of a module.
            Some(Value::Local) => false,
            Some(Value::Default(name)) => !scope.has_value(name),
            Some(Value::Given(name)) => !scope.mentions(&format!("var.{name}")),
            None => true,
        }
    }

    /// Reports whether a value is something else than statements, under their name.
    pub(super) fn is_of_other(&self, value: &Expression) -> bool {
        let is_list = matches!(value, Expression::Array(_));
        self.place.is_of_tags() || (!is_list && is_not_text(self.values.scope(), value))
    }

    /// Reports whether the argument of a module has statements that are written elsewhere.
    pub(super) fn has_statements(&self, value: &Expression) -> bool {
        let json = || self.values.json(value, self.source);
        self.place.is_of_module() && json().is_some_and(|json| is_of_statements(&json))
    }

    /// Reports whether a member has the statements of a policy under another name, such as `statement`.
    pub(super) fn resembles_statements(&self, key: &ObjectKey, value: &ObjectValue) -> bool {
        let text = &self.source[value.expr().span().unwrap_or_default()];
        nearest(key_name(key), ["Statement"]).is_some() && {
            let lower = text.to_ascii_lowercase();
            lower.contains("effect") && lower.contains("action")
        }
    }
}

/// Reports whether JSON is a statement without a policy, or a list of such.
fn is_of_statements(text: &str) -> bool {
    let is_statement = |node: &Node<'_>| form(None, node) == Form::Unread(STATEMENT);
    let parsed = json::parse_any_size(text);
    parsed.root.is_some_and(|root| match &root.value {
        Json::Array(items) => items.iter().any(is_statement),
        _ => is_statement(&root),
    })
}
