//! Lists of words, split when the program is compiled: each header of a page is compared with hundreds.

/// Splits a literal at its spaces into a constant slice of words.
macro_rules! word_list {
    ($text:literal) => {{
        const WORDS: [&str; $crate::page::word_list::count($text)] =
            $crate::page::word_list::split($text);
        &WORDS
    }};
}

pub(crate) use word_list;

/// Returns the number of words with one space between them.
pub(crate) const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 1);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            count += 1;
        }
        at += 1;
    }
    count
}

/// Returns the words.
pub(crate) const fn split<const COUNT: usize>(text: &'static str) -> [&'static str; COUNT] {
    let mut words = [""; COUNT];
    let mut rest = text.as_bytes();
    let mut index = 0;
    while index < COUNT {
        let mut end = 0;
        while end < rest.len() && rest[end] != b' ' {
            end += 1;
        }
        let (word, after) = rest.split_at(end);
        words[index] = match std::str::from_utf8(word) {
            Ok(word) => word,
            Err(_) => panic!("a space is no part of another character"),
        };
        if let Some((_, after)) = after.split_first() {
            rest = after;
        }
        index += 1;
    }
    words
}
