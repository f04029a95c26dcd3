//! Splits a shell script into commands and their words.

use ram_diagnostics::ByteRange;
use std::collections::HashMap;
use std::mem;

/// A word of a command, without its quotes, or a document that a command reads.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) range: ByteRange,
}

/// Returns the name of a program. Not of a text with spaces.
pub(crate) fn file_name(word: &str) -> &str {
    if word.contains([' ', '\n']) {
        return word;
    }
    word.rsplit('/').next().unwrap_or_default()
}

/// Returns a command without the keywords before it: `then echo x`.
pub(crate) fn without_keywords(mut command: &[Word]) -> &[Word] {
    const KEYWORDS: &[&str] = &[
        "if", "then", "elif", "else", "while", "until", "do", "{", "!", "time",
    ];
    while let [first, rest @ ..] = command
        && KEYWORDS.contains(&&*first.text)
    {
        command = rest;
    }
    command
}

/// Splits a script into commands and their words. The text in `$(…)` or backquotes is also a command.
pub(crate) fn commands(text: &str) -> Vec<Vec<Word>> {
    let mut lines: HashMap<&str, Vec<usize>> = HashMap::new();
    if text.contains("<<") {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            lines.entry(mark(line)).or_default().push(at);
            at += line.len();
        }
    }
    read(text, 0, None, &lines)
}

/// Returns a line as the end of a document is compared with it.
fn mark(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r']).trim_start_matches('\t')
}

/// The commands of a script so far, and the command that is being read.
#[derive(Default)]
struct Commands {
    ended: Vec<Vec<Word>>,
    open: Command,
    /// The commands around it: those whose `$(` is still open.
    outer: Vec<Command>,
    /// The documents that begin in the next line.
    documents: Vec<Document>,
}

/// A document within a script: `<<EOF`.
struct Document {
    end: String,
    /// True if nothing in it is a command.
    is_quoted: bool,
}

/// A command that is being read.
#[derive(Default)]
struct Command {
    words: Vec<Word>,
    word: Option<Word>,
    quote: Option<char>,
    /// True for the words of an array, which go on over lines.
    is_array: bool,
}

impl Command {
    /// Returns whether the word that is being read has the name of a variable and no value yet.
    fn is_assignment(&self) -> bool {
        self.word
            .as_ref()
            .is_some_and(|word| word.text.ends_with('='))
    }
}

impl Commands {
    fn add(&mut self, at: usize, c: char) {
        let word = self.word(at);
        word.text.push(c);
        word.range.end = at + c.len_utf8();
    }

    /// Returns the word that is being read, or begins one.
    fn word(&mut self, at: usize) -> &mut Word {
        self.open.word.get_or_insert_with(|| Word {
            text: String::new(),
            range: ByteRange::new(at, at),
        })
    }

