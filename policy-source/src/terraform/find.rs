//! The visitor that collects the policies of a Terraform file.

use super::expression;
use super::found::{Documents, Unread, Why};
use super::keys::{is_jsonencode, is_statement_key, key_name};
use super::not_text::{is_made, is_not_text};
use super::place::{Place, Value};
use super::scope::Reason;
use super::statement::is_statement;
use super::target::{target, template};
use super::uses::{Use, Used};
use super::values::Values;
use super::writer::Known as _;
use crate::field::Shown;
use crate::form::{BOUNDARY, Form, STATEMENT, form, text_form};
use crate::policy_text::PolicyText;
use crate::role::Role;
use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, ForExpr, FuncCall, Object, ObjectKey, ObjectValue};
use hcl_edit::structure::{Attribute, Block, Body};
use hcl_edit::template::{HeredocTemplate, StringTemplate};
use hcl_edit::visit::{self, Visit};
use ram_diagnostics::nearest;
use ram_policy::json::{self, Node, Value as Json};
use std::mem;
use std::ops::Range;

/// Finds the policies of a file, and what it refers to.
pub(super) fn find(source: &str, body: &Body, values: &Values) -> Documents {
    let mut finder = Finder {
        source,
        values,
        place: Place::default(),
        is_conditional: false,
        list: List::default(),
        is_encoded: false,
        found: Documents::default(),
    };
    finder.visit_body(body);
    finder.found
}

/// The place of a value in a list.
#[derive(Clone, Copy, Default)]
struct List {
    is_item: bool,
    /// Is a member of an object in a list.
    is_member: bool,
}

/// Visitor that collects the policies of a file.
struct Finder<'a> {
    /// The text of the file.
    source: &'a str,
    values: &'a Values,
    place: Place,
    /// Inside a condition or a loop.
    is_conditional: bool,
    list: List,
    /// Inside `jsonencode`, where a document is like any other text.
    is_encoded: bool,
    found: Documents,
}

