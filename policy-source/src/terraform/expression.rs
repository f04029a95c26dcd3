//! Documents in the forms that Terraform has for them.

use super::blocks::written;
use super::writer::{Writer, strips};
use crate::container::Container;
use crate::policy_text::PolicyText;
use hcl_edit::Span as _;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel};
use hcl_edit::template::{Element, StringTemplate};
use ram_policy::json::{self, Node, Value};
use std::ops::Range;

/// A document in blocks.
pub(crate) enum Form {
    Read(PolicyText),
    /// Terraform computes its statements.
    Unread,
}

/// Returns the text of a string or a heredoc; `None` for another expression.
pub(crate) fn text(source: &str, value: &Expression) -> Option<PolicyText> {
    let Range { start, end } = value.span()?;
    let mut writer = Writer::new(source);
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
pub(crate) fn object(source: &str, object: &Object) -> Option<PolicyText> {
    let mut writer = Writer::new(source);
    write_object(&mut writer, object)?;
    let document = writer.finish(Container::JsonEncode);
    has_statements(&document).then_some(document)
}

/// Returns the document of a block with `statement` blocks; `None` for another block.
pub(crate) fn blocks(source: &str, block: &Block) -> Option<Form> {
    let label = block.labels.first().map(BlockLabel::as_str)?;
    if !label.contains("policy") || !block.body.blocks().any(is_statement) {
        return None;
    }
    let mut writer = Writer::new(source);
    Some(match written(&mut writer, block) {
        Some(()) => Form::Read(writer.finish(Container::Blocks)),
        None => Form::Unread,
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

/// Returns what an expression refers to, as the address of a document: `local.a` and `"${local.a}"`, `data.a.b.json`,
/// `jsonencode(local.a)`, or `file:` and a path.
pub(crate) fn target(value: &str) -> Option<String> {
    let value = value.trim();
    let quoted = value.strip_prefix("\"${");
    let value = quoted
        .and_then(|value| value.strip_suffix("}\""))
        .unwrap_or(value);
    let call = |name: &str| {
        let argument = value.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        Some(argument.strip_suffix(')')?.trim())
    };
    if let Some(argument) = call("file") {
        let path = argument.strip_prefix('"')?.strip_suffix('"')?;
        let path = path.strip_prefix("${path.module}/").unwrap_or(path);
        let is_plain = !path.contains(['$', '%', '\\', '"']) && !path.starts_with('/');
        return is_plain.then(|| format!("file:{path}"));
    }
    let value = call("jsonencode").unwrap_or(value).trim();
    // `local.a["b"]` is `local.a.b`.
    let value = value.replace("[\"", ".").replace("\"]", "");
    // Each instance of a data source has the same document.
    let is_indexed = value.contains('[');
    let (value, instance) = match value.split_once('[') {
        Some((value, rest)) => (value, rest.split_once(']')?.1),
        None => (&*value, ""),
    };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !value.chars().all(is_name) || !instance.chars().all(is_name) {
        return None;
    }
    let path = format!("{value}{instance}");
    match path.split('.').collect::<Vec<_>>()[..] {
        ["data", kind, name, "document" | "json"] => Some(format!("data.{kind}.{name}")),
        [kind, name, attribute] if kind.starts_with("alicloud_") => {
            Some(format!("resource.{kind}.{name}.{attribute}"))
        }
        ["local", ..] if !is_indexed => Some(path.replacen("local", "locals", 1)),
        ["var", name] if !is_indexed => Some(format!("var.{name}")),
        _ => None,
    }
}

/// Writes an expression as JSON; what is computed becomes a hole. `None` if a key is computed.
pub(crate) fn write_value(writer: &mut Writer<'_>, value: &Expression) -> Option<()> {
    let span = value.span()?;
    match value {
        Expression::Null(_) | Expression::Bool(_) | Expression::Number(_) => writer.copied(span),
        Expression::String(_) => write_string(writer, span),
        Expression::StringTemplate(template) => write_template(writer, template, span),
        Expression::Array(array) => write_array(writer, array)?,
        Expression::Object(object) => write_object(writer, object)?,
        _ => writer.computed(span, true),
    }
    Some(())
}

fn write_string(writer: &mut Writer<'_>, span: Range<usize>) {
    writer.copied(span.start..span.start + 1);
    writer.json_literal(span.start + 1..span.end - 1);
    writer.copied(span.end - 1..span.end);
}

fn write_template(writer: &mut Writer<'_>, template: &StringTemplate, span: Range<usize>) {
    if template
        .iter()
        .any(|element| strips(element) != (false, false))
    {
        writer.computed(span, true);
        return;
    }
    writer.copied(span.start..span.start + 1);
    for element in template {
        let part = element.span().unwrap_or_default();
        match element {
            Element::Literal(_) => writer.json_literal(part),
            Element::Interpolation(_) | Element::Directive(_) => writer.computed(part, true),
        }
    }
    writer.copied(span.end - 1..span.end);
}

fn write_array(writer: &mut Writer<'_>, array: &Array) -> Option<()> {
    let span = array.span()?;
    writer.copied(span.start..span.start + 1);
    let mut at = span.start + 1;
    for (index, item) in array.iter().enumerate() {
        let item_span = item.span()?;
        writer.gap(at..item_span.start, (index > 0).then_some(','))?;
        write_value(writer, item)?;
        at = item_span.end;
    }
    writer.gap(at..span.end - 1, None)?;
    writer.copied(span.end - 1..span.end);
    Some(())
}

fn write_object(writer: &mut Writer<'_>, object: &Object) -> Option<()> {
    let span = object.span()?;
    writer.copied(span.start..span.start + 1);
    let mut at = span.start + 1;
    for (index, (key, value)) in object.iter().enumerate() {
        let (key_span, value_span) = (key.span()?, value.expr().span()?);
        writer.gap(at..key_span.start, (index > 0).then_some(','))?;
        match key {
            ObjectKey::Ident(_) => {
                writer.insert(key_span.start, "\"");
                writer.copied(key_span.clone());
                writer.insert(key_span.end, "\"");
            }
            ObjectKey::Expression(Expression::String(_)) => write_string(writer, key_span.clone()),
            ObjectKey::Expression(_) => return None,
        }
        writer.gap(key_span.end..value_span.start, Some(':'))?;
        write_value(writer, value.expr())?;
        at = value_span.end;
    }
    writer.gap(at..span.end - 1, None)?;
    writer.copied(span.end - 1..span.end);
    Some(())
}
