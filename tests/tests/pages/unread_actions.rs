//! Text that looks like an action but is not read as one, compared with regular expressions.

use crate::inspected::{HEAD, assert_reads, inspected};
use crate::kept::kept;
use ack_catalog_core::{Inspection, Source};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Returns the first five unread actions of a description, as the note of its table shows them.
fn unread_in(description: &str) -> Vec<String> {
    let page = format!("|RAM Action|Description|\n|---|---|\n|zz:Z|{description}|\n");
    let inspection = Inspection::read(&Source::new("page.md", &page));
    let notes = inspection.diagnostics.iter();
    let notes: Vec<_> = notes
        .filter(|found| found.code == "unread-action")
        .collect();
    assert!(notes.len() <= 1, "{page}");
    let shown = notes
        .iter()
        .flat_map(|note| note.message.split('`').skip(1).step_by(2));
    shown.map(str::to_owned).collect()
}

static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[A-Za-z0-9:_.*?/-]+").expect("a regular expression"));
static OTHERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^(acs|arn|crn|urn|https?):").expect("a regular expression"));
static FORMS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        // A service in lower case, and a name with a capital, a hyphen or a wildcard.
        "^[a-z][a-z0-9-]*:[a-z0-9_]*[A-Z*?-][A-Za-z0-9_*?-]*$",
        // A service in upper case, and a name that is not.
        "^[A-Z][A-Z0-9-]*:([A-Za-z0-9_*?-]*[a-z][A-Za-z0-9_*?-]*[A-Z*?-][A-Za-z0-9_*?-]*|[A-Za-z0-9_*?-]*[A-Z*?-][A-Za-z0-9_*?-]*[a-z][A-Za-z0-9_*?-]*|\\*)$",
        // A service of both, and a name of two words or with a star.
        "^([A-Z][A-Za-z0-9-]*[a-z]|[a-z][A-Za-z0-9-]*[A-Z])[A-Za-z0-9-]*:[A-Z]([A-Za-z0-9_*?-]*[a-z][A-Za-z0-9_*?-]*[A-Z]|[A-Za-z0-9_?-]*\\*)[A-Za-z0-9_*?-]*$",
        // Three parts.
        "^[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*:[A-Za-z_*?-][A-Za-z0-9_*?-]*$",
    ]
    .map(|form| Regex::new(form).expect("a regular expression"))
});

/// Finds the same by regular expressions, word by word.
fn unread_by_expressions(description: &str) -> Vec<String> {
    let words = WORD.find_iter(description);
    let words = words.map(|word| word.as_str().trim_matches(['.', '-']));
    let is_action =
        |word: &str| !OTHERS.is_match(word) && FORMS.iter().any(|form| form.is_match(word));
    let parts = words.flat_map(|word| {
        if word.split('/').all(is_action) {
            word.split('/').collect()
        } else {
            Vec::new()
        }
    });
    let mut seen = HashSet::new();
    let parts = parts.filter(|part| seen.insert(*part));
    parts.take(5).map(str::to_owned).collect()
}

