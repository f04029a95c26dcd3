//! The catalog that `policy!` is about.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::ParseStream;
use syn::{Error, Path, Result};

/// The catalog of the actions.
pub(super) struct Catalog {
    /// The path of its enum.
    pub(super) path: TokenStream,
    /// True if its actions are named after the variants, with the service `cs`.
    pub(super) is_ours: bool,
}

impl Catalog {
    pub(super) fn new(path: Option<&Path>, ack_catalog: &TokenStream) -> Self {
        let Some(path) = path else {
            return Self {
                path: quote! { #ack_catalog::AckAction },
                is_ours: true,
            };
        };
        let last = path.segments.last();
        Self {
            path: path.to_token_stream(),
            is_ours: last.is_some_and(|last| last.ident == "AckAction" || last.ident == "CsAction"),
        }
    }
}

pub(super) fn parse_catalog(input: ParseStream<'_>) -> Result<Path> {
    let hint = "expected the enum of a catalog, such as `CsAction`";
    let error = Error::new(input.span(), hint);
    input.call(Path::parse_mod_style).map_err(|_| error)
}
