//! The visitor that collects the policies of a Terraform file.

use super::expression;
use super::found::{Documents, Why};
use super::here::{Here, List};
use super::keys::{is_jsonencode, is_statement_key, key_name};
use super::not_text::{is_made, is_not_text};
use super::place::Place;
use super::statement::is_statement;
use super::target::{TRIM, target};
use super::uses::Used;
use super::values::Values;
use crate::form::{Form, STATEMENT, text_form};
use crate::policy_text::PolicyText;
use crate::role::Role;
use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, ForExpr, FuncCall, Object, ObjectKey, ObjectValue};
use hcl_edit::structure::{Attribute, Block, Body};
use hcl_edit::template::{HeredocTemplate, StringTemplate};
use hcl_edit::visit::{self, Visit};
use ram_policy::json;
use std::mem;
use std::ops::Range;

/// Finds the policies of a file, and what it refers to.
pub(super) fn find(source: &str, body: &Body, values: &Values) -> Documents {
    let mut finder = Finder {
        here: Here {
            source,
            values,
            place: Place::default(),
            list: List::default(),
        },
        is_conditional: false,
        is_encoded: false,
        found: Documents::default(),
    };
    finder.visit_body(body);
    finder.found
}

/// Visitor that collects the policies of a file.
struct Finder<'a> {
    here: Here<'a>,
    /// Inside a condition or a loop.
    is_conditional: bool,
    /// Inside `jsonencode`, where a document is like any other text.
    is_encoded: bool,
    found: Documents,
}

