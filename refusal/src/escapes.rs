//! Escapes in strings, pages and terminals.

/// Returns the length and the character of an entity at the start of a text, or no character for a place where a
/// browser may break a word. A page may escape what was escaped before.
pub(crate) fn entity(text: &[u8]) -> Option<(usize, Option<char>)> {
    const ENTITIES: [(&[u8], char); 12] = [
        (b"quot;", '"'),
        (b"apos;", '\''),
        (b"lt;", '<'),
        (b"gt;", '>'),
        (b"nbsp;", '\u{a0}'),
        (b"ldquo;", '"'),
        (b"rdquo;", '"'),
        (b"lsquo;", '\''),
        (b"rsquo;", '\''),
        (b"bsol;", '\\'),
        (b"shy;", '\u{ad}'),
        (b"ZeroWidthSpace;", '\u{200b}'),
    ];
    text.starts_with(b"&").then_some(())?;
    let mut length = 1;
    while text.get(length..)?.starts_with(b"amp;") {
        length += 4;
    }
    let rest = text.get(length..)?;
    let named = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
    let named = named.map(|&(name, c)| (name.len(), c));
    match named.or_else(|| numeric_entity(rest)) {
        Some((more, '\u{ad}' | '\u{200b}')) => Some((length + more, None)),
        Some((more, c)) => Some((length + more, Some(c))),
        None => (length > 1).then_some((length, Some('&'))),
    }
}

/// The quotes that an editor writes.
const CURLY: [&str; 5] = ["\u{201c}", "\u{201d}", "\u{201e}", "\u{201f}", "\u{ff02}"];

/// Returns the length of a curly quote at the start of a text.
pub(crate) fn curly_quote(text: &[u8]) -> Option<usize> {
    let quote = CURLY
        .iter()
        .find(|quote| text.starts_with(quote.as_bytes()))?;
    Some(quote.len())
}

/// Returns whether an editor changed the quotes of JSON: an object starts with one.
pub(crate) fn has_curly_json(text: &str) -> bool {
    let is_key = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches('\\');
        before.trim_end().ends_with('{')
    };
    CURLY
        .iter()
        .any(|quote| text.match_indices(quote).any(|(at, _)| is_key(at)))
}

/// Returns whether the quotes of JSON are doubled, as in a table: `{""code""`, also where a backslash is before them.
pub(crate) fn has_doubled_json(text: &str) -> bool {
    let is_key = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches('\\');
        let after = text.as_bytes().get(at + 2);
        before.ends_with('{') && after.is_some_and(u8::is_ascii_alphabetic)
    };
    text.match_indices("\"\"").any(|(at, _)| is_key(at))
}

/// Returns the length and the character of `#39;` and the like.
fn numeric_entity(text: &[u8]) -> Option<(usize, char)> {
    let digits = text.strip_prefix(b"#")?;
    let (prefix, radix, digits) = match digits {
        [b'x' | b'X', hex @ ..] => (2, 16, hex),
        _ => (1, 10, digits),
    };
    let length = digits.iter().take(8).position(|byte| *byte == b';')?;
    let digits = core::str::from_utf8(digits.get(..length)?).ok()?;
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    Some((prefix + length + 1, c))
}

/// Returns the length of a terminal's command at the start of a text, or 0. The byte for Escape is
/// often lost between the terminal and the page.
pub(crate) fn colour(text: &[u8]) -> usize {
    match text {
        [0x1b, rest @ ..] => 1 + command(rest),
        [b'^', b'[', rest @ ..] => match command(rest) {
            0 => 0,
            length => 2 + length,
        },
        _ => colour_without_escape(text),
    }
}

/// Returns the length of the rest of a terminal's command after the byte for Escape, such as `[0K`.
pub(crate) fn command(text: &[u8]) -> usize {
    // The end of a colour, as `tput` writes it.
    if text.starts_with(b"(B") {
        return 2;
    }
    let [b'[', rest @ ..] = text else { return 0 };
    let is_parameter = |byte: &&u8| (0x20..0x40).contains(*byte);
    let length = rest.iter().take(64).take_while(is_parameter).count();
    let is_ended = matches!(rest.get(length), Some(0x40..0x7f));
    1 + length + usize::from(is_ended)
}

/// Returns the length of `[31m` and the like.
fn colour_without_escape(text: &[u8]) -> usize {
    let [b'[', rest @ ..] = text else { return 0 };
    let is_parameter = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let length = rest.iter().take(16).take_while(is_parameter).count();
    match rest.get(length) {
        Some(b'm') if length > 0 || !is_name_in_brackets(rest) => length + 2,
        _ => 0,
    }
}

/// Returns whether a text is a name up to the bracket that closes it: `main] ` of a thread.
fn is_name_in_brackets(text: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let mut inside = text.iter().take(LONGEST);
    let end = inside.position(|byte| matches!(byte, b'[' | b']' | b'\n'));
    end.is_some_and(|end| end > 1 && text[end] == b']')
}

pub(crate) fn hex(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, &digit| {
        Some(value * 16 + char::from(digit).to_digit(16)?)
    })
}

/// Returns the length of the backslashes at the start of a text, some of which may be written as `\\u005c`.
pub(crate) fn backslashes(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match &text[at..] {
            [b'\\', b'u', b'0', b'0', b'5', b'c' | b'C', ..] => at += 6,
            [b'\\', ..] => at += 1,
            _ => return at,
        }
    }
}

/// Returns the control character at the start of a text, as rsyslog writes it: `#012`.
pub(crate) fn octal(text: &[u8]) -> Option<char> {
    match text.get(..4)? {
        b"#011" => Some('\t'),
        b"#012" => Some('\n'),
        b"#015" => Some('\r'),
        b"#033" => Some('\u{1b}'),
        _ => None,
    }
}
