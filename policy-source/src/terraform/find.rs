//! Policy documents in the strings of a Terraform file.

use crate::policy_text::PolicyText;
use crate::terraform::writer::Writer;
use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, ForExpr, FuncCall, ObjectKey, ObjectValue};
use hcl_edit::structure::{Attribute, Block, BlockLabel, Body};
use hcl_edit::template::{HeredocTemplate, StringTemplate};
use hcl_edit::visit::{self, Visit};
use std::collections::HashSet;
use std::mem;
use std::ops::Range;

/// Attributes that contain a policy document.
const NAMES: [&str; 4] = [
    "assume_role_policy_document",
    "document",
    "policy",
    "policy_document",
];

/// A policy that Terraform computes, so that its text is unknown.
#[derive(Debug, PartialEq)]
pub(crate) struct Unread {
    /// The address, as in [`PolicyText::address`].
    pub(crate) name: String,
    /// The range of its value in the file, such as `jsonencode(…)`.
    pub(crate) range: Range<usize>,
}

/// The policies of a Terraform file.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Documents, in the order of the file.
    pub(crate) read: Vec<PolicyText>,
    /// Computed policies: attributes named like a policy whose value is a call, a condition, or a reference to
    /// anything but a document in `read`; objects and blocks with statements; and documents that are part of another
    /// expression.
    pub(crate) unread: Vec<Unread>,
}

/// A syntax error in a Terraform file.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// Finds the documents of a Terraform file.
///
/// Since 0.9.9 `hcl-edit` rejects more than 64 levels of nesting, so that no file overflows the stack.
pub(crate) fn documents(text: &str) -> Result<Documents, SyntaxError> {
    // Terraform ignores a byte order mark, but `hcl-edit` does not. Spaces keep the offsets.
    let source = match text.strip_prefix('\u{feff}') {
        Some(rest) => &format!("   {rest}"),
        None => text,
    };
    let body: Body = source.parse().map_err(|error: hcl_edit::parser::Error| {
        let mut offset = error.location().offset();
        // At the end of the file this is the last byte, which may be inside a character.
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let message = error.message().to_owned();
        SyntaxError { offset, message }
    })?;
    let mut finder = Finder {
        source,
        ..Finder::default()
    };
    finder.visit_body(&body);
    let Documents { read, unread } = &mut finder.found;
    let names: HashSet<&str> = read.iter().map(|it| it.address()).collect();
    unread.retain(|it| {
        let local = local(&source[it.range.clone()]);
        local.is_none_or(|local| !names.contains(&*format!("locals.{local}")))
    });
    Ok(finder.found)
}

/// Returns the local value to which an expression only refers: `local.a`, `"${local.a}"`.
fn local(value: &str) -> Option<&str> {
    let quoted = value.strip_prefix("\"${");
    let inner = quoted.and_then(|value| value.strip_suffix("}\""));
    let path = inner.unwrap_or(value).trim().strip_prefix("local.")?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    path.chars().all(is_name).then_some(path)
}

/// Visitor that collects the policies of a file.
#[derive(Default)]
struct Finder<'a> {
    /// The text of the file.
    source: &'a str,
    /// The names of the surrounding blocks, attributes and objects.
    path: Vec<String>,
    /// Inside a condition or a loop.
    is_conditional: bool,
    /// Inside `jsonencode`, where a document is like any other text.
    is_encoded: bool,
    found: Documents,
}

