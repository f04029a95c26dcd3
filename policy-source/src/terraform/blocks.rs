//! Documents in `statement` blocks, as `data "alicloud_ram_policy_document"` has them.

use super::value::write_value;
use super::writer::Writer;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

/// Attributes of a statement, with the elements that they become.
const ELEMENTS: [(&str, &str); 4] = [
    ("effect", "Effect"),
    ("action", "Action"),
    ("not_action", "NotAction"),
    ("resource", "Resource"),
];

/// Writes the document of a block. `None` if blocks are generated, or the block has anything else that becomes a part of
/// the document.
pub(crate) fn written(writer: &mut Writer<'_>, block: &Block) -> Option<()> {
    let body = &block.body;
    let is_merged = |name| body.get_attribute(name).is_some();
    if is_merged("source_policy_documents") || is_merged("override_policy_documents") {
        return None;
    }
    writer.skip_to(start(block)?);
    writer.put("{\"Version\": ");
    match body.get_attribute("version") {
        Some(version) => write_value(writer, &version.value)?,
        None => writer.put("\"1\""),
    }
    writer.put(", \"Statement\": [");
    let mut is_first = true;
    for statement in body.blocks() {
        match statement.ident.as_str() {
            "statement" => {}
            "timeouts" => continue,
            _ => return None,
        }
        if !is_first {
            writer.put(", ");
        }
        is_first = false;
        write_statement(writer, statement)?;
    }
    writer.put("]}");
    Some(())
}

fn start(block: &Block) -> Option<usize> {
    use hcl_edit::Span as _;
    Some(block.span()?.start)
}

fn write_statement(writer: &mut Writer<'_>, statement: &Block) -> Option<()> {
    writer.skip_to(start(statement)?);
    let body = &statement.body;
    writer.put("{");
    if body.get_attribute("effect").is_none() {
        // The default of the provider.
        writer.put("\"Effect\": \"Allow\", ");
    }
    let mut is_first = true;
    for attribute in body.attributes() {
        let name = attribute.key.as_str();
        let (_, element) = ELEMENTS.iter().find(|(known, _)| *known == name)?;
        separate(writer, &mut is_first);
        writer.put(&format!("\"{element}\": "));
        write_value(writer, &attribute.value)?;
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
    let is_known = |block: &Block| matches!(block.ident.as_str(), "principal" | "condition");
    if !body.blocks().all(is_known) {
        return None;
    }
    writer.put("}");
    Some(())
}

fn separate(writer: &mut Writer<'_>, is_first: &mut bool) {
    if !*is_first {
        writer.put(", ");
    }
    *is_first = false;
}

fn write_principals(writer: &mut Writer<'_>, body: &Body) -> Option<()> {
    writer.put("\"Principal\": {");
    let mut is_first = true;
    for principal in body
        .blocks()
        .filter(|block| block.ident.as_str() == "principal")
    {
        separate(writer, &mut is_first);
        write_value(
            writer,
            value(principal, "entity").filter(|one| one.is_str())?,
        )?;
        writer.put(": ");
        write_value(writer, value(principal, "identifiers")?)?;
    }
    writer.put("}");
    Some(())
}

/// Writes each condition below its operator. `None` if an operator or a key is computed.
fn write_conditions(writer: &mut Writer<'_>, body: &Body) -> Option<()> {
    let conditions: Vec<&Block> = body
        .blocks()
        .filter(|block| block.ident.as_str() == "condition")
        .collect();
    let operator = |block: &Block| value(block, "operator")?.as_str().map(str::to_owned);
    writer.put("\"Condition\": {");
    let mut written: Vec<String> = Vec::new();
    let mut is_first = true;
    for condition in &conditions {
        let name = operator(condition)?;
        if written.contains(&name) {
            continue;
        }
        separate(writer, &mut is_first);
        write_value(writer, value(condition, "operator")?)?;
        writer.put(": {");
        let mut is_first_key = true;
        for one in &conditions {
            if operator(one).as_deref() == Some(&*name) {
                separate(writer, &mut is_first_key);
                write_value(writer, value(one, "variable").filter(|key| key.is_str())?)?;
                writer.put(": ");
                write_value(writer, value(one, "values")?)?;
            }
        }
        writer.put("}");
        written.push(name);
    }
    writer.put("}");
    Some(())
}

fn value<'b>(block: &'b Block, name: &str) -> Option<&'b Expression> {
    Some(&block.body.get_attribute(name)?.value)
}