    fn end_word(&mut self) {
        self.open.words.extend(self.open.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        self.open.is_array = false;
        self.ended.push(mem::take(&mut self.open.words));
    }

    /// Begins a command in a word of another, whose output becomes part of the word.
    fn begin_inner(&mut self, at: usize) {
        self.add(at, '$');
        self.outer.push(mem::take(&mut self.open));
    }

    /// Goes on with the command around an inner one.
    fn end_inner(&mut self, at: usize) {
        self.end_command();
        self.open = self.outer.pop().unwrap_or_default();
        if let Some(word) = &mut self.open.word {
            word.range.end = at + 1;
        }
    }
}

/// The quote of a document, which no character ends.
const DOCUMENT: char = '\u{0}';

/// The quote of a text with escapes: `$'can\'t'`.
const ESCAPED: char = '\u{1}';

/// Reads a script, or with a quote the text in it, which begins at `base`.
fn read(
    text: &str,
    base: usize,
    quote: Option<char>,
    lines: &HashMap<&str, Vec<usize>>,
) -> Vec<Vec<Word>> {
    let mut commands = Commands::default();
    commands.open.quote = quote;
    let mut is_in_backquotes = false;
    let mut chars = text.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let at = base + offset;
        match (commands.open.quote, c) {
            (Some(open), c) if c == open || (open == ESCAPED && c == '\'') => {
                commands.open.quote = None;
                commands.word(at).range.end = at + 1;
            }
            (Some(ESCAPED), '\\') => {
                if let Some((next, c)) = chars.next() {
                    commands.add(base + next, meant(c));
                }
            }
            (Some('\'' | ESCAPED), c) => commands.add(at, c),
            (None, '$') if chars.next_if(|(_, next)| *next == '\'').is_some() => {
                commands.word(at);
                commands.open.quote = Some(ESCAPED);
            }
            (quote, '\\') => match chars.next() {
                // A line of Windows.
                Some((_, '\r')) if chars.next_if(|(_, next)| *next == '\n').is_some() => {
                    if quote.is_none() {
                        commands.end_word();
                    }
                }
                // A command that goes on in the next line.
                Some((_, '\n')) if quote.is_none() => commands.end_word(),
                Some((_, '\n')) | None => {}
                Some((next, c)) => commands.add(base + next, c),
            },
            (_, '$') if chars.next_if(|(_, next)| *next == '(').is_some() => {
                commands.begin_inner(at);
            }
            (_, '`') if is_in_backquotes => {
                is_in_backquotes = false;
                commands.end_inner(at);
            }
            (_, '`') => {
                is_in_backquotes = true;
                commands.begin_inner(at);
            }
            (None, '"' | '\'') => {
                commands.word(at);
                commands.open.quote = Some(c);
            }
            (None, '#') if commands.open.word.is_none() => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            (None, '<') if chars.next_if(|(_, next)| *next == '<').is_some() => {
                commands.end_word();
                if chars.next_if(|(_, next)| *next == '<').is_some() {
                    continue;
                }
                let start = offset + 2;
                if let Some((document, length)) = Document::of(&text[start..])
                    && lines.contains_key(document.end.as_str())
                {
                    commands.documents.push(document);
                    while chars.next_if(|(next, _)| *next < start + length).is_some() {}
                }
            }
            (None, '\n') if commands.open.is_array => commands.end_word(),
            (None, '\n') => {
                commands.end_command();
                let mut next = offset + 1;
                for document in mem::take(&mut commands.documents) {
                    let places = lines
                        .get(document.end.as_str())
                        .map_or(&[][..], Vec::as_slice);
                    let after = places.partition_point(|place| *place < next);
                    let Some(end) = places.get(after) else {
                        continue;
                    };
                    commands.add_document(&text[next..*end], next, &document);
                    let rest = &text[*end..];
                    next = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
                }
                while chars.next_if(|(at, _)| *at < next).is_some() {}
            }
            (None, '(') if commands.open.is_assignment() => {
                commands.end_command();
                commands.open.is_array = true;
            }
            (None, ')') if commands.open.is_array => commands.end_command(),
            (None, ')') if !commands.outer.is_empty() => commands.end_inner(at),
            (None, '(') if !commands.outer.is_empty() => {
                commands.end_command();
                commands.outer.push(Command::default());
            }
            (None, ';' | '|' | '&' | '(' | ')') => commands.end_command(),
            (None, c) if c.is_whitespace() => commands.end_word(),
            (_, c) => commands.add(at, c),
        }
    }
    // An open `$(` has no end.
    while !commands.outer.is_empty() {
        commands.end_inner((base + text.len()).saturating_sub(1));
    }
    commands.end_command();
    commands.ended
}

/// Returns what a character means after a backslash in `$'…'`.
fn meant(c: char) -> char {
    match c {
        'n' => '\n',
        't' => '\t',
        c => c,
    }
}

impl Document {
    /// Reads what ends a document after `<<`, and returns the length of that.
    fn of(text: &str) -> Option<(Self, usize)> {
        let start = text.strip_prefix('-').unwrap_or(text);
        let start = start.trim_start_matches(' ');
        let is_end = |c: char| c.is_whitespace() || ";|&<>()".contains(c);
        let word = &start[..start.find(is_end).unwrap_or(start.len())];
        let is_quote = |c: char| matches!(c, '"' | '\'' | '\\');
        let end = word.replace(is_quote, "");
        // A number is shifted.
        let is_name = end.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let length = text.len() - start.len() + word.len();
        let is_quoted = word.contains(is_quote);
        is_name.then_some((Self { end, is_quoted }, length))
    }
}

impl Commands {
    /// Adds a document to the last command of the line before it.
    fn add_document(&mut self, text: &str, at: usize, document: &Document) {
        let word = if document.is_quoted {
            Some(Word {
                text: text.to_owned(),
                range: ByteRange::new(at, at + text.len()),
            })
        } else {
            let mut inner = read(text, at, Some(DOCUMENT), &HashMap::new());
            let word = inner.pop().and_then(|words| words.into_iter().next_back());
            let last = self.ended.pop();
            self.ended.extend(inner);
            self.ended.extend(last);
            word
        };
        if let Some(command) = self.ended.last_mut() {
            command.extend(word);
        }
    }
}
