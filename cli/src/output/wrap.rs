//! Lines that fit a terminal.

/// Breaks a text between words to fit the terminal, if there is one. All lines but the first are indented.
pub(crate) fn wrapped(text: &str, indent: usize, width: Option<u16>) -> String {
    let width = width.map_or(usize::MAX, usize::from);
    let mut out = String::new();
    let mut used = indent;
    let room = width.saturating_sub(indent);
    for (index, word) in words(text, room).into_iter().enumerate() {
        let length = word.chars().count();
        if index > 0 && used + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        } else if index > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

/// Returns the parts of a text between which lines may end: a command in backticks is one, if it fits a line.
fn words(text: &str, room: usize) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end_of = |text: &str| text.find(' ').unwrap_or(text.len());
        let code = rest.strip_prefix('`').and_then(|code| code.find('`'));
        // The sign after it belongs to it.
        let code = code.map(|end| end + 2 + end_of(&rest[end + 2..]));
        let code = code.filter(|end| rest[..*end].chars().count() <= room);
        let end = code.unwrap_or_else(|| end_of(rest));
        words.push(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    words
}

/// Breaks a text in the same way, for a renderer that indents all lines but the first by this much.
pub(crate) fn fitted(text: &str, indent: usize, width: Option<u16>) -> String {
    let indented = format!("\n{}", " ".repeat(indent));
    wrapped(text, indent, width).replace(&indented, "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_not_in_commands() {
        for (text, expected) in [
            ("one two three four", "one two\n  three\n  four"),
            ("a `b c d`, e", "a\n  `b c d`,\n  e"),
            ("a `b c d e f g h`", "a `b c d\n  e f g h`"),
            ("an ` open one", "an ` open\n  one"),
            ("", ""),
        ] {
            assert_eq!(wrapped(text, 2, Some(11)), expected, "{text}");
        }
        assert_eq!(fitted("one two three", 6, Some(11)), "one\ntwo\nthree");
        assert_eq!(wrapped("one two three", 2, None), "one two three");
    }
}
