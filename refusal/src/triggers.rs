//! Finds the lines that can be part of a refusal, at a speed that does not depend on the number of words.
//!
//! The search is that of Wu and Manber: the last two bytes of the next six say how far the next word can
//! be, and most pairs of letters are in no word at all.

use crate::forms::FORMS;
use alloc::vec;
use alloc::vec::Vec;

/// Words of codes, fields and sentences that no form has, in small letters. Each has at least
/// [`LENGTH`] bytes.
const WORDS: [&str; 65] = [
    "forbid",
    "forbbid",
    "forbedd",
    "access denied",
    "accessdenied",
    "access is denied",
    "accessforbid",
    "permission",
    "authority",
    "authorized",
    "authorised",
    "not permitted",
    "notpermit",
    "nopermit",
    "noauth",
    "no_auth",
    "no auth",
    "no right",
    "rights to",
    "ramauth",
    "access right",
    "encodeddiag",
    "privilege",
    "notallowed",
    "server_403",
    "server.403",
    "authaction",
    "authresource",
    "authprincipal",
    "decodeddiag",
    "implicitdeny",
    "policydeny",
    "权限",
    "无权",
    "授权",
    "權限",
    "無權",
    "授權",
    "禁止访问",
    "禁止訪問",
    "被拒绝",
    "拒绝访问",
    "allowed to",
    "available for you",
    "unauthorized",
    "was denied",
    "is denied",
    "explicit deny",
    "explicitdeny",
    "implicit deny",
    "access_den",
    "errmanagedaddon",
    // The characters of words in Chinese, as a program escapes them: 权, 權, 拒 and 禁.
    "\\u6743",
    "\\u6b0a",
    "\\u62d2",
    "\\u7981",
    "&#x6743",
    "&#26435",
    "&#x6b0a",
    "&#27402",
    "&#x62d2",
    "&#25298",
    "&#x7981",
    "&#31105",
    "errorrampolicy",
];

const LENGTH: usize = 6;

/// The shifts are by a hash of two bytes.
const TABLE: usize = 4096;

pub(crate) struct Triggers {
    words: Vec<&'static [u8]>,
    shifts: Vec<u8>,
    /// The words by the hash of the last two of their first bytes.
    ends: Vec<Vec<u8>>,
}

impl Triggers {
    pub(crate) fn new() -> Self {
        let forms = FORMS.iter().flat_map(|form| form.words);
        let words: Vec<&[u8]> = WORDS
            .iter()
            .chain(forms)
            .map(|word| word.as_bytes())
            .collect();
        let longest = u8::try_from(LENGTH - 1).unwrap_or(u8::MAX);
        let mut shifts = vec![longest; TABLE];
        let mut ends = vec![Vec::new(); TABLE];
        for (number, word) in words.iter().enumerate() {
            for at in 0..LENGTH - 1 {
                let place = hash(word[at], word[at + 1]);
                let shift = u8::try_from(LENGTH - 2 - at).unwrap_or_default();
                shifts[place] = shifts[place].min(shift);
            }
            let place = hash(word[LENGTH - 2], word[LENGTH - 1]);
            ends[place].push(u8::try_from(number).unwrap_or_default());
        }
        Self {
            words,
            shifts,
            ends,
        }
    }

    /// Returns the place of the next word.
    pub(crate) fn find(&self, text: &[u8], start: usize) -> Option<usize> {
        let mut at = start + LENGTH - 1;
        while at < text.len() {
            let place = hash(fold(text[at - 1]), fold(text[at]));
            match self.shifts[place] {
                0 => {
                    let first = at + 1 - LENGTH;
                    if self.is_word(&text[first..], place) && !is_status(text, first) {
                        return Some(first);
                    }
                    at += 1;
                }
                shift => at += usize::from(shift),
            }
        }
        None
    }

    fn is_word(&self, text: &[u8], place: usize) -> bool {
        self.ends[place].iter().any(|number| {
            let word = self.words[usize::from(*number)];
            let there = text.get(..word.len());
            there.is_some_and(|there| there.eq_ignore_ascii_case(word))
        })
    }
}

/// Returns whether `Forbidden` is the name of the status in a line of an ordinary log.
fn is_status(text: &[u8], at: usize) -> bool {
    let is_name = text[at..].starts_with(b"Forbidden");
    let next = text.get(at + 9).copied().unwrap_or(b' ');
    let is_status = is_name && text[..at].ends_with(b"403 ");
    is_status && !next.is_ascii_alphanumeric() && next != b'.' && !is_of_cloud(text, at)
}

/// Returns whether the line of a place names a host of the cloud.
fn is_of_cloud(text: &[u8], at: usize) -> bool {
    const LONGEST: usize = 512;
    const HOST: &[u8] = b".aliyuncs.com";
    let is_end = |byte: &u8| *byte == b'\n';
    let (before, after) = text.split_at(at);
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let before = &before[before.iter().rposition(is_end).unwrap_or_default()..];
    let after = &after[..after.len().min(LONGEST)];
    let after = &after[..after.iter().position(is_end).unwrap_or(after.len())];
    [before, after]
        .iter()
        .any(|part| part.windows(HOST.len()).any(|there| there == HOST))
}

const fn fold(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

const fn hash(one: u8, other: u8) -> usize {
    ((one as usize) << 5 ^ other as usize) % TABLE
}
