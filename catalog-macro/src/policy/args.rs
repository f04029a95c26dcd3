//! The arguments of `policy!`.

use crate::policy::actions::{Actions, RawActions};
use crate::policy::catalog::{Catalog, parse_catalog};
use crate::policy::signs::{is_assignment, parse_comma};
use crate::policy::with::parse_context;
use proc_macro2::TokenStream;
use ram_diagnostics::nearest;
use ram_policy::Context;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Result, Token, bracketed};

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
                r#"allows = vec![A, B], on = "*""#,
                "expected a set, or a list such as `allows = [ModifyCluster]`",
            ),
            (
                r#"allows = std::vec!["cs:A"], on = "*""#,
                "expected a set, or a list such as `allows = [ModifyCluster]`",
            ),
            (
                r#"allows = {A}, on = "*""#,
                "expected a set, or a list such as `allows = [ModifyCluster]`",
            ),
            (
                r#"denies = {"cs:A", "cs:B"}, on = "*""#,
                "expected a set, or a list such as `denies = [ModifyCluster]`",
            ),
            (
                r#"allows = ("cs:A"), on = "*""#,
                "expected a set, or a list such as `allows = [ModifyCluster]`",
            ),
            (
                r#"allows = ModifyCluster, on = "*""#,
                "expected a list or a set; write `allows = [ModifyCluster]`",
            ),
            (
                r#"denies = ack::CsAction::ModifyCluster, on = "*""#,
                "expected a list or a set; write `denies = [ModifyCluster]`",
            ),
            (
                r#"allows = [[A]], on = "*""#,
                "expected a variant such as `ModifyCluster`, or an action such as \"cs:ModifyCluster\"",
            ),
            (
                r#"allows = [cs:A], on = "*""#,
                "expected a variant, or an action in quotation marks such as \"cs:ModifyCluster\"",
            ),
            // Values.
            (
                r#"on = ["*"]"#,
                "expected a resource, such as \"acs:cs:*:*:cluster/*\"",
            ),
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

    #[test]
    fn a_set_is_any_expression() {
        for set in [
            "NEEDS",
            "needs::ALL",
            "Needs::ALL",
            "Set::of(&[A, B])",
            "{ const ALL: Set = NEEDS; ALL }",
            "(NEEDS.union(&OTHERS))",
            "policy!(\"other.json\", on = \"*\")",
        ] {
            let input = format!("[ack] \"policy.json\", allows = {set}, on = \"*\"");
            assert!(syn::parse_str::<Args>(&input).is_ok(), "{set}");
        }
    }
}
