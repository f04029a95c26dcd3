//! The actions that `policy!` asks about.

use crate::policy::catalog::Catalog;
use crate::policy::signs::{is_assignment, parse_comma};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Result, Token, bracketed, token};

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

/// The actions before the catalog is known.
pub(super) enum RawActions {
    Set(TokenStream),
    Names(Vec<RawName>),
}

const UNSEPARATED: &str = "expected `,` before this option";

/// Reports whether tokens are a list with other signs around it: `&[A, B]`, `(A, B)`, `{A}` or `vec![A]`.
fn is_other_list(tokens: &[TokenTree]) -> bool {
    match tokens {
        [.., TokenTree::Ident(name), TokenTree::Punct(sign), _] if sign.as_char() == '!' => {
            name == "vec"
        }
        [TokenTree::Punct(sign), TokenTree::Group(group)] => {
            sign.as_char() == '&' && group.delimiter() == Delimiter::Bracket
        }
        [TokenTree::Group(group)] => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let is_comma =
                |one: &TokenTree| matches!(one, TokenTree::Punct(sign) if sign.as_char() == ',');
            matches!(&inside[..], [_]) || inside.iter().any(is_comma)
        }
        _ => false,
    }
}

/// Returns the variant that is in place of a set: the last name of a path, if it is written as names of variants are.
fn variant(tokens: &[TokenTree]) -> Option<&Ident> {
    let is_path = |one: &TokenTree| match one {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => sign.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    match tokens {
        [path @ .., TokenTree::Ident(last)] if path.iter().all(is_path) => {
            let name = last.unraw().to_string();
            let is_camel =
                name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
            is_camel.then_some(last)
        }
        _ => None,
    }
}

pub(super) enum RawName {
    Variant(Path),
    Text(LitStr),
}

impl RawActions {
    pub(super) fn parse(input: ParseStream<'_>, option: &Ident) -> Result<Self> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            let hint = format!(
                "expected a list or a set; write `{option} = [{:?}]`",
                text.value()
            );
            return Err(Error::new(text.span(), hint));
        }
        let start = input.fork();
        if input.peek(token::Bracket) {
            let _list: TokenTree = start.parse()?;
            let is_unseparated = start.peek(Ident);
            if is_unseparated {
                return Err(Error::new(start.span(), UNSEPARATED));
            }
            if start.is_empty() || start.peek(Token![,]) {
                return Self::parse_list(input, option);
            }
        }
        let hint = format!("expected a set, or a list such as `{option} = [ModifyCluster]`");
        let first = input.span();
        let mut set = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            let next = input.fork();
            // No expression of a set has an assignment.
            if next.call(Ident::parse_any).is_ok() && is_assignment(&next) && !set.is_empty() {
                return Err(Error::new(input.span(), UNSEPARATED));
            }
            set.extend([input.parse::<TokenTree>()?]);
        }
        if set.is_empty() {
            return Err(Error::new(option.span(), hint));
        }
        let tokens: Vec<TokenTree> = set.clone().into_iter().collect();
        if is_other_list(&tokens) {
            return Err(Error::new(first, hint));
        }
        if let Some(variant) = variant(&tokens) {
            let hint = format!("expected a list or a set; write `{option} = [{variant}]`");
            return Err(Error::new(first, hint));
        }
        Ok(Self::Set(set))
    }

    fn parse_list(input: ParseStream<'_>, option: &Ident) -> Result<Self> {
        let list;
        bracketed!(list in input);
        let mut names = Vec::new();
        while !list.is_empty() {
            names.push(list.parse()?);
            if list.peek(Token![:]) {
                let hint = "expected a variant, or an action in quotation marks such as \"cs:ModifyCluster\"";
                return Err(Error::new(list.span(), hint));
            }
            if !list.is_empty() {
                parse_comma(&list, "between actions")?;
            }
        }
        if names.is_empty() {
            return Err(Error::new(option.span(), "expected at least one action"));
        }
        Ok(Self::Names(names))
    }

    pub(super) fn of(self, catalog: &Catalog) -> Actions {
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
