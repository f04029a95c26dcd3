//! The attributes of the enum, and pages that the macro cannot read.

use ack_catalog_core::expand;
use proc_macro2::TokenStream;
use std::io;

const PAGE: &str = "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a|\n";

fn expansion(item: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> String {
    let tokens = |text: &str| -> TokenStream { text.parse().expect("tokens") };
    expand(tokens("page = \"page.md\""), tokens(item), read).to_string()
}

#[test]
fn enum_without_documentation_gets_a_default() {
    for (attributes, is_documented) in [
        ("", false),
        ("#[doc(hidden)]", false),
        ("#[must_use = \"a reason\"]", false),
        ("#[allow(dead_code)]", false),
        ("/// What it is.", true),
        ("#[doc = \"What it is.\"]", true),
        ("#[doc(hidden)] #[doc = \"What it is.\"]", true),
    ] {
        let item = format!("{attributes}\nenum Example {{}}");
        let code = expansion(&item, &|_| Ok(PAGE.into()));
        let of_page = "The RAM actions on the page `page.md`";
        assert_eq!(code.contains(of_page), !is_documented, "{attributes}");
    }
}

#[test]
fn unreadable_page_is_an_error_with_the_reason() {
    for (kind, reason) in [
        (io::ErrorKind::NotFound, "no such file"),
        (io::ErrorKind::PermissionDenied, "permission denied"),
    ] {
        let code = expansion("enum Example {}", &|_| Err(kind.into()));
        let message = format!(
            "cannot read the page `page.md`: {reason}; \
             the path is relative to the folder of this crate's Cargo.toml"
        );
        assert!(code.contains(&message), "{code}");
        // The enum is still defined, so that its uses do not cause more errors.
        assert!(code.contains("enum Example { }"), "{code}");
    }
}
