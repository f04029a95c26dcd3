//! What holds for every text: the laws that the fuzz targets look for exceptions of.
//!
//! Each law takes a text, whatever it is, and panics where it is broken. They stand here, and not beside
//! the fuzz targets, so that the ordinary tests hold them against every seed.

mod decide;
mod edit;
mod lint;
mod naive;
mod page;
mod probes;
mod read;
mod refusal;
mod shorthand;

pub use decide::decide;
pub use edit::edit;
pub use lint::lint;
pub use page::{diff, page};
pub use read::{read, repair};
pub use refusal::refusal;

use std::ops::Range;

/// Panics where a text breaks it.
pub type Law = fn(&str);

/// The name of each target, which is that of its folder of seeds, and its laws.
pub const TARGETS: [(&str, Law); 8] = [
    ("page", page),
    ("diff", diff),
    ("read", read),
    ("repair", repair),
    ("decide", decide),
    ("lint", lint),
    ("edit", edit),
    ("refusal", refusal),
];

/// A place lies in its text, on the boundaries of characters.
#[track_caller]
fn assert_inside(text: &str, place: Range<usize>) {
    assert!(
        text.get(place.clone()).is_some(),
        "{place:?} is not a place in {} bytes",
        text.len()
    );
}

/// What is shown to people has no characters that a terminal obeys or that change the order of others,
/// but for the ends of lines.
#[track_caller]
fn assert_shown(text: &str) {
    let is_order = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_harmless = |c: char| c == '\n' || !(c.is_control() || is_order(c));
    assert!(text.chars().all(is_harmless), "{text:?}");
}
