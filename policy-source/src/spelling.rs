//! Other spellings of a text: encoded, escaped, or with other quotation marks.

use std::borrow::Cow;

/// How often a text may be encoded, such as an entity of HTML in a URL.
const MOST_TIMES: usize = 3;

/// The number of characters of Base64 that a policy without statements has.
const SHORTEST_BASE64: usize = 20;

/// Quotation marks, and signs that resemble one.
const QUOTES: &str = "'`´«»‹›‘’‚‛“”„‟′″‵‶「」『』《》〈〉〝〞〟ʺʹʻʼˮ״׳❛❜❝❞❮❯";

/// The longest entity of HTML, such as `&#x0000022;`, without its mark.
const LONGEST_ENTITY: usize = 12;

/// Entities of HTML for the signs of JSON, in lower case.
const ENTITIES: [(&str, char); 26] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bdquo", '"'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("gt", '>'),
    ("laquo", '"'),
    ("lbrace", '{'),
    ("lbrack", '['),
    ("lcub", '{'),
    ("ldquo", '"'),
    ("lsqb", '['),
    ("lsquo", '"'),
    ("lt", '<'),
    ("nbsp", ' '),
    ("newline", '\n'),
    ("quot", '"'),
    ("raquo", '"'),
    ("rbrace", '}'),
    ("rbrack", ']'),
    ("rcub", '}'),
    ("rdquo", '"'),
    ("rsqb", ']'),
    ("rsquo", '"'),
    ("tab", '\t'),
];

/// Returns a text with the signs of JSON in place of similar ones: any quotation mark is `"`. Invisible characters are
/// left out.
pub(crate) fn with_plain_signs(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii() && !matches!(c, '\'' | '`');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(plain_sign).collect())
}

/// Returns the sign of JSON that a character resembles, or the character.
fn plain_sign(c: char) -> Option<char> {
    let narrow = match c {
        // Full-width forms are in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    Some(match narrow {
        c if QUOTES.contains(c) => '"',
        '∶' | '꞉' | '︰' | 'ː' => ':',
        '【' | '〔' | '〖' | '〚' => '[',
        '】' | '〕' | '〗' | '〛' => ']',
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => {
            return None;
        }
        c if c.is_whitespace() && !c.is_ascii() => ' ',
        c => c,
    })
}

/// Returns a text without its entities of HTML, escapes of URLs and escapes of programs. `None` if it has none.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut decoded = decoded_once(text)?;
    for _ in 1..MOST_TIMES {
        match decoded_once(&decoded) {
            Some(again) => decoded = again,
            None => break,
        }
    }
    Some(decoded)
}

fn decoded_once(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(at) = rest.find(['&', '%', '\\']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((c, length)) = escaped(rest) {
            decoded.push(c);
            rest = &rest[length..];
            is_changed = true;
        } else {
            decoded.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    is_changed.then_some(decoded)
}

/// Returns the character that is escaped at the start of a text, and the length of the escape.
fn escaped(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let mark = chars.next()?;
    let rest = chars.as_str();
    let (value, length) = match (mark, chars.next()?) {
        ('&', '#') => return entity_of_number(&rest[1..]).map(|(c, length)| (c, length + 2)),
        ('&', _) => return named_entity(rest).map(|(c, length)| (c, length + 1)),
        ('%', 'u') => (digits(&rest[1..], 4, 16)?, 6),
        ('%', _) => (digits(rest, 2, 16).filter(|value| *value < 0x80)?, 3),
        (_, 'n' | 'r' | 't') => return Some((' ', 2)),
        (_, 'x') => (digits(&rest[1..], 2, 16).filter(|value| *value < 0x80)?, 4),
        (_, 'u') if rest[1..].starts_with('{') => {
            let (inside, _) = rest[2..]
                .split_once('}')
                .filter(|(inside, _)| inside.len() <= 6)?;
            (digits(inside, inside.len(), 16)?, inside.len() + 4)
        }
        (_, 'u') => (digits(&rest[1..], 4, 16)?, 6),
        (_, 'U') => (digits(&rest[1..], 8, 16)?, 10),
        (_, '0'..='7') => (digits(rest, 3, 8).filter(|value| *value < 0x80)?, 4),
        _ => return None,
    };
    Some((char::from_u32(value)?, length))
}

/// Returns the character of an entity such as `&#34;` or `&#x22;`, after its mark.
fn entity_of_number(text: &str) -> Option<(char, usize)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let window = digits.len().min(LONGEST_ENTITY);
    let length = digits
        .bytes()
        .take(window)
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let value = u32::from_str_radix(&digits[..length], radix).ok()?;
    // What follows a hexadecimal number without an end may be one of its digits.
    let end = usize::from(digits[length..].starts_with(';'));
    if end == 0 && radix == 16 {
        return None;
    }
    Some((
        char::from_u32(value)?,
        text.len() - digits.len() + length + end,
    ))
}

/// Returns the character of an entity such as `&quot;`, after its mark. Only `&quot` needs no end.
fn named_entity(text: &str) -> Option<(char, usize)> {
    let length = text
        .bytes()
        .take(LONGEST_ENTITY)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let name = text[..length].to_ascii_lowercase();
    if !text[length..].starts_with(';') {
        return name.starts_with("quot").then_some(('"', "quot".len()));
    }
    let mut known = ENTITIES.iter();
    let (_, c) = known.find(|(known, _)| *known == name)?;
    Some((*c, length + 1))
}

/// Returns the number that the first digits of a text are.
fn digits(text: &str, count: usize, radix: u32) -> Option<u32> {
    let digits = text
        .get(..count)
        .filter(|digits| digits.bytes().all(|digit| digit != b'+'))?;
    u32::from_str_radix(digits, radix).ok()
}

/// Decodes Base64, perhaps of a `data:` URL. Few long texts have its characters only.
pub(crate) fn base64_decoded(text: &str) -> Option<String> {
    let text = text.rsplit_once(";base64,").map_or(text, |(_, data)| data);
    let text = text.trim().trim_end_matches('=');
    // Shorter texts contain no statement.
    if text.len() < SHORTEST_BASE64 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'\n' | b'\r' => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            // The bits above are of bytes that are complete.
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns what the parts of a text decode to that may be Base64.
pub(crate) fn base64_parts(text: &str) -> impl Iterator<Item = String> {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '/' | '_');
    text.split(move |c| !is_digit(c)).filter_map(base64_decoded)
}
