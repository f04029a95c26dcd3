//! Documents in `statement` blocks, as `data "alicloud_ram_policy_document"` has them.

use super::value::write_value;
use super::writer::Writer;
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use std::ops::Range;

/// Attributes of a statement, with the elements that they become.
const ELEMENTS: [(&str, &str); 4] = [
    ("effect", "Effect"),
    ("action", "Action"),
    ("not_action", "NotAction"),
    ("resource", "Resource"),
];

/// The blocks in a statement.
const BLOCKS: [&str; 2] = ["principal", "condition"];

/// The reason why blocks are not read.
#[derive(Debug, PartialEq)]
pub(crate) enum NotWritten {
    /// Terraform computes a part that must be known.
    Computed,
    /// This name, here, is not one of the provider.
    Unknown(String, Range<usize>),
    /// A block here lacks this argument.
    Missing(&'static str, Range<usize>),
}

type Written = Result<(), NotWritten>;

/// Writes the document of a block, if no blocks are generated or merged.
pub(crate) fn written(writer: &mut Writer<'_>, block: &Block) -> Written {
    let body = &block.body;
    let is_merged = |name| body.get_attribute(name).is_some();
    if is_merged("source_policy_documents") || is_merged("override_policy_documents") {
        return Err(NotWritten::Computed);
    }
    writer.skip_to(start(block));
    writer.put("{\"Version\": ");
    match body.get_attribute("version") {
        Some(version) => known(write_value(writer, &version.value))?,
        None => writer.put("\"1\""),
    }
    writer.put(", \"Statement\": [");
    let mut is_first = true;
    for statement in body.blocks() {
        match statement.ident.as_str() {
            "statement" => {}
            "timeouts" => continue,
            "dynamic" => return Err(NotWritten::Computed),
            name => return Err(NotWritten::Unknown(name.to_owned(), header(statement))),
        }
        if !is_first {
            writer.put(", ");
        }
        is_first = false;
        write_statement(writer, statement)?;
    }
    writer.put("]}");
    Ok(())
}

/// Attributes of `alicloud_ram_role` in place of a document, with the types of the principals in them.
///
/// Source: the documentation of older versions of the provider, and what these made of the attributes.
const PRINCIPALS: [(&str, &str); 2] = [("ram_users", "RAM"), ("services", "Service")];

/// Returns the attributes of a role that are its trust policy, each with the type of the principals in it.
pub(super) fn principals(block: &Block) -> Vec<(&'static str, &Expression)> {
    let body = &block.body;
    let has = |name: &str| body.get_attribute(name).is_some();
    let is_role = block.ident.as_str() == "resource"
        && block
            .labels
            .first()
            .is_some_and(|label| label.as_str() == "alicloud_ram_role");
    if !is_role || has("document") || has("assume_role_policy_document") {
        return Vec::new();
    }
    let of = |attribute: &Attribute| {
        let name = attribute.key.as_str();
        PRINCIPALS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    };
    let principals = body
        .attributes()
        .filter_map(|one| Some((of(one)?, &one.value)));
    let is_empty = |value: &Expression| match value {
        Expression::Null(_) => true,
        Expression::Array(items) => items.is_empty(),
        _ => false,
    };
    principals.filter(|(_, value)| !is_empty(value)).collect()
}

/// Writes the trust policy that the provider makes of attributes.
pub(super) fn written_trust(
    writer: &mut Writer<'_>,
    block: &Block,
    principals: &[(&str, &Expression)],
) -> Written {
    writer.skip_to(start(block));
    writer.put("{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {");
    let mut is_first = true;
    for (kind, value) in principals {
        separate(writer, &mut is_first);
        writer.put(&format!("\"{kind}\": "));
        known(write_value(writer, value))?;
    }
    writer.put("}}]}");
    Ok(())
}

fn start(block: &Block) -> usize {
    block.span().map_or(0, |span| span.start)
}

/// Returns the range of the name of a block.
fn header(block: &Block) -> Range<usize> {
    block.ident.span().unwrap_or_default()
}

/// Reports that a key is computed, if it was not written.
fn known(written: Option<()>) -> Written {
    written.ok_or(NotWritten::Computed)
}

fn write_statement(writer: &mut Writer<'_>, statement: &Block) -> Written {
    writer.skip_to(start(statement));
    let body = &statement.body;
    writer.put("{");
    let mut is_first = true;
    if body.get_attribute("effect").is_none() {
        // The default of the provider.
        separate(writer, &mut is_first);
        writer.put("\"Effect\": \"Allow\"");
    }
    for attribute in body.attributes() {
        let name = attribute.key.as_str();
        let Some((_, element)) = ELEMENTS.iter().find(|(known, _)| *known == name) else {
            let at = attribute.key.span().unwrap_or_default();
            return Err(NotWritten::Unknown(name.to_owned(), at));
        };
        separate(writer, &mut is_first);
        writer.put(&format!("\"{element}\": "));
        known(write_value(writer, &attribute.value))?;
    }
    if body
        .blocks()
        .any(|block| block.ident.as_str() == "principal")
    {
        separate(writer, &mut is_first);
        write_principals(writer, body)?;
    }
    if body
        .blocks()
        .any(|block| block.ident.as_str() == "condition")
    {
        separate(writer, &mut is_first);
        write_conditions(writer, body)?;
    }
    for block in body.blocks() {
        match block.ident.as_str() {
            "dynamic" => return Err(NotWritten::Computed),
            name if BLOCKS.contains(&name) => {}
            name => return Err(NotWritten::Unknown(name.to_owned(), header(block))),
        }
    }
    writer.put("}");
    Ok(())
}

fn separate(writer: &mut Writer<'_>, is_first: &mut bool) {
    if !*is_first {
        writer.put(", ");
    }
    *is_first = false;
}

fn write_principals(writer: &mut Writer<'_>, body: &Body) -> Written {
    writer.put("\"Principal\": {");
    let mut is_first = true;
    for principal in body
        .blocks()
        .filter(|block| block.ident.as_str() == "principal")
    {
        separate(writer, &mut is_first);
        write_key(writer, value(principal, "entity")?)?;
        writer.put(": ");
        known(write_value(writer, value(principal, "identifiers")?))?;
    }
    writer.put("}");
    Ok(())
}

/// Writes an expression that becomes a key.
fn write_key(writer: &mut Writer<'_>, key: &Expression) -> Written {
    known(key.is_str().then_some(()))?;
    known(write_value(writer, key))
}

/// Writes each condition below its operator.
fn write_conditions(writer: &mut Writer<'_>, body: &Body) -> Written {
    let conditions: Vec<&Block> = body
        .blocks()
        .filter(|block| block.ident.as_str() == "condition")
        .collect();
    let operator = |block: &Block| -> Result<String, NotWritten> {
        let name = value(block, "operator")?.as_str();
        name.map(str::to_owned).ok_or(NotWritten::Computed)
    };
    writer.put("\"Condition\": {");
    let mut written: Vec<String> = Vec::new();
    let mut is_first = true;
    for condition in &conditions {
        let name = operator(condition)?;
        if written.contains(&name) {
            continue;
        }
        separate(writer, &mut is_first);
        write_key(writer, value(condition, "operator")?)?;
        writer.put(": {");
        let mut is_first_key = true;
        for one in &conditions {
            if operator(one)? == name {
                separate(writer, &mut is_first_key);
                write_key(writer, value(one, "variable")?)?;
                writer.put(": ");
                known(write_value(writer, value(one, "values")?))?;
            }
        }
        writer.put("}");
        written.push(name);
    }
    writer.put("}");
    Ok(())
}

fn value<'b>(block: &'b Block, name: &'static str) -> Result<&'b Expression, NotWritten> {
    let attribute = block.body.get_attribute(name);
    let attribute = attribute.ok_or_else(|| NotWritten::Missing(name, header(block)))?;
    Ok(&attribute.value)
}
