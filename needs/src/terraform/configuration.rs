//! Files of a configuration, `.tf`. The module `json` reads those in JSON.

use super::json;
use super::phase::Phase;
use super::resource::{add_imported, add_module, add_of_kind, add_removed, has_argument};
use crate::found::{Found, NotRead};
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, BlockLabel, Body};
use ram_diagnostics::ByteRange;

/// Returns what the resources and the data sources of a file need in these phases.
pub(crate) fn read(text: &str, phases: &[Phase]) -> Result<Found, NotRead> {
    // Terraform ignores a byte order mark, but `hcl-edit` does not. Spaces keep the offsets.
    let source = text
        .strip_prefix('\u{feff}')
        .map(|rest| format!("   {rest}"));
    let source = source.as_deref().unwrap_or(text);
    if source.trim_start().starts_with('{') {
        return json::read(source, phases);
    }
    let body: Body = source.parse().map_err(|error: hcl_edit::parser::Error| {
        let mut start = error.location().offset().min(text.len());
        // At the end of the file this is the last byte, which may be inside a character.
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        NotRead {
            message: format!("not Terraform: {}", error.message()),
            range: ByteRange::new(start, start),
        }
    })?;
    let mut found = Found::default();
    let checks = body
        .blocks()
        .filter(|block| block.ident.as_str() == "check");
    let inner = checks.flat_map(|check| check.body.blocks());
    for block in body.blocks().chain(inner) {
        add_block(block, source, phases, &mut found);
    }
    Ok(found)
}

fn add_block(block: &Block, source: &str, phases: &[Phase], found: &mut Found) {
    let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
    let range = block.span().map_or(ByteRange::new(0, 0), |span| {
        let header = source[span.clone()]
            .find('{')
            .map_or(span.end, |at| span.start + at);
        ByteRange::new(span.start, header).trim(source)
    });
    let has = |argument: &str| has_argument(arguments(block), argument);
    match (block.ident.as_str(), labels.as_slice()) {
        ("module", [name, ..]) => {
            let folder = block.body.get_attribute("source");
            add_module(
                name,
                folder.and_then(|one| one.value.as_str()),
                range,
                found,
            );
        }
        ("removed", _) if is_forgotten(block) => {}
        ("removed", _) => {
            add_removed(address(block, "from", source), phases, range, found);
        }
        ("import", _) => add_imported(address(block, "to", source), phases, range, found),
        (kind, [name, ..]) => add_of_kind(kind, name, phases, has, range, found),
        _ => {}
    }
}

/// Returns the text of an attribute that names a resource.
fn address<'a>(block: &Block, name: &str, source: &'a str) -> &'a str {
    let address = block.body.get_attribute(name);
    let span = address.and_then(hcl_edit::Span::span);
    let text = span.map_or("", |span| &source[span]);
    text.split_once('=').map_or(text, |(_, address)| address)
}

/// Returns whether Terraform forgets a resource and does not delete it: `lifecycle { destroy = false }`.
fn is_forgotten(removed: &Block) -> bool {
    let mut lifecycles = removed.body.get_blocks("lifecycle");
    lifecycles.any(|lifecycle| {
        let destroy = lifecycle.body.get_attribute("destroy");
        destroy.and_then(|one| one.value.as_bool()) == Some(false)
    })
}

/// Returns the arguments and the blocks of a resource, those that are a text with it.
fn arguments(block: &Block) -> impl Iterator<Item = (&str, Option<&str>)> {
    let blocks = block.body.blocks().map(|inner| match inner.labels.first() {
        Some(label) if inner.ident.as_str() == "dynamic" => label.as_str(),
        _ => inner.ident.as_str(),
    });
    let attributes = block.body.attributes();
    let given = attributes.filter(|attribute| !matches!(attribute.value, Expression::Null(_)));
    given
        .map(|attribute| (attribute.key.as_str(), attribute.value.as_str()))
        .chain(blocks.map(|name| (name, None)))
}
