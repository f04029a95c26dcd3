//! Where a text cuts a name: at the edge of a cell or a frame, at a sign that the rest is missing, and in a string that
//! nothing closes.

use alloc::string::String;
use alloc::vec::Vec;

/// The rest of a name is near.
const LONGEST: usize = 2048;

/// A cell has more words, and a row more cells, but few can be the rest of a name.
const MOST_CELLS: usize = 16;

/// How a program writes that it leaves out the rest.
const MARKS: [&str; 11] = [
    "...",
    "…",
    "⋯",
    "(truncated",
    "[truncated",
    "<truncated",
    "--More--",
    "-- More --",
    "[...",
    "(...",
    "<...",
];

/// The words of a note that the rest is left out, and others within it.
const NOTES: [&str; 12] = [
    "bytes",
    "chars",
    "cut",
    "more",
    "elided",
    "omitted",
    "snip",
    "snipped",
    "truncated",
    "已截断",
    "截断",
    "省略",
];
/// How many of them are also words of another line.
const ORDINARY: usize = 4;
const OTHERS: [&str; 10] = [
    "characters",
    "is",
    "lines",
    "log",
    "message",
    "of",
    "output",
    "rest",
    "the",
    "was",
];

/// Returns whether a text says, or shows by a string or an element that nothing closes, that it is cut at a place.
pub(crate) fn is_cut(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let same_line = rest.trim_start_matches([' ', '\t']);
    let is_mark = MARKS.iter().any(|mark| same_line.starts_with(mark));
    is_mark || is_note_of_cut(rest) || is_in_open_string(text, end) || is_in_open_element(text, end)
}

/// Returns whether a text starts with what says only that the rest is left out, also in the next line: `[output truncated]`,
/// `(+120 bytes)`, ` - message truncated`.
fn is_note_of_cut(text: &str) -> bool {
    const LONGEST_NOTE: usize = 60;
    let note = after_line_end(text);
    let is_next_line = note.len() < text.trim_start_matches([' ', '\t']).len();
    let closing = match note.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        Some('<') => '>',
        Some('（') => '）',
        Some('【') => '】',
        // A value that ends, whatever is after it.
        Some('"' | '\'' | '`' | '}' | '|') | None => return false,
        Some(_) => '\n',
    };
    let is_end = |c: char| c == closing || (closing == '\n' && "\"\r\\".contains(c));
    let end = note.find(is_end);
    let end = end.or((closing == '\n').then_some(note.len()));
    let Some(note) = end
        .filter(|end| *end <= LONGEST_NOTE)
        .map(|end| &note[..end])
    else {
        return false;
    };
    let is_dots = is_next_line && note.trim_end().chars().all(|c| "….⋯".contains(c));
    let mut words = note
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is = |names: &[&str], word: &str| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_line = is_next_line && closing == '\n';
    let notes = if is_line {
        &NOTES[ORDINARY..]
    } else {
        &NOTES[..]
    };
    let has_note = words.clone().any(|word| is(notes, word));
    (is_dots && !note.trim().is_empty())
        || (has_note && words.all(|word| is(&NOTES, word) || is(&OTHERS, word) || is_number(word)))
}

/// Returns a text without the line ends and the edges of a box at its start. A string writes them with a backslash.
fn after_line_end(text: &str) -> &str {
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || "│║".contains(c));
        let next = ["\\n", "\\r", "\\t"]
            .iter()
            .find_map(|escape| next.strip_prefix(escape))
            .unwrap_or(next);
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// Returns whether a text ends within the text of an element: `<Message>…`.
fn is_in_open_element(text: &str, end: usize) -> bool {
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
fn is_in_open_string(text: &str, end: usize) -> bool {
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

/// Returns the first word of each cell beyond the edge that a name is at, or nothing if it is at none.
pub(crate) fn words_beyond_edge(text: &str, end: usize) -> Option<Vec<&str>> {
    let line_start = text.get(..end)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(end..)?;
    let mut last = rest.len().min(LONGEST);
    while !rest.is_char_boundary(last) {
        last -= 1;
    }
    let rest = &rest[..last];
    let after = rest.trim_start_matches([' ', '\t']);
    let sign = after.chars().next()?;
    if let Some(row) = beyond_same_sign(after, sign) {
        return Some(row);
    }
    match sign {
        '<' => beyond_tags(after),
        '|' | '#' | '*' | '!' => beyond_sign(text.get(line_start..end)?, after, sign),
        '\u{2500}'..'\u{2580}' | '▏' | '▕' => {
            let (_, rows) = split_line(after);
            Some(words(rows, |_| true))
        }
        _ => beyond_sign_of_line(&text[..end], after),
    }
}

/// Returns the words of the next line, where a line ends with a sign that is not one of a sentence: ` \`, ` >`, ` ↩`.
fn beyond_sign_of_line<'t>(before: &str, after: &'t str) -> Option<Vec<&'t str>> {
    const MOST_SIGNS: usize = 3;
    let (line, rows) = after.split_once('\n')?;
    let line = line.trim_end();
    let is_of_sentence = |c: char| ".,:;!?\"'([{)]}<。，；：！？、（）】」』”’》".contains(c);
    let is_sign = |c: char| !(c.is_alphanumeric() || c.is_whitespace() || is_of_sentence(c));
    let signs = line.chars().count();
    let is_of_line = (1..=MOST_SIGNS).contains(&signs) && line.chars().all(is_sign);
    // `<cs:StopAlert>`
    let is_closed = [("<", '>'), ("`", '`')].iter().any(|(open, close)| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        after.starts_with(*close) && line.contains(open)
    });
    if !is_of_line || is_closed {
        return None;
    }
    let row = rows.lines().next().unwrap_or_default();
    Some(
        row.split([' ', '\t'])
            .filter_map(first_word)
            .take(MOST_CELLS)
            .collect(),
    )
}

