//! The options of `#[catalog(…)]`, and the enum that it is on.

use crate::invalid_name::InvalidName;
use crate::page::columns::ColumnHeaders;
use crate::page::options::PageOptions;
use crate::settings::{CratePath, Settings, TypeName};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use std::str::FromStr;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Error, Ident, LitBool, LitStr, Path, Result, Token};

/// The options of `#[catalog(…)]`.
pub(crate) struct Options {
    pub(crate) page: LitStr,
    reading: PageOptions,
    set_name: Option<(TypeName, Span)>,
    crate_path: Option<CratePath>,
}

impl Options {
    pub(crate) fn parse(args: TokenStream) -> Result<Self> {
        let mut page = None;
        let mut options = PageOptions::default();
        let mut set_name = None;
        let mut crate_path = None;
        let mut seen: Vec<String> = Vec::new();
        let parser = syn::meta::parser(|meta| {
            let name = meta.path.to_token_stream().to_string();
            if seen.contains(&name) {
                return Err(meta.error("duplicate option"));
            }
            seen.push(name);
            if meta.path.is_ident("page") {
                page = Some(meta.value()?.parse::<LitStr>()?);
            } else if meta.path.is_ident("columns") {
                meta.parse_nested_meta(|column| parse_column(&column, &mut options.columns))?;
            } else if meta.path.is_ident("set") {
                let name: LitStr = meta.value()?.parse()?;
                set_name = Some((parse_text(&name)?, name.span()));
            } else if meta.path.is_ident("service_prefix") {
                options.service_prefix = meta.value()?.parse::<LitBool>()?.value;
            } else if meta.path.is_ident("service") {
                options.service = Some(parse_text(&meta.value()?.parse()?)?);
            } else if meta.path.is_ident("tables") {
                options.tables = parse_text(&meta.value()?.parse()?)?;
            } else if meta.path.is_ident("wildcards") {
                options.wildcards = meta.value()?.parse::<LitBool>()?.value;
            } else if meta.path.is_ident("repair") {
                options.repair = meta.value()?.parse::<LitBool>()?.value;
            } else if meta.path.is_ident("crate") {
                crate_path = Some(parse_crate(&meta)?);
            } else {
                return Err(meta.error(
                    "unknown option; expected `page`, `columns(…)`, `service`, `tables`, `wildcards`, `set`, `service_prefix`, `repair` or `crate`",
                ));
            }
            Ok(())
        });
        parser.parse2(args)?;
        let Some(page) = page else {
            return Err(Error::new(
                Span::call_site(),
                "missing option `page`; write `page = \"source-doc/….md\"`, relative to the folder of Cargo.toml",
            ));
        };
        Ok(Self {
            page,
            reading: options,
            set_name,
            crate_path,
        })
    }

    /// Returns the settings for an enum of this name.
    pub(crate) fn settings(self, enum_name: &Ident) -> Result<Settings> {
        let name = enum_name.to_string();
        let mut settings = Settings::new(name.parse().map_err(into_error(enum_name.span()))?);
        if let Some((name, span)) = self.set_name {
            settings = settings.set_name(name).map_err(into_error(span))?;
        }
        Ok(Settings {
            page: self.reading,
            crate_path: self.crate_path.unwrap_or(settings.crate_path),
            ..settings
        })
    }
}

fn parse_column(meta: &ParseNestedMeta<'_>, columns: &mut ColumnHeaders) -> Result<()> {
    let name = meta.path.to_token_stream().to_string();
    let header = meta.value()?.parse::<LitStr>()?;
    columns
        .set(&name, &header.value())
        .map_err(|error| meta.error(error))
}

/// Parses `crate = "path"`, as serde writes it, or the bare path.
fn parse_crate(meta: &ParseNestedMeta<'_>) -> Result<CratePath> {
    let value = meta.value()?;
    if value.peek(LitStr) {
        return parse_text(&value.parse()?);
    }
    let path = value.call(Path::parse_mod_style)?;
    let text = path.to_token_stream().to_string();
    text.parse().map_err(into_error(meta.path.span()))
}

/// Parses a name or a path in a string.
fn parse_text<T: FromStr<Err = InvalidName>>(text: &LitStr) -> Result<T> {
    text.value().parse().map_err(into_error(text.span()))
}

fn into_error(span: Span) -> impl Fn(InvalidName) -> Error {
    move |error| Error::new(span, error)
}

/// Parses the item below `#[catalog]`: an enum without variants or generics.
pub(crate) fn parse_enum(item: TokenStream) -> Result<DeriveInput> {
    let hint = "`#[catalog]` expects an empty enum, such as `pub enum EcsAction {}`";
    let input: DeriveInput =
        syn::parse2(item).map_err(|error| Error::new(error.span(), format!("{hint} ({error})")))?;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(input.ident.span(), hint));
    };
    if let Some(variant) = data.variants.first() {
        return Err(Error::new(
            variant.ident.span(),
            format!("{hint}: the variants come from the page"),
        ));
    }
    if !input.generics.params.is_empty() || input.generics.where_clause.is_some() {
        return Err(Error::new(input.ident.span(), hint));
    }
    Ok(input)
}

/// Separates the derives that the catalog does not provide from the other attributes.
pub(crate) fn split_derives(
    attributes: Vec<Attribute>,
    provided: &[&str],
) -> Result<(Vec<Attribute>, Vec<Path>)> {
    let mut kept = Vec::new();
    let mut derives = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("non_exhaustive") {
            continue;
        }
        if !attribute.path().is_ident("derive") {
            kept.push(attribute);
            continue;
        }
        let paths: Punctuated<Path, Token![,]> =
            attribute.parse_args_with(Punctuated::parse_terminated)?;
        let is_new = |path: &Path| {
            let last = path.segments.last();
            last.is_none_or(|last| !provided.iter().any(|name| last.ident == name))
        };
        derives.extend(paths.into_iter().filter(is_new));
    }
    Ok((kept, derives))
}
