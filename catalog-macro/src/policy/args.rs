//! The arguments of `policy!`.

use crate::policy::signs::{is_assignment, parse_comma};
use crate::policy::with::parse_context;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use ram_diagnostics::nearest;
use ram_policy::Context;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Result, Token, bracketed, token};

const OPTIONS: [&str; 5] = ["allows", "denies", "on", "with", "catalog"];

const IN_WORDS: &str = "`allows`, `denies`, `on`, `with` or `catalog`";

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
            parse_comma(input, "before the next option")?;
            if input.is_empty() {
                break;
            }
            let name = parse_option(input)?;
            let error = |text: &str| Error::new(name.span(), text);
            let option = name.to_string();
            if !seen.insert(option.clone()) {
                return Err(error(&format!("duplicate option `{option}`; keep one")));
            }
            input.parse::<Token![=]>()?;
            match &*option {
                "allows" => allows = Some(RawActions::parse(input, &name)?),
                "denies" => denies = Some(RawActions::parse(input, &name)?),
                "on" => resource = Some(parse_resource(input)?),
                "with" => context = Some(parse_context(input)?),
                "catalog" => catalog = Some(parse_catalog(input)?),
                _ => return Err(error(&unknown_option(&option))),
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

/// Parses the name of an option, which `=` must follow.
fn parse_option(input: ParseStream<'_>) -> Result<Ident> {
    let hint = format!("expected an option, such as `on = \"*\"`: {IN_WORDS}");
    let error = Error::new(input.span(), hint);
    let name = input.call(Ident::parse_any).map_err(|_| error)?;
    if is_assignment(input) {
        return Ok(name);
    }
    let text = if OPTIONS.iter().any(|option| name == option) {
        format!("expected `{name} = …`")
    } else {
        format!(
            "expected an option; write `allows = {name}`, or several actions as a list, \
             `allows = [ModifyCluster, …]`"
        )
    };
    Err(Error::new(name.span(), text))
}

fn unknown_option(option: &str) -> String {
    let advice = match nearest(&option.to_lowercase(), OPTIONS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {IN_WORDS}"),
    };
    format!("unknown option `{option}`; {advice}")
}

fn parse_catalog(input: ParseStream<'_>) -> Result<Path> {
    let hint = "expected the enum of a catalog, such as `CsAction`";
    let error = Error::new(input.span(), hint);
    input.call(Path::parse_mod_style).map_err(|_| error)
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

const UNSEPARATED: &str = "expected `,` before this option";

/// Reports whether tokens are a list with other signs around it: `&[A, B]` or `(A, B)`.
fn is_other_list(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Punct(sign), TokenTree::Group(group)] => {
            sign.as_char() == '&' && group.delimiter() == Delimiter::Bracket
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            let mut inside = group.stream().into_iter();
            inside.any(|one| matches!(one, TokenTree::Punct(sign) if sign.as_char() == ','))
        }
        _ => false,
    }
}

enum RawName {
    Variant(Path),
    Text(LitStr),
}

impl RawActions {
    fn parse(input: ParseStream<'_>, option: &Ident) -> Result<Self> {
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
        if is_other_list(set.clone()) {
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
    let is_whole = text.starts_with("acs:") && text.splitn(5, ':').count() == 5;
    if text != "*" && !is_whole {
        return Err(Error::new(
            resource.span(),
            "expected a resource `acs:service:region:account:id`, such as \"acs:cs:*:*:cluster/*\", or \"*\" for all",
        ));
    }
    Ok(resource)
}

#[cfg(test)]
mod tests {
    use super::Args;

    #[test]
    fn each_slip_has_an_error_that_says_what_to_write() {
        for (written, expected) in [
            // Commas.
            (
                r#"allows = [A] on = "*""#,
                "expected `,` before this option",
            ),
            (
                r#"allows = NEEDS on = "*""#,
                "expected `,` before this option",
            ),
            (
                r#"allows = Set::of(&[A]) on = "*""#,
                "expected `,` before this option",
            ),
            (
                r#"on = "*" with = {}"#,
                "expected `,` before the next option",
            ),
            (
                r#"allows = [A B], on = "*""#,
                "expected `,` between actions",
            ),
            (
                r#"on = "*", with = {a = 1 b = 2}"#,
                "expected `,` before the next condition key",
            ),
            (
                r#"on = "*", with = {a = [1 2]}"#,
                "expected `,` between values",
            ),
            // Options.
            (
                r#"allow = [A], on = "*""#,
                "unknown option `allow`; did you mean `allows`?",
            ),
            (
                r#"Allows = [A], on = "*""#,
                "unknown option `Allows`; did you mean `allows`?",
            ),
            (
                r#"resource = "*""#,
                "unknown option `resource`; expected `allows`, `denies`, `on`, `with` or `catalog`",
            ),
            (r#"on = "*", on = "*""#, "duplicate option `on`; keep one"),
            (r#"allows: [A], on = "*""#, "expected `allows = …`"),
            (r#"allows == [A], on = "*""#, "expected `allows = …`"),
            (
                r#"NEEDS, on = "*""#,
                "expected an option; write `allows = NEEDS`, or several actions as a list, `allows = [ModifyCluster, …]`",
            ),
            (
                r#""*""#,
                "expected an option, such as `on = \"*\"`: `allows`, `denies`, `on`, `with` or `catalog`",
            ),
            (
                "allows = [A]",
                "missing option `on`; write the resource, such as `on = \"acs:cs:*:*:cluster/*\"`, or `on = \"*\"` for all",
            ),
            // Actions.
            (
                r#"allows = "cs:A", on = "*""#,
                "expected a list or a set; write `allows = [\"cs:A\"]`",
            ),
            (
                r#"denies = &[A], on = "*""#,
                "expected a set, or a list such as `denies = [ModifyCluster]`",
            ),
            (
                r#"allows = (A, B), on = "*""#,
                "expected a set, or a list such as `allows = [ModifyCluster]`",
            ),
            (
                r#"allows = [cs:A], on = "*""#,
                "expected a variant, or an action in quotation marks such as \"cs:ModifyCluster\"",
            ),
            // Values.
            (
                r#"on = "acs:cs""#,
                "expected a resource `acs:service:region:account:id`, such as \"acs:cs:*:*:cluster/*\", or \"*\" for all",
            ),
            (
                r#"on = "*", catalog = "CsAction""#,
                "expected the enum of a catalog, such as `CsAction`",
            ),
            (
                r#"on = "*", with = {acs::SourceIp = "1"}"#,
                "expected condition keys with values, such as `with = {acs:SourceIp = \"10.0.0.1\"}`",
            ),
            (
                r#"on = "*", with = {a = 1, a = 2}"#,
                "duplicate key; write all its values as a list, `\"a\" = [\"…\", …]`",
            ),
        ] {
            let input = format!("[ack] \"policy.json\", {written}");
            let error = syn::parse_str::<Args>(&input).map(drop).expect_err(written);
            assert_eq!(error.to_string(), expected, "{written}");
        }
    }
}
