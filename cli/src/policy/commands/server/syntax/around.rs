//! The tokens next to a place.

use super::scan::{Language, Scanner, Token};
use ram_diagnostics::ByteRange;

pub(super) type Found = (Token, ByteRange);

/// The tokens next to a place, in the language that is written there.
pub(super) struct Around {
    pub(super) language: Language,
    pub(super) before: Option<Found>,
    /// The one around the place, or a word or an open string that ends there.
    pub(super) here: Option<Found>,
    pub(super) after: Option<Found>,
}

/// Returns the tokens next to an offset. `None` in a comment.
pub(super) fn around(text: &str, language: Language, offset: usize) -> Option<Around> {
    let whole = ByteRange::new(0, text.len());
    around_in(Scanner::new(text, whole, language), language, offset)
}

fn around_in(mut scan: Scanner<'_>, language: Language, offset: usize) -> Option<Around> {
    let mut around = Around {
        language,
        before: None,
        here: None,
        after: None,
    };
    loop {
        let next = scan.take();
        if scan.is_in_comment(offset) {
            return None;
        }
        let Some((token, range)) = next else {
            return Some(around);
        };
        let is_open = matches!(token, Token::Word(_) | Token::Text(_, false));
        if range.end < offset || (range.end == offset && !is_open) {
            around.before = Some((token, range));
            continue;
        }
        if range.start >= offset {
            around.after = Some((token, range));
            return Some(around);
        }
        if let Token::Heredoc(body) = token {
            let is_inside = body.start <= offset && offset < range.end;
            let inside = Scanner::in_heredoc(scan.text(), body);
            // The line with its name is not a part of it.
            return (is_inside && offset < body.end)
                .then(|| around_in(inside, Language::Json, offset))
                .flatten();
        }
        around.here = Some((token, range));
        around.after = scan.take();
        return Some(around);
    }
}
