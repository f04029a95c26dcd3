//! Letters that are not what they look like.

use crate::shown::is_hidden;
use std::fmt;

/// A character that shows nothing, or that looks like one of ASCII and is another.
///
/// ```
/// use ram_policy::OddLetter;
///
/// // The first letter is the Cyrillic es.
/// let odd = OddLetter::in_ascii("\u{441}s:Get*").expect("an odd letter");
/// assert_eq!(odd.to_string(), "U+0441, which looks like `c` and is another character");
/// assert_eq!(OddLetter::in_ascii("cs:Get*"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OddLetter {
    /// The character.
    pub character: char,
    /// What it looks like; `None` if it does not show.
    pub looks_like: Option<char>,
}

impl OddLetter {
    /// The first one in a text that is ASCII where it is right: an action, a condition key.
    pub fn in_ascii(text: &str) -> Option<Self> {
        let mut odd = text.chars().filter(|c| !c.is_ascii());
        odd.find_map(Self::of)
    }

    /// The first one in a text of any script, such as the name of a user: one that does not show, or that
    /// stands in a word with letters of ASCII.
    ///
    /// ```
    /// use ram_policy::OddLetter;
    ///
    /// assert_eq!(OddLetter::in_name("acs:ram::1:user/анна"), None);
    /// let odd = OddLetter::in_name("acs:ram::1:user/аnna").expect("the first letter is Cyrillic");
    /// assert_eq!(odd.looks_like, Some('a'));
    /// ```
    pub fn in_name(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let is_in_word = |c: char| c.is_alphanumeric() || is_hidden(c);
        let mut words = text.split(|c| !is_in_word(c));
        words.find_map(|word| {
            let is_mixed = word.contains(|c: char| c.is_ascii_alphabetic());
            let mut odd = word.chars().filter(|c| is_mixed || is_hidden(*c));
            odd.find_map(Self::of)
        })
    }

    fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return None;
        }
        let looks_like = looks_like(character);
        (looks_like.is_some() || is_hidden(character)).then_some(Self {
            character,
            looks_like,
        })
    }
}

impl fmt::Display for OddLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}, which ", u32::from(self.character))?;
        match self.looks_like {
            Some(letter) => write!(f, "looks like `{letter}` and is another character"),
            None => f.write_str("does not show"),
        }
    }
}

/// Which odd letter a word of the language holds, to be put behind what is wrong with it; or nothing.
pub(crate) fn odd_letter(word: &str) -> String {
    let odd = OddLetter::in_ascii(word);
    odd.map_or(String::new(), |odd| format!(": it holds {odd}"))
}

/// A text with the letters that its odd ones look like, and without those that do not show.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| looks_like(c).unwrap_or(c))
        .collect()
}

/// The ASCII character that this one looks like.
///
/// Source: the table of confusable characters of Unicode Technical Standard 39, for the letters of
/// the Cyrillic, Greek and full-width blocks, Roman numerals, mathematical letters, and some more.
fn looks_like(c: char) -> Option<char> {
    const CYRILLIC: &str = "аaеeоoрpсcхxуyіiјjѕsԁdһhԛqԝwАAВBЕEКKМMНHОOРPСCТTХXІIЈJЅSҮYԌG";
    const OTHERS: &str = "ⅰiⅴvⅹxⅼlⅽcⅾdⅿmⅠIⅤVⅩXⅬLⅭCⅮDⅯMɑaɡgɩiօoսuհhոnѵvᴄcᴏoᴠvᴡwᴢzꜱsᏚSᏢPᎪAᎬEᏴBᏟCᎻHᏞLᎷMᎢT\
                          ՏSԱUℓlℎhℯeℊgℴo";
    const GREEK: &str = "ϲcϹCϳjοoνvαaιiκkρpυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    const SIGNS: &str = "∗*⁎*٭*＊*？?∶:꞉:ː:∕/⁄/‐-‑-−-";
    let found = [CYRILLIC, GREEK, OTHERS, SIGNS]
        .into_iter()
        .find_map(|pairs| {
            let mut pairs = pairs.chars();
            while let (Some(odd), Some(plain)) = (pairs.next(), pairs.next()) {
                if odd == c {
                    return Some(plain);
                }
            }
            None
        });
    found.or_else(|| match c {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        // Alphabets of 52 letters each: bold, italic, script, …
        '\u{1d400}'..='\u{1d6a3}' => {
            let at = (u32::from(c) - 0x1d400) % 52;
            let first = if at < 26 { 'A' } else { 'a' };
            char::from_u32(u32::from(first) + at % 26)
        }
        '\u{131}' => Some('i'),
        _ => None,
    })
}
