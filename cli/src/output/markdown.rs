//! Text for a document in Markdown.

use crate::output::printable::printable_line;

/// Escapes text for Markdown, also in a cell of a table. A name after an `@`, a number after a `#` and an address become
/// code: on GitHub, an escape or an entity would still mention the user, close the issue, or be a link.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let name = match c {
            '@' => after.find(|c| !is_of_name(c)).unwrap_or(after.len()),
            '#' => after
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(after.len()),
            _ if is_address(rest) => after.find(ends_address).unwrap_or(after.len()),
            _ => 0,
        };
        if name > 0 {
            out.extend(["`", &rest[..=name], "`"]);
            rest = &after[name..];
            continue;
        }
        if "\\|[]*_`<&#".contains(c) {
            out.push('\\');
        }
        out.push(c);
        rest = after;
    }
    out
}

/// Returns whether GitHub makes a link of a text that starts like this.
fn is_address(text: &str) -> bool {
    const STARTS: [&str; 6] = ["http://", "https://", "ftp://", "www.", "mailto:", "xmpp:"];
    STARTS.iter().any(|start| {
        let there = text.get(..start.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(start))
    })
}

/// Returns whether an address ends before this character, or a span of code in a table would.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || "`|<>".contains(c)
}

/// Returns whether a user, an organization or a team may have this character in its name.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_/".contains(c)
}

/// Formats a name as code, between more backticks than the name contains.
pub(crate) fn code(name: &str) -> String {
    let name = printable_line(name);
    match name.split(|c| c != '`').map(str::len).max() {
        None | Some(0) => format!("`{name}`"),
        Some(longest) => {
            let marks = "`".repeat(longest + 1);
            format!("{marks} {name} {marks}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markdown_is_escaped_and_references_are_code() {
        for (text, escaped) in [
            ("a * b | c", "a \\* b \\| c"),
            ("ask @everyone", "ask `@everyone`"),
            ("@org/team_a, or @b-c.", "`@org/team_a`, or `@b-c`."),
            ("联系@user。", "联系`@user`。"),
            ("`@user`", "\\``@user`\\`"),
            ("@@user", "@`@user`"),
            ("at @ ten, 10@", "at @ ten, 10@"),
            ("Closes #1, a/b#23.", "Closes `#1`, a/b`#23`."),
            ("# one", "\\# one"),
            (
                "[a](https://b.example/c?d=*) e",
                "\\[a\\](`https://b.example/c?d=*)` e",
            ),
            ("`HTTP://a`|www.b", "\\``HTTP://a`\\`\\|`www.b`"),
            ("mailto:a@b.example", "`mailto:a@b.example`"),
            ("http, www", "http, www"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
