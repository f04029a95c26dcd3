//! The expansion of `#[catalog]` for small pages, formatted.

use ack_catalog_core::expand;
use proc_macro2::{TokenStream, TokenTree};
use std::fmt::Write as _;
use std::fs;

fn tokens(args: &str, item: &str) -> TokenStream {
    let pages = ack_catalog_tests::workspace().join("tests/pages/small");
    let args = args.parse().expect("tokens");
    let item = item.parse().expect("tokens");
    expand(args, item, &|page| fs::read(pages.join(page)))
}

/// Returns the expansion of `#[catalog(args)] item`, with the page from `tests/pages/small`.
fn expansion(args: &str, item: &str) -> String {
    let file: syn::File = syn::parse2(tokens(args, item)).expect("a list of items");
    prettyplease::unparse(&file)
}

/// Returns the messages of the `compile_error!`s in the expansion.
fn errors(args: &str, item: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let mut is_error = false;
    for token in tokens(args, item) {
        match token {
            TokenTree::Ident(ident) => is_error = ident == "compile_error",
            TokenTree::Group(group) if is_error => {
                let text: syn::LitStr = syn::parse2(group.stream()).expect("a message");
                errors.push(text.value());
                is_error = false;
            }
            _ => {}
        }
    }
    errors
}

#[test]
fn page_of_two_rows() {
    insta::assert_snapshot!(expansion(
        r#"page = "two-rows.md""#,
        "pub enum AlertAction {}"
    ));
}

#[test]
fn options_attributes_visibility_and_derives_are_kept() {
    insta::assert_snapshot!(expansion(
        r#"page = "other-columns.md", set = "Needs", service_prefix = true, crate = "my::catalog",
           columns(operation = "API", ram_action = "Permission", description = "What it does")"#,
        "/// What our robots may do.
         #[derive(Debug, std::hash::Hash, PartialOrd, Ord, robots::Plan)]
         #[non_exhaustive]
         #[allow(missing_docs)]
         pub(crate) enum RobotAction {}"
    ));
}

#[test]
fn names_that_are_not_identifiers_are_mapped() {
    insta::assert_snapshot!(expansion(r#"page = "odd-names.md""#, "enum Odd {}"));
}

#[test]
fn actions_and_operations_are_many_to_many() {
    insta::assert_snapshot!(expansion(r#"page = "many-to-many.md""#, "enum Shared {}"));
}

#[test]
fn text_with_meaning_in_markdown_or_rust_is_escaped() {
    insta::assert_snapshot!(expansion(
        r#"page = "hostile-text.md", repair = true"#,
        "enum Hostile {}"
    ));
}

#[test]
fn page_without_rows_is_an_error_and_an_empty_enum() {
    insta::assert_snapshot!(expansion(r#"page = "no-rows.md""#, "enum Empty {}"));
}

#[test]
fn macro_misuse_is_a_helpful_error() {
    let uses = [
        ("", "enum A {}"),
        ("page", "enum A {}"),
        (r#"page = "two-rows.md", colour = "red""#, "enum A {}"),
        (r#"page = "two-rows.md", columns(verb = "V")"#, "enum A {}"),
        (r#"page = "two-rows.md", set = "no name""#, "enum A {}"),
        (r#"page = "two-rows.md", set = "A""#, "enum A {}"),
        (r#"page = "two-rows.md", page = "no-rows.md""#, "enum A {}"),
        (r#"page = "two-rows.md""#, "enum str {}"),
        (r#"page = "two-rows.md""#, "enum support {}"),
        (r#"page = "two-rows.md", set = "__Lists""#, "enum A {}"),
        (r#"page = "two-rows.md""#, "struct A;"),
        (r#"page = "two-rows.md""#, "enum A { B }"),
        (r#"page = "two-rows.md""#, "enum A<T> {}"),
        (r#"page = "two-rows.md""#, "fn f() {}"),
        (r#"page = "C:\\pages\\two-rows.md""#, "enum A {}"),
        (r#"page = "latin-1.md""#, "enum A {}"),
    ];
    let mut report = String::new();
    for (args, item) in uses {
        let errors = errors(args, item).join("\n    ");
        let _ = writeln!(report, "#[catalog({args})] {item}\n    {errors}\n");
    }
    insta::assert_snapshot!(report);
}
