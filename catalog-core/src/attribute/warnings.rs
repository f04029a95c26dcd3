//! The warnings and notes of a page as warnings of rustc. Each tells of something on the page that is not
//! in the catalog.
//!
//! A macro cannot warn on stable Rust. But rustc warns where a deprecated item is used, and shows the note
//! of the item: so each warning is such a note.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;
use ram_diagnostics::{Diagnostic, Severity, Source, thousands};
use syn::{Attribute, Meta};

/// The most warnings that are shown one by one.
const SHOWN: usize = 10;

/// Returns the constants whose use makes rustc show the warnings of a page, at the span of its name.
///
/// `#[allow(deprecated)]` on the enum silences them, and so does `#[expect(deprecated)]`, which is taken from
/// the enum because nothing else there fulfils it.
pub(crate) fn warnings(
    diagnostics: &[Diagnostic],
    source: &Source<'_>,
    span: Span,
    attributes: &mut Vec<Attribute>,
) -> TokenStream {
    let mut notes: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Error)
        .map(|diagnostic| {
            let text = diagnostic.render(source);
            let level = diagnostic.severity.name();
            text.strip_prefix(level).unwrap_or(&text).to_owned()
        })
        .collect();
    if notes.is_empty() {
        return TokenStream::new();
    }
    let more = notes.len().saturating_sub(SHOWN);
    if more > 0 {
        notes.truncate(SHOWN);
        let (page, more) = (source.name(), thousands(more));
        notes.push(format!(
            "the page has {more} more warnings; run `ack-catalog inspect {page}` to see all"
        ));
    }
    let mut levels = attributes.clone();
    levels.retain(is_level_of_warnings);
    attributes.retain(|attribute| {
        !(attribute.path().is_ident("expect") && is_level_of_warnings(attribute))
    });
    notes
        .into_iter()
        .map(|note| {
            quote_spanned! { span =>
                #(#levels)*
                const _: () = {
                    #[deprecated(note = #note)]
                    const PAGE_WARNING: () = ();
                    PAGE_WARNING
                };
            }
        })
        .collect()
}

/// Returns whether an attribute sets the level of the lint that shows the warnings.
fn is_level_of_warnings(attribute: &Attribute) -> bool {
    const LEVELS: [&str; 5] = ["allow", "deny", "expect", "forbid", "warn"];
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let is_lint = |token| matches!(token, TokenTree::Ident(name) if name == "deprecated" || name == "warnings");
    LEVELS.iter().any(|level| list.path.is_ident(level))
        && list.tokens.clone().into_iter().any(is_lint)
}