impl Finder<'_> {
    /// Reads the value of the attribute at the current place.
    fn value(&mut self, value: &Expression) {
        let role = self.role();
        match value {
            _ if self.is_encoded => self.visit_expr(value),
            _ if self.is_not_text(value) => {}
            Expression::Traversal(_) | Expression::FuncCall(_) if self.has_statements(value) => {
                self.unread(value.span(), Why::Text(STATEMENT));
            }
            Expression::String(_)
            | Expression::StringTemplate(_)
            | Expression::HeredocTemplate(_) => self.text(value, self.is_conditional),
            Expression::Array(items) => {
                let outside = mem::replace(&mut self.list.is_item, true);
                items.iter().for_each(|item| self.value(item));
                self.list.is_item = outside;
            }
            Expression::Parenthesis(inner) if role != Role::Other => {
                self.value(inner.inner());
            }
            Expression::FuncCall(call) if self.encoded(call, value.span()) => {}
            // Of the parts of other values, few are policies.
            Expression::ForExpr(_) if matches!(role, Role::Policy | Role::Named) => {
                self.unread(value.span(), Why::Computed);
                self.visit_expr(value);
            }
            Expression::Object(object) if self.is_policy_of_local(object) => {
                self.object(object, value.span());
            }
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
                if role != Role::Other && (role != Role::Text || is_made(value)) =>
            {
                self.unread(value.span(), Why::Computed);
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
        if self.place.shown().is_none() {
            return;
        }
        match target(&self.source[range.clone()]) {
            Some(target) if target.starts_with("file:") => {
                self.unread(Some(range), Why::Computed);
            }
            Some(_) => self.refer(value, self.used()),
            None if self.is_made_text(value) => self.unread(Some(range), Why::Computed),
            None => {}
        }
    }

    /// Reports whether functions make a text that may be a policy. An object with other members is none.
    fn is_made_text(&self, value: &Expression) -> bool {
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

    /// Records what an expression refers to.
    fn refer(&mut self, value: &Expression, used: Used) {
        let range = value.span().unwrap_or_default();
        if let Some(target) = target(&self.source[range]) {
            let target = self.values.scope().followed(target).0;
            self.found.uses.push(Use { target, used });
        }
    }

    /// Records what a block refers to that is not there, since its resource is never created.
    fn refer_inside(&mut self, body: &Body) {
        for attribute in body.attributes() {
            self.refer(&attribute.value, Used::Other);
        }
        for block in body.blocks() {
            self.refer_inside(&block.body);
        }
    }

    /// Returns what this place says about a value that it refers to.
    fn used(&self) -> Used {
        match self.place.shown() {
            Some(Shown::Boundary) => Used::Boundary,
            Some(Shown::Kind(kind)) => Used::Policy(Some(kind)),
            None => Used::Policy(None),
        }
    }

    fn role(&self) -> Role {
        match self.place.role() {
            // A member such as `name`, in a list of objects with policies.
            Role::Named if self.list.is_member && !self.place.is_named() => Role::Other,
            role => role,
        }
    }

    /// Reports whether a value is something else than a policy, where only the name is that of one.
    fn is_not_text(&self, value: &Expression) -> bool {
        let role = self.role();
        role != Role::Other
            && self.place.documented_kind().is_none()
            && is_not_text(self.values.scope(), value)
    }

    /// Records a policy that is a value in another object that is encoded, such as the attributes of a resource.
    fn inside_encoded(&mut self, value: &Expression) {
        let is_policy = match value {
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
            | Expression::Parenthesis(_) => self.role() == Role::Policy,
            _ => {
                let document = expression::text(self.source, value, self.values);
                let text = document.as_ref().map_or("", PolicyText::text).trim();
                text_form(text) != Form::Other || (self.role() == Role::Policy && !text.is_empty())
            }
        };
        if is_policy {
            self.unread(value.span(), Why::Computed);
        }
    }

    /// Records a text that is a document, as read or as unread.
    fn text(&mut self, value: &Expression, is_conditional: bool) {
        let Some(range) = value.span() else { return };
        // `"${local.policy}"`.
        if target(&self.source[range.clone()]).is_some() {
            if matches!(self.role(), Role::Policy | Role::Named) {
                self.unread(Some(range), Why::Computed);
            } else {
                self.named(value);
            }
            return;
        }
        let Some(document) = expression::text(self.source, value, self.values) else {
            return;
        };
        let text = document.text().trim();
        let is_object = text.starts_with('{');
        let form = text_form(text);
        let has_statement = text.contains("\"Statement\"") || form == Form::Policy;
        let is_document = match self.role() {
            // A list is not a policy, and may be of names.
            Role::Policy if !self.list.is_item => !text.is_empty() || self.place.requires_policy(),
            Role::Policy | Role::Named => is_object || has_statement,
            Role::Text | Role::Other => (is_object && has_statement) || form == Form::Policy,
        };
        let is_whole_hole = document
            .holes()
            .first()
            .is_some_and(|hole| document.text()[..hole.start].trim().is_empty());
        if is_whole_hole {
            // A document in a directive, for example.
            let source = &self.source[range.clone()];
            let marks = [r#""Statement""#, r#"\"Statement\""#];
            let is_policy = matches!(self.role(), Role::Policy | Role::Named)
                || (self.place.shown().is_some() && !is_not_text(self.values.scope(), value));
            if is_policy || marks.iter().any(|mark| source.contains(mark)) {
                self.unread(Some(range), Why::Computed);
            }
        } else if let (Form::Unread(unread), true) = (form, self.role() != Role::Policy) {
            self.unread(Some(range), Why::Text(unread));
        } else if is_document && is_conditional {
            self.unread(Some(range), Why::Computed);
        } else if is_document {
            self.read(document);
        }
    }

    /// Records `jsonencode({…})` as a document. Returns false if it is anything else.
    fn encoded(&mut self, call: &FuncCall, range: Option<Range<usize>>) -> bool {
        let argument = match call.args.iter().next() {
            Some(Expression::Object(object)) if is_jsonencode(call) => object,
            _ => return false,
        };
        let is_statements = |(key, value): (&ObjectKey, &ObjectValue)| {
            is_statement_key(key) || self.resembles_statements(key, value)
        };
        let has_statement = argument.iter().any(is_statements);
        let has_name = matches!(self.role(), Role::Policy | Role::Named);
        if !has_statement && !has_name {
            return false;
        }
        self.object(argument, range);
        true
    }

    /// Reports whether an object is a policy, perhaps among others in a local value: `policy = { Statement = […] }`, for
    /// `jsonencode(local.policy)`.
    fn is_policy_of_local(&self, object: &Object) -> bool {
        self.place.is_local()
            && !self.list.is_item
            && !self.list.is_member
            && object.iter().any(|(key, _)| is_statement_key(key))
    }

    /// Reports whether a statement at this place is in no policy that is read.
    fn is_stray(&self) -> bool {
        let scope = self.values.scope();
        match self.place.value() {
            _ if self.place.is_of_aws() => false,
            // Its value counts in a policy, or in the argument of a module.
            Some(Value::Local) => false,
            Some(Value::Default(name)) => !scope.has_value(name),
            Some(Value::Given(name)) => !scope.mentions(&format!("var.{name}")),
            None => true,
        }
    }

    /// Reports whether a value is something else than statements, under their name.
    fn is_of_other(&self, value: &Expression) -> bool {
        let is_list = matches!(value, Expression::Array(_));
        self.place.is_of_tags() || (!is_list && is_not_text(self.values.scope(), value))
    }

    /// Reports whether the argument of a module has statements that are written elsewhere.
    fn has_statements(&self, value: &Expression) -> bool {
        let json = || self.values.json(value, self.source);
        self.place.is_of_module() && json().is_some_and(|json| is_of_statements(&json))
    }

    /// Reports whether a member has the statements of a policy under another name, such as `statement`.
    fn resembles_statements(&self, key: &ObjectKey, value: &ObjectValue) -> bool {
        let text = &self.source[value.expr().span().unwrap_or_default()];
        nearest(key_name(key), ["Statement"]).is_some() && {
            let lower = text.to_ascii_lowercase();
            lower.contains("effect") && lower.contains("action")
        }
    }

    /// Records an object that is encoded as a document.
    fn object(&mut self, object: &Object, range: Option<Range<usize>>) {
        match expression::object(self.source, object, self.values) {
            Some(document) if !self.is_conditional => self.read(document),
            _ => self.unread(range, Why::Computed),
        }
    }

    fn read(&mut self, mut document: PolicyText) {
        document.address = self.place.address();
        if self.place.shown() == Some(Shown::Boundary) {
            let boundary = Unread::document(document, Why::Text(BOUNDARY));
            self.found.unread.push(boundary);
            return;
        }
        document.kind = self.place.kind();
        document.is_of_aws = self.place.is_of_aws();
        self.found.read.push(document);
    }

    /// Visits a condition or a loop.
    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        let outside = mem::replace(&mut self.is_conditional, true);
        visit(self);
        self.is_conditional = outside;
    }

    /// Records a policy of AWS that is not in the file as text.
    fn unread_of_aws(&mut self, range: &Range<usize>) {
        // A value is visited as such, and as a part of others.
        if self
            .found
            .of_aws
            .last()
            .is_some_and(|(_, at)| *at == range.start)
        {
            return;
        }
        match target(&self.source[range.clone()]) {
            Some(target) => {
                if let Some(path) = target.strip_prefix("file:") {
                    self.found.files_of_aws.push(path.to_owned());
                } else if target.starts_with("locals.") {
                    let policy = (self.place.address(), range.start);
                    self.found.of_aws.push(policy);
                    let target = self.values.scope().followed(target).0;
                    let used = Used::Other;
                    self.found.uses.push(Use { target, used });
                }
            }
            None if self.role() != Role::Text => {
                self.found
                    .files_of_aws
                    .extend(template(&self.source[range.clone()]));
                let policy = (self.place.address(), range.start);
                self.found.of_aws.push(policy);
            }
            None => {}
        }
    }

    /// Records a policy that is not in the file as text.
    fn unread(&mut self, range: Option<Range<usize>>, why: Why) {
        let range = range.unwrap_or_default();
        if self.place.is_of_aws() {
            self.unread_of_aws(&range);
            return;
        }
        // A policy inside another one is part of it.
        let last = self.found.unread.last();
        if last.is_none_or(|last| last.range.end <= range.start) {
            let named = target(&self.source[range.clone()]);
            let followed = named.map(|named| self.values.scope().followed(named));
            let (target, mut reason) = followed.unzip();
            if let Some(target) = target.clone() {
                let used = self.used();
                self.found.uses.push(Use { target, used });
            }
            let is_boundary = self.place.shown() == Some(Shown::Boundary);
            let target = target.filter(|_| !is_boundary);
            let why = if is_boundary {
                Why::Text(BOUNDARY)
            } else {
                why
            };
            if let (Some(target), Some(None)) = (&target, &reason)
                && self.values.is_other(target)
            {
                reason = Some(Some(Reason::NotPolicy));
            }
            self.found.unread.push(Unread {
                address: self.place.address(),
                target,
                kind: self.place.kind(),
                range,
                why: reason.flatten().map_or(why, Why::Name),
            });
        }
    }
}

impl Visit for Finder<'_> {
    fn visit_block(&mut self, block: &Block) {
        self.place.enter_block(block);
        let may_be_absent = ["resource", "data", "module"].contains(&block.ident.as_str());
        if may_be_absent && self.values.is_absent(&self.place.address()) {
            self.refer_inside(&block.body);
            self.place.leave_block(block);
            return;
        }
        let outside = mem::replace(&mut self.list.is_item, false);
        // `data "alicloud_ram_policy_document"`, and resources of older versions of the provider.
        match expression::blocks(self.source, block, self.values) {
            _ if self.place.is_block_of_aws() => {
                let at = block.span().unwrap_or_default().start;
                self.found.of_aws.push((self.place.address(), at));
            }
            Some(expression::Form::Read(document)) => self.read(document),
            Some(expression::Form::Unread(reason)) => {
                self.unread(block.span(), Why::Blocks(reason));
            }
            None => {}
        }
        self.visit_body(&block.body);
        self.list.is_item = outside;
        self.place.leave_block(block);
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
        if self.place.is_never_policy(&attribute.key, &attribute.value) {
            self.refer(&attribute.value, Used::Other);
            return;
        }
        self.place.enter(&attribute.key);
        if self.place.is_statements() {
            self.unread(attribute.value.span(), Why::Computed);
        }
        self.value(&attribute.value);
        self.place.leave();
    }

    fn visit_object(&mut self, object: &Object) {
        if is_statement(object) && self.is_stray() {
            self.unread(object.span(), Why::Text(STATEMENT));
        }
        visit::visit_object(self, object);
    }

    fn visit_object_item(&mut self, key: &ObjectKey, value: &ObjectValue) {
        let name = key_name(key);
        // This object becomes a document.
        if is_statement_key(key) && !self.is_of_other(value.expr()) {
            self.unread(value.expr().span(), Why::Computed);
        }
        if self.place.is_never_policy(name, value.expr()) {
            self.refer(value.expr(), Used::Other);
            return;
        }
        self.place.enter(name);
        let inside = List {
            is_item: false,
            is_member: self.list.is_item,
        };
        let outside = mem::replace(&mut self.list, inside);
        self.value(value.expr());
        self.list = outside;
        self.place.leave();
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

/// Reports whether JSON is a statement without a policy, or a list of such.
fn is_of_statements(text: &str) -> bool {
    let is_statement = |node: &Node<'_>| form(None, node) == Form::Unread(STATEMENT);
    let parsed = json::parse_any_size(text);
    parsed.root.is_some_and(|root| match &root.value {
        Json::Array(items) => items.iter().any(is_statement),
        _ => is_statement(&root),
    })
}
