//! Splits a source into code, strings and comments.

use super::near::{LONGEST, last_word, opening};
use super::syntax::{Quote, Syntax};
use ram_diagnostics::ByteRange;
use std::collections::HashMap;

/// A source in parts.
pub(crate) struct Parts {
    /// The text with spaces in place of comments and of what strings contain, so that places stay the same.
    pub(crate) code: String,
    /// What strings contain.
    pub(crate) strings: Vec<ByteRange>,
}

/// How deep templates in templates are also strings, since each has the text of those in it.
const DEEPEST: usize = 8;

/// The parts so far, and what is open where the next begins.
pub(super) struct Splitter<'a> {
    pub(super) text: &'a str,
    pub(super) code: String,
    pub(super) strings: Vec<ByteRange>,
    /// Templates and elements, each in the code of the one before or between its tags.
    pub(super) open: Vec<Open<'a>>,
    /// The last character that is not a space.
    last: char,
    /// Where the last closing tag of each name is.
    pub(super) closing_tags: HashMap<&'a str, usize>,
}

/// A template or an element that has not ended.
pub(super) struct Open<'a> {
    pub(super) of: Of<'a>,
    /// The brackets that are open in its code, if its code is being read and not its text.
    pub(super) code: Option<usize>,
}

pub(super) enum Of<'a> {
    Template {
        start: usize,
        /// What ends it.
        quote: Quote,
        /// What opens code.
        mark: &'static str,
    },
    Element {
        name: &'a str,
        /// False between the tags.
        is_in_tag: bool,
    },
}

impl Syntax {
    pub(crate) fn parts(&self, text: &str) -> Parts {
        let mut splitter = Splitter {
            text,
            code: String::with_capacity(text.len()),
            strings: Vec::new(),
            open: Vec::new(),
            last: ' ',
            closing_tags: HashMap::new(),
        };
        if self.is_script {
            splitter.find_closing_tags();
        }
        while splitter.code.len() < text.len() {
            splitter.next(self);
        }
        splitter.end()
    }
}

impl Splitter<'_> {
    /// Reads the next part of the code.
    fn next(&mut self, syntax: &Syntax) {
        let at = self.code.len();
        let rest = &self.text[at..];
        if let Some(length) = syntax.comment(rest) {
            self.blank(length);
        } else if let Some((quote, mark)) = syntax.template(rest, &self.code) {
            self.code.push_str(quote.mark);
            let start = at + quote.mark.len();
            self.open.push(Open {
                of: Of::Template { start, quote, mark },
                code: None,
            });
            self.text_of_open();
        } else if let Some(quote) =
            { syntax.strings.iter() }.find(|quote| rest.starts_with(quote.mark))
        {
            self.string(*quote);
            self.last = '"';
        } else if rest.starts_with('}') && self.open.last().is_some_and(|open| open.code == Some(0))
        {
            self.code.push('}');
            self.text_of_open();
        } else if syntax.is_script
            && rest.starts_with(['/', '<'])
            && self.is_value_next()
            && self.begin_expression()
        {
            // The expression is read.
        } else if let Some(first) = rest.chars().next() {
            self.code.push(first);
            if !first.is_whitespace() {
                self.last = first;
            }
            self.count_brackets(first);
        }
    }

    /// Reads a regular expression, or begins an element.
    fn begin_expression(&mut self) -> bool {
        if let Some(end) = expression(&self.text[self.code.len()..]) {
            self.code.push('/');
            self.blank(end - 1);
            self.last = '/';
            return true;
        }
        let is_element = self.begin_element();
        if is_element {
            self.text_of_open();
        }
        is_element
    }

    /// Reads a string that has no code.
    pub(super) fn string(&mut self, quote: Quote) {
        self.code.push_str(quote.mark);
        let from = self.code.len();
        let inner = &self.text[from..];
        let end = quote.end(inner);
        self.blank(end);
        self.strings.push(ByteRange::new(from, from + end));
        if inner[end..].starts_with(quote.mark) {
            self.code.push_str(quote.mark);
        }
    }

    /// Reads text of the open template or element, up to its next code or its end.
    fn text_of_open(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.code = None;
        }
        while let Some(Open { of, code: None }) = self.open.last() {
            match *of {
                Of::Template { quote, mark, .. } => self.template(quote, mark),
                Of::Element {
                    name,
                    is_in_tag: true,
                } => self.tag(name),
                Of::Element { .. } => self.between_tags(),
            }
            if self.code.len() == self.text.len() {
                break;
            }
        }
        self.last = '"';
        // After an opening brace, a value is next.
        if self.code.ends_with('{') {
            self.last = '{';
        }
    }

    /// Counts the brackets in the code of a template or an element, whose end is a brace.
    fn count_brackets(&mut self, c: char) {
        let Some(Open {
            of,
            code: Some(depth),
        }) = self.open.last_mut()
        else {
            return;
        };
        let (is_python, has_lines) = match of {
            Of::Template { quote, mark, .. } => (*mark == "{", quote.has_lines),
            Of::Element { .. } => (false, true),
        };
        match c {
            '{' => *depth += 1,
            '}' => *depth -= 1,
            '(' | '[' if is_python => *depth += 1,
            ')' | ']' if is_python => *depth = depth.saturating_sub(1),
            // A format follows, which is text.
            ':' if is_python && *depth == 0 => self.text_of_open(),
            // A text that has no end.
            '\n' if !has_lines => {
                let at = self.code.len() - 1;
                self.end_template(at);
            }
            _ => {}
        }
    }

    /// Reads a template up to its next code or its end.
    fn template(&mut self, quote: Quote, mark: &str) {
        let inner = &self.text[self.code.len()..];
        let mut chars = inner.char_indices();
        while let Some((at, c)) = chars.next() {
            let rest = &inner[at..];
            let is_line_end = c == '\n' && !quote.has_lines;
            if rest.starts_with(quote.mark) || is_line_end {
                self.blank(at);
                self.end_template(self.code.len());
                if !is_line_end {
                    self.code.push_str(quote.mark);
                }
                return;
            }
            // In Python, a brace that is meant is doubled.
            let is_escape = match c {
                '\\' if mark == "{" => !rest[1..].starts_with('{'),
                '\\' => quote.has_escapes,
                _ => mark == "{" && rest.starts_with("{{"),
            };
            if is_escape {
                chars.next();
            } else if rest.starts_with(mark) {
                self.blank(at);
                self.code.push_str(mark);
                self.begin_code();
                return;
            }
        }
        self.blank(inner.len());
    }

    pub(super) fn begin_code(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.code = Some(0);
        }
    }

    /// Adds the text of the open template, which ends here.
    fn end_template(&mut self, end: usize) {
        if let Some(Open {
            of: Of::Template { start, .. },
            ..
        }) = self.open.pop()
            && self.open.len() < DEEPEST
        {
            self.strings.push(ByteRange::new(start, end));
        }
    }

    fn end(mut self) -> Parts {
        let end = self.text.len();
        let open = self.open.iter().take(DEEPEST);
        self.strings.extend(open.filter_map(|open| match open.of {
            Of::Template { start, .. } => Some(ByteRange::new(start, end)),
            Of::Element { .. } => None,
        }));
        self.strings.sort_by_key(|range| range.start);
        Parts {
            code: self.code,
            strings: self.strings,
        }
    }

    /// Returns whether a value can be next, and not an operator.
    fn is_value_next(&self) -> bool {
        const KEYWORDS: [&str; 14] = [
            "return",
            "case",
            "default",
            "else",
            "yield",
            "await",
            "typeof",
            "in",
            "of",
            "do",
            "void",
            "delete",
            "throw",
            "instanceof",
        ];
        let code = self.code.trim_end();
        let is_after_keyword = || KEYWORDS.contains(&last_word(code));
        let is_after_operator = || !code.ends_with("++") && !code.ends_with("--");
        self.last == ' '
            || "(,=:[!&|?{};*%^~".contains(self.last)
            || "+-".contains(self.last) && is_after_operator()
            || code.ends_with("=>")
            || is_after_keyword()
            || is_condition(code)
    }

    /// Adds spaces for the next bytes, and keeps the line breaks.
    pub(super) fn blank(&mut self, length: usize) {
        let at = self.code.len();
        let bytes = self.text.as_bytes()[at..at + length].iter();
        self.code
            .extend(bytes.map(|byte| if *byte == b'\n' { '\n' } else { ' ' }));
    }
}

