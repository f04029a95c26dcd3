//! Messages of the parsers of JSON and TOML, in the words of a file's author.

/// Rewords a message of `serde` about a value with the wrong keys, type or name.
pub(crate) fn reworded(message: &str) -> String {
    if let Some((found, expected)) = message.split_once(", expected ") {
        if let Some(name) = found.strip_prefix("unknown field ") {
            return format!("unknown key {name}; expected {}", choice(expected));
        }
        if let Some(name) = found.strip_prefix("unknown variant ") {
            return format!("invalid value {name}; expected {}", choice(expected));
        }
        if let Some(found) = found.strip_prefix("invalid type: ") {
            return format!("expected {}, found {}", kind(expected), kind(found));
        }
    }
    for what in ["missing", "duplicate"] {
        let name = message
            .strip_prefix(what)
            .and_then(|rest| rest.strip_prefix(" field "));
        if let Some(name) = name {
            return format!("{what} key {name}");
        }
    }
    message.to_owned()
}

/// Formats "one of `a`, `b`, `c`" as "`a`, `b` or `c`".
fn choice(expected: &str) -> String {
    let names = expected.strip_prefix("one of ").unwrap_or(expected);
    match names.rsplit_once(", ") {
        Some((names, last)) => format!("{names} or {last}"),
        None => names.to_owned(),
    }
}

fn kind(name: &str) -> &str {
    match name {
        "a sequence" | "sequence" => "a list",
        "a map" | "map" => "an object",
        "null" | "unit value" => "`null`",
        struct_name if struct_name.starts_with("struct ") => "an object",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn parser_messages_use_no_jargon() {
        for (message, expected) in [
            (
                "unknown field `rules`, expected `lint`",
                "unknown key `rules`; expected `lint`",
            ),
            (
                "unknown field `c`, expected one of `a`, `b`",
                "unknown key `c`; expected `a` or `b`",
            ),
            (
                "unknown field `d`, expected one of `a`, `b`, `c`",
                "unknown key `d`; expected `a`, `b` or `c`",
            ),
            (
                "unknown field `c`, expected `a` or `b`",
                "unknown key `c`; expected `a` or `b`",
            ),
            (
                "unknown variant `none`, expected one of `note`, `warning`, `error`",
                "invalid value `none`; expected `note`, `warning` or `error`",
            ),
            (
                "invalid type: integer `1`, expected a sequence",
                "expected a list, found integer `1`",
            ),
            (
                "invalid type: sequence, expected struct List",
                "expected an object, found a list",
            ),
            ("missing field `reason`", "missing key `reason`"),
            ("duplicate field `reason`", "duplicate key `reason`"),
            (
                "invalid month; expected YYYY-MM",
                "invalid month; expected YYYY-MM",
            ),
        ] {
            assert_eq!(reworded(message), expected);
        }
    }
}
