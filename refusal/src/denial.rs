//! Words that say that a call was refused, in messages that no form knows.

use crate::gap::{BLANK, BREAK, is_gap};
use crate::phrase::after;

/// How much of a message is read.
const LONGEST: usize = 1024;

/// Parts of sentences. A message that is only `Forbidden` repeats the status of HTTP.
const WORDS: [&str; 38] = [
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
    "explicitly denied",
    "explicit deny",
    "implicit deny",
    "no auth to",
    "not available for you",
    "no right to",
    "no rights to",
    "无权",
    "未授权",
    "未被授权",
    "没有被授权",
    "没有授权",
    "未获授权",
    "权限校验失败",
    "拒绝访问",
    "权限不足",
    "权限deny",
    "禁止访问",
    "访问被拒绝",
    "無權",
    "未授權",
    "權限不足",
    "禁止訪問",
];

/// Parts of sentences that can also be about a state or a quota.
const VAGUE: [&str; 8] = [
    "denied by",
    "forbidden by",
    "request was denied",
    "request is denied",
    "is forbidden",
    "forbidden to",
    "forbidden for",
    "not permitted",
];

/// Parts of sentences that say why it failed, where a vague one does not.
const FAILURES: [&str; 48] = [
    "already exist",
    "arrear",
    "being used",
    "busy",
    "conflict",
    "current stat",
    "deletion protection",
    "deletion_protection",
    "does not exist",
    "exceed",
    "expired",
    "flow control",
    "in its stat",
    "in progress",
    "in stat",
    "in the stat",
    "in this stat",
    "illegal",
    "in use",
    "insufficient balance",
    "invalid",
    "is creating",
    "is deleting",
    "is locked",
    "is running",
    "is stopped",
    "not activated",
    "not available in",
    "not enabled",
    "not found",
    "not open",
    "not ready",
    "not running",
    "not stopped",
    "not valid",
    "overdue",
    "parameter",
    "quota",
    "rate limit",
    "released",
    "specified value",
    "throttl",
    "timed out",
    "too frequent",
    "too many",
    "欠费",
    "流控",
    "限流",
];

/// Words before a permission that the caller does not have.
const LACKS: [&str; 14] = [
    "not have ",
    "not having ",
    "n't have ",
    "n’t have ",
    "n‘t have ",
    "don't have ",
    "don’t have ",
    "lack ",
    "lacks ",
    "lacking ",
    "without ",
    "insufficient ",
    "no ",
    "missing ",
];

/// Words between these and the permission.
const BETWEEN: [&str; 16] = [
    "of ",
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

const PERMISSIONS: [&str; 7] = [
    "permission",
    "privilege",
    "authorization",
    "authority",
    "access to",
    "access right",
    "rights to",
];

/// What is in every message about a permission.
const STEMS: [&str; 16] = [
    "access",
    "admin",
    "allow",
    "auth",
    "cannot",
    "deni",
    "forbid",
    "owner",
    "permi",
    "polic",
    "privilege",
    "ram ",
    "right",
    "role",
    "you",
    "权",
];

/// What a message says about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// It failed for another reason than a permission.
    Failure,
    /// Nothing about permissions.
    Nothing,
    /// Neither.
    Any,
    /// It was refused, in words that can also be about a state or a value.
    Vague,
    /// It was refused.
    Denied,
}

impl Says {
    /// Returns what a message says.
    pub(crate) fn of(message: &[u8]) -> Self {
        /// Shorter messages say nothing at all.
        const SHORTEST: usize = 16;
        let message = &message[..message.len().min(LONGEST)];
        let has = |words: fn(&[u8], usize) -> Option<usize>| {
            (0..message.len()).any(|at| starts_word(message, at) && words(message, at).is_some())
        };
        let has_stem = || {
            (0..message.len()).any(|at| STEMS.iter().any(|stem| after(message, at, stem).is_some()))
        };
        match (has(words_at), says_failure(message)) {
            (true, false) => Self::Denied,
            (true, true) => Self::Vague,
            (false, true) => Self::Failure,
            (false, false) if has(vague_at) => Self::Vague,
            (false, false) if message.len() >= SHORTEST && !has_stem() => Self::Nothing,
            (false, false) => Self::Any,
        }
    }
}

/// Returns whether a word starts at a place, or the end of `don't`.
fn starts_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| text[at]);
    // Chinese has no spaces, also not after other letters.
    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() || !text[at].is_ascii())
        || matches!(&text[at..], [b'n', b'\'' | 0xe2, ..])
}

/// Returns the end of the words in a line that start at a place.
pub(crate) fn denial_at(text: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 128;
    let vague = || {
        let end = vague_at(text, start)?;
        let is_end = |byte: &u8| matches!(*byte, BREAK | BLANK);
        let before = &text[start.saturating_sub(LONGEST)..start];
        let after = &text[end..text.len().min(end + LONGEST)];
        let first = before.iter().rposition(is_end).unwrap_or_default();
        let last = after.iter().position(is_end).unwrap_or(after.len());
        (!says_failure(&before[first..]) && !says_failure(&after[..last])).then_some(end)
    };
    words_at(text, start).or_else(vague)
}