impl Finder<'_> {
    /// Reads the value of the attribute at the current place.
    fn value(&mut self, value: &Expression) {
        let role = self.here.role();
        let value = if self.is_encoded {
            value
        } else {
            literal(value)
        };
        match value {
            _ if self.is_encoded => self.visit_expr(value),
            _ if self.here.is_not_text(value) => {}
            Expression::Traversal(_) | Expression::FuncCall(_)
                if self.here.has_statements(value) =>
            {
                self.found
                    .unread(&self.here, value.span(), Why::Text(STATEMENT));
            }
            Expression::String(_)
            | Expression::StringTemplate(_)
            | Expression::HeredocTemplate(_) => self.text(value, self.is_conditional),
            Expression::Array(items) => {
                let outside = mem::replace(&mut self.here.list.is_item, true);
                items.iter().for_each(|item| self.value(item));
                self.here.list.is_item = outside;
            }
            Expression::Parenthesis(inner) if role != Role::Other => {
                self.value(inner.inner());
            }
            Expression::FuncCall(call) if self.encoded(call, value.span()) => {}
            // Of the parts of other values, few are policies.
            Expression::ForExpr(_) if matches!(role, Role::Policy | Role::Named) => {
                self.found.unread(&self.here, value.span(), Why::Computed);
                self.visit_expr(value);
            }
            Expression::Object(object) if self.here.is_policy_of_local(object) => {
                self.object(object, value.span());
            }
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
                if role != Role::Other && (role != Role::Text || is_made(value)) =>
            {
                self.found.unread(&self.here, value.span(), Why::Computed);
                self.visit_expr(value);
            }
            _ => {
                self.named(value);
                self.visit_expr(value);
            }
        }
    }

    /// Records a reference from a field whose name shows that it is a policy.
    fn named(&mut self, value: &Expression) {
        let range = value.span().unwrap_or_default();
        if self.here.place.shown().is_none() {
            return;
        }
        match target(&self.here.source[range.clone()]) {
            Some(target) if target.starts_with("file:") => {
                self.found.unread(&self.here, Some(range), Why::Computed);
            }
            Some(_) => self.found.refer(&self.here, value, self.here.used()),
            None if self.here.is_made_text(value) => {
                self.found.unread(&self.here, Some(range), Why::Computed);
            }
            None => {}
        }
    }

    /// Records a policy that is a value in another object that is encoded, such as the attributes of a resource.
    fn inside_encoded(&mut self, value: &Expression) {
        let is_policy = match value {
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
            | Expression::Parenthesis(_) => self.here.role() == Role::Policy,
            _ => {
                let document = expression::text(self.here.source, value, self.here.values);
                let text = document.as_ref().map_or("", PolicyText::text).trim();
                text_form(text) != Form::Other
                    || (self.here.role() == Role::Policy && !text.is_empty())
            }
        };
        if is_policy {
            self.found.unread(&self.here, value.span(), Why::Computed);
        }
    }

    /// Records a text that is a document, as read or as unread.
    fn text(&mut self, value: &Expression, is_conditional: bool) {
        let Some(range) = value.span() else { return };
        // `"${local.policy}"`.
        if target(&self.here.source[range.clone()]).is_some() {
            if matches!(self.here.role(), Role::Policy | Role::Named) {
                self.found.unread(&self.here, Some(range), Why::Computed);
            } else {
                self.named(value);
            }
            return;
        }
        let Some(document) = expression::text(self.here.source, value, self.here.values) else {
            return;
        };
        let text = document.text().trim();
        let is_object = text.starts_with('{');
        let form = text_form(text);
        let has_statement = text.contains("\"Statement\"") || form == Form::Policy;
        let is_document = match self.here.role() {
            // A list is not a policy, and may be of names.
            Role::Policy if !self.here.list.is_item => {
                !text.is_empty() || self.here.place.requires_policy()
            }
            Role::Policy | Role::Named => is_object || has_statement,
            Role::Text | Role::Other => {
                form == Form::Policy || (is_object && has_statement && !has_foreign_statement(text))
            }
        };
        let is_whole_hole = document
            .holes()
            .first()
            .is_some_and(|hole| document.text()[..hole.start].trim().is_empty());
        if is_whole_hole {
            // A document in a directive, for example.
            let source = &self.here.source[range.clone()];
            let marks = [r#""Statement""#, r#"\"Statement\""#];
            let is_policy = matches!(self.here.role(), Role::Policy | Role::Named)
                || (self.here.place.shown().is_some()
                    && !is_not_text(self.here.values.scope(), value));
            if is_policy || marks.iter().any(|mark| source.contains(mark)) {
                self.found.unread(&self.here, Some(range), Why::Computed);
            }
        } else if let (Form::Unread(unread), true) = (form, self.here.role() != Role::Policy) {
            self.found
                .unread(&self.here, Some(range), Why::Text(unread));
        } else if is_document && is_conditional {
            self.found.unread(&self.here, Some(range), Why::Computed);
        } else if is_document {
            self.found.read(&self.here, document);
        }
    }

    /// Records `jsonencode({…})` as a document. Returns false if it is anything else.
    fn encoded(&mut self, call: &FuncCall, range: Option<Range<usize>>) -> bool {
        let argument = match call.args.iter().next() {
            Some(Expression::Object(object)) if is_jsonencode(call) => object,
            _ => return false,
        };
        let is_statements = |(key, value): (&ObjectKey, &ObjectValue)| {
            is_statement_key(key) || self.here.resembles_statements(key, value)
        };
        let has_statement = argument.iter().any(is_statements);
        let has_name = matches!(self.here.role(), Role::Policy | Role::Named);
        if !has_statement && !has_name {
            return false;
        }
        self.object(argument, range);
        true
    }

    /// Records an object that is encoded as a document.
    fn object(&mut self, object: &Object, range: Option<Range<usize>>) {
        match expression::object(self.here.source, object, self.here.values) {
            Some(document) if !self.is_conditional => self.found.read(&self.here, document),
            _ => self.found.unread(&self.here, range, Why::Computed),
        }
    }

    /// Visits a condition or a loop.
    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        let outside = mem::replace(&mut self.is_conditional, true);
        visit(self);
        self.is_conditional = outside;
    }
}

/// Returns the literal document in `chomp(…)` or `trimspace(…)`, where white space changes nothing; or the value itself.
fn literal(value: &Expression) -> &Expression {
    let Expression::FuncCall(call) = value else {
        return value;
    };
    let is_trim = !call.name.is_namespaced() && TRIM.contains(&call.name.name.as_str());
    let Some(inner) = call.args.iter().next().filter(|_| is_trim) else {
        return value;
    };
    match literal(inner) {
        Expression::FuncCall(inner) if !is_jsonencode(inner) => value,
        inner @ (Expression::String(_)
        | Expression::StringTemplate(_)
        | Expression::HeredocTemplate(_)
        | Expression::FuncCall(_)) => inner,
        _ => value,
    }
}

