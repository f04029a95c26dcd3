//! Splits a source into code, strings and comments.

use ram_diagnostics::ByteRange;

/// How a language writes comments and strings.
pub(crate) struct Syntax {
    pub(crate) line_comments: &'static [&'static str],
    pub(crate) block_comment: Option<(&'static str, &'static str)>,
    /// The longest first.
    pub(crate) strings: &'static [Quote],
    /// True if there are regular expressions between slashes, and texts without quotes between tags.
    pub(crate) is_script: bool,
    /// Which strings have code in them.
    templates: Templates,
    /// True if a function can make an object that of the calls in it, as `apply` of Kotlin does.
    pub(crate) has_scopes: bool,
}

/// The strings of a language that have code in them.
#[derive(Clone, Copy)]
enum Templates {
    None,
    /// Those in backquotes: `${…}`.
    InBackquotes,
    /// All: `${…}`.
    All,
    /// Those with an `f` or a `t` before them: `{…}`.
    WithPrefix,
}

#[derive(Clone, Copy)]
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
    templates: Templates::None,
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
    templates: Templates::None,
    has_scopes: false,
};

pub(crate) const KOTLIN: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[
        quote("\"\"\"", false, true),
        quote("\"", true, false),
        quote("'", true, false),
    ],
    is_script: false,
    templates: Templates::All,
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
    templates: Templates::WithPrefix,
    has_scopes: false,
};

pub(crate) const TYPESCRIPT: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[quote("\"", true, false), quote("'", true, false)],
    is_script: true,
    templates: Templates::InBackquotes,
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
    /// What ends it.
    quote: Quote,
    /// What opens code.
    open: &'static str,
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
            } else if let Some((quote, open)) = self.template(rest, &code) {
                templates.push(Template {
                    start: at + quote.mark.len(),
                    braces: 0,
                    quote,
                    open,
                });
                code.push_str(quote.mark);
                template(&mut code, text, &mut templates, &mut strings);
                last = '"';
            } else if let Some(quote) = { self.strings.iter() }
                .find(|quote| rest.starts_with(quote.mark))
                .filter(|quote| !(self.is_script && is_apostrophe(&code, quote.mark)))
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
            } else if rest.starts_with('}') && templates.last().is_some_and(|one| one.braces == 0) {
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
                        // The quote of a format, or a text that has no end.
                        '\n' if !open.quote.has_lines => {
                            strings.push(ByteRange::new(open.start, at));
                            templates.pop();
                        }
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
    let Some(Template { quote, open, .. }) = templates.last() else {
        return;
    };
    let (quote, open) = (*quote, *open);
    let inner = &text[code.len()..];
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = &inner[at..];
        let is_line_end = c == '\n' && !quote.has_lines;
        if rest.starts_with(quote.mark) || is_line_end {
            blank(code, &inner[..at]);
            if let Some(template) = templates.pop()
                && templates.len() < DEEPEST
            {
                strings.push(ByteRange::new(template.start, code.len()));
            }
            if !is_line_end {
                code.push_str(quote.mark);
            }
            return;
        }
        // In Python, a brace that is meant is doubled.
        let is_escape = match c {
            '\\' if open == "{" => !rest[1..].starts_with('{'),
            '\\' => quote.has_escapes,
            _ => open == "{" && rest.starts_with("{{"),
        };
        if is_escape {
            chars.next();
        } else if rest.starts_with(open) {
            blank(code, &inner[..at]);
            code.push_str(open);
            return;
        }
    }
    blank(code, inner);
}

/// Returns whether a quote after this code is an apostrophe in a text between tags: `<p>It's</p>`.
fn is_apostrophe(code: &str, mark: &str) -> bool {
    /// Words of the language that a string can follow without a space.
    const KEYWORDS: [&str; 14] = [
        "as", "await", "case", "default", "else", "export", "from", "import", "in", "of", "return",
        "throw", "typeof", "yield",
    ];
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let line = line_before(code, code.len());
    let word = &line[line.trim_end_matches(is_word).len()..];
    mark == "'" && !word.is_empty() && !KEYWORDS.contains(&word)
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

impl Syntax {
    /// Returns the quote of the template that begins here, and what opens code in it.
    fn template(&self, text: &str, before: &str) -> Option<(Quote, &'static str)> {
        let quotes = self.strings.iter();
        let of_language = quotes.copied().find(|quote| text.starts_with(quote.mark));
        match self.templates {
            Templates::None => None,
            Templates::InBackquotes => {
                let is_template = text.starts_with('`');
                is_template.then_some((quote("`", true, true), "${"))
            }
            Templates::All => {
                let quote = of_language.filter(|quote| quote.mark != "'")?;
                Some((quote, "${"))
            }
            Templates::WithPrefix => {
                let quote = of_language?;
                let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
                let prefix: String = before.chars().rev().take_while(is_word).take(3).collect();
                let is_prefix = prefix.len() < 3
                    && prefix.contains(['f', 'F', 't', 'T'])
                    && prefix.chars().all(|c| "fFrRtT".contains(c));
                is_prefix.then_some((quote, "{"))
            }
        }
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
            (
                &TYPESCRIPT,
                "<p>It's {a('b')}</p>",
                "<p>It's {a(' ')}</p>",
                &["b"],
            ),
            (&TYPESCRIPT, "return'a'", "return' '", &["a"]),
            (
                &PYTHON,
                "f'a {{b}} {c(\"d\")} \\'e' + rf'{f[0]}\\n' + b'{h}'",
                "f'        {c(\" \")}    ' + rf'{f[0]}  ' + b'   '",
                &["a {{b}} {c(\"d\")} \\'e", "d", "{f[0]}\\n", "{h}"],
            ),
            (
                &PYTHON,
                "f'{a:\">9}'\nb",
                "f'{a:\"    \nb",
                &["{a:\">9}'", ">9}'"],
            ),
            (&PYTHON, "f'{a\nb", "f'{a\nb", &["{a"]),
            (
                &KOTLIN,
                r#""a ${b("c")} \${d}" + """\${e}""" + '"'"#,
                r#""  ${b(" ")}      " + """ ${e}""" + ' '"#,
                &[r#"a ${b("c")} \${d}"#, "c", "\\${e}", "\""],
            ),
            (&JAVA, "\"${a}\"", "\"    \"", &["${a}"]),
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
