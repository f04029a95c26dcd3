//! Words that say that a call was refused, in messages and names that no form knows.

use crate::unwrap::is_gap;

/// How much of a message is read.
const LONGEST: usize = 1024;

/// Parts of sentences. A message that is only `Forbidden` repeats the status of HTTP.
const WORDS: [&str; 26] = [
    "not authorized",
    "not authorised",
    "unauthorized to",
    "unauthorized operation",
    "unauthorized access",
    "unauthorized request",
    "permission denied",
    "permission is denied",
    "permissions denied",
    "permission required",
    "access denied",
    "access is denied",
    "access was denied",
    "access forbidden",
    "access is forbidden",
    "request was denied",
    "request is denied",
    "is forbidden",
    "forbidden to",
    "forbidden for",
    "no right to",
    "not permitted",
    "无权",
    "未授权",
    "未被授权",
    "权限不足",
];

/// Words before a permission that the caller does not have.
const LACKS: [&str; 12] = [
    "not have ",
    "not having ",
    "n't have ",
    "n’t have ",
    "n‘t have ",
    "lack ",
    "lacks ",
    "lacking ",
    "without ",
    "insufficient ",
    "no ",
    "missing ",
];

/// Words between these and the permission.
const BETWEEN: [&str; 15] = [
    "the ",
    "any ",
    "a ",
    "sufficient ",
    "enough ",
    "required ",
    "necessary ",
    "needed ",
    "proper ",
    "appropriate ",
    "corresponding ",
    "such ",
    "ram ",
    "access ",
    "right ",
];

const PERMISSIONS: [&str; 6] = [
    "permission",
    "privilege",
    "authorization",
    "authority",
    "access to",
    "access right",
];

/// Parts of the names of codes and exceptions, without their case.
const NAMES: [&str; 14] = [
    "forbidden",
    "forbbiden",
    "forbedden",
    "accessdenied",
    "accessforbid",
    "nopermission",
    "permissiondenied",
    "nopermit",
    "notpermitted",
    "notauthorized",
    "unauthorized",
    "noauth",
    "nullpermission",
    "permissionnotallow",
];

/// Returns whether a message says that the call was refused.
pub(crate) fn says_denied(message: &[u8]) -> bool {
    let message = &message[..message.len().min(LONGEST)];
    (0..message.len()).any(|at| words_at(message, at).is_some())
}

/// Returns the end of the words that start at a place.
pub(crate) fn words_at(text: &[u8], start: usize) -> Option<usize> {
    let first = text.get(start)?.to_ascii_lowercase();
    if !matches!(
        first,
        b'n' | b'u' | b'w' | b'i' | b'p' | b'a' | b'f' | b'l' | b'm' | b'r' | 0xe6 | 0xe7
    ) {
        return None;
    }
    let mut words = WORDS.iter().filter(|words| words.as_bytes()[0] == first);
    let end = words.find_map(|words| after(text, start, words));
    end.or_else(|| without_permission(text, start))
        .or_else(|| not_allowed(text, start))
        .or_else(|| without_permission_in_chinese(text, start))
}

/// Returns the place after some words. Each space may be a line break.
fn after(text: &[u8], start: usize, words: &str) -> Option<usize> {
    let end = start + words.len();
    let mut pairs = text.get(start..end)?.iter().zip(words.as_bytes());
    pairs
        .all(|(there, wanted)| {
            there.eq_ignore_ascii_case(wanted) || (*wanted == b' ' && is_gap(*there))
        })
        .then_some(end)
}

/// Returns the end of `not have the required permission` and the like.
fn without_permission(text: &[u8], start: usize) -> Option<usize> {
    let mut at = LACKS.iter().find_map(|words| after(text, start, words))?;
    for _ in 0..4 {
        let permission = PERMISSIONS.iter().find_map(|words| after(text, at, words));
        if permission.is_some() {
            return permission;
        }
        at = BETWEEN.iter().find_map(|words| after(text, at, words))?;
    }
    None
}

/// Returns the end of `没有操作权限` and the like.
fn without_permission_in_chinese(text: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 36;
    let lacks = ["没有", "无", "缺少", "缺乏"];
    let at = lacks.iter().find_map(|words| after(text, start, words))?;
    let rest = &text[at..text.len().min(at + LONGEST)];
    // Only the letters of one sentence.
    let length = rest.iter().take_while(|byte| {
        byte.is_ascii_alphanumeric() || (0xe4..=0xe9).contains(*byte) || **byte & 0xc0 == 0x80
    });
    let sentence = &rest[..length.count()];
    let permission = "权限".as_bytes();
    let place = sentence
        .windows(permission.len())
        .position(|there| there == permission);
    place.map(|place| at + place + permission.len())
}

/// Returns the end of `not allowed to` before a verb of the caller. What is `not allowed to be` so has a
/// status or a value that forbids it.
fn not_allowed(text: &[u8], start: usize) -> Option<usize> {
    let end = after(text, start, "not allowed to ")?;
    after(text, end, "be ").is_none().then_some(end)
}

/// Returns whether a word says that a line is about an error.
pub(crate) fn is_error(word: &str) -> bool {
    if word.len() < 5 {
        return false;
    }
    let names = ["error", "failed", "failure", "exception", "fatal"];
    names.iter().any(|name| {
        let tail = word
            .len()
            .checked_sub(name.len())
            .and_then(|at| word.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name))
    })
}

/// Returns whether the name of a code or an exception says that the call was refused.
pub(crate) fn is_denied(name: &str) -> bool {
    // `Forbiddenness`
    let rest = name.strip_prefix("Forbidden");
    if rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())) {
        return false;
    }
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let mut folded = [0; 128];
    let mut length = 0;
    for (slot, letter) in folded.iter_mut().zip(letters) {
        *slot = letter.to_ascii_lowercase();
        length += 1;
    }
    let folded = &folded[..length];
    NAMES.iter().any(|name| {
        let mut windows = folded.windows(name.len());
        windows.any(|window| window == name.as_bytes())
    })
}
