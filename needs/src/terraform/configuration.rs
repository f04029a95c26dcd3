//! Files of a configuration, `.tf`.

use super::phase::Phase;
use super::resource::{add, has_argument};
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
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
        let range = block.span().map_or(ByteRange::new(0, 0), |span| {
            let header = source[span.clone()]
                .find('{')
                .map_or(span.end, |at| span.start + at);
            ByteRange::new(span.start, header).trim(source)
        });
        let has = |argument: &str| has_argument(arguments(block), argument);
        match (block.ident.as_str(), labels.as_slice()) {
            ("resource", [name, ..]) => add(name, phases, has, range, &mut found),
            ("data", [name, ..]) if phases.contains(&Phase::Read) => {
                add(&format!("data.{name}"), phases, has, range, &mut found);
            }
            ("module", [name, ..]) => {
                if let Some(source) = source_elsewhere(block) {
                    found.note(format!("the resources of the module `{name}` are in `{source}`, not in this folder"), range);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Returns the names of the arguments and the blocks of a resource.
fn arguments(block: &Block) -> impl Iterator<Item = &str> {
    let blocks = block.body.blocks().map(|inner| match inner.labels.first() {
        Some(label) if inner.ident.as_str() == "dynamic" => label.as_str(),
        _ => inner.ident.as_str(),
    });
    let attributes = block.body.attributes();
    let given = attributes.filter(|attribute| !matches!(attribute.value, Expression::Null(_)));
    given.map(|attribute| attribute.key.as_str()).chain(blocks)
}

/// Returns the source of a module that is not a folder below or beside this one.
fn source_elsewhere(block: &Block) -> Option<String> {
    let source = block.body.get_attribute("source")?;
    let source = source.value.as_str()?;
    let is_local = source.starts_with("./") || source.starts_with("../");
    (!is_local).then(|| source.escape_debug().to_string())
}
