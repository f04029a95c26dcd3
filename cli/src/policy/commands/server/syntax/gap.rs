//! Where a text can be written without damage to the rest.

use super::around::{Around, Found, around};
use super::scan::{Language, Token};
use super::spot::Spot;
use super::tree::Value;
use ram_diagnostics::ByteRange;

/// A place for a key or a value.
#[allow(clippy::struct_excessive_bools)] // Each is about the place, and any may hold.
pub(crate) struct Gap {
    pub(crate) language: Language,
    /// The text that is replaced, without quotation marks.
    pub(crate) range: ByteRange,
    pub(crate) is_quoted: bool,
    /// True if the quotation mark at the end is missing.
    pub(crate) is_open: bool,
    /// True if what follows needs a comma before it.
    pub(crate) needs_comma: bool,
    /// True if the value of the key is missing, with its sign.
    pub(crate) needs_value: bool,
    /// True if nothing else is on the line.
    pub(crate) is_own_line: bool,
}

/// Returns the place for a key or a value at an offset, if one can be written there.
pub(crate) fn gap(text: &str, language: Language, spot: &Spot<'_>, offset: usize) -> Option<Gap> {
    let around = around(text, language, offset)?;
    let gap = match &around.here {
        Some((Token::Text(_, is_closed), range)) => {
            let is_closed = *is_closed && around.ends_at(text, range.end);
            let range = ByteRange::new(range.start + 1, range.end - usize::from(is_closed));
            // A string in an expression that is not understood is in no string of the tree.
            if !spot.is_quoted || range.end < offset {
                return None;
            }
            Gap {
                is_quoted: true,
                is_open: !is_closed,
                range: name(text, range, offset, is_closed, spot.is_key)?,
                ..around.gap(offset)
            }
        }
        Some((Token::Word(word), range)) => {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let is_same = spot.range == *range && !spot.is_quoted;
            if !is_same || !word.chars().all(is_word) {
                return None;
            }
            Gap {
                range: *range,
                ..around.gap(offset)
            }
        }
        Some(_) => return None,
        // In an expression, or before a key.
        None if spot.node.is_some() || spot.key().is_some() => return None,
        None => around.gap(offset),
    };
    if spot.is_key {
        around.key(text, spot, gap)
    } else {
        around.value(text, spot, gap)
    }
}

/// Returns the name in a string, which is all of it. An open one has the rest of its line, in which each other string
/// has both marks, and the colon at the end of a key is the sign after it.
fn name(
    text: &str,
    inside: ByteRange,
    offset: usize,
    is_closed: bool,
    is_key: bool,
) -> Option<ByteRange> {
    let is_name = |c: char| c.is_alphanumeric() || "*?:-_./".contains(c);
    let written = inside.of(text);
    let length = written.find(|c| !is_name(c)).unwrap_or(written.len());
    let mut end = inside.start + length;
    let has_sign = is_key && !is_closed && offset < end && written[..length].ends_with(':');
    end -= usize::from(has_sign);
    if end < offset {
        return None;
    }
    if !is_closed {
        let line = text[end..].split(['\n', '\r']).next().unwrap_or_default();
        let is_end =
            has_sign || line.is_empty() || line.starts_with([' ', '\t', ',', ']', '}', ')']);
        if !is_end || line.matches('"').count() % 2 == 1 {
            return None;
        }
    } else if length < written.len() {
        return None;
    }
    Some(ByteRange::new(inside.start, end))
}

fn is_sign(found: Option<&Found>, signs: &[char]) -> bool {
    matches!(found, Some((Token::Sign(sign), _)) if signs.contains(sign))
}

impl Around {
    fn gap(&self, offset: usize) -> Gap {
        Gap {
            language: self.language,
            range: ByteRange::new(offset, offset),
            is_quoted: false,
            is_open: false,
            needs_comma: false,
            needs_value: false,
            is_own_line: false,
        }
    }

