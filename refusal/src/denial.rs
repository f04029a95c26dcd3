//! Words that say that a call was refused, in messages and names that no form knows.

/// How much of a message is read.
const LONGEST: usize = 1024;

/// Parts of sentences. A message that is only `Forbidden` repeats the status of HTTP.
const WORDS: [&str; 22] = [
    "not authorized",
    "not authorised",
    "unauthorized to",
    "no permission",
    "not have permission",
    "not have the permission",
    "n't have permission",
    "without permission",
    "insufficient permission",
    "not have sufficient permission",
    "permission denied",
    "permission is denied",
    "access denied",
    "access is denied",
    "is forbidden",
    "forbidden to",
    "no right to",
    "no privilege",
    "not permitted",
    "没有权限",
    "无权限",
    "权限不足",
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
    if !matches!(first, b'n' | b'u' | b'w' | b'i' | b'p' | b'a' | b'f' | 0xe6) {
        return None;
    }
    let mut words = WORDS.iter().filter(|words| words.as_bytes()[0] == first);
    words.find_map(|words| {
        let end = start + words.len();
        let there = text.get(start..end)?;
        there.eq_ignore_ascii_case(words.as_bytes()).then_some(end)
    })
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
