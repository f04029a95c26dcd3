//! The arguments of `policy!`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use ram_policy::Context;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, Lit, LitStr, Path, Result, Token, braced, bracketed, token};

const OPTIONS: &str = "`allows`, `denies`, `on`, `with` or `catalog`";

/// The arguments, after the path of `ack-catalog` in brackets, which the macro of that crate adds.
pub(super) struct Args {
    pub(super) ack_catalog: TokenStream,
    pub(super) path: LitStr,
    pub(super) allows: Option<Actions>,
    pub(super) denies: Option<Actions>,
    pub(super) resource: LitStr,
    pub(super) context: Context,
    pub(super) catalog: Catalog,
}

/// The catalog of the actions.
pub(super) struct Catalog {
    /// The path of its enum.
    pub(super) path: TokenStream,
    /// True if its actions are named after the variants, with the service `cs`.
    pub(super) is_ours: bool,
}

/// The actions that a policy must allow or deny.
pub(super) enum Actions {
    Set(TokenStream),
    Names(Vec<Name>),
}

/// An action of a list.
pub(super) struct Name {
    /// The variant, as a path.
    pub(super) variant: Option<TokenStream>,
    /// The RAM action, if it is known without the catalog.
    pub(super) ram_action: Option<String>,
    pub(super) span: Span,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let ack_catalog;
        bracketed!(ack_catalog in input);
        let ack_catalog: TokenStream = ack_catalog.parse()?;
        if !input.peek(LitStr) {
            let hint = "expected the path of a policy, such as \"deploy/policy.json\"";
            return Err(Error::new(input.span(), hint));
        }
        let path: LitStr = input.parse()?;
        let (mut allows, mut denies) = (None, None);
        let (mut resource, mut context, mut catalog) = (None, None, None);
        let mut seen = BTreeSet::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let name = input.call(Ident::parse_any)?;
            let error = |text: &str| Error::new(name.span(), text);
            let option = name.to_string();
            if !seen.insert(option.clone()) {
                return Err(error("duplicate option"));
            }
            if !input.peek(Token![=]) {
                return Err(error(&format!("expected `{option} = …`")));
            }
            input.parse::<Token![=]>()?;
            match &*option {
                "allows" => allows = Some(RawActions::parse(input, &name)?),
                "denies" => denies = Some(RawActions::parse(input, &name)?),
                "on" => resource = Some(parse_resource(input)?),
                "with" => context = Some(parse_context(input)?),
                "catalog" => catalog = Some(input.call(Path::parse_mod_style)?),
                _ => {
                    return Err(error(&format!(
                        "unknown option `{option}`; expected {OPTIONS}"
                    )));
                }
            }
        }
        let Some(resource) = resource else {
            return Err(Error::new(
                path.span(),
                "missing option `on`; write the resource, such as `on = \"acs:cs:*:*:cluster/*\"`, \
                 or `on = \"*\"` for all",
            ));
        };
        let catalog = Catalog::new(catalog.as_ref(), &ack_catalog);
        let named = |actions: Option<RawActions>| actions.map(|actions| actions.of(&catalog));
        Ok(Self {
            allows: named(allows),
            denies: named(denies),
            context: context.unwrap_or_else(Context::open),
            ack_catalog,
            path,
            resource,
            catalog,
        })
    }
}

