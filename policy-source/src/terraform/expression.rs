//! Documents in the forms that Terraform has for them.

use super::blocks::{NotWritten, principals, written, written_trust};
use super::value::write_object;
use super::writer::{Known, Writer};
use crate::container::Container;
use crate::policy_text::PolicyText;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object};
use hcl_edit::structure::{Block, BlockLabel};
use ram_policy::json::{self, Node, Value};
use std::ops::Range;

/// A document in blocks.
pub(crate) enum Form {
    Read(PolicyText),
    /// Why it is not read.
    Unread(NotWritten),
}

/// Returns the text of a string or a heredoc; `None` for another expression.
pub(crate) fn text(source: &str, value: &Expression, known: &dyn Known) -> Option<PolicyText> {
    let Range { start, end } = value.span()?;
    let mut writer = Writer::new(source, known);
    let container = match value {
        // Without the quotes.
        Expression::String(_) => {
            writer.literal(start + 1..end - 1);
            Container::HclString
        }
        Expression::StringTemplate(template) => {
            writer.template(template);
            Container::HclString
        }
        Expression::HeredocTemplate(heredoc) => {
            let indent = heredoc.indent().unwrap_or(0);
            writer.indent = Some(indent);
            writer.template(&heredoc.template);
            Container::Heredoc { indent }
        }
        _ => return None,
    };
    Some(writer.finish(container))
}

/// Returns the document that `jsonencode` makes of an object; `None` if its statements are computed.
pub(crate) fn object(source: &str, object: &Object, known: &dyn Known) -> Option<PolicyText> {
    let mut writer = Writer::new(source, known);
    write_object(&mut writer, object)?;
    let document = writer.finish(Container::JsonEncode);
    has_statements(&document).then_some(document)
}

/// Returns the document of a block with `statement` blocks, or of a role with principals; `None` for another block.
pub(crate) fn blocks(source: &str, block: &Block, known: &dyn Known) -> Option<Form> {
    let label = block.labels.first().map(BlockLabel::as_str)?;
    let principals = principals(block);
    let mut writer = Writer::new(source, known);
    if !principals.is_empty() {
        return Some(match written_trust(&mut writer, block, &principals) {
            Ok(()) => Form::Read(writer.finish(Container::Blocks)),
            Err(reason) => Form::Unread(reason),
        });
    }
    if !label.contains("policy") || !block.body.blocks().any(is_statement) {
        return None;
    }
    Some(match written(&mut writer, block) {
        Ok(()) => Form::Read(writer.finish(Container::Blocks)),
        Err(reason) => Form::Unread(reason),
    })
}

/// Returns whether a block is `statement { … }`, or generates such blocks.
fn is_statement(block: &Block) -> bool {
    let is_dynamic = block.ident.as_str() == "dynamic";
    let label = block.labels.first().map(BlockLabel::as_str);
    block.ident.as_str() == "statement" || (is_dynamic && label == Some("statement"))
}

/// Reports whether the statements are there, so that only parts of them are computed.
fn has_statements(document: &PolicyText) -> bool {
    let parsed = json::parse(document.text());
    let statements = parsed.root.as_ref().and_then(|root| root.get("Statement"));
    let is_known = |node: &Node<'_>| {
        !matches!(node.value, Value::String(_)) || !document.is_computed(node.range)
    };
    statements.is_none_or(|statements| match &statements.value {
        Value::Array(items) => items.iter().all(is_known),
        _ => is_known(statements),
    })
}
