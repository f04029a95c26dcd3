//! The tokens of JSON and HCL. Nothing is an error: a string ends with its line at the latest.

use ram_diagnostics::ByteRange;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// One of `{}[]()`, a comma, or the sign between a key and its value as `:`.
    Sign(char),
    /// A string, decoded; true if it has an end.
    Text(String, bool),
    Word(String),
    /// The body of a heredoc.
    Heredoc(ByteRange),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Json,
    Terraform,
}

/// The part of a text up to `end`, from a place on.
pub(super) struct Scanner<'t> {
    text: &'t str,
    end: usize,
    at: usize,
    language: Language,
    /// True where Terraform reads `${…}` in strings.
    is_template: bool,
    next: Option<(Token, ByteRange)>,
    /// Those before the next token.
    comments: Vec<ByteRange>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, range: ByteRange, language: Language) -> Self {
        Self {
            text,
            end: range.end,
            at: range.start,
            language,
            is_template: language == Language::Terraform,
            next: None,
            comments: Vec::new(),
        }
    }

    /// Creates the scanner of JSON in a heredoc.
    pub(super) fn in_heredoc(text: &'t str, body: ByteRange) -> Self {
        Self {
            is_template: true,
            ..Self::new(text, body, Language::Json)
        }
    }

    /// Reports whether a place is in a comment before the next token.
    pub(super) fn is_in_comment(&self, offset: usize) -> bool {
        let is_in = |comment: &ByteRange| {
            let is_closed = comment.of(self.text).ends_with("*/");
            comment.start < offset
                && (offset < comment.end || (offset == comment.end && !is_closed))
        };
        self.comments.iter().any(is_in)
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Returns the next token without taking it.
    pub(super) fn peek(&mut self) -> Option<(&Token, ByteRange)> {
        if self.next.is_none() {
            self.next = self.scan();
        }
        self.next.as_ref().map(|(token, range)| (token, *range))
    }

    pub(super) fn take(&mut self) -> Option<(Token, ByteRange)> {
        self.next.take().or_else(|| self.scan())
    }

    /// Takes a token back, which was taken last.
    pub(super) fn put_back(&mut self, token: Token, range: ByteRange) {
        // The token after it is scanned again.
        self.at = range.end;
        self.next = Some((token, range));
    }

    pub(super) const fn end(&self) -> usize {
        self.end
    }

    /// Takes the next token if it is this sign. Returns its end.
    pub(super) fn take_sign(&mut self, sign: char) -> Option<usize> {
        let end = match self.peek()? {
            (Token::Sign(found), range) if *found == sign => range.end,
            _ => return None,
        };
        self.next = None;
        Some(end)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    fn scan(&mut self) -> Option<(Token, ByteRange)> {
        self.skip_space();
        let start = self.at;
        let first = self.rest().chars().next()?;
        let token = match first {
            '{' | '}' | '[' | ']' | '(' | ')' | ',' => {
                self.at += 1;
                Token::Sign(first)
            }
            ':' => {
                self.at += 1;
                Token::Sign(':')
            }
            '=' if !self.rest().starts_with("==") => {
                self.at += 1;
                Token::Sign(':')
            }
            '"' => self.string(),
            '<' if self.language == Language::Terraform && self.rest().starts_with("<<") => {
                self.heredoc()
            }
            _ => self.word(),
        };
        Some((token, ByteRange::new(start, self.at)))
    }

    fn skip_space(&mut self) {
        self.comments.clear();
        loop {
            let rest = self.rest();
            let space = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                    .len();
            self.at += space;
            let rest = self.rest();
            let comment = if rest.starts_with('#') || rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            let start = self.at;
            self.at += comment;
            self.comments.push(ByteRange::new(start, self.at));
        }
    }

    fn string(&mut self) -> Token {
        self.at += 1;
        let mut decoded = String::new();
        let mut depth = 0_usize;
        let rest = self.rest();
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if depth == 0 => {
                    self.at += at + 1;
                    return Token::Text(decoded, true);
                }
                '\n' | '\r' => {
                    self.at += at;
                    return Token::Text(decoded, false);
                }
                '\\' => {
                    if let Some((at, escaped)) = chars.next_if(|(_, c)| !matches!(c, '\n' | '\r')) {
                        let code = rest.get(at + 1..at + 5).filter(|_| escaped == 'u');
                        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
                        match code.and_then(char::from_u32) {
                            Some(c) => {
                                decoded.push(c);
                                chars.nth(3);
                            }
                            None => decoded.push(escaped),
                        }
                    }
                    continue;
                }
                // Quotation marks in it are not the end, if Terraform reads it.
                '$' | '%' if self.is_template => {
                    if let Some((_, brace)) = chars.next_if(|(_, c)| *c == '{') {
                        depth += 1;
                        decoded.push(c);
                        decoded.push(brace);
                        continue;
                    }
                }
                '{' if depth > 0 => depth += 1,
                '}' if depth > 0 => depth -= 1,
                _ => {}
            }
            decoded.push(c);
        }
        self.at = self.end;
        Token::Text(decoded, false)
    }

    /// Takes a heredoc: `<<EOF`, its lines, and the line with its name.
    fn heredoc(&mut self) -> Token {
        let rest = self.rest();
        let opening = rest.find('\n').unwrap_or(rest.len());
        let name = rest[2..opening].trim_start_matches('-').trim();
        let start = self.at + (opening + 1).min(rest.len());
        self.at = start;
        if name.is_empty() {
            return Token::Heredoc(ByteRange::new(start, start));
        }
        for line in self.text[start..self.end].split_inclusive('\n') {
            let at = self.at;
            self.at += line.len();
            if line.trim() == name {
                return Token::Heredoc(ByteRange::new(start, at));
            }
        }
        Token::Heredoc(ByteRange::new(start, self.at))
    }

    fn word(&mut self) -> Token {
        let rest = self.rest();
        if rest.starts_with("${") || rest.starts_with("%{") {
            let line = rest.split('\n').next().unwrap_or(rest);
            let end = line.find('}').map_or(line.len(), |end| end + 1);
            self.at += end;
            return Token::Word(rest[..end].to_owned());
        }
        let is_end = |c: char| c.is_whitespace() || "{}[](),:=\"#".contains(c);
        let length = rest.find(is_end).unwrap_or(rest.len());
        // A sign that begins nothing else.
        let length = length.max(rest.chars().next().map_or(0, char::len_utf8));
        self.at += length;
        Token::Word(rest[..length].to_owned())
    }
}