#[test]
fn text_like_an_action_gets_a_note() {
    for (description, found) in [
        ("see svc:Other", &["svc:Other"][..]),
        (
            "see svc:Other, svc:List-All.",
            &["svc:Other", "svc:List-All"],
        ),
        ("需要svc:Other权限", &["svc:Other"]),
        ("(my-svc2:Other)", &["my-svc2:Other"]),
        ("`svc:*` and no more", &["svc:*"]),
        ("svc:Get* or svc:*List?", &["svc:Get*", "svc:*List?"]),
        (
            "S3:GetObject, EC2:*, Svc:GetOther",
            &["S3:GetObject", "EC2:*", "Svc:GetOther"],
        ),
        (
            "svc:cluster:create, svc:aB:*",
            &["svc:cluster:create", "svc:aB:*"],
        ),
        ("svc:Get/svc:List", &["svc:Get", "svc:List"]),
        ("[svc:Other](https://e.org)", &["svc:Other"]),
        // Another word ends before a service, or belongs to it.
        ("a -svc:Other", &["svc:Other"]),
        // Prose, labels, regions, tags and times.
        ("are:day", &[]),
        ("Note:See", &[]),
        ("OnSvc:Do", &[]),
        ("VersionStatus:DRAFT", &[]),
        ("ISO:8601", &[]),
        ("cn-north:test", &[]),
        ("12:30 and at a:12", &[]),
        ("mm:ss", &[]),
        ("yyyy-MM-ddTHH:mm:ssZ", &[]),
        // Other names, links and addresses.
        ("arn:aws:svc:north:1:a/B", &[]),
        ("arn:x:Y", &[]),
        ("crn:v1:cloud:public:svc:north::B:", &[]),
        ("acs:SourceIp", &[]),
        ("acs:svc:\\*:1:instance/I", &[]),
        ("[list](./actions/svc:Other.md)", &[]),
        ("<https://e.org/svc:Other>", &[]),
        ("https://e.org/svc:Other", &[]),
        ("svc:tag/Other", &[]),
        // Without a service or a name.
        (":Other", &[]),
        ("svc:", &[]),
        ("svc:（其他）", &[]),
    ] {
        assert_eq!(unread_in(description), found, "{description}");
    }
}

#[test]
fn space_after_a_service_counts_only_at_the_start() {
    for (description, found) in [
        (
            "svc: GetOther and svc:List-All",
            &["svc:GetOther", "svc:List-All"][..],
        ),
        ("svc:One and svc: GetOther", &["svc:One", "svc:GetOther"]),
        ("Allowed values are: day, month", &[]),
        ("are: Day", &[]),
        ("For example: GetOther", &[]),
    ] {
        assert_eq!(unread_in(description), found, "{description}");
    }
}

#[test]
fn unread_actions_get_one_note_a_table() {
    let rows = "|A|svc:A|needs svc:B|\n".repeat(3) + "|C|svc:C|needs svc:D and svc:E\\*|\n";
    let page = format!("{HEAD}{rows}\nText.\n\n{HEAD}|F|svc:F|svc:F and svc:G|\n");
    let inspection = Inspection::read(&Source::new("page.md", &page));
    let notes = inspection
        .diagnostics
        .iter()
        .filter(|found| found.code == "unread-action");
    let notes: Vec<(&str, &str)> = notes
        .map(|note| {
            (
                note.message.as_str(),
                &page[note.place.start..note.place.end],
            )
        })
        .collect();
    assert_eq!(
        notes,
        [
            (
                "`svc:B`, `svc:D`, `svc:E*` look like actions but were not read as such",
                "svc:B"
            ),
            (
                "`svc:G` looks like an action but was not read as one",
                "svc:G"
            ),
        ]
    );
    let (_, many) = inspected(&format!(
        "{HEAD}{}",
        "|A|svc:A|svc:B svc:C svc:D|\n".repeat(9)
    ));
    assert_eq!(many, ["3: unread-action"]);
}

#[test]
fn condition_keys_get_no_note() {
    for header in [
        "Condition keys",
        "条件（Condition）",
        "Condition Key(s)",
        "条件键",
    ] {
        assert_reads(
            &format!(
                "|API|RAM Action|{header}|\n|---|---|---|\n|A|svc:A|svc:Region, svc:ImageId|\n"
            ),
            &["A <- svc:A"],
            &[],
        );
    }
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn reader_agrees_with_regular_expressions(
        pieces in vec(select(vec![
            "svc", "acs", "Do", "DO", "a", "B", "1", "-", ":", ": ", " ", "签", ".", ":Get", "svc:Do", "/", "?",
        ]), 0..12),
    ) {
        // A text that is read as an action or not at all would change the kinds of the columns.
        let description = format!("x {}", pieces.concat());
        prop_assert_eq!(unread_in(&description), unread_by_expressions(&description));
    }
}
