//! Rust: the variants of `AckAction` and `CsAction` that a file names.

use crate::call::Call;
use crate::found::{Found, NotRead};
use ack_catalog::CsAction;
use proc_macro2::{Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The enums of the crate `ack-catalog`.
const ENUMS: [&str; 2] = ["AckAction", "CsAction"];

/// How many names an enum can have one after the other.
const DEEPEST: usize = 4;

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
    /// `:` with another punctuation mark directly after it.
    Colon,
    Punct(char, Span),
    Literal(Literal),
}

/// A name of an enum.
struct Alias {
    name: String,
    /// Where it is given to other files too.
    shared: Option<Span>,
}

fn in_tokens(tokens: TokenStream, start: usize) -> Found {
    let tokens = flat(tokens);
    let mut names = HashSet::from(ENUMS.map(str::to_owned));
    let mut found = Found::default();
    // A name can be that of another name.
    for _ in 0..DEEPEST {
        for alias in aliases(&tokens, &names) {
            if let (true, Some(span)) = (names.insert(alias.name), alias.shared) {
                let message = format!(
                    "other files can use this name: write `{}` there for each to be found",
                    ENUMS[0]
                );
                found.note(message, range(span, start));
            }
        }
    }
    for (index, token) in tokens.iter().enumerate() {
        let Token::Ident(name) = token else { continue };
        if !names.contains(&name.to_string()) {
            continue;
        }
        // `<AckAction>::StopAlert`
        let is_closed = matches!(tokens.get(index + 1), Some(Token::Punct('>', _)));
        let after = &tokens[(index + 1 + usize::from(is_closed)).min(tokens.len())..];
        match after {
            [Token::PathSeparator, Token::Ident(variant), ..] => {
                add(&mut found, name, variant, start);
            }
            [Token::PathSeparator, Token::Punct('*', _), ..] => found.note(
                format!("the variants of `{name}` are imported with `*`: write `{name}::…` for each to be found"),
                range(name.span(), start),
            ),
            [Token::PathSeparator, Token::Punct('$', dollar), ..] => {
                let of_macro = macro_arguments(&tokens, index);
                for variant in &of_macro {
                    add(&mut found, variant, variant, start);
                }
                if of_macro.is_empty() {
                    found.note(
                        "the variant is an argument of a macro".to_owned(),
                        between(name.span(), *dollar, start),
                    );
                }
            }
            // `AckAction::{A, B}`
            [Token::PathSeparator, Token::Open, rest @ ..] => {
                let mut is_alias = false;
                for token in rest {
                    match token {
                        Token::Ident(word) if word == "as" => {
                            is_alias = true;
                            continue;
                        }
                        Token::Ident(variant) if !is_alias => add(&mut found, name, variant, start),
                        Token::Open | Token::Close => break,
                        _ => {}
                    }
                    is_alias = false;
                }
            }
            _ => {}
        }
    }
    let is_of_catalog = |token: &Token| matches!(token, Token::Ident(name) if CATALOG.iter().any(|known| name == known));
    if tokens.iter().any(is_of_catalog) {
        literals(&tokens, start, &mut found);
    }
    found
}

