//! The syntax of a Terraform file.

use hcl_edit::structure::Body;

/// A syntax error in a Terraform file.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// Parses a Terraform file.
pub(super) fn parse(source: &str) -> Result<Body, SyntaxError> {
    source.parse().map_err(|error: hcl_edit::parser::Error| {
        let mut offset = error.location().offset();
        // At the end of the file this is the last byte, which may be inside a character.
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let message = error.message().to_owned();
        SyntaxError { offset, message }
    })
}
