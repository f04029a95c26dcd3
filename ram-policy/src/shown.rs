//! How a text of a policy is shown in messages: escaped, and cut where it is long.

use std::fmt;

/// So many characters of a text are shown. No name of an action or a key is as long; a message may
/// name the same one for each of a hundred thousand values.
const MOST: usize = 256;

/// A text as messages show it.
pub(crate) struct Shown<'a>(&'a str);

/// A text as messages show it: what does not show, or commands a terminal, is escaped, and of a long
/// one the start stands there, with `…` behind it.
pub(crate) fn shown(text: &str) -> Shown<'_> {
    Shown(text)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.char_indices().nth(MOST);
        let start = end.map_or(self.0, |(end, _)| &self.0[..end]);
        for part in start.split_inclusive(is_hidden) {
            let plain = part.trim_end_matches(is_hidden);
            let hidden = &part[plain.len()..];
            write!(f, "{}{}", plain.escape_debug(), hidden.escape_unicode())?;
        }
        if end.is_some() {
            f.write_str("…")?;
        }
        Ok(())
    }
}

/// Characters that show nothing, or change the order in which others are shown.
///
/// Source: the property `Default_Ignorable_Code_Point` of Unicode 16; with line and paragraph separators, the
/// marks of interlinear annotations, and a pattern of Braille without dots.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_does_not_show_is_escaped_and_a_long_text_is_cut() {
        let long = "a".repeat(300);
        let cut = format!("{}…", &long[..256]);
        for (text, wanted) in [
            ("cs:Get*", "cs:Get*"),
            ("a\nb\u{1b}", "a\\nb\\u{1b}"),
            ("cs:\u{200b}Get", "cs:\\u{200b}Get"),
            ("\u{e0041}\u{3164}\u{fe0f}", "\\u{e0041}\\u{3164}\\u{fe0f}"),
            ("集群é", "集群é"),
            (&long[..256], &long[..256]),
            (&long, &cut),
        ] {
            assert_eq!(shown(text).to_string(), wanted);
        }
    }
}
