//! Where a text is cut: at a note that the rest is left out, and in a string or an element that nothing closes.

use crate::prefix::starts;

/// The string or the element that is open is near.
const LONGEST: usize = 2048;

/// How a program writes that it leaves out the rest.
const DOTS: [&str; 3] = ["...", "…", "⋯"];

/// The words of a note that say so, those that say so of an amount, and the others within one.
const NOTES: [&str; 10] = [
    "cut",
    "elided",
    "omitted",
    "skipped",
    "snip",
    "snipped",
    "truncated",
    "已截断",
    "截断",
    "省略",
];
const UNITS: [&str; 3] = ["bytes", "chars", "characters"];
/// Also the word of another line.
const ORDINARY: [&str; 1] = ["more"];
const OTHERS: [&str; 10] = [
    "here", "is", "left", "lines", "log", "message", "of", "output", "rest", "the",
];

/// Returns whether a text says, or shows by a string or an element that nothing closes, that it is cut at a place.
pub(crate) fn is_cut(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let same_line = rest.trim_start_matches([' ', '\t']);
    is_note(line(same_line))
        || next_line(rest).is_some_and(|line| {
            let mut places = starts(line.as_bytes());
            places.any(|place| {
                let note = line.get(place..).unwrap_or_default();
                is_note_of_line(note, place == 0)
            })
        })
        || ends_in_open_string(text, end)
        || ends_in_open_element(text, end)
}

/// Returns whether the next line is a note in words of any kind: `*** message too long ***`.
pub(crate) fn is_before_frame(text: &str, end: usize) -> bool {
    const SIGNS: [char; 5] = ['*', '-', '=', '~', '#'];
    let line = next_line(text.get(end..).unwrap_or_default()).unwrap_or_default();
    let mut places = starts(line.as_bytes());
    places.any(|place| {
        let line = line.get(place..).unwrap_or_default().trim();
        let sign = line.chars().next().filter(|sign| SIGNS.contains(sign));
        sign.is_some_and(|sign| {
            let is_run = |run: &str| run.chars().all(|c| c == sign);
            let (opening, closing) = (line.get(..2), line.get(line.len().saturating_sub(2)..));
            let is_framed = [opening, closing]
                .into_iter()
                .all(|run| run.is_some_and(is_run));
            is_framed && line.contains(char::is_alphabetic)
        })
    })
}

/// Returns whether what follows a name in its line says that the rest is left out.
fn is_note(line: &str) -> bool {
    // A value that ends, whatever is after it.
    if line.starts_with(['\'', '`', '}', '|']) {
        return false;
    }
    match in_brackets(line) {
        Some((inside, _)) => {
            starts_with_dots(inside) || has(&NOTES, inside) || has_only_words_of_a_note(inside)
        }
        None => starts_with_dots(line) || has_only_words_of_a_note(line),
    }
}

/// Returns whether a line by itself says that the rest of the one before is left out.
fn is_note_of_line(line: &str, is_all: bool) -> bool {
    let says = |note: &str| {
        let is_of_note = has(&NOTES, note) || has(&UNITS, note);
        is_of_note && has_only_words_of_a_note(note)
    };
    let line = line.trim();
    if let Some((inside, after)) = in_brackets(line) {
        let is_dots = starts_with_dots(inside) && !inside.contains(char::is_alphanumeric);
        return after.is_empty() && (is_dots || has(&NOTES, inside) || says(inside));
    }
    let is_dots = starts_with_dots(line) && !line.contains(char::is_alphanumeric);
    // Words without signs may be about another line, or an amount.
    let is_words = line.starts_with(char::is_alphanumeric);
    is_dots || (!is_words || is_all && has(&NOTES, line)) && says(line)
}

fn starts_with_dots(text: &str) -> bool {
    DOTS.iter().any(|dots| text.starts_with(dots))
}

/// Returns what is in the brackets that a text starts with, and what is after them. A line may end before they close.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let pairs = [
        ('(', ')'),
        ('[', ']'),
        ('<', '>'),
        ('（', '）'),
        ('【', '】'),
    ];
    let (opening, closing) = pairs
        .iter()
        .find(|(opening, _)| text.starts_with(*opening))?;
    let inside = &text[opening.len_utf8()..];
    Some(inside.split_once(*closing).unwrap_or((inside, "")))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

fn is_one_of(names: &[&str], word: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(word))
}

fn has(names: &[&str], text: &str) -> bool {
    words(text).any(|word| is_one_of(names, word))
}

/// Returns whether a text consists of the words of a note: `output truncated`, `+120 bytes`, `3 more lines`.
fn has_only_words_of_a_note(text: &str) -> bool {
    const LONGEST: usize = 60;
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let says = |word: &str| {
        [&NOTES[..], &UNITS, &ORDINARY]
            .iter()
            .any(|names| is_one_of(names, word))
    };
    text.len() <= LONGEST
        && words(text).any(says)
        && words(text).all(|word| says(word) || is_one_of(&OTHERS, word) || is_number(word))
}

/// Returns the rest of the line or the string at the start of a text.
fn line(text: &str) -> &str {
    let end = text.find(['\n', '\r', '"', '\\']);
    &text[..end.unwrap_or(text.len())]
}

/// Returns the next line, without the edges of a box. A string writes the end of a line with a backslash.
fn next_line(text: &str) -> Option<&str> {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '│' | '║');
    let mut rest = text.trim_start_matches(is_blank);
    let mut is_next = false;
    loop {
        let next = ["\n", "\r", "\\n", "\\r", "\\t"]
            .iter()
            .find_map(|end| rest.strip_prefix(end));
        match next {
            Some(next) => {
                is_next = true;
                rest = next.trim_start_matches(is_blank);
            }
            None => return is_next.then(|| line(rest)),
        }
    }
}

/// Returns whether a text ends within the text of an element: `<Message>…`.
fn ends_in_open_element(text: &str, end: usize) -> bool {
    if !text.get(end..).unwrap_or_default().trim_end().is_empty() {
        return false;
    }
    let before = text.as_bytes().get(..end).unwrap_or_default();
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let Some(start) = before.iter().rposition(|byte| *byte == b'<') else {
        return false;
    };
    let tag = &before[start + 1..];
    let name = tag
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    // A level in brackets has a space after it.
    name > 0
        && tag.get(name) == Some(&b'>')
        && tag.get(name + 1).is_some_and(u8::is_ascii_alphabetic)
}

/// Returns whether a text ends within a string that is the value of a field.
fn ends_in_open_string(text: &str, end: usize) -> bool {
    if !text.get(end..).unwrap_or_default().trim_end().is_empty() {
        return false;
    }
    let line = text.as_bytes().get(..end).unwrap_or_default();
    let line = &line[line.len().saturating_sub(LONGEST)..];
    let start = line
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let line = &line[start..];
    // An apostrophe is no quote: only those of a name or a value count.
    b"\"'".iter().any(|quote| {
        let is_quote = |at: &usize| line[*at] == *quote && (*at == 0 || line[at - 1] != b'\\');
        let quotes = (0..line.len()).filter(is_quote);
        let Some(last) = quotes.clone().next_back() else {
            return false;
        };
        let before = line[..last].trim_ascii_end();
        (*quote == b'\'' || quotes.count() % 2 == 1) && matches!(before.last(), Some(b':' | b'='))
    })
}