    /// Reports whether the next token is on another line than an offset, or missing.
    fn is_last_in_line(&self, text: &str, offset: usize) -> bool {
        let after = self.after.as_ref();
        after.is_none_or(|(_, range)| text[offset..range.start.max(offset)].contains('\n'))
    }

    /// Reports whether a string or a word that ends here is complete: nothing follows that would be a part of it.
    fn ends_at(&self, text: &str, end: usize) -> bool {
        self.is_last_in_line(text, end) || is_sign(self.after.as_ref(), &[',', ']', '}', ')', ':'])
    }

    /// Checks a place for a key.
    fn key(&self, text: &str, spot: &Spot<'_>, gap: Gap) -> Option<Gap> {
        let is_json = self.language == Language::Json;
        let is_first = is_sign(self.before.as_ref(), &['{', ',']);
        // In Terraform, the end of a line separates members.
        let start = gap.range.start - usize::from(gap.is_quoted);
        let before = self.before.as_ref();
        let is_first_in_line =
            before.is_none_or(|(_, range)| text[range.end.min(start)..start].contains('\n'));
        let is_own_line = is_first_in_line && self.is_last_in_line(text, gap.range.end);
        let is_on_new_line = !is_json
            && self.before.as_ref().is_none_or(|(token, range)| {
                let is_end = match token {
                    Token::Sign(sign) => "}])".contains(*sign),
                    Token::Word(word) => word.ends_with(|c: char| c.is_alphanumeric() || c == '_'),
                    Token::Text(_, is_closed) => *is_closed,
                    Token::Heredoc(_) => true,
                };
                is_end && text[range.end.min(start)..start].contains('\n')
                    || matches!(token, Token::Heredoc(_))
            });
        if !is_first && !is_on_new_line {
            return None;
        }
        let needs_value = !spot.has_value() && !gap.is_quoted;
        if !needs_value {
            return Some(gap);
        }
        let is_next_key = match &self.after {
            Some((Token::Text(..), range)) => is_json && range.start > gap.range.end,
            _ => false,
        };
        let is_end = self.after.is_none() || is_sign(self.after.as_ref(), &['}']);
        // On the line of a brace, a block has one element at most, and none on another line.
        let is_only = before.is_some_and(|(_, range)| {
            is_sign(self.before.as_ref(), &['{'])
                && is_sign(self.after.as_ref(), &['}'])
                && !self.is_last_in_line(text, range.end)
        });
        let is_of_for = matches!(&self.after, Some((Token::Word(word), _)) if word == "for");
        if (spot.is_in_block() && !is_own_line && !is_only) || is_of_for {
            return None;
        }
        let is_free =
            is_end || is_next_key || (!is_json && self.is_last_in_line(text, gap.range.end));
        is_free.then_some(Gap {
            needs_value,
            needs_comma: is_next_key,
            is_own_line,
            ..gap
        })
    }

    /// Checks a place for a value.
    fn value(&self, text: &str, spot: &Spot<'_>, gap: Gap) -> Option<Gap> {
        let is_value = is_sign(self.before.as_ref(), &[':']);
        let is_item = is_sign(self.before.as_ref(), &['[', ',']);
        if !is_value && !is_item {
            return None;
        }
        if self.here.is_some() {
            let is_node = spot
                .node
                .is_some_and(|node| matches!(node.value, Value::Text(..)) == gap.is_quoted);
            let is_end = gap.is_quoted || self.ends_at(text, gap.range.end);
            return (is_node && is_end).then_some(gap);
        }
        let is_end = is_sign(self.after.as_ref(), &[',', ']', '}']) || self.after.is_none();
        let is_last = self.is_last_in_line(text, gap.range.end);
        if is_value {
            return (spot.has_no_value() && (is_end || is_last)).then_some(gap);
        }
        let is_next_item = matches!(self.after, Some((Token::Text(..), _))) && is_last;
        (is_end || is_next_item).then_some(Gap {
            needs_comma: is_next_item,
            ..gap
        })
    }
}
