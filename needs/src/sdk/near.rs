//! Code near a place. Only so much of it is looked at, so that long lines take no longer.

/// The most bytes of an expression, a declaration or a line.
pub(crate) const LONGEST: usize = 400;

/// The most bytes of an import.
pub(crate) const LONGEST_IMPORT: usize = 10_000;

/// The most bytes of the value of a variable of a shell.
pub(crate) const LONGEST_VALUE: usize = 1_000;

pub(crate) const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

pub(crate) fn first_word(code: &str) -> &str {
    &code[..code.len() - code.trim_start_matches(is_word).len()]
}

pub(crate) fn last_word(code: &str) -> &str {
    &code[code.trim_end_matches(is_word).len()..]
}

/// Returns the first bytes of a code.
pub(crate) fn start(code: &str) -> &str {
    let mut end = code.len().min(LONGEST);
    while !code.is_char_boundary(end) {
        end -= 1;
    }
    &code[..end]
}

/// Returns the last bytes of a code.
pub(crate) fn end(code: &str) -> &str {
    let mut start = code.len().saturating_sub(LONGEST);
    while !code.is_char_boundary(start) {
        start += 1;
    }
    &code[start..]
}

/// Returns the text of a line before a place, or its last bytes.
pub(crate) fn line_before(text: &str, at: usize) -> &str {
    let line = end(&text[..at]);
    line.rsplit('\n').next().unwrap_or(line)
}

/// Returns where the bracket is that is still open at the end of a code.
pub(crate) fn opening(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().rev().take(LONGEST) {
        match byte {
            b')' | b']' => depth += 1,
            b'(' | b'[' if depth == 0 => return Some(at),
            b'(' | b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Returns where the bracket is closed that is open before a code.
pub(crate) fn closing(code: &str, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            _ if at > LONGEST => break,
            '(' | '[' => depth += 1,
            c if c == close && depth == 0 => return Some(at),
            ')' | ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}
