//! Splits a source into code, strings and comments.

use ram_diagnostics::ByteRange;

/// How a language writes comments and strings.
pub(crate) struct Syntax {
    pub(crate) line_comments: &'static [&'static str],
    pub(crate) block_comment: Option<(&'static str, &'static str)>,
    /// The longest first.
    pub(crate) strings: &'static [Quote],
    /// True if there are regular expressions between slashes, and code in templates: `${…}`.
    pub(crate) is_script: bool,
    /// True if a function can make an object that of the calls in it, as `apply` of Kotlin does.
    pub(crate) has_scopes: bool,
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
    is_script: false,
    has_scopes: false,
};

pub(crate) const JAVA: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[
        quote("\"\"\"", true, true),
        quote("\"", true, false),
        quote("'", true, false),
    ],
    is_script: false,
    has_scopes: true,
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
    is_script: false,
    has_scopes: false,
};

pub(crate) const TYPESCRIPT: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[quote("\"", true, false), quote("'", true, false)],
    is_script: true,
    has_scopes: false,
};

/// A source in parts.
pub(crate) struct Parts {
    /// The text with spaces in place of comments and of what strings contain, so that places stay the same.
    pub(crate) code: String,
    /// What strings contain.
    pub(crate) strings: Vec<ByteRange>,
}

/// The most bytes of a line that are looked at, so that long lines take no longer.
const LONGEST: usize = 400;

/// Returns the text of a line before a place, or its last bytes.
pub(crate) fn line_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let line = &text[start..at];
    line.rsplit('\n').next().unwrap_or(line)
}

/// How deep templates in templates are also strings, since each has the text of those in it.
const DEEPEST: usize = 8;

/// A template whose code is being read: where it begins, and the braces that are open in the code.
struct Template {
    start: usize,
    braces: usize,
}

impl Syntax {
    pub(crate) fn parts(&self, text: &str) -> Parts {
        let mut code = String::with_capacity(text.len());
        let mut strings = Vec::new();
        let mut templates: Vec<Template> = Vec::new();
        // The last character that is no space.
        let mut last = ' ';
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
                last = '"';
            } else if self.is_script && rest.starts_with('`') {
                templates.push(Template {
                    start: at + 1,
                    braces: 0,
                });
                code.push('`');
                template(&mut code, text, &mut templates, &mut strings);
                last = '"';
            } else if self.is_script
                && rest.starts_with('}')
                && templates.last().is_some_and(|one| one.braces == 0)
            {
                code.push('}');
                template(&mut code, text, &mut templates, &mut strings);
                last = '"';
            } else if self.is_script
                && (last == ' ' || "(,=:[!&|?{};".contains(last) || code.ends_with("return "))
                && let Some(end) = expression(rest)
            {
                code.push('/');
                blank(&mut code, &rest[1..end]);
                last = '/';
            } else if let Some(first) = rest.chars().next() {
                if let Some(open) = templates.last_mut() {
                    match first {
                        '{' => open.braces += 1,
                        '}' => open.braces -= 1,
                        _ => {}
                    }
                }
                if !first.is_whitespace() {
                    last = first;
                }
                code.push(first);
            }
        }
        strings.extend(
            templates
                .iter()
                .take(DEEPEST)
                .map(|open| ByteRange::new(open.start, text.len())),
        );
        strings.sort_by_key(|range| range.start);
        Parts { code, strings }
    }
}

/// Reads a template up to its next code or its end.
fn template(
    code: &mut String,
    text: &str,
    templates: &mut Vec<Template>,
    strings: &mut Vec<ByteRange>,
) {
    let inner = &text[code.len()..];
    let mut is_escaped = false;
    for (at, c) in inner.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if c == '`' {
            blank(code, &inner[..at]);
            if let Some(template) = templates.pop()
                && templates.len() < DEEPEST
            {
                strings.push(ByteRange::new(template.start, code.len()));
            }
            code.push('`');
            return;
        } else if inner[at..].starts_with("${") {
            blank(code, &inner[..at]);
            code.push_str("${");
            return;
        }
    }
    blank(code, inner);
}

/// Returns the length of a regular expression: `/"[/]/`.
fn expression(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('/')?;
    let (mut is_escaped, mut is_class) = (false, false);
    for (at, c) in inner.char_indices() {
        match c {
            '\n' => return None,
            _ if at > LONGEST => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '/' if !is_class => return Some(at + 2),
            _ => {}
        }
    }
    None
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
                "`  ${b(\" \")}` d",
                &["a ${b(\"c\")}", "c"],
            ),
            (
                &TYPESCRIPT,
                "`a ${{b: `c ${d}`}} e` f('/\"/', /[/\"]/) / g",
                "`  ${{b: `  ${d}`}}  ` f('   ', /     ) / g",
                &["a ${{b: `c ${d}`}} e", "c ${d}", "/\"/"],
            ),
            (&TYPESCRIPT, "a / b; `c ${d", "a / b; `  ${d", &["c ${d"]),
            (&TYPESCRIPT, "}`c", "}` ", &["c"]),
            (&GO, "`${a}`", "`    `", &["${a}"]),
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
