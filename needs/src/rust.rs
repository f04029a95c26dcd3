//! Rust: the variants of `AckAction` and `CsAction` that a file names.

use crate::call::Call;
use crate::found::{Found, NotRead};
use ack_catalog::CsAction;
use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use ram_diagnostics::ByteRange;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The enums of the crate `ack-catalog`.
const ENUMS: [&str; 2] = ["AckAction", "CsAction"];

/// The actions by the names of their variants.
static VARIANTS: LazyLock<HashMap<String, CsAction>> = LazyLock::new(|| {
    // The ids also give the actions that have been retired.
    let all = (0..=u16::MAX).filter_map(|id| CsAction::try_from(id).ok());
    all.map(|action| (format!("{action:?}"), action)).collect()
});

/// Returns the actions that a file names, also in macros, constants and imports.
pub(crate) fn read(text: &str) -> Result<Found, NotRead> {
    let start = text.len() - without_first_line(text).len();
    let parsed = text[start..].parse::<TokenStream>();
    let result = match parsed {
        Ok(tokens) => Ok(in_tokens(tokens, start)),
        Err(error) => Err(NotRead {
            message: "not Rust: the text cannot be split into tokens".to_owned(),
            range: range(error.span(), start),
        }),
    };
    // Otherwise the thread would keep the text of every file.
    proc_macro2::extra::invalidate_current_thread_spans();
    result
}

/// Skips a byte order mark, and the line that names the interpreter of a script.
fn without_first_line(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with("#!") && !text.starts_with("#![") {
        return text.split_once('\n').map_or("", |(_, rest)| rest);
    }
    text
}

fn range(span: Span, start: usize) -> ByteRange {
    let range = span.byte_range();
    ByteRange::new(start + range.start, start + range.end)
}

/// A token, with what it takes to recognise a path.
enum Token {
    Ident(Ident),
    /// `::`
    PathSeparator,
    /// The beginning and the end of a group in braces.
    Open,
    Close,
    Star,
    /// `:` with another punctuation mark directly after it.
    Colon,
    Other,
}