impl Finder<'_> {
    /// Reads the value of the attribute at the end of the path.
    fn value(&mut self, value: &Expression) {
        match value {
            _ if self.is_encoded => self.visit_expr(value),
            Expression::String(_)
            | Expression::StringTemplate(_)
            | Expression::HeredocTemplate(_) => self.text(value, self.is_conditional),
            Expression::Array(items) => items.iter().for_each(|item| self.value(item)),
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
            | Expression::Parenthesis(_)
                if self.is_policy() =>
            {
                self.unread(value.span());
                self.visit_expr(value);
            }
            _ => self.visit_expr(value),
        }
    }

    fn is_policy(&self) -> bool {
        self.path.last().is_some_and(|it| NAMES.contains(&&**it))
    }

    /// Records a text that is a document, as read or as unread.
    fn text(&mut self, value: &Expression, is_conditional: bool) {
        let Some(Range { start, end }) = value.span() else {
            return;
        };
        let mut writer = Writer::new(self.source);
        match value {
            // Without the quotes.
            Expression::String(_) => writer.literal(start + 1..end - 1),
            Expression::StringTemplate(template) => writer.template(template),
            Expression::HeredocTemplate(heredoc) => {
                writer.indent = Some(heredoc.indent().unwrap_or(0));
                writer.template(&heredoc.template);
            }
            _ => return,
        }
        let mut document = writer.finish();
        let is_object = document.embedded.text.trim_start().starts_with('{');
        if is_object && (self.is_policy() || document.embedded.text.contains("\"Statement\"")) {
            if is_conditional {
                return self.unread(Some(start..end));
            }
            document.address = self.path.join(".");
            self.found.read.push(document);
        } else if !is_object && !document.holes.is_empty() {
            // `"${local.policy}"`, or a document in a directive.
            let source = &self.source[start..end];
            let marks = [r#""Statement""#, r#"\"Statement\""#];
            if self.is_policy() || marks.iter().any(|mark| source.contains(mark)) {
                self.unread(Some(start..end));
            }
        }
    }

    /// Visits a condition or a loop.
    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        let outside = mem::replace(&mut self.is_conditional, true);
        visit(self);
        self.is_conditional = outside;
    }

    /// Records a computed policy.
    fn unread(&mut self, range: Option<Range<usize>>) {
        let range = range.unwrap_or_default();
        // A policy inside another one is part of it.
        let last = self.found.unread.last();
        if last.is_none_or(|last| last.range.end <= range.start) {
            let name = self.path.join(".");
            self.found.unread.push(Unread { name, range });
        }
    }
}

impl Visit for Finder<'_> {
    fn visit_block(&mut self, block: &Block) {
        let outside = self.path.len();
        self.path.push(block.ident.to_string());
        let labels = block.labels.iter().map(BlockLabel::as_str);
        self.path.extend(labels.map(str::to_owned));
        // `data "alicloud_ram_policy_document"`, and resources of older versions of the provider.
        let mut inside = block.body.blocks();
        let is_of_policy = self.path.get(1).is_some_and(|kind| kind.contains("policy"));
        if is_of_policy && inside.any(is_statement) {
            self.unread(block.span());
        }
        self.visit_body(&block.body);
        self.path.truncate(outside);
    }

    fn visit_expr(&mut self, expression: &Expression) {
        // Outside of an attribute, text is part of another expression.
        if !self.is_encoded {
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
        self.path.push(attribute.key.to_string());
        self.value(&attribute.value);
        self.path.pop();
    }

    fn visit_object_item(&mut self, key: &ObjectKey, value: &ObjectValue) {
        let key = match key {
            ObjectKey::Ident(name) => name.to_string(),
            ObjectKey::Expression(key) => key.as_str().unwrap_or("*").to_owned(),
        };
        // This object becomes a document.
        if key == "Statement" {
            self.unread(value.expr().span());
        }
        self.path.push(key);
        self.value(value.expr());
        self.path.pop();
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        // The argument becomes a document only there.
        let is_encoding = self.is_encoded || call.name.name.as_str() == "jsonencode";
        let outside = mem::replace(&mut self.is_encoded, is_encoding);
        visit::visit_func_call(self, call);
        self.is_encoded = outside;
    }

    // Expressions inside a string are opaque.
    fn visit_string_template(&mut self, _: &StringTemplate) {}
    fn visit_heredoc_template(&mut self, _: &HeredocTemplate) {}
}

/// Returns whether a block is `statement { … }`, or generates such blocks.
fn is_statement(block: &Block) -> bool {
    let is_dynamic = block.ident.as_str() == "dynamic";
    let label = block.labels.first().map(BlockLabel::as_str);
    block.ident.as_str() == "statement" || (is_dynamic && label == Some("statement"))
}
