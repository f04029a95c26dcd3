//! Laws for all texts, which the fuzz targets try to break.
//!
//! Each law accepts any text and panics if the text breaks it. The laws are here and not beside the fuzz
//! targets so that the ordinary tests can check them on every seed.

mod decide;
mod edit;
mod lint;
// The second evaluator of the tests of `ram-policy`.
#[path = "../../../ram-policy/tests/oracle.rs"]
mod oracle;
mod page;
mod probes;
mod read;
mod refusal;
mod server;
mod shorthand;
mod source;
mod trail;

pub use decide::decide;
pub use edit::edit;
pub use lint::lint;
pub use page::{diff, page};
pub use read::{read, repair};
pub use refusal::refusal;
pub use server::server;
pub use source::source;
pub use trail::trail;

use std::ops::Range;

/// A check that panics if a text breaks it.
pub type Law = fn(&str);

/// The laws with the names of their targets, which are also the names of their seed folders.
pub const TARGETS: [(&str, Law); 11] = [
    ("page", page),
    ("diff", diff),
    ("read", read),
    ("repair", repair),
    ("decide", decide),
    ("lint", lint),
    ("edit", edit),
    ("refusal", refusal),
    ("source", source),
    ("server", server),
    ("trail", trail),
];

/// Checks that a range is inside its text and on character boundaries.
#[track_caller]
fn assert_inside(text: &str, place: Range<usize>) {
    assert!(
        text.get(place.clone()).is_some(),
        "{place:?} is not a valid range in {} bytes",
        text.len()
    );
}

/// Returns the number of lines, of which the last may be empty.
fn lines_of(text: &str) -> usize {
    text.matches('\n').count() + 1
}

/// Checks that a displayed text has no characters that control a terminal or reorder text, except line ends.
#[track_caller]
fn assert_shown(text: &str) {
    let is_order = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_harmless = |c: char| c == '\n' || !(c.is_control() || is_order(c));
    assert!(text.chars().all(is_harmless), "{text:?}");
}
