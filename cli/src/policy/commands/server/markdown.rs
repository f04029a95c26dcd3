//! Texts as parts of Markdown, which an editor shows as they are.

use ram_diagnostics::is_hidden;

/// Returns a text in one line, with escapes of what nobody sees.
pub(super) fn in_a_line(text: &str) -> String {
    let parts = text.chars().map(|c| {
        if is_hidden(c) {
            c.escape_default().to_string()
        } else {
            c.to_string()
        }
    });
    parts.collect()
}

/// Returns a text as code, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = match in_a_line(text) {
        // Markdown cannot have code without a text.
        empty if empty.is_empty() => "\"\"".to_owned(),
        text => text,
    };
    let runs = text.split(|c| c != '`').map(str::len);
    let marks = "`".repeat(runs.max().unwrap_or_default() + 1);
    let is_edge = |c| c == '`' || c == ' ';
    if text.starts_with(is_edge) || text.ends_with(is_edge) {
        format!("{marks} {text} {marks}")
    } else {
        format!("{marks}{text}{marks}")
    }
}

/// Returns a sentence whose words are not marks of Markdown, other than its code in backticks. Addresses stay links.
pub(super) fn prose(text: &str) -> String {
    let is_open = text.matches('`').count() % 2 == 1;
    if is_open {
        return words(text);
    }
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => words(part),
        _ => code(part),
    });
    parts.collect()
}

fn words(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        if is_address(word) {
            return word.to_owned();
        }
        let is_mark = |c: char| "\\`*_[]<>&~|".contains(c);
        let escaped = |c| {
            if is_mark(c) {
                format!("\\{c}")
            } else {
                c.into()
            }
        };
        word.chars().map(escaped).collect()
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Reports whether a word is an address without marks of Markdown that matter in one.
fn is_address(word: &str) -> bool {
    let rest = word.strip_prefix("https://");
    rest.is_some_and(|rest| {
        rest.chars()
            .all(|c| c.is_alphanumeric() || "-._:/?#=&%+,".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::{code, prose};

    #[test]
    fn code_shows_any_text() {
        assert_eq!(code("cs:*_<b>|[a](b)"), "`cs:*_<b>|[a](b)`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code("a\n\n\"\u{200b}b"), r#"`a\n\n"\u{200b}b`"#);
        assert_eq!(code(""), "`\"\"`");
    }

    #[test]
    fn prose_keeps_code_and_addresses() {
        assert_eq!(prose("as `<a>`: <b> *c*"), r"as `<a>`: \<b\> \*c\*");
        assert_eq!(prose("an open ` and <b>"), r"an open \` and \<b\>");
        let link = "Page https://example.com/a_b?c=d&e=f";
        assert_eq!(prose(link), link);
    }
}