/// Returns whether a code ends with a condition, after which a statement begins: `if (x)`.
fn is_condition(code: &str) -> bool {
    let open = code.strip_suffix(')').and_then(opening);
    let before = open.map_or("", |open| code[..open].trim_end());
    let word = last_word(before);
    let is_member = before[..before.len() - word.len()].ends_with('.');
    !is_member && ["if", "while", "for", "with"].contains(&word)
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

#[cfg(test)]
mod tests {
    use super::super::syntax::{GO, JAVA, KOTLIN, PYTHON, TYPESCRIPT};

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
                "<p>     {a(' ')}</p>",
                &["b"],
            ),
            (
                &TYPESCRIPT,
                "return <a b='//' {...c} d={`e`}>// ` /* <f /> {g} </a> / 2; <T,>(h) => i // j",
                "return <a b='  ' {...c} d={` `}>        <f /> {g} </a> / 2; <T,>(h) => i     ",
                &["//", "e"],
            ),
            (
                &TYPESCRIPT,
                "<>`<A.b c={<d/>}>//</A.b></>; a <b; '</b>'",
                "<> <A.b c={<d/>}>  </A.b></>; a <b; '    '",
                &["</b>"],
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
                "f'{a:\">9}' f'{a[b:c]:{d}e}'\nf",
                "f'{a:    ' f'{a[b:c]:{d}  '\nf",
                &["{a:\">9}", "{a[b:c]:{d}e}"],
            ),
            (&PYTHON, "f'{a\nb", "f'{a\nb", &["{a"]),
            (
                &KOTLIN,
                r#""a ${b("c")} \${d}" + """\${e}""" + '"'"#,
                r#""  ${b(" ")}      " + """ ${e}""" + ' '"#,
                &[r#"a ${b("c")} \${d}"#, "c", "\\${e}", "\""],
            ),
            (
                &KOTLIN,
                "a /* b /* c */ d */ e",
                "a                   e",
                &[],
            ),
            (&JAVA, "a /* b /* c */ d", "a              d", &[]),
            (&KOTLIN, "a /* b /* c */ d", "a               ", &[]),
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
