//! Expressions as JSON.

use super::writer::{Writer, strips};
use hcl_edit::Span as _;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey};
use hcl_edit::template::{Element, StringTemplate};
use std::ops::Range;

/// Writes an expression as JSON; what is computed becomes a hole. `None` if a key is computed.
pub(crate) fn write_value(writer: &mut Writer<'_>, value: &Expression) -> Option<()> {
    let span = value.span()?;
    match value {
        Expression::Null(_) | Expression::Bool(_) => writer.copied(span),
        Expression::Number(_) => writer.number(span),
        Expression::String(_) => write_string(writer, span),
        Expression::StringTemplate(template) => write_template(writer, template, span),
        Expression::Array(array) => write_array(writer, array)?,
        Expression::Object(object) => write_object(writer, object)?,
        _ => writer.expression(value, span),
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
            Element::Interpolation(inner) => writer.inside_string(&inner.expr, part),
            Element::Directive(_) => writer.computed(part, true),
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

pub(crate) fn write_object(writer: &mut Writer<'_>, object: &Object) -> Option<()> {
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
