//! Characters that are not seen, reorder what is shown, or command a terminal.

use std::fmt;

/// The most characters of a text that [`escaped`] shows. Names of actions and keys are shorter; a message may quote
/// the same hostile text for each of a hundred thousand values.
const MAX_ESCAPED: usize = 256;

/// Quotes a text in a message: hidden characters are escaped, and a long text is cut, with `…` at its end.
///
/// ```
/// use ram_diagnostics::escaped;
///
/// assert_eq!(escaped("cs:\u{200b}Get\n").to_string(), r"cs:\u{200b}Get\n");
/// ```
pub fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// A text that [`escaped`] quotes.
pub struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.char_indices().nth(MAX_ESCAPED);
        let start = end.map_or(self.0, |(end, _)| &self.0[..end]);
        for part in start.split_inclusive(is_invisible) {
            let plain = part.trim_end_matches(is_invisible);
            let invisible = &part[plain.len()..];
            write!(f, "{}{}", plain.escape_debug(), invisible.escape_unicode())?;
        }
        if end.is_some() {
            f.write_str("…")?;
        }
        Ok(())
    }
}

/// Replaces each hidden character with a visible sign of as many bytes, so that byte offsets still hold. Control
/// characters of one byte stay.
pub fn visible(text: &str) -> String {
    let sign = |c: char| match c.len_utf8() {
        2 if is_hidden(c) => '\u{b7}',
        3 if is_hidden(c) => '\u{fffd}',
        // A question mark, white on black.
        4 if is_hidden(c) => '\u{1fbc4}',
        _ => c,
    };
    text.chars().map(sign).collect()
}

/// Returns true for control characters and for [invisible](is_invisible) ones, except variation selectors: those are
/// part of emojis, which prose may contain.
#[inline]
pub fn is_hidden(c: char) -> bool {
    c.is_control() || (!c.is_ascii() && is_invisible(c) && !is_variation_selector(c))
}

/// Returns true for characters that show nothing, or that change the order in which others are shown. Names and
/// policies contain none of them.
///
/// Source: the property `Default_Ignorable_Code_Point` of Unicode 16, with line and paragraph separators, the marks of
/// interlinear annotations, and the Braille pattern without dots.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns true for characters that a reader of a name does not see or takes for a space: [hidden](is_hidden) and
/// [invisible](is_invisible) ones, and blanks other than the space.
///
/// ```
/// use ram_diagnostics::is_unseen;
///
/// for name in ["mia\u{a0}", "mia\u{3000}", "mia\u{fe0f}", "mia\u{e0100}", "mia\u{200b}"] {
///     assert!(name.chars().any(is_unseen));
/// }
/// assert!(!"Mía 集群".chars().any(is_unseen));
/// ```
pub fn is_unseen(c: char) -> bool {
    c.is_control() || (!c.is_ascii() && (is_invisible(c) || c.is_whitespace()))
}

/// Source: the property `Variation_Selector` of Unicode 16.
fn is_variation_selector(c: char) -> bool {
    matches!(c,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_hidden, is_invisible, visible};
    use proptest::prelude::*;

    #[test]
    fn invisible_characters_are_escaped_and_long_text_truncated() {
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
            assert_eq!(escaped(text).to_string(), wanted);
        }
    }

    #[test]
    fn emojis_keep_their_variation_selectors() {
        assert!(!is_hidden('\u{fe0f}') && is_invisible('\u{fe0f}'));
        assert_eq!(visible("\u{2764}\u{fe0f}"), "\u{2764}\u{fe0f}");
    }

    proptest! {
        #[test]
        fn visible_text_keeps_its_byte_offsets(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert_eq!(shown.len(), text.len());
            prop_assert!(!shown.contains(|c: char| !c.is_ascii() && is_hidden(c)));
        }
    }
}
