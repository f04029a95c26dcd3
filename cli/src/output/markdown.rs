//! Text for a document in Markdown.

/// Text that Markdown shows as it is, also in a cell of a table. On GitHub it mentions nobody: a name
/// behind an `@` stands as code, since an escape or an entity still becomes a mention there.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '@' => 1 + rest[1..].find(|c| !is_of_name(c)).unwrap_or(rest.len() - 1),
            _ => c.len_utf8(),
        };
        let (one, after) = rest.split_at(length);
        rest = after;
        if length > 1 && c == '@' {
            out.extend(["`", one, "`"]);
            continue;
        }
        if matches!(
            c,
            '\\' | '|' | '[' | ']' | '*' | '_' | '`' | '<' | '&' | '#'
        ) {
            out.push('\\');
        }
        out.push_str(one);
    }
    out
}

/// Of a user, an organization or one of its teams.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markdown_is_escaped_and_mentions_are_code() {
        for (text, escaped) in [
            ("a * b | c", "a \\* b \\| c"),
            ("ask @everyone", "ask `@everyone`"),
            ("@org/team_a, or @b-c.", "`@org/team_a`, or `@b-c`."),
            ("联系@user。", "联系`@user`。"),
            ("`@user`", "\\``@user`\\`"),
            ("@@user", "@`@user`"),
            ("at @ ten, 10@", "at @ ten, 10@"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
