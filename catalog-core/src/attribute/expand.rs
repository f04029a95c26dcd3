//! The macro `#[catalog]`: the same stages, from tokens to tokens.

use crate::attribute::options::{Options, parse_enum, split_derives};
use crate::attribute::warnings::warnings;
use crate::catalog::model::Catalog;
use crate::catalog::read_catalog::Reading;
use crate::codegen::rust_file::{DERIVES, items};
use crate::codegen::variants::{enum_doc, variants};
use crate::settings::is_absolute;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use ram_diagnostics::{Source, first_of_each_code};
use std::io;
use syn::{Attribute, Error, LitStr, Result};

/// Returns the bytes of a page's file. With a type parameter instead, the whole expansion would be
/// compiled again with the macro.
type ReadPage<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// Expands `#[catalog(args)] item`. `read` gets the page's path, relative to the folder of the
/// user's Cargo.toml, and returns the bytes of the file.
///
/// Each error of the page becomes one `compile_error!`, up to a hundred of each code, and each warning one of
/// rustc's, up to ten. The enum is built from everything that could be read, so that the code using it causes
/// no further errors.
#[allow(clippy::needless_pass_by_value)] // A macro owns its tokens.
pub fn expand(args: TokenStream, item: TokenStream, read: ReadPage<'_>) -> TokenStream {
    try_expand(args, &item, read).unwrap_or_else(|error| {
        let error = error.into_compile_error();
        quote! { #error #item }
    })
}

fn try_expand(args: TokenStream, item: &TokenStream, read: ReadPage<'_>) -> Result<TokenStream> {
    let options = Options::parse(args)?;
    let input = parse_enum(item.clone())?;
    let page = options.page.clone();
    let settings = options.settings(&input.ident)?;

    let mut errors = TokenStream::new();
    let path = page.value();
    let bytes = match check_path(&page).and_then(|()| read_page(&page, read)) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            errors.extend(error.into_compile_error());
            None
        }
    };
    let source = match Source::from_bytes(&path, bytes.as_deref().unwrap_or_default()) {
        Ok(source) => source,
        Err(error) => {
            errors.extend(compile_error(page.span(), &error.to_string()));
            Source::new(&path, "")
        }
    };
    let Reading {
        catalog,
        diagnostics,
    } = Catalog::read(&source, &settings);
    // A page that could not be read would also be reported as empty.
    if errors.is_empty() {
        let found = diagnostics.iter().filter(|found| found.is_error());
        let (first, left_out) = first_of_each_code(found);
        for diagnostic in first {
            let text = diagnostic.render(&source);
            let text = text.strip_prefix("error").unwrap_or(&text);
            errors.extend(compile_error(page.span(), text));
        }
        for left_out in left_out {
            errors.extend(compile_error(page.span(), &format!("{left_out} in {path}")));
        }
    }

    let provided: Vec<&str> = DERIVES
        .into_iter()
        .chain(["Debug", "Ord", "PartialOrd"])
        .collect();
    let (mut attributes, derives) = split_derives(input.attrs, &provided)?;
    let warnings = warnings(&diagnostics, &source, page.span(), &mut attributes);
    let is_text = |attribute: &Attribute| {
        attribute.path().is_ident("doc") && attribute.meta.require_name_value().is_ok()
    };
    let documented = attributes.iter().any(is_text);
    let doc = (!documented).then(|| {
        let doc = format!(" {}", enum_doc(&catalog));
        quote! { #[doc = #doc] }
    });
    let given = DERIVES.map(|name| format_ident!("{name}"));
    let (visibility, ident) = (&input.vis, &input.ident);
    let variants = parse(&variants(&catalog))?;
    let visible = visibility.to_token_stream().to_string();
    let items = parse(&items(&catalog, &settings, &visible))?;
    // With `include_bytes!` cargo rebuilds when the page changes. The tokens are the same on every
    // machine.
    let tracked = bytes.map(|_| {
        let below = format!("/{path}");
        quote! {
            const _: &[::core::primitive::u8] =
                ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #below));
        }
    });
    Ok(quote! {
        #errors
        #(#attributes)*
        #doc
        #[derive(#(#given,)* #(#derives),*)]
        #[non_exhaustive]
        #[allow(non_camel_case_types, clippy::doc_markdown)]
        #visibility enum #ident { #variants }
        #items
        #warnings
        #tracked
    })
}

fn check_path(page: &LitStr) -> Result<()> {
    let path = page.value();
    if is_absolute(&path) {
        return Err(Error::new(
            page.span(),
            "the path of the page is absolute, so it works only on this machine; \
             write it relative to the folder of Cargo.toml",
        ));
    }
    Ok(())
}

fn read_page(page: &LitStr, read: ReadPage<'_>) -> Result<Vec<u8>> {
    let path = page.value();
    read(&path).map_err(|error| {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "no such file".to_owned(),
            _ => error.to_string(),
        };
        Error::new(
            page.span(),
            format!(
                "cannot read the page `{path}`: {reason}; \
                 the path is relative to the folder of this crate's Cargo.toml"
            ),
        )
    })
}

fn compile_error(span: Span, text: &str) -> TokenStream {
    quote_spanned! { span => ::core::compile_error! { #text } }
}

fn parse(code: &str) -> Result<TokenStream> {
    code.parse()
        .map_err(|error| Error::new(Span::call_site(), format!("generated code: {error}")))
}