/// Returns the end of words that start at a place and can also be about a state.
fn vague_at(text: &[u8], start: usize) -> Option<usize> {
    let first = text.get(start)?.to_ascii_lowercase();
    let mut words = VAGUE.iter().filter(|words| words.as_bytes()[0] == first);
    let end = words.find_map(|words| after(text, start, words));
    end.or_else(|| not_allowed(text, start))
}

/// Returns the end of the words about a permission that start at a place.
fn words_at(text: &[u8], start: usize) -> Option<usize> {
    let first = text.get(start)?.to_ascii_lowercase();
    if !matches!(
        first,
        b'n' | b'u' | b'w' | b'i' | b'p' | b'a' | b'f' | b'l' | b'm' | b'r' | b'd' | b'e' | 0xe6
            ..=0xe8
    ) {
        return None;
    }
    let mut words = WORDS.iter().filter(|words| words.as_bytes()[0] == first);
    let end = words.find_map(|words| after(text, start, words));
    end.or_else(|| without_permission(text, start))
        .or_else(|| access_is_denied(text, start))
        .or_else(|| without_permission_in_chinese(text, start))
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

/// Returns the end of `access to the workspace is denied`.
fn access_is_denied(text: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 96;
    let end = after(text, start, "access to ")?;
    let is_end =
        |at: &usize| text[*at] == b'.' && text.get(at + 1).is_none_or(|&byte| is_gap(byte));
    let last = text.len().min(end + LONGEST);
    let last = (end..last).find(is_end).unwrap_or(last);
    let denied = ["is denied", "was denied", "is forbidden", "has been denied"];
    (end..last).find_map(|at| {
        denied
            .iter()
            .find_map(|words| after(&text[..last], at, words))
    })
}

/// Returns the end of `没有操作权限` and the like.
fn without_permission_in_chinese(text: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 36;
    let lacks = ["没有", "无", "缺少", "缺乏", "沒有", "無"];
    let at = lacks.iter().find_map(|words| after(text, start, words))?;
    let rest = &text[at..text.len().min(at + LONGEST)];
    // Only the letters of one sentence.
    let length = rest.iter().take_while(|byte| {
        byte.is_ascii_alphanumeric() || (0xe4..=0xe9).contains(*byte) || **byte & 0xc0 == 0x80
    });
    let sentence = &rest[..length.count()];
    let permissions = ["权限", "權限"];
    let place = sentence
        .windows(permissions[0].len())
        .position(|there| permissions.iter().any(|word| word.as_bytes() == there));
    place.map(|place| at + place + permissions[0].len())
}

/// Returns the end of `not allowed to` before a verb of the caller. What is `not allowed to be` so has a
/// status or a value that forbids it.
fn not_allowed(text: &[u8], start: usize) -> Option<usize> {
    let end = after(text, start, "not allowed to ")?;
    after(text, end, "be ").is_none().then_some(end)
}

/// Returns whether a message is about a failure that is not a refusal.
fn says_failure(message: &[u8]) -> bool {
    (0..message.len()).any(|at| {
        let first = message[at].to_ascii_lowercase();
        let mut words = FAILURES.iter().filter(|words| words.as_bytes()[0] == first);
        starts_word(message, at) && words.any(|words| after(message, at, words).is_some())
    })
}

/// Returns the start of the sentence of words at a place.
pub(crate) fn sentence_start(text: &[u8], start: usize) -> usize {
    const LONGEST: usize = 96;
    let first = start.saturating_sub(LONGEST);
    let is_end = |byte: &u8| matches!(*byte, BREAK | BLANK | b'.' | b':' | b'"' | b'>');
    let end = text[first..start].iter().rposition(is_end);
    end.map_or(first, |end| first + end + 1)
}

/// Returns whether the sentence of words at a place addresses the caller, as the errors of an API do.
pub(crate) fn is_addressed(text: &[u8], start: usize) -> bool {
    let sentence = &text[sentence_start(text, start)..start];
    let names = [
        "you ",
        "current user",
        "current account",
        "ram user",
        "ram 用户",
        "您",
        "你",
        "子账号",
        "当前用户",
        "当前账号",
    ];
    (0..sentence.len()).any(|at| {
        let is_start = at == 0 || !sentence[at - 1].is_ascii_alphanumeric();
        is_start && names.iter().any(|name| after(sentence, at, name).is_some())
    })
}

/// Returns whether a word says that a line is about an error.
pub(crate) fn is_error(word: &str) -> bool {
    if word.len() < 5 {
        return false;
    }
    let names = ["error", "failed", "failure", "exception", "fatal", "panic"];
    names.iter().any(|name| {
        let tail = word
            .len()
            .checked_sub(name.len())
            .and_then(|at| word.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name))
    })
}
