//! Text for a document in Markdown.

/// Escapes text for Markdown, also in a cell of a table. A name after an `@` and a number after a `#` become code: on
/// GitHub, an escape or an entity would still mention the user, or close the issue.
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

/// Returns whether a user, an organization or a team may have this character in its name.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_/".contains(c)
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
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
