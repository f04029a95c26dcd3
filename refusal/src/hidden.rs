//! What a reader of a text does not see in it: white space outside of ASCII, and commands of a terminal.

use crate::gap::{SOFT, SPACE};
use crate::phrase::phrase;
use core::ops::Range;

/// What was removed at a place of the unwrapped text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// White space outside ASCII.
    Blank,
    /// A carriage return within a line, where a terminal goes back to its start.
    Return,
    /// A command that changes no text: a colour, or whether the cursor is shown.
    Colour,
    /// One without numbers, whose letter may be one of the name that it is in, or Escape alone.
    ShortColour,
    /// Another command. Its last byte may be a letter of the name that it is before or after.
    Command,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whole {
    Always,
    IfKnown,
    Never,
}

impl Hidden {
    /// Returns what a command of a terminal is, as the text writes it after Escape.
    pub(crate) fn of_command(command: &[u8]) -> Self {
        match command {
            [_, .., b'0'..=b'9', b'm' | b'K' | b'h' | b'l'] => Self::Colour,
            b"" | b"(B" | [_, .., b'm' | b'K'] => Self::ShortColour,
            _ => Self::Command,
        }
    }
}

/// Returns whether a name is the whole one, as far as what was removed in it and after it shows: always, if there is such a
/// name, or never.
pub(crate) fn wholeness(text: &[u8], hidden: &[(usize, Hidden)], name: &Range<usize>) -> Whole {
    let first = hidden.partition_point(|(at, _)| *at < name.start);
    let before = first.checked_sub(1).map(|last| hidden[last]);
    // Where the words of a sentence have such a blank between them, it ends a name also.
    let is_between = before == Some((name.start.wrapping_sub(1), Hidden::Blank));
    let near = hidden[first..].iter().take_while(|(at, _)| *at <= name.end);
    let whole = near.map(|&(at, what)| match what {
        Hidden::Command => Whole::Never,
        Hidden::Colour => Whole::Always,
        _ if at > name.start && at < name.end => Whole::IfKnown,
        Hidden::Blank if !is_between && is_before_part(text, name.end, SPACE) => Whole::Never,
        Hidden::Return if is_before_part(text, name.end, SOFT) => Whole::Never,
        _ => Whole::Always,
    });
    whole.max().unwrap_or(Whole::Always)
}

/// Returns whether a word that can be the rest of a name is after one blank, rather than the next words of a sentence.
fn is_before_part(text: &[u8], end: usize, blank: u8) -> bool {
    let next = text.get(end + 1).copied().unwrap_or(SPACE);
    let is_part =
        next.is_ascii_alphanumeric() || matches!(next, b':' | b'-' | b'_' | b'*' | b'/' | 0x80..);
    let words = [
        " on resource",
        " on the ",
        " Action:",
        " Resource:",
        " RequestId",
        " request id",
    ];
    text.get(end) == Some(&blank)
        && is_part
        && words.iter().all(|words| phrase(text, end, words).is_none())
}
