//! The signs between arguments.

use syn::parse::ParseStream;
use syn::{Error, Result, Token};

/// Parses a comma; `place` completes the error: "before the next option".
pub(super) fn parse_comma(input: ParseStream<'_>, place: &str) -> Result<()> {
    let error = Error::new(input.span(), format!("expected `,` {place}"));
    input.parse::<Token![,]>().map(drop).map_err(|_| error)
}

/// Reports whether `=` is next, and not a part of a longer operator.
pub(super) fn is_assignment(input: ParseStream<'_>) -> bool {
    input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>])
}
