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
fn the_enum_is_documented_unless_its_user_has_done_it() {
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
fn a_page_that_cannot_be_read_is_an_error_with_the_reason() {
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
        // The enum is still defined, so that its uses are not errors as well.
        assert!(code.contains("enum Example { }"), "{code}");
    }
}
