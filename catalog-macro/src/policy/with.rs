//! The condition keys of `policy!`.

use crate::policy::signs::{is_assignment, parse_comma};
use proc_macro2::Span;
use ram_policy::Context;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Error, Ident, Lit, LitStr, Result, Token, braced, bracketed, token};

/// Parses `{acs:SourceIp = "10.0.0.1", "acs:MFAPresent" = true}`. A key with several values has a list.
pub(super) fn parse_context(input: ParseStream<'_>) -> Result<Context> {
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
            let text =
                format!("duplicate key; write all its values as a list, `{key:?} = [\"…\", …]`");
            return Err(Error::new(span, text));
        }
        if !is_assignment(&pairs) {
            return Err(Error::new(pairs.span(), hint));
        }
        pairs.parse::<Token![=]>()?;
        context = context.with_all(&key, &parse_values(&pairs, hint)?);
        if !pairs.is_empty() {
            parse_comma(&pairs, "before the next condition key")?;
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
        let error = Error::new(input.span(), hint);
        let name = input.call(Ident::parse_any).map_err(|_| error)?;
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
            parse_comma(&list, "between values")?;
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
