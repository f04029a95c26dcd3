//! Splits a source into code, strings and comments.

use ram_diagnostics::ByteRange;

/// How a language writes comments and strings.
pub(crate) struct Syntax {
    pub(crate) line_comments: &'static [&'static str],
    pub(crate) block_comment: Option<(&'static str, &'static str)>,
    /// The longest first.
    pub(crate) strings: &'static [Quote],
}

pub(crate) struct Quote {
    pub(crate) mark: &'static str,
    pub(crate) has_escapes: bool,
    pub(crate) has_lines: bool,
}

const fn quote(mark: &'static str, has_escapes: bool, has_lines: bool) -> Quote {
    Quote {
        mark,
        has_escapes,
        has_lines,
    }
}

const C_COMMENT: Option<(&str, &str)> = Some(("/*", "*/"));

pub(crate) const GO: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[
        quote("\"", true, false),
        quote("`", false, true),
        quote("'", true, false),
    ],
};

pub(crate) const JAVA: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[
        quote("\"\"\"", true, true),
        quote("\"", true, false),
        quote("'", true, false),
    ],
};

pub(crate) const PYTHON: Syntax = Syntax {
    line_comments: &["#"],
    block_comment: None,
    strings: &[
        quote("\"\"\"", true, true),
        quote("'''", true, true),
        quote("\"", true, false),
        quote("'", true, false),
    ],
};

pub(crate) const TYPESCRIPT: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[
        quote("\"", true, false),
        quote("'", true, false),
        quote("`", true, true),
    ],
};

/// A source in parts.
pub(crate) struct Parts {
    /// The text with spaces in place of comments and of what strings contain, so that places stay the same.
    pub(crate) code: String,
    /// What strings contain.
    pub(crate) strings: Vec<ByteRange>,
}

impl Syntax {
    pub(crate) fn parts(&self, text: &str) -> Parts {
        let mut code = String::with_capacity(text.len());
        let mut strings = Vec::new();
        while code.len() < text.len() {
            let at = code.len();
            let rest = &text[at..];
            let starts = |mark: &&&str| rest.starts_with(**mark);
            if self.line_comments.iter().any(|mark| starts(&mark)) {
                blank(&mut code, &rest[..rest.find('\n').unwrap_or(rest.len())]);
            } else if let Some((open, close)) = self.block_comment
                && let Some(inner) = rest.strip_prefix(open)
            {
                let length = inner
                    .find(close)
                    .map_or(inner.len(), |end| end + close.len());
                blank(&mut code, &rest[..open.len() + length]);
            } else if let Some(quote) = self
                .strings
                .iter()
                .find(|quote| rest.starts_with(quote.mark))
            {
                let from = at + quote.mark.len();
                let inner = &text[from..];
                let end = quote.end(inner);
                code.push_str(quote.mark);
                blank(&mut code, &inner[..end]);
                strings.push(ByteRange::new(from, from + end));
                if inner[end..].starts_with(quote.mark) {
                    code.push_str(quote.mark);
                }
            } else if let Some(first) = rest.chars().next() {
                code.push(first);
            }
        }
        Parts { code, strings }
    }
}

impl Quote {
    /// Returns where the string ends that begins here.
    fn end(&self, inner: &str) -> usize {
        let mut is_escaped = false;
        for (at, c) in inner.char_indices() {
            if is_escaped {
                is_escaped = false;
            } else if self.has_escapes && c == '\\' {
                is_escaped = true;
            } else if inner[at..].starts_with(self.mark) || (c == '\n' && !self.has_lines) {
                return at;
            }
        }
        inner.len()
    }
}

/// Adds a space for each byte, and keeps the line breaks.
fn blank(code: &mut String, text: &str) {
    code.extend(
        text.bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_places() {
        for (syntax, text, code, strings) in [
            (&GO, "a // b \"c\"\nd", "a         \nd", &[][..]),
            (
                &GO,
                "a(`x\n\"`, \"é\\\"\") /* b */ c",
                "a(` \n `, \"    \")         c",
                &["x\n\"", "é\\\""],
            ),
            (&GO, "a('\"') b", "a(' ') b", &["\""]),
            (
                &PYTHON,
                "a '''b'\n''' # c\nd",
                "a '''  \n'''    \nd",
                &["b'\n"],
            ),
            (&PYTHON, "a \"open\nb", "a \"    \nb", &["open"]),
            (&JAVA, "\"\"\"a\"b\"\"\".c", "\"\"\"   \"\"\".c", &["a\"b"]),
            (
                &TYPESCRIPT,
                "`a ${b(\"c\")}` d",
                "`           ` d",
                &["a ${b(\"c\")}"],
            ),
            (&GO, "a /* open", "a        ", &[]),
            (&GO, "a \"\\", "a \" ", &["\\"]),
        ] {
            let parts = syntax.parts(text);
            assert_eq!(parts.code.len(), text.len(), "{text}");
            assert_eq!(parts.code, code, "{text}");
            let found: Vec<&str> = parts.strings.iter().map(|range| range.of(text)).collect();
            assert_eq!(found, strings, "{text}");
        }
    }
}