impl Catalog {
    fn new(path: Option<&Path>, ack_catalog: &TokenStream) -> Self {
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

/// The actions before the catalog is known.
enum RawActions {
    Set(TokenStream),
    Names(Vec<RawName>),
}

enum RawName {
    Variant(Path),
    Text(LitStr),
}

impl RawActions {
    fn parse(input: ParseStream<'_>, option: &Ident) -> Result<Self> {
        let start = input.fork();
        let is_unseparated = start.parse::<TokenTree>().is_ok() && start.peek(Ident);
        if is_unseparated && input.peek(token::Bracket) {
            return Err(Error::new(start.span(), "expected `,` before this option"));
        }
        let start = input.fork();
        let is_list = matches!(start.parse::<TokenTree>(), Ok(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket)
            && (start.is_empty() || start.peek(Token![,]));
        if is_list {
            let list;
            bracketed!(list in input);
            let names: Punctuated<RawName, Token![,]> = Punctuated::parse_terminated(&list)?;
            if names.is_empty() {
                return Err(Error::new(option.span(), "expected at least one action"));
            }
            return Ok(Self::Names(names.into_iter().collect()));
        }
        let mut set = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            set.extend([input.parse::<TokenTree>()?]);
        }
        if set.is_empty() {
            let hint = format!("expected a set, or a list such as `{option} = [ModifyCluster]`");
            return Err(Error::new(option.span(), hint));
        }
        Ok(Self::Set(set))
    }

    fn of(self, catalog: &Catalog) -> Actions {
        match self {
            Self::Set(set) => Actions::Set(set),
            Self::Names(names) => {
                Actions::Names(names.into_iter().map(|name| name.of(catalog)).collect())
            }
        }
    }
}

impl Parse for RawName {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !input.peek(LitStr) {
            let hint = "expected a variant such as `ModifyCluster`, or an action such as \"cs:ModifyCluster\"";
            let path = input.call(Path::parse_mod_style);
            return path
                .map(Self::Variant)
                .map_err(|error| Error::new(error.span(), hint));
        }
        let text: LitStr = input.parse()?;
        if text.value().contains(ram_policy::is_wildcard) {
            return Err(Error::new(
                text.span(),
                "expected one action; for a pattern, write a set such as `AckActionSet::matching(\"cs:Get*\")`",
            ));
        }
        Ok(Self::Text(text))
    }
}

impl RawName {
    fn of(self, catalog: &Catalog) -> Name {
        match self {
            Self::Text(text) => Name {
                variant: None,
                ram_action: Some(text.value()),
                span: text.span(),
            },
            Self::Variant(path) => {
                let span = path
                    .segments
                    .last()
                    .map_or_else(Span::call_site, |last| last.ident.span());
                let last = path.segments.last().map(|last| last.ident.unraw());
                let enumeration = &catalog.path;
                let variant = if path.segments.len() == 1 && path.leading_colon.is_none() {
                    quote_spanned! { span => #enumeration::#path }
                } else {
                    path.to_token_stream()
                };
                Name {
                    variant: Some(variant),
                    ram_action: last
                        .filter(|_| catalog.is_ours)
                        .map(|last| format!("cs:{last}")),
                    span,
                }
            }
        }
    }
}

fn parse_resource(input: ParseStream<'_>) -> Result<LitStr> {
    if !input.peek(LitStr) {
        return Err(Error::new(
            input.span(),
            "expected a resource, such as \"acs:cs:*:*:cluster/*\"",
        ));
    }
    let resource: LitStr = input.parse()?;
    let text = resource.value();
    if text != "*" && !text.starts_with("acs:") {
        return Err(Error::new(
            resource.span(),
            "expected a resource that starts with `acs:`, such as \"acs:cs:*:*:cluster/*\", or \"*\" for all",
        ));
    }
    Ok(resource)
}

/// Parses `{acs:SourceIp = "10.0.0.1", "acs:MFAPresent" = true}`. A key with several values has a list.
fn parse_context(input: ParseStream<'_>) -> Result<Context> {
    let hint =
        "expected condition keys with values, such as `with = {acs:SourceIp = \"10.0.0.1\"}`";
    if !input.peek(token::Brace) {
        return Err(Error::new(input.span(), hint));
    }
    let pairs;
    braced!(pairs in input);
    let mut context = Context::open();
    let mut seen = BTreeSet::new();
    while !pairs.is_empty() {
        let (key, span) = parse_key(&pairs, hint)?;
        if !seen.insert(key.clone()) {
            return Err(Error::new(span, "duplicate key"));
        }
        if !pairs.peek(Token![=]) {
            return Err(Error::new(pairs.span(), hint));
        }
        pairs.parse::<Token![=]>()?;
        context = context.with_all(&key, &parse_values(&pairs, hint)?);
        if !pairs.is_empty() {
            pairs.parse::<Token![,]>()?;
        }
    }
    Ok(context)
}

fn parse_key(input: ParseStream<'_>, hint: &str) -> Result<(String, Span)> {
    if input.peek(LitStr) {
        let key: LitStr = input.parse()?;
        return Ok((key.value(), key.span()));
    }
    let first = input
        .call(Ident::parse_any)
        .map_err(|error| Error::new(error.span(), hint))?;
    let mut key = first.to_string();
    while input.peek(Token![:]) {
        input.parse::<Token![:]>()?;
        let name = input.call(Ident::parse_any)?;
        key.extend([":", &name.to_string()]);
    }
    Ok((key, first.span()))
}

fn parse_values(input: ParseStream<'_>, hint: &str) -> Result<Vec<String>> {
    if !input.peek(token::Bracket) {
        return Ok(vec![parse_value(input, hint)?]);
    }
    let list;
    let brackets = bracketed!(list in input);
    let mut values = Vec::new();
    while !list.is_empty() {
        values.push(parse_value(&list, hint)?);
        if !list.is_empty() {
            list.parse::<Token![,]>()?;
        }
    }
    if values.is_empty() {
        return Err(Error::new(
            brackets.span.join(),
            "expected at least one value",
        ));
    }
    Ok(values)
}

fn parse_value(input: ParseStream<'_>, hint: &str) -> Result<String> {
    let span = input.span();
    match input.parse() {
        Ok(Lit::Str(text)) => Ok(text.value()),
        Ok(Lit::Bool(truth)) => Ok(truth.value.to_string()),
        Ok(Lit::Int(number)) => Ok(number.base10_digits().to_owned()),
        Ok(Lit::Float(number)) => Ok(number.base10_digits().to_owned()),
        _ => Err(Error::new(span, hint)),
    }
}