/// Returns the variants that this file gives to the macro around a token: `allow!(DeleteCluster, StopAlert)`.
fn macro_arguments(tokens: &[Token], inside: usize) -> Vec<&Ident> {
    let is_definition = |at: &usize| is_word(&tokens[*at], "macro_rules");
    let name = (0..inside).rev().find(is_definition);
    let Some(Token::Ident(name)) = name.and_then(|at| tokens.get(at + 2)) else {
        return Vec::new();
    };
    let mut variants = Vec::new();
    for at in 0..tokens.len() {
        let [
            Token::Ident(called),
            Token::Punct('!', _),
            Token::Open,
            rest @ ..,
        ] = &tokens[at..]
        else {
            continue;
        };
        if called != name {
            continue;
        }
        let mut depth = 1_usize;
        for token in rest {
            match token {
                Token::Open => depth += 1,
                Token::Close => depth -= 1,
                Token::Ident(ident) if VARIANTS.contains_key(&ident.to_string()) => {
                    variants.push(ident);
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    variants
}

/// Names that only code with the catalog has.
const CATALOG: [&str; 5] = [
    "ack_catalog",
    "AckAction",
    "CsAction",
    "AckActionSet",
    "CsActionSet",
];

/// Notes actions and patterns in strings: `AckActionSet::matching("cs:Get*")`, `"cs:StopAlert".parse()`.
fn literals(tokens: &[Token], start: usize, found: &mut Found) {
    for token in tokens {
        let Token::Literal(literal) = token else {
            continue;
        };
        let text = literal.to_string();
        let text = text.trim_matches(|c| matches!(c, 'r' | '#' | '"'));
        let is_action = text.strip_prefix("cs:").is_some_and(|name| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '?'))
        });
        if is_action {
            let message = "whether the actions of this text are needed cannot be told";
            found.note(message.to_owned(), range(literal.span(), start));
        }
    }
}

fn between(from: Span, to: Span, start: usize) -> ByteRange {
    ByteRange::new(range(from, start).start, range(to, start).end)
}

/// Adds a variant; other names are functions and constants of the enum.
fn add(found: &mut Found, of: &Ident, variant: &Ident, start: usize) {
    let whole = between(of.span(), variant.span(), start);
    let name = variant.to_string();
    let name = name.trim_start_matches("r#");
    if let Some(action) = VARIANTS.get(name) {
        found.need(Call::Action(*action), whole);
    } else if ["ALL", "iter", "value_variants"].contains(&name) {
        found.note("every action of the catalog".to_owned(), whole);
    } else if name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
    {
        found.note("not a variant of the catalog".to_owned(), whole);
    }
}

/// Returns the names that imports and types give the enums: `use ack_catalog::AckAction as Action`,
/// `use ack_catalog::AckAction::{self as Action}`, `type Action = AckAction`.
fn aliases(tokens: &[Token], names: &HashSet<String>) -> Vec<Alias> {
    let mut aliases = Vec::new();
    // The statement: where its keyword is, and whether it is public.
    let mut statement = (0, false);
    // The group whose `self` is an enum.
    let mut is_enum_open = false;
    for (index, token) in tokens.iter().enumerate() {
        let Token::Ident(name) = token else {
            is_enum_open &= !matches!(token, Token::Close);
            continue;
        };
        if name == "use" || name == "type" {
            let before = &tokens[index.saturating_sub(4)..index];
            let is_public = match before.last() {
                // `pub(crate)`
                Some(Token::Close) => before.iter().any(|token| is_word(token, "pub")),
                Some(token) => is_word(token, "pub"),
                None => false,
            };
            statement = (index, is_public);
        }
        let is_enum = names.contains(&name.to_string());
        let alias = match &tokens[index + 1..] {
            [r#as, Token::Ident(alias), ..]
                if is_word(r#as, "as") && (is_enum || is_enum_open && name == "self") =>
            {
                Some(alias)
            }
            [Token::Punct(';', _), ..] if is_enum && is_word(&tokens[statement.0], "type") => {
                match tokens.get(statement.0 + 1) {
                    Some(Token::Ident(alias)) => Some(alias),
                    _ => None,
                }
            }
            [Token::PathSeparator, Token::Open, ..] if is_enum => {
                is_enum_open = true;
                None
            }
            _ => None,
        };
        aliases.extend(alias.map(|alias| Alias {
            name: alias.to_string(),
            shared: statement.1.then(|| alias.span()),
        }));
    }
    aliases
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Ident(ident) if ident == word)
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
                mark => flat.push(Token::Punct(mark, punct.span())),
            },
            Some(TokenTree::Literal(literal)) => flat.push(Token::Literal(literal)),
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
