//! Where a name may go on beyond an edge: that of a cell or a frame, of a line, or of a string.

use crate::field_name::is_name_of_field;
use crate::prefix::starts;
use crate::request_id::is_id;
use alloc::string::String;
use alloc::vec::Vec;

/// The rest of a name is near.
const LONGEST: usize = 2048;

/// A cell has more words, and a row more cells, but few can be the rest of a name.
const MOST_CELLS: usize = 16;

/// Returns the first word of each cell beyond the edge that a name is at, or nothing if it is at none.
pub(crate) fn words_beyond_edge(text: &str, end: usize) -> Option<Vec<&str>> {
    let line_start = text.get(..end)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = near(text, end)?;
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
        _ => beyond_sign_of_line(&text[..end], after.len() < rest.len(), after),
    }
}

/// Returns the words of the next line, where a line ends with a sign that is not one of a sentence: ` \`, ` >`, ` ↩`.
fn beyond_sign_of_line<'t>(before: &str, is_apart: bool, after: &'t str) -> Option<Vec<&'t str>> {
    const MOST_SIGNS: usize = 3;
    let (line, rows) = after.split_once('\n')?;
    let line = line.trim_end();
    let is_of_sentence = |c: char| ".,:;!?\"'([{)]}<。，；：！？、（）】」』”’》".contains(c);
    let is_sign = |c: char| !(c.is_alphanumeric() || c.is_whitespace() || is_of_sentence(c));
    let signs = line.chars().count();
    // No sentence has a blank before one of these.
    let is_apart = is_apart && matches!(line, ";" | "," | ":" | ".");
    let is_of_line = (1..=MOST_SIGNS).contains(&signs) && (line.chars().all(is_sign) || is_apart);
    // `<cs:StopAlert>`
    let is_closed = [("<", '>'), ("`", '`')].iter().any(|(open, close)| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        after.starts_with(*close) && line.contains(open)
    });
    if !is_of_line || is_closed {
        return None;
    }
    let row = rows.lines().next().unwrap_or_default();
    Some(words_of_line(row))
}

/// Returns the words of the next line, where that starts with the sign that ends the line before: ` :`.
fn beyond_same_sign(after: &str, sign: char) -> Option<Vec<&str>> {
    let (line, rows) = after.split_once('\n')?;
    let is_alone = line.trim_end().chars().eq([sign]) && !sign.is_alphanumeric();
    let row = rows.lines().next().unwrap_or_default();
    let row = row.trim_start().strip_prefix(sign).filter(|_| is_alone)?;
    Some(words_of_line(row))
}

/// Returns the first words of the strings after one that ends: a program may have one for each line. The name of a field
/// is none.
pub(crate) fn words_of_strings(text: &str, end: usize) -> Option<Vec<&str>> {
    let after = near(text, end)?;
    if !after.trim_start_matches('\\').starts_with(['"', '\'']) {
        return None;
    }
    let mut words = Vec::new();
    for (at, quote) in after.match_indices(['"', '\'']) {
        let rest = &after[at + quote.len()..];
        let word = first_letters(rest);
        let next = rest[word.len()..]
            .trim_start_matches('\\')
            .strip_prefix(quote);
        let is_name = next.is_some_and(|next| next.trim_start().starts_with([':', '=']));
        if !is_name {
            // Also after what a log writes before a line.
            let string = rest.split(quote).next().unwrap_or_default();
            let places = starts(string.as_bytes()).skip(1);
            let texts = places.filter_map(|place| string.get(place..));
            let texts = [string]
                .into_iter()
                .chain(texts.filter(|text| text.len() < string.len()));
            words.extend(texts.map(first_letters).filter(|word| !word.is_empty()));
        }
        if words.len() >= MOST_CELLS {
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
    let cell = rest.split('<').next().unwrap_or_default();
    let is_field = is_name_of_field(cell.as_bytes()) || is_id(cell.as_bytes(), 0);
    if !is_edge || is_field {
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

fn words_of_line(line: &str) -> Vec<&str> {
    let words = line.split([' ', '\t']).filter_map(first_word);
    words.take(MOST_CELLS).collect()
}

/// Returns the letters that a text starts with.
fn first_letters(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// Returns the text that is near a place after it.
fn near(text: &str, end: usize) -> Option<&str> {
    let rest = text.get(end..)?;
    let mut last = rest.len().min(LONGEST);
    while !rest.is_char_boundary(last) {
        last -= 1;
    }
    rest.get(..last)
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