fn in_tokens(tokens: TokenStream, start: usize) -> Found {
    let tokens = flat(tokens);
    let aliases = aliases(&tokens);
    let is_enum = |ident: &Ident| {
        ENUMS.iter().any(|name| ident == name) || aliases.iter().any(|alias| ident == alias)
    };
    let mut found = Found::default();
    for (index, token) in tokens.iter().enumerate() {
        let (Token::Ident(name), Some(Token::PathSeparator)) = (token, tokens.get(index + 1))
        else {
            continue;
        };
        if !is_enum(name) {
            continue;
        }
        match tokens.get(index + 2) {
            Some(Token::Ident(variant)) => add(&mut found, name, variant, start),
            Some(Token::Star) => found.note(
                format!("the variants of `{name}` are imported with `*`: write `{name}::…` for each to be found"),
                range(name.span(), start),
            ),
            // `AckAction::{A, B}`
            Some(Token::Open) => {
                for token in &tokens[index + 3..] {
                    match token {
                        Token::Ident(variant) if variant != "as" => add(&mut found, name, variant, start),
                        Token::Close => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Adds a variant; other names are functions and constants of the enum.
fn add(found: &mut Found, of: &Ident, variant: &Ident, start: usize) {
    let from = range(of.span(), start);
    let whole = ByteRange::new(from.start, range(variant.span(), start).end);
    let name = variant.to_string();
    if let Some(action) = VARIANTS.get(name.trim_start_matches("r#")) {
        found.need(Call::Action(*action), whole);
    } else if ["ALL", "iter", "value_variants"].contains(&name.as_str()) {
        found.note("every action of the catalog".to_owned(), whole);
    }
}

/// Returns the names that imports give the enums: `use ack_catalog::AckAction as Action`.
fn aliases(tokens: &[Token]) -> Vec<String> {
    let windows = tokens.windows(3);
    let aliases = windows.filter_map(|window| match window {
        [Token::Ident(name), Token::Ident(r#as), Token::Ident(alias)]
            if r#as == "as" && ENUMS.iter().any(|known| name == known) =>
        {
            Some(alias.to_string())
        }
        _ => None,
    });
    aliases.collect()
}

/// Returns the tokens of all groups in the order of the text.
fn flat(tokens: TokenStream) -> Vec<Token> {
    let mut flat = Vec::new();
    // A stack, since a text can nest deeper than functions can call each other.
    let mut open = vec![tokens.into_iter()];
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            None => {
                open.pop();
                flat.push(Token::Close);
            }
            Some(TokenTree::Group(group)) => {
                open.push(group.stream().into_iter());
                flat.push(Token::Open);
            }
            Some(TokenTree::Ident(ident)) => flat.push(Token::Ident(ident)),
            Some(TokenTree::Punct(punct)) => match punct.as_char() {
                ':' if matches!(flat.last(), Some(Token::Colon)) => {
                    flat.pop();
                    flat.push(Token::PathSeparator);
                }
                ':' if punct.spacing() == Spacing::Joint => flat.push(Token::Colon),
                '*' => flat.push(Token::Star),
                _ => flat.push(Token::Other),
            },
            Some(TokenTree::Literal(_)) => flat.push(Token::Other),
        }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::read;

    fn found(text: &str) -> Vec<String> {
        read(text).expect("Rust").lines(text)
    }

    #[test]
    fn variants_are_found_wherever_a_path_can_be() {
        for (text, wanted) in [
            (
                "fn f() { g(AckAction::DeleteCluster) }",
                &["cs:DeleteCluster AckAction::DeleteCluster"][..],
            ),
            (
                "const A: CsAction = ack_catalog::CsAction::CreateCluster;",
                &["cs:CreateCluster CsAction::CreateCluster"],
            ),
            (
                "check![AckAction :: DeleteCluster, x];",
                &["cs:DeleteCluster AckAction :: DeleteCluster"],
            ),
            (
                "#[needs(AckAction::DeleteCluster)] fn f() {}",
                &["cs:DeleteCluster AckAction::DeleteCluster"],
            ),
            (
                "use ack_catalog::AckAction as A; fn f() { A::DeleteCluster; }",
                &["cs:DeleteCluster A::DeleteCluster"],
            ),
            (
                "use a::AckAction::{DeleteCluster, StartAlert as S};",
                &[
                    "cs:DeleteCluster AckAction::{DeleteCluster",
                    "cs:StartAlert AckAction::{DeleteCluster, StartAlert",
                ],
            ),
            (
                "use ack_catalog::AckAction::*;",
                &[
                    "? AckAction: the variants of `AckAction` are imported with `*`: write `AckAction::…` for each to be found",
                ],
            ),
            (
                "f(CsAction::ALL)",
                &["? CsAction::ALL: every action of the catalog"],
            ),
            (
                "// AckAction::DeleteCluster\nlet s = \"AckAction::DeleteCluster\";",
                &[],
            ),
            (
                "AckAction::from_ram_action(x); Other::DeleteCluster; AckAction:: ;",
                &[],
            ),
            (
                "\u{feff}#!/usr/bin/env x\nAckAction::DeleteCluster",
                &["cs:DeleteCluster AckAction::DeleteCluster"],
            ),
            (
                "#![no_std] AckAction::DeleteCluster",
                &["cs:DeleteCluster AckAction::DeleteCluster"],
            ),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn text_that_is_not_rust_has_a_place() {
        let error = read("fn f() { \"open }").expect_err("not Rust");
        assert_eq!(error.range.start, 9);
        assert!(read(&"(".repeat(100_000)).is_err());
        assert!(read(&("(".repeat(100_000) + &")".repeat(100_000))).is_ok());
    }
}
