//! Letters that resemble ASCII letters and are others.

use crate::visible::is_invisible;
use std::fmt;

/// A character that is invisible, or that resembles an ASCII character.
///
/// ```
/// use ram_diagnostics::Confusable;
///
/// // The first letter is the Cyrillic es.
/// let confusable = Confusable::in_ascii("\u{441}s:Get*").expect("a confusable letter");
/// assert_eq!(confusable.to_string(), "U+0441, which is easily confused with `c`");
/// assert_eq!(Confusable::in_ascii("cs:Get*"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confusable {
    /// The character.
    pub character: char,
    /// The ASCII character that it resembles; `None` if it is invisible.
    pub resembles: Option<char>,
}

impl Confusable {
    /// Finds the first one in a text that should be ASCII: an action, a condition key.
    pub fn in_ascii(text: &str) -> Option<Self> {
        text.chars().find_map(Self::of)
    }

    /// Finds the first one in a text of any script, such as the name of a user: an invisible character, or a confusable
    /// letter in a word that also has ASCII letters.
    ///
    /// ```
    /// use ram_diagnostics::Confusable;
    ///
    /// assert_eq!(Confusable::in_name("acs:ram::1:user/анна"), None);
    /// let found = Confusable::in_name("acs:ram::1:user/аnna").expect("the first letter is Cyrillic");
    /// assert_eq!(found.resembles, Some('a'));
    /// ```
    pub fn in_name(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let words = text.split(|c: char| !c.is_alphanumeric() && !is_invisible(c));
        words
            .flat_map(|word| {
                let is_mixed = word.contains(|c: char| c.is_ascii_alphabetic());
                word.chars().filter(move |c| is_mixed || is_invisible(*c))
            })
            .find_map(Self::of)
    }

    fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return None;
        }
        let resembles = resembled(character);
        (resembles.is_some() || is_invisible(character)).then_some(Self {
            character,
            resembles,
        })
    }
}

impl fmt::Display for Confusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}, which ", u32::from(self.character))?;
        match self.resembles {
            Some(letter) => write!(f, "is easily confused with `{letter}`"),
            None => f.write_str("is invisible"),
        }
    }
}

/// Replaces each confusable character with the ASCII character that it resembles, and removes the invisible ones.
///
/// ```
/// assert_eq!(ram_diagnostics::without_confusables("\u{441}s:\u{200b}Get"), "cs:Get");
/// ```
pub fn without_confusables(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| resembled(c).unwrap_or(c))
        .collect()
}

/// Finds the first Cyrillic, Greek or full-width letter in a word that also has ASCII letters, whatever it resembles:
/// no name mixes these scripts.
///
/// ```
/// use ram_diagnostics::mixed_script_letter;
///
/// assert_eq!(mixed_script_letter("cs:Жet"), Some('Ж'));
/// assert_eq!(mixed_script_letter("集群 cs:Get, жук"), None);
/// ```
pub fn mixed_script_letter(text: &str) -> Option<char> {
    if text.is_ascii() {
        return None;
    }
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
        .flat_map(str::chars)
        .find(|c| matches!(c, '\u{370}'..='\u{52f}' | '\u{ff21}'..='\u{ff5a}'))
}

/// Returns the ASCII character that this one resembles.
///
/// Source: the table of confusable characters of Unicode Technical Standard 39, for the letters of the Cyrillic, Greek
/// and full-width blocks, Roman numerals, mathematical letters, and some more.
fn resembled(c: char) -> Option<char> {
    const CYRILLIC: &str = "аaеeоoрpсcхxуyіiјjѕsԁdһhԛqԝwАAВBЕEКKМMНHОOРPСCТTХXІIЈJЅSҮYԌG";
    const OTHERS: &str = "ⅰiⅴvⅹxⅼlⅽcⅾdⅿmⅠIⅤVⅩXⅬLⅭCⅮDⅯMɑaɡgɩiօoսuհhոnѵvᴄcᴏoᴠvᴡwᴢzꜱsᏚSᏢPᎪAᎬEᏴBᏟCᎻHᏞLᎷMᎢT\
                          ՏSԱUℓlℎhℯeℊgℴo";
    const GREEK: &str = "ϲcϹCϳjοoνvαaιiκkρpυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    const SIGNS: &str = "∗*⁎*٭*＊*？?∶:꞉:ː:∕/⁄/‐-‑-−-";
    let found = [CYRILLIC, GREEK, OTHERS, SIGNS]
        .into_iter()
        .find_map(|pairs| {
            let mut pairs = pairs.chars();
            while let (Some(confusable), Some(plain)) = (pairs.next(), pairs.next()) {
                if confusable == c {
                    return Some(plain);
                }
            }
            None
        });
    found.or_else(|| match c {
        // The full-width forms are in the order of ASCII.
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
