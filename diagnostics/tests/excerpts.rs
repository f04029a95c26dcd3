//! The source excerpt below a message, and its carets.

use proptest::prelude::*;
use ram_diagnostics::{ByteRange, Diagnostic, Severity, Source, visible};

/// The width of an excerpt in columns.
const WIDTH: usize = 120;

/// Returns the line and the carets of a message about `marked`.
fn excerpt(before: &str, marked: &str, after: &str) -> (String, String) {
    let text = format!("{before}{marked}{after}");
    let diagnostic = Diagnostic {
        severity: Severity::Error,
        code: "code",
        message: "message".to_owned(),
        place: ByteRange::new(before.len(), before.len() + marked.len()),
        related: None,
        help: "help".to_owned(),
        is_repaired: false,
        is_of_other_file: false,
    };
    let rendered = diagnostic.render(&Source::new("page.md", &text));
    let lines: Vec<&str> = rendered.lines().collect();
    let [_, _, _, line, carets, _, _] = lines[..] else {
        panic!("{rendered}");
    };
    let line = line.strip_prefix("1 | ").expect("the number of the line");
    let carets = carets.strip_prefix("  | ").expect("the margin");
    (line.to_owned(), carets.to_owned())
}

/// Returns the texts before, in and after the marked range.
fn letters([before, marked, after]: [usize; 3]) -> [String; 3] {
    ["b".repeat(before), "m".repeat(marked), "a".repeat(after)]
}

#[test]
fn line_of_120_columns_is_shown_in_full() {
    for counts in [
        [0, 1, 0],
        [60, 1, 59],
        [119, 1, 0],
        [0, 1, 119],
        [0, 120, 0],
    ] {
        let [b, m, a] = letters(counts);
        let carets = " ".repeat(b.len()) + &"^".repeat(m.len());
        assert_eq!(excerpt(&b, &m, &a), (format!("{b}{m}{a}"), carets));
    }
    // An empty range also has a caret.
    assert_eq!(
        excerpt("ab", "", "cd"),
        ("abcd".to_owned(), "  ^".to_owned())
    );
}

#[test]
fn longer_line_is_truncated_around_the_range() {
    // The letters before, in and after the range, the kept ones, and the ellipses. The text before the range
    // gets half of the space, and the text after it the remainder.
    for (letters_of, left, [front, middle, back]) in [
        ([61, 1, 59], [56, 1, 59], ["...", "", ""]),
        ([200, 1, 0], [56, 1, 0], ["...", "", ""]),
        ([200, 1, 60], [56, 1, 60], ["...", "", ""]),
        ([200, 1, 61], [56, 1, 57], ["...", "", "..."]),
        ([59, 1, 200], [59, 1, 57], ["", "", "..."]),
        ([0, 1, 120], [0, 1, 116], ["", "", "..."]),
        ([0, 1, 1000], [0, 1, 116], ["", "", "..."]),
        ([0, 121, 0], [0, 117, 0], ["", "...", ""]),
        ([0, 1000, 0], [0, 117, 0], ["", "...", ""]),
        ([20, 1000, 20], [0, 111, 0], ["...", "...", "..."]),
        ([20, 115, 20], [0, 111, 0], ["...", "...", "..."]),
        ([20, 114, 20], [0, 114, 0], ["...", "", "..."]),
        ([20, 117, 0], [0, 117, 0], ["...", "", ""]),
    ] {
        let [before, marked, after] = letters(letters_of);
        let [b, m, a] = letters(left);
        let line = format!("{front}{b}{m}{middle}{a}{back}");
        let place = m.len() + middle.len();
        let carets = " ".repeat(front.len() + b.len()) + &"^".repeat(place);
        let shown = excerpt(&before, &marked, &after);
        assert_eq!(shown, (line, carets), "{letters_of:?}");
    }
}

#[test]
fn wide_characters_take_two_columns() {
    let (line, carets) = excerpt(&"权".repeat(100), "限", &"a".repeat(100));
    assert_eq!(
        line,
        format!("...{}限{}...", "权".repeat(28), "a".repeat(56))
    );
    assert_eq!(carets, format!("{}^^", " ".repeat(59)));
}

/// Returns letters whose accents are separate characters.
fn accented(letters: usize) -> String {
    "a\u{301}".repeat(letters)
}

#[test]
fn accents_take_no_columns() {
    let after = accented(60) + "Z";
    let (line, carets) = excerpt("", "m", &after);
    assert_eq!((line, carets), (format!("m{after}"), "^".to_owned()));
}

#[test]
fn line_of_120_accented_letters_is_shown_in_full() {
    let after = accented(119);
    assert_eq!(excerpt("", "m", &after).0, format!("m{after}"));
}

#[test]
fn invisible_characters_are_shown_as_signs() {
    let (line, _) = excerpt("a\tb", "\u{1b}\0", "\u{7f}\u{85}\u{202e}c");
    assert_eq!(line, "a    b\u{241b}\u{2400}\u{2421}\u{b7}\u{fffd}c");
    // A soft hyphen, and a mark of Arabic letters.
    assert_eq!(visible("a\u{ad}b\u{61c}c"), "a·b·c");
    // One byte stays one byte, so that positions stay right.
    assert_eq!(
        visible("\u{1b}\u{7f}\u{85}\u{202e}c"),
        "\u{1b}\u{7f}\u{b7}\u{fffd}c"
    );
}

proptest! {
    #[test]
    fn carets_are_below_the_range(
        before in "[a-y]{0,300}", after in "[a-y]{0,300}", marked in 1_usize..100,
    ) {
        let (line, carets) = excerpt(&before, &"Z".repeat(marked), &after);
        let start = carets.find('^').expect("a caret");
        prop_assert_eq!(&line[start..carets.len()], "Z".repeat(marked));
        prop_assert_eq!(line.matches('Z').count(), marked);
        prop_assert!(line.len() <= WIDTH, "{}", line);
        // Every cut has an ellipsis, and nothing is cut needlessly.
        let whole = format!("{before}{}{after}", "Z".repeat(marked));
        prop_assert_eq!(line == whole, whole.len() <= WIDTH);
        prop_assert_eq!(line.contains("..."), line != whole);
    }
}