/// Reports whether a text is JSON with a statement of something else, such as a filter of a picture.
fn has_foreign_statement(text: &str) -> bool {
    let parsed = json::parse_any_size(text);
    let root = parsed.root.filter(|_| parsed.problems.is_empty());
    let statement = root.as_ref().and_then(|root| root.get("Statement"));
    let is_object = statement.is_some_and(|one| matches!(one.value, json::Value::Object(_)));
    is_object && text_form(text) == Form::Other
}

impl Visit for Finder<'_> {
    fn visit_block(&mut self, block: &Block) {
        self.here.place.enter_block(block);
        let may_be_absent = ["resource", "data", "module"].contains(&block.ident.as_str());
        if may_be_absent && self.here.values.is_absent(&self.here.place.address()) {
            self.found.refer_inside(&self.here, &block.body);
            self.here.place.leave_block(block);
            return;
        }
        let outside = mem::replace(&mut self.here.list.is_item, false);
        // `data "alicloud_ram_policy_document"`, and resources of older versions of the provider.
        match expression::blocks(self.here.source, block, self.here.values) {
            _ if self.here.place.is_block_of_aws() => {
                let at = block.span().unwrap_or_default();
                self.found.of_aws.push((self.here.place.address(), at));
            }
            Some(expression::Form::Read(document)) => self.found.read(&self.here, document),
            Some(expression::Form::Unread(reason)) => {
                self.found
                    .unread(&self.here, block.span(), Why::Blocks(reason));
            }
            None => {}
        }
        self.visit_body(&block.body);
        self.here.list.is_item = outside;
        self.here.place.leave_block(block);
    }

    fn visit_expr(&mut self, expression: &Expression) {
        // Outside of an attribute, text is part of another expression.
        if self.is_encoded {
            self.inside_encoded(expression);
        } else {
            self.text(expression, true);
        }
        visit::visit_expr(self, expression);
    }

    fn visit_conditional(&mut self, conditional: &Conditional) {
        self.conditionally(|inside| visit::visit_conditional(inside, conditional));
    }

    fn visit_for_expr(&mut self, each: &ForExpr) {
        self.conditionally(|inside| visit::visit_for_expr(inside, each));
    }

    fn visit_attr(&mut self, attribute: &Attribute) {
        if self
            .here
            .place
            .is_never_policy(&attribute.key, &attribute.value)
        {
            self.found.refer(&self.here, &attribute.value, Used::Other);
            return;
        }
        self.here.place.enter(&attribute.key);
        if self.here.place.is_statements() {
            self.found
                .unread(&self.here, attribute.value.span(), Why::Computed);
        }
        self.value(&attribute.value);
        self.here.place.leave();
    }

    fn visit_object(&mut self, object: &Object) {
        if is_statement(object) && self.here.is_stray() {
            self.found
                .unread(&self.here, object.span(), Why::Text(STATEMENT));
        }
        visit::visit_object(self, object);
    }

    fn visit_object_item(&mut self, key: &ObjectKey, value: &ObjectValue) {
        let name = key_name(key);
        // This object becomes a document.
        if is_statement_key(key) && !self.here.is_of_other(value.expr()) {
            self.found
                .unread(&self.here, value.expr().span(), Why::Computed);
        }
        if self.here.place.is_never_policy(name, value.expr()) {
            self.found.refer(&self.here, value.expr(), Used::Other);
            return;
        }
        self.here.place.enter(name);
        let inside = List {
            is_item: false,
            is_member: self.here.list.is_item,
        };
        let outside = mem::replace(&mut self.here.list, inside);
        self.value(value.expr());
        self.here.list = outside;
        self.here.place.leave();
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        // The argument becomes a document only there.
        let is_encoding = self.is_encoded || is_jsonencode(call);
        let outside = mem::replace(&mut self.is_encoded, is_encoding);
        visit::visit_func_call(self, call);
        self.is_encoded = outside;
    }

    // Expressions inside a string are opaque.
    fn visit_string_template(&mut self, _: &StringTemplate) {}
    fn visit_heredoc_template(&mut self, _: &HeredocTemplate) {}
}
