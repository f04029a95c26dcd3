//! How each language writes comments and strings.

/// How a language writes comments and strings.
pub(crate) struct Syntax {
    pub(crate) line_comments: &'static [&'static str],
    pub(crate) block_comment: Option<(&'static str, &'static str)>,
    /// The longest first.
    pub(crate) strings: &'static [Quote],
    /// True if there are regular expressions between slashes, and texts between tags.
    pub(crate) is_script: bool,
    /// Which strings have code in them.
    templates: Templates,
    /// True if a call can leave out the object whose method it calls.
    pub(crate) has_bare_calls: bool,
    /// Where a declaration has its type.
    pub(crate) types: Types,
    /// True if a comment can have comments in it.
    has_nested_comments: bool,
}

/// Where a declaration has its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Types {
    BeforeName,
    AfterName,
    AfterColon,
    /// After a colon, where the indentation says what a function and a class have.
    OfPython,
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
    has_bare_calls: false,
    types: Types::AfterName,
    has_nested_comments: false,
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
    has_bare_calls: true,
    types: Types::BeforeName,
    has_nested_comments: false,
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
    has_bare_calls: true,
    types: Types::AfterColon,
    has_nested_comments: true,
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
    has_bare_calls: false,
    types: Types::OfPython,
    has_nested_comments: false,
};

pub(crate) const TYPESCRIPT: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: C_COMMENT,
    strings: &[quote("\"", true, false), quote("'", true, false)],
    is_script: true,
    templates: Templates::InBackquotes,
    has_bare_calls: false,
    types: Types::AfterColon,
    has_nested_comments: false,
};

impl Syntax {
    /// Returns the quote of the template that begins here, and what opens code in it.
    pub(crate) fn template(&self, text: &str, before: &str) -> Option<(Quote, &'static str)> {
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

    /// Returns the length of the comment that begins here.
    pub(crate) fn comment(&self, text: &str) -> Option<usize> {
        if self.line_comments.iter().any(|mark| text.starts_with(mark)) {
            return Some(text.find('\n').unwrap_or(text.len()));
        }
        let (open, close) = self.block_comment?;
        let inner = text.strip_prefix(open)?;
        if !self.has_nested_comments {
            let end = inner.find(close);
            let length = end.map_or(inner.len(), |end| end + close.len());
            return Some(open.len() + length);
        }
        let (mut depth, mut at) = (1_usize, open.len());
        while depth > 0 && at < text.len() {
            let rest = &text.as_bytes()[at..];
            let is_open = rest.starts_with(open.as_bytes());
            let is_close = rest.starts_with(close.as_bytes());
            depth = depth + usize::from(is_open) - usize::from(is_close);
            at += if is_open || is_close { open.len() } else { 1 };
        }
        Some(at)
    }
}

impl Quote {
    /// Returns where the string ends that begins here.
    pub(crate) fn end(&self, inner: &str) -> usize {
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
