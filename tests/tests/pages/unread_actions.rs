//! Text that looks like an action but is not read as one, compared with regular expressions.

use crate::kept::kept;
use ack_catalog_core::{ByteRange, Inspection, Source};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use std::sync::LazyLock;

/// Returns the positions of `unread-action` in a page.
fn unread(page: &str) -> Vec<ByteRange> {
    let inspection = Inspection::read(&Source::new("page.md", page));
    let found = inspection
        .diagnostics
        .iter()
        .filter(|found| found.code == "unread-action");
    found.map(|found| found.place).collect()
}

/// Returns the unread actions of a description as written.
fn unread_in(description: &str) -> Vec<String> {
    let page = format!("|RAM Action|Description|\n|---|---|\n|zz:Z|{description}|\n");
    let places = unread(&page).into_iter();
    places
        .map(|place| page[place.start..place.end].to_owned())
        .collect()
}

static SERVICE: LazyLock<Regex> = LazyLock::new(|| {
    // The word before a colon is in lower case after its first letters.
    Regex::new("[A-Za-z0-9]*[a-z][a-z0-9-]*$").expect("a regular expression")
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^ *[A-Za-z0-9-]+").expect("a regular expression"));

/// Finds the same by regular expressions, colon by colon.
fn unread_by_expressions(description: &str) -> Vec<String> {
    let colons = description.match_indices(':');
    let found = colons.filter_map(|(colon, _)| {
        let service = SERVICE.find(&description[..colon])?.as_str();
        let name = NAME.find(&description[colon + 1..])?.as_str();
        (service != "acs").then(|| format!("{service}:{name}"))
    });
    found.collect()
}

#[test]
fn text_like_an_action_gets_a_note() {
    for (description, found) in [
        ("see svc:Other", &["svc:Other"][..]),
        (
            "svc: Other and svc:List-All",
            &["svc: Other", "svc:List-All"],
        ),
        ("my-svc2:Other", &["my-svc2:Other"]),
        // A service starts with a letter, at the start of its word.
        ("a -svc:Other", &["svc:Other"]),
        ("VersionStatus: DRAFT", &["VersionStatus: DRAFT"]),
        ("a:b:c", &["a:b", "b:c"]),
        // Without a service, without a name, and with a service in upper case.
        ("ABC:Other", &[]),
        (":Other", &[]),
        ("svc:", &[]),
        ("svc:（其他）", &[]),
        ("acs:SourceIp", &[]),
    ] {
        assert_eq!(unread_in(description), found, "{description}");
        assert_eq!(unread_by_expressions(description), found, "{description}");
    }
}

#[test]
fn action_at_the_start_of_a_page_gets_a_note() {
    for (start, found) in [("svc:Do", "svc:Do"), ("OnSvc:Do", "OnSvc:Do")] {
        let page = format!("{start}|x\n---|---\na|b\n");
        assert_eq!(unread(&page), [ByteRange::new(0, found.len())], "{page}");
    }
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn reader_agrees_with_regular_expressions(
        pieces in vec(select(vec![
            "svc", "acs", "Do", "DO", "a", "B", "1", "-", ":", ": ", " ", "签", ".", ":Get", "svc:Do",
        ]), 0..12),
    ) {
        // A text that is read as an action or not at all would change the kinds of the columns.
        let description = format!("x {}", pieces.concat());
        prop_assert_eq!(unread_in(&description), unread_by_expressions(&description));
    }
}