/// Returns the words of the next line, where that starts with the sign that ends the line before: ` :`.
fn beyond_same_sign(after: &str, sign: char) -> Option<Vec<&str>> {
    let (line, rows) = after.split_once('\n')?;
    let is_alone = line.trim_end().chars().eq([sign]) && !sign.is_alphanumeric();
    let row = rows.lines().next().unwrap_or_default();
    let row = row.trim_start().strip_prefix(sign).filter(|_| is_alone)?;
    Some(
        row.split([' ', '\t'])
            .filter_map(first_word)
            .take(MOST_CELLS)
            .collect(),
    )
}

/// Returns the first words of the strings after one that ends: a program may have one for each line. The name of a field
/// is none.
pub(crate) fn words_of_strings(text: &str, end: usize) -> Option<Vec<&str>> {
    let rest = text.get(end..)?;
    let mut last = rest.len().min(LONGEST);
    while !rest.is_char_boundary(last) {
        last -= 1;
    }
    let after = &rest[..last];
    if !after.trim_start_matches('\\').starts_with(['"', '\'']) {
        return None;
    }
    let mut words = Vec::new();
    for (at, quote) in after.match_indices(['"', '\'']) {
        let rest = &after[at + quote.len()..];
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let next = rest[length..].trim_start_matches('\\').strip_prefix(quote);
        let is_name = next.is_some_and(|next| next.trim_start().starts_with([':', '=']));
        if length > 0 && !is_name {
            words.push(&rest[..length]);
        }
        if words.len() == MOST_CELLS {
            break;
        }
    }
    (!words.is_empty()).then_some(words)
}

/// Returns the words in the rows of a table or a frame of ASCII, whose lines end with its sign.
fn beyond_sign<'t>(before: &str, after: &'t str, sign: char) -> Option<Vec<&'t str>> {
    let (line, rows) = split_line(after);
    let line = line.trim_end_matches([' ', '\t', '\r', '"', '\'']);
    let is_only = line.chars().all(|c| c == sign);
    let is_row = line.ends_with(sign) && (sign == '|' || is_only) && before.contains(sign);
    is_row.then(|| words(rows, |row| row.contains(sign)))
}

/// Returns the rest of a line, and the lines after it. Those of a string are written with a backslash.
fn split_line(text: &str) -> (&str, &str) {
    let places = [
        text.find('\n').map(|at| (at, 1)),
        text.find("\\n").map(|at| (at, 2)),
    ];
    match places.into_iter().flatten().min() {
        Some((at, length)) => (&text[..at], &text[at + length..]),
        None => (text, ""),
    }
}

/// Returns the first words of the cells in the rows up to the end of the table.
fn words(rows: &str, is_row: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() && words.len() < MOST_CELLS {
        let (row, after) = split_line(rest);
        let has_words = row.chars().any(char::is_alphanumeric);
        if !has_words || !is_row(row) {
            break;
        }
        let is_edge = |c: char| "|#*!▏▕".contains(c) || ('\u{2500}'..'\u{2580}').contains(&c);
        words.extend(row.split(is_edge).filter_map(first_word));
        rest = after;
    }
    words.truncate(MOST_CELLS);
    words
}

/// Returns the words after the tags that end one line or cell of a page and open another.
fn beyond_tags(text: &str) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut closed = Vec::new();
    let mut is_edge = false;
    while let Some((name, is_closing, length)) = any_tag(rest) {
        is_edge |= !is_closing && closed.contains(&name);
        if is_closing {
            closed.push(name);
        }
        rest = rest[length..].trim_start();
        rest = rest.strip_prefix("\\n").unwrap_or(rest);
    }
    if !is_edge {
        return None;
    }
    let cells = rest
        .split(['<', '\n'])
        .map(|cell| match cell.split_once('>') {
            Some((_, cell)) => cell,
            None => cell,
        });
    Some(cells.filter_map(first_word).take(MOST_CELLS).collect())
}

/// Returns the name of the tag that a text starts with, whether it closes an element, and its length.
fn any_tag(text: &str) -> Option<(&str, bool, usize)> {
    const LONGEST: usize = 256;
    let inside = text.strip_prefix('<')?;
    let length = inside.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let name = inside[..length]
        .strip_prefix('/')
        .unwrap_or(&inside[..length]);
    let is_closing = inside.starts_with('/');
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    (end > 0).then_some((&name[..end], is_closing, length + 2))
}

fn first_word(cell: &str) -> Option<&str> {
    let cell = cell.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || ":-_".contains(c));
    let end = cell.find(is_end).unwrap_or(cell.len());
    let word = cell[..end].trim_end_matches(':');
    (!cell.is_empty()).then_some(word)
}

/// Returns the known name that a name and the words beyond an edge make, some of them in a row.
pub(crate) fn longer_name(
    name: &str,
    words: &[&str],
    is_known: &dyn Fn(&str) -> bool,
) -> Option<String> {
    const MOST_PARTS: usize = 3;
    longer(name, words, is_known, MOST_PARTS)
}

fn longer(
    name: &str,
    words: &[&str],
    is_known: &dyn Fn(&str) -> bool,
    parts: usize,
) -> Option<String> {
    words.iter().enumerate().find_map(|(at, word)| {
        if word.is_empty() {
            return None;
        }
        let whole = [name, word].concat();
        if is_known(&whole) {
            return Some(whole);
        }
        let next = (parts > 1).then(|| longer(&whole, &words[at + 1..], is_known, parts - 1));
        next.flatten()
    })
}
